//! Reads what the page around this one says. Nothing in here is trusted.

use lab::link::Theme;
use lab::words::locales;
use serde_json::{Map, Value};

use super::json::{null, object, text};
use super::{Refusal, VERSION, Wish};

/// The longest text that may name a message.
const ID: usize = 64;

/// The types of messages that are heard.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Configure,
    GetState,
    SetState,
    Run,
    Pause,
    Step,
    Reset,
}

/// What a message brings.
pub(super) type Payload = Map<String, Value>;

impl Kind {
    fn named(name: &str) -> Option<Self> {
        Some(match name {
            "configure" => Self::Configure,
            "getState" => Self::GetState,
            "setState" => Self::SetState,
            "run" => Self::Run,
            "pause" => Self::Pause,
            "step" => Self::Step,
            "reset" => Self::Reset,
            _ => return None,
        })
    }
}

/// Reads a message: what names it, as JSON, its type, and what it brings. An error comes with what names it, as far as that
/// is known.
pub(super) fn envelope(message: &str) -> Result<(String, Kind, Payload), (String, Refusal)> {
    let mut message: Value = serde_json::from_str(message).unwrap_or_default();
    let id = match message.get("id") {
        _ if !message.is_object() => None,
        None | Some(Value::Null) => Some(null()),
        Some(Value::Number(number)) if !number.is_f64() => Some(number.to_string()),
        Some(Value::String(name)) if name.chars().count() <= ID => Some(text(name)),
        Some(_) => None,
    };
    let Some(id) = id else { return Err((null(), Refusal::Malformed)) };
    let kind = match (message.get("v"), message.get("type")) {
        (Some(Value::Number(version)), _) if version.as_u64() != Some(VERSION) => Err(Refusal::Version),
        (Some(Value::Number(_)), Some(Value::String(kind))) => Kind::named(kind).ok_or(Refusal::Type),
        _ => Err(Refusal::Malformed),
    };
    let payload = match message.get_mut("payload").map(Value::take) {
        None | Some(Value::Null) => Map::new(),
        Some(Value::Object(payload)) => payload,
        Some(_) => return Err((id, Refusal::Malformed)),
    };
    match kind {
        Ok(kind) => Ok((id, kind, payload)),
        Err(why) => Err((id, why)),
    }
}

/// Why something is not followed, with a sentence of its own where there is one.
pub(super) type Why = (Refusal, Option<String>);

/// Reads an actor, where one is named, a language and a theme.
pub(super) fn configure(payload: &Payload) -> Result<(Option<String>, Wish), Why> {
    read_configuration(payload).ok_or((Refusal::Payload, None))
}

fn read_configuration(payload: &Payload) -> Option<(Option<String>, Wish)> {
    let given = |key: &str| payload.get(key).filter(|value| !value.is_null());
    let locale = match given("locale") {
        None => None,
        Some(name) => Some(locales().find(|locale| name == locale)?),
    };
    let theme = match given("theme") {
        None => None,
        Some(name) => Some(Theme::named(name.as_str()?)?),
    };
    let actor = match given("actor") {
        None => None,
        Some(actor) => Some(agent(actor)?),
    };
    Some((actor, Wish::Configure { locale, theme }))
}

/// An agent as xAPI 1.0.3 has it (part 2, section 2.4.2.1), as JSON: a person by one of four names, and nothing else.
fn agent(value: &Value) -> Option<String> {
    let mut written = vec![("objectType", text("Agent"))];
    let mut names = 0;
    for (key, value) in value.as_object()? {
        let given = value.as_str();
        match key.as_str() {
            "objectType" => given.filter(|kind| *kind == "Agent").map(drop)?,
            "name" => written.push(("name", text(given?))),
            "account" => {
                names += 1;
                written.push(("account", account(value)?));
            }
            identifier => {
                names += 1;
                let given = given?;
                let is_good = match identifier {
                    "mbox" => given.strip_prefix("mailto:").is_some_and(is_mail),
                    "mbox_sha1sum" => given.len() == 40 && given.bytes().all(|it| it.is_ascii_hexdigit()),
                    "openid" => is_address(given),
                    _ => false,
                };
                written.push((key, text(given)));
                is_good.then_some(())?;
            }
        }
    }
    (names == 1).then(|| object(&written))
}

fn account(value: &Value) -> Option<String> {
    let of = |key: &str| value.get(key).and_then(Value::as_str).filter(|text| !text.is_empty());
    let (page, name) = (of("homePage")?, of("name")?);
    let is_all = value.as_object().is_some_and(|fields| fields.len() == 2);
    (is_all && is_address(page)).then(|| object(&[("homePage", text(page)), ("name", text(name))]))
}

fn is_mail(text: &str) -> bool {
    text.split_once('@').is_some_and(|(name, host)| {
        let is_plain =
            |part: &str| !part.is_empty() && part.bytes().all(|it| it.is_ascii_graphic() && it != b'@');
        is_plain(name) && is_plain(host)
    })
}

fn is_address(text: &str) -> bool {
    let host = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
    let is_plain = |it: char| !it.is_whitespace() && !it.is_control() && !"<>\"{}|\\^`".contains(it);
    host.is_some_and(|host| host.starts_with(char::is_alphanumeric) && host.chars().all(is_plain))
}
