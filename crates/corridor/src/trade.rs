//! An endless stream of declarations, the same from the same seed.

use rahdari_intake::document::{
    AccessCode, AdditionalType, Amount, Consignment, Declaration, DeclarationType, DeliveryTerms, Document,
    GoodsItem, GuaranteeReference, GuaranteeType, Incoterm, Manifest, Package, Party, Trader, TransportUnit,
    Vehicle,
};
use rahdari_kernel::number::check_digit;
use rahdari_kernel::{Country, Date};
use rand::rngs::ChaCha8Rng;
use rand::{RngExt as _, SeedableRng as _};
use rust_decimal::Decimal;

use crate::goods::{EXPORTS, Goods, SENSITIVE, SOUTHWARD, THIRD_COUNTRY};
use crate::world::{Guarantee, TIR_ASSOCIATION, World, grn};

/// The direction and kind of a consignment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Flow {
    /// Third-country goods from a Pakistani port to Kazakhstan under national guarantees.
    ThirdCountry,
    /// Pakistani exports to Kazakhstan under a TIR carnet.
    TirExport,
    /// Kazakh goods southward under national guarantees.
    Southward,
}

/// A declaration and what must exist before it is lodged.
#[derive(Clone, Debug)]
pub struct Shipment {
    /// The direction and kind.
    pub flow: Flow,
    /// The declaration.
    pub declaration: Declaration,
    /// The identification of the broker that lodges it.
    pub broker: &'static str,
    /// The guarantee that is issued for this transport alone (TIR).
    pub guarantee: Option<Guarantee>,
}

/// Makes shipments from a seed.
pub struct Trade<'w> {
    world: &'w World,
    rng: ChaCha8Rng,
    label: String,
    serial: u32,
}

/// The road north from Karachi, and its reverse.
const NORTHWARD: [&str; 6] = ["PKTOR001", "AFTOR001", "AFHRT001", "UZTER001", "UZGIK001", "KZSRY001"];

/// Offices of departure and how often each is taken, in parts of the list.
const PORTS: [&str; 4] = ["PKKHI001", "PKKHI001", "PKKHI001", "PKBQM001"];

const DESTINATIONS: [&str; 4] = ["KZALA001", "KZALA001", "KZALA001", "KZSHY001"];

/// Container owners' prefixes.
const PREFIXES: [&str; 5] = ["MSKU", "TCNU", "CMAU", "HDMU", "NYKU"];

impl<'w> Trade<'w> {
    /// Begins the stream of a seed. `label` goes into every LRN, so that two streams never share one.
    pub fn new(world: &'w World, seed: u64, label: &str) -> Self {
        Self { world, rng: ChaCha8Rng::seed_from_u64(seed), label: label.to_owned(), serial: 0 }
    }

    /// Makes the next shipment, landed or loaded shortly before `on`. Six of ten are third-country
    /// transit, three are exports under TIR, one goes southward.
    pub fn shipment(&mut self, on: Date) -> Option<Shipment> {
        match self.rng.random_range(0..10_u8) {
            0..6 => self.shipment_of(Flow::ThirdCountry, on),
            6..9 => self.shipment_of(Flow::TirExport, on),
            _ => self.shipment_of(Flow::Southward, on),
        }
    }

    /// Makes the next shipment of one kind.
    pub fn shipment_of(&mut self, flow: Flow, on: Date) -> Option<Shipment> {
        self.serial += 1;
        match flow {
            Flow::ThirdCountry => self.third_country(on),
            Flow::TirExport => self.tir_export(on),
            Flow::Southward => self.southward(on),
        }
    }

