//! The world that facts are about: entities with names, six pairs of relations, and which facts are told and which are
//! asked. Sizes and names follow from the knobs; which entities stand in which fact is drawn for each member.

use std::ops::Range;

use super::own;
use super::variant::choice;
use crate::knob::{Knobs, Value};
use crate::text::capital;

/// Pairs of relations, each with its inverse.
pub(super) const PAIRS: usize = 6;

/// Relations: number 2 i is that of pair i, 2 i + 1 its inverse.
pub(super) const RELATIONS: usize = 2 * PAIRS;

/// Entities that pictures show the vectors of.
pub(super) const PICTURED: usize = 24;

/// Entities whose names are compared part by part.
pub(super) const COMPARED: usize = 16;

/// How each relation is said: "… is the mentor of …".
const SAID: [&str; RELATIONS] = [
    "mentor of",
    "pupil of",
    "host of",
    "guest of",
    "captain of",
    "mate of",
    "lender to",
    "borrower from",
    "guide of",
    "follower of",
    "seller to",
    "buyer from",
];

/// Sizes of the world.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct World {
    /// Entities of group A, whose facts are told in both directions: a multiple of four.
    pub(super) taught: usize,
    /// Entities of group B, whose facts are told in one direction: a multiple of four.
    pub(super) tested: usize,
    /// What a visitor tells.
    pub(super) own: own::Told,
    /// Whether group A's facts are told in both directions.
    pub(super) both: bool,
    /// How many entities share each part of a name.
    pub(super) sharing: usize,
}

/// A fact: subject, relation, object.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct Fact {
    pub(super) subject: usize,
    pub(super) relation: usize,
    pub(super) object: usize,
}

impl Fact {
    /// The same, said the other way round.
    #[cfg(feature = "run")]
    pub(super) fn reversed(self) -> Self {
        Self { subject: self.object, relation: self.relation ^ 1, object: self.subject }
    }
}

impl World {
    pub(super) fn new(knobs: &Knobs) -> Self {
        let drawn = Self::without_own(knobs);
        Self { own: own::Told::new(knobs, drawn.drawn()), ..drawn }
    }

    /// The same without what a visitor tells: enough for whom it is not about, and cheap.
    pub(super) fn without_own(knobs: &Knobs) -> Self {
        let whole = |key| usize::try_from(knobs.whole(key)).unwrap_or(0);
        let fourfold = |count: usize| (count / 4 * 4).max(4);
        let small = choice(knobs).small;
        let taught = fourfold(if small { whole("entities") / 20 } else { whole("entities") });
        let tested = fourfold(taught * 3 / 5);
        Self {
            taught,
            tested,
            own: own::Told::default(),
            both: knobs.get("rule") != Some(Value::Choice(1)),
            sharing: if small { 1 } else { whole("sharing").max(1) },
        }
    }

    /// Entities of both groups, without a visitor's.
    pub(super) fn drawn(&self) -> usize {
        self.taught + self.tested
    }

    /// All entities, N: group A, group B, a visitor's.
    pub(super) fn entities(&self) -> usize {
        self.drawn() + self.own.names.len()
    }

    /// The chance of naming an entity by guessing.
    pub(super) fn chance(&self) -> f64 {
        1.0 / self.entities() as f64
    }

    /// The mean of 1/rank over all ranks: what guessing gives.
    pub(super) fn chance_rank(&self) -> f64 {
        let entities = self.entities();
        (1..=entities).map(|rank| 1.0 / rank as f64).sum::<f64>() / entities as f64
    }

    /// Facts of group A that are told of each relation.
    pub(super) fn rule_facts(&self) -> usize {
        if self.both { self.taught / 2 } else { self.taught / 4 }
    }

    /// Facts of group B that are told of each relation, and as many that are asked.
    pub(super) fn asked(&self) -> usize {
        self.tested / 4
    }

    /// Facts that are told of a relation: those of group A, of group B, a visitor's.
    pub(super) fn told(&self, relation: usize) -> usize {
        self.rule_facts() + self.asked() + self.own.of(relation).count()
    }

    /// The most facts told of any relation.
    #[cfg(feature = "run")]
    pub(super) fn most_told(&self) -> usize {
        (0..RELATIONS).map(|relation| self.told(relation)).max().unwrap_or(0)
    }

    /// Different first parts of names, and as many second parts; a visitor's names have parts of their own.
    pub(super) fn parts(&self) -> usize {
        self.drawn().div_ceil(self.sharing) + self.own.names.len()
    }

    /// The parts of an entity's name. First part f comes with the second parts f, f + 1, f + 2, …: each part stands in as
    /// many names as share one (fewer at the end), and no two names are the same.
    pub(super) fn name(&self, entity: usize) -> [usize; 2] {
        let shared = self.drawn().div_ceil(self.sharing).max(1);
        if let Some(own) = entity.checked_sub(self.drawn()) {
            return [shared + own; 2];
        }
        let (first, turn) = (entity % shared, entity / shared);
        [first, (first + turn) % shared]
    }

    /// An entity's name in words.
    pub(super) fn called(&self, entity: usize) -> String {
        match entity.checked_sub(self.drawn()) {
            Some(own) => self.own.names.get(own).cloned().unwrap_or_else(|| "nobody".to_owned()),
            None => self
                .name(entity)
                .into_iter()
                .zip([false, true])
                .map(|(part, last)| self.part(part, last))
                .collect::<Vec<_>>()
                .join(" "),
        }
    }

