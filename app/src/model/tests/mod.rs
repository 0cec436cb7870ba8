//! The model from outside, without a browser: what it is told, what it says, and what it wants done.

mod beside;
mod choice;
mod embedding;
mod inquiry;
mod records;
mod recovery;
mod run;
mod speed;
mod taken;
mod unfinished;

use lab::EXPERIMENTS;
use lab::digest::{PROGRESS, step_at};
use lab::link::Link;
use lab::recording::{Device, Point, Saved};

use super::*;
use crate::protocol::{Choice, FromWorker, Report, ToWorker};

fn model(fragment: &str) -> Model {
    Model::new(Link::from_fragment(EXPERIMENTS[0], fragment).unwrap())
}

/// A page whose engine is there.
fn loaded(fragment: &str) -> Model {
    let mut model = model(fragment);
    model.receive(0, FromWorker::Ready { check: "abc".into(), bits: 1 }, 0.0);
    model
}

/// What one worker was told to prepare.
#[derive(Debug, Clone, PartialEq)]
struct Part {
    seat: usize,
    run: u32,
    members: Vec<u32>,
    device: Device,
    from: Vec<Saved>,
}

/// What the workers were told to prepare, of all that was ordered.
fn parts(orders: &[Order]) -> Vec<Part> {
    let part = |order: &Order| match order.clone() {
        Order::Seat(seat, ToWorker::Prepare { run, members, device, from, .. }) => {
            Some(Part { seat, run, members, device, from })
        }
        _ => None,
    };
    orders.iter().filter_map(part).collect()
}

/// Presses Run; where the page asks for a device, it is this one.
fn run_on(model: &mut Model, device: Device, workers: u32) -> Vec<Part> {
    let mut orders = model.run_or_pause(workers, 0.0);
    if model.is_choosing() {
        orders = model.receive(0, chosen(model.run, device), 0.0);
    }
    parts(&orders)
}

fn chosen(run: u32, device: Device) -> FromWorker {
    let adapter = (device == Device::Gpu).then(|| "an adapter".to_owned());
    FromWorker::Chosen { run, choice: Choice { device, why: "Because.".into(), adapter } }
}

/// Everything that one worker's members do between two points of progress, in one report.
fn between(model: &Model, part: &Part, from: u32, to: u32) -> Report {
    let mut report = Report { run: part.run, finished: to == PROGRESS, ..Report::default() };
    for (arm, declared) in (0u32..).zip(model.arms()) {
        for &member in &part.members {
            report.trained += step_at(to, declared.steps) - step_at(from, declared.steps);
            let values = vec![0.5; model.keys().experiment.series.len()];
            let step = |j| step_at(j, declared.steps);
            let first = if from == 0 { 0 } else { from + 1 };
            // Every model and point has a hash of its own, where the processor computes it.
            let chain = |j: u32| {
                let byte = |number: u32| u8::try_from(number).unwrap();
                let mut hash = [byte(arm); 32];
                (hash[1], hash[2]) = (byte(member), byte(j));
                (part.device == Device::Exact).then_some(hash)
            };
            let samples = Vec::new();
            let point = |j| Point {
                arm,
                member,
                j,
                step: step(j),
                values: values.clone(),
                samples: samples.clone(),
                chain: chain(j),
            };
            report.points.extend((first..=to).map(point));
        }
    }
    report
}

/// The same, and each member is saved at the end of it.
fn saved_between(model: &Model, part: &Part, from: u32, to: u32) -> Report {
    let mut report = between(model, part, from, to);
    for (arm, declared) in (0u32..).zip(model.arms()) {
        report.saved.extend(part.members.iter().map(|&member| Saved {
            arm,
            member,
            j: to,
            step: step_at(to, declared.steps),
            loss: 0.5,
            chain: [0; 32],
            state: vec![0; 8],
        }));
    }
    report
}

/// Everything that one worker's members do, in one report.
fn whole(model: &Model, part: &Part) -> FromWorker {
    FromWorker::Report(between(model, part, 0, PROGRESS))
}

fn finish(model: &mut Model, workers: u32) {
    for part in run_on(model, Device::Exact, workers) {
        let report = whole(model, &part);
        model.receive(part.seat, report, 1.0);
    }
}
