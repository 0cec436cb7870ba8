//! Networks of layers without offsets, each as wide as what goes in. D numbers go in; the concepts are the first of them and
//! all others are zero. The paper turns its points in a random direction first; weights that begin normal, and plain gradient
//! descent, do not notice.

use engine::graph::{Graph, Id};
use engine::layout::{Init, Layout, Weight};
use engine::nn;

/// A network.
pub(super) struct Network {
    layers: Vec<Weight>, // [D, D]
    bent: bool,
    width: usize,
}

impl Network {
    /// Weights begin normal with the variance that PyTorch's linear layers begin with, 1 / (3 D).
    pub(super) fn new(layout: &mut Layout, depth: usize, bent: bool, width: usize) -> Self {
        #[allow(clippy::cast_precision_loss, reason = "layers are far narrower than 2^24")]
        let deviation = 1.0 / (3.0 * width as f32).sqrt();
        let layer =
            |at| layout.parameter(&format!("layer {at}"), &[width, width], Init::Normal(deviation), false);
        Self { layers: (1..=depth).map(layer).collect(), bent, width }
    }

    /// What it answers to points of C concepts: `[B, C] -> [B, D]`, and the points as it sees them.
    pub(super) fn answer(&self, g: &mut Graph, points: Id) -> [Id; 2] {
        let beyond = self.width.saturating_sub(g.shape(points)[1]);
        let points = g.pad(points, 1, 0, beyond);
        let mut x = points;
        for (at, layer) in self.layers.iter().enumerate() {
            if self.bent && at > 0 {
                x = nn::relu(g, x);
            }
            let layer = layer.node(g);
            x = g.matmul(x, layer);
        }
        [x, points]
    }
}

/// Half the squared distance of each answer from what it should be: `[B, D] -> [B, 1]`.
pub(super) fn losses(g: &mut Graph, answers: Id, wanted: Id) -> Id {
    let off = g.sub(answers, wanted);
    let square = g.mul(off, off);
    let sum = g.sum(square, 1);
    g.scale(sum, 0.5)
}
