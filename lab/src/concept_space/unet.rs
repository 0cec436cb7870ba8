//! The paper's kind of network, smaller: a U-Net of two levels with 16 and 32 channels and two residual blocks at the lower one;
//! the paper's has three levels of 64, 128 and 256 channels, two blocks at each, and attention in the middle.

use engine::graph::{Graph, Id};
use engine::layout::Layout;
use engine::nn::{Conv, GroupNorm, Kernel, TransposedConv, gelu};

use super::model::Conditions;
use super::world::{CHANNELS, PROMPT};

/// Channels that are normalised together, as a number of groups.
const GROUPS: usize = 4;

const SAME: Kernel = Kernel { side: 3, stride: 1, padding: 1 };
const HALF: Kernel = Kernel { side: 3, stride: 2, padding: 1 };
const DOUBLE: Kernel = Kernel { side: 4, stride: 2, padding: 1 };
const POINT: Kernel = Kernel { side: 1, stride: 1, padding: 0 };

/// Two convolutions, the second of which begins with zeros, beside what goes in (He et al., 2016). Conditions are added between.
struct Block {
    norms: [GroupNorm; 2],
    convolutions: [Conv; 2],
    beside: Option<Conv>,
    conditions: Conditions,
}

impl Block {
    fn new(layout: &mut Layout, name: &str, [inputs, outputs]: [usize; 2]) -> Self {
        let part = |part: &str| format!("{name}.{part}");
        let first = GroupNorm::new(layout, &part("norm 1"), inputs, GROUPS);
        let into = Conv::new(layout, &part("convolution 1"), [inputs, outputs], SAME);
        let conditions = Conditions::new(layout, name, PROMPT, outputs);
        let second = GroupNorm::new(layout, &part("norm 2"), outputs, GROUPS);
        let out = Conv::zeros(layout, &part("convolution 2"), [outputs, outputs], SAME);
        let beside =
            (inputs != outputs).then(|| Conv::new(layout, &part("beside"), [inputs, outputs], POINT));
        Self { norms: [first, second], convolutions: [into, out], beside, conditions }
    }

    /// `[B, P, P, inputs] -> [B, P, P, outputs]`
    fn apply(&self, g: &mut Graph, x: Id, embedding: Id, time: Id) -> Id {
        let y = self.norms[0].apply(g, x);
        let y = gelu(g, y);
        let y = self.convolutions[0].apply(g, y);
        let added = g.add(embedding, time); // [B or 1, outputs]
        let [rows, channels] = [g.shape(added)[0], g.shape(added)[1]];
        let added = g.reshape(added, &[rows, 1, 1, channels]);
        let y = g.add(y, added);
        let y = self.norms[1].apply(g, y);
        let y = gelu(g, y);
        let y = self.convolutions[1].apply(g, y);
        let x = self.beside.as_ref().map_or(x, |beside| beside.apply(g, x));
        g.add(x, y)
    }
}

/// The network.
pub(super) struct UNet {
    side: usize,
    into: Conv,
    /// Above, below, below, above.
    blocks: [Block; 4],
    down: Conv,
    up: TransposedConv,
    norm: GroupNorm,
    out: Conv,
}

impl UNet {
    pub(super) fn new(layout: &mut Layout, side: usize) -> Self {
        let [few, many] = CHANNELS;
        let into = Conv::new(layout, "in", [3, few], SAME);
        let first = Block::new(layout, "block 1", [few, few]);
        let down = Conv::new(layout, "down", [few, many], HALF);
        let second = Block::new(layout, "block 2", [many, many]);
        let third = Block::new(layout, "block 3", [many, many]);
        let up = TransposedConv::new(layout, "up", [many, few], DOUBLE);
        let fourth = Block::new(layout, "block 4", [2 * few, few]);
        let norm = GroupNorm::new(layout, "last norm", few, GROUPS);
        let out = Conv::new(layout, "out", [few, 3], SAME);
        Self { side, into, blocks: [first, second, third, fourth], down, up, norm, out }
    }

    pub(super) fn conditions(&self) -> Vec<&Conditions> {
        self.blocks.iter().map(|block| &block.conditions).collect()
    }

    /// Pictures without noise, one channel after the other: `[B, D] -> [B, D]`.
    pub(super) fn clean(&self, g: &mut Graph, noisy: Id, embeddings: &[Id], times: &[Id]) -> Id {
        let (batch, side) = (g.shape(noisy)[0], self.side);
        let planes = g.reshape(noisy, &[batch, 3, side, side]);
        let picture = g.permute(planes, &[0, 2, 3, 1]);
        let block = |g: &mut Graph, at: usize, x: Id| self.blocks[at].apply(g, x, embeddings[at], times[at]);
        let x = self.into.apply(g, picture);
        let above = block(g, 0, x);
        let x = self.down.apply(g, above);
        let x = block(g, 1, x);
        let x = block(g, 2, x);
        let x = self.up.apply(g, x);
        let x = g.concat(&[x, above], 3);
        let x = block(g, 3, x);
        let x = self.norm.apply(g, x);
        let x = gelu(g, x);
        let x = self.out.apply(g, x);
        let x = g.add(x, picture);
        let planes = g.permute(x, &[0, 3, 1, 2]);
        g.reshape(planes, &[batch, 3 * side * side])
    }
}
