//! Timers: days and hours that the work of offices lives by.

use rahdari_intake::law::Timer;
use rahdari_kernel::Finding;

use super::{overlaps, period, provenance};
use crate::entry::TimerEntry;
use crate::place::Located;

/// Resolves the timers; two versions of one may not share a day.
pub(super) fn timers(entries: Vec<Located<TimerEntry>>, findings: &mut Vec<Finding>) -> Vec<Timer> {
    let timers: Vec<Located<Timer>> = entries
        .into_iter()
        .map(|Located { at, lines, entry }| {
            let validity = period(entry.from, entry.to, &at, findings);
            let provenance = provenance(format_args!("timer {}", entry.name), entry.source, entry.verified);
            Located { entry: Timer { name: entry.name, value: entry.value, validity, provenance }, at, lines }
        })
        .collect();
    overlaps(
        &timers,
        |timer| (timer.name.clone(), timer.validity),
        |timer| format!("the timer {}", timer.name),
        findings,
    );
    timers.into_iter().map(|timer| timer.entry).collect()
}
