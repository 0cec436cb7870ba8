//! A page inside of another one: what it hears from there, what it answers, and what it tells of its own accord. The
//! messages are described for those who write the other page in `public/embed.md`. A message can do nothing that a link
//! cannot, but for its actor, language and theme, and what it restores of a visitor's predictions.

mod json;
mod read;
mod state;
mod told;
mod xapi;

use lab::claim::{Claim, Verdict};
use lab::link::{Link, Theme};
use lab::predict::Guess;

use super::{Model, Order, Phase};
use json::{null, object, text};
use read::Kind;

/// The version of the messages.
pub const VERSION: u64 = 1;

/// What every message says it is from.
pub const SOURCE: &str = "gedanken";

/// The longest message that is read, in UTF-16 code units of its JSON.
pub const LONGEST: u32 = 32 << 10;

/// How many messages may come at once.
const AT_ONCE: f64 = 60.0;

/// How many may come in a millisecond, in the long run.
const PER_MILLISECOND: f64 = 0.02;

/// How long nothing may come, in milliseconds, until messages are heard again after too many.
const PAUSE: f64 = 1000.0;

/// Milliseconds between two messages on how far a run is.
pub const PACE: f64 = 250.0;

/// What a page inside of another one knows of it.
#[derive(Debug)]
pub struct Embedding {
    /// The address of the site, with a slash at its end.
    home: String,
    /// The origin that is heard and spoken to: the link's, or that of the first page that configures this one; `*` for an
    /// origin without a name. `None` until it is known.
    target: Option<String>,
    /// A random number from 0 to 1.
    random: fn() -> f64,
    /// The date and time, as ISO 8601 has them.
    date: fn() -> String,
    /// Whom statements are about, as JSON.
    actor: String,
    /// How many messages may come now, as of a time.
    left: (f64, f64),
    is_flooded: bool,
    told: Told,
}

