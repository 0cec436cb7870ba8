//! Any text as a message from the page around an experiment: it has one answer, and changes neither where answers go nor how
//! the page is shown.
#![no_main]

use std::sync::LazyLock;

use app::model::Model;
use app::model::embedding::{Embedding, Heard};
use lab::link::Link;
use libfuzzer_sys::fuzz_target;

const COURSE: &str = "https://course.example";

/// The page's own link.
static LINK: LazyLock<Option<Link>> = LazyLock::new(|| {
    Link::parse("inverse-permutation?rev=2&members=1&embed=1&parent=https://course.example").ok()
});

fuzz_target!(|text: &str| {
    let mut model = Model::new(LINK.clone().expect("a link"));
    let home = "https://host.example/".to_owned();
    let mut embedding = Embedding::new(home, Some(COURSE.to_owned()), || 0.5, String::new);
    match embedding.hear(&model, COURSE, Some(text), 0.0) {
        Heard::Nothing => panic!("the first message is heard"),
        Heard::Refused(answer) => assert!(answer.contains("\"type\":\"error\"")),
        Heard::Asked { id, wish } => {
            model.carry_out(&wish, 1, 0.0);
            assert!(embedding.answer(&model, id, &wish).contains("\"payload\":{"));
        }
    }
    assert_eq!(embedding.target(), Some(COURSE));
    let shown = &model.link().presentation;
    assert!(shown.embed && shown.parent.as_deref() == Some(COURSE));
});
