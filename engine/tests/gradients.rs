//! Every differentiable operation and every layer: the gradient graph against central differences, both in f64 on
//! the reference executor, over random shapes.
#![allow(clippy::cast_possible_truncation, reason = "small numbers of a test")]

mod support;

use engine::grad::gradients;
use engine::graph::{Binary, Graph, Id, Reduction};
use engine::layout::{Init, Layout};
use engine::nn;
use engine::reference::{Values, evaluate};
use support::Dice;

/// Builds a function of parameters with these shapes and compares its gradients.
fn check(name: &str, seed: u32, shapes: &[Vec<usize>], build: impl Fn(&mut Graph, &[Id], &mut Dice) -> Id) {
    let mut layout = Layout::new();
    for (i, shape) in shapes.iter().enumerate() {
        layout.parameter(&format!("p{i}"), shape, Init::Zeros, true);
    }
    check_layout(name, seed, &layout, |g, dice| {
        let ids: Vec<Id> = shapes.iter().enumerate().map(|(i, shape)| g.parameter(i, shape)).collect();
        build(g, &ids, dice)
    });
}

fn check_layout(name: &str, seed: u32, layout: &Layout, build: impl Fn(&mut Graph, &mut Dice) -> Id) {
    let mut dice = Dice::new(seed);
    let point: Vec<f64> = dice.numbers(layout.parameter_count()).iter().map(|&x| f64::from(x)).collect();
    let mut g = Graph::new();
    let y = build(&mut g, &mut dice);
    // A random weighting, so that every element of the result counts differently.
    let weights = dice.numbers(g.len(y));
    let shape = g.shape(y).to_vec();
    let weights = g.constant_f32(&shape, &weights);
    let weighted = g.mul(y, weights);
    let loss = g.sum_all(weighted);
    let parameters = layout.nodes(&mut g);
    let slopes = gradients(&mut g, loss, &parameters);
    let at = |point: &[f64]| evaluate(&g, layout, &[Values::Floats(point.to_vec())], &[]);
    let values = at(&point);
    let mut offset = 0;
    for (parameter, slope) in layout.parameters().iter().zip(&slopes) {
        let analytic = values[slope.index()].floats();
        assert_eq!(g.shape(*slope), parameter.shape, "{name}: shape of the gradient of {}", parameter.name);
        for (i, &analytic) in analytic.iter().enumerate() {
            let h = 1e-6;
            let side = |sign: f64| {
                let mut moved = point.clone();
                moved[offset + i] += sign * h;
                at(&moved)[loss.index()].floats()[0]
            };
            let numeric = (side(1.0) - side(-1.0)) / (2.0 * h);
            let scale = 1.0 + analytic.abs().max(numeric.abs());
            assert!(
                (analytic - numeric).abs() < 2e-7 * scale,
                "{name} (seed {seed}): {}[{i}] analytic {analytic}, numeric {numeric}",
                parameter.name
            );
        }
        offset += analytic.len();
    }
}

fn size(dice: &mut Dice) -> usize {
    1 + dice.below(4)
}

#[test]
fn elementwise() {
    for seed in 0..4 {
        let dice = &mut Dice::new(100 + seed);
        let shape = vec![size(dice), size(dice)];
        let one = |name: &str, f: fn(&mut Graph, Id) -> Id| {
            check(name, seed, std::slice::from_ref(&shape), |g, p, _| f(g, p[0]));
        };
        one("neg", |g, x| g.neg(x));
        one("exp", |g, x| g.exp(x));
        one("log", |g, x| {
            let square = g.mul(x, x);
            g.log(square)
        });
        one("tanh", |g, x| g.tanh(x));
        one("sqrt", |g, x| {
            let square = g.mul(x, x);
            let positive = g.offset(square, 0.25);
            g.sqrt(positive)
        });
        one("copy", |g, x| {
            let copy = g.copy(x);
            g.mul(copy, x)
        });
        for op in [Binary::Add, Binary::Sub, Binary::Mul, Binary::Max, Binary::Min] {
            check(&format!("{op:?}"), seed, &[shape.clone(), shape.clone()], |g, p, _| {
                g.binary(op, p[0], p[1])
            });
            let row = vec![shape[1]];
            check(&format!("{op:?}, broadcast"), seed, &[shape.clone(), row], |g, p, _| {
                g.binary(op, p[0], p[1])
            });
        }
        check("Div", seed, &[shape.clone(), shape.clone()], |g, p, _| {
            let square = g.mul(p[1], p[1]);
            let divisor = g.offset(square, 0.5);
            g.div(p[0], divisor)
        });
        check("Select", seed, &[shape.clone(), shape.clone()], |g, p, dice| {
            let mask: Vec<u32> = (0..shape[0] * shape[1]).map(|_| dice.below(2) as u32).collect();
            let mask = g.constant_u32(&shape, &mask);
            g.select(mask, p[0], p[1])
        });
    }
}

