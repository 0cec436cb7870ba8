//! Sharing: the link of the run, with its digest once there is one.

use std::time::Duration;

use leptos::html;
use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen_futures::JsFuture;

use super::address;
use super::lab::Lab;
use super::live::{memo, part};
use super::says::says;

/// How long the page says that the link was copied.
const SHOWN: Duration = Duration::from_secs(12);

/// What became of the last wish to share.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Shared {
    /// There was none, or it is long ago.
    Nothing,
    /// The link is in the clipboard; what it holds, in a sentence.
    Copied(String),
    /// The browser would not copy it; the link.
    Refused(String),
}

/// Copies the link.
#[component]
pub(super) fn ShareButton(lab: Lab, shared: RwSignal<Shared>) -> impl IntoView {
    let words = lab.words().share;
    let share = move |_| {
        let model = lab.model.read_untracked();
        let address = address::of(&model.share());
        let holds = (words.holds)(&model.settings_say(), model.digest().is_some());
        drop(model);
        spawn_local(async move {
            // A page that is not served safely has no clipboard at all.
            let outcome = if window().is_secure_context() {
                JsFuture::from(window().navigator().clipboard().write_text(&address)).await.is_ok()
            } else {
                false
            };
            if outcome {
                shared.set(Shared::Copied(holds.clone()));
                let fade = move || {
                    if shared.get_untracked() == Shared::Copied(holds) {
                        shared.set(Shared::Nothing);
                    }
                };
                set_timeout(fade, SHOWN);
            } else {
                shared.set(Shared::Refused(address));
            }
        });
    };
    view! {
        <span class="gloss">
            <button type="button" id="share" aria-describedby="share-says" on:click=share>
                {words.share}
            </button>
            {says("share-says", words.share_does)}
        </span>
    }
}

/// Opens the dialog that puts the run into other pages. `boot.js` loads that dialog once the button is pressed, so that no
/// visit pays for it who does not ask for it.
#[component]
pub(super) fn EmbedButton(lab: Lab) -> impl IntoView {
    let words = lab.words().share;
    view! {
        <span class="gloss embeds">
            <button type="button" id="embed" class="quiet" aria-haspopup="dialog" aria-describedby="embed-says">
                {words.embed}
            </button>
            {says("embed-says", words.embed_does)}
        </span>
    }
}

/// What the page says about it.
#[component]
pub(super) fn Shared(lab: Lab, shared: RwSignal<Shared>) -> impl IntoView {
    let words = lab.words().share;
    // What was shared says nothing about other settings.
    let settings = memo(move || lab.model.with(|model| model.keys().write()));
    Effect::new(move |before: Option<String>| {
        let now = settings.get();
        if before.is_some_and(|before| before != now) {
            shared.set(Shared::Nothing);
        }
        now
    });
    let field = NodeRef::<html::Input>::new();
    Effect::new(move |_| {
        if let Some(field) = field.get() {
            field.select();
        }
    });
    view! {
        <div role="status">
            {part(move || match shared.get() {
                Shared::Nothing => None,
                Shared::Copied(holds) => {
                    Some(
                        view! { <p class="shared"><strong>{words.copied}</strong> " " {holds}</p> }
                            .into_any(),
                    )
                }
                Shared::Refused(address) => {
                    Some(
                        view! {
                            <p class="shared">
                                <label for="link">{words.by_hand}</label>
                                <input id="link" type="text" readonly node_ref=field prop:value=address />
                            </p>
                        }
                            .into_any(),
                    )
                }
            })}
        </div>
    }
}