    fn third_country(&mut self, on: Date) -> Option<Shipment> {
        let (holder, broker) =
            *self.pick(&[("PK-NTN-301877", "PK-CHA-2210"), ("PK-NTN-588214", "PK-CHA-4471")])?;
        let departure = *self.pick(&PORTS)?;
        let destination = *self.pick(&DESTINATIONS)?;
        let units = self.rng.random_range(1..=2_u16);
        let goods: Vec<Goods> = (0..units)
            .filter_map(|_| {
                let sensitive = self.rng.random_ratio(1, 25);
                self.pick(if sensitive { &SENSITIVE } else { &THIRD_COUNTRY }).copied()
            })
            .collect();
        let mut declaration = self.declaration(DeclarationType::T1, "PK-KZ", holder, broker, &goods, on)?;
        declaration.office_of_departure = departure.parse().ok()?;
        declaration.office_of_destination = destination.parse().ok()?;
        declaration.guarantees = self.lasting_guarantees(holder);
        let consignment = &mut declaration.consignment;
        consignment.place_of_loading = "AEJEA".parse().ok();
        consignment.country_of_dispatch = "AE".parse().ok()?;
        consignment.country_of_destination = Country::KZ;
        consignment.manifest = Some(Manifest {
            index: format!("KAPE-{:04}-{}", self.rng.random_range(1..9_999_u32), on.year()),
            line: Some(self.rng.random_range(1..400)),
        });
        consignment.bill_of_lading = Some(format!("RAH{}{:07}", self.label, self.serial));
        consignment.itinerary = vec![Country::PK, Country::AF, Country::UZ, Country::KZ];
        Some(Shipment { flow: Flow::ThirdCountry, declaration, broker, guarantee: None })
    }

    fn tir_export(&mut self, on: Date) -> Option<Shipment> {
        let holder = "PK-NTN-704420";
        let broker = *self.pick(&["PK-CHA-2210", "PK-CHA-4471"])?;
        let goods = [*self.pick(&EXPORTS)?];
        let carnet = tir_carnet(30_000_000 + u64::from(self.rng.random_range(0..60_000_000_u32)))?;
        let guarantee = Guarantee {
            grn: grn(
                on.year(),
                Country::PK,
                &format!("T{}", self.label.get(..3).unwrap_or("DEM")),
                self.serial,
            )?,
            kind: "tir",
            holder,
            guarantor: TIR_ASSOCIATION,
            countries: vec![Country::PK, Country::AF, Country::UZ, Country::KZ],
            amount: 100_000,
            currency: "EUR",
            access_code: "T1R0",
            valid_from: on,
            valid_until: Date::new(on.year() + 2, 12, 31).ok()?,
        };
        let mut declaration = self.declaration(DeclarationType::Tir, "TIR", holder, broker, &goods, on)?;
        declaration.tir_carnet = Some(carnet);
        declaration.office_of_departure = "PKLHE001".parse().ok()?;
        declaration.office_of_destination = self.pick(&DESTINATIONS)?.parse().ok()?;
        declaration.guarantees = vec![GuaranteeReference {
            kind: GuaranteeType::Tir,
            grn: Some(guarantee.grn.clone()),
            access_code: guarantee.access_code.parse::<AccessCode>().ok(),
            amount_to_be_covered: None,
        }];
        declaration.consignment.country_of_dispatch = Country::PK;
        declaration.consignment.country_of_destination = Country::KZ;
        declaration.consignment.place_of_loading = "PKLHE".parse().ok();
        declaration.consignment.itinerary = vec![Country::PK, Country::AF, Country::UZ, Country::KZ];
        Some(Shipment { flow: Flow::TirExport, declaration, broker, guarantee: Some(guarantee) })
    }

    fn southward(&mut self, on: Date) -> Option<Shipment> {
        let (holder, broker) = ("KZ-BIN-110940", "KZ-BRK-0193");
        let goods = [*self.pick(&SOUTHWARD)?];
        let mut declaration = self.declaration(DeclarationType::T1, "PK-KZ", holder, broker, &goods, on)?;
        declaration.office_of_departure = "KZALA001".parse().ok()?;
        declaration.office_of_destination = "PKKHI001".parse().ok()?;
        declaration.offices_of_transit.reverse();
        declaration.guarantees = self.lasting_guarantees(holder);
        declaration.consignment.country_of_dispatch = Country::KZ;
        declaration.consignment.country_of_destination = Country::PK;
        declaration.consignment.place_of_loading = "KZALA".parse().ok();
        declaration.consignment.itinerary = vec![Country::KZ, Country::UZ, Country::AF, Country::PK];
        Some(Shipment { flow: Flow::Southward, declaration, broker, guarantee: None })
    }

