//! Slow motion.

use super::*;

#[test]
fn a_slow_run_asks_for_one_point_at_a_time() {
    let mut model = loaded("rev=2&seed=3&members=2&backend=exact&speed=4");
    let orders = model.run_or_pause(1, 0.0);
    assert_eq!(orders.last(), Some(&Order::All(ToWorker::Step)));
    let part = &parts(&orders)[0];
    assert!(model.next_point(1000.0).is_empty(), "nothing has come yet");
    let first = between(&model, part, 0, 0);
    model.receive(0, FromWorker::Report(first), 100.0);
    assert!(model.next_point(200.0).is_empty(), "a quarter of a second has not gone by");
    assert_eq!(model.next_point(250.0), [Order::All(ToWorker::Step)]);
    assert!(model.next_point(900.0).is_empty());
}

#[test]
fn the_speed_can_change_in_the_middle() {
    let mut model = loaded("rev=2&seed=3&members=1&backend=exact");
    run_on(&mut model, Device::Exact, 1);
    let slower = model.limit_speed(Some(1), 10.0);
    assert_eq!(slower, [Order::All(ToWorker::Pause), Order::All(ToWorker::Step)]);
    assert!(model.link().write().contains("&speed=1"));
    let faster = model.limit_speed(None, 20.0);
    assert_eq!(faster, [Order::All(ToWorker::Pause), Order::All(ToWorker::Resume)]);
    model.run_or_pause(1, 30.0);
    assert!(model.limit_speed(Some(8), 40.0).is_empty() && model.next_point(9e9).is_empty());
}

#[test]
fn a_lost_worker_does_not_end_slow_motion() {
    let mut model = loaded("rev=2&seed=3&members=1&backend=exact&speed=4");
    let parts = run_on(&mut model, Device::Exact, 1);
    let report = saved_between(&model, &parts[0], 0, 4);
    model.receive(0, FromWorker::Report(report), 1.0);
    let orders = model.worker_lost(0, "Gone.".into(), 2.0);
    assert_eq!(orders.last(), Some(&Order::Seat(0, ToWorker::Step)));
    let again = between(&model, &super::parts(&orders)[0], 4, 5);
    model.receive(0, FromWorker::Report(again), 3.0);
    assert_eq!(model.next_point(5000.0), [Order::All(ToWorker::Step)]);
}
