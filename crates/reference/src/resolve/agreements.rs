//! Agreements: their parameters, and the routes they permit.

use rahdari_intake::law::{
    Agreement, AgreementStatus, ChargeSchedule, CountryRule, DocumentRequirement, Parameter, Prohibition,
    Route, SecurityBasis,
};
use rahdari_kernel::{Country, Date, Finding, Money};
use rust_decimal::Decimal;
use toml::Spanned;

use super::routes::Routes;
use super::{expect, money, overlaps, period, provenance, rounding};
use crate::entry::{
    AgreementEntry, CountryEntry, DocumentEntry, ParameterEntry, ProhibitionEntry, SecurityWord,
};
use crate::place::{self, Lines, Located, Place};

pub(super) fn agreements(
    entries: Vec<Located<AgreementEntry>>,
    routes: &Routes,
    schedules: &[Located<ChargeSchedule>],
    findings: &mut Vec<Finding>,
) -> Vec<Agreement> {
    let mut agreements: Vec<Located<Agreement>> = Vec::with_capacity(entries.len());
    for Located { at, lines, entry } in entries {
        let mut reading =
            Reading { agreement: entry.id.to_string(), at: at.clone(), lines: &lines, findings };
        let Some(agreement) = reading.agreement(entry, routes) else { continue };
        reading.complete(&agreement, schedules);
        agreements.push(Located { at, lines, entry: agreement });
    }
    let what = |agreement: &Agreement| format!("agreement {}", agreement.id);
    overlaps(&agreements, |agreement| (agreement.id.clone(), agreement.validity), what, findings);
    agreements.into_iter().map(|agreement| agreement.entry).collect()
}

/// One agreement being read.
struct Reading<'a> {
    agreement: String,
    /// Where the part stands that is being read.
    at: Place,
    lines: &'a Lines,
    findings: &'a mut Vec<Finding>,
}

