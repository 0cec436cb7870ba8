//! The page inside of another one: carries messages between that page and [`Embedding`]. In a window of its own nothing
//! is sent or heard.

use std::cell::RefCell;
use std::rc::Rc;
use std::time::Duration;

use gloo_events::EventListener;
use js_sys::{JSON, JsString, Object, Reflect};
use leptos::prelude::*;
use wasm_bindgen::prelude::*;
use web_sys::{MessageEvent, ResizeObserver, Window};

use super::canvas::Looks;
use super::lab::{Lab, now, processors};
use super::{address, parts, whole};
use crate::model::embedding::{Embedding, Heard, LONGEST, PACE, SOURCE, Wish};

/// The window around this page, where there is one.
pub(super) fn parent() -> Option<Window> {
    let here = window();
    let parent = here.parent().ok().flatten()?;
    (!Object::is(&parent, &here)).then_some(parent)
}

/// What of the page carries messages.
struct Post {
    lab: Lab,
    parent: Window,
    embedding: RefCell<Embedding>,
}

thread_local! {
    /// The one of this page, where it is inside of another one.
    static POST: RefCell<Option<Rc<Post>>> = const { RefCell::new(None) };
}

/// Tells the page around this one what has become of the run, where there is such a page.
pub(super) fn tell() {
    if let Some(post) = POST.with_borrow(Option::clone) {
        post.tell();
    }
}

/// Begins to speak with the page around this one, where there is one. Comes once the page can be used.
pub(super) fn begin(lab: Lab) {
    let Some(parent) = parent() else { return };
    let named = lab.model.read_untracked().link().presentation.parent.clone();
    let embedding = RefCell::new(Embedding::new(home(), named, js_sys::Math::random, date));
    let post = Rc::new(Post { lab, parent, embedding });
    let hears = Rc::clone(&post);
    EventListener::new(&window(), "message", move |event| {
        if let Some(event) = event.dyn_ref() {
            hears.hear(event);
        }
    })
    .forget();
    let ready = post.embedding.borrow().ready(&lab.model.read_untracked());
    post.say(&ready);
    Rc::clone(&post).measure();
    POST.set(Some(post));
    // Between two of them, every change of the run's state is told at once.
    set_interval(tell, Duration::from_millis(whole(PACE).into()));
    tell();
}

impl Post {
    /// Sends a message to the page around this one.
    fn say(&self, message: &str) {
        let target = self.embedding.borrow().target().unwrap_or("*").to_owned();
        if let Ok(message) = JSON::parse(message) {
            // It can only fail for an origin that is none, and links with such a one are not read.
            let _ = self.parent.post_message(&message, &target);
        }
    }

    fn hear(&self, event: &MessageEvent) {
        let data = event.data();
        let is_parent = event.source().is_some_and(|from| Object::is(&from, &self.parent));
        // Other programs of the page around may speak to this one, too.
        let from = Reflect::get(&data, &"source".into()).ok().and_then(|from| from.as_string());
        if !is_parent || from.as_deref() != Some(SOURCE) {
            return;
        }
        // What cannot be written as JSON is no message.
        let text = JSON::stringify(&data).unwrap_or_else(|_| JsString::from(""));
        let text = (text.length() <= LONGEST).then(|| String::from(text));
        let model = self.lab.model.read_untracked();
        let heard = self.embedding.borrow_mut().hear(&model, &event.origin(), text.as_deref(), now());
        drop(model);
        match heard {
            Heard::Nothing => {}
            Heard::Refused(answer) => self.say(&answer),
            Heard::Asked { id, wish } => {
                self.carry_out(&wish);
                let answer = self.embedding.borrow().answer(&self.lab.model.read_untracked(), id, &wish);
                self.say(&answer);
            }
        }
    }

    fn carry_out(&self, wish: &Wish) {
        let lab = self.lab;
        lab.order(|model| model.carry_out(wish, processors(), now()));
        match wish {
            Wish::Configure { locale, .. } => {
                let model = lab.model.read_untracked();
                let (mut link, spoken) = (model.link().clone(), model.language());
                drop(model);
                parts::apply(&link.presentation);
                lab.looks.set(Looks::now());
                if locale.is_some() && *locale != spoken {
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
    fn tell(&self) {
        let all = self.embedding.borrow_mut().tell(&self.lab.model.read_untracked(), now());
        all.iter().for_each(|message| self.say(message));
    }

    /// Tells how high the page is, now and whenever that changes.
    fn measure(self: Rc<Self>) {
        let Some(body) = document().body() else { return };
        let mut told = 0;
        let measured = body.clone();
        let measure = Closure::<dyn FnMut()>::new(move || {
            let height = whole(measured.get_bounding_client_rect().height().ceil());
            if std::mem::replace(&mut told, height) != height {
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
