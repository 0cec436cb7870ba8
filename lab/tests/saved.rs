//! Going on from where a run was saved: whoever takes it up ends with the same chains.
#![cfg(feature = "run")]

use lab::digest::run_digest;
use lab::link::Link;
use lab::record::{Chain, Saved};
use lab::run::{Session, Tick};

const RUN: &str = "inverse-permutation?rev=1&seed=3&members=2&n=2&alphabet=2&scratch=1&steps=64";

/// Trains to the end; what was saved and the chains, in the order of arms and members.
fn finish(session: &mut Session) -> (Vec<Saved>, Vec<Chain>) {
    let (mut saved, mut chains) = (Vec::new(), Vec::new());
    loop {
        match session.tick() {
            Tick::Saved(state) => saved.push(state),
            Tick::Closed(chain) => chains.push(chain),
            Tick::Finished => break,
            Tick::Trained | Tick::Measured(_) | Tick::Stopped { .. } => {}
        }
    }
    chains.sort_by_key(|chain| (chain.arm, chain.member));
    (saved, chains)
}

#[test]
fn a_run_that_is_taken_up_again_ends_with_the_same_chains() {
    let keys = Link::parse(RUN).expect("a link").keys;
    let (saved, chains) = finish(&mut Session::new(&keys, &[0, 1]).expect("a session"));
    let marks: Vec<u32> =
        saved.iter().filter(|saved| (saved.arm, saved.member) == (1, 1)).map(|saved| saved.j).collect();
    assert_eq!(marks, (4..64).step_by(4).collect::<Vec<u32>>());

    // Each member from another point of progress, and one of them from the start.
    let mut second = Session::new(&keys, &[0, 1]).expect("a session");
    for state in saved.iter().filter(|state| state.j == 8 + 16 * state.member + 4 * state.arm) {
        if (state.arm, state.member) != (0, 0) {
            assert!(second.restore(state), "{state:?}");
        }
    }
    let (again, same) = finish(&mut second);
    assert_eq!(same, chains);
    assert!(again.len() < saved.len());
    assert!(run_digest(&keys, &same).is_ok());

    // Two workers with a member each give the chains of one with both.
    let mut alone = Session::new(&keys, &[1]).expect("a session");
    assert!(
        saved.iter().filter(|state| state.member == 1 && state.j == 60).all(|state| alone.restore(state))
    );
    let (_, one) = finish(&mut alone);
    assert!(chains.iter().filter(|chain| chain.member == 1).eq(&one));
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

    // At its end a member has nothing left to do but to close its chain.
    assert!(session.restore(&Saved { j: 64, step: 64, ..saved.clone() }));
    let closed = Chain { arm: saved.arm, member: 0, hash: saved.chain, stopped: None };
    assert_eq!(session.tick(), Tick::Closed(closed));
}
