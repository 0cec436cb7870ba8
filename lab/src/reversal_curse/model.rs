//! What trains: the graphs of each arm.

use engine::feed::Keys;
use engine::graph::{Dtype, Graph, Id};
use engine::layout::Layout;
use engine::lower::Roots;
use engine::nn;
use engine::optim::{AdamW, Moments};
use engine::train::Program;

use super::concepts::{Concepts, Matrices, Predictor, Semantic};
use super::data::{Batch, Facts, Relations};
use super::measure::{measure, outputs};
use super::recognise::{Reader, Recogniser, parts_of, route};
use super::sequence::Sequence;
use super::surface::Surface;
use super::variant::{Kind, Variant, variants};
use super::world::World;
use crate::knob::Knobs;

/// One model.
pub(super) struct Model {
    pub(super) world: World,
    pub(super) variant: Variant,
    pub(super) network: Network,
}

/// What computes its answers.
pub(super) enum Network {
    /// A vector for each entity, on either side or on both.
    Concepts(Box<Concepts>),
    /// Names part by part.
    Surface(Box<Surface>),
    /// A transformer over facts.
    Sequence(Box<Sequence>),
}

/// What a model makes of some questions.
pub(super) struct Judged {
    /// `[B] u32`: 1 where it names the right entity.
    pub(super) right: Id,
    /// `[B, 1]`: 1/rank of the right entity; where a name is said in two parts, the mean of theirs.
    pub(super) inverse_rank: Id,
    /// `[B, 1]`: cross-entropy, in nats.
    pub(super) loss: Id,
}

impl Model {
    fn new(layout: &mut Layout, world: World, variant: Variant, slots: usize) -> Self {
        let width = variant.width;
        let network = match variant.kind {
            Kind::Surface => Network::Surface(Box::new(Surface::new(layout, &world, width))),
            Kind::LeftToRight | Kind::Masked | Kind::AnyRate => {
                Network::Sequence(Box::new(Sequence::new(layout, &world, width, variant.kind)))
            }
            Kind::Untied | Kind::Tied | Kind::Backwards | Kind::Jepa | Kind::Memory | Kind::Semantic => {
                let mut table = |name| Recogniser::table(layout, name, &world, width);
                let (subjects, objects) = match variant.kind {
                    Kind::Untied | Kind::Backwards => (table("subjects"), Some(table("objects"))),
                    Kind::Jepa => {
                        (Recogniser::Reader(Reader::new(layout, &world, [width, variant.depth])), None)
                    }
                    Kind::Memory => (Recogniser::memory(layout, &world, width, slots), None),
                    _ => (table("entities"), None),
                };
                let predictor = if variant.kind == Kind::Semantic {
                    Predictor::Semantic(Box::new(Semantic::new(layout, width)))
                } else {
                    Predictor::Matrices(Matrices::new(layout, "relations", variant.batch()[0], width))
                };
                let in_batch = matches!(variant.kind, Kind::Jepa | Kind::Memory | Kind::Semantic);
                Network::Concepts(Box::new(Concepts { subjects, objects, predictor, in_batch }))
            }
        };
        Self { world, variant, network }
    }

    fn loss(&self, g: &mut Graph, batch: &Batch, key: usize, step: Id) -> Id {
        match &self.network {
            Network::Concepts(network) => network.loss(g, &self.world, batch),
            Network::Surface(network) => network.loss(g, &self.world, batch),
            Network::Sequence(network) => network.loss(g, &self.world, batch, key, step),
        }
    }

    /// What it makes of questions; `backwards` says that these facts were told the other way round, if at all.
    pub(super) fn judge(&self, g: &mut Graph, batch: &Batch, backwards: bool) -> Judged {
        let world = &self.world;
        let scores = match &self.network {
            Network::Concepts(network) => {
                let scores = network.scores(g, world, batch);
                return judged(g, scores, batch.objects);
            }
            Network::Surface(network) => network.taught(g, world, batch),
            Network::Sequence(network) => network.taught(g, world, batch, backwards),
        };
        let parts = parts_of(g, world, batch.objects);
        let [first, second] = [0, 1].map(|at| judged(g, scores[at], parts[at]));
        let sum = g.add(first.inverse_rank, second.inverse_rank);
        Judged {
            right: g.mul(first.right, second.right),
            inverse_rank: g.scale(sum, 0.5),
            loss: g.add(first.loss, second.loss),
        }
    }