impl Reading<'_> {
    /// Reads the parts one by one; `at` is the place of whichever is being read.
    fn agreement(&mut self, entry: AgreementEntry, routes: &Routes) -> Option<Agreement> {
        let own = self.at.clone();
        let draft = if entry.status == AgreementStatus::Draft { " (draft)" } else { "" };
        let countries: Vec<CountryRule> =
            entry.country.into_iter().map(|country| self.country(country)).collect();
        let documents = entry.document.into_iter().map(|document| self.document(document)).collect();
        let prohibitions =
            entry.prohibition.into_iter().map(|prohibition| self.prohibition(prohibition)).collect();
        let default_amount = self.amount("default_amount", entry.default_amount);
        let floor = self.amount("floor", entry.floor);
        let ceiling = self.amount("ceiling", entry.ceiling);
        let security_rounding = self.parameter("security_rounding", entry.security_rounding);
        let read = rounding(&self.enter(security_rounding.value));
        let message = format!("{}: security_rounding is not a rounding", self.agreement);
        let value = expect(read, &self.at, message, self.findings)?;
        let security_rounding = Parameter { value, provenance: security_rounding.provenance };
        self.at = own;
        let mut permitted = Vec::new();
        for id in &entry.routes {
            match routes.get(id) {
                Some(routes) => permitted.extend(routes.iter().map(|route| shortened(route, &countries))),
                None => self.found(place::link, format!("no route {id}")),
            }
        }
        Some(Agreement {
            title: entry.title,
            status: entry.status,
            parties: entry.parties,
            validity: period(entry.from, entry.to, &self.at, self.findings),
            routes: permitted,
            countries,
            default_amount,
            floor,
            ceiling,
            security_rounding,
            claim_window_days: self.parameter("claim_window_days", entry.claim_window_days),
            weight_tolerance_percent: self
                .percent("weight_tolerance_percent", entry.weight_tolerance_percent),
            late_grace_days: self.parameter("late_grace_days", entry.late_grace_days),
            scan_percent_min: entry.scan_percent_min.map(|scan| self.percent("scan_percent_min", scan)),
            examination_percent_min: entry
                .examination_percent_min
                .map(|examination| self.percent("examination_percent_min", examination)),
            seals_required: self.parameter("seals_required", entry.seals_required),
            tracking_required: self.parameter("tracking_required", entry.tracking_required),
            documents,
            prohibitions,
            provenance: provenance(format!("agreement {}{draft}", entry.id), entry.source, entry.verified),
            id: entry.id,
        })
    }

    /// Goes to the place of a part, so that findings name its line.
    fn enter<T>(&mut self, part: Spanned<T>) -> T {
        self.at = self.lines.at(Some(part.span()));
        part.into_inner()
    }

    fn country(&mut self, entry: Spanned<CountryEntry>) -> CountryRule {
        let entry = self.enter(entry);
        let code = entry.code;
        let security = match (entry.security, entry.percent, &entry.amount) {
            (SecurityWord::Levies, Some(percent), None) if of_a_hundred(percent) => {
                Some(SecurityBasis::Levies { percent })
            }
            (SecurityWord::Flat, None, Some(amount)) => {
                money(amount).map(|amount| SecurityBasis::Flat { amount })
            }
            (SecurityWord::Declared, None, None) => Some(SecurityBasis::Declared),
            (SecurityWord::Unknown, None, None) if entry.instruments.is_empty() => {
                Some(SecurityBasis::Unknown)
            }
            (_, _, _) => None,
        };
        if security.is_none() {
            let message = format!(
                "{code}: levies need a percent of 0 to 100, flat an amount like `EUR 100000`, the others \
                 neither, and unknown no instruments"
            );
            self.found(place::entry, message);
        }
        CountryRule {
            country: code,
            security: security.unwrap_or(SecurityBasis::Unknown),
            instruments: entry.instruments,
            days_allowed_max: entry.days_allowed_max,
            provenance: provenance(
                format!("{} security in {code}", self.agreement),
                entry.source,
                entry.verified,
            ),
        }
    }

    fn document(&mut self, entry: Spanned<DocumentEntry>) -> DocumentRequirement {
        let entry = self.enter(entry);
        if entry.types.is_empty() {
            self.found(place::entry, format!("{}: no types of document", entry.title));
        }
        let name = format!("{} document {}", self.agreement, entry.types.join(" or "));
        DocumentRequirement {
            types: entry.types,
            title: entry.title,
            from_sea_port_only: entry.from_sea_port_only,
            provenance: provenance(name, entry.source, entry.verified),
        }
    }

    fn prohibition(&mut self, entry: Spanned<ProhibitionEntry>) -> Prohibition {
        let entry = self.enter(entry);
        let digits = |code: &str| (2..=10).contains(&code.len()) && code.bytes().all(|b| b.is_ascii_digit());
        if entry.codes.is_empty() || !entry.codes.iter().all(|code| digits(code)) {
            self.found(place::entry, format!("{}: codes are not two to ten digits each", entry.title));
        }
        let arrived_between = match (entry.arrived_from, entry.arrived_to) {
            (None, None) => None,
            (from, to) => Some(period(from.unwrap_or(Date::MIN), to, &self.at, self.findings)),
        };
        Prohibition {
            validity: period(entry.from, entry.to, &self.at, self.findings),
            arrived_between,
            provenance: provenance(
                format!("{} {}", self.agreement, entry.title),
                entry.source,
                entry.verified,
            ),
            title: entry.title,
            prefixes: entry.codes,
        }
    }

    fn amount(
        &mut self,
        name: &str,
        entry: Option<ParameterEntry<Spanned<String>>>,
    ) -> Option<Parameter<Money>> {
        let parameter = self.parameter(name, entry?);
        let message = format!("{}: {name} is not an amount above zero like `EUR 10000`", self.agreement);
        let text = self.enter(parameter.value);
        let value = money(&text).filter(|money| money.amount_minor > 0);
        let value = expect(value, &self.at, message, self.findings)?;
        Some(Parameter { value, provenance: parameter.provenance })
    }

    fn percent(&mut self, name: &str, entry: ParameterEntry<Decimal>) -> Parameter<Decimal> {
        if !of_a_hundred(entry.value) {
            self.found(place::entry, format!("{name} is not a percentage of 0 to 100"));
        }
        self.parameter(name, entry)
    }

    fn parameter<T>(&self, name: &str, entry: ParameterEntry<T>) -> Parameter<T> {
        let provenance = provenance(format!("{} {name}", self.agreement), entry.source, entry.verified);
        Parameter { value: entry.value, provenance }
    }

    /// Finds what an agreement leaves open: countries on its routes without a rule or without charges.
    fn complete(&mut self, agreement: &Agreement, schedules: &[Located<ChargeSchedule>]) {
        let mut countries: Vec<Country> = agreement.routes.iter().flat_map(Route::countries).collect();
        countries.sort_unstable();
        countries.dedup();
        for country in countries {
            match agreement.countries.iter().filter(|rule| rule.country == country).count() {
                0 => self.found(place::link, format!("a route passes {country}, which has no rule")),
                1 => (),
                _ => self.found(place::overlap, format!("{country} has more than one rule")),
            }
        }
        for rule in &agreement.countries {
            let computed = matches!(rule.security, SecurityBasis::Levies { .. } | SecurityBasis::Declared);
            let levied = schedules.iter().any(|schedule| schedule.entry.country == rule.country);
            if computed && !levied {
                self.found(place::link, format!("{} has no schedule of charges", rule.country));
            }
        }
    }

    fn found(&mut self, make: fn(&Place, String) -> Finding, message: String) {
        self.findings.push(make(&self.at, format!("{}: {message}", self.agreement)));
    }
}

fn of_a_hundred(percent: Decimal) -> bool {
    !percent.is_sign_negative() && percent <= Decimal::ONE_HUNDRED
}

/// Returns the route with the days of each leg cut to the most that the agreement allows there.
fn shortened(route: &Route, countries: &[CountryRule]) -> Route {
    let mut route = route.clone();
    for leg in &mut route.legs {
        let rule = countries.iter().find(|rule| rule.country == leg.country);
        if let Some(max) = rule.and_then(|rule| rule.days_allowed_max) {
            leg.days_allowed = leg.days_allowed.min(max);
        }
    }
    route
}
