//! A declaration as far as it could be read: the same shape as [`crate::document`], each field a
//! [`Field`]. Readers fill it, checks look at it, and it becomes a [`Declaration`] when all is known.

use rahdari_kernel::{
    ContainerNumber, Country, Currency, Date, Grn, HsCode, Lrn, OfficeCode, SealNumber, UnLocode,
};
use rust_decimal::Decimal;

use super::field::{Draft, Field};
use crate::code::{AccessCode, AdditionalType, DeclarationType, GuaranteeType, Incoterm};
use crate::document::{
    Amount, Consignment, Declaration, DeliveryTerms, Document, GoodsItem, GuaranteeReference, Manifest,
    Package, Party, Trader, TransportUnit, Vehicle,
};

/// Values that are whole by themselves.
macro_rules! leaf {
    ($($leaf:ty),+ $(,)?) => {
        $(impl Draft for $leaf {
            type Whole = Self;
            fn finish(self) -> Option<Self> {
                Some(self)
            }
            fn of(whole: &Self) -> Self {
                whole.clone()
            }
        })+
    };
}

leaf!(
    u16,
    u32,
    String,
    Decimal,
    Date,
    Country,
    Currency,
    HsCode,
    OfficeCode,
    UnLocode,
    Lrn,
    Grn,
    ContainerNumber,
    SealNumber,
    AccessCode,
    AdditionalType,
    DeclarationType,
    GuaranteeType,
    Incoterm,
);

/// Makes the draft of a struct from its fields, each `required`, `optional` or a `list`.
macro_rules! draft {
    ($(#[$doc:meta])* $draft:ident => $whole:ident { $($field:ident: $kind:ident $of:ty,)+ }) => {
        $(#[$doc])*
        #[derive(Clone, Debug, Default)]
        pub(crate) struct $draft { $(pub(crate) $field: draft!(@type $kind $of),)+ }

        impl Draft for $draft {
            type Whole = $whole;
            fn finish(self) -> Option<$whole> {
                Some($whole { $($field: self.$field.$kind()?,)+ })
            }
            fn of(whole: &$whole) -> Self {
                Self { $($field: draft!(@of $kind whole.$field),)+ }
            }
        }
    };
    (@type list $of:ty) => { Field<Vec<Field<$of>>> };
    (@type $kind:ident $of:ty) => { Field<$of> };
    (@of required $value:expr) => { Field::Known(Draft::of(&$value)) };
    (@of optional $value:expr) => { $value.as_ref().map_or(Field::Absent, |value| Field::Known(Draft::of(value))) };
    (@of list $value:expr) => { Field::of_list(&$value) };
}

draft!(
    /// A declaration.
    DeclarationDraft => Declaration {
        functional_reference_id: required Lrn,
        type_code: required DeclarationType,
        additional_type_code: required AdditionalType,
        agreement: required String,
        tir_carnet: optional String,
        office_of_departure: required OfficeCode,
        offices_of_transit: list OfficeCode,
        office_of_destination: required OfficeCode,
        holder: required TraderDraft,
        declarant: optional TraderDraft,
        consignor: optional PartyDraft,
        consignee: optional PartyDraft,
        consignment: required ConsignmentDraft,
        guarantees: list GuaranteeDraft,
    }
);

draft!(
    /// A trader known by its number.
    TraderDraft => Trader {
        id: required String,
        name: optional String,
        country: optional Country,
        address: optional String,
    }
);

draft!(
    /// A party known by number or name.
    PartyDraft => Party {
        id: optional String,
        name: optional String,
        country: optional Country,
        address: optional String,
    }
);

draft!(
    /// A consignment.
    ConsignmentDraft => Consignment {
        country_of_dispatch: required Country,
        country_of_destination: required Country,
        place_of_loading: optional UnLocode,
        arrived_on: optional Date,
        delivery_terms: optional DeliveryTermsDraft,
        freight: optional AmountDraft,
        insurance: optional AmountDraft,
        gross_mass_kg: required Decimal,
        manifest: optional ManifestDraft,
        bill_of_lading: optional String,
        itinerary: list Country,
        transport_equipment: list UnitDraft,
        goods_items: list ItemDraft,
        documents: list DocumentDraft,
    }
);

draft!(
    /// An amount of money.
    AmountDraft => Amount { amount: required Decimal, currency: required Currency, }
);

draft!(
    /// Delivery terms.
    DeliveryTermsDraft => DeliveryTerms { incoterm: required Incoterm, place: required String, }
);

draft!(
    /// A manifest line.
    ManifestDraft => Manifest { index: required String, line: optional u32, }
);

draft!(
    /// A transport unit.
    UnitDraft => TransportUnit {
        sequence: required u16,
        container: optional ContainerNumber,
        seals: list SealNumber,
        vehicle: optional VehicleDraft,
        goods_items: list u16,
    }
);

draft!(
    /// A vehicle.
    VehicleDraft => Vehicle { registration: required String, country: required Country, }
);

draft!(
    /// A goods item.
    ItemDraft => GoodsItem {
        sequence: required u16,
        commodity: required HsCode,
        description: required String,
        country_of_origin: optional Country,
        gross_mass_kg: required Decimal,
        net_mass_kg: optional Decimal,
        packages: list PackageDraft,
        value: optional AmountDraft,
        supplementary_units: optional Decimal,
        documents: list DocumentDraft,
    }
);

draft!(
    /// Packages of one kind.
    PackageDraft => Package { kind: required String, count: optional u32, marks: optional String, }
);

draft!(
    /// A document.
    DocumentDraft => Document { kind: required String, reference: required String, }
);

draft!(
    /// A guarantee cited.
    GuaranteeDraft => GuaranteeReference {
        kind: required GuaranteeType,
        grn: optional Grn,
        access_code: optional AccessCode,
        amount_to_be_covered: optional AmountDraft,
    }
);
