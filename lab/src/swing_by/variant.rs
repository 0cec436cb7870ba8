//! What is shown, and who learns from it, before either is put into words or graphs.

use crate::experiment::Cost;
use crate::knob::Knobs;

/// Points in a training batch.
pub(super) const BATCH: usize = 128;

/// Points that the training loss of a network is measured on.
pub(super) const EVALUATED: usize = 512;

/// Numbers that a network sees, where they are more than there are concepts.
pub(super) const WIDE: usize = 64;

/// The knobs of the signals, in the order of the concepts.
pub(super) const SIGNALS: [&str; 4] = ["signal1", "signal2", "signal3", "signal4"];

/// How the weights of a flow begin.
pub(super) const STARTS: [(&str, &str); 3] =
    [("positive", "all positive"), ("normal", "of either sign"), ("equal", "all equal")];

/// What is shown: points that have one concept each, a little spread out along all of them.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct World {
    /// How far the points of each concept lie from nothing (μ).
    pub(super) signals: Vec<f64>,
    /// How far points spread along each concept, a standard deviation (σ).
    pub(super) diversities: Vec<f64>,
}

impl World {
    pub(super) fn new(knobs: &Knobs) -> Self {
        let count = concepts(knobs);
        let signals = SIGNALS.iter().take(count).map(|key| knobs.real(key)).collect();
        let diversity = |at| if at + 1 == count { "diversity-last" } else { "diversity" };
        Self { signals, diversities: (0..count).map(|at| knobs.real(diversity(at))).collect() }
    }

    /// How fast each concept is learned: a = σ² + μ² / s for s concepts (Yang et al., section 4.1).
    pub(super) fn rates(&self) -> Vec<f64> {
        let count = self.signals.len() as f64;
        self.signals
            .iter()
            .zip(&self.diversities)
            .map(|(mu, sigma)| sigma * sigma + mu * mu / count)
            .collect()
    }

    /// The loss of an answer of nothing at the test point, which has every concept.
    pub(super) fn blank(&self) -> f64 {
        0.5 * self.signals.iter().map(|mu| mu * mu).sum::<f64>()
    }

    /// The training loss of an answer of nothing.
    pub(super) fn blank_training(&self) -> f64 {
        0.5 * self.rates().iter().sum::<f64>()
    }
}

/// s: how many concepts there are.
pub(super) fn concepts(knobs: &Knobs) -> usize {
    knobs.whole("concepts") as usize
}

/// What learns.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// A matrix W that follows the slope of its training loss exactly.
    Matrix,
    /// The same for W = U Uᵀ with so many columns of U: two layers that share their weights.
    Product {
        /// d'
        columns: usize,
    },
    /// A network of so many layers, each as wide as its input, trained on batches.
    Network {
        /// Layers of weights.
        depth: usize,
        /// Whether rectified linear units stand between them.
        bent: bool,
        /// d
        width: usize,
    },
}

/// One arm.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Variant {
    pub(super) kind: Kind,
    /// Its name in code, and for a person.
    pub(super) key: &'static str,
    pub(super) label: String,
    pub(super) about: String,
}

impl Kind {
    /// The arithmetic of its matrix products with so many concepts.
    pub(super) fn cost(self, concepts: usize) -> Cost {
        let s = concepts as f64;
        let probes = f64::from(1u32 << concepts);
        let (step, measurement) = match self {
            Self::Matrix => (s * s, probes * s * s),
            Self::Product { columns } => {
                let product = s * s * columns as f64;
                // Four speeds, each of W and of what U moves by, and an answer.
                (4.0 * 2.0 * product + s * s, product + probes * s * s)
            }
            Self::Network { depth, width, .. } => {
                let (layers, layer) = (depth as f64, (width * width) as f64);
                // Forwards, back to the weights and to what went in; and three answers.
                let step = (BATCH as f64 + 1.0) * 3.0 * layers * layer;
                (step, (EVALUATED as f64 + probes) * layers * layer)
            }
        };
        Cost { step: 2.0 * step / 1e6, measurement: 2.0 * measurement / 1e6 }
    }
}

/// A choice of arms.
pub(super) struct Choice {
    /// Its name in links, and for a person.
    pub(super) key: &'static str,
    pub(super) label: &'static str,
}

/// What may be trained.
pub(super) const CHOICES: [Choice; 5] = [
    Choice { key: "flow", label: "one layer and two, step by step down the slope" },
    Choice { key: "two", label: "only two layers, down the slope" },
    Choice { key: "single", label: "a network of one layer" },
    Choice { key: "pair", label: "networks of two layers, straight and bent" },
    Choice { key: "deep", label: "deep networks, narrow and wide" },
];

/// The arms that are trained with given knobs, in order.
pub(super) fn variants(knobs: &Knobs) -> Vec<Variant> {
    let count = concepts(knobs);
    let chosen = CHOICES.get(knobs.choice("models")).map_or("", |choice| choice.key);
    let variant = |kind, key, label: &str, about: &str| Variant {
        kind,
        key,
        label: label.to_owned(),
        about: about.to_owned(),
    };
    let network = |depth, bent, width| Kind::Network { depth, bent, width };
    // With fewer columns than concepts, not all of them could be learned.
    let columns = (knobs.whole("columns") as usize).max(count);
    let two = variant(
        Kind::Product { columns },
        "two-layer",
        "two layers",
        "W = U Uᵀ: two layers that share their weights, moving straight down the slope of the training loss.",
    );
    let depth = knobs.whole("depth") as usize;
    match chosen {
        "two" => vec![two],
        "single" => vec![variant(
            network(1, false, WIDE),
            "single",
            "one layer",
            "One layer of 64 by 64 weights, trained on batches.",
        )],
        "pair" => vec![
            variant(
                network(2, false, WIDE),
                "linear",
                "straight",
                "Two layers of 64 by 64 weights with nothing between them, trained on batches.",
            ),
            variant(
                network(2, true, WIDE),
                "relu",
                "bent",
                "The same with rectified linear units between the layers.",
            ),
        ],
        "deep" => vec![
            Variant {
                kind: network(depth, false, count),
                key: "narrow",
                label: format!("{count} wide"),
                about: format!("{depth} layers of {count} by {count} weights, trained on batches."),
            },
            Variant {
                kind: network(depth, false, WIDE),
                key: "wide",
                label: format!("{WIDE} wide"),
                about: format!("{depth} layers of {WIDE} by {WIDE} weights, trained on batches."),
            },
        ],
        _ => vec![
            variant(
                Kind::Matrix,
                "one-layer",
                "one layer",
                "One matrix W, moving straight down the slope of the training loss.",
            ),
            two,
        ],
    }
}

/// Every pair of concepts, the diagonal first.
pub(super) fn pairs(count: usize) -> Vec<(usize, usize)> {
    let apart = |step: usize| (0..count.saturating_sub(step)).map(move |i| (i, i + step));
    (0..count).flat_map(apart).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::swing_by::EXPERIMENT;

    #[test]
    fn the_stronger_concept_is_the_faster_one() {
        let world = World::new(&Knobs::defaults(EXPERIMENT.knobs));
        let rates = world.rates();
        assert!((rates[0] - 0.5025).abs() < 1e-12 && (rates[1] - 2.0025).abs() < 1e-12, "{rates:?}");
        assert_eq!((world.blank(), world.blank_training()), (2.5, 1.2525));
    }
}
