//! Statements of the Experience API, version 1.0.3 (<https://github.com/adlnet/xAPI-Spec>), for learning record stores: who
//! predicted what and was right, and which claims a run bore out.

use lab::claim::{Claim, Verdict};
use lab::words::TOLD;

use super::json::{list, number, object, text};
use super::told::Answer;
use super::{address, address_of_claim};
use crate::model::Model;

/// Where the verbs and the kinds of activities have their names.
const VERBS: &str = "http://adlnet.gov/expapi/verbs/";
const ACTIVITIES: &str = "http://adlnet.gov/expapi/activities/";

/// What a statement says of its actor.
pub(super) struct About {
    verb: &'static str,
    kind: &'static str,
    object: String,
    text: &'static str,
    result: Vec<(&'static str, String)>,
}

/// A visitor that nobody has named. The name is kept in memory alone, and another one the next time.
pub(super) fn nobody(home: &str, random: fn() -> f64) -> String {
    let account = object(&[("homePage", text(home)), ("name", text(&hex(random)))]);
    object(&[("objectType", text("Agent")), ("account", account)])
}

/// 32 random hexadecimal digits.
fn hex(random: fn() -> f64) -> String {
    let digit = |_| {
        let along = (random() * 16.0).floor();
        (0..16u32).rfind(|digit| f64::from(*digit) <= along).and_then(|digit| char::from_digit(digit, 16))
    };
    (0..32).map(|at| digit(at).unwrap_or('0')).collect()
}

/// A random UUID (RFC 9562, version 4).
fn uuid(random: fn() -> f64) -> String {
    let hex = hex(random);
    format!("{}-{}-4{}-a{}-{}", &hex[..8], &hex[8..12], &hex[13..16], &hex[17..20], &hex[20..])
}

/// What a prediction says: attempted before the run, answered after it.
pub(super) fn of_answer(home: &str, model: &Model, answer: &Answer) -> About {
    let keys = model.keys();
    let mut result = vec![("response", text(&answer.response))];
    if answer.is_decided {
        result.push(("completion", true.to_string()));
    }
    if let Some(is_right) = answer.is_right {
        let points = || u8::from(is_right).to_string();
        let [min, max] = [("min", "0".to_owned()), ("max", "1".to_owned())];
        result.push(("success", is_right.to_string()));
        result.push(("score", object(&[("scaled", points()), ("raw", points()), min, max])));
    }
    if let Some(distance) = answer.distance {
        let name = format!("{home}embed/#distance");
        result.push(("extensions", object(&[(&name, number(distance))])));
    }
    let key = answer.prediction.key();
    About {
        verb: if answer.is_decided { "answered" } else { "attempted" },
        kind: "question",
        // The query is the host's business: the page does not read it, and each question has an address of its own.
        object: format!("{home}{}/?prediction={key}#rev={}", keys.experiment.id, keys.rev),
        text: answer.prediction.question(),
        result,
    }
}

/// What the verdict of a claim says.
pub(super) fn of_claim(home: &str, model: &Model, claim: &'static Claim, verdict: Verdict) -> About {
    let holds = verdict == Verdict::Holds;
    let result = vec![
        ("success", holds.to_string()),
        ("completion", true.to_string()),
        ("response", text(verdict.name())),
    ];
    let object = address_of_claim(home, model, claim);
    About { verb: "completed", kind: "objective", object, text: claim.statement, result }
}

/// The whole statement.
pub(super) fn statement(
    about: &About,
    home: &str,
    model: &Model,
    actor: &str,
    date: &str,
    random: fn() -> f64,
) -> String {
    let verb =
        [("id", text(&format!("{VERBS}{}", about.verb))), ("display", object(&[(TOLD, text(about.verb))]))];
    let definition = [
        ("type", text(&format!("{ACTIVITIES}{}", about.kind))),
        ("name", object(&[(TOLD, text(about.text))])),
    ];
    let activity = |id: &str| [("objectType", text("Activity")), ("id", text(id))];
    let [kind, id] = activity(&about.object);
    let run = object(&activity(&address(home, model)));
    let context = [
        ("platform", text("Gedanken")),
        ("language", text(model.words().locale)),
        ("contextActivities", object(&[("parent", list(&[run]))])),
    ];
    object(&[
        ("id", text(&uuid(random))),
        ("version", text("1.0.3")),
        ("timestamp", text(date)),
        ("actor", actor.to_owned()),
        ("verb", object(&verb)),
        ("object", object(&[kind, id, ("definition", object(&definition))])),
        ("result", object(&about.result)),
        ("context", object(&context)),
    ])
}
