//! The network: from a picture with noise on it, how much noise that is and what is asked for, to the picture without noise.
//! Every hidden layer has a concept embedding of its own, added to what the layer computes, as every block of the paper's
//! network has.

use engine::feed::Keys;
use engine::graph::{Dtype, Graph, Id};
use engine::layout::{Init, Layout, PARAMETERS, Weight};
use engine::lower::Roots;
use engine::nn::{self, Linear, gelu};
use engine::optim::{AdamW, Moments};
use engine::train::Program;

use super::data::{Batch, Settings, TIMES};
use super::measure::{measure, outputs};
use super::probe::Probe;
use super::unet::UNet;
use super::world::{BATCH, EMBEDDING, EVALUATED, LAYERS, PROMPT, Shape, TIME, World};
use crate::knob::Knobs;

/// What is added to the hidden units of a layer or block: its own concept embedding, and how much noise there is. H hidden units.
pub(super) struct Conditions {
    embedding: [Linear; 2], // [numbers of a prompt, 32] and [32, H]
    time: Weight,           // [16, H]
}

impl Conditions {
    pub(super) fn new(layout: &mut Layout, name: &str, prompt: usize, width: usize) -> Self {
        #[allow(clippy::cast_precision_loss, reason = "layers are narrow")]
        let deviation = 1.0 / (3.0 * TIME as f32).sqrt();
        Self {
            embedding: [
                Linear::like_pytorch(layout, &format!("{name}.prompt"), prompt, EMBEDDING),
                Linear::like_pytorch(layout, &format!("{name}.concepts"), EMBEDDING, width),
            ],
            time: layout.parameter(&format!("{name}.time"), &[TIME, width], Init::Normal(deviation), true),
        }
    }
}

/// What takes noise away.
pub(super) enum Network {
    /// Hidden layers.
    Mlp(Mlp),
    /// The paper's kind of network, smaller.
    UNet(Box<UNet>),
}

/// One hidden layer. H hidden units.
struct Layer {
    into: Linear, // [D or H, H]
    conditions: Conditions,
}

/// Hidden layers one after the other.
pub(super) struct Mlp {
    layers: Vec<Layer>,
    out: Linear, // [H, D]
}

impl Mlp {
    /// For pictures of D numbers and prompts of so many, with H hidden units.
    pub(super) fn new(layout: &mut Layout, numbers: usize, prompt: usize, width: usize) -> Self {
        let layer = |at: usize| {
            let name = format!("layer {}", at + 1);
            let inputs = if at == 0 { numbers } else { width };
            let into = Linear::like_pytorch(layout, &name, inputs, width);
            Layer { into, conditions: Conditions::new(layout, &name, prompt, width) }
        };
        Self {
            layers: (0..LAYERS).map(layer).collect(),
            out: Linear::like_pytorch(layout, "picture", width, numbers),
        }
    }

    fn clean(&self, g: &mut Graph, noisy: Id, embeddings: &[Id], times: &[Id]) -> Id {
        let mut x = noisy;
        for (at, layer) in self.layers.iter().enumerate() {
            let sum = layer.into.apply(g, x);
            let sum = g.add(sum, embeddings[at]);
            let sum = g.add(sum, times[at]);
            let bent = gelu(g, sum);
            x = if at == 0 { bent } else { g.add(bent, x) };
        }
        self.out.apply(g, x)
    }
}

impl Network {
    fn new(layout: &mut Layout, shape: Shape) -> Self {
        if shape.convolutions {
            Self::UNet(Box::new(UNet::new(layout, shape.side)))
        } else {
            Self::Mlp(Mlp::new(layout, shape.numbers(), PROMPT, shape.width))
        }
    }

    /// Of every layer or block that has them.
    fn conditions(&self) -> Vec<&Conditions> {
        match self {
            Self::Mlp(mlp) => mlp.layers.iter().map(|layer| &layer.conditions).collect(),
            Self::UNet(net) => net.conditions(),
        }
    }

    /// The concept embeddings of prompts `[N, ..]`, one for each layer: `[N, H]`.
    pub(super) fn embeddings(&self, g: &mut Graph, prompts: Id) -> Vec<Id> {
        let embed = |of: &Conditions| {
            let mut x = prompts;
            for linear in &of.embedding {
                x = linear.apply(g, x);
                x = gelu(g, x);
            }
            x
        };
        self.conditions().into_iter().map(embed).collect()
    }

    /// What amounts of noise add to each layer: `[N, 16] -> [N, H]`.
    pub(super) fn times(&self, g: &mut Graph, waves: Id) -> Vec<Id> {
        let time = |of: &Conditions| {
            let weight = of.time.node(g);
            g.matmul(waves, weight)
        };
        self.conditions().into_iter().map(time).collect()
    }

