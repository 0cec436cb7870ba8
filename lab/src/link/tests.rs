use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use proptest::prelude::*;

use super::*;
use crate::accepts::Accepts;
use crate::digest::Digest;
use crate::knob::{Range, Value};
use crate::words::{locales, words};

const ID: &str = "inverse-permutation";

fn experiment() -> &'static Experiment {
    EXPERIMENTS.iter().find(|experiment| experiment.id == ID).unwrap()
}

fn read(fragment: &str) -> Link {
    Link::from_fragment(experiment(), fragment).unwrap()
}

fn sentences(fragment: &str) -> Vec<String> {
    read(fragment).notes.iter().map(Note::to_string).collect()
}

#[test]
fn an_empty_link_is_the_default_run() {
    assert_eq!(read(""), Link::defaults(experiment()));
    assert_eq!(read("#"), Link::defaults(experiment()));
    assert_eq!(Link::parse(ID), Ok(Link::defaults(experiment())));
}

#[test]
fn every_form_of_a_link_says_the_same() {
    let keys = "rev=2&seed=7&members=2&n=8&theme=dark";
    let link = read(keys);
    assert_eq!((link.keys.seed, link.keys.members, link.keys.knobs.whole("n")), (7, 2, 8));
    assert_eq!(link.presentation.theme, Theme::Dark);
    assert!(link.notes.is_empty());
    for text in [
        format!("{ID}?{keys}"),
        format!("{ID}#{keys}"),
        format!("https://example.org/{ID}/#{keys}"),
        format!("https://example.org/a/folder/{ID}/index.html?from=elsewhere#{keys}"),
        format!("https://example.org/v/3/{ID}#{keys}"),
    ] {
        assert_eq!(Link::parse(&text), Ok(link.clone()), "{text}");
    }
}

#[test]
fn keys_are_written_in_one_order_and_only_where_they_say_something() {
    let link = read("theme=light&rate=0.01&n=6&members=4&workers=2&seed=9&rev=2&theme=dark");
    assert_eq!(link.write(), "rev=2&seed=9&members=4&rate=0.01&workers=2&theme=light");
}

#[test]
fn percent_signs_stand_for_what_they_stand_for() {
    assert_eq!(read("rev=2&%73eed=%37").keys.seed, 7);
    assert_eq!(
        sentences("rev=2&seed=%ff"),
        ["\"seed=%ff\" is not readable: what its percent signs stand for is no text."]
    );
}

