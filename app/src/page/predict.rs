//! What a visitor predicts before the run, and what it came to.

use ::lab::digest::step_at;
use ::lab::panel::number::{count, value};
use ::lab::predict::{Drawn, Guess, POINTS, Prediction};
use ::lab::text::number as typed;
use ::lab::words::TOLD;
use leptos::prelude::*;

use super::draw::Pen;
use super::lab::Lab;
use super::live::{While, live, memo, part};
use crate::model::{Model, Phase, Score};

/// Every prediction that the experiment asks for.
#[component]
pub(super) fn Predict(lab: Lab) -> impl IntoView {
    if lab.experiment.predictions.is_empty() {
        return ().into_any();
    }
    let words = lab.words().predict;
    let one = move |prediction: &'static Prediction| match prediction {
        Prediction::Choice { key, question, options, .. } => {
            view! { <Choices lab prediction name=key question options /> }.into_any()
        }
        Prediction::Curve { question, panel, .. } => match Pen::of(lab, panel) {
            Some(pen) => view! { <Curve lab prediction pen question /> }.into_any(),
            None => ().into_any(),
        },
    };
    let asked = memo(move || {
        lab.model.with(|model| {
            let keys = model.predictions().map(|(prediction, _)| prediction.key());
            if model.link().presentation.shows("predict") { keys.collect() } else { Vec::new() }
        })
    });
    let all = move || {
        let asked = asked.get();
        let about = lab.experiment.predictions.iter().filter(|it| asked.contains(&it.key()));
        about.map(one).collect_view()
    };
    let shown = memo(move || !asked.with(Vec::is_empty));
    let is_over = memo(move || lab.model.with(|model| *model.phase() == Phase::Finished));
    view! {
        <While so=shown>
            <section class="card predict" aria-labelledby="predict-title">
                <h2 id="predict-title">{words.title}</h2>
                <p class="say">{part(move || if is_over.get() { words.over } else { words.help })}</p>
                {part(all)}
            </section>
        </While>
    }
    .into_any()
}

#[component]
fn Choices(
    lab: Lab,
    prediction: &'static Prediction,
    name: &'static str,
    question: &'static str,
    options: &'static [&'static str],
) -> impl IntoView {
    let is_open = memo(move || lab.model.with(|model| *model.phase() == Phase::Ready));
    let said = memo(move || lab.model.with(|model| model.guess(name)));
    let option = |(at, label): (usize, &'static &'static str)| {
        let choose = move |_| {
            lab.model.update(|model| model.predict(name, Guess::Choice(at)));
            lab.remember();
        };
        view! {
            <label>
                <input
                    type="radio"
                    name=format!("predict-{name}")
                    prop:checked=live(move || said.get() == Some(Guess::Choice(at)))
                    disabled=live(move || !is_open.get())
                    on:change=choose
                />
                <span lang=TOLD>{*label}</span>
            </label>
        }
    };
    view! {
        <fieldset>
            <legend lang=TOLD>{question}</legend>
            {options.iter().enumerate().map(option).collect_view()}
        </fieldset>
        <Scored lab prediction options />
    }
}

#[component]
fn Curve(lab: Lab, prediction: &'static Prediction, pen: Pen, question: &'static str) -> impl IntoView {
    let words = lab.words().predict;
    let is_open = memo(move || lab.model.with(|model| *model.phase() == Phase::Ready));
    let is_down = memo(move || pen.is_down());
    let toggle = move |_| {
        let key = prediction.key();
        lab.pen.update(|pen| *pen = if *pen == Some(key) { None } else { Some(key) });
        if lab.model.with_untracked(|model| model.guess(key).is_none()) {
            // Something to take hold of.
            pen.set(0, pen.curve().0[0]);
        }
    };
    let point = move |at: usize| {
        let step =
            move || lab.model.with(|model| count(step_at(Drawn::progress(at), model.longest()).into()));
        let range = move || lab.model.with(|model| pen.range(model));
        let here = move || pen.curve().0[at];
        let set = move |text: String| {
            if let Some(value) = typed(&text) {
                pen.set(at, value);
            }
        };
        view! {
            <label class="point">
                <span>{part(move || (words.point)(&step()))}</span>
                <input
                    type="range"
                    min=live(move || range().0)
                    max=live(move || range().1)
                    step=live(move || (range().1 - range().0) / 100.0)
                    prop:value=live(move || here().to_string())
                    aria-valuetext=live(move || value(here(), range()))
                    on:input=move |event| set(event_target_value(&event))
                />
                <output>{part(move || value(here(), range()))}</output>
            </label>
        }
    };
    view! {
        <fieldset>
            <legend lang=TOLD>{question}</legend>
            <button
                type="button"
                aria-pressed=live(move || is_down.get().to_string())
                disabled=live(move || !is_open.get())
                on:click=toggle
            >
                {part(move || if is_down.get() { words.drawn } else { words.draw })}
            </button>
            <While so=is_down>
                <p class="say">{words.how_to_draw}</p>
                {(0..POINTS).map(point).collect_view()}
            </While>
        </fieldset>
        <Scored lab prediction options=&[] />
    }
}

/// What came of a prediction, where there was one.
#[component]
fn Scored(lab: Lab, prediction: &'static Prediction, options: &'static [&'static str]) -> impl IntoView {
    let words = lab.words().predict;
    let score = memo(move || {
        lab.model.with(|model: &Model| {
            let said = model.guess(prediction.key());
            let unasked = || Some(Score::Choice { right: false, outcome: model.outcome(prediction)? });
            Some((model.score(prediction).or_else(unasked)?, said))
        })
    });
    let says = move || {
        let (score, said) = score.get()?;
        let class = match score {
            Score::Choice { right: true, .. } => "holds",
            Score::Choice { outcome: Some(_), .. } if said.is_some() => "fails",
            Score::Choice { outcome: Some(_), .. } => "came-out",
            Score::Choice { outcome: None, .. } => "undecided",
            Score::Open | Score::Curve(_) => "kept",
        };
        Some((score.says(&words, options, said), class))
    };
    view! {
        <p role="status" class="score">
            {part(move || says().map(|(text, class)| view! { <span class=class>{text}</span> }))}
        </p>
    }
}
