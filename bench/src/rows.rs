//! What is measured: each row one arm, with the batches that it draws, so that peers can be given the same.

#![allow(clippy::cast_possible_truncation, reason = "the sizes of a row are far below 2^32")]

use engine::feed::{Keys, below, words};
use engine::graph::{Dtype, Graph, Id};
use engine::layout::{Init, Layout};
use engine::lower::Roots;
use engine::nn::{self, Linear};
use engine::optim::{AdamW, Moments};
use engine::parity::{T64, t64};
use engine::rng::{self, Stream, standard_normal, word_at};
use engine::train::{Arm, Program, Segment};
use lab::keys::RunKeys;
use lab::link::Link;
use serde::Serialize;

/// The seed of every run.
pub const SEED: u32 = 1;

/// More steps than any measurement makes.
const FOREVER: u32 = 1_000_000_000;

/// A row of the table.
pub struct Row {
    /// Its name.
    pub id: &'static str,
    /// Members that are trained at once, each a row of its own.
    pub members: &'static [u32],
    /// The arm. It has no mark but its end.
    pub arm: fn() -> Arm,
    /// What peers are told.
    pub settings: fn() -> Settings,
    /// What they are given beside first values.
    pub data: fn(members: u32) -> Vec<Tensor>,
    /// Bytes that a step must at least move, where this is the point of the row.
    pub bytes: f64,
}

/// All of them. In the last three the machine is the limit; what each one is stands in the README.
pub static ROWS: &[Row] = &[
    Row { id: "t64", members: &[1, 8], arm: t64_arm, settings: t64_settings, data: t64_data, bytes: 0.0 },
    Row { id: "mlp", members: &[1], arm: mlp_arm, settings: mlp_settings, data: mlp_data, bytes: 0.0 },
    Row { id: "ip", members: &[1], arm: ip_arm, settings: ip_settings, data: ip_data, bytes: 0.0 },
    Row {
        id: "matmul",
        members: &[1],
        arm: matmul_arm,
        settings: || Settings::of("matmul"),
        data: |_| vec![],
        bytes: 0.0,
    },
    Row {
        id: "stream",
        members: &[1],
        arm: stream_arm,
        settings: || Settings { length: Some(STREAM), ..Settings::of("stream") },
        data: |_| vec![],
        bytes: 12.0 * STREAM as f64,
    },
    Row {
        id: "chain",
        members: &[1],
        arm: chain_arm,
        settings: || Settings { length: Some(CHAIN), ..Settings::of("chain") },
        data: |_| vec![],
        bytes: 0.0,
    },
];

/// The row with this name.
#[must_use]
pub fn row(id: &str) -> Option<&'static Row> {
    ROWS.iter().find(|row| row.id == id)
}

/// What a peer must know of the model, beside its tensors.
#[derive(Debug, Clone, Serialize)]
pub struct Settings {
    kind: &'static str,
    #[serde(flatten, skip_serializing_if = "Option::is_none")]
    transformer: Option<Transformer>,
    #[serde(skip_serializing_if = "Option::is_none")]
    layers: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    length: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    optimiser: Option<Optimiser>,
}

#[derive(Debug, Clone, Serialize)]
struct Transformer {
    blocks: usize,
    heads: usize,
    /// How many of the last places answer.
    read: usize,
    causal: bool,
    activation: &'static str,
    normalised: bool,
}

#[derive(Debug, Clone, Serialize)]
struct Optimiser {
    rate: f64,
    betas: [f64; 2],
    epsilon: f64,
    weight_decay: f64,
    warmup: u32,
    decay: u32,
    steps: u32,
    /// The parameters that weight decay shrinks.
    decays: Vec<String>,
}

impl Settings {
    fn of(kind: &'static str) -> Self {
        Self { kind, transformer: None, layers: None, length: None, optimiser: None }
    }
}

