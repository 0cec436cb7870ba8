//! What a visitor may ask, and how answers are said: sentences, word by word.

use super::number;
use super::variant::{ANSWER, variants};
use super::world::{RELATIONS, World};
use crate::knob::Knobs;
use crate::panel::View;
use crate::panel::sequence::{Row, Token};
use crate::probe::Answer;

/// Of each fact that answers are shown for what was told, and what each model says when it is asked the other way round.
pub(super) fn answers(view: &View<'_>) -> Vec<Row> {
    let world = World::new(&view.keys.knobs);
    let samples: Vec<Option<Vec<f64>>> =
        (0..view.arms.len()).map(|arm| view.first_sample("answers", arm)).collect();
    let Some(first) = samples.iter().flatten().next() else { return Vec::new() };
    let mut rows = Vec::new();
    for (at, fact) in first.as_chunks::<ANSWER>().0.iter().enumerate() {
        let [subject, relation, object, ..] = fact.map(position);
        let told = [world.called(subject), said(&world, relation), world.called(object)];
        let plain = told.into_iter().map(|text| Token { text, right: None }).collect();
        rows.push(Row { label: "told".to_owned(), arm: None, tokens: plain });
        for (arm, sample) in samples.iter().enumerate() {
            let answer = sample.as_ref().and_then(|sample| sample.as_chunks::<ANSWER>().0.get(at));
            let Some([.., first, second]) = answer.map(|answer| answer.map(position)) else { continue };
            let given = Some((named(&world, [first, second]), world.name(subject) == [first, second]));
            let label = view.arms[arm].label.clone();
            rows.push(Row { label, arm: Some(arm), tokens: sentence(&world, object, relation ^ 1, given) });
        }
    }
    rows
}

/// A whole number out of a sample.
fn position(number: f64) -> usize {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "what is no position is nobody"
    )]
    let at = number as usize;
    at
}

/// "is the mentor of".
fn said(world: &World, relation: usize) -> String {
    let said = world.said(relation);
    if world.own.said(relation).is_some() { said.to_owned() } else { format!("is the {said}") }
}

/// The name with these parts; both parts, where nobody is called so.
fn named(world: &World, parts: [usize; 2]) -> String {
    match (0..world.entities()).find(|entity| world.name(*entity) == parts) {
        Some(entity) => world.called(entity),
        None => format!("{} + {}", world.part(parts[0], false), world.part(parts[1], true)),
    }
}

fn sentence(world: &World, subject: usize, relation: usize, given: Option<(String, bool)>) -> Vec<Token> {
    let mut tokens =
        [world.called(subject), said(world, relation)].map(|text| Token { text, right: None }).to_vec();
    tokens.extend(given.map(|(text, right)| Token { text, right: Some(right) }));
    tokens
}

/// A question to begin with.
pub(super) fn example(knobs: &Knobs) -> String {
    another(knobs, 0)
}

/// Another question, for 64 random bits.
pub(super) fn another(knobs: &Knobs, bits: u64) -> String {
    let world = World::new(knobs);
    let below = |bits: u64, count: usize| usize::try_from(bits % count.max(1) as u64).unwrap_or(0);
    match world.own.facts.get(below(bits >> 32, world.own.facts.len())) {
        Some(fact) => format!("{}, {}", world.called(fact.object), world.said(fact.relation ^ 1)),
        None => {
            let (entity, relation) = (below(bits >> 32, world.entities()), below(bits, RELATIONS));
            format!("{}, {}", world.called(entity), world.said(relation))
        }
    }
}

/// Reads "Bami Toruv, pupil of": the numbers of entity and relation.
pub(super) fn read(knobs: &Knobs, text: &str) -> Result<Vec<u32>, String> {
    let world = World::new(knobs);
    let form = || {
        format!(
            "Type a name, a comma and a relation, like \"{}\". The relations are: {}.",
            example(knobs),
            (0..RELATIONS).map(|relation| world.said(relation)).collect::<Vec<_>>().join(", ")
        )
    };
    let (name, relation) = text.split_once(',').ok_or_else(form)?;
    let (name, relation) = (name.trim(), relation.trim());
    let relation = (0..RELATIONS)
        .find(|at| [world.said(*at).to_owned(), said(&world, *at)].iter().any(|said| said == relation))
        .ok_or_else(form)?;
    let entity = (0..world.entities()).find(|entity| world.called(*entity) == name).ok_or_else(|| {
        "Nobody in this world has that name; \"Another\" suggests one who is there.".to_owned()
    })?;
    Ok(vec![number(entity), number(relation)])
}

/// The question as each model completes it.
pub(super) fn rows(knobs: &Knobs, question: &[u32], answers: &[Answer]) -> Vec<Row> {
    let world = World::new(knobs);
    let [subject, relation] = [0, 1].map(|at| question.get(at).map_or(0, |number| *number as usize));
    let row = |label: &str, arm, tokens| Row { label: label.to_owned(), arm, tokens };
    let mut rows = vec![row("asked", None, sentence(&world, subject, relation, None))];
    for (position, (variant, answer)) in variants(knobs).iter().zip(answers).enumerate() {
        let Some([first, second]) = answer.as_deref() else { continue };
        let parts = [first, second].map(|part| part.to_bits() as usize);
        let mut tokens = sentence(&world, subject, relation, None);
        tokens.push(Token { text: named(&world, parts), right: None });
        rows.push(row(variant.label, Some(position), tokens));
    }
    rows
}
