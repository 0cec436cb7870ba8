//! A run that a page was closed in the middle of.

use super::*;

const LINK: &str = "rev=2&seed=3&members=2&backend=exact";

/// A page in the middle of a run: its first 8 points have come, and it was saved there.
fn midway(link: &str, device: Device) -> Model {
    let mut model = loaded(link);
    for part in run_on(&mut model, device, 1) {
        let report = saved_between(&model, &part, 0, 8);
        model.receive(part.seat, FromWorker::Report(report), 1.0);
    }
    model
}

#[test]
fn it_goes_on_from_where_it_was_saved_to_the_same_digest() {
    let mut whole_run = loaded(LINK);
    finish(&mut whole_run, 1);

    let kept = midway(LINK, Device::Exact).unfinished().unwrap();
    let mut later = loaded(LINK);
    let orders = later.go_on_with(&kept, 2, 0.0).unwrap();
    assert_eq!((later.phase(), later.reached()), (&Phase::Running, 8));
    let parts = parts(&orders);
    assert_eq!(
        parts.iter().map(|part| part.from.iter().map(|saved| saved.j).max()).collect::<Vec<_>>(),
        [Some(8); 2]
    );
    assert_eq!(orders.last(), Some(&Order::All(ToWorker::Resume)));
    for part in parts {
        let report = between(&later, &part, 8, PROGRESS);
        later.receive(part.seat, FromWorker::Report(report), 2.0);
    }
    assert_eq!(later.digest(), whole_run.digest());
    assert!(later.digest().is_some());
}

#[test]
fn settings_come_back_with_it() {
    let kept = midway(LINK, Device::Exact).unfinished().unwrap();
    let mut other = loaded("rev=2&seed=8&members=2");
    other.go_on_with(&kept, 1, 0.0).unwrap();
    assert_eq!((other.keys().seed, other.reached()), (3, 8));
}

#[test]
fn on_a_gpu_it_goes_back_to_what_was_saved() {
    let mut model = midway("rev=2&seed=3&members=1&backend=gpu", Device::Gpu);
    let part = Part { seat: 0, run: model.run(), members: vec![0], device: Device::Gpu, from: vec![] };
    let report = between(&model, &part, 8, 11);
    model.receive(0, FromWorker::Report(report), 2.0);
    assert_eq!(model.reached(), 11);
    let kept = model.unfinished().unwrap();
    let mut later = loaded("rev=2&seed=3&members=1&backend=gpu");
    later.go_on_with(&kept, 1, 0.0).unwrap();
    assert_eq!((later.reached(), later.is_mixed()), (8, false));
}

#[test]
fn there_is_nothing_to_keep_before_and_after_a_run() {
    let mut model = loaded(LINK);
    assert_eq!(model.unfinished(), None);
    finish(&mut model, 1);
    assert_eq!(model.unfinished(), None);
}

#[test]
fn what_cannot_be_read_changes_nothing() {
    let mut model = loaded(LINK);
    let kept = midway(LINK, Device::Exact).unfinished().unwrap();
    for bytes in [&[][..], &[255; 40], &kept[..kept.len() / 2]] {
        assert!(model.go_on_with(bytes, 1, 0.0).is_err());
    }
    assert_eq!((model.phase(), model.known_points()), (&Phase::Ready, 0));
}
