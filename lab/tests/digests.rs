//! One run, whatever the instructions and however many threads share it.
#![cfg(feature = "run")]

use lab::run::{Simd, digest_of};

/// Runs of every experiment, and what each gave when its revision and the engine's numerics were last changed.
const GOLDEN: [(&str, &str); 18] = [
    (
        "inverse-permutation?rev=2&seed=3&members=3&n=3&alphabet=3&scratch=3&steps=64",
        "cb31dd2c8b1ffda0a49b92d6de824b44",
    ),
    (MOONS, "f701f4ba61baf9b0476a4a0003303101"),
    ("inverse-permutation-paper?rev=1&seed=3&members=2&n=4&steps=64", "d2711d297f33f21b84b60625d36b7ddd"),
    (
        "reversal-curse?rev=1&seed=3&members=1&models=causes&entities=200&steps=50",
        "30b3135beadb90fbc46345ee57054fc3",
    ),
    ("forward-chaining?rev=1&seed=3&members=2&trees=2&steps=100", "84e181caecb283c8695866330cf7fe28"),
    ("concept-space?rev=1&seed=3&members=2&steps=64", "29099eb7ebaa02bee4ab684eb3d9b402"),
    ("concept-cube?rev=1&seed=3&members=2&steps=64", "83e9b9b7e2edc0aabcbde0410744e825"),
    ("swing-by?rev=1&seed=3&members=2&steps=64", "bd74692a08c2e4b71fbf284b0e04563a"),
    ("oocr-functions?rev=1&seed=3&members=2&steps=100&known=2", "42a1c79ef9078fe41ae2942586155a33"),
    (
        "oocr-functions?rev=1&seed=3&members=1&learn=three&known=1&steps=130",
        "d4ac44f41471f2bd8e68bfc1bed2b803",
    ),
    ("oocr-functions?rev=1&seed=3&members=2&twin=yes&known=2&steps=100", "cdeb89df96969ebbfb6d13f9e83e683e"),
    ("oocr-theorem?rev=1&seed=3&members=2&steps=100", "b7b6f20db0380e84cea33d489034566f"),
    ("oocr-coins?rev=1&seed=3&members=2&steps=100&known=2", "db4e55bd4cb331627c5cbea0b1715e28"),
    ("oocr-coins?rev=1&seed=3&members=1&learn=three&known=1&steps=130", "6520c25823b7970c6c7b1772b4e98feb"),
    ("oocr-parity?rev=1&seed=3&members=2&steps=100", "ee435744d15fb0e497f38f098cf30e65"),
    (
        "oocr-locations?rev=1&seed=3&members=1&learn=three&known=16&steps=130",
        "ac9d99e2835eb32c480d3100f61fbba4",
    ),
    ("oocr-locations?rev=1&seed=3&members=2&known=16&steps=100", "20010e8aaf7681c0ebb4551a461b03ec"),
    ("oocr-mixture?rev=1&seed=3&members=2&known=2&steps=100", "7b1eddb57846ba21858e5ef283aaea4b"),
];

const MOONS: &str = "two-moons?rev=1&seed=3&members=3&steps=64";

#[test]
fn a_digest_depends_on_no_instructions() {
    let levels = Simd::available();
    println!("levels: {levels:?}");
    for (link, golden) in GOLDEN {
        for &simd in &levels {
            let digest = digest_of(link, simd, 2).expect("a run");
            assert_eq!(digest.to_string(), golden, "{link}, {simd}");
        }
    }
}

#[test]
fn a_digest_depends_on_no_number_of_threads() {
    for workers in [1, 2, 3] {
        let digest = digest_of(MOONS, Simd::widest(), workers).expect("a run");
        assert_eq!(digest.to_string(), GOLDEN[1].1, "{workers} threads");
    }
}

#[test]
fn other_seeds_knobs_and_data_give_other_digests() {
    let digest = |link: &str| digest_of(link, Simd::widest(), 2).expect("a run");
    let base = digest(MOONS);
    for other in [
        MOONS.replace("seed=3", "seed=4"),
        format!("{MOONS}&rate=0.031"),
        format!("{MOONS}&data={}", points().write()),
    ] {
        assert_ne!(base, digest(&other), "{other}");
    }
}

/// What a visitor might draw.
fn points() -> lab::data::Data {
    let dot = |at: u8| lab::data::Dot { x: at * 20, y: at.wrapping_mul(77), class: at % 2 };
    lab::data::Data::Points((0..12).map(dot).collect())
}
