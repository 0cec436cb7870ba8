//! The runs that this browser keeps, in its IndexedDB. A crate for that would bring several times as much as the page
//! needs of it, so a small script does it, and this says what is kept.

use ::lab::experiment::Experiment;
use ::lab::link::Link;
use ::lab::record::ComputedBy;
use js_sys::{Array, Uint8Array};
use serde::{Deserialize, Serialize};
use wasm_bindgen::prelude::*;

use crate::protocol::{decode, encode};

/// The most runs that are kept, of all experiments together.
const RUNS: usize = 40;

/// The most unfinished runs: they hold states of models, and are larger.
const UNFINISHED: usize = 3;

/// The largest contents that are kept, in bytes.
const LARGEST: usize = 48 << 20;

#[wasm_bindgen(module = "/src/page/kept.js")]
extern "C" {
    #[wasm_bindgen(catch)]
    async fn put(name: &str, description: Uint8Array, content: Uint8Array) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(catch)]
    async fn list() -> Result<JsValue, JsValue>;
    #[wasm_bindgen(catch)]
    async fn take(name: &str) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(catch)]
    async fn drop(name: &str) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(catch)]
    async fn clear() -> Result<JsValue, JsValue>;
}

/// A run that is kept.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct Kept {
    /// A link with its keys.
    pub(super) keys: String,
    /// When it was kept, in milliseconds since 1970.
    pub(super) at: f64,
    /// What it is.
    pub(super) what: What,
}

/// What is kept of a run.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) enum What {
    /// Its record, for it is over.
    Record {
        /// What computed it.
        by: ComputedBy,
        /// Its digest, where it has one.
        digest: Option<String>,
    },
    /// What it takes to go on with it.
    Unfinished {
        /// How far it is, of 64.
        at: u32,
        /// The engine that began it: only the same one can go on.
        engine: String,
    },
}

impl Kept {
    pub(super) fn new(keys: String, what: What) -> Self {
        Self { keys, at: js_sys::Date::now(), what }
    }

    /// Its name: the same run, computed again, takes the place of the one before.
    pub(super) fn name(&self) -> String {
        match &self.what {
            What::Record { by, .. } => format!("{} {}", by.name(), self.keys),
            What::Unfinished { .. } => unfinished(&self.keys),
        }
    }

    /// The link to it, where it is a run of this experiment and this build reads all of it.
    pub(super) fn link(&self, experiment: &'static Experiment) -> Option<Link> {
        Link::parse_among(&self.keys, &[experiment])
            .ok()
            .filter(|link| !link.notes.iter().any(|note| note.changes_the_run()))
    }

    fn is_unfinished(&self) -> bool {
        matches!(self.what, What::Unfinished { .. })
    }
}

/// The name of an unfinished run with these keys.
pub(super) fn unfinished(keys: &str) -> String {
    format!("unfinished {keys}")
}

/// What tells this build's engine from others: the name of its program bears a hash of it.
pub(super) fn engine() -> String {
    let address = super::pool::address().unwrap_or_default();
    address.rsplit('/').next().unwrap_or_default().to_owned()
}

/// Keeps a run; of too many, the oldest go. Whether the browser kept it.
pub(super) async fn keep(kept: Kept, content: Vec<u8>) -> bool {
    let Ok(description) = encode(&kept) else { return false };
    if content.len() > LARGEST {
        return false;
    }
    // Both are copied before anything is waited for.
    let (description, content) = (Uint8Array::from(&*description), Uint8Array::from(&*content));
    if put(&kept.name(), description, content).await.is_err() {
        return false;
    }
    let all = all().await.unwrap_or_default();
    let mut left = [RUNS, UNFINISHED];
    for kept in all {
        let left = &mut left[usize::from(kept.is_unfinished())];
        match left.checked_sub(1) {
            Some(fewer) => *left = fewer,
            None => forget(&kept.name()).await,
        }
    }
    true
}

/// Every run that is kept, of all experiments, the newest first; `None` where the browser keeps nothing.
pub(super) async fn all() -> Option<Vec<Kept>> {
    let descriptions: Array = list().await.ok()?.dyn_into().ok()?;
    // What another version wrote, and this one does not read, is left alone.
    let read = |bytes: JsValue| decode(&bytes.dyn_into::<Uint8Array>().ok()?.to_vec()).ok();
    let mut all: Vec<Kept> = descriptions.iter().filter_map(read).collect();
    all.sort_by(|a, b| b.at.total_cmp(&a.at));
    Some(all)
}

/// The contents of a run that is kept.
pub(super) async fn content(name: &str) -> Option<Vec<u8>> {
    let bytes: Uint8Array = take(name).await.ok()?.dyn_into().ok()?;
    Some(bytes.to_vec())
}

/// Forgets one run. A browser that refuses it has none.
pub(super) async fn forget(name: &str) {
    let _ = drop(name).await;
}

/// Forgets all runs, of every experiment.
pub(super) async fn forget_all() {
    let _ = clear().await;
}

/// The moment at which a run was kept, as people here write it.
pub(super) fn moment(at: f64, language: &str) -> String {
    let options = js_sys::Object::new();
    for part in ["dateStyle", "timeStyle"] {
        // It cannot fail on a fresh object.
        let _ = js_sys::Reflect::set(&options, &part.into(), &"short".into());
    }
    let date = js_sys::Date::new(&at.into());
    date.to_locale_string(language, &options).into()
}
