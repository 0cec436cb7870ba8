//! What trains: the graphs of each arm.

use engine::feed::Keys;
use engine::graph::{Dtype, Graph, Id};
use engine::layout::{Layout, PARAMETERS};
use engine::lower::Roots;
use engine::train::Program;
use engine::{nn, optim};

use super::data::Shown;
use super::flow::{self, CLOCK, Flow};
use super::measure::measure;
use super::network::{Network, losses};
use super::track::{self, Seen};
use super::variant::{BATCH, EVALUATED, Kind, World, concepts, variants};
use crate::knob::Knobs;

/// How far the test loss must go back for a turn to count, as a share of that of an answer of nothing: a flow is smooth, a
/// network trembles with its batches.
const LEAST_TURN: [f64; 2] = [2e-4, 1e-2];

/// What answers.
enum Model {
    Flow(Flow),
    Network(Network),
}

/// Everything that an arm's graphs share. C concepts.
struct Parts {
    layout: Layout,
    model: Model,
    kind: Kind,
    concepts: usize,
    keys: Keys,
    shown: Shown,
    /// The states of the clock, of the training step, of what is noted, and of how far a turn must go.
    clock: usize,
    step: usize,
    track: usize,
    least_turn: usize,
}

impl Parts {
    fn new(knobs: &Knobs, arm: usize) -> Self {
        let (kind, concepts) = (variants(knobs)[arm].kind, concepts(knobs));
        let mut layout = Layout::new();
        let model = match kind {
            Kind::Network { depth, bent, width } => {
                Model::Network(Network::new(&mut layout, depth, bent, width))
            }
            Kind::Matrix | Kind::Product { .. } => Model::Flow(Flow::new(&mut layout, kind, concepts)),
        };
        let keys = Keys::new(&mut layout);
        let shown = Shown::new(&mut layout, concepts);
        let clock = layout.state("clock", CLOCK, Dtype::F32);
        let step = layout.state("step", 1, Dtype::U32);
        let track = layout.state("track", track::LENGTH, Dtype::F32);
        let least_turn = layout.state("least turn", 1, Dtype::F32);
        Self { layout, model, kind, concepts, keys, shown, clock, step, track, least_turn }
    }

    /// Answers to points, `[B, C]` both, and the loss of each, `[B, 1]`.
    fn answer(&self, g: &mut Graph, points: Id) -> [Id; 2] {
        match &self.model {
            Model::Flow(flow) => {
                let matrix = flow.matrix(g);
                let turned = g.transpose(matrix);
                let answers = g.matmul(points, turned);
                [answers, losses(g, answers, points)]
            }
            Model::Network(network) => {
                let [answers, wanted] = network.answer(g, points);
                [g.slice(answers, 1, 0, self.concepts), losses(g, answers, wanted)]
            }
        }
    }

    /// The training loss on these many points: of a flow, that of infinitely many.
    fn loss(&self, g: &mut Graph, stream: &str, step: Id, count: usize) -> Id {
        match &self.model {
            Model::Flow(flow) => {
                let rates = self.shown.rates(g);
                flow.loss(g, rates)
            }
            Model::Network(network) => {
                let points = self.shown.points(g, &self.keys, stream, step, count);
                let [answers, wanted] = network.answer(g, points);
                let each = losses(g, answers, wanted);
                let loss = nn::mean_all(g, each);
                g.reshape(loss, &[1, 1])
            }
        }
    }

