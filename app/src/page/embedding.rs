//! The page inside of another one: carries messages between that page and [`Embedding`]. In a window of its own nothing
//! is sent or heard.

use std::time::Duration;

use gloo_events::EventListener;
use js_sys::{JSON, JsString, Object, Reflect};
use leptos::prelude::*;
use wasm_bindgen::prelude::*;
use web_sys::{MessageEvent, ResizeObserver, Window};

use super::canvas::Looks;
use super::lab::{Lab, now, processors};
use super::{address, parts, whole};
use crate::model::Model;
use crate::model::embedding::{Embedding, Heard, LONGEST, PACE, SOURCE, Wish};

/// The window around this page, where there is one.
pub(super) fn parent() -> Option<Window> {
    let here = window();
    let parent = here.parent().ok().flatten()?;
    (!Object::is(&parent, &here)).then_some(parent)
}

/// What of the page carries messages.
#[derive(Clone, Copy)]
struct Post {
    lab: Lab,
    parent: StoredValue<Window, LocalStorage>,
    embedding: StoredValue<Embedding, LocalStorage>,
}

/// Begins to speak with the page around this one, where there is one. Comes once the page can be used.
pub(super) fn begin(lab: Lab) {
    let Some(parent) = parent() else { return };
    let named = lab.model.with_untracked(|model| model.link().presentation.parent.clone());
    let embedding = Embedding::new(home(), named, js_sys::Math::random, date);
    let post =
        Post { lab, parent: StoredValue::new_local(parent), embedding: StoredValue::new_local(embedding) };
    EventListener::new(&window(), "message", move |event| {
        if let Some(event) = event.dyn_ref() {
            post.hear(event);
        }
    })
    .forget();
    post.say(&post.embedding.with_value(|it| lab.model.with_untracked(|model| it.ready(model))));
    post.measure();
    set_interval(move || post.tell(), Duration::from_millis(whole(PACE).into()));
    let state = Memo::new(move |_| lab.model.with(|model| (model.run(), model.state_name())));
    Effect::new(move |_| {
        state.get();
        post.tell();
    });
}

impl Post {
    /// Sends a message to the page around this one.
    fn say(self, message: &str) {
        let target = self.embedding.with_value(|it| it.target().unwrap_or("*").to_owned());
        if let Ok(message) = JSON::parse(message) {
            // It can only fail for an origin that is none, and links with such a one are not read.
            let _ = self.parent.with_value(|parent| parent.post_message(&message, &target));
        }
    }

    fn hear(self, event: &MessageEvent) {
        let data = event.data();
        let is_parent = event.source().is_some_and(|from| self.parent.with_value(|it| Object::is(&from, it)));
        // Other programs of the page around may speak to this one, too.
        let from = Reflect::get(&data, &"source".into()).ok().and_then(|from| from.as_string());
        if !is_parent || from.as_deref() != Some(SOURCE) {
            return;
        }
        // What cannot be written as JSON is no message.
        let text = JSON::stringify(&data).unwrap_or_else(|_| JsString::from(""));
        let text = (text.length() <= LONGEST).then(|| String::from(text));
        let heard = self.embedding.try_update_value(|it| {
            self.lab.model.with_untracked(|model| it.hear(model, &event.origin(), text.as_deref(), now()))
        });
        match heard {
            None | Some(Heard::Nothing) => {}
            Some(Heard::Refused(answer)) => self.say(&answer),
            Some(Heard::Asked { id, wish }) => {
                self.carry_out(&wish);
                let with = |model: &Model| self.embedding.with_value(|it| it.answer(model, id, &wish));
                self.say(&self.lab.model.with_untracked(with));
            }
        }
    }

    fn carry_out(self, wish: &Wish) {
        let lab = self.lab;
        lab.order(|model| model.carry_out(wish, processors(), now()));
        match wish {
            Wish::Configure { locale, .. } => {
                let mut link = lab.model.with_untracked(|model| model.link().clone());
                parts::apply(&link.presentation);
                lab.looks.set(Looks::now());
                if locale.is_some() && *locale != lab.model.with_untracked(Model::language) {
                    link.presentation.locale = *locale;
                    address::go_to(&link);
                }
            }
            Wish::Restore(..) => {
                lab.refused.set(None);
                lab.write_address();
            }
            Wish::Tell | Wish::Run | Wish::Pause | Wish::Step | Wish::Reset => {}
        }
    }

    /// Tells what has become of the run.
    fn tell(self) {
        let all = self
            .embedding
            .try_update_value(|it| self.lab.model.with_untracked(|model| it.tell(model, now())))
            .unwrap_or_default();
        all.iter().for_each(|message| self.say(message));
    }

    /// Tells how high the page is, now and whenever that changes.
    fn measure(self) {
        let Some(body) = document().body() else { return };
        let told = StoredValue::new(0);
        let measured = body.clone();
        let measure = Closure::<dyn FnMut()>::new(move || {
            let height = whole(measured.get_bounding_client_rect().height().ceil());
            if told.try_update_value(|told| std::mem::replace(told, height)) != Some(height) {
                self.say(&Embedding::resize(height));
            }
        });
        if let Ok(observer) = ResizeObserver::new(measure.as_ref().unchecked_ref()) {
            observer.observe(&body);
            std::mem::forget(observer);
        }
        measure.forget();
    }
}

/// The address of the site.
fn home() -> String {
    let root = document().document_element();
    let top = root.and_then(|root| root.get_attribute("data-base")).unwrap_or_default();
    let here = window().location().href().unwrap_or_default();
    web_sys::Url::new_with_base(&top, &here).map(|home| home.href()).unwrap_or_default()
}

/// The date and the time.
fn date() -> String {
    js_sys::Date::new_0().to_iso_string().into()
}
