//! How the networks of these experiments are trained: in one stretch on everything, or in two, the second of which is about what
//! is hidden.

use std::ops::Range;

use engine::feed::Keys;
use engine::graph::{Dtype, Graph, Id};
use engine::layout::Layout;
use engine::lower::Roots;
use engine::optim::{AdamW, Moments};
use engine::train::{Arm, Initial, Program, Segment};

use crate::knob::Knobs;

/// How many times as fast as before some vectors alone are trained later, and all parameters.
const FASTER: f32 = 10.0 / 3.0;
const SLOWER: f32 = 1.0 / 3.0;

/// What the second stretch trains.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Later {
    /// Some vectors alone, by the places of their numbers among the parameters.
    Vectors(Range<usize>),
    /// All parameters.
    All,
}

/// The stretches of an arm.
pub(super) struct Stretches {
    steps: [u32; 2],
    first: Moments,
    /// Of the second stretch, where there is one: its moments, what it trains, and how fast.
    later: Option<(Moments, Range<usize>, f32)>,
}

impl Stretches {
    /// Declares the states of the optimisers, for all parameters that are declared so far, and for so many steps of each
    /// stretch.
    pub(super) fn new(layout: &mut Layout, steps: [u32; 2], later: Option<Later>) -> Self {
        let first = Moments::with_decay(layout);
        let later = later.map(|later| {
            let (part, factor) = match later {
                Later::Vectors(part) => (part, FASTER),
                Later::All => (0..layout.parameter_count(), SLOWER),
            };
            let mut moments = Moments::of(layout, part.len());
            moments.decay = first.decay;
            (moments, part, factor)
        });
        Self { steps, first, later }
    }

    /// A training step of the first stretch. `loss` makes the loss in the graph, of the number of the step.
    pub(super) fn first(&self, layout: &Layout, loss: impl FnOnce(&mut Graph, Id) -> Id) -> Program {
        let mut g = Graph::new();
        let step = g.state(self.first.step, &[1, 1], Dtype::U32);
        let loss = loss(&mut g, step);
        let updates = optimiser(100, self.steps[0]).update(&mut g, layout, &self.first, loss);
        Program { graph: g, roots: Roots { updates, outputs: vec![loss] } }
    }

    /// A training step of the second stretch, where there is one.
    pub(super) fn later(
        &self,
        layout: &Layout,
        loss: impl FnOnce(&mut Graph, Id) -> Option<Id>,
    ) -> Option<Program> {
        let (moments, part, _) = self.later.as_ref()?;
        let mut g = Graph::new();
        let step = g.state(moments.step, &[1, 1], Dtype::U32);
        let loss = loss(&mut g, step)?;
        let updates = optimiser(0, self.steps[1]).update_part(&mut g, layout, moments, loss, part.clone());
        Some(Program { graph: g, roots: Roots { updates, outputs: vec![loss] } })
    }

    /// The first values of the states of the optimisers, by the knobs `rate` and `decay`.
    fn initial(&self, knobs: &Knobs) -> Vec<(usize, Vec<f32>)> {
        #[allow(clippy::cast_possible_truncation, reason = "the engine trains in f32")]
        let [rate, decay] = ["rate", "decay"].map(|key| knobs.real(key) as f32);
        let decay = self.first.decay.map(|state| (state, vec![decay]));
        let later = self.later.iter().flat_map(|(moments, _, factor)| moments.initial(rate * factor));
        self.first.initial(rate).into_iter().chain(decay).chain(later).collect()
    }

    /// The arm: its training steps, an evaluation for each, and the first values of a member's states beside those of the
    /// optimisers.
    pub(super) fn arm(
        &self,
        knobs: &Knobs,
        (layout, keys): (Layout, Keys),
        programs: [Option<Program>; 2],
        evaluate: impl Fn() -> Program,
        told: impl Fn([u32; 2]) -> Vec<(usize, Vec<f32>)> + 'static,
    ) -> Arm {
        let trained = programs.into_iter().zip(self.steps).filter_map(|(train, steps)| Some((train?, steps)));
        let segments: Vec<Segment> = trained
            .map(|(train, steps)| Segment { steps, train, evaluate: evaluate(), feed: None })
            .collect();
        let marks = crate::run::marks(segments.iter().map(|segment| segment.steps).sum());
        let optimisers = self.initial(knobs);
        let initial: Initial = Box::new(move |_, key| [optimisers.clone(), told(key)].concat());
        Arm { layout, keys, initial, segments, marks, replicates: Arm::ALONE }
    }
}

fn optimiser(warmup: u32, steps: u32) -> AdamW {
    AdamW {
        betas: [0.9, 0.999],
        epsilon: 1e-8,
        weight_decay: 1.0,
        clip: None,
        warmup,
        decay: steps * 2 / 5,
        steps,
    }
}
