//! The run bar: what to do with the run, how far it is, and how fast it goes.

use ::lab::digest::PROGRESS;
use leptos::prelude::*;

use super::lab::Lab;
use super::live::{While, live, memo, part};
use super::says::says;
use super::share::{EmbedButton, ShareButton, Shared};
use crate::model::{Model, Phase};

/// Buttons, progress and numbers of the run.
#[component]
pub(super) fn RunBar(lab: Lab) -> impl IntoView {
    let words = lab.words().run;
    let shared = RwSignal::new(Shared::Nothing);
    let text = move |say: fn(&Model) -> String| memo(move || lab.model.with(say));
    let phase = memo(move || lab.model.with(|model| model.phase().clone()));
    let named = move |control: &'static str| {
        memo(move || lab.model.with(|model| model.link().presentation.controls(control)))
    };
    let (run_shown, step_shown) = (named("run"), named("step"));
    let (reset_shown, share_shown, speed_shown) = (named("reset"), named("share"), named("speed"));
    let action = text(|model| model.main_action().to_owned());
    let step = text(Model::step_says);
    let pace = text(Model::pace_or_preparing);
    let is_preparing = memo(move || lab.model.with(Model::is_preparing));
    let badge = memo(move || lab.model.with(Model::badge));
    let detail = move || badge.with(|badge| badge.detail.as_ref().map(|detail| format!(" · {detail}")));
    let why = text(Model::why_says);
    let left = text(|model| model.time_left_says().unwrap_or_default());
    let announcement = text(Model::announcement);
    // In tenths of a percent: more than a screen can show.
    let progress = memo(move || lab.model.with(|model| format!("{:.3}", model.progress())));
    view! {
        <div class="bar">
            <div class="buttons">
                <button type="button" id="run" class="go" hidden=live(move || !run_shown.get()) on:click=move |_| lab.run_or_pause()>
                    {action}
                </button>
                <span class="gloss" hidden=live(move || !step_shown.get())>
                    <button
                        type="button"
                        id="step"
                        aria-describedby="step-says"
                        disabled=live(move || phase.get() == Phase::Running)
                        on:click=move |_| lab.step()
                    >
                        {words.step}
                    </button>
                    {says("step-says", words.step_does)}
                </span>
                <span class="gloss" hidden=live(move || !reset_shown.get())>
                    <button
                        type="button"
                        id="reset"
                        aria-describedby="reset-says"
                        disabled=live(move || phase.get() == Phase::Ready)
                        on:click=move |_| lab.reset()
                    >
                        {words.reset}
                    </button>
                    {says("reset-says", words.reset_does)}
                </span>
                <While so=move || share_shown.get()>
                    <ShareButton lab shared />
                </While>
                <button type="button" id="to-knobs"><span>{lab.words().controls.title}</span></button>
            </div>
            <span class="gloss backend">
                <button
                    type="button"
                    class="badge term"
                    class:exact=live(move || badge.with(|badge| badge.is_exact))
                    aria-describedby="badge-says"
                >
                    {part(move || badge.with(|badge| badge.word))}
                    <span class="detail">{detail}</span>
                </button>
                {part(move || says("badge-says", badge.with(|badge| badge.means)))}
            </span>
            <progress max="1" prop:value=progress aria-label=words.progress></progress>
            <p class="meta">
                <span class="step">{step}</span>
                <span class="gloss pace" class:preparing=is_preparing hidden=live(move || pace.with(String::is_empty))>
                    <button type="button" class="term" aria-describedby="pace-says">{pace}</button>
                    {says("pace-says", words.pace_means)}
                </span>
                <span class="left">{left}</span>
            </p>
        </div>
        <div class="under">
            <p class="why" id="why">{why}</p>
            <While so=move || speed_shown.get()>
                <Speed lab />
            </While>
            <While so=move || share_shown.get()>
                <EmbedButton lab />
            </While>
        </div>
        <p class="unseen" aria-live="polite">{announcement}</p>
        <Shared lab shared />
    }
}

/// How fast the run may go, in points of progress a second.
const SPEEDS: [u32; 3] = [8, 4, 1];

/// The choice of a speed.
#[component]
fn Speed(lab: Lab) -> impl IntoView {
    let words = lab.words().run;
    let limit = memo(move || lab.model.with(Model::speed_limit));
    // A link may ask for one that is not in the list.
    let options = move || {
        let other = limit.get().filter(|limit| !SPEEDS.contains(limit));
        let option = move |speed: u32| {
            let label = (words.takes_seconds)(PROGRESS.div_ceil(speed));
            view! { <option value=speed.to_string() prop:selected=live(move || limit.get() == Some(speed))>{label}</option> }
        };
        SPEEDS.into_iter().chain(other).map(option).collect_view()
    };
    view! {
        <label class="speed">
            <span>{words.speed}</span>
            <select id="speed" on:change=move |event| lab.limit_speed(event_target_value(&event).parse().ok())>
                <option value="" prop:selected=live(move || limit.get().is_none())>{words.full_speed}</option>
                {options}
            </select>
        </label>
    }
}
