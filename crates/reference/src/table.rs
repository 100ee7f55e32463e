//! Reads CSV tables: tariffs and kinds of packages. Lines that begin with `#` are comments.

use std::sync::Arc;

use csv::{ReaderBuilder, StringRecord, Trim};
use rahdari_kernel::Finding;
use serde::de::DeserializeOwned;

use crate::collect::Collected;
use crate::place::{self, Lines, Located, Place};

const TARIFF: [&str; 8] = ["country", "code", "description", "rates", "from", "to", "source", "verified"];
const PACKAGES: [&str; 5] = ["code", "name", "bulk", "source", "verified"];

/// Reads a table whose header tells what it holds.
pub(crate) fn read(text: &str, lines: &Arc<Lines>, into: &mut Collected, findings: &mut Vec<Finding>) {
    let mut reader = ReaderBuilder::new().comment(Some(b'#')).trim(Trim::All).from_reader(text.as_bytes());
    let header = match reader.headers() {
        Ok(header) => header.clone(),
        Err(mistake) => {
            findings.push(place::syntax(&lines.line(1), mistake));
            return;
        }
    };
    if header == *TARIFF.as_slice() {
        rows(lines, reader, &header, &mut into.tariff, findings);
    } else if header == *PACKAGES.as_slice() {
        rows(lines, reader, &header, &mut into.packages, findings);
    } else {
        let line = header.position().map_or(1, csv::Position::line);
        let message = format!("expected the header {} or {}", TARIFF.join(","), PACKAGES.join(","));
        findings.push(place::syntax(&lines.line(line), message));
    }
}

fn rows<T: DeserializeOwned>(
    lines: &Arc<Lines>,
    mut reader: csv::Reader<&[u8]>,
    header: &StringRecord,
    into: &mut Vec<Located<T>>,
    findings: &mut Vec<Finding>,
) {
    let mut record = StringRecord::new();
    loop {
        let line = |position: Option<&csv::Position>| -> Place {
            lines.line(position.map_or(1, csv::Position::line))
        };
        match reader.read_record(&mut record) {
            Ok(false) => return,
            Ok(true) => {
                let at = line(record.position());
                match record.deserialize(Some(header)) {
                    Ok(entry) => into.push(Located { at, lines: lines.clone(), entry }),
                    Err(mistake) => findings.push(place::entry(&at, in_words(&mistake, header))),
                }
            }
            Err(mistake) => findings.push(place::syntax(&line(mistake.position()), &mistake)),
        }
    }
}

/// Returns the mistake with the name of its column, without the position that the finding has already.
fn in_words(mistake: &csv::Error, header: &StringRecord) -> String {
    let csv::ErrorKind::Deserialize { err, .. } = mistake.kind() else { return mistake.to_string() };
    let column =
        err.field().and_then(|field| usize::try_from(field).ok()).and_then(|field| header.get(field));
    column.map_or_else(|| err.kind().to_string(), |column| format!("{column}: {}", err.kind()))
}
