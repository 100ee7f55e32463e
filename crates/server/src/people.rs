//! Adding people from the command line, such as the first administrator of an installation.

use std::process::ExitCode;

use clap::Subcommand;
use rahdari_app::request::UserRequest;
use rahdari_app::{Clock, Error, Mode};
use rahdari_kernel::{Country, Role};

use crate::settings::Database;

#[derive(Subcommand)]
pub(crate) enum User {
    /// Adds a user and prints a generated password, unless one is read from RAHDARI_PASSWORD.
    #[command(
        after_help = "Example: rahdari user add --username admin.pk --name 'Administrator' --role administrator --administration PK"
    )]
    Add {
        #[command(flatten)]
        database: Database,
        /// The name for signing in.
        #[arg(long)]
        username: String,
        /// The name that people see; the username when absent.
        #[arg(long)]
        name: Option<String>,
        /// administrator, broker, officer, auditor or guarantor.
        #[arg(long)]
        role: Role,
        /// The administration, by its ISO 3166 country code.
        #[arg(long)]
        administration: Country,
        /// The office of an officer.
        #[arg(long)]
        office: Option<String>,
        /// The id of the company of a broker or guarantor.
        #[arg(long)]
        company: Option<String>,
    },
}

impl User {
    pub(crate) fn run(self) -> anyhow::Result<ExitCode> {
        let Self::Add { database, username, name, role, administration, office, company } = self;
        let given = std::env::var("RAHDARI_PASSWORD").ok();
        let password = given.clone().unwrap_or_else(new_password);
        let body = UserRequest {
            display_name: name.unwrap_or_else(|| username.clone()),
            username,
            password: password.clone(),
            role: role.to_string(),
            office,
            company,
        };
        actix_web::rt::System::new().block_on(async move {
            let context = database.context(Mode::Production, Clock::System).await?;
            match rahdari_app::people::add_user_locally(&context, administration, body).await {
                Ok(user) => {
                    println!("username: {}", user.username);
                    if given.is_none() {
                        println!("password: {password}");
                    }
                    Ok(ExitCode::SUCCESS)
                }
                Err(Error::Refused(refusal)) => {
                    eprintln!("rahdari: {}", refusal.detail);
                    for finding in &refusal.findings {
                        eprintln!("  {}: {}", finding.pointer, finding.message);
                    }
                    Ok(ExitCode::FAILURE)
                }
                Err(error) => Err(error.into()),
            }
        })
    }
}

/// Makes a password of 20 letters and digits that are not easily mistaken for one another.
pub(crate) fn new_password() -> String {
    const LETTERS: &[u8] = b"abcdefghjkmnpqrstuvwxyz23456789";
    let bytes: [u8; 20] = rand::random();
    let letter = |byte: u8| LETTERS.get(usize::from(byte) % LETTERS.len()).copied().unwrap_or(b'x');
    let mut text: String = bytes.iter().map(|byte| char::from(letter(*byte))).collect();
    for at in [15, 10, 5] {
        text.insert(at, '-');
    }
    text
}
