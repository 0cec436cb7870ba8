//! Reads what the page around this one says. Nothing in here is trusted.

use lab::link::Theme;
use lab::words::locales;
use serde_json::{Map, Value};

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

/// Reads a message: what names it, its type, and what it brings. An error comes with what names it, as far as that is known.
pub(super) fn envelope(text: &str) -> Result<(Value, Kind, Payload), (Value, Refusal)> {
    let Ok(Value::Object(mut message)) = serde_json::from_str(text) else {
        return Err((Value::Null, Refusal::Malformed));
    };
    let mut take = |key: &str| message.remove(key).unwrap_or(Value::Null);
    let id = match take("id") {
        Value::Null => Value::Null,
        Value::Number(number) if number.is_i64() || number.is_u64() => Value::Number(number),
        Value::String(text) if text.chars().count() <= ID => Value::String(text),
        _ => return Err((Value::Null, Refusal::Malformed)),
    };
    let refuse = |why| Err((id.clone(), why));
    let version = take("v");
    if !version.is_number() {
        return refuse(Refusal::Malformed);
    }
    if version.as_u64() != Some(VERSION) {
        return refuse(Refusal::Version);
    }
    let Value::String(kind) = take("type") else { return refuse(Refusal::Malformed) };
    let payload = match take("payload") {
        Value::Null => Map::new(),
        Value::Object(payload) => payload,
        _ => return refuse(Refusal::Malformed),
    };
    match Kind::named(&kind) {
        Some(kind) => Ok((id, kind, payload)),
        None => refuse(Refusal::Type),
    }
}

/// Why something is not followed, with a sentence of its own where there is one.
pub(super) type Why = (Refusal, Option<String>);

/// Reads an actor, where one is named, a language and a theme.
pub(super) fn configure(payload: &Payload) -> Result<(Option<Value>, Wish), Why> {
    let refused = (Refusal::Payload, None);
    let given = |key: &str| payload.get(key).filter(|value| !value.is_null());
    let named = |key: &str| match given(key) {
        None => Ok(None),
        Some(Value::String(name)) => Ok(Some(name.as_str())),
        Some(_) => Err(refused.clone()),
    };
    let locale = match named("locale")? {
        None => None,
        Some(name) => Some(locales().find(|locale| *locale == name).ok_or_else(|| refused.clone())?),
    };
    let theme = match named("theme")? {
        None => None,
        Some(name) => Some(Theme::named(name).ok_or_else(|| refused.clone())?),
    };
    let actor = match given("actor") {
        None => None,
        Some(actor) => Some(agent(actor).ok_or(refused)?),
    };
    Ok((actor, Wish::Configure { locale, theme }))
}

/// An agent as xAPI 1.0.3 has it (part 2, section 2.4.2.1): a person by one of four names, and nothing else.
fn agent(value: &Value) -> Option<Value> {
    let Value::Object(fields) = value else { return None };
    let mut names = 0;
    for (key, value) in fields {
        let text = value.as_str();
        let is_good = match key.as_str() {
            "objectType" => text == Some("Agent"),
            "name" => text.is_some(),
            identifier => {
                names += 1;
                match identifier {
                    "mbox" => text.is_some_and(|it| it.starts_with("mailto:") && is_mail(&it[7..])),
                    "mbox_sha1sum" => {
                        text.is_some_and(|it| it.len() == 40 && it.bytes().all(|it| it.is_ascii_hexdigit()))
                    }
                    "openid" => text.is_some_and(is_address),
                    "account" => is_account(value),
                    _ => false,
                }
            }
        };
        if !is_good {
            return None;
        }
    }
    let mut fields = fields.clone();
    fields.insert("objectType".to_owned(), "Agent".into());
    (names == 1).then_some(Value::Object(fields))
}

fn is_account(value: &Value) -> bool {
    let text = |key: &str| value.get(key).and_then(Value::as_str);
    let fields = value.as_object().map_or(0, Map::len);
    fields == 2
        && text("homePage").is_some_and(is_address)
        && text("name").is_some_and(|name| !name.is_empty())
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