/// Numbers for peers, by name; integers where they are.
pub struct Tensor {
    /// Its name.
    pub name: String,
    /// The size of each axis.
    pub shape: Vec<usize>,
    /// Its elements as 32-bit words.
    pub words: Vec<u32>,
    /// What they are.
    pub dtype: Dtype,
}

impl Tensor {
    fn integers(name: &str, shape: &[usize], words: Vec<u32>) -> Self {
        Self { name: name.to_owned(), shape: shape.to_vec(), words, dtype: Dtype::U32 }
    }

    fn floats(name: impl Into<String>, shape: &[usize], values: &[f32]) -> Self {
        let words = values.iter().map(|value| value.to_bits()).collect();
        Self { name: name.into(), shape: shape.to_vec(), words, dtype: Dtype::F32 }
    }
}

/// The first values of everything that a peer begins with: parameters, with an axis of members before their own, and
/// where a row has no parameters to learn, its state.
#[must_use]
pub fn first_values(row: &Row, members: u32) -> Vec<Tensor> {
    let arm = (row.arm)();
    let states: Vec<Vec<f32>> = (0..members).map(|member| arm.first_state(SEED, member)).collect();
    let is_model = (row.settings)().optimiser.is_some();
    let mut tensors: Vec<Tensor> = arm
        .layout
        .parameters()
        .iter()
        .map(|parameter| {
            let size: usize = parameter.shape.iter().product();
            let of = |state: &Vec<f32>| state[parameter.offset..parameter.offset + size].to_vec();
            let values: Vec<f32> = states.iter().flat_map(of).collect();
            let mut shape = parameter.shape.clone();
            if is_model {
                shape.insert(0, states.len());
            }
            Tensor::floats(format!("parameters/{}", parameter.name), &shape, &values)
        })
        .collect();
    if let Some(x) = arm.layout.states().iter().find(|state| state.name == "x" && row.bytes == 0.0) {
        let parameter = &arm.layout.parameters()[0];
        tensors.push(Tensor::floats("x", &parameter.shape, &states[0][x.offset..x.offset + x.length]));
    }
    tensors
}

/// What each member draws at each of [`SLOTS`] steps, by its key and the step.
fn batches<T>(members: u32, of: impl Fn([u32; 2], u32) -> Vec<T>) -> Vec<T> {
    let steps = (0..SLOTS as u32).flat_map(|step| (0..members).map(move |member| (step, member)));
    steps.flat_map(|(step, member)| of(rng::member_key(SEED, member), step)).collect()
}

/// Batches that peers are given; they begin again when they are through.
const SLOTS: usize = 64;

fn alone(layout: Layout, keys: Keys, initial: Vec<(usize, Vec<f32>)>, train: Program) -> Arm {
    let evaluate = Program {
        graph: train.graph.clone(),
        roots: Roots { updates: vec![], outputs: train.roots.outputs.clone() },
    };
    let segment = Segment { steps: FOREVER, train, evaluate, feed: None };
    let initial = Box::new(move |_, _| initial.clone());
    Arm { layout, keys, initial, segments: vec![segment], marks: vec![FOREVER], replicates: Arm::ALONE }
}

fn decaying(arm: &Arm) -> Vec<String> {
    arm.layout.parameters().iter().filter(|p| p.decay).map(|p| p.name.clone()).collect()
}

fn t64_arm() -> Arm {
    let mut arm = t64(T64 { steps: FOREVER, ..T64::default() });
    arm.marks = vec![FOREVER];
    arm
}

fn t64_settings() -> Settings {
    let transformer =
        Transformer { blocks: 2, heads: 4, read: 32, causal: true, activation: "gelu", normalised: true };
    let optimiser = Optimiser {
        rate: 1e-3,
        betas: [0.9, 0.999],
        epsilon: 1e-8,
        weight_decay: 0.01,
        warmup: 10,
        decay: 0,
        steps: FOREVER,
        decays: decaying(&t64_arm()),
    };
    Settings { transformer: Some(transformer), optimiser: Some(optimiser), ..Settings::of("transformer") }
}

