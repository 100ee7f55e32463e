//! What a decision sees and changes: the loaded rows, the ledger, and what it records and tells.
//!
//! A row that the write did not name in `touches` is not there for it; reaching for it is a mistake of the
//! program and fails the write. Everything can be taken back, so that a refusal leaves the book as it was.
//! Loading and saving are the committer's.

mod finish;
mod journal;
mod shelf;

use std::cell::RefCell;
use std::collections::{BTreeMap, HashMap, HashSet};

use rahdari_kernel::{
    AccountId, CompanyId, Country, DeclarationId, Grn, GuaranteeId, Instant, MandateId, MovementId, NewEvent,
    OfficeCode, SessionId, UserId,
};
use rahdari_ledger::{Guarantee, Ledger, Mark};

use crate::record::{
    CompanyRecord, DeclarationRecord, DeclarationVersion, MandateRecord, MovementRecord, Notification,
    OfficeRow, ReferenceFile, SessionRecord, UserRecord,
};
use crate::write::Key;

pub(crate) use finish::{DONE, TRANSFER, account_seal};
pub(crate) use journal::{Journal, Leaf, hex};
pub(crate) use shelf::{Dirty, Seal, Shelf, digest};

/// The loaded part of the state.
#[derive(Default)]
pub struct Book {
    pub(crate) users: Shelf<UserRecord>,
    pub(crate) companies: Shelf<CompanyRecord>,
    pub(crate) mandates: Shelf<MandateRecord>,
    pub(crate) sessions: Shelf<SessionRecord>,
    pub(crate) references: Shelf<ReferenceFile>,
    pub(crate) declarations: Shelf<DeclarationRecord>,
    pub(crate) versions: Shelf<DeclarationVersion>,
    pub(crate) movements: Shelf<MovementRecord>,
    pub(crate) guarantees: Shelf<Guarantee>,
    pub(crate) usernames: HashMap<String, UserId>,
    pub(crate) grns: HashMap<Grn, GuaranteeId>,
    pub(crate) serials: BTreeMap<(OfficeCode, i16), Serial>,
    pub(crate) ledger: Ledger,
    /// Which guarantee owns an account.
    pub(crate) owners: HashMap<AccountId, GuaranteeId>,
    /// Accounts that have a row.
    pub(crate) stored_accounts: HashSet<AccountId>,
    /// Which guarantees hold something for a movement.
    pub(crate) holds: HashMap<MovementId, HashSet<GuaranteeId>>,
    /// Rows of `movement_offices` to write, and whether each is new.
    pub(crate) offices: BTreeMap<(OfficeCode, MovementId), (OfficeRow, bool)>,
    /// What companies did before, to be counted up: new movements, newly irregular ones, and since when.
    pub(crate) tracks: BTreeMap<Track, Tally>,
    now: Now,
}

/// A company in one of its parts in movements of an administration.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Track {
    pub(crate) company: CompanyId,
    pub(crate) part: &'static str,
    pub(crate) administration: Country,
}

/// What is to be added to a track record.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Tally {
    pub(crate) first_at: Instant,
    pub(crate) movements: i64,
    pub(crate) irregular: i64,
}

/// A serial number to allot next.
#[derive(Debug, Default)]
pub(crate) struct Serial {
    pub(crate) next: u32,
    pub(crate) exists: bool,
    pub(crate) changed: bool,
}

/// What the current decision may do and has done so far.
#[derive(Default)]
struct Now {
    touches: HashSet<Key>,
    events: Vec<NewEvent>,
    told: Vec<Notification>,
    serials: Vec<((OfficeCode, i16), u32)>,
    usernames: Vec<(String, Option<UserId>)>,
    grns: Vec<(Grn, Option<GuaranteeId>)>,
    mark: Option<Mark>,
    /// The first mistake of the program, which fails the write.
    broken: RefCell<Option<String>>,
}

impl Book {
    /// Returns a user.
    pub fn user(&self, id: UserId) -> Option<&UserRecord> {
        self.may(&Key::User(id)).then(|| self.users.get(&id)).flatten()
    }

