//! Offices and kinds of packages.

use rahdari_intake::law::{Office, PackageKind};
use rahdari_kernel::Finding;

use super::{expect, overlaps, period, provenance};
use crate::entry::{OfficeEntry, PackageRow};
use crate::place::{self, Located};

pub(super) fn offices(
    entries: Vec<Located<OfficeEntry>>,
    findings: &mut Vec<Finding>,
) -> Vec<Located<Office>> {
    let mut offices: Vec<Located<Office>> = Vec::with_capacity(entries.len());
    for Located { at, lines, entry } in entries {
        let country = entry.code.country();
        let message = format!("{} names no country of ISO 3166", entry.code);
        let Some(country) = expect(country, &at, message, findings) else { continue };
        let office = Office {
            code: entry.code,
            name: entry.name,
            country,
            locode: entry.locode,
            roles: entry.roles,
            utc_offset_minutes: entry.utc_offset_minutes,
            validity: period(entry.from, entry.to, &at, findings),
            provenance: provenance(format!("office {}", entry.code), entry.source, entry.verified),
        };
        if !(-720..=840).contains(&office.utc_offset_minutes) {
            findings.push(place::entry(&at, "utc_offset_minutes lies outside -720 to 840"));
        }
        offices.push(Located { at, lines, entry: office });
    }
    // Only one entry for each office: what is done there must not depend on which version was meant.
    let all_time = |office: &Office| rahdari_intake::law::Period { from: office.validity.from, to: None };
    overlaps(&offices, |office| (office.code, all_time(office)), |o| format!("office {}", o.code), findings);
    offices
}

pub(super) fn package_kinds(rows: Vec<Located<PackageRow>>, findings: &mut Vec<Finding>) -> Vec<PackageKind> {
    let mut kinds: Vec<PackageKind> = Vec::with_capacity(rows.len());
    for Located { at, entry, .. } in rows {
        let coded = |b: u8| b.is_ascii_uppercase() || b.is_ascii_digit();
        if entry.code.len() != 2 || !entry.code.bytes().all(coded) {
            findings.push(place::entry(&at, format!("{} is not two capitals or digits", entry.code)));
        }
        if kinds.iter().any(|kind| kind.code == entry.code) {
            findings.push(place::overlap(&at, format!("package {} is there twice", entry.code)));
        }
        let provenance = provenance(format!("package {}", entry.code), entry.source, entry.verified);
        kinds.push(PackageKind { code: entry.code, name: entry.name, bulk: entry.bulk, provenance });
    }
    kinds
}
