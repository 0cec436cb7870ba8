//! One run, whatever the instructions and however many threads share it.
#![cfg(feature = "run")]

use lab::run::{Simd, digest_of};

const RUN: &str = "inverse-permutation?rev=1&seed=3&members=3&n=3&alphabet=3&scratch=3&steps=64";

/// What this run gave when its revision and the engine's numerics were last changed.
const GOLDEN: &str = "2dc0e38bf94e2464ac5ca1f5598baad1";

#[test]
fn a_digest_depends_on_neither_instructions_nor_threads() {
    let levels = Simd::available();
    println!("levels: {levels:?}");
    let widest = [1, 3].map(|workers| (Simd::widest(), workers));
    for (simd, workers) in levels.into_iter().map(|level| (level, 2)).chain(widest) {
        let digest = digest_of(RUN, simd, workers).expect("a run");
        assert_eq!(digest.to_string(), GOLDEN, "{simd}, {workers} threads");
    }
}

#[test]
fn other_seeds_and_knobs_give_other_digests() {
    let digest = |link: &str| digest_of(link, Simd::widest(), 2).expect("a run");
    let base = digest(RUN);
    assert_ne!(base, digest(&RUN.replace("seed=3", "seed=4")));
    assert_ne!(base, digest(&format!("{RUN}&rate=0.0031")));
}
