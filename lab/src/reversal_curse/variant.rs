//! The arms, before they are put into words or graphs.

use super::world::{RELATIONS, World};
use crate::experiment::Cost;
use crate::knob::Knobs;

/// What an arm is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// M0: an entity is one vector as a subject and another one as an object.
    Untied,
    /// M1: one vector for both.
    Tied,
    /// M2: a language model that reads and writes names in two parts.
    Surface,
    /// M3: names are read in two parts; the object's concept is predicted.
    Jepa,
    /// M4: as M3, with a memory that gives each name a concept of its own.
    Memory,
    /// M5: as M0, with every told fact said backwards too.
    Backwards,
    /// As M1, with a transformer in the place of the matrices, and the contrast within a batch: the paper's own form.
    Semantic,
    /// A transformer that predicts the object from what stands before it.
    LeftToRight,
    /// The same network, filling gaps of a fixed rate.
    Masked,
    /// M6: the same network, filling gaps of any rate.
    AnyRate,
}

/// One arm.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Variant {
    pub(super) kind: Kind,
    /// Its name in code, and for a person.
    pub(super) key: &'static str,
    pub(super) label: &'static str,
    pub(super) about: &'static str,
    /// Numbers in a vector.
    pub(super) width: usize,
    /// Layers that read a name.
    pub(super) depth: usize,
    pub(super) steps: u32,
    /// What the learning rate of the knob is multiplied with.
    pub(super) rate: f64,
    /// What the weight decay of the knob is multiplied with.
    pub(super) decay: f64,
    pub(super) warmup: u32,
    /// Whether gradients are clipped to a norm of 1.
    pub(super) clip: bool,
}

/// Numbers of an answer that is shown: subject, relation and object of a told fact, then the two parts of the name that the
/// model gives when it is asked the other way round.
pub(super) const ANSWER: usize = 5;

/// Facts in a training batch.
pub(super) const BATCH: usize = 264;

impl Variant {
    fn new(kind: Kind, knobs: &Knobs) -> Self {
        let whole = |key| usize::try_from(knobs.whole(key)).unwrap_or(0);
        let (width, depth, steps) = (whole("width"), whole("depth"), knobs.whole("steps"));
        let lookup = Self {
            kind,
            key: "",
            label: "",
            about: "",
            width,
            depth,
            steps,
            rate: 1.0,
            decay: 1.0,
            warmup: 50,
            clip: false,
        };
        // Deeper networks learn with smaller steps, and need more of them.
        let deep = Self {
            width: width * 3 / 4,
            steps: steps * 6 / 5,
            rate: 1.0 / 3.0,
            decay: 5.0 / 7.0,
            warmup: 100,
            clip: true,
            ..lookup
        };
        let filling = Self { steps: steps * 5 / 6, rate: 2.0 / 3.0, decay: 2.0 / 7.0, ..deep };
        match kind {
            Kind::Untied => Self {
                key: "untied",
                label: "two vectors",
                about: "Each person has one vector as a subject of facts and another one as an object.",
                ..lookup
            },
            Kind::Tied => Self {
                key: "tied",
                label: "one vector",
                about: "Each person has one vector, on whichever side of a fact.",
                ..lookup
            },
            Kind::Surface => Self {
                key: "surface",
                label: "written in parts",
                about: "A language model that reads and writes names in two parts; it has no vector for a person.",
                ..deep
            },
            Kind::Jepa => Self {
                key: "jepa",
                label: "read from parts",
                about: "JEPA: names are read from their parts, subjects and objects alike, and the object's concept is predicted.",
                ..deep
            },
            Kind::Memory => Self {
                key: "memory",
                label: "memory",
                about: "The same, with a memory that gives each name a concept of its own.",
                ..lookup
            },
            Kind::Backwards => Self {
                key: "backwards",
                label: "told backwards",
                about: "Two vectors, and each told fact is said backwards too.",
                decay: 4.0 / 7.0,
                ..lookup
            },
            Kind::Semantic => Self {
                key: "semantic",
                label: "a transformer over vectors",
                about: "Each person has one vector, and a transformer in the place of the matrices predicts the object's, as in the paper.",
                rate: 1.0 / 15.0,
                warmup: 100,
                clip: true,
                ..lookup
            },
            Kind::LeftToRight => Self {
                key: "left-to-right",
                label: "left to right",
                about: "A transformer that predicts the object's name from what stands before it.",
                steps: steps * 2 / 3,
                ..filling
            },
            Kind::Masked => Self {
                key: "masked",
                label: "gaps of 15%",
                about: "The same transformer, filling gaps of a fixed rate.",
                ..filling
            },
            Kind::AnyRate => Self {
                key: "any-rate",
                label: "gaps of any rate",
                about: "The same transformer, filling gaps of a rate that is drawn anew for each fact.",
                ..filling
            },
        }
    }

