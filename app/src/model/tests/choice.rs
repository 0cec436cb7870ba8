//! What computes a run, who decides it, and what is said about it.

use lab::keys::RunKeys;
use lab::link::Backend;

use super::*;

const DIGEST: &str = "00112233445566778899aabbccddeeff";

#[test]
fn a_page_speaks_its_language_unless_the_link_names_another() {
    let on_page =
        |fragment: &str| Model::on_page(Link::from_fragment(EXPERIMENTS[0], fragment).unwrap(), Some("de"));
    let mut german = on_page("members=2&backend=exact");
    assert_eq!((german.words().locale, german.main_action()), ("de", "Starten"));
    let prepared = german.run_or_pause(1, 0.0).into_iter().find_map(|order| match order {
        Order::Seat(0, ToWorker::Prepare { keys, .. }) => Some(keys),
        _ => None,
    });
    assert_eq!(prepared, Some(format!("{}&locale=de", german.keys().query())));
    assert!(!german.share().write().contains("locale"), "the address of the page says it");
    assert_eq!(on_page("locale=en").words().locale, "en");
}

#[test]
fn the_first_worker_is_asked() {
    for (text, asked) in [("", Backend::Auto), ("&backend=gpu", Backend::Gpu)] {
        let mut model = model(&format!("rev=2&members=4{text}"));
        let orders = model.run_or_pause(2, 0.0);
        let [Order::All(ToWorker::Clear), Order::Seat(0, ToWorker::Choose { run, keys, wish, workers })] =
            &orders[..]
        else {
            panic!("{orders:?}");
        };
        assert_eq!((*run, keys, *wish, *workers), (model.run, &model.keys().query(), asked, 2));
        assert_eq!((model.phase(), model.is_choosing(), model.choice()), (&Phase::Running, true, None));
        assert!(model.waits_for(0) && !model.waits_for(1));
        assert_eq!(model.backend_name(), None);
    }
}

#[test]
fn workers_are_told_the_language_of_the_page() {
    let mut model = model("rev=1&members=2&backend=exact&locale=en");
    let prepared = model.run_or_pause(1, 0.0).into_iter().find_map(|order| match order {
        Order::Seat(0, ToWorker::Prepare { keys, .. }) => Some(keys),
        _ => None,
    });
    assert_eq!(prepared, Some(format!("{}&locale=en", model.keys().query())));
}

#[test]
fn a_link_that_decides_is_not_asked_about() {
    for text in ["backend=exact", &format!("bits=1&digest={DIGEST}")] {
        let mut model = model(&format!("rev=2&members=4&{text}"));
        let why = model.why_says();
        let orders = model.run_or_pause(2, 0.0);
        assert!(parts(&orders).iter().all(|part| part.device == Device::Exact && part.from.is_empty()));
        assert_eq!((parts(&orders).len(), orders.last()), (2, Some(&Order::All(ToWorker::Resume))));
        assert_eq!((model.backend_name(), model.badge().word), (Some("exact"), "exact"));
        assert_eq!(model.why_says(), why);
    }
}

#[test]
fn the_gpu_gets_all_members_in_one_worker() {
    let mut model = model("rev=2&members=4");
    let parts = run_on(&mut model, Device::Gpu, 8);
    assert_eq!((parts.len(), parts[0].device, &parts[0].members[..]), (1, Device::Gpu, &[0, 1, 2, 3][..]));
    assert_eq!((model.backend_name(), model.why_says().as_str()), (Some("gpu"), "Because."));
    assert_eq!((model.badge().word, model.badge().detail.as_deref()), ("gpu", Some("an adapter")));
}

#[test]
fn a_gpu_run_ends_without_a_digest() {
    for text in ["", "&backend=gpu"] {
        let mut model = model(&format!("rev=2&seed=1&members=2{text}"));
        let part = run_on(&mut model, Device::Gpu, 1).remove(0);
        let report = whole(&model, &part);
        model.receive(0, report, 1.0);
        assert_eq!((model.phase(), model.digest(), model.lacks_digest()), (&Phase::Finished, None, true));
        assert_eq!(model.share().write(), format!("rev=2&seed=1&members=2{text}"));
    }
}

#[test]
fn a_gpu_run_can_be_certified_on_the_processor() {
    let mut model = model("rev=2&seed=3&members=2&backend=gpu&theme=dark");
    let part = run_on(&mut model, Device::Gpu, 1).remove(0);
    let report = whole(&model, &part);
    model.receive(0, report, 1.0);
    let parts = parts(&model.certify(2, 2.0));
    assert_eq!(model.link().write(), "rev=2&seed=3&members=2&backend=exact&theme=dark");
    assert_eq!((model.phase(), parts.len()), (&Phase::Running, 2));
    for part in &parts {
        let report = whole(&model, part);
        model.receive(part.seat, report, 3.0);
    }
    assert!(model.digest().is_some() && !model.lacks_digest());
}

#[test]
fn a_run_that_has_a_digest_is_shared_as_exact() {
    let mut model = model("rev=2&seed=3&members=2&backend=gpu");
    finish(&mut model, 1);
    let shared = model.share();
    assert_eq!(shared.backend, Backend::Exact);
    assert_eq!(Link::from_fragment(EXPERIMENTS[0], &shared.write()), Ok(shared));
}

#[test]
fn who_pauses_while_a_device_is_chosen_finds_the_run_paused() {
    let mut model = model("rev=2&members=2");
    model.run_or_pause(1, 0.0);
    assert_eq!(model.run_or_pause(1, 1.0), []);
    let orders = model.receive(0, chosen(model.run, Device::Exact), 2.0);
    assert_eq!((parts(&orders).len(), orders.len(), model.phase()), (1, 1, &Phase::Paused));
    assert_eq!(model.run_or_pause(1, 3.0), [Order::All(ToWorker::Resume)]);
}

#[test]
fn a_step_waits_for_the_device() {
    let mut model = model("rev=2&members=2");
    assert!(!model.step(1, 0.0).contains(&Order::All(ToWorker::Step)));
    let orders = model.receive(0, chosen(model.run, Device::Gpu), 1.0);
    assert_eq!(orders.last(), Some(&Order::All(ToWorker::Step)));
}

#[test]
fn an_answer_for_an_earlier_run_is_not_heard() {
    let mut model = model("rev=2&members=2");
    model.run_or_pause(1, 0.0);
    let late = chosen(model.run, Device::Gpu);
    let keys = RunKeys { seed: 9, ..model.keys().clone() };
    model.change(keys);
    assert_eq!(model.receive(0, late.clone(), 1.0), []);
    model.run_or_pause(1, 2.0);
    assert_eq!(model.receive(0, late, 3.0), []);
    assert!(model.is_choosing());
}

#[test]
fn what_a_worker_says_about_the_run_is_noticed_once() {
    let mut model = model("rev=2&members=2");
    run_on(&mut model, Device::Gpu, 1);
    for run in [model.run, model.run, model.run - 1] {
        let sentence = format!("Something happened in run {run}.");
        assert_eq!(model.receive(0, FromWorker::Said { run, sentence }, 1.0), []);
    }
    assert_eq!(model.notices().len(), 1);
    model.reset();
    assert!(model.notices().is_empty());
}