    /// Makes what all kinds share: each of `goods` fills one unit. Countries and offices are set after.
    fn declaration(
        &mut self,
        type_code: DeclarationType,
        agreement: &str,
        holder: &str,
        broker: &str,
        goods: &[Goods],
        on: Date,
    ) -> Option<Declaration> {
        let mut units = Vec::new();
        let mut items = Vec::new();
        for (sequence, goods) in (1_u16..).zip(goods) {
            items.push(self.item(sequence, goods)?);
            units.push(self.unit(sequence)?);
        }
        let gross_mass_kg = items.iter().map(|item| item.gross_mass_kg).sum();
        let consignment = Consignment {
            country_of_dispatch: Country::PK,
            country_of_destination: Country::KZ,
            place_of_loading: None,
            arrived_on: Some(on),
            delivery_terms: Some(DeliveryTerms {
                incoterm: "CFR".parse::<Incoterm>().ok()?,
                place: "PKKHI".to_owned(),
            }),
            freight: None,
            insurance: None,
            gross_mass_kg,
            manifest: None,
            bill_of_lading: None,
            itinerary: Vec::new(),
            transport_equipment: units,
            goods_items: items,
            documents: vec![
                Document {
                    kind: "N730".to_owned(),
                    reference: format!("CMR-{}-{:06}", self.label, self.serial),
                },
                Document {
                    kind: "N271".to_owned(),
                    reference: format!("PL-{}-{:06}", self.label, self.serial),
                },
            ],
        };
        Some(Declaration {
            functional_reference_id: format!("{}-{:08}", self.label, self.serial).parse().ok()?,
            type_code,
            additional_type_code: AdditionalType::Standard,
            agreement: agreement.to_owned(),
            tir_carnet: None,
            office_of_departure: "PKKHI001".parse().ok()?,
            offices_of_transit: NORTHWARD.iter().filter_map(|office| office.parse().ok()).collect(),
            office_of_destination: "KZALA001".parse().ok()?,
            holder: self.trader(holder)?,
            declarant: Some(self.trader(broker)?),
            consignor: Some(party("Jebel Ali Trading House", "AE")),
            consignee: Some(party("Almaty Wholesale Centre", "KZ")),
            consignment,
            guarantees: Vec::new(),
        })
    }

    fn item(&mut self, sequence: u16, goods: &Goods) -> Option<GoodsItem> {
        // Most prices lie within a sixth of the usual one; a few are far too low, for the rules to find.
        let percent = if self.rng.random_ratio(1, 30) { 30 } else { self.rng.random_range(85..=116_u32) };
        let packages = goods.net_kg.checked_div(goods.kg_per_package)?;
        let net_kg = packages * goods.kg_per_package;
        let cents = u64::from(net_kg) * u64::from(goods.cents_per_kg) * u64::from(percent) / 100;
        let gross_grams = u64::from(net_kg) * u64::from(goods.tare_permille);
        Some(GoodsItem {
            sequence,
            commodity: goods.commodity.parse().ok()?,
            description: goods.description.to_owned(),
            country_of_origin: goods.origin.parse().ok(),
            gross_mass_kg: Decimal::new(i64::try_from(gross_grams).ok()?, 3),
            net_mass_kg: Some(Decimal::from(net_kg)),
            packages: vec![Package {
                kind: goods.package.to_owned(),
                count: Some(packages),
                marks: Some(format!("LOT {} {sequence}", self.serial)),
            }],
            value: Some(Amount {
                amount: Decimal::new(i64::try_from(cents).ok()?, 2),
                currency: "USD".parse().ok()?,
            }),
            supplementary_units: None,
            documents: vec![Document {
                kind: "N380".to_owned(),
                reference: format!("INV-{}-{sequence}", self.serial),
            }],
        })
    }

