//! Reads CSV tables: tariffs and kinds of packages. Lines that begin with `#` are comments.

use csv::{ReaderBuilder, StringRecord, Trim};
use rahdari_kernel::Finding;
use serde::de::DeserializeOwned;

use crate::collect::Collected;
use crate::place::{self, File, Located, Place};

const TARIFF: [&str; 8] = ["country", "code", "description", "rates", "from", "to", "source", "verified"];
const PACKAGES: [&str; 5] = ["code", "name", "bulk", "source", "verified"];

/// Reads a table whose header tells what it holds.
pub(crate) fn read(file: &File<'_>, into: &mut Collected, findings: &mut Vec<Finding>) {
    let mut reader =
        ReaderBuilder::new().comment(Some(b'#')).trim(Trim::All).from_reader(file.text.as_bytes());
    let header = match reader.headers() {
        Ok(header) => header.clone(),
        Err(mistake) => {
            findings.push(place::syntax(&file.line(1), mistake));
            return;
        }
    };
    if header == *TARIFF.as_slice() {
        rows(file, reader, &header, &mut into.tariff, findings);
    } else if header == *PACKAGES.as_slice() {
        rows(file, reader, &header, &mut into.packages, findings);
    } else {
        let line = header.position().map_or(1, csv::Position::line);
        let message = format!("expected the header {} or {}", TARIFF.join(","), PACKAGES.join(","));
        findings.push(place::syntax(&file.line(line), message));
    }
}

fn rows<T: DeserializeOwned>(
    file: &File<'_>,
    mut reader: csv::Reader<&[u8]>,
    header: &StringRecord,
    into: &mut Vec<Located<T>>,
    findings: &mut Vec<Finding>,
) {
    let mut record = StringRecord::new();
    loop {
        let line = |position: Option<&csv::Position>| -> Place {
            file.line(position.map_or(1, csv::Position::line))
        };
        match reader.read_record(&mut record) {
            Ok(false) => return,
            Ok(true) => {
                let at = line(record.position());
                match record.deserialize(Some(header)) {
                    Ok(entry) => into.push(Located { at, entry }),
                    Err(mistake) => findings.push(place::entry(&at, mistake)),
                }
            }
            Err(mistake) => findings.push(place::syntax(&line(mistake.position()), &mistake)),
        }
    }
}