    /// Pictures without noise: `[B, D] -> [B, D]`. Embeddings are `[B, H]`, times that or `[1, H]`.
    pub(super) fn clean(&self, g: &mut Graph, noisy: Id, embeddings: &[Id], times: &[Id]) -> Id {
        match self {
            Self::Mlp(mlp) => mlp.clean(g, noisy, embeddings, times),
            Self::UNet(net) => net.clean(g, noisy, embeddings, times),
        }
    }

    /// Mean squared difference of pictures and what is made of them with noise, over everything.
    pub(super) fn loss(&self, g: &mut Graph, batch: &Batch) -> Id {
        let all: Vec<f64> = (0..TIMES).map(time).collect();
        let (amounts, waves) = (table(g, &all), waves(g, &all));
        let amount = g.gather(amounts, batch.times);
        let waves = g.gather(waves, batch.times);
        let way = g.sub(batch.noise, batch.pictures);
        let way = g.mul(way, amount);
        let noisy = g.add(batch.pictures, way);
        let embeddings = self.embeddings(g, batch.prompts);
        let times = self.times(g, waves);
        let cleaned = self.clean(g, noisy, &embeddings, &times);
        nn::squared_error(g, cleaned, batch.pictures)
    }
}

/// The amount of noise with a number: in the middle of one of as many even parts from 0, none, to 1, nothing else.
fn time(at: usize) -> f64 {
    (at as f64 + 0.5) / TIMES as f64
}

fn table(g: &mut Graph, numbers: &[f64]) -> Id {
    #[allow(clippy::cast_possible_truncation, reason = "the engine computes in f32")]
    let numbers: Vec<f32> = numbers.iter().map(|number| *number as f32).collect();
    g.constant_f32(&[numbers.len(), 1], &numbers)
}

/// Sines and cosines of some amounts of noise: `[N, 16]`.
pub(super) fn waves(g: &mut Graph, times: &[f64]) -> Id {
    let half = TIME / 2;
    let wave = |time: f64, at: usize| {
        let angle = (at % half + 1) as f64 * std::f64::consts::FRAC_PI_2 * time;
        if at < half { libm::sin(angle) } else { libm::cos(angle) }
    };
    let all = times.iter().flat_map(|time| (0..TIME).map(move |at| wave(*time, at)));
    #[allow(clippy::cast_possible_truncation, reason = "the engine computes in f32")]
    let all: Vec<f32> = all.map(|number| number as f32).collect();
    g.constant_f32(&[times.len(), TIME], &all)
}

/// The paper's optimiser, without its clipping.
pub(super) fn optimiser(steps: u32) -> AdamW {
    AdamW { betas: [0.9, 0.999], epsilon: 1e-8, weight_decay: 0.01, clip: None, warmup: 0, decay: 0, steps }
}

/// Everything that an arm's graphs share.
pub(super) struct Parts {
    pub(super) shape: Shape,
    pub(super) network: Network,
    pub(super) keys: Keys,
    pub(super) settings: Settings,
    pub(super) probe: Probe,
}

/// The arm.
pub(super) fn program(knobs: &Knobs, _arm: usize) -> crate::run::Program {
    let (shape, world) = (Shape::new(knobs), World::new(knobs));
    let steps = knobs.whole("steps");
    let mut layout = Layout::new();
    let network = Network::new(&mut layout, shape);
    let moments = Moments::new(&mut layout);
    let keys = Keys::new(&mut layout);
    let settings = Settings::new(&mut layout);
    let probe = Probe::new(&mut layout);
    let parts = Parts { shape, network, keys, settings, probe };

    let mut g = Graph::new();
    let step = g.state(moments.step, &[1, 1], Dtype::U32);
    let batch = settings.batch(&mut g, shape, &keys, "train", step, BATCH);
    let loss = parts.network.loss(&mut g, &batch);
    let updates = optimiser(steps).update(&mut g, &layout, &moments, loss);
    let train = Program { graph: g, roots: Roots { updates, outputs: vec![loss] } };

    let mut g = Graph::new();
    let zero = g.u32(0);
    let batch = settings.batch(&mut g, shape, &keys, "evaluate", zero, EVALUATED);
    let loss = parts.network.loss(&mut g, &batch);
    let outputs = outputs(&mut g, &parts, loss);
    let evaluate = Program { graph: g, roots: Roots { updates: vec![], outputs } };

    #[allow(clippy::cast_possible_truncation, reason = "the engine trains in f32")]
    let rate = knobs.real("rate") as f32;
    let drawn = layout.clone();
    let first: Vec<(usize, Vec<f32>)> = moments
        .initial(rate)
        .into_iter()
        .chain([settings.initial(world)])
        .chain([probe.initial(shape, world)])
        .collect();
    let initial = Box::new(move |_, key| {
        std::iter::once((PARAMETERS, drawn.initial_parameters(key))).chain(first.iter().cloned()).collect()
    });
    let arm = crate::run::plain(layout, keys, initial, steps, [train, evaluate]);
    crate::run::Program { arm, measure: Box::new(move |outputs| measure(shape, outputs)) }
}
