//! What a page tells the page around it, what it hears from there, and what it does not.

use lab::link::Theme;
use lab::predict::{Drawn, Guess};
use proptest::prelude::*;
use serde_json::{Value, json};

use super::*;
use crate::model::embedding::{Embedding, Heard, LONGEST, PACE, Wish};

const HOST: &str = "https://host.example/some/folder/";
const COURSE: &str = "https://course.example";

fn embedding(parent: Option<&str>) -> Embedding {
    Embedding::new(HOST.into(), parent.map(str::to_owned), || 0.25, || "2026-11-27T07:00:00.000Z".into())
}

fn asked(kind: &str, payload: &Value) -> String {
    json!({ "source": "gedanken", "v": 1, "type": kind, "id": 7, "payload": payload }).to_string()
}

/// What comes of a message, once it is carried out.
fn ask(embedding: &mut Embedding, model: &mut Model, text: &str, now: f64) -> Option<Value> {
    match embedding.hear(model, COURSE, Some(text), now) {
        Heard::Nothing => None,
        Heard::Refused(answer) => Some(read(&answer)),
        Heard::Asked { id, wish } => {
            model.carry_out(&wish, 1, now);
            Some(read(&embedding.answer(model, id, &wish)))
        }
    }
}

fn read(message: &str) -> Value {
    serde_json::from_str(message).expect("it is JSON")
}

fn tell(embedding: &mut Embedding, model: &Model, now: f64) -> Vec<Value> {
    embedding.tell(model, now).iter().map(|message| read(message)).collect()
}

fn code(answer: Option<Value>) -> String {
    let answer = answer.expect("it is answered");
    assert_eq!(answer["type"], "error", "{answer}");
    assert!(answer["payload"]["message"].as_str().is_some_and(|says| says.ends_with('.')), "{answer}");
    answer["payload"]["code"].as_str().unwrap_or_default().to_owned()
}

/// The keys of two predictions, a choice and a curve.
fn predictions(model: &Model) -> [&'static str; 2] {
    let declared = model.keys().experiment.predictions;
    let is_choice = |it: &&lab::predict::Prediction| matches!(it, lab::predict::Prediction::Choice { .. });
    let choice = declared.iter().find(is_choice).unwrap().key();
    let curve = declared.iter().find(|it| !is_choice(it)).unwrap().key();
    [choice, curve]
}

fn of_type<'a>(all: &'a [Value], kind: &str) -> Vec<&'a Value> {
    all.iter().filter(|message| message["type"] == kind).map(|message| &message["payload"]).collect()
}

#[test]
fn every_wish_is_answered_by_its_id() {
    let mut model = loaded("rev=2&members=1&backend=exact");
    let mut it = embedding(Some(COURSE));
    for (kind, answered, phase) in [
        ("run", "progress", "running"),
        ("run", "progress", "running"),
        ("pause", "progress", "paused"),
        ("pause", "progress", "paused"),
        ("step", "progress", "paused"),
        ("reset", "progress", "ready"),
        ("getState", "state", "ready"),
        ("configure", "ready", "ready"),
    ] {
        let answer = ask(&mut it, &mut model, &asked(kind, &json!({})), 0.0).unwrap();
        let head = (&answer["source"], &answer["v"], &answer["type"], &answer["id"]);
        assert_eq!(head, (&json!("gedanken"), &json!(1), &json!(answered), &json!(7)), "{kind}");
        assert_eq!(model.state_name(), phase, "{kind}");
        if answered == "progress" {
            assert_eq!(answer["payload"]["phase"], phase);
        }
    }
    // Neither payload nor id need be there.
    let bare = r#"{"source":"gedanken","v":1,"type":"run"}"#;
    assert_eq!(ask(&mut it, &mut model, bare, 0.0).unwrap()["id"], Value::Null);
}

