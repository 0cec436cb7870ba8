//! Going on from where a run was saved: whoever takes it up ends with the same chains.
#![cfg(feature = "run")]

use lab::digest::{PROGRESS, digest};
use lab::keys::RunKeys;
use lab::link::Link;
use lab::recording::{Recording, Saved};
use lab::run::{Session, Tick};

const RUN: &str = "inverse-permutation?rev=2&seed=3&members=2&n=2&alphabet=2&scratch=1&steps=64";

fn empty(keys: &RunKeys) -> Recording {
    Recording::new(&keys.arms(), keys.models(), keys.experiment.series.len())
}

/// Trains to the end, into a recording; what was saved.
fn finish(session: &mut Session, recording: &mut Recording) -> Vec<Saved> {
    let mut saved = Vec::new();
    loop {
        match session.tick() {
            Tick::Saved(state) => saved.push(state),
            Tick::Measured(point) => {
                recording.push(point);
            }
            Tick::Stopped(stop) => recording.stop(stop),
            Tick::Finished => return saved,
            Tick::Trained => {}
        }
    }
}

#[test]
fn a_run_that_is_taken_up_again_has_the_same_digest() {
    let keys = Link::parse(RUN).expect("a link").keys;
    let mut whole = empty(&keys);
    let saved = finish(&mut Session::new(&keys, &[0, 1]).expect("a session"), &mut whole);
    let marks: Vec<u32> =
        saved.iter().filter(|saved| (saved.arm, saved.member) == (1, 1)).map(|saved| saved.j).collect();
    assert_eq!(marks, (4..=64).step_by(4).collect::<Vec<u32>>());

    // Each member from another point of progress, and one of them from the start.
    let mut second = Session::new(&keys, &[0, 1]).expect("a session");
    for state in saved.iter().filter(|state| state.j == 8 + 16 * state.member + 4 * state.arm) {
        if (state.arm, state.member) != (0, 0) {
            assert!(second.restore(state), "{state:?}");
        }
    }
    let mut again = empty(&keys);
    assert!(finish(&mut second, &mut again).len() < saved.len());
    assert_eq!(digest(&keys, &again, PROGRESS), digest(&keys, &whole, PROGRESS));
    assert!(digest(&keys, &whole, PROGRESS).is_ok());

    // Two workers with a member each give the hashes of one with both.
    let mut alone = Session::new(&keys, &[1]).expect("a session");
    let late = |state: &&Saved| state.member == 1 && state.j == 60;
    assert!(saved.iter().filter(late).all(|state| alone.restore(state)));
    let mut one = empty(&keys);
    finish(&mut alone, &mut one);
    for arm in 0..whole.arms() {
        assert_eq!(one.chain(arm, 1, PROGRESS), whole.chain(arm, 1, PROGRESS));
    }
}

#[test]
fn a_run_perturbed_at_one_step_is_named_with_the_interval_that_holds_it() {
    use lab::digest::{Certificate, Comparison};
    let keys = Link::parse(RUN).expect("a link").keys;
    let mut whole = empty(&keys);
    let saved = finish(&mut Session::new(&keys, &[0, 1]).expect("a session"), &mut whole);
    let promise = Certificate::of(&keys, &whole, PROGRESS).expect("an exact run");
    for j in [36, 60] {
        let mut session = Session::new(&keys, &[0, 1]).expect("a session");
        let mut recording = whole.clone();
        for state in saved.iter().filter(|saved| saved.j == j) {
            // One bit of one parameter of one model, right after it was measured at this point of progress.
            let mut state = state.clone();
            state.state[0] ^= u8::from((state.arm, state.member) == (1, 1));
            assert!(session.restore(&state));
            recording.go_back(state.arm, state.member, Some(j));
        }
        finish(&mut session, &mut recording);
        let comparison = promise.compare(&keys, &recording);
        assert_eq!(comparison, Ok(Comparison::Departs { after: j, by: j + 4 }));
    }
    let forged = Certificate { digest: lab::digest::Digest::new(7), ..promise };
    assert_eq!(forged.compare(&keys, &whole), Ok(Comparison::Inconsistent));
}

