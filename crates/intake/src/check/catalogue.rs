//! Every check in one table, from which findings, `declare explain` and `docs/PROBLEMS.md` are made.
//!
//! A code is stable: it may be retired, never given another meaning. The message of a finding tells what is
//! wrong in the case at hand; the title here tells it in general.

use std::fmt;
use std::sync::LazyLock;

use rahdari_kernel::{Finding, Severity};

/// A check: what it finds, how to mend it and who asks for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Check {
    /// The stable code.
    pub code: &'static str,
    /// Whether it prevents lodging.
    pub severity: Severity,
    /// What is wrong when it finds something, in general.
    pub title: &'static str,
    /// How to mend it.
    pub mend: &'static str,
    /// The law or standard that asks for it.
    pub source: &'static str,
}

impl Check {
    /// Returns a finding of this check at a place.
    pub(crate) fn at(&self, pointer: impl fmt::Display, message: impl Into<String>) -> Finding {
        let finding = Finding::error(self.code, pointer.to_string(), message.into(), self.mend, self.source);
        match self.severity {
            Severity::Error => finding,
            Severity::Warning => finding.warning(),
        }
    }
}

/// Returns every check: those of reading first, then fields, agreement between fields, law, assessment.
pub fn catalogue() -> &'static [Check] {
    static ALL: LazyLock<Vec<Check>> = LazyLock::new(|| [CATALOGUE, crate::assess::catalogue()].concat());
    &ALL
}

/// Returns the check of a code.
pub fn explain(code: &str) -> Option<&'static Check> {
    catalogue().iter().find(|check| check.code == code)
}

macro_rules! checks {
    ($($name:ident = $code:literal, $severity:ident, $title:literal, $mend:literal, $source:literal;)+) => {
        $(pub(crate) const $name: Check = Check {
            code: $code, severity: Severity::$severity, title: $title, mend: $mend, source: $source,
        };)+
        static CATALOGUE: &[Check] = &[$($name,)+];
    };
}

