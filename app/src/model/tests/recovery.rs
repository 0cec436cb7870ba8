//! What becomes of a run whose worker or GPU is lost.

use super::*;

const WHY: &str = "It is gone.";

fn gpu_fails(model: &mut Model) -> Vec<Order> {
    let run = model.run;
    model.receive(0, FromWorker::GpuFailed { run, sentence: WHY.into() }, 9.0)
}

fn says(model: &Model) -> String {
    model.notices().join(" ")
}

#[test]
fn a_lost_worker_is_replaced_and_the_digest_is_the_same() {
    let mut untouched = loaded("rev=2&members=3");
    finish(&mut untouched, 2);

    let mut model = loaded("rev=2&members=3");
    let parts_before = run_on(&mut model, Device::Exact, 2);
    let report = saved_between(&model, &parts_before[0], 0, 8);
    model.receive(0, FromWorker::Report(report), 1.0);
    let report = between(&model, &parts_before[0], 8, 20);
    model.receive(0, FromWorker::Report(report), 2.0);
    let far = model.progress();

    let orders = model.worker_lost(0, WHY.into(), 3.0);
    let part = parts(&orders).remove(0);
    assert_eq!((part.seat, &part.members, part.device), (0, &parts_before[0].members, Device::Exact));
    assert_eq!(part.from.len(), 2 * model.arms().len());
    assert!(part.from.iter().all(|saved| saved.j == 8));
    assert_eq!(orders.last(), Some(&Order::Seat(0, ToWorker::Resume)));
    assert!(model.progress() < far && model.progress() > 0.0);
    assert!(says(&model).contains(WHY) && says(&model).contains("were last saved"));

    let report = between(&model, &part, 8, 64);
    model.receive(0, FromWorker::Report(report), 4.0);
    let one_more = model.progress();
    assert!((one_more - 2.0 / 3.0).abs() < 0.01, "{one_more}");
    let report = whole(&model, &parts_before[1]);
    model.receive(1, report, 5.0);
    assert_eq!(model.phase(), &Phase::Finished);
    assert_eq!(model.digest(), untouched.digest());
    assert!(model.digest().is_some() && !model.is_mixed());
}

#[test]
fn members_that_had_ended_count_once() {
    let mut model = loaded("rev=2&members=1");
    let part = run_on(&mut model, Device::Exact, 1).remove(0);
    let report = saved_between(&model, &part, 0, 60);
    model.receive(0, FromWorker::Report(report), 1.0);
    // One arm is done when the worker is lost.
    let mut report = between(&model, &part, 60, 64);
    report.points.retain(|point| point.arm == 0);
    report.finished = false;
    model.receive(0, FromWorker::Report(report), 2.0);
    let part = parts(&model.worker_lost(0, WHY.into(), 3.0)).remove(0);
    let report = between(&model, &part, 60, 64);
    model.receive(0, FromWorker::Report(report), 4.0);
    assert_eq!(model.phase(), &Phase::Finished);
    assert!(model.digest().is_some());
}

#[test]
fn a_worker_that_is_lost_again_and_again_ends_the_run() {
    let mut model = loaded("rev=2&members=2");
    let part = run_on(&mut model, Device::Exact, 1).remove(0);
    for _ in 0..2 {
        assert_eq!(parts(&model.worker_lost(0, WHY.into(), 1.0)).len(), 1);
    }
    assert!(says(&model).contains("begins its members again"));
    // The run got further, so the count begins anew.
    let report = between(&model, &part, 0, 3);
    model.receive(0, FromWorker::Report(report.clone()), 2.0);
    for _ in 0..2 {
        assert_eq!(parts(&model.worker_lost(0, WHY.into(), 3.0)).len(), 1);
        // Measuring once more what is known is not getting further.
        model.receive(0, FromWorker::Report(report.clone()), 4.0);
    }
    assert_eq!(model.worker_lost(0, WHY.into(), 5.0), []);
    assert_eq!(model.phase(), &Phase::Failed(WHY.into()));
}

#[test]
fn before_any_worker_was_there_a_loss_ends_the_run() {
    let mut model = model("rev=2&members=2");
    model.run_or_pause(1, 0.0);
    assert_eq!(model.worker_lost(0, WHY.into(), 1.0), []);
    assert_eq!(model.phase(), &Phase::Failed(WHY.into()));
}