/// A difference cannot see a stopped gradient, so it is compared with what it must be: d(x * stop(x)) = stop(x).
#[test]
fn detach_stops_the_gradient() {
    let mut layout = Layout::new();
    layout.parameter("x", &[3], Init::Zeros, true);
    let mut g = Graph::new();
    let x = g.parameter(0, &[3]);
    let stopped = g.detach(x);
    let product = g.mul(x, stopped);
    let loss = g.sum_all(product);
    let slope = gradients(&mut g, loss, &[x])[0];
    let values = evaluate(&g, &layout, &[Values::Floats(vec![2.0, -3.0, 0.5])], &[]);
    assert_eq!(values[slope.index()].floats(), [2.0, -3.0, 0.5]);
}

#[test]
fn reduce_and_movement() {
    for seed in 0..4 {
        let dice = &mut Dice::new(200 + seed);
        let shape = vec![size(dice), 1 + size(dice), size(dice)];
        for axis in 0..3 {
            check("sum", seed, std::slice::from_ref(&shape), |g, p, _| {
                let square = g.mul(p[0], p[0]);
                g.sum(square, axis)
            });
            check("slice", seed, std::slice::from_ref(&shape), |g, p, _| {
                let length = shape[axis].div_ceil(2);
                g.slice(p[0], axis, shape[axis] - length, length)
            });
            check("pad", seed, std::slice::from_ref(&shape), |g, p, _| g.pad(p[0], axis, 2, 1));
            check("concat", seed, &[shape.clone(), shape.clone()], |g, p, _| {
                let square = g.mul(p[1], p[1]);
                g.concat(&[p[0], square, p[0]], axis)
            });
        }
        check("max", seed, std::slice::from_ref(&shape), |g, p, _| g.reduce(Reduction::Max, p[0], 2));
        check("reshape", seed, std::slice::from_ref(&shape), |g, p, _| {
            let square = g.mul(p[0], p[0]);
            g.reshape(square, &[shape[2], shape[0] * shape[1]])
        });
        check("permute", seed, std::slice::from_ref(&shape), |g, p, _| {
            let square = g.mul(p[0], p[0]);
            g.permute(square, &[2, 0, 1])
        });
        let ones = vec![1, shape[1], 1];
        check("expand", seed, &[ones], |g, p, _| {
            let square = g.mul(p[0], p[0]);
            g.expand(square, &shape)
        });
    }
}

#[test]
fn products_and_tables() {
    for seed in 0..4 {
        let dice = &mut Dice::new(300 + seed);
        let [b, m, k, n] = [size(dice), size(dice), size(dice), size(dice)];
        check("matmul", seed, &[vec![m, k], vec![k, n]], |g, p, _| g.matmul(p[0], p[1]));
        check("matmul, batch", seed, &[vec![b, m, k], vec![b, n, k]], |g, p, _| {
            let right = g.transpose(p[1]);
            g.matmul(p[0], right)
        });
        let indices: Vec<u32> = (0..m + 3).map(|_| dice.below(k) as u32).collect();
        check("gather", seed, &[vec![k, n]], |g, p, _| {
            let at = g.constant_u32(&[m + 3], &indices);
            let rows = g.gather(p[0], at);
            g.mul(rows, rows)
        });
        check("scatter-add", seed, &[vec![m + 3, n]], |g, p, _| {
            let at = g.constant_u32(&[m + 3], &indices);
            let sums = g.scatter_add(p[0], at, k);
            g.mul(sums, sums)
        });
    }
}

