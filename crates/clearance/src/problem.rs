//! Every problem this crate can answer with, in one place, so that each has a page and a status above.

/// A problem by its stable code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Problem {
    /// The stable code, as in a refusal or a finding of one.
    pub code: &'static str,
    /// What it means, in a sentence.
    pub title: &'static str,
    /// What the person who meets it can do.
    pub mend: &'static str,
}

const fn problem(code: &'static str, title: &'static str, mend: &'static str) -> Problem {
    Problem { code, title, mend }
}

/// Every code of a refusal, and of a finding in one.
pub const PROBLEMS: [Problem; 25] = [
    problem("already-recorded", "This was recorded before.", "Nothing is to be done; look at the events."),
    problem(
        "backdated",
        "What is said to have occurred lies further back than one person may record alone.",
        "Have the time checked and record it by the procedure for late entries.",
    ),
    problem(
        "before-last-record",
        "What is said to occur lies before the record it follows.",
        "Check the time; within the same minute any order passes.",
    ),
    problem(
        "control-announced",
        "The goods are under control, or their control was not satisfactory, so the declarant cannot withdraw.",
        "Wait for a satisfactory result, or ask the office of departure to withdraw the declaration.",
    ),
    problem(
        "control-open",
        "No satisfactory control result is recorded.",
        "Record the control result first.",
    ),
    problem(
        "discrepancy-open",
        "A discrepancy of the transport unit is not resolved.",
        "Another office of the leg resolves it.",
    ),
    problem(
        "four-eyes",
        "The person took an earlier step that this one checks.",
        "Ask a colleague of the same office to take this step.",
    ),
    problem(
        "in-future",
        "What is said to have occurred lies in the future.",
        "Check the time and the device.",
    ),
    problem("limit-too-early", "The limit date lies before the release.", "Choose a later day."),
    problem("limit-too-late", "The limit date lies after what the legs allow.", "Choose an earlier day."),
    problem(
        "not-ready",
        "The movement is not ready for release.",
        "The findings name everything that is missing.",
    ),
    problem("nothing-cited", "No guarantee was cited for any leg.", "Cite at least one guarantee."),
    problem("reason-missing", "This step needs a reason in words.", "Say why, in a sentence."),
    problem(
        "remarks-contradict",
        "The remarks say that all conforms and name items that differ.",
        "Say that they do not conform, or leave the items out.",
    ),
    problem("seal-twice", "A seal number is named twice in one movement.", "Each seal hangs on one unit."),
    problem("seals-missing", "A transport unit has no seal.", "Affix a seal and record its number."),
    problem(
        "security-differs",
        "The security cited is not what the leg of the unit asks for.",
        "Reserve the amount that the assessment names, once for each leg and unit.",
    ),
    problem(
        "security-insufficient",
        "A leg of a transport unit is not secured.",
        "The declarant brings a further guarantee that covers the country.",
    ),
    problem(
        "security-too-short",
        "A guarantee ends before the limit date.",
        "Set an earlier limit, or the declarant brings another guarantee.",
    ),
    problem(
        "stale-checklist",
        "The movement changed after its checklist was made.",
        "Look at it again and release it anew.",
    ),
    problem(
        "unfit-movement",
        "The journey cannot be followed as it is given.",
        "The findings name what does not fit.",
    ),
    problem("unknown-unit", "The movement has no such transport unit or leg.", "Name one that it has."),
    problem("wrong-office", "This step is now for another office.", "The detail names the office."),
    problem("wrong-role", "This step is for people in another role.", "The detail names the role."),
    problem(
        "wrong-state",
        "This step does not follow from where the movement or the unit is.",
        "The steps allowed now are listed with the refusal.",
    ),
];
