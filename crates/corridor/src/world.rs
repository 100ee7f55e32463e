//! Who takes part: companies, the people who sign in, mandates and guarantees.

use rahdari_kernel::number::check_digit;
use rahdari_kernel::{Country, Date, Grn, OfficeCode, Role};

/// What a company does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CompanyKind {
    /// Declares for others.
    Broker,
    /// Holds the transit procedure.
    Trader,
    /// Undertakes guarantees.
    Guarantor,
}

impl CompanyKind {
    /// Returns the word used by the API.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Broker => "broker",
            Self::Trader => "trader",
            Self::Guarantor => "guarantor",
        }
    }
}

/// A company.
#[derive(Clone, Copy, Debug)]
pub struct Company {
    /// The administration that registered it.
    pub administration: Country,
    /// What it does.
    pub kind: CompanyKind,
    /// Its number with the administration.
    pub identification: &'static str,
    /// Its name.
    pub name: &'static str,
}

/// Somebody who signs in.
#[derive(Clone, Copy, Debug)]
pub struct Person {
    /// The name for signing in.
    pub username: &'static str,
    /// The name that people see.
    pub display_name: &'static str,
    /// What it is.
    pub role: Role,
    /// Its administration.
    pub administration: Country,
    /// The office, for officers.
    pub office: Option<&'static str>,
    /// The identification of its company, for brokers and guarantors.
    pub company: Option<&'static str>,
}

/// A holder lets a broker declare for it.
#[derive(Clone, Copy, Debug)]
pub struct Mandate {
    /// The holder's identification.
    pub holder: &'static str,
    /// The broker's identification.
    pub broker: &'static str,
}

/// A guarantee that a guarantor undertakes for a holder.
#[derive(Clone, Debug)]
pub struct Guarantee {
    /// Its reference number.
    pub grn: Grn,
    /// Its kind as the API names it.
    pub kind: &'static str,
    /// The holder's identification.
    pub holder: &'static str,
    /// The guarantor's identification.
    pub guarantor: &'static str,
    /// The countries it names.
    pub countries: Vec<Country>,
    /// Its amount in whole currency units.
    pub amount: u64,
    /// Its currency.
    pub currency: &'static str,
    /// The access code of its holder.
    pub access_code: &'static str,
    /// The first day.
    pub valid_from: Date,
    /// The last day.
    pub valid_until: Date,
}

/// The companies, people, mandates and guarantees of the corridor.
#[derive(Clone, Debug)]
pub struct World {
    /// The companies.
    pub companies: Vec<Company>,
    /// The people.
    pub people: Vec<Person>,
    /// The mandates of holders.
    pub mandates: Vec<Mandate>,
    /// The guarantees that last; TIR guarantees are made with each transport.
    pub guarantees: Vec<Guarantee>,
}

/// The guarantor of every TIR carnet in this world.
pub(crate) const TIR_ASSOCIATION: &str = "PK-TIR-07";

const fn company(
    administration: Country,
    kind: CompanyKind,
    identification: &'static str,
    name: &'static str,
) -> Company {
    Company { administration, kind, identification, name }
}

const fn officer(
    username: &'static str,
    display_name: &'static str,
    administration: Country,
    office: &'static str,
) -> Person {
    Person {
        username,
        display_name,
        role: Role::Officer,
        administration,
        office: Some(office),
        company: None,
    }
}

const fn member(
    username: &'static str,
    display_name: &'static str,
    role: Role,
    administration: Country,
    company: &'static str,
) -> Person {
    Person { username, display_name, role, administration, office: None, company: Some(company) }
}

const fn official(
    username: &'static str,
    display_name: &'static str,
    role: Role,
    administration: Country,
) -> Person {
    Person { username, display_name, role, administration, office: None, company: None }
}

