//! What is traded: goods with believable weights and prices, by direction.
//!
//! Commodities and directions follow the published trade of Pakistan with Kazakhstan; weights and prices
//! are plausible magnitudes and no statistics.

/// Goods that fill one container.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Goods {
    /// The goods code.
    pub(crate) commodity: &'static str,
    /// What it is.
    pub(crate) description: &'static str,
    /// Where it is made.
    pub(crate) origin: &'static str,
    /// The net mass of a full container, in kilograms.
    pub(crate) net_kg: u32,
    /// The price in US dollars a kilogram, times a hundred.
    pub(crate) cents_per_kg: u32,
    /// The kind of package (UN/ECE Recommendation 21).
    pub(crate) package: &'static str,
    /// The net mass of a package, in kilograms.
    pub(crate) kg_per_package: u32,
    /// The factor from net to gross mass, in thousandths.
    pub(crate) tare_permille: u32,
}

const fn goods(
    commodity: &'static str,
    description: &'static str,
    origin: &'static str,
    net_kg: u32,
    cents_per_kg: u32,
    (package, kg_per_package, tare_permille): (&'static str, u32, u32),
) -> Goods {
    Goods { commodity, description, origin, net_kg, cents_per_kg, package, kg_per_package, tare_permille }
}

/// Third-country goods landed at a Pakistani port for Central Asia.
pub(crate) const THIRD_COUNTRY: [Goods; 8] = [
    goods("850440", "Static converters for telecommunication", "AE", 9_800, 1_450, ("CT", 14, 1_080)),
    goods("851762", "Switching and routing apparatus", "CN", 6_400, 6_200, ("CT", 8, 1_100)),
    goods("847130", "Portable computers", "CN", 5_200, 14_500, ("CT", 12, 1_120)),
    goods("401110", "New pneumatic tyres for motor cars", "CN", 11_500, 390, ("PX", 230, 1_030)),
    goods("390210", "Polypropylene in primary forms", "SA", 24_000, 128, ("BG", 25, 1_012)),
    goods("090240", "Black tea in bulk", "KE", 18_000, 265, ("BG", 60, 1_020)),
    goods("843149", "Parts of excavators and loaders", "AE", 17_500, 720, ("CS", 350, 1_060)),
    goods("852872", "Colour television receivers", "CN", 7_800, 980, ("CT", 13, 1_110)),
];

/// Pakistani exports to Kazakhstan.
pub(crate) const EXPORTS: [Goods; 7] = [
    goods("100630", "Basmati rice, milled", "PK", 24_500, 96, ("BG", 25, 1_010)),
    goods("300490", "Medicaments, packed for retail sale", "PK", 6_500, 3_800, ("CT", 9, 1_140)),
    goods("080521", "Mandarins (kinnow), fresh", "PK", 22_000, 62, ("CT", 10, 1_060)),
    goods("901890", "Surgical instruments", "PK", 4_300, 5_400, ("CT", 18, 1_070)),
    goods("620342", "Men's trousers of cotton", "PK", 8_200, 1_120, ("CT", 16, 1_080)),
    goods("950662", "Inflatable balls", "PK", 5_100, 890, ("CT", 11, 1_090)),
    goods("520811", "Plain weave cotton fabric", "PK", 14_800, 470, ("RO", 60, 1_020)),
];

/// Kazakh goods that go southward.
pub(crate) const SOUTHWARD: [Goods; 5] = [
    goods("720851", "Flat-rolled steel, hot-rolled", "KZ", 24_800, 74, ("CL", 6_200, 1_004)),
    goods("071340", "Lentils, dried", "KZ", 24_000, 68, ("BG", 50, 1_010)),
    goods("284130", "Sodium dichromate", "KZ", 21_000, 140, ("BG", 25, 1_015)),
    goods("100199", "Wheat, other than durum", "KZ", 25_000, 27, ("BG", 50, 1_008)),
    goods("870193", "Tractors, 37 to 75 kW", "KZ", 9_400, 610, ("VN", 3_133, 1_010)),
];

/// Goods on the negative list of the corridor, to be found by the checks and the rules.
pub(crate) const SENSITIVE: [Goods; 2] = [
    goods("330300", "Perfumes and toilet waters", "AE", 7_200, 2_400, ("CT", 12, 1_120)),
    goods("961700", "Vacuum flasks", "CN", 6_900, 410, ("CT", 15, 1_110)),
];
