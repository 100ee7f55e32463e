//! Measures how long compiling, building facts and scoring take:
//! `cargo run --release -p rahdari-risk --example speed`.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    dead_code,
    reason = "a measurement stops at the first surprise, and uses the tests' facts"
)]

use std::hint::black_box;
use std::time::{Duration, Instant};

use rahdari_kernel::Date;
use rahdari_risk::Ruleset;

#[path = "../tests/rules/support.rs"]
mod support;

use support::{Item, SHIPPED, slots};

const ON: Date = Date::constant(2026, 11, 23);

/// Shows the median and the fastest of 101 rounds, for one turn; on a busy machine the fastest says more.
fn measure(name: &str, turns: u32, mut turn: impl FnMut()) {
    let mut rounds: Vec<Duration> = (0..101)
        .map(|_| {
            let begun = Instant::now();
            (0..turns).for_each(|_| turn());
            begun.elapsed() / turns
        })
        .collect();
    rounds.sort();
    println!("{name:36} median {:>10.3?} fastest {:>10.3?}", rounds[50], rounds[0]);
}

fn main() {
    let slots = slots();
    let rules = Ruleset::compile(SHIPPED, &slots.schema).unwrap();
    measure(&format!("compiling {} rules", rules.rules().len()), 5, || {
        black_box(Ruleset::compile(black_box(SHIPPED), &slots.schema).unwrap());
    });
    let item = Item {
        hs: "390210",
        origin: "SA",
        description: "Polypropylene in primary forms",
        net_kg: 24_000.0,
        usd_per_kg: 1.28,
        kg_per_package: 25.0,
    };
    for count in [1, 3, 20] {
        let mut items = vec![item; count];
        measure(&format!("{count} items: building facts"), 1_000, || {
            black_box(slots.declaration(black_box(&items)));
        });
        let facts = slots.declaration(&items);
        measure(&format!("{count} items: scoring without a hit"), 1_000, || {
            black_box(rules.score(black_box(&facts), ON, 9_999));
        });
        items[0].usd_per_kg = 0.3;
        let facts = slots.declaration(&items);
        measure(&format!("{count} items: scoring with two hits"), 1_000, || {
            black_box(rules.score(black_box(&facts), ON, 9_999));
        });
    }
}
