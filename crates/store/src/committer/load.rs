//! Locks and loads everything that a batch may touch, set by set, always in the same order.
//!
//! The order is that of [`Key`]'s kinds, and within a kind that of the ids, on every node. Guarantees come
//! last, because which ones a movement needs is known only once the movement is locked. Accounts and
//! transfers have no locks of their own: they change only under the lock of their guarantee.

use std::collections::{BTreeSet, HashMap};

use rahdari_kernel::{GuaranteeId, TransferId, UserId};
use rahdari_ledger::{Account, Guarantee, PendingState, TransferFlags};

use crate::StoreError;
use crate::book::{Book, Serial};
use crate::connection::Conn;
use crate::record::{
    AccountRow, GuaranteeRow, IdempotencyRow, MovementRow, SerialRow, TransferRecord, TransferRow,
    UserRecord, tables,
};
use crate::table::{Cell, Lock, load as load_rows};
use crate::write::{IdempotencyKey, Key, Write};

/// Places of columns that rows are found by, besides their key.
const USERNAME: usize = 3;
const GRN: usize = 3;
const GUARANTEE: usize = 1;
const MOVEMENT: usize = 13;

/// Loads a book for the writes, and the answers that some of them were given before.
pub(crate) fn load<'w>(
    conn: &mut Conn,
    writes: impl Iterator<Item = &'w Write>,
) -> Result<(Book, HashMap<IdempotencyKey, IdempotencyRow>), StoreError> {
    let mut keys: BTreeSet<&Key> = BTreeSet::new();
    let mut requests: BTreeSet<&IdempotencyKey> = BTreeSet::new();
    for write in writes {
        keys.extend(&write.touches);
        requests.insert(&write.key);
    }
    let mut wanted = Wanted::default();
    keys.into_iter().for_each(|key| wanted.add(key));
    let mut book = Book::default();
    let wanted = load_people(conn, wanted, &mut book)?;
    load_business(conn, &wanted, &mut book)?;
    load_bonds(conn, wanted, &mut book)?;
    // Answers are looked up last: what another committer saved while we waited for a lock is there by now.
    let requests: Vec<Cell> = requests
        .into_iter()
        .flat_map(|request| [Cell::Id(request.scope), Cell::Text(request.text.clone())])
        .collect();
    let answers: Vec<IdempotencyRow> =
        load_rows(conn, &tables::IDEMPOTENCY, &[0, 1], &requests, Lock::Nothing)?;
    let answers = answers
        .into_iter()
        .map(|row| (IdempotencyKey { scope: row.scope, text: row.key.clone() }, row))
        .collect();
    Ok((book, answers))
}

/// The cells of the keys, kind by kind, each in order.
#[derive(Default)]
struct Wanted {
    users: BTreeSet<UserId>,
    usernames: Vec<Cell>,
    companies: Vec<Cell>,
    mandates: Vec<Cell>,
    sessions: Vec<Cell>,
    references: Vec<Cell>,
    serials: Vec<Cell>,
    declarations: Vec<Cell>,
    movements: Vec<Cell>,
    grns: Vec<Cell>,
    guarantees: BTreeSet<GuaranteeId>,
}

impl Wanted {
    fn add(&mut self, key: &Key) {
        match key {
            // PostgreSQL stores no NUL, so no row has such a name; asking for one would be an error there.
            Key::Username(name) | Key::Reference(name) if name.contains('\0') => {}
            Key::User(id) => {
                self.users.insert(*id);
            }
            Key::Username(name) => self.usernames.push(name.as_str().into()),
            Key::Company(id) => self.companies.push(id.to_bytes().into()),
            Key::Mandate(id) => self.mandates.push(id.to_bytes().into()),
            Key::Session(id) => self.sessions.push(id.to_bytes().into()),
            Key::Reference(name) => self.references.push(name.as_str().into()),
            Key::Serial { office, year } => {
                self.serials.extend([office.as_str().into(), i64::from(*year).into()]);
            }
            Key::Declaration(id) => self.declarations.push(id.to_bytes().into()),
            Key::Movement(id) => self.movements.push(id.to_bytes().into()),
            Key::Grn(grn) => self.grns.push(grn.as_str().into()),
            Key::Guarantee(id) => {
                self.guarantees.insert(*id);
            }
        }
    }
}

