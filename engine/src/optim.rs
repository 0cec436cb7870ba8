//! The optimisers, as part of the graph, over the flat tensor of all parameters: plain gradient descent, and AdamW
//! (Loshchilov and Hutter, 2019) with linear warm-up and decay of the learning rate and clipping by the gradient's
//! global norm.
//! What may differ between members lies in a state, not in the program.

use std::ops::Range;

use crate::grad::gradients;
use crate::graph::{Dtype, Graph, Id, Meaning, Optimiser};
use crate::layout::{Layout, PARAMETERS, Parameter};

/// Settings that shape the program.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct AdamW {
    /// Decay of the mean of gradients and of their squares.
    pub betas: [f32; 2],
    /// Added to the root of the second moment.
    pub epsilon: f32,
    /// Decoupled weight decay of the parameters that decay; a factor on that of [`Moments::decay`], where there is one.
    pub weight_decay: f32,
    /// Largest global norm of the gradient; `None` for no clipping.
    pub clip: Option<f32>,
    /// Steps over which the learning rate rises to its full value.
    pub warmup: u32,
    /// Steps at the end over which it falls to zero.
    pub decay: u32,
    /// Training steps in all.
    pub steps: u32,
}

/// The states of the optimiser, declared after all parameters.
#[derive(Debug, Clone, Copy)]
pub struct Moments {
    first: usize,
    second: usize,
    /// Training steps done so far, `u32`.
    pub step: usize,
    /// The largest learning rate, `f32`: it may differ between members.
    pub rate: usize,
    /// The weight decay, `f32`, where it may differ between members.
    pub decay: Option<usize>,
    /// beta1^step and beta2^step, kept as running products so that no power is ever computed.
    powers: usize,
}

impl Moments {
    /// Declares them.
    pub fn new(layout: &mut Layout) -> Self {
        let count = layout.parameter_count();
        Self::of(layout, count)
    }

    /// Declares them for so many of the parameters.
    pub fn of(layout: &mut Layout, count: usize) -> Self {
        Self {
            first: layout.state("first moment", count, Dtype::F32),
            second: layout.state("second moment", count, Dtype::F32),
            step: layout.state("step", 1, Dtype::U32),
            rate: layout.state("learning rate", 1, Dtype::F32),
            decay: None,
            powers: layout.state("powers of beta", 2, Dtype::F32),
        }
    }

    /// Declares them, with a weight decay that may differ between members.
    pub fn with_decay(layout: &mut Layout) -> Self {
        Self { decay: Some(layout.state("weight decay", 1, Dtype::F32)), ..Self::new(layout) }
    }

    /// The first values of the states that do not begin at zero: (state, values).
    #[must_use]
    pub fn initial(&self, rate: f32) -> [(usize, Vec<f32>); 2] {
        [(self.rate, vec![rate]), (self.powers, vec![1.0, 1.0])]
    }
}

impl AdamW {
    /// Adds the gradient of `loss` and the update to the graph; the new values of the states.
    pub fn update(&self, g: &mut Graph, layout: &Layout, moments: &Moments, loss: Id) -> Vec<(usize, Id)> {
        self.update_part(g, layout, moments, loss, 0..layout.parameter_count())
    }