#[test]
fn a_state_is_read_back_equal() {
    let mut model = loaded("rev=2&seed=9&members=2&n=8&view=16&embed=1&theme=dark");
    let mut it = embedding(Some(COURSE));
    let [choice, curve] = predictions(&model);
    model.predict(choice, Guess::Choice(1));
    model.predict(curve, Guess::Curve(Drawn([0.0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.1 + 0.2, 1e-9, 1.0])));
    let state = ask(&mut it, &mut model, &asked("getState", &json!({})), 0.0).unwrap()["payload"].clone();
    assert_eq!(state["link"], "inverse-permutation?rev=2&seed=9&members=2&n=8&view=16");
    assert_eq!((&state["version"], &state["notes"]), (&json!(1), &json!([])));

    let mut other = loaded("rev=2&embed=1&parent=https://course.example&hide=lesson");
    other.predict(curve, Guess::Curve(Drawn::level(0.5)));
    let set = ask(&mut it, &mut other, &asked("setState", &state), 0.0).unwrap();
    assert_eq!((&set["type"], &set["payload"]), (&json!("state"), &state));
    assert_eq!((other.guess(choice), other.guess(curve)), (Some(Guess::Choice(1)), model.guess(curve)));
    // How the page is embedded stays.
    let shown = &other.link().presentation;
    assert!(shown.embed && shown.theme == Theme::Auto && !shown.shows("lesson"));
    assert_eq!(shown.parent.as_deref(), Some(COURSE));

    // A state without predictions takes them away.
    let bare = json!({ "link": "inverse-permutation?rev=2&seed=3" });
    let set = ask(&mut it, &mut other, &asked("setState", &bare), 0.0).unwrap();
    assert_eq!(set["payload"]["predictions"], json!({}));
    assert_eq!((other.keys().seed, other.guess(choice)), (3, None));
    // What does not apply is said.
    let wrong = json!({ "link": "inverse-permutation?rev=2&seed=x" });
    let set = ask(&mut it, &mut other, &asked("setState", &wrong), 0.0).unwrap();
    assert_eq!(set["payload"]["notes"].as_array().map(Vec::len), Some(1));
}

#[test]
fn a_state_is_read_as_a_whole_or_not_at_all() {
    let mut model = loaded("rev=2&seed=9&members=2");
    let mut it = embedding(Some(COURSE));
    let [choice, curve] = predictions(&model);
    let before = model.clone();
    let link = "inverse-permutation?rev=2&seed=3";
    for (state, expected) in [
        (json!({}), "payload"),
        (json!({ "link": 5 }), "payload"),
        (json!({ "link": "two-moons?rev=1" }), "link"),
        (json!({ "link": "nothing-of-this-name?rev=1" }), "link"),
        (json!({ "link": format!("inverse-permutation?n={}", "8".repeat(9000)) }), "link"),
        (json!({ "link": link, "predictions": [] }), "payload"),
        (json!({ "link": link, "predictions": { "no such key": 1 } }), "payload"),
        (json!({ "link": link, "predictions": { choice: 99 } }), "payload"),
        (json!({ "link": link, "predictions": { choice: -1 } }), "payload"),
        (json!({ "link": link, "predictions": { choice: "<b>" } }), "payload"),
        (json!({ "link": link, "predictions": { choice: 1, curve: [0.5, 0.5] } }), "payload"),
        (json!({ "link": link, "predictions": { curve: [0, 0, 0, 0, 0, 0, 0, 0, null] } }), "payload"),
    ] {
        assert_eq!(code(ask(&mut it, &mut model, &asked("setState", &state), 0.0)), expected, "{state}");
        assert_eq!(model, before, "{state}");
    }
}