#[test]
fn a_worker_without_a_part_in_the_run_may_go() {
    let mut model = loaded("rev=2&members=2");
    assert_eq!(model.worker_lost(0, WHY.into(), 0.0), []);
    let parts = run_on(&mut model, Device::Exact, 2);
    let report = whole(&model, &parts[1]);
    model.receive(1, report, 1.0);
    assert_eq!(model.worker_lost(1, WHY.into(), 2.0), []);
    assert_eq!(model.worker_lost(7, WHY.into(), 3.0), []);
    assert_eq!((model.phase(), model.notices().len()), (&Phase::Running, 0));
}

#[test]
fn an_engine_that_breaks_is_replaced_and_open_questions_say_why() {
    let mut model = loaded("rev=2&members=2");
    let part = run_on(&mut model, Device::Exact, 1).remove(0);
    let report = saved_between(&model, &part, 0, 4);
    model.receive(0, FromWorker::Report(report), 1.0);
    let orders = model.receive(0, FromWorker::Broke { sentence: WHY.into() }, 2.0);
    assert!(parts(&orders)[0].from.iter().all(|saved| saved.j == 4));
    assert_eq!(model.phase(), &Phase::Running);

    let orders = model.ask_probe(0, model.question(0));
    assert!(matches!(orders[..], [Order::Seat(0, ToWorker::Probe { .. })]), "{orders:?}");
    assert_eq!(model.question_refused(0), None);
    model.receive(0, FromWorker::Broke { sentence: WHY.into() }, 3.0);
    assert_eq!(model.question_refused(0), Some(WHY));
}

#[test]
fn a_paused_run_stays_paused_in_its_new_worker() {
    let mut model = loaded("rev=2&members=2");
    run_on(&mut model, Device::Exact, 1);
    model.run_or_pause(1, 1.0);
    let orders = model.worker_lost(0, WHY.into(), 2.0);
    assert_eq!((orders.len(), parts(&orders).len(), model.phase()), (1, 1, &Phase::Paused));
}

#[test]
fn who_is_lost_while_choosing_is_asked_again_and_then_no_more() {
    let mut model = loaded("rev=2&members=2");
    model.run_or_pause(2, 0.0);
    for _ in 0..2 {
        let orders = model.worker_lost(0, WHY.into(), 1.0);
        assert!(matches!(orders[..], [Order::Seat(0, ToWorker::Choose { .. })]), "{orders:?}");
    }
    let orders = model.worker_lost(0, WHY.into(), 2.0);
    assert_eq!((parts(&orders).len(), orders.last()), (2, Some(&Order::All(ToWorker::Resume))));
    assert_eq!(model.backend_name(), Some("exact"));
}

#[test]
fn a_lost_gpu_worker_goes_on_on_the_gpu() {
    let mut model = loaded("rev=2&members=2");
    let part = run_on(&mut model, Device::Gpu, 2).remove(0);
    let report = saved_between(&model, &part, 0, 8);
    model.receive(0, FromWorker::Report(report), 1.0);
    let report = between(&model, &part, 8, 10);
    model.receive(0, FromWorker::Report(report), 2.0);
    let orders = model.worker_lost(0, WHY.into(), 3.0);
    let again = parts(&orders).remove(0);
    assert_eq!((again.device, again.from.len()), (Device::Gpu, 2 * model.arms().len()));
    assert_eq!(model.recording().points(0, 0).last().map(|point| point.j), Some(8));
    assert_eq!((model.backend_name(), model.is_preparing()), (Some("gpu"), true));
}

#[test]
fn a_gpu_whose_worker_is_lost_again_and_again_gives_way_to_the_processor() {
    let mut model = loaded("rev=2&members=2");
    run_on(&mut model, Device::Gpu, 2);
    for _ in 0..2 {
        assert_eq!(parts(&model.worker_lost(0, WHY.into(), 1.0))[0].device, Device::Gpu);
    }
    let parts = parts(&model.worker_lost(0, WHY.into(), 2.0));
    assert!(parts.len() == 2 && parts.iter().all(|part| part.device == Device::Exact));
    assert_eq!(model.backend_name(), Some("exact"));
}