fn t64_data(members: u32) -> Vec<Tensor> {
    const BATCH: usize = 32;
    const LENGTH: usize = 32;
    let all = batches(members, |key, step| {
        let key = Stream::named("t64").key(key);
        (0..(BATCH * (LENGTH + 1)) as u32).map(|i| rng::below(word_at(key, step, i), 64)).collect()
    });
    let part = |range: std::ops::Range<usize>| -> Vec<u32> {
        all.chunks(LENGTH + 1).flat_map(|row| row[range.clone()].to_vec()).collect()
    };
    let members = members as usize;
    vec![
        Tensor::integers("tokens", &[SLOTS, members, BATCH, LENGTH], part(1..LENGTH + 1)),
        Tensor::integers("targets", &[SLOTS, members, BATCH * LENGTH], part(0..LENGTH)),
    ]
}

/// Rows of the data set, and of a batch.
const EXAMPLES: usize = 4096;
const BATCH: usize = 256;
/// Numbers in a row, and classes.
const INPUTS: usize = 256;
const CLASSES: usize = 10;

/// Points around a centre for each class.
fn examples() -> (Vec<f32>, Vec<u32>) {
    let key = Stream::named("mlp/examples").key(rng::member_key(SEED, engine::feed::SHARED));
    let draw = |step: u32, element: usize| standard_normal(word_at(key, step, element as u32));
    let labels: Vec<u32> = (0..EXAMPLES).map(|i| (i % CLASSES) as u32).collect();
    let point =
        |i: usize| (0..INPUTS).map(move |j| draw(0, i * INPUTS + j) + draw(1, (i % CLASSES) * INPUTS + j));
    ((0..EXAMPLES).flat_map(point).collect(), labels)
}

const ADAM: AdamW = AdamW {
    betas: [0.9, 0.999],
    epsilon: 1e-8,
    weight_decay: 0.0,
    clip: None,
    warmup: 0,
    decay: 0,
    steps: FOREVER,
};
const RATE: f32 = 1e-3;

const SIZES: [usize; 4] = [INPUTS, 128, 128, CLASSES];

fn mlp_arm() -> Arm {
    let mut layout = Layout::new();
    let layers: Vec<Linear> = (0..SIZES.len() - 1)
        .map(|i| Linear::new(&mut layout, &format!("layer{i}"), SIZES[i], SIZES[i + 1]))
        .collect();
    let moments = Moments::new(&mut layout);
    let keys = Keys::new(&mut layout);
    let mut g = Graph::new();
    let step = g.state(moments.step, &[1, 1], Dtype::U32);
    let (values, labels) = examples();
    let data = g.constant_f32(&[EXAMPLES, INPUTS], &values);
    let labels = g.constant_u32(&[EXAMPLES, 1], &labels);
    let rows = words(&mut g, keys.member, Stream::named("mlp/rows"), step, &[BATCH]);
    let rows = below(&mut g, rows, EXAMPLES as u32);
    let mut x = g.gather(data, rows);
    let targets = g.gather(labels, rows);
    let targets = g.reshape(targets, &[BATCH]);
    for (i, layer) in layers.iter().enumerate() {
        x = layer.apply(&mut g, x);
        if i + 1 < layers.len() {
            x = nn::relu(&mut g, x);
        }
    }
    let each = nn::cross_entropy(&mut g, x, targets);
    let loss = nn::mean_all(&mut g, each);
    let updates = ADAM.update(&mut g, &layout, &moments, loss);
    let initial = moments.initial(RATE).to_vec();
    alone(layout, keys, initial, Program { graph: g, roots: Roots { updates, outputs: vec![loss] } })
}

