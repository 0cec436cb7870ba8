//! Statements of the Experience API, version 1.0.3 (<https://github.com/adlnet/xAPI-Spec>), for learning record stores: who
//! predicted what and was right, and which claims a run bore out.

use lab::claim::{Claim, Verdict};
use lab::words::TOLD;
use serde_json::Value;

use super::told::Answer;
use super::{address, address_of_claim, object};
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
    result: Value,
}

/// A visitor that nobody has named. The name is kept in memory alone, and another one the next time.
pub(super) fn nobody(home: &str, random: fn() -> f64) -> Value {
    let account = object([("homePage", home.into()), ("name", hex(random).into())]);
    object([("objectType", "Agent".into()), ("account", account)])
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
    let mut result = object([("response", answer.response.as_str().into())]);
    if answer.is_decided {
        result["completion"] = true.into();
    }
    if let Some(is_right) = answer.is_right {
        let points = u32::from(is_right);
        let [zero, one] = [0u32, 1].map(Value::from);
        result["success"] = is_right.into();
        result["score"] =
            object([("scaled", points.into()), ("raw", points.into()), ("min", zero), ("max", one)]);
    }
    if let Some(distance) = answer.distance {
        let name = format!("{home}embed/#distance");
        result["extensions"] = object([(&name, distance.into())]);
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
    let result =
        object([("success", holds.into()), ("completion", true.into()), ("response", verdict.name().into())]);
    let object = address_of_claim(home, model, claim);
    About { verb: "completed", kind: "objective", object, text: claim.statement, result }
}

/// The whole statement.
pub(super) fn statement(
    about: About,
    home: &str,
    model: &Model,
    actor: Value,
    date: String,
    random: fn() -> f64,
) -> Value {
    let verb = object([
        ("id", format!("{VERBS}{}", about.verb).into()),
        ("display", object([(TOLD, about.verb.into())])),
    ]);
    let definition = object([
        ("type", format!("{ACTIVITIES}{}", about.kind).into()),
        ("name", object([(TOLD, about.text.into())])),
    ]);
    let activity =
        [("objectType", "Activity".into()), ("id", about.object.into()), ("definition", definition)];
    let run = object([("objectType", "Activity".into()), ("id", address(home, model).into())]);
    let context = object([
        ("platform", "Gedanken".into()),
        ("language", model.words().locale.into()),
        ("contextActivities", object([("parent", Value::Array(vec![run]))])),
    ]);
    object([
        ("id", uuid(random).into()),
        ("version", "1.0.3".into()),
        ("timestamp", date.into()),
        ("actor", actor),
        ("verb", verb),
        ("object", object(activity)),
        ("result", about.result),
        ("context", context),
    ])
}
