//! Where the parts of a declaration stood in the message, so that a check that knows only the native
//! names can point at the element.

use std::collections::BTreeMap;

/// Native pointers of what was read, each with the path of its element.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Places {
    by_pointer: BTreeMap<String, String>,
}

impl Places {
    /// Remembers where something stood.
    pub(super) fn put(&mut self, pointer: String, path: impl ToString) {
        self.by_pointer.insert(pointer, path.to_string());
    }

    /// Returns the path for a native pointer: that of the nearest remembered part, and what lies below it.
    pub(crate) fn locate(&self, pointer: &str) -> Option<String> {
        if self.by_pointer.is_empty() {
            return None;
        }
        let mut known = pointer;
        loop {
            let below = pointer.get(known.len()..).unwrap_or("").trim_start_matches('/');
            if let Some(path) = self.by_pointer.get(known) {
                return Some(match BELOW.iter().find(|(native, _)| *native == below) {
                    Some((_, element)) => format!("{path}/{element}"),
                    None => path.clone(),
                });
            }
            known = match known.rsplit_once('/') {
                Some((shorter, _)) => shorter,
                None => return Some("/CC015C".to_owned()),
            };
        }
    }
}

/// Native names below a remembered part, with their elements.
const BELOW: &[(&str, &str)] = &[
    ("functionalReferenceId", "TransitOperation/LRN"),
    ("typeCode", "TransitOperation/declarationType"),
    ("additionalTypeCode", "TransitOperation/additionalDeclarationType"),
    ("tirCarnet", "TransitOperation/TIRCarnetNumber"),
    ("agreement", "Consignment/AdditionalReference"),
    ("officeOfDeparture", "CustomsOfficeOfDeparture/referenceNumber"),
    ("officeOfDestination", "CustomsOfficeOfDestinationDeclared/referenceNumber"),
    ("officesOfTransit", "CustomsOfficeOfTransitDeclared"),
    ("holder", "HolderOfTheTransitProcedure"),
    ("declarant", "Representative"),
    ("consignor", "Consignment/Consignor"),
    ("consignee", "Consignment/Consignee"),
    ("guarantees", "Guarantee"),
    ("consignment", "Consignment"),
    ("consignment/countryOfDispatch", "Consignment/countryOfDispatch"),
    ("consignment/countryOfDestination", "Consignment/countryOfDestination"),
    ("consignment/placeOfLoading", "Consignment/PlaceOfLoading/UNLocode"),
    ("consignment/grossMassKg", "Consignment/grossMass"),
    ("consignment/itinerary", "Consignment/CountryOfRoutingOfConsignment"),
    ("consignment/transportEquipment", "Consignment/TransportEquipment"),
    ("consignment/goodsItems", "Consignment/HouseConsignment"),
    ("consignment/documents", "Consignment/SupportingDocument"),
    // Below a goods item.
    ("commodity", "Commodity/CommodityCode/harmonizedSystemSubHeadingCode"),
    ("description", "Commodity/descriptionOfGoods"),
    ("grossMassKg", "Commodity/GoodsMeasure/grossMass"),
    ("netMassKg", "Commodity/GoodsMeasure/netMass"),
    ("supplementaryUnits", "Commodity/GoodsMeasure/supplementaryUnits"),
    ("packages", "Packaging"),
    // Below packaging.
    ("kind", "typeOfPackages"),
    ("count", "numberOfPackages"),
    ("marks", "shippingMarks"),
    // Below a transport unit.
    ("container", "containerIdentificationNumber"),
    ("seals", "Seal"),
    ("goodsItems", "GoodsReference"),
    // Below a guarantee reference.
    ("grn", "GRN"),
    ("accessCode", "accessCode"),
    ("amountToBeCovered/amount", "amountToBeCovered"),
    ("amountToBeCovered/currency", "currency"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_part_is_found() {
        let mut places = Places::default();
        assert_eq!(places.locate("/agreement"), None);
        places.put(String::new(), "/CC015C");
        places.put(
            "/consignment/goodsItems/1".to_owned(),
            "/CC015C/Consignment/HouseConsignment[1]/ConsignmentItem[2]",
        );
        let locate = |pointer| places.locate(pointer).unwrap();
        assert_eq!(locate("/agreement"), "/CC015C/Consignment/AdditionalReference");
        assert_eq!(
            locate("/consignment/goodsItems/1/commodity"),
            "/CC015C/Consignment/HouseConsignment[1]/ConsignmentItem[2]/Commodity/CommodityCode/harmonizedSystemSubHeadingCode"
        );
        let item = "/CC015C/Consignment/HouseConsignment[1]/ConsignmentItem[2]";
        assert_eq!(locate("/consignment/goodsItems/1/value"), item);
        assert_eq!(locate("/consignment/arrivedOn"), "/CC015C");
        assert_eq!(locate(""), "/CC015C");
    }
}
