//! The trade that the corridor makes up is acceptable under the law that is shipped: what the demo and the
//! benchmarks lodge is no special case.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test stops at the first surprise")]

use rahdari_app::{Mode, check_bytes, embedded_law};
use rahdari_corridor::{Flow, Trade, World};
use rahdari_kernel::{Instant, Severity};

#[test]
fn every_kind_of_shipment_is_acceptable_in_demo_mode_and_refused_otherwise() {
    let law = embedded_law().unwrap();
    let at: Instant = "2026-11-23T09:00:00Z".parse().unwrap();
    let world = World::new(at.date());
    let mut trade = Trade::new(&world, 11, "TEST");
    for flow in [Flow::ThirdCountry, Flow::TirExport, Flow::Southward] {
        for _ in 0..40 {
            let shipment = trade.shipment_of(flow, at.date()).unwrap();
            let body = serde_json::to_vec(&shipment.declaration).unwrap();
            let checked = check_bytes(&law, Mode::Demo, at, None, &body);
            let errors: Vec<_> =
                checked.findings.iter().filter(|finding| finding.severity == Severity::Error).collect();
            assert!(checked.acceptable, "{flow:?}: {errors:#?}");
            assert!(!check_bytes(&law, Mode::Production, at, None, &body).acceptable);
        }
    }
}
