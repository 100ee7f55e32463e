//! The lower half of the structure of CC015C: the goods items of a house consignment.

use super::schema::{
    ACTOR, CHARGES, CONSIGNEE, DOCUMENT, INFORMATION, Kind, REFERENCE, SEQUENCE, SUPPORTING, Spec, one, opt,
    some, up_to,
};

pub(super) static ITEM: [Spec; 16] = [
    one("goodsItemNumber", Kind::Digits(5)),
    one("declarationGoodsItemNumber", Kind::Field),
    opt("declarationType", Kind::Text(5)),
    opt("countryOfDispatch", Kind::Field),
    opt("countryOfDestination", Kind::Field),
    opt("referenceNumberUCR", Kind::Text(35)),
    opt("Consignee", Kind::Group(&CONSIGNEE)).gone_in_6(),
    up_to(99, "AdditionalSupplyChainActor", &ACTOR),
    one("Commodity", Kind::Group(&COMMODITY)),
    some(99, "Packaging", &PACKAGING),
    up_to(99, "PreviousDocument", &PREVIOUS_OF_ITEM),
    up_to(99, "SupportingDocument", &SUPPORTING),
    up_to(99, "TransportDocument", &DOCUMENT).gone_in_6(),
    up_to(99, "AdditionalReference", &REFERENCE),
    up_to(99, "AdditionalInformation", &INFORMATION),
    opt("TransportCharges", Kind::Group(&CHARGES)).gone_in_6(),
];

static COMMODITY: [Spec; 5] = [
    one("descriptionOfGoods", Kind::Field),
    opt("cusCode", Kind::Exactly(9)),
    opt("CommodityCode", Kind::Group(&CODE)),
    up_to(99, "DangerousGoods", &DANGEROUS),
    opt("GoodsMeasure", Kind::Group(&MEASURE)).needed_in_6(),
];

static CODE: [Spec; 2] =
    [one("harmonizedSystemSubHeadingCode", Kind::Field), opt("combinedNomenclatureCode", Kind::Field)];

static DANGEROUS: [Spec; 2] = [SEQUENCE, one("UNNumber", Kind::Exactly(4))];

static MEASURE: [Spec; 3] = [
    opt("grossMass", Kind::Field).needed_in_6(),
    opt("netMass", Kind::Field),
    opt("supplementaryUnits", Kind::Field),
];

static PACKAGING: [Spec; 4] = [
    SEQUENCE,
    one("typeOfPackages", Kind::Field),
    opt("numberOfPackages", Kind::Field),
    opt("shippingMarks", Kind::Field),
];

static PREVIOUS_OF_ITEM: [Spec; 9] = [
    SEQUENCE,
    one("type", Kind::Field),
    one("referenceNumber", Kind::Field),
    opt("goodsItemNumber", Kind::Digits(5)),
    opt("typeOfPackages", Kind::Exactly(2)),
    opt("numberOfPackages", Kind::Digits(8)),
    opt("measurementUnitAndQualifier", Kind::Text(4)),
    opt("quantity", Kind::Decimal),
    opt("complementOfInformation", Kind::Text(35)),
];