fn load_people(conn: &mut Conn, mut wanted: Wanted, book: &mut Book) -> Result<Wanted, StoreError> {
    // Names are looked up without a lock, so that users are locked once, in the order of their ids.
    let named: Vec<UserRecord> =
        load_rows(conn, &tables::USERS, &[USERNAME], &wanted.usernames, Lock::Nothing)?;
    wanted.users.extend(named.iter().map(|user| user.id));
    let users: Vec<Cell> = wanted.users.iter().map(|id| id.to_bytes().into()).collect();
    for user in load_rows::<UserRecord>(conn, &tables::USERS, &[0], &users, Lock::Rows)? {
        book.usernames.insert(user.username.clone(), user.id);
        book.users.load(user);
    }
    for company in load_rows(conn, &tables::COMPANIES, &[0], &wanted.companies, Lock::Rows)? {
        book.companies.load(company);
    }
    for mandate in load_rows(conn, &tables::MANDATES, &[0], &wanted.mandates, Lock::Rows)? {
        book.mandates.load(mandate);
    }
    for session in load_rows(conn, &tables::SESSIONS, &[0], &wanted.sessions, Lock::Rows)? {
        book.sessions.load(session);
    }
    Ok(wanted)
}

fn load_business(conn: &mut Conn, wanted: &Wanted, book: &mut Book) -> Result<(), StoreError> {
    for file in load_rows(conn, &tables::REFERENCE_FILES, &[0], &wanted.references, Lock::Rows)? {
        book.references.load(file);
    }
    for row in load_rows::<SerialRow>(conn, &tables::SERIALS, &[0, 1], &wanted.serials, Lock::Rows)? {
        let damaged =
            |_| StoreError::Damaged(format!("serials {} {}: a number is out of range", row.office, row.year));
        let next = u32::try_from(row.next).map_err(damaged)?;
        let year = i16::try_from(row.year).map_err(damaged)?;
        book.serials.insert((row.office, year), Serial { next, exists: true, changed: false });
    }
    for declaration in load_rows(conn, &tables::DECLARATIONS, &[0], &wanted.declarations, Lock::Rows)? {
        book.declarations.load(declaration);
    }
    for row in load_rows::<MovementRow>(conn, &tables::MOVEMENTS, &[0], &wanted.movements, Lock::Rows)? {
        book.movements.load(row.try_into()?);
    }
    Ok(())
}

fn load_bonds(conn: &mut Conn, mut wanted: Wanted, book: &mut Book) -> Result<(), StoreError> {
    // The transfers of a movement change only under its lock, which is held by now. Resolved ones are loaded
    // too, so that an id that was used is noticed.
    let transfers =
        load_rows::<TransferRow>(conn, &tables::TRANSFERS, &[MOVEMENT], &wanted.movements, Lock::Nothing)?;
    for row in &transfers {
        wanted.guarantees.insert(row.guarantee);
        if let Some(movement) = row.movement {
            book.holds.entry(movement).or_default().insert(row.guarantee);
        }
    }
    // A GRN belongs to one guarantee for ever, so it can be looked up without a lock.
    for row in load_rows::<GuaranteeRow>(conn, &tables::GUARANTEES, &[GRN], &wanted.grns, Lock::Nothing)? {
        wanted.guarantees.insert(row.id);
    }
    let ids: Vec<Cell> = wanted.guarantees.iter().map(|id| id.to_bytes().into()).collect();
    for row in load_rows::<GuaranteeRow>(conn, &tables::GUARANTEES, &[0], &ids, Lock::Rows)? {
        let guarantee = Guarantee::try_from(row)?;
        book.grns.insert(guarantee.grn.clone(), guarantee.id);
        book.guarantees.load(guarantee);
    }
    for row in load_rows::<AccountRow>(conn, &tables::ACCOUNTS, &[GUARANTEE], &ids, Lock::Nothing)? {
        book.owners.insert(row.id, row.guarantee);
        book.stored_accounts.insert(row.id);
        book.ledger.load_account(Account::try_from(row)?);
    }
    load_transfers(transfers, book)
}

/// Puts the transfers of the movements at hand, each with what became of it.
fn load_transfers(rows: Vec<TransferRow>, book: &mut Book) -> Result<(), StoreError> {
    let mut resolved: HashMap<TransferId, PendingState> = HashMap::new();
    let mut transfers = Vec::with_capacity(rows.len());
    for row in rows {
        let transfer = TransferRecord::try_from(row)?.entry.transfer;
        let posted = transfer.flags.contains(TransferFlags::POST_PENDING);
        if let Some(pending) = transfer.pending {
            resolved.insert(pending, if posted { PendingState::Posted } else { PendingState::Voided });
        }
        transfers.push(transfer);
    }
    for transfer in transfers {
        let state = resolved.get(&transfer.id).copied().unwrap_or(PendingState::Pending);
        book.ledger.load_transfer(transfer, state);
    }
    Ok(())
}
