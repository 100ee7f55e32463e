//! Makes the people, companies, mandates and guarantees of the demonstration, by the same use cases as an
//! administration would.

use std::collections::HashMap;

use anyhow::Context as _;
use rahdari_app::people::{add_company, add_mandate, add_user, add_user_locally};
use rahdari_app::request::{CompanyRequest, IssueRequest, MandateRequest, UserRequest};
use rahdari_app::{Context, Request};
use rahdari_corridor::{Guarantee, Person, World};
use rahdari_kernel::{Actor, Role, Source};

use super::SignIn;
use crate::people::new_password;

/// The ids of what was made, by the names that the world gives them.
#[derive(Default)]
pub(crate) struct Made {
    /// Company ids by identification.
    pub(crate) companies: HashMap<&'static str, String>,
    /// Actors by username.
    pub(crate) actors: HashMap<&'static str, Actor>,
}

impl Made {
    pub(crate) fn actor(&self, username: &str) -> anyhow::Result<&Actor> {
        self.actors.get(username).with_context(|| format!("nobody is called {username}"))
    }

    fn company(&self, identification: &str) -> anyhow::Result<String> {
        let id = self.companies.get(identification);
        id.cloned().with_context(|| format!("no company has the number {identification}"))
    }
}

/// Returns whether the database has people already.
pub(crate) async fn is_filled(context: &Context) -> anyhow::Result<bool> {
    Ok(rahdari_app::people::actor(context, "admin.pk").await?.is_some())
}

/// Names a request of the demonstration: the same name is the same request.
pub(crate) fn request(name: impl Into<String>) -> Request {
    let key = name.into();
    Request { key, source: Source::System, device: None, expected_version: None, body_hash: [0; 32] }
}

/// Makes everybody and everything that lasts, and returns how they sign in.
pub(crate) async fn make(context: &Context, world: &World) -> anyhow::Result<(Made, Vec<SignIn>)> {
    let mut made = Made::default();
    let mut sign_ins = Vec::new();
    for person in world.people.iter().filter(|person| person.role == Role::Administrator) {
        let password = new_password();
        add_user_locally(context, person.administration, user(person, &password, None)).await?;
        remember(context, &mut made, &mut sign_ins, person, password).await?;
    }
    for company in &world.companies {
        let admin = administrator(world, &made, company.administration)?;
        let body = CompanyRequest {
            kind: company.kind.as_str().to_owned(),
            identification: company.identification.to_owned(),
            name: company.name.to_owned(),
        };
        let written = add_company(context, admin, &request(company.identification), body).await?;
        made.companies.insert(company.identification, written.value.id);
    }
    for person in world.people.iter().filter(|person| person.role != Role::Administrator) {
        let password = new_password();
        let company = person.company.map(|number| made.company(number)).transpose()?;
        let admin = administrator(world, &made, person.administration)?;
        add_user(context, admin, &request(person.username), user(person, &password, company)).await?;
        remember(context, &mut made, &mut sign_ins, person, password).await?;
    }
    mandates(context, world, &made).await?;
    for guarantee in &world.guarantees {
        issue(context, world, &made, guarantee).await?;
    }
    Ok((made, sign_ins))
}

/// Issues a guarantee by the desk of its guarantor.
pub(crate) async fn issue(
    context: &Context,
    world: &World,
    made: &Made,
    guarantee: &Guarantee,
) -> anyhow::Result<()> {
    let desk = world.person_of_company(guarantee.guarantor).context("every guarantor has a desk")?;
    let body = IssueRequest {
        grn: guarantee.grn.to_string(),
        kind: guarantee.kind.to_owned(),
        holder: made.company(guarantee.holder)?,
        countries: guarantee.countries.iter().map(ToString::to_string).collect(),
        amount: guarantee.amount.to_string(),
        currency: guarantee.currency.to_owned(),
        valid_from: guarantee.valid_from.to_string(),
        valid_until: guarantee.valid_until.to_string(),
        access_code: guarantee.access_code.to_owned(),
    };
    let name = request(format!("guarantee {}", guarantee.grn));
    rahdari_app::guarantee::issue_guarantee(context, made.actor(desk.username)?, &name, body).await?;
    Ok(())
}

async fn mandates(context: &Context, world: &World, made: &Made) -> anyhow::Result<()> {
    let today = context.clock.now().date();
    let (from, until) = (format!("{}-01-01", today.year()), format!("{}-12-31", today.year() + 1));
    for mandate in &world.mandates {
        let holder = world.company(mandate.holder).context("every mandate has a holder")?;
        let admin = administrator(world, made, holder.administration)?;
        let body = MandateRequest {
            kind: "holder".to_owned(),
            principal: Some(made.company(mandate.holder)?),
            agent: made.company(mandate.broker)?,
            valid_from: from.clone(),
            valid_until: until.clone(),
        };
        let name = request(format!("mandate {} {}", mandate.holder, mandate.broker));
        add_mandate(context, admin, &name, body).await?;
    }
    for auditor in world.people.iter().filter(|person| person.role == Role::Auditor) {
        let admin = administrator(world, made, auditor.administration)?;
        let body = MandateRequest {
            kind: "auditor".to_owned(),
            principal: None,
            agent: made.actor(auditor.username)?.user.to_string(),
            valid_from: from.clone(),
            valid_until: until.clone(),
        };
        add_mandate(context, admin, &request(format!("mandate {}", auditor.username)), body).await?;
    }
    Ok(())
}

fn administrator<'m>(
    world: &World,
    made: &'m Made,
    administration: rahdari_kernel::Country,
) -> anyhow::Result<&'m Actor> {
    let person =
        world.administrator_of(administration).context("every administration has an administrator")?;
    made.actor(person.username)
}

fn user(person: &Person, password: &str, company: Option<String>) -> UserRequest {
    UserRequest {
        username: person.username.to_owned(),
        display_name: person.display_name.to_owned(),
        password: password.to_owned(),
        role: person.role.to_string(),
        office: person.office.map(ToOwned::to_owned),
        company,
    }
}

async fn remember(
    context: &Context,
    made: &mut Made,
    sign_ins: &mut Vec<SignIn>,
    person: &Person,
    password: String,
) -> anyhow::Result<()> {
    let actor =
        rahdari_app::people::actor(context, person.username).await?.context("a user that was just made")?;
    made.actors.insert(person.username, actor);
    sign_ins.push(SignIn {
        username: person.username.to_owned(),
        password,
        role: person.role.to_string(),
        administration: person.administration.to_string(),
        office: person.office.map(ToOwned::to_owned),
        company: person.company.map(ToOwned::to_owned),
    });
    Ok(())
}
