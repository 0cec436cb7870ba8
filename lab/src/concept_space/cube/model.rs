//! Training and evaluation.

use engine::feed::Keys;
use engine::graph::{Dtype, Graph, Id};
use engine::layout::{Layout, PARAMETERS};
use engine::lower::Roots;
use engine::optim::Moments;
use engine::train::Program;

use super::super::measure::{draw, packed};
use super::super::model::{Mlp, Network, optimiser};
use super::super::world::{BATCH, DRAWN, EVALUATED, SHOWN};
use super::data::{Settings, World};
use super::probe::Probe;
use super::world::{ALL, CLASSES, CONCEPTS, HELD_OUT, NUMBERS, PIXELS, PROMPT, TRAINED, WIDTH};
use crate::knob::Knobs;
use crate::run::Measured;

struct Parts {
    network: Network,
    keys: Keys,
    settings: Settings,
    probe: Probe,
}

/// The arm.
pub(super) fn program(knobs: &Knobs, _arm: usize) -> crate::run::Program {
    let (world, steps) = (World::new(knobs), knobs.whole("steps"));
    let mut layout = Layout::new();
    let network = Network::Mlp(Mlp::new(&mut layout, NUMBERS, PROMPT, WIDTH));
    let moments = Moments::new(&mut layout);
    let keys = Keys::new(&mut layout);
    let settings = Settings::new(&mut layout);
    let probe = Probe::new(&mut layout);
    let parts = Parts { network, keys, settings, probe };

    let mut g = Graph::new();
    let step = g.state(moments.step, &[1, 1], Dtype::U32);
    let batch = settings.batch(&mut g, &keys, "train", step, BATCH);
    let loss = parts.network.loss(&mut g, &batch);
    let updates = optimiser(steps).update(&mut g, &layout, &moments, loss);
    let train = Program { graph: g, roots: Roots { updates, outputs: vec![loss] } };

    let mut g = Graph::new();
    let zero = g.u32(0);
    let batch = settings.batch(&mut g, &keys, "evaluate", zero, EVALUATED);
    let loss = parts.network.loss(&mut g, &batch);
    let outputs = outputs(&mut g, &parts, loss);
    let evaluate = Program { graph: g, roots: Roots { updates: vec![], outputs } };

    #[allow(clippy::cast_possible_truncation, reason = "the engine trains in f32")]
    let rate = knobs.real("rate") as f32;
    let drawn = layout.clone();
    let first: Vec<(usize, Vec<f32>)> =
        moments.initial(rate).into_iter().chain([settings.initial(world), probe.initial(world)]).collect();
    let initial = Box::new(move |_, key| {
        std::iter::once((PARAMETERS, drawn.initial_parameters(key))).chain(first.iter().cloned()).collect()
    });
    let arm = crate::run::plain(layout, keys, initial, steps, [train, evaluate]);
    crate::run::Program { arm, measure: Box::new(measure) }
}

/// The outputs of an evaluation. Of each combination: how likely its pictures are to show all three concepts that were asked for,
/// the mean squared distance of the three from certainty, and each of the three (means); then the loss, and the pictures that are
/// shown, with values from 0 to 1.
fn outputs(g: &mut Graph, parts: &Parts, loss: Id) -> Vec<Id> {
    let prompts = parts.settings.prompts(g, &CLASSES);
    let embeddings = parts.network.embeddings(g, prompts);
    let pictures = draw(g, &parts.network, &parts.keys, NUMBERS, embeddings); // [8 * 16, D]
    let said = parts.probe.says(g, pictures);
    let right = [0, 1, 2].map(|concept| {
        let wanted: Vec<u32> = CLASSES.iter().map(|class| u32::from(class.0[concept])).collect();
        let wanted = g.constant_u32(&[ALL, 1], &wanted);
        let likely = g.reshape(said[concept], &[ALL, DRAWN]);
        let one = g.f32(1.0);
        let other = g.sub(one, likely);
        g.select(wanted, likely, other)
    });
    let both = g.mul(right[0], right[1]);
    let all = g.mul(both, right[2]);
    let squares = right.map(|likely| {
        let off = g.offset(likely, -1.0);
        g.mul(off, off)
    });
    let distance = g.add(squares[0], squares[1]);
    let distance = g.add(distance, squares[2]);
    let distance = g.scale(distance, 1.0 / 3.0);
    let [a, b, c] = right;
    let mut outputs: Vec<Id> = [all, distance, a, b, c].map(|each| g.mean(each, 1)).to_vec();
    outputs.push(loss);
    let (black, white) = (g.f32(0.0), g.f32(1.0));
    for class in 0..ALL {
        let shown = g.slice(pictures, 0, class * DRAWN, SHOWN);
        let shown = g.max(shown, black);
        outputs.push(g.min(shown, white));
    }
    outputs
}

/// One value for each series, then the pictures that are shown.
fn measure(outputs: &[f32]) -> Measured {
    let Some((table, rest)) = outputs.split_at_checked((2 + CONCEPTS) * ALL) else {
        return Measured::default();
    };
    let Some((loss, pictures)) = rest.split_first() else { return Measured::default() };
    let of = |which: usize, class: usize| table[which * ALL + class];
    #[allow(clippy::cast_precision_loss, reason = "a few combinations")]
    let trained = |which| (0..TRAINED).map(|class| of(which, class)).sum::<f32>() / TRAINED as f32;
    // From the corner of the cube that was asked for to where the pictures are on average.
    let distance = |class: usize| {
        let square = |concept| (1.0 - of(2 + concept, class)) * (1.0 - of(2 + concept, class));
        (0..CONCEPTS).map(square).sum::<f32>().sqrt()
    };
    let held_out = TRAINED..TRAINED + HELD_OUT.len();
    let mut values: Vec<f32> = held_out.clone().map(|class| of(0, class)).collect();
    values.extend(held_out.map(distance));
    values.extend([trained(0), trained(1), *loss]);
    Measured { values, samples: packed(PIXELS, Some(pictures)) }
}
