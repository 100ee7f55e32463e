//! Ids that follow from what they name, so that two installations that speak of the same thing derive the
//! same id.

use rahdari_kernel::{CompanyId, Country, Grn, GuaranteeId, MandateId};
use rahdari_store::record::CompanyKind;

/// Returns the id of a company, which follows from its administration, kind and number.
pub(crate) fn company_id(administration: Country, kind: CompanyKind, identification: &str) -> CompanyId {
    let name = format!("{administration}/{}/{identification}", kind.as_str());
    CompanyId::derive(b"rahdari/company/", name.as_bytes())
}

/// Returns the id of a holder's mandate for a broker: there is one, whose dates are renewed.
pub(crate) fn mandate_id(holder: CompanyId, broker: CompanyId) -> MandateId {
    MandateId::derive(&holder.to_bytes(), &broker.to_bytes())
}

/// Returns the id of a guarantee, which follows from its number.
pub(crate) fn guarantee_id(grn: &Grn) -> GuaranteeId {
    GuaranteeId::derive(b"rahdari/guarante", grn.as_str().as_bytes())
}