checks! {
    // Reading: the bytes as a whole.
    TOO_LARGE = "too-large", Error, "The document is larger than 10 MiB.",
        "Send a smaller document; split the consignment if it is really that large.", "limit of this installation";
    NOT_UTF8 = "not-utf-8", Error, "The bytes are not UTF-8 text.",
        "Save the document as UTF-8.", "RFC 8259 section 8.1; NCTS technical specification";
    UNKNOWN_FORMAT = "unknown-format", Error, "The document is in no format that is read here.",
        "Send native JSON or an NCTS CC015C XML message.", "formats of this installation";
    JSON_SYNTAX = "json-syntax", Error, "The JSON is not well formed.",
        "Correct the JSON at the line and column named.", "RFC 8259";
    XML_SYNTAX = "xml-syntax", Error, "The XML is not well formed.",
        "Correct the XML at the place named.", "XML 1.0 (W3C)";
    XML_DOCTYPE = "xml-doctype", Error, "The XML has a document type or an entity of its own.",
        "Remove the DOCTYPE and write characters directly or as &amp; &lt; &gt; &quot; &apos;.",
        "security of this installation: entities are never expanded";
    TOO_DEEP = "too-deep", Error, "The document is nested too deeply.",
        "Remove the needless nesting; no declaration needs more than ten levels.", "limit of this installation";
    TOO_MANY_PARTS = "too-many-parts", Error, "The document has too many parts.",
        "Split the consignment.", "limit of this installation";
    TOO_MANY_FINDINGS = "too-many-findings", Error, "There are more problems than are listed.",
        "Mend those listed and check again.", "limit of this installation";
    NAMESPACE = "wrong-namespace", Error, "The root element is not in the namespace of NCTS.",
        "Put the root, and only the root, into the namespace http://ncts.dgtaxud.ec.", "NCTS XSD, CC015C";
    NAMESPACE_CHILDREN = "default-namespace", Warning, "The child elements are in a namespace.",
        "Bind the namespace to a prefix, as in <ncts:CC015C xmlns:ncts=…>.", "NCTS XSD, CC015C";
    PHASE = "unknown-phase", Warning, "The message does not say of which NCTS phase it is.",
        "Give the attribute PhaseID the value NCTS5.1 or NCTS6.", "NCTS XSD, CC015C";

    // Structure: members and elements.
    UNKNOWN_FIELD = "unknown-field", Error, "A field or element is not known here.",
        "Remove it or correct its name.", "the description of the format";
    DUPLICATE_FIELD = "duplicate-field", Error, "A field occurs twice in one object.",
        "Keep one of them.", "RFC 8259 section 4";
    MISSING = "missing", Error, "A required field is missing.",
        "Add it.", "the description of the format";
    WRONG_TYPE = "wrong-type", Error, "A value is of the wrong kind.",
        "Give a value of the kind named.", "the description of the format";
    TOO_MANY = "too-many", Error, "An element or entry occurs too often.",
        "Remove the surplus.", "the description of the format";
    TOO_FEW = "too-few", Error, "A list has too few entries.",
        "Add what is missing.", "the description of the format";
    NOT_HANDLED = "not-handled", Error, "The document says something that is not handled here.",
        "Declare what differs separately.", "one declaration has one value of each field";
    ELEMENT_ORDER = "element-order", Error, "An element stands in the wrong place of its sequence.",
        "Put the elements into the order of the schema.", "NCTS XSD, CC015C";
    ELEMENT_VALUE = "element-value", Error, "An element has a value that its schema type does not allow.",
        "Give a value of the form named.", "NCTS XSD, CC015C";

    // Fields, each by itself.
    TEXT = "text-form", Error, "A text is blank, too long or has characters that cannot be shown safely.",
        "Shorten it; leave out control and direction-override characters.", "NCTS data types an..N";
    NUMBER = "number-form", Error, "A number is not a plain whole or decimal number of the size allowed.",
        "Write digits with a point, such as 23000.5, without signs, spaces or exponents.", "NCTS data types n..16,6";
    SEQUENCE = "sequence-form", Error, "A sequence number is not a whole number within its bounds.",
        "Number the entries from 1.", "NCTS CC015C: sequence numbers of at most 1999 items and 9999 units";
    DATE = "date-form", Error, "A date is not a calendar date.",
        "Write it as 2026-11-23.", "ISO 8601";
    LRN = "lrn-form", Error, "The local reference number has not its form.",
        "Use up to 22 letters, digits, hyphens or slashes.", "NCTS data item LRN, an..22";
    DECLARATION_TYPE = "declaration-type", Error, "The declaration type is not one handled here.",
        "Use T1 for transit, TIR under a carnet, EX for export or IM for import.", "NCTS CC015C, declaration type";
    ADDITIONAL_TYPE = "additional-type", Error, "The additional declaration type is not A or D.",
        "Use A when the goods are presented, D when the declaration comes first.", "NCTS CC015C, additional declaration type";
    OFFICE_FORM = "office-form", Error, "A customs office reference has not its form.",
        "Write the country and six characters, such as PKKHI001.", "NCTS data item customs office, an8";
    COUNTRY = "country-code", Error, "A country code is not assigned.",
        "Use the two capitals of ISO 3166-1.", "ISO 3166-1 alpha-2";
    CURRENCY = "currency-code", Error, "A currency code is not current.",
        "Use the three capitals of ISO 4217.", "ISO 4217";
    LOCODE = "place-code", Error, "A place code has not the form of a UN/LOCODE.",
        "Use the five characters of UN/LOCODE, such as PKKHI.", "UN/ECE Recommendation 16";
    GOODS_CODE = "goods-code", Error, "A goods code is not six to ten digits of an existing chapter.",
        "Give the code of the tariff, at least the six digits of the HS.", "HS Convention";
    CONTAINER = "container-number", Error, "A container number has a wrong form or check digit.",
        "Read the number off the container's door again.", "ISO 6346";
    SEAL = "seal-number", Error, "A seal number has not its form.",
        "Use up to 20 capitals, digits, hyphens or slashes.", "NCTS data item seal identifier, an..20";
    GRN = "guarantee-number", Error, "A guarantee reference number has a wrong form or check digit.",
        "Copy the number from the guarantee's certificate.", "NCTS rule R0318; check character of DGXXI/0879/99";
    ACCESS_CODE = "access-code", Error, "An access code is not four letters or digits.",
        "Use the code that came with the guarantee.", "NCTS data item access code, an4";
    GUARANTEE_TYPE = "guarantee-type", Error, "A guarantee type is not one handled here.",
        "Use 1 for a comprehensive, 2 for a bank's individual, 3 for cash, 4 for a voucher, B for TIR.", "NCTS CC015C, guarantee type";
    INCOTERM = "incoterm", Error, "A delivery term is not an Incoterm.",
        "Use one of Incoterms 2020, such as CFR or CIF.", "Incoterms 2020 (ICC)";
    DOCUMENT_TYPE = "document-type", Error, "A document type is not four capitals or digits.",
        "Use the code of the document, such as N380 for an invoice.", "NCTS CC015C, an4; UN/EDIFACT code list 1001";
    PACKAGE_KIND = "package-kind-form", Error, "A kind of package is not two capitals or digits.",
        "Use the code of UN/ECE Recommendation 21, such as CT.", "UN/ECE Recommendation 21";

    // Fields against one another.
    PARTY = "party-unnamed", Error, "A party has neither an identification number nor a name and country.",
        "Give its identification number, or its name and country.", "NCTS CC015C, party data groups";
    SEQUENCE_ORDER = "sequence-order", Error, "Sequence numbers do not run from 1 without gaps.",
        "Number the entries 1, 2, 3 in their order.", "NCTS CC015C: sequence numbers are unique and consecutive";
    UNIT_UNKNOWN_ITEM = "unit-item-unknown", Error, "A transport unit names a goods item that does not exist.",
        "Name the sequence of a goods item of this declaration.", "NCTS CC015C, goods reference";
    ITEM_WITHOUT_UNIT = "item-without-unit", Error, "A goods item is in no transport unit.",
        "Add its sequence to the unit that carries it.", "seals and security are held for each transport unit";
    ITEM_IN_TWO_UNITS = "item-in-two-units", Error, "A goods item is in more than one transport unit.",
        "Split it into one goods item for each unit.", "seals and security are held for each transport unit";
    UNIT_EMPTY = "unit-empty", Error, "A transport unit carries no goods.",
        "Name its goods items, or leave the unit out.", "NCTS CC015C, goods reference";
    CONTAINER_TWICE = "container-twice", Error, "Two transport units have the same container.",
        "Give each container once.", "ISO 6346: a container has one number";
    SEAL_TWICE = "seal-twice", Error, "A seal number occurs twice.",
        "Give each seal once, at the unit that it closes.", "no seal number is used twice";
    UNIT_UNIDENTIFIED = "unit-unidentified", Error, "A transport unit has neither container nor vehicle.",
        "Give the container number, the vehicle, or both.", "NCTS CC015C, transport equipment and departure transport means";
    VEHICLE_MISSING = "vehicle-missing", Warning, "The vehicle of a container is not named yet.",
        "Name it before release; the goods cannot leave without it.", "NCTS CC015C, departure transport means";
    NET_ABOVE_GROSS = "net-above-gross", Error, "A net mass is greater than the gross mass.",
        "Correct one of the two masses.", "net mass excludes packaging (UCC DA, Annex B, 18 01)";
    MASS_ZERO = "mass-zero", Error, "A mass is zero.",
        "Give the mass in kilograms.", "NCTS CC015C, mass n..16,6 without zero";
    MASS_SUM = "mass-sum", Error, "The gross masses of the items do not add up to that of the consignment.",
        "Correct the items or the total; both include packaging.", "gross mass is the sum of its items (UCC DA, Annex B, 18 04)";
    PACKAGE_COUNT = "package-count", Error, "Packages that can be counted have no count.",
        "Give the number of packages; leave it out only for goods in bulk.", "NCTS CC015C, packaging: only bulk goods have no number of packages";
    PACKAGE_MARKS = "package-marks", Error, "Goods are packed with others that cannot be found.",
        "Refer to the item with which they are packed by the same marks.", "NCTS CC015C, packaging";
    AMOUNT_DECIMALS = "amount-decimals", Error, "An amount has more decimals than its currency.",
        "Round it to the minor unit of the currency.", "ISO 4217";
    AMOUNT_ZERO = "amount-zero", Error, "An amount that must be positive is zero.",
        "Give the amount, or leave the field out.", "an amount that is nothing is left out";
    VALUE_MISSING = "value-missing", Warning, "An item has no value, so its security cannot follow the duties.",
        "Give the price of the item; an amount to be covered can only raise the security.", "else at least the default amount of the agreement applies";
    FREIGHT_MISSING = "freight-missing", Warning, "The delivery term leaves out freight that is not declared.",
        "Give the freight to the place of entry.", "WTO Valuation Agreement, Article 8.2";
    SAME_OFFICE = "same-office", Error, "The journey ends at the office where it begins.",
        "Name the office to which the goods go.", "transit is between two offices";
    OFFICE_TWICE = "office-twice", Error, "An office of transit is named twice.",
        "Name each office once, in the order of the journey.", "a journey passes an office of transit once";
    ITINERARY_ENDS = "itinerary-ends", Error, "The itinerary does not begin or end where the journey does.",
        "Begin with the country of departure and end with that of destination.", "NCTS data group country of routing";
    ITINERARY_OFFICES = "itinerary-offices", Error, "An office of transit lies in a country that is not on the itinerary.",
        "Add the country, or correct the office.", "NCTS data group country of routing";
    ITINERARY_ROUTE = "itinerary-route", Error, "The itinerary is not that of the agreement's route.",
        "Give the countries of the route in their order, or leave the itinerary out.", "the routes annexed to the agreement";
    DESTINATION_COUNTRY = "destination-country", Warning, "The journey ends in another country than the goods are sent to.",
        "Check the country of destination; another transit may follow.", "NCTS data item country of destination";
    ARRIVED_LATER = "arrived-later", Error, "The goods are said to have arrived after today.",
        "Correct the date, or lodge with additional type D before they arrive.", "NCTS additional declaration type D";
    CARNET_MISSING = "carnet-missing", Warning, "A TIR declaration does not name its carnet.",
        "Give the number of the TIR carnet.", "TIR Convention, Article 3";
    CARNET_NUMBER = "carnet-number", Warning, "The number of the TIR carnet has a wrong form or letters.",
        "Copy the number from the carnet.", "NCTS rule R0990 (algorithm not verified against its source)";
    CARNET_WITHOUT_TIR = "carnet-without-tir", Error, "A carnet is named in a declaration that is not of type TIR.",
        "Use type TIR, or leave the carnet out.", "TIR Convention, Article 3";
    GUARANTEE_TWICE = "guarantee-twice", Error, "A guarantee is cited twice.",
        "Cite it once, with the whole amount.", "a guarantee is reserved once for a declaration";
    GUARANTEE_NUMBER_MISSING = "guarantee-number-missing", Error, "A guarantee of this type is cited without its number.",
        "Give its GRN.", "NCTS CC015C, guarantee reference";
    GUARANTEE_VOUCHER = "guarantee-voucher", Error, "Only a voucher has a GRN of 24 characters, and it always has.",
        "Correct the type or the number.", "NCTS rule R0318";
    GUARANTEE_TIR = "guarantee-tir", Error, "A TIR guarantee and the declaration type do not fit.",
        "Cite a guarantee of type B in a declaration of type TIR.", "TIR Convention, Article 3";
    DOCUMENT_TWICE = "document-twice", Warning, "A document is named twice.",
        "Name it once.", "NCTS CC015C: sequence numbers are unique and consecutive";

    // Law: agreement, offices, tariff, prohibitions.
    AGREEMENT_UNKNOWN = "agreement-unknown", Error, "The agreement is not known here.",
        "Give the id of an agreement that is loaded.", "the agreements loaded";
    AGREEMENT_NOT_IN_FORCE = "agreement-not-in-force", Error, "The agreement is not in force on this day.",
        "Use an agreement that is in force.", "the agreement's own entry into force";
    AGREEMENT_DRAFT = "agreement-draft", Warning, "The agreement is a draft and works only for demonstration.",
        "Nothing can be mended; no goods may move under it.", "the agreement has no public text in force";
    AGREEMENT_TIR = "agreement-tir", Error, "The agreement and the declaration type do not fit.",
        "Use type TIR with the TIR Convention, and T1 with other agreements.", "TIR Convention, Article 2";
    OFFICE_UNKNOWN = "office-unknown", Error, "A customs office is not known here.",
        "Use an office of the list.", "the list of customs offices loaded";
    OFFICE_ROLE = "office-role", Error, "A customs office does not do what it is named for.",
        "Use an office with that role.", "the list of customs offices loaded";
    ROUTE = "route-not-permitted", Error, "The agreement permits no such route.",
        "Use one of the routes of the agreement.", "the routes annexed to the agreement";
    NOT_IN_TARIFF = "goods-not-in-tariff", Error, "A goods code is not in the tariff of a country on the way.",
        "Use a code of the tariff.", "the tariff loaded for that country";
    PACKAGE_UNKNOWN = "package-kind-unknown", Error, "A kind of package is not in the list.",
        "Use the code of UN/ECE Recommendation 21.", "UN/ECE Recommendation 21";
    PROHIBITED = "goods-prohibited", Error, "The goods may not move under the agreement.",
        "They cannot be declared under this agreement; ask customs what applies.", "the agreement's negative list";
    PROHIBITED_ARRIVAL = "goods-prohibited-arrival", Error, "Whether the goods may move depends on a day of arrival that is not given.",
        "Give the day on which the goods arrived.", "the agreement's negative list";
    DOCUMENT_REQUIRED = "document-required", Error, "A document that the agreement asks for is missing.",
        "Name the document.", "the agreement's rules";
    SEALS_REQUIRED = "seals-required", Warning, "The agreement asks for seals, and a transport unit has none yet.",
        "Have it sealed; it cannot be released without.", "the agreement's rules";
    INSTRUMENT = "guarantee-instrument", Error, "The agreement does not accept a guarantee of this type.",
        "Cite a guarantee of a type that is accepted.", "the agreement's rules";
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_distinct_short_and_in_kebab_case() {
        let mut codes: Vec<_> = catalogue().iter().map(|check| check.code).collect();
        codes.sort_unstable();
        assert!(codes.windows(2).all(|pair| pair[0] != pair[1]), "{codes:?}");
        for check in catalogue() {
            assert!(
                check.code.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-'),
                "{}",
                check.code
            );
            assert!(check.title.ends_with('.') && check.mend.ends_with('.'), "{}", check.code);
            assert_eq!(explain(check.code), Some(check));
        }
        assert_eq!(explain("nothing"), None);
    }
}
