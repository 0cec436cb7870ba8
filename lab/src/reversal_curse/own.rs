//! What a visitor tells, as parts of the world: each pair of their relations takes the place of one of ours, whose rule
//! group A goes on teaching.

use super::world::Fact;
use crate::facts::pairs;
use crate::knob::Knobs;

/// A visitor's facts.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Told {
    /// The names, in the order in which they first stand in a fact.
    pub(super) names: Vec<String>,
    /// The facts.
    pub(super) facts: Vec<Fact>,
    /// What relations are called: the number of each, and its name.
    said: Vec<(usize, String)>,
}

impl Told {
    /// The facts of these knobs, about entities from number `first` on.
    pub(super) fn new(knobs: &Knobs, first: usize) -> Self {
        let told = knobs.facts().unwrap_or_default();
        let mut own = Self::default();
        for (fact, pair) in told.iter().zip(pairs(told)) {
            let Some((pair, inverted)) = pair else { continue };
            let relation = 2 * pair + usize::from(inverted);
            for (relation, said) in [(relation, &fact.relation), (relation ^ 1, &fact.inverse)] {
                if own.said(relation).is_none() {
                    own.said.push((relation, said.clone()));
                }
            }
            let [subject, object] = [&fact.subject, &fact.object].map(|name| first + own.entity(name));
            own.facts.push(Fact { subject, relation, object });
        }
        own
    }

    /// The number of a name among the visitor's own, which takes it up.
    fn entity(&mut self, name: &str) -> usize {
        self.names.iter().position(|known| known == name).unwrap_or_else(|| {
            self.names.push(name.to_owned());
            self.names.len() - 1
        })
    }

    /// The facts of a relation.
    pub(super) fn of(&self, relation: usize) -> impl Iterator<Item = &Fact> {
        self.facts.iter().filter(move |fact| fact.relation == relation)
    }

    /// What the visitor calls a relation.
    pub(super) fn said(&self, relation: usize) -> Option<&str> {
        self.said.iter().find(|(named, _)| *named == relation).map(|(_, said)| said.as_str())
    }
}
