//! A declaration as a value, whatever format it came in. Names follow the WCO Data Model, so that mapping
//! to other formats is mechanical.
//!
//! Each field is valid by itself. Whether the fields agree with one another and with the law is asked by
//! [`crate::check`]; how they are read and written by [`crate::format`]. The `serde` form of these types
//! is the native JSON.

use rahdari_kernel::{
    ContainerNumber, Country, Currency, Date, Grn, HsCode, Lrn, OfficeCode, SealNumber, UnLocode,
};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

pub use crate::code::{AccessCode, AdditionalType, DeclarationType, GuaranteeType, Incoterm};

/// A declaration: who moves which goods from which office to which, under what agreement and security.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Declaration {
    /// The local reference number (LRN), the declarant's own and used once.
    pub functional_reference_id: Lrn,
    /// The kind of procedure.
    pub type_code: DeclarationType,
    /// Whether the goods are here already or the declaration comes before them.
    pub additional_type_code: AdditionalType,
    /// The id of the agreement under which the goods move, such as `PK-KZ`.
    pub agreement: String,
    /// The number of the TIR carnet, for declarations of type TIR.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tir_carnet: Option<String>,
    /// The office where the journey begins.
    pub office_of_departure: OfficeCode,
    /// The offices at the borders, in order: exit, entry, exit, entry.
    #[serde(default)]
    pub offices_of_transit: Vec<OfficeCode>,
    /// The office where the journey ends.
    pub office_of_destination: OfficeCode,
    /// The holder of the transit procedure, who is liable for it.
    pub holder: Trader,
    /// The declarant; nothing when the holder declares for itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub declarant: Option<Trader>,
    /// The sender of the goods.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub consignor: Option<Party>,
    /// The receiver of the goods.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub consignee: Option<Party>,
    /// The goods and what carries them.
    pub consignment: Consignment,
    /// The guarantees cited as security, none when they are cited later.
    #[serde(default)]
    pub guarantees: Vec<GuaranteeReference>,
}

impl Declaration {
    /// Returns who declares: the declarant, or the holder when it declares for itself.
    pub fn declarant(&self) -> &Trader {
        self.declarant.as_ref().unwrap_or(&self.holder)
    }

    /// Returns the transport unit that carries a goods item.
    pub fn unit_of(&self, item: u16) -> Option<&TransportUnit> {
        self.consignment.transport_equipment.iter().find(|unit| unit.goods_items.contains(&item))
    }

    /// Returns a copy without the access codes of its guarantees, to be kept or shown.
    #[must_use]
    pub fn without_access_codes(&self) -> Self {
        let mut copy = self.clone();
        for guarantee in &mut copy.guarantees {
            guarantee.access_code = None;
        }
        copy
    }
}

/// Somebody known to customs by an identification number.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Trader {
    /// The identification number given by customs (NTN, EORI, BIN, TIN), at most 17 characters.
    pub id: String,
    /// The name, at most 70 characters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The country of the address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub country: Option<Country>,
    /// The address, at most 200 characters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub address: Option<String>,
}

/// Somebody known by an identification number, or else by name and country.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Party {
    /// The identification number given by customs, at most 17 characters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// The name, at most 70 characters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The country of the address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub country: Option<Country>,
    /// The address, at most 200 characters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub address: Option<String>,
}

/// The goods and what carries them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Consignment {
    /// The country the goods were sent from.
    pub country_of_dispatch: Country,
    /// The country the goods are sent to.
    pub country_of_destination: Country,
    /// The place where the goods were loaded.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place_of_loading: Option<UnLocode>,
    /// The day the goods arrived in the country of departure; some laws depend on it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub arrived_on: Option<Date>,
    /// Who bears which cost up to where.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub delivery_terms: Option<DeliveryTerms>,
    /// The freight to the place of entry, when the price of the goods does not include it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub freight: Option<Amount>,
    /// The insurance, when the price of the goods does not include it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub insurance: Option<Amount>,
    /// The mass of all goods with their packaging, in kilograms.
    pub gross_mass_kg: Decimal,
    /// The manifest under which the goods landed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub manifest: Option<Manifest>,
    /// The number of the bill of lading.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bill_of_lading: Option<String>,
    /// The countries passed through, in order.
    #[serde(default)]
    pub itinerary: Vec<Country>,
    /// The transport units: each a container or a body on a truck, with its own seals.
    pub transport_equipment: Vec<TransportUnit>,
    /// The goods, one entry for each kind.
    pub goods_items: Vec<GoodsItem>,
    /// The documents that belong to all goods.
    #[serde(default)]
    pub documents: Vec<Document>,
}

/// An amount of money as declared, before it is rounded to minor units.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Amount {
    /// How much, in major units.
    pub amount: Decimal,
    /// Of which currency.
    pub currency: Currency,
}

/// An Incoterm and its place.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeliveryTerms {
    /// The term.
    pub incoterm: Incoterm,
    /// The place it names, at most 35 characters: a UN/LOCODE or a name.
    pub place: String,
}

/// A line of the manifest under which goods landed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    /// The index of the manifest (IGM), such as `KAPE-0123-2026`.
    pub index: String,
    /// The line within it, counted from 1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub line: Option<u32>,
}

/// A transport unit: a container on a truck, or the truck's own body.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct TransportUnit {
    /// Its number within the declaration, counted from 1.
    pub sequence: u16,
    /// The container, if it is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub container: Option<ContainerNumber>,
    /// The seals already on it; customs may add more at release.
    #[serde(default)]
    pub seals: Vec<SealNumber>,
    /// The vehicle that carries it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub vehicle: Option<Vehicle>,
    /// The sequences of the goods items in it.
    pub goods_items: Vec<u16>,
}

/// A road vehicle.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Vehicle {
    /// Its registration, at most 35 characters.
    pub registration: String,
    /// The country that registered it.
    pub country: Country,
}

/// Goods of one kind.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct GoodsItem {
    /// Its number within the declaration, counted from 1.
    pub sequence: u16,
    /// The goods code.
    pub commodity: HsCode,
    /// What it is, in words, at most 512 characters.
    pub description: String,
    /// The country of origin.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub country_of_origin: Option<Country>,
    /// The mass with packaging, in kilograms.
    pub gross_mass_kg: Decimal,
    /// The mass without packaging, in kilograms.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub net_mass_kg: Option<Decimal>,
    /// How the goods are packed.
    pub packages: Vec<Package>,
    /// The price.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub value: Option<Amount>,
    /// The quantity in the supplementary unit of the tariff.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub supplementary_units: Option<Decimal>,
    /// The documents that belong to these goods only.
    #[serde(default)]
    pub documents: Vec<Document>,
}

/// Packages of one kind.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Package {
    /// The kind by its two-character code (UN/ECE Recommendation 21).
    pub kind: String,
    /// How many; nothing for goods in bulk.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub count: Option<u32>,
    /// What is written on them, at most 512 characters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub marks: Option<String>,
}

/// A document named by its type and its reference.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Document {
    /// The type by its four-character code, such as `N380` for a commercial invoice.
    #[serde(rename = "type")]
    pub kind: String,
    /// Its number, at most 70 characters.
    pub reference: String,
}

/// A guarantee cited as security.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct GuaranteeReference {
    /// The kind of guarantee.
    #[serde(rename = "type")]
    pub kind: GuaranteeType,
    /// Its reference number (GRN); nothing for kinds that have none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub grn: Option<Grn>,
    /// The code that shows that the declarant may use it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub access_code: Option<AccessCode>,
    /// How much of it is meant for this declaration.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub amount_to_be_covered: Option<Amount>,
}
