//! The order of the log. Every event keeps the hash of all events up to it, so that one that is gone, new or
//! out of place can be named, not only noticed.

use rahdari_ledger::Frontier;

use super::Problems;
use crate::committer::link;
use crate::record::EventRow;

/// What is known of the events read so far.
#[derive(Default)]
pub(super) struct Chain {
    frontier: Frontier,
    /// Where the next event should stand, and the chain before it as it is stored.
    next: i64,
    end: [u8; 32],
    gaps: Vec<(i64, i64)>,
    misfits: Vec<Link>,
    /// The ends of the chain from which a misfit may really follow: those beside misfits.
    ends: Vec<(i64, [u8; 32])>,
}

/// An event as the chain sees it.
struct Link {
    at: i64,
    leaf: [u8; 32],
    end: [u8; 32],
}

impl Chain {
    /// Takes the next event.
    pub(super) fn add(&mut self, row: &EventRow) {
        let gap = row.log_index > self.next;
        if gap {
            self.gaps.push((self.next, row.log_index - 1));
        }
        // After a gap there is nothing to compare with; the gap is told instead.
        if !gap && link(&self.end, &row.leaf_hash) != row.chain_hash {
            self.ends.push((row.log_index - 1, self.end));
            self.ends.push((row.log_index, row.chain_hash));
            self.misfits.push(Link { at: row.log_index, leaf: row.leaf_hash, end: row.chain_hash });
        }
        self.frontier.append(rahdari_ledger::leaf_hash(row.canonical.as_bytes()));
        self.next = row.log_index + 1;
        self.end = row.chain_hash;
    }

    /// Returns how many events were read.
    pub(super) fn read(&self) -> u64 {
        self.frontier.size()
    }

    /// Returns the root over the events read.
    pub(super) fn root(&self) -> [u8; 32] {
        self.frontier.root()
    }

    /// Returns the end of the chain as the last event keeps it.
    pub(super) fn end(&self) -> [u8; 32] {
        self.end
    }

    /// Tells what is wrong with the order of a log that should have `size` events.
    pub(super) fn tell(&self, size: Option<i64>, problems: &mut Problems) {
        for &(from, to) in &self.gaps {
            problems.add_event(missing(from, to));
        }
        if let Some(size) = size.filter(|size| self.next < *size) {
            problems.add_event(missing(self.next, size - 1));
        }
        for misfit in &self.misfits {
            let at = misfit.at;
            match self.true_place(misfit, 0) {
                // Only its neighbour is out of place.
                Some(place) if place == at => {}
                Some(place) => {
                    problems.add_event(format!("event {at}: out of order; it was recorded as event {place}"))
                }
                None => problems.add_event(format!(
                    "event {at}: altered or added with its hash; it does not follow event {}",
                    at - 1
                )),
            }
        }
    }

    /// Returns where an event was recorded: after the one whose chain it really continues.
    fn true_place(&self, link: &Link, depth: usize) -> Option<i64> {
        let before = |(_, end): &&(i64, [u8; 32])| crate::committer::link(end, &link.leaf) == link.end;
        let &(stands, _) = self.ends.iter().find(before)?;
        let displaced = self.misfits.iter().find(|misfit| misfit.at == stands);
        // Each step goes to an earlier event, so the depth is bounded by the number of misfits.
        match displaced.filter(|_| depth <= self.misfits.len()) {
            Some(earlier) => self.true_place(earlier, depth + 1).map(|place| place + 1),
            None => Some(stands + 1),
        }
    }
}

fn missing(from: i64, to: i64) -> String {
    if from == to { format!("event {from}: missing") } else { format!("events {from} to {to}: missing") }
}