const COMPANIES: [Company; 14] = [
    company(Country::PK, CompanyKind::Broker, "PK-CHA-2210", "Indus Clearing Agency"),
    company(Country::PK, CompanyKind::Broker, "PK-CHA-4471", "Khyber Forwarders"),
    company(Country::KZ, CompanyKind::Broker, "KZ-BRK-0193", "Alatau Customs Brokers"),
    company(Country::PK, CompanyKind::Trader, "PK-NTN-301877", "Karakoram Transit"),
    company(Country::PK, CompanyKind::Trader, "PK-NTN-588214", "Bolan Logistics"),
    company(Country::PK, CompanyKind::Trader, "PK-NTN-704420", "Lahore Rice and Textile Exporters"),
    company(Country::KZ, CompanyKind::Trader, "KZ-BIN-110940", "Zhetysu Grain and Metals"),
    company(Country::KZ, CompanyKind::Trader, "KZ-BIN-220718", "Turan Machinery Import"),
    company(Country::PK, CompanyKind::Guarantor, "PK-BNK-011", "Bank of the Five Rivers"),
    company(Country::UZ, CompanyKind::Guarantor, "UZ-INS-104", "Amu Darya Insurance"),
    company(Country::KZ, CompanyKind::Guarantor, "KZ-INS-220", "Steppe Surety"),
    company(Country::PK, CompanyKind::Guarantor, TIR_ASSOCIATION, "TIR association of Pakistan (demo)"),
    company(Country::UZ, CompanyKind::Broker, "UZ-BRK-0077", "Samarkand Declarants"),
    company(Country::AF, CompanyKind::Broker, "AF-BRK-0031", "Salang Forwarding"),
];

const PEOPLE: [Person; 30] = [
    member("broker.indus", "Broker at Indus Clearing", Role::Broker, Country::PK, "PK-CHA-2210"),
    member("broker.khyber", "Broker at Khyber Forwarders", Role::Broker, Country::PK, "PK-CHA-4471"),
    member("broker.alatau", "Broker at Alatau", Role::Broker, Country::KZ, "KZ-BRK-0193"),
    officer("officer.karachi", "Officer at Karachi", Country::PK, "PKKHI001"),
    officer("officer.karachi.2", "Second officer at Karachi", Country::PK, "PKKHI001"),
    officer("officer.qasim", "Officer at Port Qasim", Country::PK, "PKBQM001"),
    officer("officer.qasim.2", "Second officer at Port Qasim", Country::PK, "PKBQM001"),
    officer("officer.lahore", "Officer at Lahore dry port", Country::PK, "PKLHE001"),
    officer("officer.lahore.2", "Second officer at Lahore dry port", Country::PK, "PKLHE001"),
    officer("officer.torkham", "Officer at Torkham, Pakistan", Country::PK, "PKTOR001"),
    officer("officer.torkham.af", "Officer at Torkham, Afghanistan", Country::AF, "AFTOR001"),
    officer("officer.hairatan", "Officer at Hairatan", Country::AF, "AFHRT001"),
    officer("officer.termez", "Officer at Termez", Country::UZ, "UZTER001"),
    officer("officer.gishtkuprik", "Officer at Gisht Kuprik", Country::UZ, "UZGIK001"),
    officer("officer.saryagash", "Officer at Saryagash", Country::KZ, "KZSRY001"),
    officer("officer.almaty", "Officer at Almaty", Country::KZ, "KZALA001"),
    officer("officer.almaty.2", "Second officer at Almaty", Country::KZ, "KZALA001"),
    officer("officer.shymkent", "Officer at Shymkent", Country::KZ, "KZSHY001"),
    officer("officer.shymkent.2", "Second officer at Shymkent", Country::KZ, "KZSHY001"),
    member(
        "guarantor.rivers",
        "Guarantee desk, Bank of the Five Rivers",
        Role::Guarantor,
        Country::PK,
        "PK-BNK-011",
    ),
    member(
        "guarantor.amu",
        "Guarantee desk, Amu Darya Insurance",
        Role::Guarantor,
        Country::UZ,
        "UZ-INS-104",
    ),
    member("guarantor.steppe", "Guarantee desk, Steppe Surety", Role::Guarantor, Country::KZ, "KZ-INS-220"),
    member("guarantor.tir", "Guarantee desk, TIR association", Role::Guarantor, Country::PK, TIR_ASSOCIATION),
    official("auditor.pk", "Auditor for Pakistan", Role::Auditor, Country::PK),
    official("auditor.uz", "Auditor for Uzbekistan", Role::Auditor, Country::UZ),
    official("auditor.kz", "Auditor for Kazakhstan", Role::Auditor, Country::KZ),
    official("admin.pk", "Administrator for Pakistan", Role::Administrator, Country::PK),
    official("admin.af", "Administrator for Afghanistan", Role::Administrator, Country::AF),
    official("admin.uz", "Administrator for Uzbekistan", Role::Administrator, Country::UZ),
    official("admin.kz", "Administrator for Kazakhstan", Role::Administrator, Country::KZ),
];