#[test]
fn a_value_that_a_key_does_not_accept_gives_a_sentence_and_the_rest_applies() {
    let link = read("rev=2&seed=7&n=99&members=3");
    assert_eq!(
        (link.keys.seed, link.keys.members, link.keys.knobs.whole("n")),
        (7, 3, link.keys.experiment.knobs.iter().find(|knob| knob.key == "n").map_or(0, default_whole))
    );
    let expected = [
        ("n=99", "\"n\" got \"99\" and accepts a whole number from 2 to 12; it is left out."),
        ("rate=fast", "\"rate\" got \"fast\" and accepts a number from 0.0001 to 0.03; it is left out."),
        ("seed=-1", "\"seed\" got \"-1\" and accepts a whole number from 0 to 4294967295; it is left out."),
        ("seed=+1", "\"seed\" got \"+1\" and accepts a whole number from 0 to 4294967295; it is left out."),
        ("members=65", "\"members\" got \"65\" and accepts a whole number from 1 to 64; it is left out."),
        ("workers=0", "\"workers\" got \"0\" and accepts a whole number from 1 to 64; it is left out."),
        ("theme=blue", "\"theme\" got \"blue\" and accepts auto, light or dark; it is left out."),
        ("autorun=yes", "\"autorun\" got \"yes\" and accepts 1 or 0; it is left out."),
        (
            "colour=1",
            "\"colour\" is not a setting of inverse-permutation, whose knobs are n, alphabet, layout, task, scratch, leading, networks, steps and rate.",
        ),
        (
            "sweep=n:2:6:3",
            "\"sweep\" got \"n:2:6:3\" and accepts knob:from:to:count for one or two of scratch, rate, with 2 to 16 different values each that the knob accepts; it is left out.",
        ),
        (
            "data=AQ",
            "\"data\" got \"AQ\" and accepts nothing: this experiment takes no data of a visitor's own; it is left out.",
        ),
        (
            "members=64&sweep=rate:0.001:0.01:16",
            "\"sweep\" and \"members\" ask for 1024 models of each kind and a run has 256 at most; the sweep is left out.",
        ),
        (
            "rate=0.01&sweep=rate:0.001:0.01:2",
            "\"rate\" is swept, so its own value says nothing; it is left out.",
        ),
        ("embed=yes", "\"embed\" got \"yes\" and accepts 1 or 0; it is left out."),
        ("view=65", "\"view\" got \"65\" and accepts a whole number from 0 to 64; it is left out."),
        (
            "parent=example.org/x",
            "\"parent\" got \"example.org/x\" and accepts an origin such as https://example.org; it is left out.",
        ),
        ("proof=AAAA", "\"proof\" got \"AAAA\" and accepts 128 letters of base64url; it is left out."),
        (
            "theme=\u{202e}<b>\u{5d0}",
            "\"theme\" got \"\u{2068}\u{fffd}<b>\u{5d0}\u{2069}\" and accepts auto, light or dark; it is left out.",
        ),
        ("backend=cuda", "\"backend\" got \"cuda\" and accepts auto, exact or gpu; it is left out."),
        ("autorun", "\"autorun\" has no value; a setting is written key=value."),
        ("seed=1&seed=2&seed=3", "\"seed\" is there more than once; the first one counts."),
    ];
    for (key, sentence) in expected {
        assert_eq!(sentences(&format!("rev=2&{key}")), [sentence]);
    }
}

fn default_whole(knob: &crate::knob::Knob) -> u32 {
    match knob.default_value() {
        Value::Whole(value) => value,
        Value::Real(_) | Value::Choice(_) => 0,
    }
}

#[test]
fn a_link_names_a_language_that_there_is() {
    for locale in locales() {
        assert_eq!(read(&format!("rev=2&locale={locale}")).presentation.locale, Some(locale));
    }
    let known = (words(None).link.accepts)(&Accepts::Name(locales().collect()));
    let sentence = format!("\"locale\" got \"xx\" and accepts {known}; it is left out.");
    assert_eq!(sentences("rev=2&locale=xx"), [sentence]);
}

#[test]
fn a_link_without_a_revision_says_which_one_runs() {
    assert_eq!(
        sentences("seed=2"),
        ["The link names no \"rev\", so it runs the newest revision of the experiment, 2."]
    );
    // Before the second revision there is no other that could be meant.
    let first = EXPERIMENTS.iter().find(|experiment| experiment.rev == 1).unwrap();
    assert!(Link::from_fragment(first, "seed=2").unwrap().notes.is_empty());
    assert_eq!(
        sentences("rev=9"),
        ["\"rev\" got \"9\" and this build accepts 2; the run may differ from what was shared."]
    );
}

#[test]
fn a_certificate_holds_only_for_its_own_run() {
    let digest = "00112233445566778899aabbccddeeff";
    let certified = format!("rev=2&seed=7&members=2&bits=1&digest={digest}");
    let link = read(&certified);
    assert_eq!(link.certificate.map(|certificate| certificate.digest.to_string()).as_deref(), Some(digest));
    assert_eq!(link.write(), certified);
    assert_eq!(read(&format!("{certified}&at=12")).certificate.map(|certificate| certificate.at), Some(12));

    let not_checked = [
        (format!("rev=1&bits=1&digest={digest}"), "do not all apply"),
        (format!("rev=2&n=99&bits=1&digest={digest}"), "do not all apply"),
        (format!("rev=2&bits=2&digest={digest}"), "\"bits\" got \"2\" and this build accepts 1"),
        (format!("rev=2&backend=gpu&bits=1&digest={digest}"), "a GPU run has no digest to compare"),
        (format!("rev=2&bits=1&digest={digest}&backend=gpu"), "a GPU run has no digest to compare"),
        (format!("rev=2&digest={digest}"), "only together with \"bits\""),
        ("rev=2&bits=1".to_owned(), "only together with \"digest\""),
        ("rev=2&at=3".to_owned(), "only together with \"digest\""),
        ("rev=2&bits=1&digest=123".to_owned(), "accepts 32 hexadecimal digits"),
        (format!("rev=2&bits=1&at=65&digest={digest}"), "\"at\" got \"65\""),
    ];
    for (fragment, says) in not_checked {
        let link = read(&fragment);
        assert_eq!(link.certificate, None, "{fragment}");
        assert!(
            link.notes.iter().any(|note| note.to_string().contains(says)),
            "{fragment}: {:?}",
            link.notes
        );
    }
}

