//! The files that the program carries.

/// A file of reference data as shipped.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ReferenceFile {
    /// Its name within the reference data.
    pub name: &'static str,
    /// Its text.
    pub text: &'static str,
}

macro_rules! files {
    ($($name:literal),+ $(,)?) => {
        [$(ReferenceFile { name: $name, text: include_str!(concat!("../data/", $name)) }),+]
    };
}

/// Returns the files that describe the corridor: offices, routes, agreements, charges, exchange rates,
/// tariff extracts and code lists. [`crate::load`] reads them without a finding.
pub fn embedded() -> Vec<ReferenceFile> {
    files![
        "agreement-aptta.toml",
        "agreement-eaeu.toml",
        "agreement-pk-kz.toml",
        "agreement-qtta.toml",
        "agreement-tir.toml",
        "agreement-uptta.toml",
        "charges-kz.toml",
        "charges-pk.toml",
        "charges-uz.toml",
        "exchange-rates.toml",
        "offices.toml",
        "package-kinds.csv",
        "routes.toml",
        "tariff-kz.csv",
        "tariff-pk.csv",
        "tariff-uz.csv",
        "timers.toml",
    ]
    .to_vec()
}

/// Returns the text of the risk rules shipped for the demo.
pub fn ruleset() -> &'static str {
    include_str!("../data/ruleset.toml")
}