    /// Returns the user that signs in with a name.
    pub fn user_by_name(&self, name: &str) -> Option<&UserRecord> {
        let named = self.may(&Key::Username(name.to_owned()));
        self.usernames.get(name).filter(|_| named).and_then(|id| self.users.get(id))
    }

    /// Puts a new or changed user. A name that is new to it must be among the touches.
    pub fn put_user(&mut self, user: UserRecord) {
        let by_name = Key::Username(user.username.clone());
        let known = self.users.get(&user.id).map(|known| known.username.clone());
        let named = self.allows(&Key::User(user.id)) || self.allows(&by_name);
        if !named || (known.as_deref() != Some(&user.username) && !self.allows(&by_name)) {
            return self.break_off(format!("user {} or its name is not among the touches", user.id));
        }
        for name in known.into_iter().filter(|known| *known != user.username) {
            let before = self.usernames.remove(&name);
            self.now.usernames.push((name, before));
        }
        let before = self.usernames.insert(user.username.clone(), user.id);
        self.now.usernames.push((user.username.clone(), before));
        let put = self.users.put(user);
        self.check(put);
    }

    /// Returns a company.
    pub fn company(&self, id: CompanyId) -> Option<&CompanyRecord> {
        self.may(&Key::Company(id)).then(|| self.companies.get(&id)).flatten()
    }

    /// Puts a new or changed company.
    pub fn put_company(&mut self, company: CompanyRecord) {
        if self.may(&Key::Company(company.id)) {
            let put = self.companies.put(company);
            self.check(put);
        }
    }

    /// Returns a mandate.
    pub fn mandate(&self, id: MandateId) -> Option<&MandateRecord> {
        self.may(&Key::Mandate(id)).then(|| self.mandates.get(&id)).flatten()
    }

    /// Puts a new or changed mandate.
    pub fn put_mandate(&mut self, mandate: MandateRecord) {
        if self.may(&Key::Mandate(mandate.id)) {
            let put = self.mandates.put(mandate);
            self.check(put);
        }
    }

    /// Returns a session.
    pub fn session(&self, id: SessionId) -> Option<&SessionRecord> {
        self.may(&Key::Session(id)).then(|| self.sessions.get(&id)).flatten()
    }

    /// Puts a new or changed session.
    pub fn put_session(&mut self, session: SessionRecord) {
        if self.may(&Key::Session(session.id)) {
            let put = self.sessions.put(session);
            self.check(put);
        }
    }

    /// Returns an imported file of reference data.
    pub fn reference_file(&self, name: &str) -> Option<&ReferenceFile> {
        self.may(&Key::Reference(name.to_owned())).then(|| self.references.get(&name.to_owned())).flatten()
    }

    /// Puts a new or changed file of reference data.
    pub fn put_reference_file(&mut self, file: ReferenceFile) {
        if self.may(&Key::Reference(file.name.clone())) {
            let put = self.references.put(file);
            self.check(put);
        }
    }

    /// Allots the next serial number of an office in a year, from 1. A refusal gives it back.
    pub fn next_serial(&mut self, office: OfficeCode, year: i16) -> u32 {
        if !self.may(&Key::Serial { office, year }) {
            return 0;
        }
        let serial = self.serials.entry((office, year)).or_default();
        let allotted = serial.next.max(1);
        self.now.serials.push(((office, year), serial.next));
        serial.next = allotted.saturating_add(1);
        allotted
    }

    /// Returns a declaration.
    pub fn declaration(&self, id: DeclarationId) -> Option<&DeclarationRecord> {
        self.may(&Key::Declaration(id)).then(|| self.declarations.get(&id)).flatten()
    }

    /// Puts a new or changed declaration.
    pub fn put_declaration(&mut self, declaration: DeclarationRecord) {
        if self.may(&Key::Declaration(declaration.id)) {
            let put = self.declarations.put(declaration);
            self.check(put);
        }
    }

