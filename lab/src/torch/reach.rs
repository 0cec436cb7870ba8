//! What the steps of an arm depend on.

use std::collections::{BTreeSet, HashMap};

use engine::graph::{Graph, Id, Meaning, Op, Optimiser};
use engine::layout::PARAMETERS;
use engine::train::Segment;

use super::function::parts;

/// What is trained by a segment's step, beside the states that change.
pub(super) enum Trained<'g> {
    /// An optimiser that the graph tells of, of these nodes.
    By(&'g Optimiser, &'g [Id]),
    /// A node that the parameters become.
    Itself(Id),
}

/// How a segment trains the parameters.
pub(super) fn trained(segment: &Segment) -> Option<Trained<'_>> {
    let (_, to) = *segment.train.roots.updates.iter().find(|(state, _)| *state == PARAMETERS)?;
    Some(match segment.train.graph.meaning(to) {
        Some((Meaning::Optimiser(rule), of)) => Trained::By(rule, of),
        _ => Trained::Itself(to),
    })
}

/// The states that some nodes read.
pub(super) fn reads(g: &Graph, targets: &[Id]) -> BTreeSet<usize> {
    let (mut states, mut seen, mut open) = (BTreeSet::new(), BTreeSet::new(), targets.to_vec());
    while let Some(id) = open.pop() {
        if !seen.insert(id) {
            continue;
        }
        if let Op::State(number) = g.node(id).op {
            states.insert(number);
        }
        open.extend(parts(g, id));
    }
    states
}

/// What a loss is given: nodes that depend on states, not on parameters, and that something made of parameters reads.
pub(super) fn given(g: &Graph, loss: Id) -> Vec<Id> {
    let mut of: HashMap<Id, (bool, bool)> = HashMap::new(); // on parameters, on states
    for id in g.ids().take(loss.index() + 1) {
        let mut depends = match (&g.node(id).op, g.meaning(id)) {
            (Op::Parameter(_), _) => (true, false),
            (Op::State(_) | Op::Threefry { .. } | Op::Input(_), _)
            | (_, Some((Meaning::Words { .. } | Meaning::WordsAt { .. }, _))) => (false, true),
            _ => (false, false),
        };
        for part in parts(g, id) {
            let (parameters, states) = of.get(&part).copied().unwrap_or_default();
            depends = (depends.0 || parameters, depends.1 || states);
        }
        of.insert(id, depends);
    }
    let (mut given, mut seen, mut open) = (BTreeSet::new(), BTreeSet::new(), vec![loss]);
    while let Some(mut id) = open.pop() {
        if of[&id].0 || !of[&id].1 {
            if seen.insert(id) {
                open.extend(parts(g, id));
            }
            continue;
        }
        while matches!(g.node(id).op, Op::Reshape | Op::Expand) && of[&parts(g, id)[0]].1 {
            id = parts(g, id)[0];
        }
        given.insert(id);
    }
    given.into_iter().collect()
}
