//! Observations in front of a question: what a prompt is, and what a twin of the network is trained on that is told definitions
//! after prompts, and nothing else.

use engine::feed::{Keys, below, permutation, words};
use engine::graph::{Graph, Id};
use engine::nn;
use engine::rng::Stream;

use super::super::network::Network;
use super::super::number;
use super::data::values;
use super::model::Parts;
use super::world::{
    ARGUMENTS, BLANK, FUNCTIONS, Function, Task, WORDINGS, World, number_token, operation_token,
};
use super::{OBSERVATION, PROMPT, PROMPTED};

/// Prompts. Positions begin anew with each document; what is not observed is hidden by a mask.
pub(super) struct Prompts {
    /// Sixteen documents for each of them, `[B, 16 * 4] u32`.
    documents: Id,
    /// What the observations that are seen add to the scores of attention, and the others: `[1, T]`.
    mask: Id,
}

impl Prompts {
    /// Of functions by number and names as tokens, `[B] u32` each. Arguments are observed in the order `[B, 16] u32`, the first
    /// `observed` of them (`[1, 1] u32`), in these wordings: `[B * 16] u32`, tokens of tasks.
    pub(super) fn new(
        g: &mut Graph,
        [functions, names]: [Id; 2],
        order: Id,
        observed: Id,
        tasks: Id,
    ) -> Self {
        let count = g.len(functions);
        let all = count * ARGUMENTS;
        let column = g.reshape(functions, &[count, 1]);
        let width = g.u32(number(ARGUMENTS));
        let starts = g.mul(column, width);
        let places = g.add(starts, order);
        let places = g.reshape(places, &[all]);
        let table = values(g);
        let value = g.gather(table, places);
        let zero = g.u32(number(number_token(0).unwrap_or(0)));
        let argument = g.add(order, zero);
        let name = g.reshape(names, &[count, 1]);
        let name = g.broadcast(name, &[count, ARGUMENTS]);
        let columns = [tasks, name, argument, value].map(|column| g.reshape(column, &[all, 1]));
        let documents = g.concat(&columns, 1);
        let documents = g.reshape(documents, &[count, ARGUMENTS * OBSERVATION]);

        // The observation that a place belongs to; those of the question belong to the first, which is always seen.
        let observation = |at: usize| if at < ARGUMENTS * OBSERVATION { at / OBSERVATION } else { 0 };
        let number_of_each: Vec<u32> = (0..PROMPT).map(|at| number(observation(at))).collect();
        let number_of_each = g.constant_u32(&[1, PROMPT], &number_of_each);
        let is_seen = g.less(number_of_each, observed);
        let (seen, hidden) = (g.f32(0.0), g.f32(nn::HIDDEN));
        Self { documents, mask: g.select(is_seen, seen, hidden) }
    }

    /// Scores of answers to questions, `[B, 3] u32 -> [B, W]`.
    pub(super) fn answer(&self, g: &mut Graph, network: &Network, questions: Id) -> Id {
        let tokens = g.concat(&[self.documents, questions], 1);
        let places: Vec<u32> = (0..PROMPT).map(|at| number(at % OBSERVATION)).collect();
        let places = g.constant_u32(&[PROMPT], &places);
        network.read(g, tokens, places, Some(self.mask))
    }
}

/// What the twin is trained on in one step.
struct Batch {
    prompts: Prompts,
    /// `[B, 3] u32`
    questions: Id,
    /// `[B] u32`
    answers: Id,
}

/// A batch, drawn with the member's own key: functions, each as likely as any other; names, which nobody is called in the
/// measurement, and which say nothing of the function; arguments, none twice. The first half is asked for the operation, the
/// second for the constant after it.
fn batch(g: &mut Graph, world: World, observed: Id, keys: Keys, step: Id) -> Batch {
    const HALF: usize = PROMPTED / 2;
    let random =
        |g: &mut Graph, stream, shape: &[usize]| words(g, keys.member, Stream::named(stream), step, shape);
    let from = |g: &mut Graph, random: Id, first: usize, count: usize| {
        let (drawn, first) = (below(g, random, number(count)), g.u32(number(first)));
        g.add(drawn, first)
    };
    let functions = random(g, "prompt/function", &[PROMPTED]);
    let functions = below(g, functions, number(FUNCTIONS));
    let names = random(g, "prompt/name", &[PROMPTED]);
    let names = from(g, names, world.token(0), world.fresh());
    let order = random(g, "prompt/argument", &[PROMPTED, ARGUMENTS]);
    let order = permutation(g, order);
    let tasks = random(g, "prompt/value", &[PROMPTED * ARGUMENTS]);
    let tasks = from(g, tasks, Task::Evaluate.token(), WORDINGS);
    let prompts = Prompts::new(g, [functions, names], order, observed, tasks);

    let all = Function::all();
    let token = |g: &mut Graph, of: &dyn Fn(&Function) -> usize| {
        let tokens: Vec<u32> = all.iter().map(|function| number(of(function))).collect();
        let tokens = g.constant_u32(&[FUNCTIONS, 1], &tokens);
        g.gather(tokens, functions) // [B, 1]
    };
    let operations = token(g, &|function| operation_token(function.operation));
    let constants = token(g, &|function| number_token(function.constant).unwrap_or(0));
    let blank = g.constant_u32(&[HALF, 1], &[number(BLANK); HALF]);
    let [asked, told] = [0, HALF].map(|from| g.slice(operations, 0, from, HALF));
    let constants = g.slice(constants, 0, HALF, HALF);
    let arguments = g.concat(&[blank, told], 0);
    let answers = g.concat(&[asked, constants], 0);
    let tasks = random(g, "prompt/question", &[PROMPTED]);
    let tasks = from(g, tasks, Task::Define.token(), WORDINGS);
    let [tasks, names] = [tasks, names].map(|column| g.reshape(column, &[PROMPTED, 1]));
    let questions = g.concat(&[tasks, names, arguments], 1);
    Batch { prompts, questions, answers: g.reshape(answers, &[PROMPTED]) }
}