/// What the other page was told last.
#[derive(Debug, Default)]
struct Told {
    /// The run, and how far it was.
    state: Option<(u32, &'static str)>,
    progress: String,
    changes: Option<u64>,
    next: f64,
    /// The run whose predictions are fixed, and the one whose predictions are decided.
    foretold: Option<u32>,
    decided: Option<u32>,
    verdicts: Vec<(&'static str, Verdict)>,
}

/// Why a message is not followed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refusal {
    /// It is not made as messages are.
    Malformed,
    /// It is of another version.
    Version,
    /// There are none of its type.
    Type,
    /// What it brings does not fit its type.
    Payload,
    /// Its link is of another experiment, or cannot be read.
    Link,
    /// It is too long.
    Size,
    /// There are too many.
    Flood,
}

/// What the other page wants.
#[derive(Debug, Clone, PartialEq)]
pub enum Wish {
    /// Another language or theme; the actor is no business of the page's.
    Configure {
        /// The language, in which the page has to be loaded again.
        locale: Option<&'static str>,
        /// The theme.
        theme: Option<Theme>,
    },
    /// To know the state.
    Tell,
    /// A state.
    Restore(Box<Link>, Vec<(&'static str, Guess)>),
    /// To train.
    Run,
    /// To pause.
    Pause,
    /// To train to the next point of progress.
    Step,
    /// To forget the run.
    Reset,
}

/// What came of a message. Answers, as all that is told, are JSON.
#[derive(Debug, Clone, PartialEq)]
pub enum Heard {
    /// Nothing.
    Nothing,
    /// It is not followed; the answer.
    Refused(String),
    /// It is to be carried out, and then answered with [`Embedding::answer`].
    Asked {
        /// What comes back with the answer, as JSON.
        id: String,
        /// What is wanted.
        wish: Wish,
    },
}

impl Embedding {
    /// A page of the site at `home`, embedded in a page of the origin `parent`, where its link names that. Besides it takes
    /// where random numbers and the time come from.
    #[must_use]
    pub fn new(home: String, parent: Option<String>, random: fn() -> f64, date: fn() -> String) -> Self {
        let actor = xapi::nobody(&home, random);
        Self {
            home,
            target: parent,
            random,
            date,
            actor,
            left: (AT_ONCE, 0.0),
            is_flooded: false,
            told: Told::default(),
        }
    }

    /// The origin that messages go to; `None` while it is not known. Then the first ones go to any.
    #[must_use]
    pub fn target(&self) -> Option<&str> {
        self.target.as_deref()
    }

    /// Reads a message from the page around this one: where it is from, and its text, unless that is too long to be looked
    /// at. `now` is the time in milliseconds.
    pub fn hear(&mut self, model: &Model, origin: &str, text: Option<&str>, now: f64) -> Heard {
        if self
            .target
            .as_deref()
            .is_some_and(|target| target != origin && (target != "*" || origin != "null"))
        {
            return Heard::Nothing;
        }
        let refused = |id: String, why: Refusal| Heard::Refused(told::refused(model, id, why, None));
        match self.is_too_much(now) {
            None => {}
            Some(true) if self.target.is_some() => return refused(null(), Refusal::Flood),
            Some(_) => return Heard::Nothing,
        }
        let read = text.ok_or_else(|| (null(), Refusal::Size)).and_then(read::envelope);
        let (id, kind, payload) = match read {
            Ok(read) => read,
            // Nobody is answered before it is known who that is.
            Err(_) if self.target.is_none() => return Heard::Nothing,
            Err((id, why)) => return refused(id, why),
        };
        if self.target.is_none() && kind != Kind::Configure {
            return Heard::Nothing;
        }
        let wish = match kind {
            Kind::Configure => read::configure(&payload).map(|(actor, wish)| {
                // An origin of its own kind has no name to send to, and no other page can take its place.
                let origin = if origin == "null" { "*" } else { origin };
                self.target.get_or_insert_with(|| origin.to_owned());
                self.actor = actor.unwrap_or_else(|| std::mem::take(&mut self.actor));
                wish
            }),
            Kind::GetState => Ok(Wish::Tell),
            Kind::SetState => state::read(model, &payload),
            Kind::Run => Ok(Wish::Run),
            Kind::Pause => Ok(Wish::Pause),
            Kind::Step => Ok(Wish::Step),
            Kind::Reset => Ok(Wish::Reset),
        };
        match wish {
            Ok(wish) => Heard::Asked { id, wish },
            Err(_) if self.target.is_none() => Heard::Nothing,
            Err((why, sentence)) => Heard::Refused(told::refused(model, id, why, sentence)),
        }
    }

    /// Whether a message comes too soon after too many others, and whether it is the first one that does.
    fn is_too_much(&mut self, now: f64) -> Option<bool> {
        let (left, at) = self.left;
        let passed = (now - at).max(0.0);
        if self.is_flooded && passed < PAUSE {
            self.left.1 = now;
            return Some(false);
        }
        let left = if self.is_flooded { AT_ONCE } else { (left + passed * PER_MILLISECOND).min(AT_ONCE) };
        self.is_flooded = left < 1.0;
        self.left = (left - 1.0, now);
        self.is_flooded.then_some(true)
    }

    /// The answer to a message, once it is carried out.
    #[must_use]
    pub fn answer(&self, model: &Model, id: String, wish: &Wish) -> String {
        match wish {
            Wish::Configure { .. } => message("ready", id, told::ready(model)),
            Wish::Tell | Wish::Restore(..) => message("state", id, state::write(model)),
            Wish::Run | Wish::Pause | Wish::Step | Wish::Reset => {
                message("progress", id, told::progress(model))
            }
        }
    }

    /// The first message: the page can be used.
    #[must_use]
    pub fn ready(&self, model: &Model) -> String {
        message("ready", null(), told::ready(model))
    }

    /// How high the page is, in CSS pixels.
    #[must_use]
    pub fn resize(height: u32) -> String {
        message("resize", null(), object(&[("height", height.to_string())]))
    }

    /// What is to be told of the run since the last time. At most every [`PACE`], except of what a run begins and ends with.
    pub fn tell(&mut self, model: &Model, now: f64) -> Vec<String> {
        let state = (model.run(), model.state_name());
        let is_another = self.told.state != Some(state);
        if self.target.is_none() || !is_another && now < self.told.next {
            return Vec::new();
        }
        self.told.next = now + PACE;
        let mut all = Vec::new();
        let progress = told::progress(model);
        if self.told.progress != progress {
            all.push(message("progress", null(), progress.clone()));
            self.told.progress = progress;
        }
        if let Phase::Failed(sentence) = model.phase()
            && is_another
        {
            all.push(message("error", null(), told::failed(sentence)));
        }
        // What was not computed here is no answer of anybody's.
        if model.shown_record().is_none() && (is_another || self.told.changes != Some(model.changes())) {
            self.predictions(model, &mut all);
            self.verdicts(model, &mut all);
        }
        self.told.state = Some(state);
        self.told.changes = Some(model.changes());
        all
    }

    fn predictions(&mut self, model: &Model, all: &mut Vec<String>) {
        let run = Some(model.run());
        let told = match model.phase() {
            Phase::Ready | Phase::Failed(_) => return,
            Phase::Running | Phase::Paused => &mut self.told.foretold,
            Phase::Finished => &mut self.told.decided,
        };
        if std::mem::replace(told, run) == run {
            return;
        }
        for (prediction, _) in model.predictions() {
            if let (Some(guess), Some(score)) = (model.guess(prediction.key()), model.score(prediction)) {
                let answer = told::Answer::new(prediction, guess, &score);
                let statement = self.statement(model, xapi::of_answer(&self.home, model, &answer));
                all.push(message("answer", null(), answer.payload(&self.home, model, statement)));
            }
        }
    }

    fn verdicts(&mut self, model: &Model, all: &mut Vec<String>) {
        let claims = model.keys().experiment.claims;
        for (claim, judgement) in claims.iter().zip(model.judgements()) {
            // What needs no run is known from the start; whoever runs nothing has not shown it.
            if claim.protocol.is_empty() && *model.phase() != Phase::Finished {
                continue;
            }
            let known = judgement.filter(|judgement| judgement.verdict != Verdict::Undecided);
            let verdict = known.as_ref().map(|judgement| judgement.verdict);
            let told = self.told.verdicts.iter().position(|(id, _)| *id == claim.id);
            let before = told.map(|at| self.told.verdicts.swap_remove(at).1);
            if let Some((verdict, known)) = verdict.zip(known) {
                self.told.verdicts.push((claim.id, verdict));
                if before != Some(verdict) {
                    let statement = self.statement(model, xapi::of_claim(&self.home, model, claim, verdict));
                    let payload = told::claim(&self.home, model, claim, &known, statement);
                    all.push(message("claim", null(), payload));
                }
            }
        }
    }

    fn statement(&self, model: &Model, about: xapi::About) -> String {
        xapi::statement(&about, &self.home, model, &self.actor, &(self.date)(), self.random)
    }
}

impl Model {
    /// Carries out what the page around this one wants; gives what the workers are to do.
    pub fn carry_out(&mut self, wish: &Wish, processors: u32, now: f64) -> Vec<Order> {
        let is_running = self.phase == Phase::Running;
        match wish {
            Wish::Tell => Vec::new(),
            Wish::Configure { theme, .. } => {
                let presentation = &mut self.link.presentation;
                presentation.theme = theme.unwrap_or(presentation.theme);
                Vec::new()
            }
            Wish::Restore(link, guesses) => {
                let orders = self.open((**link).clone());
                self.inquiry.guesses.clear();
                for (key, guess) in guesses {
                    self.inquiry.guesses.insert(key, *guess);
                }
                orders
            }
            Wish::Run if !is_running => self.run_or_pause(processors, now),
            Wish::Pause if is_running => self.run_or_pause(processors, now),
            Wish::Step if !is_running => self.step(processors, now),
            Wish::Run | Wish::Pause | Wish::Step => Vec::new(),
            Wish::Reset => self.reset(),
        }
    }
}

/// A message to the page around this one.
fn message(kind: &str, id: String, payload: String) -> String {
    let version = VERSION.to_string();
    object(&[
        ("source", text(SOURCE)),
        ("v", version),
        ("type", text(kind)),
        ("id", id),
        ("payload", payload),
    ])
}

/// The address of the run that the page shows, as the state names it.
fn address(home: &str, model: &Model) -> String {
    format!("{home}{}/#{}", model.keys().experiment.id, state::link(model).write())
}

/// The address of what a claim says, the same for everybody.
fn address_of_claim(home: &str, model: &Model, claim: &Claim) -> String {
    let keys = model.keys();
    format!("{home}{}/#rev={}&claim={}", keys.experiment.id, keys.rev, claim.id)
}