    /// How much names have in common on their way to concepts: `[B] u32 -> [B, B]`.
    pub(super) fn overlap(&self, g: &mut Graph, entities: Id) -> Id {
        match &self.network {
            Network::Concepts(network) => network.subjects.overlap(g, &self.world, entities),
            Network::Surface(network) => network.reader.overlap(g, &self.world, entities),
            Network::Sequence(_) => g.f32(0.0),
        }
    }

    /// The vectors of entities as subjects and as objects: `[B] u32`, `[B, D]` each. What a language model writes a name
    /// with is the sum over its parts.
    pub(super) fn vectors(&self, g: &mut Graph, entities: Id) -> [Id; 2] {
        let world = &self.world;
        match &self.network {
            Network::Concepts(network) => {
                let subjects = network.subjects.concepts(g, world, entities);
                let objects = network.objects.as_ref().map(|objects| objects.concepts(g, world, entities));
                [subjects, objects.unwrap_or(subjects)]
            }
            Network::Surface(network) => {
                let parts = parts_of(g, world, entities);
                let first = network.reader.first.apply(g, parts[0]);
                let second = network.reader.second.apply(g, parts[1]);
                [network.reader.read(g, world, entities)[0], g.add(first, second)]
            }
            Network::Sequence(_) => [g.f32(0.0); 2],
        }
    }

    /// The name that it gives, in two parts: `[B] u32` each.
    pub(super) fn named(&self, g: &mut Graph, batch: &Batch, backwards: bool) -> [Id; 2] {
        let world = &self.world;
        match &self.network {
            Network::Concepts(network) => {
                let scores = network.scores(g, world, batch);
                let entity = nn::best(g, scores);
                parts_of(g, world, entity)
            }
            Network::Surface(network) => network.named(g, world, batch),
            Network::Sequence(network) => network.named(g, world, batch, backwards),
        }
    }
}

fn judged(g: &mut Graph, scores: Id, wanted: Id) -> Judged {
    let right = nn::correct(g, scores, wanted);
    let rank = nn::rank(g, scores, wanted);
    let (one, rank) = (g.f32(1.0), g.to_f32(rank));
    Judged { right, inverse_rank: g.div(one, rank), loss: nn::cross_entropy(g, scores, wanted) }
}

/// Everything that an arm's graphs share.
struct Parts {
    layout: Layout,
    model: Model,
    moments: Moments,
    keys: Keys,
    facts: Facts,
    /// The state that says which row of a memory each name finds.
    slots: usize,
}

impl Parts {
    fn new(knobs: &Knobs, arm: usize) -> Self {
        let variant = variants(knobs)[arm];
        let world = World::new(knobs);
        let mut layout = Layout::new();
        // States come after the parameters, and these are the first of them.
        let slots = layout.states().len();
        let model = Model::new(&mut layout, world, variant, slots);
        let named = if variant.kind == Kind::Memory { model.world.entities() } else { 0 };
        layout.state("slots", named, Dtype::U32);
        let moments = Moments::with_decay(&mut layout);
        let keys = Keys::new(&mut layout);
        let facts = Facts::new(&mut layout, &model.world);
        Self { layout, model, moments, keys, facts, slots }
    }

    fn training_step(&self) -> Program {
        let mut g = Graph::new();
        let step = g.state(self.moments.step, &[1, 1], Dtype::U32);
        let Model { world, variant, .. } = &self.model;
        let batch = self.facts.batch(&mut g, world, self.keys.member, step, variant.batch());
        let each = self.model.loss(&mut g, &batch, self.keys.member, step);
        let loss = nn::mean_all(&mut g, each);
        let optimiser = AdamW {
            betas: [0.9, 0.999],
            epsilon: 1e-8,
            weight_decay: 1.0,
            clip: variant.clip.then_some(1.0),
            warmup: variant.warmup,
            decay: variant.steps * 3 / 10,
            steps: variant.steps,
        };
        let updates = optimiser.update(&mut g, &self.layout, &self.moments, loss);
        Program { graph: g, roots: Roots { updates, outputs: vec![loss] } }
    }