    /// The same for a part of the parameters, by their places in the flat tensor: all others stay as they are. The moments
    /// are those of the part.
    pub fn update_part(
        &self,
        g: &mut Graph,
        layout: &Layout,
        moments: &Moments,
        loss: Id,
        part: Range<usize>,
    ) -> Vec<(usize, Id)> {
        let (count, flat) = (layout.parameter_count(), [1, part.len()]);
        let gradient = self.gradient(g, layout, loss, &part); // [1, P]
        let load = |g: &mut Graph, state: usize| g.state(state, &flat, Dtype::F32);
        let (first, second) = (load(g, moments.first), load(g, moments.second));
        let all = g.state(PARAMETERS, &[1, count], Dtype::F32);
        let weights = if part.len() == count { all } else { g.slice(all, 1, part.start, part.len()) };
        let [beta1, beta2] = self.betas;

        let mix = |g: &mut Graph, old: Id, new: Id, beta: f32| {
            let (kept, added) = (g.scale(old, beta), g.scale(new, 1.0 - beta));
            g.add(kept, added)
        };
        let first = mix(g, first, gradient, beta1);
        let square = g.mul(gradient, gradient);
        let second = mix(g, second, square, beta2);

        let powers = g.state(moments.powers, &[1, 2], Dtype::F32);
        let betas = g.constant_f32(&[1, 2], &self.betas);
        let powers = g.mul(powers, betas);
        let one = g.f32(1.0);
        let corrections = g.sub(one, powers);
        let correction = |g: &mut Graph, i: usize| g.slice(corrections, 1, i, 1); // [1, 1]

        let (c1, c2) = (correction(g, 0), correction(g, 1));
        let mean = g.div(first, c1);
        let variance = g.div(second, c2);
        let root = g.sqrt(variance);
        let root = g.offset(root, self.epsilon);
        let mut direction = g.div(mean, root);
        if self.weight_decay != 0.0 {
            let mask: Vec<f32> =
                layout.decay_mask()[part.clone()].iter().map(|m| m * self.weight_decay).collect();
            let mask = g.constant_f32(&flat, &mask);
            let mut shrink = g.mul(mask, weights);
            if let Some(decay) = moments.decay {
                let decay = g.state(decay, &[1, 1], Dtype::F32);
                shrink = g.mul(shrink, decay);
            }
            direction = g.add(direction, shrink);
        }
        let step = g.state(moments.step, &[1, 1], Dtype::U32);
        let rate = self.rate(g, moments, step);
        let change = g.mul(direction, rate);
        let mut weights = g.sub(weights, change);
        if part.len() < count {
            let mut rest =
                |range: Range<usize>| (!range.is_empty()).then(|| g.slice(all, 1, range.start, range.len()));
            let (before, after) = (rest(0..part.start), rest(part.end..count));
            let parts: Vec<Id> = before.into_iter().chain([weights]).chain(after).collect();
            weights = g.concat(&parts, 1);
        }

        let rule = Optimiser::AdamW {
            betas: self.betas,
            epsilon: self.epsilon,
            weight_decay: self.weight_decay,
            clip: self.clip,
            schedule: [self.warmup, self.decay, self.steps],
            states: (moments.step, moments.rate, moments.decay),
            part,
        };
        g.tell(weights, Meaning::Optimiser(rule), &[loss]);

        let unit = g.u32(1);
        let next = g.add(step, unit);
        vec![
            (PARAMETERS, weights),
            (moments.first, first),
            (moments.second, second),
            (moments.step, next),
            (moments.powers, powers),
        ]
    }

    /// The gradient of a part of the parameters, flat, clipped.
    fn gradient(&self, g: &mut Graph, layout: &Layout, loss: Id, part: &Range<usize>) -> Id {
        let gradient = flat_gradient(g, layout, loss, part);
        let Some(limit) = self.clip else { return gradient };
        let square = g.mul(gradient, gradient);
        let sum = g.sum(square, 1);
        let norm = g.sqrt(sum); // [1, 1]
        let norm = g.offset(norm, 1e-6);
        let limit = g.f32(limit);
        let scale = g.div(limit, norm);
        let one = g.f32(1.0);
        let scale = g.min(scale, one);
        g.mul(gradient, scale)
    }

    /// The learning rate of step t (from 0): full rate * min(1, (t + 1) / warm-up) * min(1, (steps - t) / decay).
    fn rate(&self, g: &mut Graph, moments: &Moments, step: Id) -> Id {
        let full = g.state(moments.rate, &[1, 1], Dtype::F32);
        let one = g.f32(1.0);
        let t = g.to_f32(step);
        let mut rate = full;
        #[allow(clippy::cast_precision_loss, reason = "runs are far shorter than 2^24 steps")]
        let as_f32 = |steps: u32| steps as f32;
        if self.warmup > 0 {
            let begun = g.offset(t, 1.0);
            let length = g.f32(as_f32(self.warmup));
            let part = g.div(begun, length);
            let part = g.min(part, one);
            rate = g.mul(rate, part);
        }
        if self.decay > 0 {
            let steps = g.f32(as_f32(self.steps));
            let left = g.sub(steps, t);
            let length = g.f32(as_f32(self.decay));
            let part = g.div(left, length);
            let part = g.min(part, one);
            rate = g.mul(rate, part);
        }
        rate
    }
}