    /// A part of a name in words: a first part, or a last one.
    pub(super) fn part(&self, part: usize, last: bool) -> String {
        let shared = self.drawn().div_ceil(self.sharing);
        let own = part.checked_sub(shared).and_then(|own| self.own.names.get(own));
        // Last names begin elsewhere in the list, so that nobody is called by one word twice.
        own.cloned().unwrap_or_else(|| word(if last { part + 613 } else { part }, last))
    }

    /// A relation in words.
    pub(super) fn said(&self, relation: usize) -> &str {
        self.own.said(relation).or_else(|| SAID.get(relation).copied()).unwrap_or("")
    }

    /// The told facts that answers are shown for, each a relation and its row: a visitor's, or else one of group B for each
    /// of four pairs of relations (every other one of the inverse).
    pub(super) fn shown(&self) -> Vec<[usize; 2]> {
        if self.own.facts.is_empty() {
            return (0..4).map(|pair| [2 * pair + pair % 2, self.rule_facts()]).collect();
        }
        let own = |relation: usize| {
            (self.rule_facts() + self.asked()..self.told(relation)).map(move |row| [relation, row])
        };
        (0..RELATIONS).flat_map(own).collect()
    }

    /// Entities that pictures show the vectors of.
    pub(super) fn pictured(&self) -> Vec<usize> {
        (0..PICTURED).map(|at| at * self.entities() / PICTURED).collect()
    }

    /// Entities whose names are compared part by part: where parts are shared, eight with different first parts, then
    /// eight with the same first parts as those.
    pub(super) fn compared(&self) -> Vec<usize> {
        let shared = self.drawn().div_ceil(self.sharing);
        let turns = if self.sharing > 1 { 2 } else { 1 };
        let each = COMPARED / turns;
        (0..COMPARED).map(|at| at % each + at / each * shared).collect()
    }

    /// The rows of the questions that an evaluation asks, for each relation.
    pub(super) fn forward(&self) -> Range<usize> {
        self.rule_facts()..self.rule_facts() + self.asked().min(40)
    }

    /// Rows of group A that an evaluation asks about, for each relation.
    pub(super) fn ruled(&self) -> Range<usize> {
        0..self.rule_facts().min(20)
    }
}

/// A word of two or three syllables, a different one for each number below 8,000.
fn word(number: usize, family: bool) -> String {
    const CONSONANTS: [char; 10] = ['b', 'd', 'f', 'k', 'l', 'm', 'n', 'r', 's', 't'];
    const VOWELS: [&str; 4] = ["a", "e", "i", "o"];
    let syllable = |at: usize| format!("{}{}", CONSONANTS[at % 10], VOWELS[at / 10 % 4]);
    let mut letters = syllable(number * 7 % 40) + &syllable((number / 40 * 3 + number) % 40);
    if number >= 1600 {
        letters += &syllable(number / 1600);
    }
    letters.push(if family { 'v' } else { 'n' });
    capital(&letters)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::knob::Value;
    use crate::reversal_curse::EXPERIMENT;
    use std::collections::{BTreeMap, BTreeSet};

    fn knobs(changes: &[(&str, Value)]) -> Knobs {
        let mut knobs = Knobs::defaults(EXPERIMENT.knobs);
        for (key, value) in changes {
            let at = EXPERIMENT.knobs.iter().position(|knob| knob.key == *key).expect("a knob");
            knobs.set(at, *value);
        }
        knobs
    }

    #[test]
    fn nobody_is_called_like_somebody_else() {
        for sharing in 1..=14 {
            for entities in [200, 800, 1600] {
                let world = World::new(&knobs(&[
                    ("sharing", Value::Whole(sharing)),
                    ("entities", Value::Whole(entities)),
                ]));
                let all = 0..world.entities();
                let names: BTreeSet<[usize; 2]> = all.clone().map(|entity| world.name(entity)).collect();
                assert_eq!(names.len(), world.entities(), "{sharing} to a part of {entities}");
                let words: BTreeSet<String> = all.clone().map(|entity| world.called(entity)).collect();
                assert_eq!(words.len(), world.entities());
                for part in 0..2 {
                    let mut bearers = BTreeMap::new();
                    all.clone().for_each(|entity| *bearers.entry(world.name(entity)[part]).or_insert(0) += 1);
                    let most = usize::try_from(sharing).expect("a few");
                    assert!(bearers.values().all(|count| *count <= most), "{bearers:?}");
                    let full = bearers.values().filter(|count| **count == most).count();
                    assert!(full + most >= bearers.len(), "parts are shared evenly: {bearers:?}");
                }
                assert!(world.compared().iter().all(|entity| *entity < world.entities()));
            }
        }
    }

    #[test]
    fn guessing_is_right_as_often_as_there_are_people() {
        let world = World::new(&knobs(&[]));
        assert_eq!((world.taught, world.tested, world.asked()), (800, 480, 120));
        assert!((world.chance() - 1.0 / 1280.0).abs() < 1e-12);
        assert!((world.chance_rank() - 0.00604).abs() < 1e-5);
    }
}