#[test]
fn a_gpu_that_fails_before_anything_was_saved_makes_an_exact_run() {
    let mut untouched = loaded("rev=2&members=3");
    finish(&mut untouched, 2);

    let mut model = loaded("rev=2&members=3");
    let part = run_on(&mut model, Device::Gpu, 2).remove(0);
    let report = between(&model, &part, 0, 3);
    model.receive(0, FromWorker::Report(report), 1.0);
    let orders = gpu_fails(&mut model);
    let parts = parts(&orders);
    assert!(parts.iter().all(|part| part.device == Device::Exact && part.from.is_empty()));
    assert_eq!((parts.len(), orders.last()), (2, Some(&Order::All(ToWorker::Resume))));
    assert!(model.recording().points(0, 0).is_empty() && model.progress() < f64::EPSILON);
    assert_eq!((model.backend_name(), model.is_mixed()), (Some("exact"), false));
    assert!(says(&model).contains("begins anew") && model.why_says().contains(WHY));
    for part in &parts {
        let report = whole(&model, part);
        model.receive(part.seat, report, 10.0);
    }
    assert_eq!(model.digest(), untouched.digest());
}

#[test]
fn a_gpu_that_fails_midway_makes_a_mixed_run_without_a_digest() {
    let mut model = loaded("rev=2&members=3");
    let part = run_on(&mut model, Device::Gpu, 2).remove(0);
    let report = saved_between(&model, &part, 0, 8);
    model.receive(0, FromWorker::Report(report), 1.0);
    let mut late = between(&model, &part, 8, 11);
    model.receive(0, FromWorker::Report(late.clone()), 2.0);
    let parts = parts(&gpu_fails(&mut model));
    assert_eq!(parts.iter().map(|part| part.from.len()).sum::<usize>(), 3 * model.arms().len());
    assert!(parts.iter().all(|part| part.device == Device::Exact && part.run == model.run));
    assert_eq!((model.backend_name(), model.badge().word), (Some("mixed"), "mixed"));
    // What the GPU measured after it was last saved is measured again, and the GPU is not heard any more.
    late.saved.clear();
    model.receive(0, FromWorker::Report(late), 10.0);
    assert_eq!(model.recording().points(0, 0).last().map(|point| point.j), Some(8));
    assert!((model.progress() - 8.0 / 64.0).abs() < 0.01);
    for part in &parts {
        let report = between(&model, part, 8, 64);
        model.receive(part.seat, FromWorker::Report(report), 11.0);
    }
    assert_eq!((model.phase(), model.digest()), (&Phase::Finished, None));
    assert!(model.lacks_digest() && model.no_digest_says().contains("began on the GPU"));
    assert!(says(&model).contains("goes on on the processor"));
}

#[test]
fn a_gpu_that_fails_in_a_paused_run_leaves_it_paused() {
    let mut model = loaded("rev=2&members=2");
    run_on(&mut model, Device::Gpu, 1);
    model.run_or_pause(1, 1.0);
    let orders = gpu_fails(&mut model);
    assert_eq!((orders.len(), parts(&orders).len(), model.phase()), (1, 1, &Phase::Paused));
}

#[test]
fn a_gpu_that_fails_after_the_end_changes_nothing() {
    let mut model = loaded("rev=2&members=2");
    let part = run_on(&mut model, Device::Gpu, 1).remove(0);
    let report = whole(&model, &part);
    model.receive(0, report, 1.0);
    assert_eq!(gpu_fails(&mut model), []);
    assert_eq!((model.phase(), model.backend_name()), (&Phase::Finished, Some("gpu")));
}

#[test]
fn the_newest_state_is_gone_on_from() {
    let mut model = loaded("rev=2&members=1");
    let part = run_on(&mut model, Device::Exact, 1).remove(0);
    for (from, to) in [(0, 4), (4, 8), (8, 12)] {
        let report = saved_between(&model, &part, from, to);
        model.receive(0, FromWorker::Report(report), 1.0);
    }
    let again = parts(&model.worker_lost(0, WHY.into(), 2.0)).remove(0);
    assert!(again.from.len() == model.arms().len() && again.from.iter().all(|saved| saved.j == 12));
}
