//! What each problem code means, for the page `/problems/<code>` that every answer points at.

use std::borrow::Cow;

use crate::page::show;

/// A problem, explained.
#[derive(Clone, Copy, Debug)]
pub struct Entry {
    /// Its stable code.
    pub code: &'static str,
    /// What it is called.
    pub title: &'static str,
    /// What happened, for the person who can act on it.
    pub meaning: &'static str,
    /// What to do now.
    pub mend: &'static str,
}

/// Returns what a problem or check is called.
pub fn title(code: &str) -> Cow<'static, str> {
    if let Some(entry) = find(code) {
        return Cow::Borrowed(entry.title);
    }
    match rahdari_intake::check::explain(code) {
        Some(check) => Cow::Borrowed(check.title),
        None => Cow::Owned(show::words(code)),
    }
}

/// Returns the explanation of a problem.
pub fn find(code: &str) -> Option<&'static Entry> {
    PROBLEMS.iter().find(|entry| entry.code == code)
}

macro_rules! problems {
    ($($code:literal $title:literal: $meaning:literal $mend:literal;)+) => {
        &[$(Entry { code: $code, title: $title, meaning: $meaning, mend: $mend }),+]
    };
}

/// Every problem that a request can end with, in the order in which people meet them.
pub const PROBLEMS: &[Entry] = problems! {
    "not-signed-in" "Not signed in":
        "There is no access token, or it has run out."
        "Sign in again, or exchange the refresh token for the next pair.";
    "wrong-credentials" "Name and password do not fit":
        "There is no such account, the password is wrong, or the account is closed. Which of them is not told."
        "Type both again. If it does not help, ask your administrator.";
    "session-ended" "The session has ended":
        "The refresh token was used before, is too old, or you have signed out. A token shown twice ends its session, because somebody else may hold it."
        "Sign in again.";
    "too-many-attempts" "Too many attempts":
        "Five sign-ins under this name failed within a quarter of an hour."
        "Wait a quarter of an hour and try again.";
    "form-expired" "The form has expired":
        "The form was opened before you signed in, on another device, or by another site."
        "Go back, reload the page and send the form again.";
    "forbidden" "Not for your role":
        "Your role does not include this action."
        "Ask somebody whose role includes it.";
    "wrong-role" "Not for your role":
        "This step is for another role."
        "Ask somebody whose role includes it.";
    "wrong-office" "Not at your office":
        "This step belongs to another customs office of the journey."
        "Leave it to the office that the answer names.";
    "four-eyes" "Another person must do this":
        "Two steps that check each other need two people."
        "Ask a colleague of your office.";
    "no-mandate" "No mandate today":
        "No dated mandate lets you act for this holder, or read these books, today."
        "Ask your administrator to record or renew the mandate.";
    "declarant-not-you" "Not your company's declaration":
        "The declarant named in the declaration is not the company you act for."
        "Name your company as declarant.";
    "holder-unknown" "The holder is not known":
        "No company is registered under the holder's number."
        "Correct the number, or ask your administrator to register the company.";
    "not-found" "Not found":
        "There is no such thing, or you may not know that there is."
        "Check the address. What belongs to another company or office is not shown.";
    "method-not-allowed" "Method not allowed":
        "The address exists and does not answer to that method."
        "See the description of the API.";
    "malformed-request" "The request cannot be read":
        "A header, the query or the form is not what it must be."
        "Correct what the detail names.";
    "malformed-json" "The JSON cannot be read":
        "The body is not JSON, or not of the shape this address reads."
        "Correct what the detail names; the description of the API has the shape.";
    "unsupported-media-type" "Media type not supported":
        "This address does not read that kind of content."
        "Send application/json or application/xml.";
    "too-large" "Too large":
        "The body is larger than this address takes: 10 MiB for a declaration, 256 KiB for everything else."
        "Send less.";
    "idempotency-key" "The request has no proper name":
        "Every write needs an Idempotency-Key header of 1 to 100 visible characters."
        "Choose a key for each request and send the same key with each retry.";
    "idempotency-conflict" "The key served another request":
        "The Idempotency-Key was used before with another content."
        "Choose a new key for a new request.";
    "stale" "Changed since you read it":
        "The thing has another version than the one in your If-Match header."
        "Read it again, decide again, and send the new version.";
    "invalid-cursor" "The cursor is not ours":
        "The cursor was not given out for this list."
        "Begin the list again without a cursor.";
    "invalid-request" "Some fields are wrong":
        "One or more fields are not what they must be; each finding names one."
        "Correct every field that is named and send it again.";
    "invalid-field" "A field is wrong":
        "The field is not what it must be."
        "Give what the finding asks for.";
    "invalid-declaration" "The declaration cannot be accepted":
        "The declaration has findings that must be mended. Nothing was written."
        "Mend every finding that is an error and lodge it again.";
    "duplicate" "It is there already":
        "A thing with this name, number or reference exists."
        "Use another one; a local reference number serves once for ever.";
    "unknown-company" "The company is not known":
        "No company with this id is registered in your administration."
        "Choose one from the list of companies.";
    "unknown-user" "The user is not known":
        "No user with this id is registered in your administration."
        "Choose one from the list of users.";
    "unfit-movement" "The journey cannot be followed":
        "Legs and transport units do not fit together."
        "Correct the offices, the route or the units.";
    "serials-exhausted" "No number is left":
        "The office has allotted every movement reference number of the year."
        "Lodge at another office and tell the operator.";
    "wrong-state" "Not possible in this state":
        "The movement or unit is not in a state that allows this."
        "Choose from the actions that the answer names.";
    "already-recorded" "Recorded already":
        "Your office has recorded just this before."
        "Nothing needs to be done.";
    "not-ready" "Not ready for release":
        "Something that the release needs is missing; each finding names one."
        "Bring what is missing; the checklist on the movement shows it.";
    "control-open" "The control is open":
        "The lane asks for a control, and no satisfactory result is recorded."
        "Record the control result.";
    "security-insufficient" "Security is missing":
        "A leg of a unit is not secured."
        "The broker cites further guarantees.";
    "security-too-short" "The security ends too early":
        "A guarantee ends before the time limit and the days in which a claim can be made."
        "Cite a guarantee that lasts longer, or set an earlier limit.";
    "seals-missing" "A unit has no seals":
        "Every transport unit travels under seals."
        "Affix seals and record their numbers.";
    "seal-twice" "A seal is named twice":
        "The same seal number is known in this movement already."
        "Read the number off the seal again.";
    "discrepancy-open" "A discrepancy is open":
        "A difference was found and is not resolved."
        "An officer of another office of the leg resolves it.";
    "security-differs" "The security differs":
        "What is to be reserved is not what the movement asks for."
        "Read the movement again and cite guarantees for what is missing.";
    "nothing-cited" "No guarantee was cited":
        "The request names no guarantee for any leg."
        "Name at least one guarantee with its access code.";
    "stale-checklist" "The checklist is out of date":
        "The movement changed after the checklist was made."
        "Read the movement again and release it.";
    "unknown-unit" "There is no such unit":
        "The movement has no transport unit or leg with this number."
        "Use the numbers that the movement shows.";
    "limit-too-early" "The time limit is too early":
        "The last day at destination lies before the release."
        "Choose a later day, or leave it out: it follows from the route.";
    "limit-too-late" "The time limit is too late":
        "The last day at destination lies after what the legs of the route allow."
        "Choose an earlier day, or leave it out: it follows from the route.";
    "backdated" "Too long ago":
        "The time lies further back than may be recorded afterwards."
        "Give the true time, or ask your supervisor if it is.";
    "in-future" "Not yet":
        "The time lies in the future."
        "Give the time at which it occurred, in UTC.";
    "before-last-record" "Before the last record":
        "The time lies before something that is recorded for this unit."
        "Give the time at which it occurred, in UTC.";
    "reason-missing" "A reason is needed":
        "This step needs a reason in words."
        "Say why, in a sentence.";
    "control-announced" "The goods are under control":
        "While goods are under control, or after a control that was not satisfactory, the declarant cannot withdraw."
        "Wait for a satisfactory result, or ask the office of departure to withdraw the declaration.";
    "remarks-contradict" "The remarks contradict themselves":
        "Everything is said to be as declared, and differences are named."
        "Say one or the other.";
    "guarantee-unknown" "The holder has no such guarantee":
        "No guarantee with this number was registered for the holder."
        "Correct the number, or cite another guarantee.";
    "guarantee-missing" "No guarantee for the country":
        "None of the guarantees cited names the country of this leg."
        "Cite a guarantee that names it.";
    "guarantee-kind" "This kind is not accepted":
        "The agreement does not accept this kind of guarantee in the country of this leg."
        "Cite a guarantee of a kind that is accepted; the reason names them.";
    "access-code-wrong" "The access code does not fit":
        "The code given with the guarantee is not the one it was registered with."
        "Give the right code; after five wrong ones the guarantee is closed to you for a quarter of an hour.";
    "guarantee-country-not-covered" "The guarantee does not name the country":
        "A guarantee covers only the countries it names."
        "Cite a guarantee that names the country.";
    "guarantee-other-currency" "The guarantee is in another currency":
        "The security is asked for in a currency that the guarantee does not have."
        "Cite a guarantee in that currency.";
    "guarantee-insufficient" "The guarantee does not suffice":
        "Less is free than is needed."
        "Ask the guarantor to increase it, or cite a further one.";
    "guarantee-expires-too-soon" "The guarantee expires too soon":
        "It must outlive the time limit and the days in which a claim can be made."
        "Cite a guarantee that lasts longer.";
    "guarantee-not-yet-valid" "The guarantee is not valid yet":
        "Its first day lies in the future."
        "Cite a guarantee that is valid today.";
    "guarantee-not-active" "The guarantee is not active":
        "It is suspended, revoked or expired."
        "Cite another guarantee, or ask the guarantor.";
    "guarantee-negative-amount" "The amount is not positive":
        "A security is never negative."
        "Correct the amount.";
    "guarantee-reserved-before" "Reserved already":
        "This leg and unit are secured already."
        "Nothing needs to be done.";
    "ledger-refused" "The book refuses the entry":
        "The entry would break a rule of the book."
        "Tell the operator the number of the request.";
    "unprocessable" "It cannot be done":
        "The request is understood and cannot be done."
        "Read the detail.";
    "conflict" "Conflict":
        "The thing is not in a state that allows this."
        "Read it again and choose from what it allows.";
    "unavailable" "Not possible right now":
        "The database cannot be reached or is full. Nothing was half done."
        "Send the same request with the same Idempotency-Key again in a moment.";
    "internal" "A fault of ours":
        "Something went wrong that should not have. What you asked for happened wholly or not at all."
        "Send the same request again. If it stays, tell the operator the number of the request.";
};

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn every_code_is_a_short_noun_and_explained_once() {
        let mut seen = BTreeSet::new();
        for entry in PROBLEMS {
            assert!(seen.insert(entry.code), "{} is there twice", entry.code);
            assert!(entry.code.bytes().all(|b| b.is_ascii_lowercase() || b == b'-'), "{}", entry.code);
            for sentence in [entry.meaning, entry.mend] {
                assert!(sentence.ends_with('.'), "{}: {sentence}", entry.code);
            }
        }
    }

    #[test]
    fn an_unknown_code_still_has_a_title() {
        assert_eq!(title("wrong-state"), "Not possible in this state");
        assert_eq!(title("something-new"), "Something new");
    }
}
