//! The guarantees cited, and the TIR carnet.

use rahdari_kernel::Finding;

use super::{Case, catalogue, repeated};
use crate::code::{DeclarationType, GuaranteeType};
use crate::law::Instrument;

pub(super) fn check(case: &Case<'_>, findings: &mut Vec<Finding>) {
    for (index, guarantee) in case.draft.guarantees.entries() {
        let Some(kind) = guarantee.kind.get() else { continue };
        let pointer = |name| format!("/guarantees/{index}/{name}");
        if kind.needs_grn() && guarantee.grn.is_absent() {
            let message = "A guarantee of this type is cited by its number.";
            findings.push(catalogue::GUARANTEE_NUMBER_MISSING.at(pointer("grn"), message));
        }
        if let Some(grn) = guarantee.grn.known()
            && (grn.as_str().len() == 24) != (kind == GuaranteeType::Voucher)
        {
            let message = "A voucher, and only a voucher, has a number of 24 characters.";
            findings.push(catalogue::GUARANTEE_VOUCHER.at(pointer("grn"), message).found(grn));
        }
        if case.draft.type_code.get() == Some(DeclarationType::Tir) && kind != GuaranteeType::Tir {
            let message = "A journey under a TIR carnet is secured by its TIR guarantee.";
            findings.push(catalogue::GUARANTEE_TIR.at(pointer("type"), message).found(kind));
        }
        instrument(case, kind, pointer("type"), findings);
    }
    let cited = case.draft.guarantees.entries();
    let cited = cited.filter_map(|(index, guarantee)| Some((guarantee.grn.known()?, index)));
    for (again, first) in repeated(cited) {
        let message = format!("This is also guarantee {}.", first + 1);
        findings.push(catalogue::GUARANTEE_TWICE.at(format!("/guarantees/{again}/grn"), message));
    }
    carnet(case, findings);
}

/// Asks whether any country of the agreement accepts such a guarantee.
fn instrument(case: &Case<'_>, kind: GuaranteeType, pointer: String, findings: &mut Vec<Finding>) {
    let Some(agreement) = case.agreement else { return };
    let instrument = match kind {
        GuaranteeType::Comprehensive | GuaranteeType::MultipleUse => Instrument::Comprehensive,
        GuaranteeType::IndividualUndertaking => Instrument::IndividualUndertaking,
        GuaranteeType::IndividualCash => Instrument::IndividualCash,
        GuaranteeType::Voucher => Instrument::FlatRateVoucher,
        GuaranteeType::Tir => Instrument::Tir,
        GuaranteeType::Waiver
        | GuaranteeType::WaiverSmallAmount
        | GuaranteeType::WaiverPublicBody
        | GuaranteeType::WaiverByAgreement => Instrument::Waiver,
    };
    let asked = agreement.countries.iter().any(|rule| !rule.instruments.is_empty());
    let accepted = agreement.countries.iter().any(|rule| rule.instruments.contains(&instrument));
    if asked && !accepted {
        let message = format!("No country of {} accepts a guarantee of type {kind}.", agreement.id);
        findings.push(catalogue::INSTRUMENT.at(pointer, message).found(kind));
    }
}

fn carnet(case: &Case<'_>, findings: &mut Vec<Finding>) {
    let Some(kind) = case.draft.type_code.get() else { return };
    let carnet = &case.draft.tir_carnet;
    match kind {
        DeclarationType::Tir if carnet.is_absent() => {
            findings.push(catalogue::CARNET_MISSING.at("/tirCarnet", "The TIR carnet is not named."));
        }
        DeclarationType::Tir => {
            if let Some(number) = carnet.known().filter(|number| !is_carnet(number)) {
                let message = "The letters of the carnet do not fit its number.";
                findings.push(catalogue::CARNET_NUMBER.at("/tirCarnet", message).found(number));
            }
        }
        DeclarationType::T1 | DeclarationType::Export | DeclarationType::Import => {
            if let Some(number) = carnet.known() {
                let message = format!("A carnet does not belong to a declaration of type {kind}.");
                findings.push(catalogue::CARNET_WITHOUT_TIR.at("/tirCarnet", message).found(number));
            }
        }
    }
}

/// Carnets up to 25,000,000 have no letters; later ones have an X and a letter that depends on the number.
fn is_carnet(text: &str) -> bool {
    let digits_at = text.bytes().take_while(u8::is_ascii_uppercase).count();
    let Some((letters, digits)) = text.split_at_checked(digits_at) else { return false };
    let sized = (1..=9).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit());
    let Some(number) = digits.parse::<u64>().ok().filter(|number| sized && *number > 0) else { return false };
    if number <= 25_000_000 {
        return letters.is_empty();
    }
    let remainder = number % 23;
    let Ok(step) = u8::try_from((3 * remainder + 17) % 26) else { return false };
    let letter = b'A' + step;
    let expected = if remainder < 12 { [letter, b'X'] } else { [b'X', letter] };
    letters.as_bytes() == expected
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn carnets_have_the_letters_of_their_number() {
        for good in [
            "JX72581267",
            "JX95000448",
            "25000000",
            "XE25000001",
            "XH25000002",
            "XW30000000",
            "XK55666777",
            "UX99999999",
        ] {
            assert!(is_carnet(good), "{good}");
        }
        for bad in [
            "XX72581267",
            "JX 72581267",
            "XX25000000",
            "25000001",
            "12345678901234567890123456",
            "",
            "X",
            "0",
        ] {
            assert!(!is_carnet(bad), "{bad}");
        }
    }
}