    /// Adds a version of a declaration. Versions are never changed.
    pub fn add_version(&mut self, version: DeclarationVersion) {
        if self.may(&Key::Declaration(version.declaration)) {
            let put = self.versions.put(version);
            self.check(put);
        }
    }

    /// Returns a movement.
    pub fn movement(&self, id: MovementId) -> Option<&MovementRecord> {
        self.may(&Key::Movement(id)).then(|| self.movements.get(&id)).flatten()
    }

    /// Puts a new or changed movement.
    pub fn put_movement(&mut self, movement: MovementRecord) {
        if self.may(&Key::Movement(movement.id())) {
            let put = self.movements.put(movement);
            self.check(put);
        }
    }

    /// Returns a guarantee.
    pub fn guarantee(&self, id: GuaranteeId) -> Option<&Guarantee> {
        self.may_use(id).then(|| self.guarantees.get(&id)).flatten()
    }

    /// Returns the guarantee with a reference number.
    pub fn guarantee_by_grn(&self, grn: &Grn) -> Option<&Guarantee> {
        let named = self.may(&Key::Grn(grn.clone()));
        self.grns.get(grn).filter(|_| named).and_then(|id| self.guarantees.get(id))
    }

    /// Returns a guarantee together with the ledger, for the functions of `rahdari_ledger::bond`.
    pub fn bond(&mut self, id: GuaranteeId) -> Option<(&Guarantee, &mut Ledger)> {
        if !self.may_use(id) {
            return None;
        }
        self.guarantees.get(&id).map(|guarantee| (guarantee, &mut self.ledger))
    }

    /// Returns the ledger: the accounts of the guarantees and the transfers of the movements that were named.
    pub fn ledger(&mut self) -> &mut Ledger {
        &mut self.ledger
    }

    /// Puts a new or changed guarantee. A new one's reference number must be among the touches.
    pub fn put_guarantee(&mut self, guarantee: Guarantee) {
        let by_grn = self.allows(&Key::Grn(guarantee.grn.clone()));
        let known = self.guarantees.get(&guarantee.id).is_some();
        if !(by_grn || known && self.may_use(guarantee.id)) {
            return self.break_off(format!("guarantee {} or its GRN is not among the touches", guarantee.id));
        }
        let before = self.grns.insert(guarantee.grn.clone(), guarantee.id);
        self.now.grns.push((guarantee.grn.clone(), before));
        let put = self.guarantees.put(guarantee);
        self.check(put);
    }

    /// Records an event. It becomes a leaf of the log in the same transaction.
    pub fn record(&mut self, event: NewEvent) {
        self.now.events.push(event);
    }

    /// Tells people or systems outside. It enters the outbox in the same transaction.
    pub fn notify(&mut self, notification: Notification) {
        self.now.told.push(notification);
    }

    fn allows(&self, key: &Key) -> bool {
        self.now.touches.contains(key)
    }

    /// Returns whether the write named a row, and breaks it off if not.
    fn may(&self, key: &Key) -> bool {
        let allowed = self.allows(key);
        if !allowed {
            self.break_off(format!("{key} is not among the touches"));
        }
        allowed
    }

    /// Returns whether the write named a guarantee: by id, by reference number, or through a movement that it
    /// holds something for.
    fn may_use(&self, id: GuaranteeId) -> bool {
        let named = self.allows(&Key::Guarantee(id))
            || self
                .guarantees
                .get(&id)
                .is_some_and(|guarantee| self.allows(&Key::Grn(guarantee.grn.clone())))
            || self.now.touches.iter().any(|key| match key {
                Key::Movement(movement) => self.holds.get(movement).is_some_and(|held| held.contains(&id)),
                _ => false,
            });
        if !named {
            self.break_off(format!("guarantee {id} is not among the touches"));
        }
        named
    }

    fn check(&self, put: Result<(), String>) {
        if let Err(mistake) = put {
            self.break_off(mistake);
        }
    }

    fn break_off(&self, mistake: String) {
        self.now.broken.borrow_mut().get_or_insert(mistake);
    }
}