#[test]
fn a_link_may_say_what_computes_the_run() {
    for (text, backend) in
        [("", Backend::Auto), ("&backend=exact", Backend::Exact), ("&backend=gpu", Backend::Gpu)]
    {
        let fragment = format!("rev=2&seed=7&members=2{text}");
        let link = read(&fragment);
        assert_eq!((link.backend, link.notes.len()), (backend, 0), "{fragment}");
        assert_eq!(link.write(), fragment);
    }
    // The run is the one that the link names; it only goes unchecked.
    let digest = "00112233445566778899aabbccddeeff";
    let link = read(&format!("rev=2&backend=gpu&bits=1&digest={digest}"));
    assert!(!link.notes.is_empty() && !link.notes.iter().any(Note::changes_the_run));
}

#[test]
fn a_link_that_is_too_long_or_of_nothing_is_refused() {
    let long = format!("rev=2&seed={}", "1".repeat(LONGEST));
    assert!(matches!(Link::from_fragment(experiment(), &long), Err(LinkError::TooLong { .. })));
    assert!(matches!(Link::parse(&format!("{ID}?{long}")), Err(LinkError::TooLong { .. })));
    for text in ["", "#seed=1", "https://example.org/", "perpetual-motion?seed=1"] {
        let error = Link::parse(text).unwrap_err();
        assert!(error.to_string().contains(ID), "{error}");
    }
}

#[test]
fn every_knob_of_every_experiment_can_stand_in_a_link() {
    for experiment in EXPERIMENTS {
        for knob in experiment.knobs {
            let plain =
                |text: &str| text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-');
            assert!(plain(knob.key), "{}", knob.key);
            if let Range::Choice { options, .. } = knob.range {
                assert!(options.iter().all(|(key, _)| plain(key)), "{}", knob.key);
            }
            let fragment =
                format!("rev={}&{}={}", experiment.rev, knob.key, knob.write(knob.default_value()));
            let link = Link::from_fragment(experiment, &fragment).unwrap();
            assert_eq!(link, Link::defaults(experiment), "{}: {:?}", knob.key, link.notes);
        }
    }
}

prop_compose! {
    fn any_presentation()(
        embed: bool,
        show in prop::option::of(prop::sample::subsequence(vec!["story", "claims", "accuracy"], 1..=3)),
        hide in prop::sample::subsequence(vec!["lesson", "digest"], 0..=2),
        controls in prop::option::of(prop::sample::subsequence(vec!["run", "n", "seed"], 1..=3)),
        view in prop::option::of(0..=64u32),
        locale in prop::option::of(prop::sample::select(locales().collect::<Vec<_>>())),
        speed in prop::option::of(1..=16u32),
        beside in prop::option::of((0..9u32, 1..=64u32)),
        parent in prop::option::of("https://[a-z]{1,9}[.]org(:[1-9][0-9]{0,3})?"),
    ) -> Presentation {
        let names = |names: Vec<&str>| names.into_iter().map(str::to_owned).collect::<Vec<String>>();
        Presentation {
            embed,
            show: show.map(names),
            hide: names(hide),
            controls: controls.map(names),
            view,
            locale,
            parent,
            speed,
            beside: beside.map(|(seed, members)| RunKeys { seed, members, ..RunKeys::defaults(experiment()) }),
            ..Presentation::default()
        }
    }
}