    /// Relations that its facts are said with, and facts of each in a batch.
    #[cfg(feature = "run")]
    pub(super) fn batch(&self) -> [usize; 2] {
        let relations = if self.kind == Kind::Backwards { 2 * RELATIONS } else { RELATIONS };
        [relations, BATCH / relations]
    }

    /// Whether it reads names from their parts.
    pub(super) fn reads_parts(&self) -> bool {
        matches!(self.kind, Kind::Surface | Kind::Jepa)
    }

    /// Whether each entity has a vector that it is recognised by.
    pub(super) fn has_concepts(&self) -> bool {
        !matches!(self.kind, Kind::LeftToRight | Kind::Masked | Kind::AnyRate)
    }

    /// Whether it has a matrix for each relation.
    pub(super) fn has_matrices(&self) -> bool {
        self.has_concepts() && self.kind != Kind::Semantic
    }

    /// The arithmetic of its matrix products, in multiply-adds for each fact that it learns from and each question; and once
    /// for a measurement. Training does each three times: forward, and for the gradients of both factors.
    pub(super) fn cost(&self, world: &World) -> Cost {
        let [n, d, k] = [world.entities(), self.width, world.parts()].map(|size| size as f64);
        let (batch, square) = (BATCH as f64, d * d);
        // Reading both parts of a name: whole layers, and one of which only the last place is asked.
        let layer = |tokens: f64| tokens * 12.0 * square + 2.0 * tokens * tokens * d;
        let reading = (self.depth as f64 - 1.0) * layer(2.0) + 14.0 * square + 4.0 * d;
        let (learned, asked, once) = match self.kind {
            Kind::Untied | Kind::Tied | Kind::Backwards => (square + n * d, square + n * d, 0.0),
            Kind::Memory => (square + 2.0 * batch * d, square + n * d, 0.0),
            Kind::Semantic => {
                // As reading a name, with a relation and a gap behind one vector.
                let one = 16.0 * square + 6.0 * d;
                (one + 2.0 * batch * d, one + n * d, 0.0)
            }
            Kind::Jepa => (2.0 * reading + square + 2.0 * batch * d, reading + square + n * d, n * reading),
            Kind::Surface => {
                let one = 14.0 * square + 4.0 * d + 3.0 * square + 2.0 * k * d;
                (one, one, 0.0)
            }
            Kind::LeftToRight => (layer(4.0) + 2.0 * k * d, layer(4.0) + 2.0 * k * d, 0.0),
            Kind::Masked | Kind::AnyRate => (layer(5.0) + 4.0 * k * d, layer(5.0) + 2.0 * k * d, 0.0),
        };
        let questions = RELATIONS * (world.asked() + world.forward().len() + world.ruled().len());
        // Those whose answers are shown; from left to right, a name is said in two goes.
        let goes = if self.kind == Kind::LeftToRight { 2 } else { 1 };
        let all = (questions + goes * world.shown().len()) as f64;
        let million = |products: f64| 2.0 * products / 1e6;
        Cost { step: 3.0 * million(batch * learned), measurement: million(all * asked + once) }
    }
}

/// A choice of arms.
pub(super) struct Choice {
    /// Its name in links, and for a person.
    pub(super) key: &'static str,
    pub(super) label: &'static str,
    kinds: &'static [Kind],
    /// Whether its world is small: a twentieth of the entities, and no two names that share a part. Networks that fill
    /// gaps have to see each fact many times.
    pub(super) small: bool,
}

impl Choice {
    const fn new(key: &'static str, label: &'static str, kinds: &'static [Kind]) -> Self {
        Self { key, label, kinds, small: false }
    }

    const fn small(self) -> Self {
        Self { small: true, ..self }
    }
}

/// What may be trained.
pub(super) const CHOICES: [Choice; 9] = [
    Choice::new("binding", "two vectors or one", &[Kind::Untied, Kind::Tied]),
    Choice::new(
        "causes",
        "one cause at a time",
        &[Kind::Untied, Kind::Tied, Kind::Surface, Kind::Jepa, Kind::Memory],
    ),
    Choice::new("backwards", "told backwards too", &[Kind::Untied, Kind::Backwards]),
    Choice::new("gaps", "left to right, or filling gaps", &[Kind::LeftToRight, Kind::Masked, Kind::AnyRate])
        .small(),
    Choice::new("tied", "only one vector", &[Kind::Tied]),
    Choice::new("surface", "only written in parts", &[Kind::Surface]),
    Choice::new("jepa", "only read from parts", &[Kind::Jepa]),
    Choice::new("memory", "only with a memory", &[Kind::Memory]),
    Choice::new("semantic", "a transformer over vectors", &[Kind::Semantic]),
];

/// What is trained with given knobs.
pub(super) fn choice(knobs: &Knobs) -> &'static Choice {
    CHOICES.get(knobs.choice("models")).unwrap_or(&CHOICES[0])
}

/// The arms that are trained with given knobs, in order.
pub(super) fn variants(knobs: &Knobs) -> Vec<Variant> {
    choice(knobs).kinds.iter().map(|kind| Variant::new(*kind, knobs)).collect()
}