    /// What the training step notes before it changes anything.
    fn seen(&self, g: &mut Graph, loss: Id) -> Seen {
        let last = self.concepts - 1;
        let probes = self.shown.probes(g);
        let signals = self.shown.signals(g);
        let at = |g: &mut Graph, row: Id, concept: usize| {
            let (answer, signal) = (g.slice(row, 1, concept, 1), g.slice(signals, 1, concept, 1));
            g.div(answer, signal)
        };
        let rows = [(1 << self.concepts) - 1, 1, 1 << last].map(|row| g.slice(probes, 0, row, 1));
        let (test, answer, weights) = match &self.model {
            Model::Flow(flow) => {
                let [answer, test] = self.answer(g, rows[0]);
                let matrix = flow.matrix(g);
                let weights = [0, last].map(|at| {
                    let row = g.slice(matrix, 0, at, 1);
                    g.slice(row, 1, at, 1)
                });
                (test, answer, weights)
            }
            Model::Network(_) => {
                let points = g.concat(&rows, 0);
                let [answers, losses] = self.answer(g, points);
                let [answer, first, second] = [0, 1, 2].map(|row| g.slice(answers, 0, row, 1));
                (g.slice(losses, 0, 0, 1), answer, [at(g, first, 0), at(g, second, last)])
            }
        };
        let clock = g.state(self.clock, &[1, CLOCK], Dtype::F32);
        Seen {
            time: g.slice(clock, 1, 0, 1),
            test,
            loss,
            answers: [at(g, answer, 0), at(g, answer, last)],
            weights,
            least_turn: g.state(self.least_turn, &[1, 1], Dtype::F32),
        }
    }

    fn training_step(&self) -> Program {
        let mut g = Graph::new();
        let step = g.state(self.step, &[1, 1], Dtype::U32);
        let loss = self.loss(&mut g, "train", step, BATCH);
        let seen = self.seen(&mut g, loss);
        let track = track::follow(&mut g, self.track, &seen);
        let clock = g.state(self.clock, &[1, CLOCK], Dtype::F32);
        let length = g.slice(clock, 1, 1, 1);
        let weights = match &self.model {
            Model::Flow(flow) => {
                let rates = self.shown.rates(&mut g);
                flow.advance(&mut g, rates, length)
            }
            Model::Network(_) => optim::descend(&mut g, &self.layout, length, loss),
        };
        let clock = flow::tick(&mut g, self.clock);
        let one = g.u32(1);
        let next = g.add(step, one);
        let updates = vec![weights, (self.clock, clock), (self.step, next), (self.track, track)];
        Program { graph: g, roots: Roots { updates, outputs: vec![loss] } }
    }

    fn evaluation(&self) -> Program {
        let mut g = Graph::new();
        let zero = g.u32(0);
        let loss = self.loss(&mut g, "evaluate", zero, EVALUATED);
        let probes = self.shown.probes(&mut g);
        let [answers, losses] = self.answer(&mut g, probes);
        let signals = self.shown.signals(&mut g);
        let rates = self.shown.rates(&mut g);
        let track = g.state(self.track, &[1, track::LENGTH], Dtype::F32);
        let clock = g.state(self.clock, &[1, CLOCK], Dtype::F32);
        let outputs = vec![loss, clock, track, signals, rates, losses, answers];
        Program { graph: g, roots: Roots { updates: vec![], outputs } }
    }
}

/// The arm at this position.
pub(super) fn program(knobs: &Knobs, arm: usize) -> crate::run::Program {
    let parts = Parts::new(knobs, arm);
    let programs = [parts.training_step(), parts.evaluation()];
    let Parts { layout, kind, concepts, keys, shown, clock, track, least_turn, .. } = parts;
    let world = World::new(knobs);
    let is_network = matches!(kind, Kind::Network { .. });
    #[allow(clippy::cast_possible_truncation, reason = "the engine trains in f32")]
    let as_f32 = |number: f64| number as f32;
    let of_turn = vec![as_f32(LEAST_TURN[usize::from(is_network)] * world.blank())];
    let times = if is_network { vec![0.0, as_f32(knobs.real("rate")), 1.0] } else { flow::clock(knobs) };
    let scale = as_f32(knobs.real("scale"));
    let start = Flow::start(knobs, kind, concepts);
    let drawn = layout.clone();
    let initial = Box::new(move |_, key| {
        let weights = if is_network {
            drawn.initial_parameters(key).into_iter().map(|weight| weight * scale).collect()
        } else {
            start(key)
        };
        let rest = [
            (PARAMETERS, weights),
            (clock, times.clone()),
            (track, track::blank()),
            (least_turn, of_turn.clone()),
        ];
        rest.into_iter().chain(shown.initial(&world)).collect()
    });
    let arm = crate::run::plain(layout, keys, initial, knobs.whole("steps"), programs);
    let terms = matches!(kind, Kind::Product { .. });
    crate::run::Program { arm, measure: Box::new(move |outputs| measure(concepts, terms, outputs)) }
}