fn mlp_settings() -> Settings {
    let optimiser = Optimiser {
        rate: RATE.into(),
        betas: ADAM.betas.map(f64::from),
        epsilon: ADAM.epsilon.into(),
        weight_decay: ADAM.weight_decay.into(),
        warmup: ADAM.warmup,
        decay: ADAM.decay,
        steps: ADAM.steps,
        decays: vec![],
    };
    Settings { layers: Some(SIZES.len() - 1), optimiser: Some(optimiser), ..Settings::of("mlp") }
}

fn mlp_data(members: u32) -> Vec<Tensor> {
    let (values, labels) = examples();
    let rows = batches(members, |key, step| {
        let key = Stream::named("mlp/rows").key(key);
        (0..BATCH as u32).map(|i| rng::below(word_at(key, step, i), EXAMPLES as u32)).collect()
    });
    vec![
        Tensor::floats("dataset", &[EXAMPLES, INPUTS], &values),
        Tensor::integers("labels", &[EXAMPLES], labels),
        Tensor::integers("rows", &[SLOTS, members as usize, BATCH], rows),
    ]
}

/// The run as a visitor gets it, but long enough to be measured.
fn ip_keys() -> RunKeys {
    let link = format!("inverse-permutation?steps={IP_STEPS}");
    Link::parse(&link).expect("a link to an experiment of ours").keys
}

const IP_STEPS: u32 = 4096;
/// Lists in a batch.
const LISTS: usize = 64;

fn ip_arm() -> Arm {
    let mut arm = lab::run::program(&ip_keys(), 0).arm;
    arm.marks = vec![FOREVER];
    arm
}

fn ip_settings() -> Settings {
    let transformer = Transformer {
        blocks: 2,
        heads: 2,
        read: ip_keys().knobs.whole("n") as usize,
        causal: true,
        activation: "relu",
        normalised: false,
    };
    let optimiser = Optimiser {
        rate: ip_keys().knobs.real("rate"),
        betas: [0.9, 0.98],
        epsilon: 1e-8,
        weight_decay: 0.0,
        warmup: 50,
        decay: IP_STEPS * 3 / 10,
        steps: IP_STEPS,
        decays: vec![],
    };
    Settings { transformer: Some(transformer), optimiser: Some(optimiser), ..Settings::of("transformer") }
}

fn ip_data(members: u32) -> Vec<Tensor> {
    let knobs = ip_keys().knobs;
    let (n, alphabet) = (knobs.whole("n"), knobs.whole("alphabet"));
    let size = n as usize;
    // Of each list: its order with what is given, and what is wanted.
    let lists: Vec<[Vec<u32>; 2]> = batches(members, |member, step| {
        let [order, symbols] = ["train/order", "train/symbols"].map(|name| {
            let key = Stream::named(name).key(member);
            (0..LISTS as u32 * n).map(|i| word_at(key, step, i)).collect::<Vec<_>>()
        });
        let list = |list: usize| {
            let own = list * size..(list + 1) * size;
            let mut from = vec![0; size];
            rng::permutation(&order[own.clone()], &mut from);
            let wanted: Vec<u32> = symbols[own].iter().map(|&word| rng::below(word, alphabet)).collect();
            let given: Vec<u32> = from.iter().map(|&place| n + wanted[place as usize]).collect();
            [[from, given].concat(), wanted]
        };
        (0..LISTS).map(list).collect()
    });
    let part = |number: usize| lists.iter().flat_map(|list| list[number].clone()).collect();
    let members = members as usize;
    vec![
        Tensor::integers("tokens", &[SLOTS, members, LISTS, 2 * size], part(0)),
        Tensor::integers("targets", &[SLOTS, members, LISTS * size], part(1)),
    ]
}

const SIDE: usize = 1024;
const STREAM: usize = 1 << 23;
const CHAIN: usize = 64;