    fn evaluation(&self) -> Program {
        let mut g = Graph::new();
        let outputs = outputs(&mut g, &self.model, self.facts);
        Program { graph: g, roots: Roots { updates: vec![], outputs } }
    }
}

/// The arm at this position.
pub(super) fn program(knobs: &Knobs, arm: usize) -> crate::run::Program {
    let parts = Parts::new(knobs, arm);
    let programs = [parts.training_step(), parts.evaluation()];
    let Parts { layout, model, moments, keys, facts, slots } = parts;
    let Model { world, variant, .. } = model;
    #[allow(clippy::cast_possible_truncation, reason = "the engine trains in f32")]
    let [rate, decay] = [("rate", variant.rate), ("decay", variant.decay)]
        .map(|(key, factor)| (knobs.real(key) * factor) as f32);
    let drawn = world.clone();
    let initial = Box::new(move |_, key| {
        let decay = moments.decay.map(|state| (state, vec![decay]));
        let slots = (variant.kind == Kind::Memory)
            .then(|| (slots, route(&drawn, key).into_iter().map(f32::from_bits).collect()));
        moments
            .initial(rate)
            .into_iter()
            .chain(decay)
            .chain(slots)
            .chain(facts.initial(&drawn, key))
            .collect()
    });
    let arm = crate::run::plain(layout, keys, initial, variant.steps, programs);
    crate::run::Program { arm, measure: Box::new(move |outputs| measure(&world, outputs)) }
}

/// What an arm answers to one question, subject and relation: the two parts of the name that it gives.
pub(super) fn answer(knobs: &Knobs, arm: usize) -> Program {
    let parts = Parts::new(knobs, arm);
    let mut g = Graph::new();
    let question = g.input(0, &[1, 2], Dtype::U32);
    let [subjects, relations] = [0, 1].map(|at| {
        let part = g.slice(question, 1, at, 1);
        g.reshape(part, &[1])
    });
    let batch = Batch { relations: Relations::Each(relations), subjects, objects: subjects };
    let named = parts.model.named(&mut g, &batch, false);
    Program { graph: g, roots: Roots { updates: vec![], outputs: named.to_vec() } }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::knob::Value;
    use crate::reversal_curse::EXPERIMENT;
    use crate::reversal_curse::variant::CHOICES;
    use engine::exact::{Exact, Simd};
    use engine::lower::{Fusion, lower};

    /// What one evaluation of a model alone puts out, its vectors those of `values`.
    fn evaluation(model: &str, values: impl Fn(&mut [f32])) -> Vec<f32> {
        let mut knobs = Knobs::defaults(EXPERIMENT.knobs);
        let choice = CHOICES.iter().position(|choice| choice.key == model).expect("a choice");
        knobs.set(0, Value::Choice(choice));
        let trained = program(&knobs, 0).arm;
        let mut state = trained.first_state(1, 0);
        values(&mut state[..trained.layout.parameter_count()]);
        let evaluate = &trained.segments[0].evaluate;
        let schedule = lower(&evaluate.graph, &trained.layout, &evaluate.roots, Fusion::Full);
        let mut outputs = vec![f32::NAN; schedule.outputs.iter().sum()];
        Exact::new(schedule, Simd::widest()).run(&mut state, &[], &mut outputs);
        outputs
    }

    /// Each name finds a row of its own, so that a memory is a table of vectors: with the same numbers in both, and the same
    /// matrices, every answer is the same bits.
    #[test]
    fn a_memory_answers_as_one_vector_for_each_name() {
        let fill = |parameters: &mut [f32]| {
            parameters
                .iter_mut()
                .enumerate()
                .for_each(|(at, x)| *x = ((at * 7919 % 1009) as f32 - 504.0) / 1009.0);
        };
        let [memory, table] = ["memory", "tied"].map(|model| evaluation(model, fill));
        let bits = |outputs: Vec<f32>| outputs.into_iter().map(f32::to_bits).collect::<Vec<_>>();
        assert_eq!(bits(memory), bits(table));
    }
}