/// The gradient of a part of the parameters, flat: `[1, P]`.
fn flat_gradient(g: &mut Graph, layout: &Layout, loss: Id, part: &Range<usize>) -> Id {
    let end = |parameter: &Parameter| parameter.offset + parameter.shape.iter().product::<usize>();
    let touches = |parameter: &&Parameter| parameter.offset < part.end && end(parameter) > part.start;
    let touched: Vec<bool> = layout.parameters().iter().map(|it| touches(&it)).collect();
    let start = layout.parameters().iter().find(touches).map_or(0, |it| it.offset);
    let parameters: Vec<Id> = layout
        .nodes(g)
        .into_iter()
        .zip(touched)
        .filter_map(|(node, touched)| touched.then_some(node))
        .collect();
    let parts = gradients(g, loss, &parameters);
    let parts: Vec<Id> = parts.iter().map(|&part| g.reshape(part, &[1, g.len(part)])).collect();
    let gradient = g.concat(&parts, 1);
    if g.len(gradient) == part.len() {
        return gradient;
    }
    g.slice(gradient, 1, part.start - start, part.len())
}

/// Plain gradient descent: every parameter against its gradient, `rate` (one number) times as far; their new values.
pub fn descend(g: &mut Graph, layout: &Layout, rate: Id, loss: Id) -> (usize, Id) {
    let gradient = flat_gradient(g, layout, loss, &(0..layout.parameter_count()));
    let weights = g.state(PARAMETERS, &[1, layout.parameter_count()], Dtype::F32);
    let change = g.mul(gradient, rate);
    let weights = g.sub(weights, change);
    g.tell(weights, Meaning::Optimiser(Optimiser::Descent), &[loss, rate]);
    (PARAMETERS, weights)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::layout::Init;
    use crate::reference::{Values, evaluate};

    #[test]
    fn plain_descent_goes_against_the_gradient() {
        let mut layout = Layout::new();
        let weight = layout.parameter("weight", &[1, 3], Init::Zeros, false);
        let mut g = Graph::new();
        let weight = weight.node(&mut g);
        let square = g.mul(weight, weight);
        let loss = g.sum_all(square);
        let rate = g.f32(0.25);
        let (state, next) = descend(&mut g, &layout, rate, loss);
        let values = evaluate(&g, &layout, &[Values::Floats(vec![1.0f64, -2.0, 0.5])], &[]);
        assert_eq!(state, PARAMETERS);
        // The gradient is 2 w.
        assert_eq!(values[next.index()].floats(), [0.5, -1.0, 0.25]);
    }
    #[test]
    fn a_part_of_the_parameters_moves_as_it_would_alone_and_the_rest_stays() {
        let whole = |part: Option<Range<usize>>| {
            let mut layout = Layout::new();
            let table = layout.parameter("table", &[3, 2], Init::Zeros, true);
            let bias = layout.parameter("bias", &[2], Init::Zeros, false);
            let count = part.as_ref().map_or(8, Range::len);
            let moments = Moments::of(&mut layout, count);
            let mut g = Graph::new();
            let (table, bias) = (table.node(&mut g), bias.node(&mut g));
            let sum = g.add(table, bias);
            let square = g.mul(sum, sum);
            let loss = g.sum_all(square);
            let optimiser = AdamW {
                betas: [0.9, 0.999],
                epsilon: 1e-8,
                weight_decay: 0.1,
                clip: None,
                warmup: 0,
                decay: 0,
                steps: 1,
            };
            let updates = match part {
                Some(part) => optimiser.update_part(&mut g, &layout, &moments, loss, part),
                None => optimiser.update(&mut g, &layout, &moments, loss),
            };
            let zeros = || Values::Floats(vec![0.0f64; count]);
            let first = vec![1.0, -2.0, 0.5, 3.0, -1.0, 2.0, 0.25, -0.5];
            let states = [
                Values::Floats(first.clone()),
                zeros(),
                zeros(),
                Values::Words(vec![0]),
                Values::Floats(vec![0.1]),
                Values::Floats(vec![1.0, 1.0]),
            ];
            let values = evaluate(&g, &layout, &states, &[]);
            (first, values[updates[0].1.index()].floats().to_vec())
        };
        let (first, all) = whole(None);
        for part in [2..6, 0..4, 4..8, 3..5] {
            let (_, some) = whole(Some(part.clone()));
            for at in 0..8 {
                assert_eq!(some[at], if part.contains(&at) { all[at] } else { first[at] }, "{part:?}, {at}");
            }
        }
    }
}