/// `x = x a`, so many times.
fn products(side: usize, count: usize) -> Arm {
    let mut layout = Layout::new();
    // As large as keeps the length of a vector about what it was.
    let a = layout.parameter("a", &[side, side], Init::Normal(1.0 / (side as f32).sqrt()), false);
    let x = layout.state("x", side * side, Dtype::F32);
    let keys = Keys::new(&mut layout);
    let mut g = Graph::new();
    let a = a.node(&mut g);
    let mut y = g.state(x, &[side, side], Dtype::F32);
    for _ in 0..count {
        y = g.matmul(y, a);
    }
    let first = first_of(&mut g, y);
    let identity = (0..side * side).map(|i| f32::from(u8::from(i % (side + 1) == 0))).collect();
    let roots = Roots { updates: vec![(x, y)], outputs: vec![first] };
    alone(layout, keys, vec![(x, identity)], Program { graph: g, roots })
}

/// The first element of a matrix, a scalar.
fn first_of(g: &mut Graph, x: Id) -> Id {
    let row = g.slice(x, 0, 0, 1);
    let one = g.slice(row, 1, 0, 1);
    g.reshape(one, &[])
}

fn matmul_arm() -> Arm {
    products(SIDE, 1)
}

fn chain_arm() -> Arm {
    products(4, CHAIN)
}

fn stream_arm() -> Arm {
    let mut layout = Layout::new();
    let x = layout.state("x", STREAM, Dtype::F32);
    let y = layout.state("y", STREAM, Dtype::F32);
    let keys = Keys::new(&mut layout);
    let mut g = Graph::new();
    let [old, other] = [x, y].map(|state| g.state(state, &[1, STREAM], Dtype::F32));
    let next = |g: &mut Graph, old: Id, other: Id| {
        let (kept, added) = (g.scale(old, 0.999), g.scale(other, 0.001));
        g.add(kept, added)
    };
    let new = next(&mut g, old, other);
    // For itself: what reads the whole would have it written twice.
    let [old, other] = [old, other].map(|whole| g.slice(whole, 1, 0, 1));
    let first = next(&mut g, old, other);
    let first = g.reshape(first, &[]);
    let initial = vec![(x, vec![1.0; STREAM]), (y, vec![0.5; STREAM])];
    let roots = Roots { updates: vec![(x, new)], outputs: vec![first] };
    alone(layout, keys, initial, Program { graph: g, roots })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::contestant::OnProcessor;

    #[test]
    fn every_row_trains_and_can_be_given_to_peers() {
        for row in ROWS {
            let prepared = OnProcessor::prepare(row, &[0], &|| 0.0);
            let losses = prepared.map(|(_, answer)| answer.losses).unwrap_or_default();
            assert!(
                losses.len() == 10 && losses.iter().all(|loss| loss.is_finite()),
                "{}: {losses:?}",
                row.id
            );
            let members = row.members.iter().copied().max().unwrap_or(1);
            for tensor in first_values(row, members).iter().chain(&(row.data)(members)) {
                assert_eq!(tensor.shape.iter().product::<usize>(), tensor.words.len(), "{}", tensor.name);
            }
            assert!(serde_json::to_string(&(row.settings)()).is_ok_and(|text| text.contains("kind")));
        }
    }

    #[test]
    fn peers_are_given_what_the_arms_draw() {
        let tokens = |row: &Row| (row.data)(1).swap_remove(0).words;
        // A target of T64 is the token before it; in `ip` the list is what its order makes of the answer.
        let (t64, targets) = (tokens(&ROWS[0]), t64_data(1).swap_remove(1).words);
        assert!((0..t64.len()).filter(|i| i % 32 > 0).all(|i| targets[i] == t64[i - 1]));
        let (ip, wanted) = (tokens(&ROWS[2]), ip_data(1).swap_remove(1).words);
        for (list, wanted) in ip.chunks(12).zip(wanted.chunks(6)) {
            let (order, given) = list.split_at(6);
            assert!(order.iter().zip(given).all(|(&from, &token)| token == 6 + wanted[from as usize]));
        }
    }
}