const MANDATES: [Mandate; 6] = [
    Mandate { holder: "PK-NTN-301877", broker: "PK-CHA-2210" },
    Mandate { holder: "PK-NTN-704420", broker: "PK-CHA-2210" },
    Mandate { holder: "PK-NTN-588214", broker: "PK-CHA-4471" },
    Mandate { holder: "PK-NTN-704420", broker: "PK-CHA-4471" },
    Mandate { holder: "KZ-BIN-110940", broker: "KZ-BRK-0193" },
    Mandate { holder: "KZ-BIN-220718", broker: "KZ-BRK-0193" },
];

/// The holders of third-country transit: each has a guarantee in every country that asks for one.
const TRANSIT_HOLDERS: [&str; 3] = ["PK-NTN-301877", "PK-NTN-588214", "KZ-BIN-110940"];

/// Guarantor, country, currency and amount in whole units.
const COVER: [(&str, Country, &str, u64); 3] = [
    ("PK-BNK-011", Country::PK, "PKR", 6_000_000_000),
    ("UZ-INS-104", Country::UZ, "UZS", 300_000_000_000),
    ("KZ-INS-220", Country::KZ, "KZT", 15_000_000_000),
];

impl World {
    /// Makes the world as it stands in the year of `on`: guarantees begin a year earlier and last two more.
    pub fn new(on: Date) -> Self {
        let year = on.year();
        let valid_from = Date::new(year - 1, 1, 1).unwrap_or(on);
        let valid_until = Date::new(year + 2, 12, 31).unwrap_or(on);
        let guarantees = TRANSIT_HOLDERS
            .iter()
            .enumerate()
            .flat_map(|(nth, holder)| {
                COVER.iter().filter_map(move |&(guarantor, country, currency, amount)| {
                    Some(Guarantee {
                        grn: grn(year - 1, country, &format!("RAH{nth:02}{}", country.as_str()), 1)?,
                        kind: "comprehensive",
                        holder,
                        guarantor,
                        countries: vec![country],
                        amount,
                        currency,
                        access_code: "K7D2",
                        valid_from,
                        valid_until,
                    })
                })
            })
            .collect();
        Self {
            companies: COMPANIES.to_vec(),
            people: PEOPLE.to_vec(),
            mandates: MANDATES.to_vec(),
            guarantees,
        }
    }

    /// Returns the company with an identification.
    pub fn company(&self, identification: &str) -> Option<&Company> {
        self.companies.iter().find(|company| company.identification == identification)
    }

    /// Returns the first person who signs in for a company.
    pub fn person_of_company(&self, identification: &str) -> Option<&Person> {
        self.people.iter().find(|person| person.company == Some(identification))
    }

    /// Returns the officers of an office, in the order of the list.
    pub fn officers_of<'a>(&'a self, office: &'a OfficeCode) -> impl Iterator<Item = &'a Person> + 'a {
        self.people.iter().filter(move |person| person.office == Some(office.as_str()))
    }

    /// Returns the administrator of an administration.
    pub fn administrator_of(&self, administration: Country) -> Option<&Person> {
        self.people
            .iter()
            .find(|person| person.role == Role::Administrator && person.administration == administration)
    }
}

/// Makes the GRN of a guarantee from its issuer's letters and a serial number.
pub(crate) fn grn(year: i16, country: Country, issuer: &str, serial: u32) -> Option<Grn> {
    let room = 12_usize.checked_sub(issuer.len())?;
    let body = format!("{:02}{country}{issuer}{serial:0room$}", year.rem_euclid(100));
    let check = check_digit(&body)?;
    format!("{body}{check}").parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_world_is_whole() {
        let world = World::new(Date::constant(2026, 11, 23));
        assert_eq!(world.guarantees.len(), 9);
        for mandate in &world.mandates {
            assert_eq!(world.company(mandate.holder).unwrap().kind, CompanyKind::Trader);
            assert_eq!(world.company(mandate.broker).unwrap().kind, CompanyKind::Broker);
        }
        for guarantee in &world.guarantees {
            assert!(world.person_of_company(guarantee.guarantor).is_some(), "{}", guarantee.grn);
            assert!(world.company(guarantee.holder).is_some());
        }
        for person in &world.people {
            assert_eq!(person.role == Role::Officer, person.office.is_some(), "{}", person.username);
            assert_eq!(matches!(person.role, Role::Broker | Role::Guarantor), person.company.is_some());
            assert!(person.office.is_none_or(|office| office.parse::<OfficeCode>().is_ok()));
        }
        for administration in [Country::PK, Country::AF, Country::UZ, Country::KZ] {
            assert!(world.administrator_of(administration).is_some());
        }
    }
}
