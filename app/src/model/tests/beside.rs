//! Another run beside the one that is shown.

use lab::keys::RunKeys;

use super::*;

fn settled(model: &mut Model, workers: u32) {
    finish(model, workers);
    assert_eq!(model.phase(), &Phase::Finished);
}

#[test]
fn the_other_run_follows_and_the_first_one_stands_beside_it() {
    let mut model = loaded("rev=2&seed=3&members=1&backend=exact&beside=rev%3D2%26seed%3D4%26members%3D1");
    assert!(model.lacks_beside() && model.view().beside.is_none());
    let orders = model.run_both(1, 0.0);
    assert!(model.runs_both() && !model.is_next_due());
    for part in parts(&orders) {
        let report = whole(&model, &part);
        model.receive(part.seat, report, 1.0);
    }
    assert!(model.is_next_due());
    let orders = model.go_on_to_next(1, 2.0);
    assert_eq!((model.keys().seed, model.beside().map(|keys| keys.seed)), (4, Some(3)));
    assert!(!model.lacks_beside() && !model.runs_both() && model.phase() == &Phase::Running);
    let known = model.view().beside.map(|beside| beside.recording.points(0, 0).len());
    assert_eq!(known, Some(65));
    for part in parts(&orders) {
        let report = whole(&model, &part);
        model.receive(part.seat, report, 3.0);
    }
    assert_eq!((model.phase(), model.is_next_due()), (&Phase::Finished, false));
    assert!(
        model.link().write().contains("seed=4") && model.link().write().contains("beside=rev%3D2%26seed%3D3")
    );
}

#[test]
fn a_run_of_this_page_is_found_again() {
    let mut model = loaded("rev=2&seed=3&members=1&backend=exact");
    settled(&mut model, 1);
    let first = model.keys().clone();
    model.change(RunKeys { seed: 9, ..first.clone() });
    model.compare_with(first.clone(), None);
    assert!(!model.lacks_beside());
    // It stays while settings change, and goes when it is put away.
    model.change(RunKeys { seed: 10, ..first.clone() });
    assert!(!model.lacks_beside() && model.beside() == Some(&first));
    model.compare_no_more();
    assert!(model.beside().is_none() && !model.link().write().contains("beside"));
}

#[test]
fn only_the_missing_one_is_run_where_this_one_is_over() {
    let mut model = loaded("rev=2&seed=3&members=1&backend=exact");
    settled(&mut model, 1);
    model.compare_with(RunKeys { seed: 5, ..model.keys().clone() }, None);
    assert!(model.lacks_beside());
    let orders = model.run_both(1, 5.0);
    assert_eq!((parts(&orders).len(), model.keys().seed, model.lacks_beside()), (1, 5, false));
}
