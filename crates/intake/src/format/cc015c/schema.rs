//! The structure of CC015C as a table: which elements, in which order, how often, of what kind.
//!
//! Phase 6 (XSD 60.4) admits less than phase 5 (XSD 51.8): some elements are required there and some are
//! gone. Elements that the reader turns into fields are of kind [`Kind::Field`]: their values are judged
//! where they become fields, with better words than a pattern has.

use super::house::ITEM;

/// What an element holds.
#[derive(Clone, Copy, Debug)]
pub(super) enum Kind {
    /// Elements.
    Group(&'static [Spec]),
    /// A value that becomes a field and is judged there.
    Field,
    /// A text of at most this many characters.
    Text(usize),
    /// This text and no other.
    Only(&'static str),
    /// A text of exactly this many characters.
    Exactly(usize),
    /// A whole number without sign of at most this many digits.
    Digits(usize),
    /// A decimal number.
    Decimal,
    /// 0 or 1.
    Flag,
    /// `2026-11-23T08:30:00`.
    DateTime,
    /// `2026-11-23`.
    Date,
}

/// An element of the schema.
#[derive(Debug)]
pub(super) struct Spec {
    pub(super) name: &'static str,
    /// How often it must occur in phases 5 and 6.
    pub(super) min: [usize; 2],
    /// How often it may occur in phases 5 and 6.
    pub(super) max: [usize; 2],
    pub(super) kind: Kind,
}

impl Spec {
    /// Returns whether its position is worth telling.
    pub(super) fn repeats(&self) -> bool {
        self.max[0] > 1
    }

    /// Returns the elements within.
    pub(super) fn children(&self) -> &'static [Self] {
        match self.kind {
            Kind::Group(children) => children,
            Kind::Field
            | Kind::Text(_)
            | Kind::Only(_)
            | Kind::Exactly(_)
            | Kind::Digits(_)
            | Kind::Decimal
            | Kind::Flag
            | Kind::DateTime
            | Kind::Date => &[],
        }
    }

    /// Makes it required in phase 6.
    pub(super) const fn needed_in_6(mut self) -> Self {
        self.min[1] = 1;
        self
    }

    /// Removes it from phase 6.
    pub(super) const fn gone_in_6(mut self) -> Self {
        self.max[1] = 0;
        self
    }
}

pub(super) const fn one(name: &'static str, kind: Kind) -> Spec {
    Spec { name, min: [1, 1], max: [1, 1], kind }
}

pub(super) const fn opt(name: &'static str, kind: Kind) -> Spec {
    Spec { name, min: [0, 0], max: [1, 1], kind }
}

pub(super) const fn up_to(max: usize, name: &'static str, children: &'static [Spec]) -> Spec {
    Spec { name, min: [0, 0], max: [max, max], kind: Kind::Group(children) }
}

pub(super) const fn some(max: usize, name: &'static str, children: &'static [Spec]) -> Spec {
    Spec { name, min: [1, 1], max: [max, max], kind: Kind::Group(children) }
}

pub(super) const SEQUENCE: Spec = one("sequenceNumber", Kind::Digits(5));
const COUNTRY: Kind = Kind::Exactly(2);

/// The root.
pub(super) static CC015C: Spec = one("CC015C", Kind::Group(&MESSAGE));

static MESSAGE: [Spec; 16] = [
    one("messageSender", Kind::Text(35)),
    one("messageRecipient", Kind::Text(35)),
    one("preparationDateAndTime", Kind::DateTime),
    one("messageIdentification", Kind::Text(35)),
    one("messageType", Kind::Only("CC015C")),
    opt("correlationIdentifier", Kind::Text(35)),
    one("TransitOperation", Kind::Group(&OPERATION)),
    up_to(9, "Authorisation", &AUTHORISATION),
    one("CustomsOfficeOfDeparture", Kind::Group(&OFFICE)),
    one("CustomsOfficeOfDestinationDeclared", Kind::Group(&OFFICE)),
    up_to(9, "CustomsOfficeOfTransitDeclared", &OFFICE_OF_TRANSIT),
    up_to(9, "CustomsOfficeOfExitForTransitDeclared", &OFFICE_OF_EXIT),
    one("HolderOfTheTransitProcedure", Kind::Group(&HOLDER)),
    opt("Representative", Kind::Group(&REPRESENTATIVE)),
    some(9, "Guarantee", &GUARANTEE),
    one("Consignment", Kind::Group(&CONSIGNMENT)),
];

static OPERATION: [Spec; 11] = [
    one("LRN", Kind::Field),
    one("declarationType", Kind::Field),
    one("additionalDeclarationType", Kind::Field),
    opt("TIRCarnetNumber", Kind::Field),
    opt("presentationOfTheGoodsDateAndTime", Kind::DateTime),
    one("security", Kind::Digits(1)),
    one("reducedDatasetIndicator", Kind::Flag),
    opt("specificCircumstanceIndicator", Kind::Exactly(3)),
    opt("communicationLanguageAtDeparture", Kind::Exactly(2)),
    one("bindingItinerary", Kind::Flag),
    opt("limitDate", Kind::Date),
];

static AUTHORISATION: [Spec; 3] =
    [SEQUENCE, one("type", Kind::Text(4)), one("referenceNumber", Kind::Text(35))];

static OFFICE: [Spec; 1] = [one("referenceNumber", Kind::Field)];

static OFFICE_OF_TRANSIT: [Spec; 3] =
    [SEQUENCE, one("referenceNumber", Kind::Field), opt("arrivalDateAndTimeEstimated", Kind::DateTime)];

static OFFICE_OF_EXIT: [Spec; 2] = [SEQUENCE, one("referenceNumber", Kind::Exactly(8))];

static HOLDER: [Spec; 5] = [
    opt("identificationNumber", Kind::Field),
    opt("TIRHolderIdentificationNumber", Kind::Field),
    opt("name", Kind::Field),
    opt("Address", Kind::Group(&ADDRESS)),
    opt("ContactPerson", Kind::Group(&CONTACT)),
];

static REPRESENTATIVE: [Spec; 3] = [
    one("identificationNumber", Kind::Field),
    one("status", Kind::Digits(1)),
    opt("ContactPerson", Kind::Group(&CONTACT)),
];

static ADDRESS: [Spec; 4] = [
    one("streetAndNumber", Kind::Text(70)),
    opt("postcode", Kind::Text(17)),
    one("city", Kind::Text(35)),
    one("country", Kind::Field),
];

static CONTACT: [Spec; 3] =
    [one("name", Kind::Text(70)), one("phoneNumber", Kind::Text(35)), opt("eMailAddress", Kind::Text(256))];

static GUARANTEE: [Spec; 4] = [
    SEQUENCE,
    one("guaranteeType", Kind::Field),
    opt("otherGuaranteeReference", Kind::Text(35)),
    up_to(99, "GuaranteeReference", &GUARANTEE_REFERENCE),
];

static GUARANTEE_REFERENCE: [Spec; 5] = [
    SEQUENCE,
    opt("GRN", Kind::Field),
    opt("accessCode", Kind::Field),
    opt("amountToBeCovered", Kind::Field).needed_in_6(),
    opt("currency", Kind::Field).needed_in_6(),
];

static CONSIGNMENT: [Spec; 25] = [
    opt("countryOfDispatch", Kind::Field),
    opt("countryOfDestination", Kind::Field),
    opt("containerIndicator", Kind::Flag),
    opt("inlandModeOfTransport", Kind::Digits(1)),
    opt("modeOfTransportAtTheBorder", Kind::Digits(1)),
    one("grossMass", Kind::Field),
    opt("referenceNumberUCR", Kind::Text(35)),
    opt("Carrier", Kind::Group(&CARRIER)),
    opt("Consignor", Kind::Group(&CONSIGNOR)),
    opt("Consignee", Kind::Group(&CONSIGNEE)),
    up_to(99, "AdditionalSupplyChainActor", &ACTOR),
    up_to(9999, "TransportEquipment", &EQUIPMENT),
    opt("LocationOfGoods", Kind::Group(&LOCATION)),
    up_to(999, "DepartureTransportMeans", &MEANS),
    up_to(99, "CountryOfRoutingOfConsignment", &ROUTING),
    up_to(9, "ActiveBorderTransportMeans", &BORDER_MEANS),
    opt("PlaceOfLoading", Kind::Group(&PLACE_OF_LOADING)),
    opt("PlaceOfUnloading", Kind::Group(&PLACE_OF_UNLOADING)),
    up_to(9999, "PreviousDocument", &PREVIOUS),
    up_to(99, "SupportingDocument", &SUPPORTING),
    up_to(99, "TransportDocument", &DOCUMENT),
    up_to(99, "AdditionalReference", &REFERENCE),
    up_to(99, "AdditionalInformation", &INFORMATION),
    opt("TransportCharges", Kind::Group(&CHARGES)),
    some(1999, "HouseConsignment", &HOUSE),
];

static CARRIER: [Spec; 2] =
    [one("identificationNumber", Kind::Text(17)), opt("ContactPerson", Kind::Group(&CONTACT))];

static CONSIGNOR: [Spec; 4] = [
    opt("identificationNumber", Kind::Field),
    opt("name", Kind::Field),
    opt("Address", Kind::Group(&ADDRESS)),
    opt("ContactPerson", Kind::Group(&CONTACT)),
];

pub(super) static CONSIGNEE: [Spec; 3] = [
    opt("identificationNumber", Kind::Field),
    opt("name", Kind::Field),
    opt("Address", Kind::Group(&ADDRESS)),
];

pub(super) static ACTOR: [Spec; 3] =
    [SEQUENCE, one("role", Kind::Text(3)), one("identificationNumber", Kind::Text(17))];

static EQUIPMENT: [Spec; 5] = [
    one("sequenceNumber", Kind::Field),
    opt("containerIdentificationNumber", Kind::Field),
    one("numberOfSeals", Kind::Digits(4)),
    up_to(99, "Seal", &SEAL),
    up_to(9999, "GoodsReference", &GOODS_REFERENCE),
];

static SEAL: [Spec; 2] = [SEQUENCE, one("identifier", Kind::Field)];

static GOODS_REFERENCE: [Spec; 2] = [SEQUENCE, one("declarationGoodsItemNumber", Kind::Field)];

static LOCATION: [Spec; 11] = [
    one("typeOfLocation", Kind::Exactly(1)),
    one("qualifierOfIdentification", Kind::Exactly(1)),
    opt("authorisationNumber", Kind::Text(35)),
    opt("additionalIdentifier", Kind::Text(4)),
    opt("UNLocode", Kind::Text(17)),
    opt("CustomsOffice", Kind::Group(&CUSTOMS_OFFICE)),
    opt("GNSS", Kind::Group(&GNSS)),
    opt("EconomicOperator", Kind::Group(&OPERATOR)),
    opt("Address", Kind::Group(&UNREAD_ADDRESS)),
    opt("PostcodeAddress", Kind::Group(&POSTCODE_ADDRESS)),
    opt("ContactPerson", Kind::Group(&CONTACT)),
];

static CUSTOMS_OFFICE: [Spec; 1] = [one("referenceNumber", Kind::Exactly(8))];
static GNSS: [Spec; 2] = [one("latitude", Kind::Text(17)), one("longitude", Kind::Text(17))];
static OPERATOR: [Spec; 1] = [one("identificationNumber", Kind::Text(17))];

static UNREAD_ADDRESS: [Spec; 4] = [
    one("streetAndNumber", Kind::Text(70)),
    opt("postcode", Kind::Text(17)),
    one("city", Kind::Text(35)),
    one("country", COUNTRY),
];

static POSTCODE_ADDRESS: [Spec; 3] =
    [opt("houseNumber", Kind::Text(17)), one("postcode", Kind::Text(17)), one("country", COUNTRY)];

static MEANS: [Spec; 4] = [
    one("sequenceNumber", Kind::Field),
    opt("typeOfIdentification", Kind::Digits(2)).needed_in_6(),
    opt("identificationNumber", Kind::Field).needed_in_6(),
    opt("nationality", Kind::Field).needed_in_6(),
];

static ROUTING: [Spec; 2] = [SEQUENCE, one("country", Kind::Field)];

static BORDER_MEANS: [Spec; 6] = [
    SEQUENCE,
    opt("customsOfficeAtBorderReferenceNumber", Kind::Exactly(8)).needed_in_6(),
    opt("typeOfIdentification", Kind::Digits(2)).needed_in_6(),
    opt("identificationNumber", Kind::Text(35)).needed_in_6(),
    opt("nationality", COUNTRY).needed_in_6(),
    opt("conveyanceReferenceNumber", Kind::Text(17)),
];

static PLACE_OF_LOADING: [Spec; 3] =
    [opt("UNLocode", Kind::Field), opt("country", COUNTRY), opt("location", Kind::Text(35))];

static PLACE_OF_UNLOADING: [Spec; 3] =
    [opt("UNLocode", Kind::Text(17)), opt("country", COUNTRY), opt("location", Kind::Text(35))];

static PREVIOUS: [Spec; 4] = [
    SEQUENCE,
    one("type", Kind::Field),
    one("referenceNumber", Kind::Field),
    opt("complementOfInformation", Kind::Text(35)),
];

pub(super) static SUPPORTING: [Spec; 5] = [
    SEQUENCE,
    one("type", Kind::Field),
    one("referenceNumber", Kind::Field),
    opt("documentLineItemNumber", Kind::Field),
    opt("complementOfInformation", Kind::Text(35)),
];

pub(super) static DOCUMENT: [Spec; 3] =
    [SEQUENCE, one("type", Kind::Field), one("referenceNumber", Kind::Field)];

pub(super) static REFERENCE: [Spec; 3] =
    [SEQUENCE, one("type", Kind::Exactly(4)), opt("referenceNumber", Kind::Field)];

pub(super) static INFORMATION: [Spec; 3] =
    [SEQUENCE, one("code", Kind::Exactly(5)), opt("text", Kind::Text(512))];

pub(super) static CHARGES: [Spec; 1] = [one("methodOfPayment", Kind::Exactly(1))];

static HOUSE: [Spec; 16] = [
    SEQUENCE,
    opt("countryOfDispatch", Kind::Field),
    opt("countryOfDestination", Kind::Field),
    one("grossMass", Kind::Decimal),
    opt("referenceNumberUCR", Kind::Text(35)),
    opt("Consignor", Kind::Group(&CONSIGNOR)),
    opt("Consignee", Kind::Group(&CONSIGNEE)),
    up_to(99, "AdditionalSupplyChainActor", &ACTOR),
    up_to(999, "DepartureTransportMeans", &MEANS),
    up_to(99, "PreviousDocument", &PREVIOUS),
    up_to(99, "SupportingDocument", &SUPPORTING),
    up_to(99, "TransportDocument", &DOCUMENT),
    up_to(99, "AdditionalReference", &REFERENCE),
    up_to(99, "AdditionalInformation", &INFORMATION),
    opt("TransportCharges", Kind::Group(&CHARGES)),
    some(999, "ConsignmentItem", &ITEM),
];
