//! Routes: the offices of a journey in order, cut into legs at the borders.

use rahdari_kernel::{Country, OfficeCode};
use serde::{Deserialize, Serialize};

use super::dated::{Provenance, Text};

/// The part of a journey inside one country, secured under that country's law.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Leg {
    /// Its place in the journey, from 1.
    pub sequence: u16,
    /// The country.
    pub country: Country,
    /// The office where it begins: the office of departure or the border post of entry.
    pub entry: OfficeCode,
    /// The office where it ends: the border post of exit or the office of destination.
    pub exit: OfficeCode,
    /// Days within which it must be completed, formalities at its ends included.
    pub days_allowed: u16,
    /// Road distance in kilometres.
    pub km: u32,
    /// Where the distance and the days come from.
    pub provenance: Provenance,
}

/// A journey that an agreement permits.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Route {
    /// Its id, unique within the agreement.
    pub id: Text,
    /// Its name for people.
    pub title: Text,
    /// Its legs in order; never empty.
    pub legs: Vec<Leg>,
    /// All its offices in order: the entry and the exit of each leg.
    pub offices: Vec<OfficeCode>,
    /// Where the route is prescribed.
    pub provenance: Provenance,
}

impl Route {
    /// Joins legs to a route, numbering them from 1. Returns nothing when there is no leg.
    pub fn new(id: Text, title: Text, mut legs: Vec<Leg>, provenance: Provenance) -> Option<Self> {
        legs.first()?;
        for (sequence, leg) in (1..).zip(&mut legs) {
            leg.sequence = sequence;
        }
        let offices = legs.iter().flat_map(|leg| [leg.entry, leg.exit]).collect();
        Some(Self { id, title, legs, offices, provenance })
    }

    /// Returns the countries in the order in which the goods pass them.
    pub fn countries(&self) -> impl Iterator<Item = Country> + '_ {
        self.legs.iter().map(|leg| leg.country)
    }

    /// Tells whether the declared offices lie on this route in this order, its ends being the office of
    /// departure and the office of destination.
    pub fn passes(&self, departure: &OfficeCode, transit: &[OfficeCode], destination: &OfficeCode) -> bool {
        let [first, between @ .., last] = self.offices.as_slice() else { return false };
        let mut ahead = between.iter();
        first == departure
            && last == destination
            && transit.iter().all(|declared| ahead.any(|office| office == declared))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn office(code: &str) -> OfficeCode {
        code.parse().unwrap()
    }

    fn leg(country: Country, entry: &str, exit: &str) -> Leg {
        let provenance = Provenance { name: "".into(), source: "".into(), verified: true };
        let (entry, exit) = (office(entry), office(exit));
        Leg { sequence: 9, country, entry, exit, days_allowed: 5, km: 100, provenance }
    }

    #[track_caller]
    fn check(declared: &[&str], expected: bool) {
        let legs = vec![leg(Country::PK, "PKKHI001", "PKTOR001"), leg(Country::AF, "AFTOR001", "AFKBL001")];
        let provenance = legs[0].provenance.clone();
        let route = Route::new("test".into(), "test".into(), legs, provenance).unwrap();
        assert_eq!(route.legs.iter().map(|leg| leg.sequence).collect::<Vec<_>>(), [1, 2]);
        let [departure, transit @ .., destination] = declared else { panic!("at least two") };
        let transit: Vec<_> = transit.iter().map(|code| office(code)).collect();
        assert_eq!(
            route.passes(&office(departure), &transit, &office(destination)),
            expected,
            "{declared:?}"
        );
    }

    #[test]
    fn declared_offices_lie_on_a_route_in_its_order_and_at_its_ends() {
        check(&["PKKHI001", "PKTOR001", "AFTOR001", "AFKBL001"], true);
        check(&["PKKHI001", "AFTOR001", "AFKBL001"], true);
        check(&["PKKHI001", "AFKBL001"], true);
        check(&["PKKHI001", "AFTOR001", "PKTOR001", "AFKBL001"], false);
        check(&["PKKHI001", "PKTOR001", "PKTOR001", "AFKBL001"], false);
        check(&["PKKHI001", "PKCMN001", "AFKBL001"], false);
        check(&["PKTOR001", "AFKBL001"], false);
        check(&["PKKHI001", "AFTOR001"], false);
    }

    #[test]
    fn a_route_has_a_leg() {
        let provenance = Provenance { name: "".into(), source: "".into(), verified: true };
        assert_eq!(Route::new("none".into(), "none".into(), Vec::new(), provenance), None);
    }
}