/// The loss of a training step of the twin.
pub(super) fn loss(g: &mut Graph, parts: &Parts, keys: Keys, step: Id) -> Id {
    let [_, observed] = parts.observations.nodes(g, parts.world);
    let batch = batch(g, parts.world, observed, keys, step);
    let scores = batch.prompts.answer(g, &parts.network, batch.questions);
    let each = nn::cross_entropy(g, scores, batch.answers);
    nn::mean_all(g, each)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::oocr::functions::world::{number_of, statement};
    use crate::oocr::mode::Mode;
    use crate::oocr::network::QUESTION;
    use engine::layout::Layout;
    use engine::reference::{Values, evaluate};
    use std::collections::BTreeSet;

    #[test]
    fn a_twin_is_told_of_functions_by_their_prompts_and_of_no_name() {
        let (world, seen) = (World { known: 1, mode: Mode::Joint }, 10);
        let mut layout = Layout::new();
        let keys = Keys::new(&mut layout);
        let key = Values::<f64>::Words(vec![1, 2]);
        let (all, mut functions, mut named) = (Function::all(), BTreeSet::new(), BTreeSet::new());
        for step in 0..20 {
            let mut g = Graph::new();
            let (step, observed) = (g.u32(step), g.constant_u32(&[1, 1], &[seen]));
            let batch = batch(&mut g, world, observed, keys, step);
            let values = evaluate(&g, &layout, &[Values::Floats(vec![]), key.clone(), key.clone()], &[]);
            let read = |id: Id| values[id.index()].words().iter().map(|it| *it as usize).collect::<Vec<_>>();
            let [documents, questions, answers] =
                [batch.prompts.documents, batch.questions, batch.answers].map(read);
            let prompts = documents.chunks(ARGUMENTS * OBSERVATION);
            for (at, (prompt, question)) in prompts.zip(questions.chunks(QUESTION)).enumerate() {
                let (name, asked) = (question[1], question[2]);
                assert!((world.token(0)..world.token(world.fresh())).contains(&name));
                assert!((Task::Define.token()..Task::Define.token() + WORDINGS).contains(&question[0]));
                let mut arguments = BTreeSet::new();
                let fits = |function: &&Function| {
                    let said = if asked == BLANK {
                        answers[at] == operation_token(function.operation)
                    } else {
                        statement(asked, answers[at]) == Some(**function)
                    };
                    let gives =
                        |it: &[usize]| number_of(it[2]).and_then(|x| function.value(x)) == number_of(it[3]);
                    said && prompt.chunks(OBSERVATION).all(gives)
                };
                let function = all.iter().position(|function| fits(&function)).expect("one of the forty");
                for it in prompt.chunks(OBSERVATION) {
                    assert!((Task::Evaluate.token()..Task::Evaluate.token() + WORDINGS).contains(&it[0]));
                    assert_eq!(it[1], name);
                    arguments.insert(it[2]);
                }
                assert_eq!(arguments.len(), ARGUMENTS, "none twice");
                assert_eq!(asked == BLANK, at < PROMPTED / 2);
                functions.insert(function);
                named.insert((function, name));
            }
            // Ten documents are seen, and the question.
            let Values::Floats(mask) = &values[batch.prompts.mask.index()] else { panic!("numbers") };
            let seen: Vec<usize> = (0..PROMPT).filter(|at| mask[*at] == 0.0).collect();
            assert_eq!(seen, (0..40).chain(64..67).collect::<Vec<_>>());
        }
        assert_eq!(functions.len(), FUNCTIONS);
        assert!(named.len() > 10 * FUNCTIONS, "a name goes with any function");
    }
}