#[test]
fn layers() {
    for seed in 0..3 {
        let dice = &mut Dice::new(400 + seed);
        let [b, t] = [size(dice), 1 + size(dice)];
        let (width, tokens) = (4, 5);
        let input = |g: &mut Graph, dice: &mut Dice| {
            let x = dice.numbers(b * t * width);
            g.constant_f32(&[b, t, width], &x)
        };
        let words = |g: &mut Graph, dice: &mut Dice, shape: &[usize]| {
            let x: Vec<u32> = (0..shape.iter().product()).map(|_| dice.below(tokens) as u32).collect();
            g.constant_u32(shape, &x)
        };

        let mut layout = Layout::new();
        let linear = nn::Linear::new(&mut layout, "linear", width, 3);
        check_layout("linear", seed, &layout, |g, dice| {
            let x = input(g, dice);
            linear.apply(g, x)
        });

        let mut layout = Layout::new();
        let embedding = nn::Embedding::new(&mut layout, "embedding", tokens, width, 1.0);
        check_layout("embedding", seed, &layout, |g, dice| {
            let x = words(g, dice, &[b, t]);
            embedding.apply(g, x)
        });

        check("layer norm, of its input", seed, &[vec![b, t, width]], |g, p, _| {
            let mean = g.mean(p[0], 2);
            let centred = g.sub(p[0], mean);
            let square = g.mul(centred, centred);
            let variance = g.mean(square, 2);
            let variance = g.offset(variance, 1e-5);
            let deviation = g.sqrt(variance);
            g.div(centred, deviation)
        });
        let mut layout = Layout::new();
        let first = nn::Linear::new(&mut layout, "linear", width, width);
        let norm = nn::LayerNorm::new(&mut layout, "norm", width);
        check_layout("layer norm", seed, &layout, |g, dice| {
            let x = input(g, dice);
            let x = first.apply(g, x);
            norm.apply(g, x)
        });

        for masked in [false, true] {
            let mut layout = Layout::new();
            let attention = nn::Attention::new(&mut layout, "attention", width, 2);
            check_layout("attention", seed, &layout, |g, dice| {
                let x = input(g, dice);
                let mask = masked.then(|| nn::causal_mask(g, t));
                attention.apply(g, x, mask)
            });
        }

        for activation in [nn::Activation::Relu, nn::Activation::Gelu] {
            let mut layout = Layout::new();
            let mlp = nn::Mlp::new(&mut layout, "mlp", [width, 6], activation);
            check_layout("mlp", seed, &layout, |g, dice| {
                let x = input(g, dice);
                mlp.apply(g, x)
            });
        }

        let rows = vec![b * t, tokens];
        check("softmax", seed, std::slice::from_ref(&rows), |g, p, _| nn::softmax(g, p[0]));
        check("cross-entropy", seed, std::slice::from_ref(&rows), |g, p, dice| {
            let targets = words(g, dice, &[b * t]);
            nn::cross_entropy(g, p[0], targets)
        });
        check("squared error", seed, &[rows.clone(), rows.clone()], |g, p, _| {
            nn::squared_error(g, p[0], p[1])
        });
    }
}

#[test]
fn layers_for_pictures() {
    for seed in 0..3 {
        let dice = &mut Dice::new(500 + seed);
        let [batch, height, width] = [1 + dice.below(2), 3 + dice.below(3), 4 + dice.below(2)];
        let shape = vec![batch, height, width, 2];
        let [side, stride, padding] = [[3, 1, 1], [3, 2, 1], [4, 2, 1]][seed as usize];
        let kernel = nn::Kernel { side, stride, padding };
        let inputs = height * width * batch * 2;
        // A parameter in the place of the picture, so that its gradient is looked at, too.
        let picture = |layout: &mut Layout| layout.parameter("picture", &shape, Init::Zeros, true);

        let mut layout = Layout::new();
        let x = picture(&mut layout);
        let conv = nn::Conv::new(&mut layout, "conv", [2, 3], kernel);
        check_layout("convolution", seed, &layout, |g, _| {
            let x = x.node(g);
            conv.apply(g, x)
        });

        let mut layout = Layout::new();
        let x = picture(&mut layout);
        let conv = nn::TransposedConv::new(&mut layout, "conv", [2, 3], kernel);
        check_layout("transposed convolution", seed, &layout, |g, _| {
            let x = x.node(g);
            conv.apply(g, x)
        });

        let mut layout = Layout::new();
        let first = nn::Linear::new(&mut layout, "linear", 2, 6);
        let norm = nn::GroupNorm::new(&mut layout, "norm", 6, 3);
        check_layout("group norm", seed, &layout, |g, dice| {
            let x = dice.numbers(inputs);
            let x = g.constant_f32(&shape, &x);
            let x = first.apply(g, x);
            norm.apply(g, x)
        });
    }
}
