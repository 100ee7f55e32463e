//! The installation's secrets: made on the first start, kept in one file that only its owner may read.
//!
//! They stay out of the database, so that whoever gets a copy of the database can neither sign in, nor
//! predict the random selection, nor sign a checkpoint of the log.

use std::fs;
use std::io::Write as _;
use std::os::unix::fs::{OpenOptionsExt, PermissionsExt};
use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail};
use rahdari_app::Secrets;

/// Returns where the secrets of a database are kept when no place was named: beside a SQLite file, or in
/// the working directory for PostgreSQL.
pub(crate) fn default_path(database: &str) -> PathBuf {
    if database.starts_with("postgres") {
        PathBuf::from("rahdari.keys")
    } else {
        PathBuf::from(format!("{}.keys", database.trim_start_matches("sqlite://")))
    }
}

/// Writes a file that only its owner may read, whole or not at all.
///
/// # Errors
/// When it cannot be written.
pub(crate) fn write_private(path: &Path, text: &str) -> std::io::Result<()> {
    let mut unfinished = path.as_os_str().to_owned();
    unfinished.push(".new");
    let mut file =
        fs::OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(&unfinished)?;
    file.write_all(text.as_bytes())?;
    file.sync_all()?;
    fs::rename(&unfinished, path)
}

/// Reads the secrets, making them first when there are none.
///
/// # Errors
/// When the file cannot be read or written, is damaged, or others may read it.
pub(crate) fn load_or_make(path: &Path) -> anyhow::Result<Secrets> {
    if !path.exists() {
        let secrets = Secrets::random();
        let text = serde_json::to_string_pretty(&secrets)?;
        write_private(path, &text)
            .with_context(|| format!("the key file {} cannot be made", path.display()))?;
        return Ok(secrets);
    }
    let mode = fs::metadata(path)?.permissions().mode() & 0o077;
    if mode != 0 {
        bail!("others may read the key file {}: run chmod 600 on it", path.display());
    }
    let text = fs::read_to_string(path)
        .with_context(|| format!("the key file {} cannot be read", path.display()))?;
    serde_json::from_str(&text).with_context(|| format!("the key file {} is damaged", path.display()))
}
