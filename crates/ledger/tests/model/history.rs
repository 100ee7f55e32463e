//! Random transfers that mostly make sense, so that histories get beyond the first check.

use proptest::prelude::*;
use rahdari_ledger::TransferFlags;

use super::naive::{MAX, Plain};

/// The transfer that usually has this id: small ids hold, larger ones resolve them, the largest move at once.
/// So the same id comes again with the same content, and what is to be resolved is mostly there.
fn usual(id: u128) -> Plain {
    let small = u8::try_from(id % 97).unwrap();
    let (debit, credit) = [(1, 2), (2, 1), (1, 4), (3, 2), (3, 4), (2, 3), (4, 1)][usize::from(small % 7)];
    let amount = i64::from(small % 9);
    let plain = Plain {
        id,
        debit,
        credit,
        amount,
        pending: 0,
        timeout: 0,
        ledger: 1,
        code: 1,
        flags: TransferFlags::NONE,
        at: 0,
    };
    let resolving = Plain { debit: 0, credit: 0, ledger: 0, code: 0, pending: id % 20 + 1, ..plain.clone() };
    match id {
        1..=20 => {
            let flags = match id {
                19 => TransferFlags::PENDING | TransferFlags::CLOSING_DEBIT,
                20 => TransferFlags::PENDING | TransferFlags::CLOSING_CREDIT,
                _ => TransferFlags::PENDING,
            };
            let timeout = if id.is_multiple_of(4) { 2 } else { 0 };
            Plain { timeout, flags, ..plain }
        }
        21..=50 => Plain { flags: TransferFlags::POST_PENDING, amount: i64::MAX, ..resolving },
        51..=80 => Plain { flags: TransferFlags::VOID_PENDING, amount: 0, ..resolving },
        _ => plain,
    }
}

/// One change to a transfer that makes it unusual.
#[derive(Clone, Debug)]
enum Twist {
    Debit(u128),
    Credit(u128),
    Amount(i64),
    Pending(u128),
    Timeout(u32),
    Ledger(u32),
    Code(u16),
    Flags(u16),
    Linked,
}

impl Twist {
    fn apply(&self, transfer: &mut Plain) {
        match *self {
            Self::Debit(id) => transfer.debit = id,
            Self::Credit(id) => transfer.credit = id,
            Self::Amount(amount) => transfer.amount = amount,
            Self::Pending(id) => transfer.pending = id,
            Self::Timeout(seconds) => transfer.timeout = seconds,
            Self::Ledger(ledger) => transfer.ledger = ledger,
            Self::Code(code) => transfer.code = code,
            // Bits 0 to 3 and 6 to 7 have a meaning.
            Self::Flags(bits) => {
                transfer.flags = TransferFlags::from_bits(bits & 0xf | (bits & 0x30) << 2).unwrap();
            }
            Self::Linked => transfer.flags = transfer.flags | TransferFlags::LINKED,
        }
    }
}

fn numbered(common: std::ops::Range<u128>) -> impl Strategy<Value = u128> {
    prop_oneof![30 => common, 1 => Just(0), 1 => Just(MAX)]
}

pub(crate) fn transfers() -> impl Strategy<Value = Plain> {
    let amount = prop_oneof![
        8 => 0_i64..12,
        3 => Just(i64::MAX),
        4 => i64::MAX - 9..i64::MAX,
        1 => Just(-1_i64),
    ];
    let twist = prop_oneof![
        2 => numbered(1..7).prop_map(Twist::Debit),
        2 => numbered(1..7).prop_map(Twist::Credit),
        4 => amount.prop_map(Twist::Amount),
        2 => numbered(1..120).prop_map(Twist::Pending),
        1 => (0_u32..4).prop_map(Twist::Timeout),
        1 => (0_u32..3).prop_map(Twist::Ledger),
        1 => (0_u16..3).prop_map(Twist::Code),
        1 => (0_u16..64).prop_map(Twist::Flags),
        4 => Just(Twist::Linked),
    ];
    let twists = prop_oneof![
        3 => Just(Vec::new()),
        2 => prop::collection::vec(twist.clone(), 1),
        1 => prop::collection::vec(twist, 2..4),
    ];
    (numbered(1..120), twists).prop_map(|(id, twists)| {
        let mut transfer = usual(id);
        twists.iter().for_each(|twist| twist.apply(&mut transfer));
        transfer
    })
}