/// Networks that are taught in a second stretch, each with a visitor's data: some, and more.
fn taught() -> [(&'static str, [lab::data::Data; 2]); 3] {
    use lab::data::{Data, Dot};
    use lab::flips::Flips;
    use lab::observed::Observed;
    let value = |(argument, value)| Observed { name: "zuba".to_owned(), argument, value };
    let values = |all: &[(i32, i32)]| Data::Observations(all.iter().copied().map(value).collect());
    let penny = |heads, all| Flips { name: "penny".to_owned(), heads, all };
    let city = |class| Dot { x: 40, y: 200, class };
    [
        (
            "oocr-functions?rev=1&seed=3&members=1&learn=three&known=1&steps=130&observations=4",
            [values(&[(3, 8)]), values(&[(3, 8), (5, 10)])],
        ),
        (
            "oocr-coins?rev=1&seed=3&members=1&learn=three&known=1&steps=130",
            [Data::Flips(vec![penny(7, 10)]), Data::Flips(vec![penny(8, 11)])],
        ),
        (
            "oocr-locations?rev=1&seed=3&members=1&learn=three&known=16&steps=130",
            [Data::Points(vec![city(0)]), Data::Points(vec![city(2), Dot { x: 7, ..city(3) }])],
        ),
    ]
}

/// Up to the step from which on a visitor's data matter, runs with other data are the same: one goes on where the other was
/// saved, and is the same as if it had been trained as a whole.
#[test]
fn other_data_go_on_from_where_they_begin_to_matter() {
    for (link, data) in taught() {
        let without = Link::parse(link).expect("a link").keys;
        let [first, second] = data.map(|data| {
            let mut keys = without.clone();
            assert!(keys.experiment.data.is_some_and(|own| own.takes(&data)));
            keys.knobs.set_data(Some(data));
            keys
        });
        assert_eq!(first.common_start(&second), Some(vec![130; 3]));
        assert_eq!(first.common_start(&without), Some(vec![130; 3]));
        assert_eq!(first.common_start(&first), None);
        let other = RunKeys { seed: 4, ..second.clone() };
        assert_eq!(first.common_start(&other), None);

        for (before, after) in [(&without, &first), (&first, &second)] {
            let mut earlier = empty(before);
            let saved = finish(&mut Session::new(before, &[0]).expect("a session"), &mut earlier);
            let start = before.common_start(after).expect("the same run to begin with");
            let mut whole = empty(after);
            finish(&mut Session::new(after, &[0]).expect("a session"), &mut whole);

            let (mut session, mut again) = (Session::new(after, &[0]).expect("a session"), earlier.clone());
            for arm in 0..3 {
                let latest = saved
                    .iter()
                    .filter(|it| it.arm == arm && it.step <= start[arm as usize])
                    .max_by_key(|it| it.step)
                    .expect("a saved member");
                assert_eq!((latest.j, latest.step), (52, 130), "saved where data begin to matter");
                assert!(session.restore(latest));
                again.go_back(arm, 0, Some(latest.j));
            }
            finish(&mut session, &mut again);
            assert_eq!(digest(after, &again, PROGRESS), digest(after, &whole, PROGRESS));
            assert_ne!(digest(before, &earlier, PROGRESS), digest(after, &whole, PROGRESS));
            assert_eq!(again, whole, "every measurement is the same");
        }
    }
}

#[test]
fn what_does_not_belong_to_the_run_is_refused() {
    let keys = Link::parse(RUN).expect("a link").keys;
    let mut session = Session::new(&keys, &[0]).expect("a session");
    let saved = loop {
        if let Tick::Saved(saved) = session.tick() {
            break saved;
        }
    };
    assert!(session.restore(&saved));
    for other in [
        Saved { arm: 9, ..saved.clone() },
        Saved { member: 1, ..saved.clone() },
        Saved { j: 65, ..saved.clone() },
        Saved { step: saved.step + 1, ..saved.clone() },
        Saved { state: saved.state[4..].to_vec(), ..saved.clone() },
    ] {
        assert!(!session.restore(&other), "{other:?}");
    }

    // At its end a member has nothing left to do.
    assert!(session.restore(&Saved { j: 64, step: 64, ..saved.clone() }));
    assert_ne!(session.tick(), Tick::Finished, "the other arms are not there yet");
}
