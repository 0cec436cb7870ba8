//! A whole small transformer against JAX: logits, loss, every gradient, and six steps of AdamW with warm-up,
//! decay, weight decay and clipping. `goldens/transformer.py` makes the numbers and documents the model.
#![allow(clippy::cast_possible_truncation, reason = "small numbers of a test")]

mod support;

use engine::exact::Simd;
use engine::grad::gradients;
use engine::graph::{Graph, Id};
use engine::layout::Layout;
use engine::lower::{Fusion, Roots};
use engine::nn::{self, Activation, Sizes, Transformer};
use engine::optim::{AdamW, Moments};
use engine::reference::{Values, evaluate};
use safetensors::SafeTensors;
use support::{exact, levels};

const SIZES: Sizes = Sizes {
    vocabulary: 11,
    outputs: 11,
    length: 7,
    width: 16,
    heads: 2,
    blocks: 2,
    hidden: 32,
    activation: Activation::Gelu,
    normalised: true,
    deviation: 0.0,
};
const OPTIMISER: AdamW = AdamW {
    betas: [0.9, 0.98],
    epsilon: 1e-8,
    weight_decay: 0.1,
    clip: Some(0.5),
    warmup: 3,
    decay: 2,
    steps: 6,
};

fn file() -> Vec<u8> {
    std::fs::read(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/goldens/transformer.safetensors"))
        .expect("goldens")
}

fn floats(goldens: &SafeTensors<'_>, name: &str) -> Vec<f64> {
    let tensor = goldens.tensor(name).expect(name);
    match tensor.dtype() {
        safetensors::Dtype::F64 => {
            tensor.data().as_chunks().0.iter().map(|b| f64::from_le_bytes(*b)).collect()
        }
        safetensors::Dtype::F32 => {
            tensor.data().as_chunks().0.iter().map(|b| f64::from(f32::from_le_bytes(*b))).collect()
        }
        other => unreachable!("{name} is {other:?}"),
    }
}

struct Model {
    layout: Layout,
    moments: Moments,
    g: Graph,
    logits: Id,
    loss: Id,
}

fn model(goldens: &SafeTensors<'_>) -> Model {
    let mut layout = Layout::new();
    let transformer = Transformer::new(&mut layout, &SIZES);
    let moments = Moments::new(&mut layout);
    let mut g = Graph::new();
    let mut tokens = |name: &str, shape: &[usize]| {
        let data = goldens.tensor(name).expect(name).data().to_vec();
        let words: Vec<u32> = data.as_chunks().0.iter().map(|b| u32::from_le_bytes(*b)).collect();
        g.constant_u32(shape, &words)
    };
    let (tokens, targets) = (tokens("tokens", &[3, 7]), tokens("targets", &[21]));
    let mask = nn::causal_mask(&mut g, 7);
    let hidden = transformer.hidden(&mut g, tokens, Some(mask));
    let logits = transformer.logits(&mut g, hidden);
    let flat = g.reshape(logits, &[21, 11]);
    let each = nn::cross_entropy(&mut g, flat, targets);
    let loss = nn::mean_all(&mut g, each);
    Model { layout, moments, g, logits, loss }
}

/// All parameters with this prefix, flat, in the order of the layout.
fn parameters(goldens: &SafeTensors<'_>, layout: &Layout, prefix: &str) -> Vec<f64> {
    layout.parameters().iter().flat_map(|p| floats(goldens, &format!("{prefix}.{}", p.name))).collect()
}

fn state(layout: &Layout, moments: &Moments, parameters: &[f64]) -> Vec<f32> {
    let mut state = vec![0.0; layout.words()];
    state.iter_mut().zip(parameters).for_each(|(s, p)| *s = *p as f32);
    for (number, values) in moments.initial(0.01) {
        let offset = layout.states()[number].offset;
        state[offset..offset + values.len()].copy_from_slice(&values);
    }
    state
}

fn assert_close(what: &str, ours: &[f64], wanted: &[f64], tolerance: f64) {
    assert_eq!(ours.len(), wanted.len(), "{what}");
    for (i, (a, b)) in ours.iter().zip(wanted).enumerate() {
        assert!((a - b).abs() <= tolerance, "{what}[{i}]: {a}, JAX has {b}");
    }
}

#[test]
fn reference_values_and_gradients_equal_jax_in_f64() {
    let bytes = file();
    let goldens = SafeTensors::deserialize(&bytes).expect("goldens");
    let mut m = model(&goldens);
    let variables = m.layout.nodes(&mut m.g);
    let slopes = gradients(&mut m.g, m.loss, &variables);
    let start = parameters(&goldens, &m.layout, "init");
    let states: Vec<Values<f64>> = m.layout.states().iter().map(|_| Values::Floats(start.clone())).collect();
    let values = evaluate(&m.g, &m.layout, &states, &[]);
    // Constants of the graph are f32 (1/21, 0.7978846); JAX has them in f64.
    assert_close("logits", values[m.logits.index()].floats(), &floats(&goldens, "f64.logits"), 2e-6);
    assert_close("loss", values[m.loss.index()].floats(), &floats(&goldens, "f64.loss"), 5e-7);
    for (parameter, slope) in m.layout.parameters().iter().zip(slopes) {
        let wanted = floats(&goldens, &format!("f64.grad.{}", parameter.name));
        assert_close(&parameter.name, values[slope.index()].floats(), &wanted, 5e-7);
    }
}

#[test]
fn exact_values_and_gradients_equal_jax() {
    let bytes = file();
    let goldens = SafeTensors::deserialize(&bytes).expect("goldens");
    let mut m = model(&goldens);
    let variables = m.layout.nodes(&mut m.g);
    let slopes = gradients(&mut m.g, m.loss, &variables);
    let start = state(&m.layout, &m.moments, &parameters(&goldens, &m.layout, "init"));
    let outputs = [m.logits, m.loss].into_iter().chain(slopes).collect();
    let roots = Roots { updates: vec![], outputs };
    for simd in levels() {
        let (ours, _) = exact(&m.g, &m.layout, &roots, Fusion::Full, simd, &start, &[]);
        let ours: Vec<Vec<f64>> = ours.iter().map(|x| x.iter().map(|&x| f64::from(x)).collect()).collect();
        assert_close("logits", &ours[0], &floats(&goldens, "f32.logits"), 1e-5);
        assert_close("loss", &ours[1], &floats(&goldens, "f32.loss"), 2e-6);
        for (parameter, ours) in m.layout.parameters().iter().zip(&ours[2..]) {
            let wanted = floats(&goldens, &format!("f32.grad.{}", parameter.name));
            assert_close(&format!("gradient of {}", parameter.name), ours, &wanted, 1e-6);
        }
    }
}

#[test]
fn six_steps_of_adamw_equal_jax() {
    let bytes = file();
    let goldens = SafeTensors::deserialize(&bytes).expect("goldens");
    let mut m = model(&goldens);
    let updates = OPTIMISER.update(&mut m.g, &m.layout, &m.moments, m.loss);
    let roots = Roots { updates, outputs: vec![m.loss] };
    let start = state(&m.layout, &m.moments, &parameters(&goldens, &m.layout, "init"));
    for (fusion, simd) in
        levels().into_iter().map(|l| (Fusion::Full, l)).chain([(Fusion::None, Simd::Scalar)])
    {
        let mut now = start.clone();
        let mut losses = Vec::new();
        for _ in 0..6 {
            let (outputs, next) = exact(&m.g, &m.layout, &roots, fusion, simd, &now, &[]);
            losses.push(f64::from(outputs[0][0]));
            now = next;
        }
        assert_close("losses", &losses, &floats(&goldens, "f32.losses"), 2e-6);
        for parameter in m.layout.parameters() {
            // A key's bias shifts all scores of a row alike: its gradient is zero but for rounding, which Adam
            // then blows up to a step of full size.
            if parameter.name.ends_with("attention.key.bias") {
                continue;
            }
            let wanted = floats(&goldens, &format!("f32.after.{}", parameter.name));
            let ours: Vec<f64> =
                now[parameter.offset..][..wanted.len()].iter().map(|&x| f64::from(x)).collect();
            assert_close(&format!("{} after six steps", parameter.name), &ours, &wanted, 5e-6);
        }
        assert_eq!(now[m.layout.states()[m.moments.step].offset].to_bits(), 6, "the step counter");
    }
}

#[test]
fn a_causal_mask_hides_later_rows_bit_for_bit() {
    let mut layout = Layout::new();
    let sizes = Sizes { deviation: 0.3, ..SIZES };
    let transformer = Transformer::new(&mut layout, &sizes);
    let moments = Moments::new(&mut layout);
    let first: Vec<f64> = layout.initial_parameters([3, 4]).iter().map(|&x| f64::from(x)).collect();
    let start = state(&layout, &moments, &first);
    let run = |tokens: &[u32], causal: bool, simd: Simd| {
        let mut g = Graph::new();
        let tokens = g.constant_u32(&[1, 7], tokens);
        let mask = causal.then(|| nn::causal_mask(&mut g, 7));
        let hidden = transformer.hidden(&mut g, tokens, mask);
        let logits = transformer.logits(&mut g, hidden);
        let roots = Roots { updates: vec![], outputs: vec![logits] };
        let (outputs, _) = exact(&g, &layout, &roots, Fusion::Full, simd, &start, &[]);
        outputs[0].iter().map(|x| x.to_bits()).collect::<Vec<u32>>()
    };
    for simd in levels() {
        let before = run(&[1, 2, 3, 4, 5, 6, 7], true, simd);
        for changed in 0..7 {
            let mut tokens = [1, 2, 3, 4, 5, 6, 7];
            tokens[changed] = 10;
            let after = run(&tokens, true, simd);
            let earlier = changed * 11;
            assert_eq!(before[..earlier], after[..earlier], "a change at {changed} reaches an earlier row");
            assert_ne!(before[earlier..], after[earlier..], "a change at {changed} reaches nothing");
            let open = run(&tokens, false, simd);
            let unchanged = run(&[1, 2, 3, 4, 5, 6, 7], false, simd);
            assert_ne!(open[..11], unchanged[..11], "without a mask a change at {changed} reaches row 0");
        }
    }
}
