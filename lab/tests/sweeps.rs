//! A sweep is its cells: each of its values, run by a link of its own, gives the same bits.
#![cfg(feature = "run")]

use std::ops::ControlFlow;

use lab::digest::PROGRESS;
use lab::keys::RunKeys;
use lab::link::Link;
use lab::recording::Recording;
use lab::run::{Simd, train};

fn run(keys: &RunKeys, workers: u32) -> Recording {
    let watch = |_: &_| ControlFlow::Continue(());
    train(keys, Simd::widest(), workers, watch).expect("it trains").recording
}

#[test]
fn a_cell_by_its_own_link_gives_the_same_bits() {
    let link = "two-moons?rev=1&seed=3&members=2&steps=64&sweep=rate:0.01:0.1:2,noise:0.1:0.3:3";
    let keys = Link::parse(link).expect("a link").keys;
    assert_eq!(keys.models(), 12);
    let swept = run(&keys, 2);
    for cell in 0..keys.sweep.cells() {
        let own = Link::parse(&keys.cell(cell).query()).expect("a link").keys;
        assert!(own.sweep.is_empty());
        let recording = run(&own, 1);
        for (member, model) in keys.models_of(cell).enumerate() {
            let member = u32::try_from(member).expect("few members");
            for arm in 0..swept.arms() {
                let (in_sweep, alone) =
                    (swept.chain(arm, model, PROGRESS), recording.chain(arm, member, PROGRESS));
                assert!(alone.is_some() && in_sweep == alone, "cell {cell}, arm {arm}, member {member}");
            }
        }
    }
}