#[test]
fn messages_that_are_none_have_an_error_each() {
    let mut model = loaded("rev=2&members=1");
    let mut it = embedding(Some(COURSE));
    let before = model.clone();
    let long = "x".repeat(65);
    for (text, expected) in [
        ("", "malformed"),
        ("[]", "malformed"),
        ("7", "malformed"),
        (r#"{"source":"gedanken"}"#, "malformed"),
        (r#"{"v":"1","type":"run"}"#, "malformed"),
        (r#"{"v":2,"type":"run"}"#, "version"),
        (r#"{"v":1.5,"type":"run"}"#, "version"),
        (r#"{"v":-1,"type":"run"}"#, "version"),
        (r#"{"v":1,"type":null}"#, "malformed"),
        (r#"{"v":1,"type":"Run"}"#, "type"),
        (r#"{"v":1,"type":"__proto__"}"#, "type"),
        (r#"{"v":1,"type":"run","payload":[]}"#, "malformed"),
        (r#"{"v":1,"type":"run","payload":"<img src=x onerror=alert(1)>"}"#, "malformed"),
        (r#"{"v":1,"type":"run","id":{}}"#, "malformed"),
        (r#"{"v":1,"type":"run","id":1.5}"#, "malformed"),
        (&format!(r#"{{"v":1,"type":"run","id":"{long}"}}"#), "malformed"),
        (&format!("{}{}", "[".repeat(9000), "]".repeat(9000)), "malformed"),
        (r#"{"v":1,"type":"configure","payload":{"locale":"xx"}}"#, "payload"),
        (r#"{"v":1,"type":"configure","payload":{"theme":3}}"#, "payload"),
        (r#"{"v":1,"type":"configure","payload":{"actor":"me"}}"#, "payload"),
    ] {
        assert_eq!(code(ask(&mut it, &mut model, text, 0.0)), expected, "{text}");
    }
    let refused = it.hear(&model, COURSE, None, 0.0);
    let Heard::Refused(answer) = refused else { panic!("{refused:?}") };
    assert_eq!(code(Some(read(&answer))), "size");
    assert!(LONGEST >= 4 * u32::try_from(lab::link::LONGEST).unwrap());
    assert_eq!(model, before);
    // An error has the id of its message, as far as that can be read.
    let answer = ask(&mut it, &mut model, r#"{"v":9,"id":"a"}"#, 0.0).unwrap();
    assert_eq!((&answer["id"], &answer["payload"]["code"]), (&json!("a"), &json!("version")));
}

#[test]
fn too_many_messages_have_one_error_until_there_is_a_pause() {
    let mut model = loaded("rev=2&members=1");
    let mut it = embedding(Some(COURSE));
    let text = asked("getState", &json!({}));
    let answers: Vec<_> = (0..500).filter_map(|_| ask(&mut it, &mut model, &text, 1000.0)).collect();
    assert_eq!(answers.len(), 61);
    assert_eq!(code(answers.into_iter().last()), "flood");
    // Whoever goes on is not heard.
    for at in 1..100 {
        assert_eq!(ask(&mut it, &mut model, &text, 1000.0 + f64::from(at) * 100.0), None);
    }
    assert!(ask(&mut it, &mut model, &text, 12_500.0).is_some_and(|answer| answer["type"] == "state"));
    // Twenty a second are none too many.
    let mut it = embedding(Some(COURSE));
    for at in 0..400 {
        let answer = ask(&mut it, &mut model, &text, f64::from(at) * 50.0).unwrap();
        assert_eq!(answer["type"], "state", "{at}");
    }
}

#[test]
fn only_the_page_that_the_link_names_is_heard() {
    let mut model = loaded("rev=2&members=1");
    let mut it = embedding(Some("https://other.example"));
    for kind in ["run", "getState", "configure", "nonsense"] {
        assert_eq!(ask(&mut it, &mut model, &asked(kind, &json!({})), 0.0), None, "{kind}");
    }
    assert_eq!((it.target(), model.phase()), (Some("https://other.example"), &Phase::Ready));
}

#[test]
fn without_a_name_the_first_page_that_configures_is_heard() {
    let mut model = loaded("rev=2&members=1");
    let mut it = embedding(None);
    assert_eq!(it.target(), None);
    assert!(tell(&mut it, &model, 0.0).is_empty(), "only `ready` and `resize` go to anybody");
    for kind in ["run", "getState", "setState", "nonsense"] {
        assert_eq!(ask(&mut it, &mut model, &asked(kind, &json!({})), 0.0), None, "{kind}");
    }
    let wrong = asked("configure", &json!({ "theme": "pink" }));
    assert_eq!((ask(&mut it, &mut model, &wrong, 0.0), it.target()), (None, None));
    assert_eq!(model.phase(), &Phase::Ready);

    assert!(ask(&mut it, &mut model, &asked("configure", &json!({})), 0.0).is_some());
    assert_eq!(it.target(), Some(COURSE));
    assert_eq!(of_type(&tell(&mut it, &model, 0.0), "progress").len(), 1);
    let other = it.hear(&model, "https://other.example", Some(&asked("run", &json!({}))), 0.0);
    assert_eq!(other, Heard::Nothing);

    // A page without an origin of its own can be spoken to as well.
    let mut it = embedding(None);
    let heard = it.hear(&model, "null", Some(&asked("configure", &json!({}))), 0.0);
    assert!(matches!(heard, Heard::Asked { .. }) && it.target() == Some("*"));
    assert!(matches!(it.hear(&model, "null", Some(&asked("run", &json!({}))), 0.0), Heard::Asked { .. }));
    assert_eq!(it.hear(&model, COURSE, Some(&asked("run", &json!({}))), 0.0), Heard::Nothing);
}

#[test]
fn a_run_tells_its_predictions_and_verdicts() {
    let mut model = loaded("rev=2&members=4&backend=exact&seed=3");
    let mut it = embedding(Some(COURSE));
    let [choice, curve] = predictions(&model);
    model.predict(choice, Guess::Choice(1));
    model.predict(curve, Guess::Curve(Drawn::level(0.25)));
    assert!(of_type(&tell(&mut it, &model, 0.0), "answer").is_empty(), "it may still be changed");
    let part = run_on(&mut model, Device::Exact, 1).remove(0);
    let began = tell(&mut it, &model, 1.0);
    let answers = of_type(&began, "answer");
    assert_eq!(answers.len(), 2);
    for answer in answers {
        assert_eq!((&answer["decided"], &answer["right"]), (&json!(false), &Value::Null));
        assert_eq!(answer["xapi"]["verb"]["id"], "http://adlnet.gov/expapi/verbs/attempted");
        assert!(answer["xapi"]["result"].get("success").is_none());
    }
    // Not more often than every so often.
    let report = between(&model, &part, 0, 8);
    model.receive(0, FromWorker::Report(report), 2.0);
    assert_eq!(tell(&mut it, &model, PACE - 1.0), Vec::<Value>::new());
    let later = tell(&mut it, &model, PACE + 2.0);
    let progress = of_type(&later, "progress")[0];
    assert_eq!((&progress["phase"], &progress["digest"]), (&json!("running"), &Value::Null));
    assert!(progress["progress"].as_f64().is_some_and(|it| (it - 0.125).abs() < 0.01), "{progress}");
    assert_eq!(tell(&mut it, &model, 3.0 * PACE), Vec::<Value>::new());

    let report = between(&model, &part, 8, PROGRESS);
    model.receive(0, FromWorker::Report(report), 600.0);
    let over = tell(&mut it, &model, 600.0);
    assert_eq!(of_type(&over, "progress")[0]["digest"], model.digest().unwrap().to_string());
    let answers = of_type(&over, "answer");
    let of = |key: &str| *answers.iter().find(|answer| answer["prediction"] == key).unwrap();
    // Every measurement of these tests is one half.
    let (choice, curve) = (of(choice), of(curve));
    assert_eq!((&choice["said"], &choice["right"], &choice["outcome"]), (&json!(1), &json!(true), &json!(1)));
    assert_eq!(choice["xapi"]["result"]["score"], json!({ "scaled": 1, "raw": 1, "min": 0, "max": 1 }));
    assert_eq!((&curve["right"], &curve["distance"]), (&Value::Null, &json!(0.25)));
    assert_eq!(curve["xapi"]["result"]["extensions"][format!("{HOST}embed/#distance")], 0.25);
    let claims = of_type(&over, "claim");
    let judged = model.judgements().iter().flatten().count();
    assert!(!claims.is_empty() && claims.len() <= judged);
    for claim in claims {
        let id = claim["claim"].as_str().unwrap();
        let object = &claim["xapi"]["object"]["id"];
        assert_eq!(object, &format!("{HOST}inverse-permutation/#rev=2&claim={id}"));
        assert_eq!(claim["xapi"]["result"]["success"], claim["verdict"] == "holds");
        assert!(claim["address"].as_str().is_some_and(|it| it.contains("/#rev=2&seed=3&members=4")));
    }
    assert_eq!(tell(&mut it, &model, 9000.0), Vec::<Value>::new());

    // Another run is told anew.
    model.reset();
    assert_eq!(of_type(&tell(&mut it, &model, 9001.0), "claim").len(), 0);
    finish(&mut model, 1);
    let again = tell(&mut it, &model, 9002.0);
    assert_eq!(
        (of_type(&again, "answer").len(), of_type(&again, "claim").len()),
        (2, of_type(&over, "claim").len())
    );
}

#[test]
fn a_record_is_nobodys_answer() {
    let mut model = loaded("rev=2&members=4&backend=exact&seed=3");
    finish(&mut model, 1);
    let record = model.record().unwrap();
    let mut other = loaded("rev=2&members=4&backend=exact&seed=3");
    other.predict(predictions(&other)[0], Guess::Choice(1));
    other.open_record(&record);
    let mut it = embedding(Some(COURSE));
    assert!(tell(&mut it, &other, 0.0).iter().all(|message| message["type"] == "progress"));
}

#[test]
fn a_failure_is_told_once() {
    let mut model = loaded("rev=2&members=1&backend=exact");
    let mut it = embedding(Some(COURSE));
    run_on(&mut model, Device::Exact, 1);
    it.tell(&model, 0.0);
    model.fail("It broke.".into());
    let told = tell(&mut it, &model, 1.0);
    assert_eq!(of_type(&told, "error"), [&json!({ "code": "failed", "message": "It broke." })]);
    assert!(tell(&mut it, &model, 1000.0).is_empty());
}

#[test]
fn statements_are_about_whoever_the_course_names() {
    let mut model = loaded("rev=2&members=4&backend=exact&seed=3");
    let mut it = embedding(Some(COURSE));
    let mut actor = |it: &mut Embedding| {
        model.reset();
        finish(&mut model, 1);
        let told = tell(it, &model, 0.0);
        let actor = of_type(&told, "claim")[0]["xapi"]["actor"].clone();
        model.reset();
        it.tell(&model, 0.0);
        actor
    };
    let nobody = actor(&mut it);
    assert_eq!((&nobody["objectType"], &nobody["account"]["homePage"]), (&json!("Agent"), &json!(HOST)));
    let mut other = loaded("rev=2");
    let mut configure = |it: &mut Embedding, actor: &Value| {
        ask(it, &mut other, &asked("configure", &json!({ "actor": actor })), 0.0).unwrap()
    };
    for wrong in [
        json!({}),
        json!({ "name": "Nobody" }),
        json!({ "mbox": "someone@example.org" }),
        json!({ "mbox": "mailto:<b>@x y" }),
        json!({ "mbox": "mailto:a@b.org", "openid": "https://a.org/" }),
        json!({ "mbox": "mailto:a@b.org", "objectType": "Group" }),
        json!({ "mbox": "mailto:a@b.org", "member": [] }),
        json!({ "mbox_sha1sum": "abc" }),
        json!({ "openid": "javascript:alert(1)" }),
        json!({ "account": { "homePage": "https://a.org/", "name": "" } }),
        json!({ "account": { "homePage": "a.org", "name": "x" } }),
        json!({ "account": { "homePage": "https://a.org/", "name": "x", "more": 1 } }),
        json!({ "account": "https://a.org/" }),
        json!({ "mbox": "mailto:a@b.org", "name": 5 }),
    ] {
        assert_eq!(code(Some(configure(&mut it, &wrong))), "payload", "{wrong}");
    }
    assert_eq!(actor(&mut it), nobody);
    for good in [
        json!({ "mbox": "mailto:a@b.org", "name": "A <b>" }),
        json!({ "mbox_sha1sum": "ebd31e95054c018b10727ccffd2ef2ec3a016ee9" }),
        json!({ "openid": "https://a.org/" }),
        json!({ "account": { "homePage": "https://a.org/", "name": "x" } }),
    ] {
        assert_eq!(configure(&mut it, &good)["type"], "ready", "{good}");
        let named = actor(&mut it);
        assert_eq!(named["objectType"], "Agent");
        assert!(good.as_object().unwrap().iter().all(|(key, value)| named[key] == *value), "{named}");
    }
}

#[test]
fn a_course_chooses_language_and_theme() {
    let mut model = loaded("rev=2&seed=4");
    let mut it = embedding(Some(COURSE));
    let text = asked("configure", &json!({ "locale": "de", "theme": "dark" }));
    let heard = it.hear(&model, COURSE, Some(&text), 0.0);
    let wish = Wish::Configure { locale: Some("de"), theme: Some(Theme::Dark) };
    assert_eq!(heard, Heard::Asked { id: "7".into(), wish: wish.clone() });
    model.carry_out(&wish, 1, 0.0);
    // A page speaks one language from its first word to its last.
    assert_eq!((model.language(), model.link().presentation.theme), (None, Theme::Dark));
    assert_eq!((model.keys().seed, model.phase()), (4, &Phase::Ready));
}

#[test]
fn the_first_message_says_what_there_is() {
    let model = model("rev=2&embed=1&parent=https://course.example");
    let ready = read(&embedding(None).ready(&model))["payload"].clone();
    let experiment = model.keys().experiment;
    assert_eq!((&ready["experiment"], &ready["title"]), (&json!(experiment.id), &json!(experiment.question)));
    assert_eq!((&ready["versions"], &ready["rev"]), (&json!([1]), &json!(2)));
    let len = |key: &str| ready[key].as_array().map_or(0, Vec::len);
    assert_eq!(len("claims"), experiment.claims.len());
    assert!(len("predictions") > 0 && len("parts") > lab::link::PARTS.len() && len("locales") > 1);
    assert_eq!(len("controls"), lab::link::CONTROLS.len() + experiment.knobs.len());
    assert!(!ready.to_string().contains("course"), "it goes to anybody");
    // Nor does a link that is shared name the page around this one.
    assert!(!model.share().write().contains("parent"));
}

/// Anything that JSON can hold.
fn anything() -> impl Strategy<Value = Value> {
    let text = prop_oneof![
        "[a-z<>\"'&]{0,12}",
        Just("<img src=x onerror=alert(1)>".to_owned()),
        Just("inverse-permutation?rev=2&seed=5".to_owned()),
        Just("javascript:alert(1)".to_owned()),
        Just("gedanken".to_owned()),
    ];
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        text.prop_map(Value::from),
    ];
    let key = prop_oneof![
        Just("link"),
        Just("predictions"),
        Just("actor"),
        Just("locale"),
        Just("theme"),
        Just("__proto__"),
        Just("mbox"),
        Just("account"),
        Just("v"),
        Just("id"),
    ];
    leaf.prop_recursive(4, 32, 6, move |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..6).prop_map(Value::from),
            prop::collection::btree_map(key.clone().prop_map(str::to_owned), inner, 0..6)
                .prop_map(|map| Value::Object(map.into_iter().collect())),
        ]
    })
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(400) })]

    /// Whatever comes, there is one answer at most, it is made as messages are, and it brings back no markup but in the id
    /// and in what the model itself holds.
    #[test]
    fn whatever_is_said_is_answered_in_good_form(
        kind in prop_oneof![
            Just("configure"), Just("getState"), Just("setState"), Just("run"), Just("pause"), Just("step"), Just("reset"), Just("<b>"),
        ],
        version in prop_oneof![Just(json!(1)), anything()],
        id in anything(),
        payload in anything(),
        bare in any::<bool>(),
    ) {
        let mut model = loaded("rev=2&members=1&embed=1&parent=https://course.example");
        let mut it = embedding(Some(COURSE));
        let message = json!({ "source": "gedanken", "v": version, "type": kind, "id": id, "payload": payload });
        let text = if bare { payload.to_string() } else { message.to_string() };
        let answer = ask(&mut it, &mut model, &text, 0.0).unwrap();
        prop_assert_eq!((&answer["source"], &answer["v"]), (&json!("gedanken"), &json!(1)));
        prop_assert!(["ready", "progress", "state", "error"].contains(&answer["type"].as_str().unwrap()));
        prop_assert!(answer["payload"].is_object());
        let named = if bare { &payload["id"] } else { &message["id"] };
        prop_assert!(answer["id"].is_null() || &answer["id"] == named);
        prop_assert!(!answer["payload"].to_string().contains("onerror"), "{}", answer);
        // Nobody gets away with another place to send to, or another way to be shown.
        prop_assert_eq!(it.target(), Some(COURSE));
        prop_assert_eq!(model.link().presentation.parent.as_deref(), Some(COURSE));
        prop_assert!(model.link().presentation.embed);
    }

    /// Nor does text that is no JSON do anything.
    #[test]
    fn noise_is_refused(text in "\\PC{0,200}") {
        let mut model = loaded("rev=2&members=1");
        let mut it = embedding(Some(COURSE));
        let answer = ask(&mut it, &mut model, &text, 0.0).unwrap();
        prop_assert_eq!(&answer["type"], &json!("error"));
    }
}