    fn unit(&mut self, sequence: u16) -> Option<TransportUnit> {
        let prefix = *self.pick(&PREFIXES)?;
        let body = format!("{prefix}{:06}", self.rng.random_range(0..1_000_000_u32));
        let check = check_digit(&body)?;
        let seal = self.rng.random_range(0..10_000_000_u32);
        Some(TransportUnit {
            sequence,
            container: format!("{body}{check}").parse().ok(),
            seals: vec![format!("PCCSS{seal:07}").parse().ok()?],
            vehicle: Some(Vehicle {
                registration: format!("TLA-{:04}", self.rng.random_range(1..10_000_u32)),
                country: Country::PK,
            }),
            goods_items: vec![sequence],
        })
    }

    fn trader(&self, identification: &str) -> Option<Trader> {
        let company = self.world.company(identification)?;
        Some(Trader {
            id: company.identification.to_owned(),
            name: Some(company.name.to_owned()),
            country: Some(company.administration),
            address: None,
        })
    }

    fn lasting_guarantees(&self, holder: &str) -> Vec<GuaranteeReference> {
        let own = self.world.guarantees.iter().filter(|guarantee| guarantee.holder == holder);
        own.map(|guarantee| GuaranteeReference {
            kind: GuaranteeType::Comprehensive,
            grn: Some(guarantee.grn.clone()),
            access_code: guarantee.access_code.parse::<AccessCode>().ok(),
            amount_to_be_covered: None,
        })
        .collect()
    }

    fn pick<'a, T>(&mut self, from: &'a [T]) -> Option<&'a T> {
        from.get(self.rng.random_range(0..from.len().max(1)))
    }
}

fn party(name: &str, country: &str) -> Party {
    Party { id: None, name: Some(name.to_owned()), country: country.parse().ok(), address: None }
}

/// Makes the number of a TIR carnet: two letters that check the digits.
fn tir_carnet(number: u64) -> Option<String> {
    let remainder = number % 23;
    let letter = char::from(b'A' + u8::try_from((3 * remainder + 17) % 26).ok()?);
    Some(if remainder < 12 { format!("{letter}X{number}") } else { format!("X{letter}{number}") })
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    const ON: Date = Date::constant(2026, 11, 23);

    #[test]
    fn the_same_seed_makes_the_same_trade() {
        let world = World::new(ON);
        let mut one = Trade::new(&world, 7, "DEMO");
        let mut two = Trade::new(&world, 7, "DEMO");
        let mut other = Trade::new(&world, 8, "DEMO");
        for _ in 0..50 {
            let shipment = one.shipment(ON).unwrap();
            assert_eq!(shipment.declaration, two.shipment(ON).unwrap().declaration);
            assert_ne!(shipment.declaration, other.shipment(ON).unwrap().declaration);
        }
    }

    #[test]
    fn five_hundred_shipments_are_distinct_and_of_every_kind() {
        let world = World::new(ON);
        let mut trade = Trade::new(&world, 1, "DEMO");
        let shipments: Vec<_> = (0..500).map(|_| trade.shipment(ON).unwrap()).collect();
        let references: BTreeSet<_> =
            shipments.iter().map(|s| &s.declaration.functional_reference_id).collect();
        assert_eq!(references.len(), 500);
        for flow in [Flow::ThirdCountry, Flow::TirExport, Flow::Southward] {
            assert!(shipments.iter().filter(|s| s.flow == flow).count() > 20, "{flow:?}");
        }
        for shipment in &shipments {
            let declaration = &shipment.declaration;
            assert!(!declaration.guarantees.is_empty());
            assert_eq!(
                declaration.consignment.transport_equipment.len(),
                declaration.consignment.goods_items.len()
            );
            assert_eq!(shipment.guarantee.is_some(), shipment.flow == Flow::TirExport);
        }
    }

    #[test]
    fn carnet_numbers_carry_the_published_letters() {
        assert_eq!(tir_carnet(95_000_448).unwrap(), "JX95000448");
        assert_eq!(tir_carnet(30_000_000).unwrap(), "XW30000000");
    }
}
