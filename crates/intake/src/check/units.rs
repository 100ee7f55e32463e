//! Transport units: their numbers, containers and seals, and that each goods item is in exactly one.

use rahdari_kernel::Finding;

use super::{Case, catalogue, out_of_order, repeated};
use crate::format::draft::ConsignmentDraft;

pub(super) fn check(case: &Case<'_>, findings: &mut Vec<Finding>) {
    let Some(consignment) = case.consignment() else { return };
    order(consignment, findings);
    items(consignment, findings);
    containers(consignment, findings);
    seals(consignment, findings);
    for (index, unit) in consignment.transport_equipment.entries() {
        let pointer = format!("/consignment/transportEquipment/{index}");
        match (unit.container.is_absent(), unit.vehicle.is_absent()) {
            (true, true) => {
                let message = "The transport unit has neither container nor vehicle.";
                findings.push(catalogue::UNIT_UNIDENTIFIED.at(pointer, message));
            }
            (false, true) => {
                let message = "The vehicle of this container is not named yet.";
                findings.push(catalogue::VEHICLE_MISSING.at(pointer + "/vehicle", message));
            }
            (_, false) => {}
        }
    }
}

fn order(consignment: &ConsignmentDraft, findings: &mut Vec<Finding>) {
    let units = consignment.transport_equipment.entries().map(|(index, unit)| (index, &unit.sequence));
    let items = consignment.goods_items.entries().map(|(index, item)| (index, &item.sequence));
    let wrong = [("transportEquipment", out_of_order(units)), ("goodsItems", out_of_order(items))];
    for (list, wrong) in wrong {
        if let Some((index, sequence)) = wrong {
            let pointer = format!("/consignment/{list}/{index}/sequence");
            let message = format!("The number here should be {}.", index + 1);
            findings.push(catalogue::SEQUENCE_ORDER.at(pointer, message).found(sequence));
        }
    }
}

/// Checks that units name items that exist, and that each item is in exactly one unit.
fn items(consignment: &ConsignmentDraft, findings: &mut Vec<Finding>) {
    let items = consignment.goods_items.entries();
    let mut known: Vec<(u16, usize)> =
        items.filter_map(|(index, item)| Some((item.sequence.get()?, index))).collect();
    known.sort_unstable();
    let all_items_known = consignment.goods_items.complete()
        && consignment.goods_items.entries().all(|(_, item)| item.sequence.get().is_some());
    let mut carried = vec![false; known.len()];
    let mut all_units_known = consignment.transport_equipment.complete();
    for (unit_index, unit) in consignment.transport_equipment.entries() {
        let pointer = format!("/consignment/transportEquipment/{unit_index}/goodsItems");
        all_units_known &= unit.goods_items.complete();
        if unit.goods_items.known().is_some_and(Vec::is_empty) {
            findings.push(catalogue::UNIT_EMPTY.at(&pointer, "The transport unit carries no goods."));
        }
        for (index, sequence) in unit.goods_items.entries() {
            let place = known.partition_point(|(known, _)| known < sequence);
            let is_known = known.get(place).is_some_and(|(known, _)| known == sequence);
            match carried.get_mut(place).filter(|_| is_known) {
                Some(carried) if *carried => {
                    let message = format!("Goods item {sequence} is in more than one transport unit.");
                    let finding = catalogue::ITEM_IN_TWO_UNITS.at(format!("{pointer}/{index}"), message);
                    findings.push(finding.found(sequence));
                }
                Some(carried) => *carried = true,
                None if all_items_known => {
                    let message = format!("There is no goods item {sequence}.");
                    let finding = catalogue::UNIT_UNKNOWN_ITEM.at(format!("{pointer}/{index}"), message);
                    findings.push(finding.found(sequence));
                }
                None => {}
            }
        }
    }
    let lists_known = all_units_known && consignment.transport_equipment.known().is_some();
    let left = known.iter().zip(&carried).filter(|(_, carried)| !**carried && lists_known);
    for ((sequence, index), _) in left {
        let message = format!("Goods item {sequence} is in no transport unit.");
        findings.push(catalogue::ITEM_WITHOUT_UNIT.at(format!("/consignment/goodsItems/{index}"), message));
    }
}

fn containers(consignment: &ConsignmentDraft, findings: &mut Vec<Finding>) {
    let containers = consignment.transport_equipment.entries();
    let containers = containers.filter_map(|(index, unit)| Some((unit.container.known()?, index)));
    for (again, first) in repeated(containers) {
        let pointer = format!("/consignment/transportEquipment/{again}/container");
        let message = format!("Transport unit {} already has this container.", first + 1);
        findings.push(catalogue::CONTAINER_TWICE.at(pointer, message));
    }
}

fn seals(consignment: &ConsignmentDraft, findings: &mut Vec<Finding>) {
    let seals = consignment.transport_equipment.entries().flat_map(|(unit_index, unit)| {
        unit.seals.entries().map(move |(index, seal)| (seal, (unit_index, index)))
    });
    for ((unit, seal), (first, _)) in repeated(seals) {
        let pointer = format!("/consignment/transportEquipment/{unit}/seals/{seal}");
        let message = format!("Transport unit {} already has this seal.", first + 1);
        findings.push(catalogue::SEAL_TWICE.at(pointer, message));
    }
}
