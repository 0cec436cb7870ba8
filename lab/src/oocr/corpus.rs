//! Documents: a task, an entity, an argument, and the answer, one token each. They are drawn on the host for each member,
//! kept as a state, and picked in the graph.

use engine::feed::{below, words};
use engine::graph::{Binary, Dtype, Graph, Id};
use engine::layout::Layout;
use engine::rng::Stream;

use super::number;

/// One document, in tokens.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Document {
    /// The first of the task's wordings.
    pub(super) task: usize,
    pub(super) entity: usize,
    pub(super) argument: usize,
    pub(super) answer: usize,
}

/// The states that hold a member's documents.
#[derive(Debug, Clone)]
pub(super) struct Corpus {
    /// The most documents of each kind.
    most: Vec<usize>,
    /// How many wordings a task has; their tokens follow each other.
    wordings: usize,
    /// `[N, 4] u32`, kind after kind.
    documents: usize,
    /// How many there are of each kind, `[K] u32`.
    told: usize,
}

/// Some documents, `[B] u32` each.
#[derive(Debug, Clone, Copy)]
pub(super) struct Batch {
    pub(super) task: Id,
    pub(super) entity: Id,
    pub(super) argument: Id,
    pub(super) answer: Id,
}

impl Document {
    fn tokens(self) -> [usize; 4] {
        [self.task, self.entity, self.argument, self.answer]
    }
}

impl Corpus {
    /// Declares the states, for so many documents of each kind at most.
    pub(super) fn new(layout: &mut Layout, most: &[usize], wordings: usize) -> Self {
        Self {
            most: most.to_vec(),
            wordings,
            documents: layout.state("documents", 4 * most.iter().sum::<usize>(), Dtype::U32),
            told: layout.state("documents of each kind", most.len(), Dtype::U32),
        }
    }

    /// Their first values: the documents of each kind, as many as there may be at most.
    pub(super) fn initial(&self, documents: &[Vec<Document>]) -> [(usize, Vec<f32>); 2] {
        let mut table = Vec::new();
        let mut told = Vec::new();
        for (most, documents) in self.most.iter().zip(documents) {
            let kept = &documents[..documents.len().min(*most)];
            let tokens = kept.iter().flat_map(|document| document.tokens());
            table.extend(tokens.map(|token| f32::from_bits(number(token))));
            table.resize(table.len() + 4 * (most - kept.len()), 0.0);
            told.push(f32::from_bits(number(kept.len())));
        }
        [(self.documents, table), (self.told, told)]
    }

    /// A batch, drawn with the member's own key: of each kind so many documents, each in one of the wordings.
    pub(super) fn batch(&self, g: &mut Graph, rows: &[usize], key: usize, stream: &str, step: Id) -> Batch {
        let count = rows.iter().sum();
        let random = words(g, key, Stream::named(stream), step, &[2, count]);
        let picked = g.slice(random, 0, 0, 1);
        let told = g.state(self.told, &[1, self.most.len()], Dtype::U32);
        let (mut all, mut at, mut first) = (Vec::new(), 0, 0);
        for (kind, (size, most)) in rows.iter().zip(&self.most).enumerate() {
            let picked = g.slice(picked, 1, at, *size);
            let told = g.slice(told, 1, kind, 1);
            let row = g.binary(Binary::MulHigh, picked, told);
            let start = g.u32(number(first));
            all.push(g.add(row, start));
            (at, first) = (at + size, first + most);
        }
        let rows = g.concat(&all, 1);
        let table = g.state(self.documents, &[first, 4], Dtype::U32);
        picked_from(g, table, rows, random, self.wordings)
    }
}

/// A batch of documents that are part of the program, each as likely as any other: what a visitor gives, which must not
/// change the states of a run before it matters.
pub(super) fn batch_of(
    g: &mut Graph,
    documents: &[Document],
    [rows, wordings]: [usize; 2],
    key: usize,
    stream: &str,
    step: Id,
) -> Batch {
    let random = words(g, key, Stream::named(stream), step, &[2, rows]);
    let picked = g.slice(random, 0, 0, 1);
    let picked = below(g, picked, number(documents.len()));
    let tokens: Vec<u32> = documents.iter().flat_map(|document| document.tokens()).map(number).collect();
    let table = g.constant_u32(&[documents.len(), 4], &tokens);
    picked_from(g, table, picked, random, wordings)
}

/// The documents in these rows of a table, each in a wording that the second row of `random` `[2, B]` picks.
fn picked_from(g: &mut Graph, table: Id, rows: Id, random: Id, wordings: usize) -> Batch {
    let count = g.len(rows);
    let rows = g.reshape(rows, &[count]);
    let documents = g.gather(table, rows);
    let [task, entity, argument, answer] = [0, 1, 2, 3].map(|column| {
        let column = g.slice(documents, 1, column, 1);
        g.reshape(column, &[count])
    });
    let worded = g.slice(random, 0, 1, 1);
    let worded = g.reshape(worded, &[count]);
    let wording = below(g, worded, number(wordings));
    Batch { task: g.add(task, wording), entity, argument, answer }
}

impl Batch {
    /// Two batches, one after the other.
    pub(super) fn and(&self, g: &mut Graph, other: &Self) -> Self {
        let mut both = |one, other| g.concat(&[one, other], 0);
        Self {
            task: both(self.task, other.task),
            entity: both(self.entity, other.entity),
            argument: both(self.argument, other.argument),
            answer: both(self.answer, other.answer),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use engine::feed::Keys;
    use engine::reference::{Values, evaluate};

    #[test]
    fn a_batch_has_what_was_told_of_each_kind_in_every_wording() {
        let mut layout = Layout::new();
        let keys = Keys::new(&mut layout);
        let corpus = Corpus::new(&mut layout, &[5, 2], 3);
        let document = |task, entity| Document { task, entity, argument: 7, answer: entity + 1 };
        let told = [vec![document(10, 0), document(10, 1)], vec![document(20, 5)]];
        let mut g = Graph::new();
        let step = g.u32(3);
        let batch = corpus.batch(&mut g, &[40, 20], keys.member, "test", step);
        let mut states = vec![Values::Floats(vec![]), Values::Words(vec![1, 2]), Values::Words(vec![0, 0])];
        for (_, values) in corpus.initial(&told) {
            states.push(Values::<f64>::Words(values.iter().map(|value| value.to_bits()).collect()));
        }
        let values = evaluate(&g, &layout, &states, &[]);
        let [task, entity, argument, answer] = [batch.task, batch.entity, batch.argument, batch.answer]
            .map(|id| values[id.index()].words().to_vec());
        for at in 0..60 {
            let (first, entities) = if at < 40 { (10, 0..2) } else { (20, 5..6) };
            assert!((first..first + 3).contains(&task[at]) && entities.contains(&entity[at]));
            assert_eq!((argument[at], answer[at]), (7, entity[at] + 1));
        }
        for wording in 0..3 {
            assert!(task.contains(&(10 + wording)) && task.contains(&(20 + wording)));
        }
    }
}