prop_compose! {
    fn any_link()(
        seed: u32,
        members in 1..=64u32,
        n in 2..=12u32,
        rate in 0.0001..=0.03f64,
        backend in prop::sample::select(vec![Backend::Auto, Backend::Exact, Backend::Gpu]),
        workers in prop::option::of(1..=64u32),
        theme in prop::sample::select(vec![Theme::Auto, Theme::Light, Theme::Dark]),
        autorun: bool,
        shown in any_presentation(),
        sweep in prop::option::of(2..=16u32),
        certificate in prop::option::of((0..=64u32, any::<u128>(), any::<[u8; 96]>())),
    ) -> Link {
        let mut link = Link::defaults(experiment());
        link.keys.seed = seed;
        link.keys.members = members;
        for (position, knob) in link.keys.experiment.knobs.iter().enumerate() {
            match knob.key {
                "n" => link.keys.knobs.set(position, Value::Whole(n)),
                "rate" => link.keys.knobs.set(position, Value::Real(rate)),
                _ => {}
            }
        }
        link.backend = backend;
        link.presentation = Presentation { workers, theme, autorun, ..shown };
        if let Some(count) = sweep
            && members * count <= crate::keys::MODELS
        {
            let text = format!("rate:0.001:0.02:{count}");
            link.keys.sweep = crate::sweep::Sweep::parse(&text, link.keys.experiment.knobs).unwrap();
            let rate = link.keys.experiment.knobs.iter().position(|knob| knob.key == "rate").unwrap();
            link.keys.knobs.set(rate, link.keys.experiment.knobs[rate].default_value());
        }
        link.certificate = certificate.filter(|_| backend != Backend::Gpu).map(|(at, digest, proof)| {
            let proof = URL_SAFE_NO_PAD.encode(proof).parse().ok();
            Certificate { bits: crate::digest::BITS, at, digest: Digest::new(digest), proof }
        });
        link
    }
}

#[test]
fn links_say_what_computed_their_run() {
    let wanted = |keys: &str| {
        let Wanted { experiment, rev, bits } = Link::wants(&format!("{ID}{keys}")).unwrap();
        assert_eq!(experiment, ID);
        (rev, bits)
    };
    assert_eq!(wanted(""), (None, None));
    assert_eq!(wanted("?rev=3&seed=1&bits=2"), (Some(3), Some(2)));
    assert_eq!(wanted("?rev=9#bits=2"), (Some(9), Some(2)));
    // What is written in another way, or twice, is read as everywhere else.
    assert_eq!(wanted("#r%65v=%33&rev=4&bits=x"), (Some(3), None));
    assert_eq!(wanted("#seed=1&rev=4294967296&bits=+1"), (None, None));
    // The query of an address is the host's business.
    let wanted = Link::wants(&format!("https://host/{ID}/?rev=9#bits=7")).unwrap();
    assert_eq!((wanted.rev, wanted.bits), (None, Some(7)));
    assert!(Link::wants("nothing?rev=1").is_err());
}

proptest! {
    #[test]
    fn what_is_written_is_what_is_read(link in any_link()) {
        let text = link.write();
        let again = read(&text);
        prop_assert_eq!(&again, &link);
        prop_assert_eq!(again.write(), text);
        prop_assert_eq!(Link::parse(&link.keys.canonical()).map(|link| link.keys), Ok(link.keys));
    }

    #[test]
    fn no_text_is_too_strange_to_be_read(text in any::<String>()) {
        let _ = Link::parse(&text);
        let link = read(&text);
        prop_assert_eq!(read(&link.write()).keys, link.keys);
    }

    #[test]
    fn no_keys_are_too_strange_to_be_read(text in "((rev|seed|members|n|rate|bits|at|digest|theme|%6e)=?[-+0-9a-f%.]{0,6}&?){0,6}") {
        let link = read(&text);
        for note in &link.notes {
            prop_assert!(note.to_string().ends_with('.'));
        }
        prop_assert_eq!(read(&link.write()).keys, link.keys);
    }
}
