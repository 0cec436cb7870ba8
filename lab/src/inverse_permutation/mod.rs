//! Can a transformer undo a shuffle? After Alur, Hays, Raghavan and Shah, "The Impossibility of Inverse
//! Permutation Learning in Transformer Models" (arXiv 2509.24125v3, 2025), with an ordinary small transformer in
//! place of the paper's attention-only one.

mod ceiling;
mod claims;
#[cfg(feature = "run")]
mod data;
#[cfg(feature = "run")]
mod measure;
#[cfg(feature = "run")]
mod model;
mod probe;

use crate::experiment::{Arm, Cost, Experiment, Preset, Sample, Series, Source};
use crate::knob::{Knob, Knobs, Range, Role, Value};
use crate::panel::{HeatPanel, LinePanel, Panel, Reference};
use crate::predict::Prediction;
use crate::recording::Recording;
use ceiling::token_ceiling;

/// The paper, which both experiments on inverse permutations are after.
pub(crate) const SOURCE: Source = Source {
    authors: "Alur, Hays, Raghavan and Shah",
    title: "The Impossibility of Inverse Permutation Learning in Transformer Models",
    year: 2025,
    url: "https://arxiv.org/abs/2509.24125",
};

/// The declaration that the registry holds.
pub(crate) static EXPERIMENT: Experiment = Experiment {
    id: "inverse-permutation",
    rev: 2,
    family: "Order and reversal",
    question: "Can it put a shuffled list back?",
    finding: "A left-to-right transformer that must answer in place stops at an exact ceiling. More room, a look both ways, or one symbol at a time lifts it.",
    story: "Small transformers are told how a list was shuffled and must write the original. One reads only left to right and answers in place. Three get help: empty places to answer in, their own answer to read, or a look both ways. Watch where each one stops.",
    source: SOURCE,
    #[cfg(feature = "lessons")]
    lesson: include_str!("lesson.md"),
    predictions: &PREDICTIONS,
    knobs: &[
        Knob {
            key: "n",
            label: "List length",
            help: "Symbols in the list that was shuffled.",
            range: Range::Whole { min: 2, max: 12, step: 1, default: 6 },
            role: Role::Shape,
        },
        Knob {
            key: "alphabet",
            label: "Alphabet",
            help: "Different symbols that a list may hold; a symbol may come more than once.",
            range: Range::Whole { min: 2, max: 26, step: 1, default: 8 },
            role: Role::Shape,
        },
        Knob {
            key: "layout",
            label: "What comes first",
            help: "Whether a network reads how the list was shuffled before the list, or after it. It answers at the second of the two.",
            range: Range::Choice {
                options: &[("permutation-first", "the order"), ("string-first", "the list")],
                default: 0,
            },
            role: Role::Shape,
        },
        Knob {
            key: "task",
            label: "Task",
            help: "To put a shuffled list back, or to shuffle a list as the order says.",
            range: Range::Choice {
                options: &[("inverse", "put it back"), ("forward", "shuffle it")],
                default: 0,
            },
            role: Role::Shape,
        },
        Knob {
            key: "scratch",
            label: "Empty places",
            help: "By how many empty places behind the list the answer of the second network is moved. One fewer than symbols is enough; more than symbols change nothing.",
            range: Range::Whole { min: 0, max: 12, step: 1, default: 6 },
            role: Role::Value,
        },
        Knob {
            key: "leading",
            label: "Empty places in front",
            help: "Empty places that the second network reads before everything else.",
            range: Range::Whole { min: 0, max: 12, step: 1, default: 0 },
            role: Role::Shape,
        },
        Knob {
            key: "networks",
            label: "Networks",
            help: "Which networks are trained.",
            range: Range::Choice {
                options: &[
                    ("all", "all four"),
                    ("causal", "only left to right"),
                    ("scratch", "only with empty places"),
                ],
                default: 0,
            },
            role: Role::Shape,
        },
        Knob {
            key: "steps",
            label: "Training steps",
            help: "Of the left-to-right networks. The one that looks both ways trains half as long again: it learns later.",
            range: Range::Whole { min: 64, max: 4096, step: 64, default: 640 },
            role: Role::Shape,
        },
        Knob {
            key: "rate",
            label: "Learning rate",
            help: "The largest step size of the optimiser, reached after the warm-up.",
            range: Range::Real { min: 0.0001, max: 0.03, default: 0.003, logarithmic: true },
            role: Role::Value,
        },
    ],
    data: None,
    members: 4,
    arms,
    series: &[
        Series {
            key: "token-accuracy",
            label: "Symbols right",
            about: "The share of the symbols of 1,024 test lists that the network names correctly, from 0 to 1.",
        },
        Series {
            key: "list-accuracy",
            label: "Lists right",
            about: "The share of 1,024 test lists that the network answers without a single error, from 0 to 1.",
        },
        Series {
            key: "visible-accuracy",
            label: "Right where in view",
            about: "The share of right answers for symbols that stand, in the given list, at or before the place where they belong, from 0 to 1.",
        },
        Series {
            key: "hidden-accuracy",
            label: "Right where not yet in view",
            about: "The share of right answers for symbols that stand, in the given list, behind the place where they belong, from 0 to 1.",
        },
        Series {
            key: "loss",
            label: "Loss",
            about: "Mean cross-entropy over the symbols of the test lists, in nats.",
        },
    ],
    samples: &[Sample {
        key: "grid",
        about: "The share of right answers, by the place where a symbol stands in the given list (row) and the place where it belongs (column).",
        size: |knobs, _| {
            let n = usize::try_from(knobs.whole("n")).unwrap_or(0);
            [n, n]
        },
    }],
    panels,
    claims: &claims::CLAIMS,
    probes: &[probe::LIST],
    presets: &[
        Preset {
            label: "The paper's length",
            about: "Lists of 10 symbols, as in the paper.",
            keys: "n=10&alphabet=10&scratch=10&steps=1216",
        },
        Preset {
            label: "One more empty place at a time",
            about: "The second network alone, with 0 to 6 empty places behind the list, against what can be counted.",
            keys: "networks=scratch&sweep=scratch:0:6:7",
        },
        Preset {
            label: "Empty places in front",
            about: "Room in front of the list instead of behind it.",
            keys: "scratch=0&leading=6",
        },
        Preset {
            label: "The list first",
            about: "The networks read the list before they are told how it was shuffled.",
            keys: "layout=string-first",
        },
        Preset {
            label: "Shuffle, the list first",
            about: "The opposite task in that layout: to shuffle the list.",
            keys: "layout=string-first&task=forward",
        },
    ],
    exhibits: &[],
    #[cfg(feature = "run")]
    program: model::program,
};

/// What a visitor may say before the run.
static PREDICTIONS: [Prediction; 2] = [
    Prediction::Choice {
        key: "ceiling",
        question: "Where will the left-to-right network end?",
        arm: "causal",
        options: &["At chance", "Somewhere in between", "It gets nearly all of them, only later"],
        outcome: |experiment, knobs, recording| {
            let end = at_the_end(experiment, knobs, recording, "causal")?;
            let chance = 1.0 / f64::from(knobs.whole("alphabet"));
            Some(match () {
                () if end < chance + 0.05 => 0,
                () if end < 0.95 => 1,
                () => 2,
            })
        },
    },
    Prediction::Curve {
        key: "curve",
        question: "How will the network with empty places learn?",
        panel: "accuracy",
        arm: "scratch",
    },
];

/// The median share of symbols that an arm has right at its end; `None` where it is not trained.
fn at_the_end(experiment: &Experiment, knobs: &Knobs, recording: &Recording, arm: &str) -> Option<f64> {
    let arm = variants(knobs).iter().position(|variant| variant.key == arm)?;
    let series = experiment.series_at("token-accuracy");
    recording.quartiles(arm, series, crate::digest::PROGRESS).map(|quartiles| quartiles.median)
}

/// Examples in a training batch, and lists in the test.
const BATCH: u32 = 64;
const TEST_LISTS: u32 = 1024;

/// What is given and what is wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Task {
    /// Symbols in a list.
    n: u32,
    /// Different symbols.
    alphabet: u32,
    /// Whether a list is to be shuffled instead of put back.
    forward: bool,
    /// Whether the list stands before the order.
    list_first: bool,
}

impl Task {
    fn new(knobs: &Knobs) -> Self {
        let is = |key, option| knobs.get(key) == Some(Value::Choice(option));
        Self {
            n: knobs.whole("n"),
            alphabet: knobs.whole("alphabet"),
            forward: is("task", 1),
            list_first: is("layout", 1),
        }
    }
}

/// One arm, before it is put into words or graphs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Variant {
    key: &'static str,
    /// Empty places before everything else.
    leading: u32,
    /// Empty places behind the list.
    behind: u32,
    /// By how many of these the answer is moved; data, so that members may differ in it.
    moved: u32,
    /// Whether a place sees only what stands at or before it.
    causal: bool,
    /// Whether it answers one symbol after the other and reads what it has answered.
    aloud: bool,
    steps: u32,
}

/// The variants that are trained with given knobs, in order.
fn variants(knobs: &Knobs) -> Vec<Variant> {
    let (n, steps) = (knobs.whole("n"), knobs.whole("steps"));
    let causal =
        Variant { key: "causal", leading: 0, behind: 0, moved: 0, causal: true, aloud: false, steps };
    let (leading, moved) = (knobs.whole("leading"), knobs.whole("scratch").min(n));
    let all = [
        causal,
        Variant { key: "scratch", leading, behind: n, moved, ..causal },
        Variant { key: "autoregressive", aloud: true, ..causal },
        Variant { key: "bidirectional", causal: false, steps: steps * 3 / 2, ..causal },
    ];
    match knobs.get("networks") {
        Some(Value::Choice(1)) => vec![all[0]],
        Some(Value::Choice(2)) => vec![all[1]],
        _ => all.to_vec(),
    }
}

/// The width of the network. Lists of up to 8 get 32, longer ones 48, as the settings that were seen to work.
fn width(n: u32) -> u32 {
    if n <= 8 { 32 } else { 48 }
}

/// The matrix products of a network of two blocks, per list. In each block a token costs 2 D² multiply-adds for its key
/// and value, and one whose result is used 6 D² for the rest (query, output, a hidden layer of width 2 D) and 2 D for each
/// token that it looks at; an answer costs D V. The last block is needed only where something is read. A training step
/// does each three times: forward, and for the gradients of both factors. Where a network answers aloud, training reads
/// the whole answer at once, and a measurement reads the question and then symbol by symbol.
fn cost(task: &Task, variant: &Variant) -> Cost {
    let [n, d, alphabet] = [task.n, width(task.n), task.alphabet].map(f64::from);
    let block =
        |tokens: f64, used: f64, seen: f64| tokens * 2.0 * d * d + used * (6.0 * d * d + 2.0 * seen * d);
    let blocks = |tokens: f64, read: f64| block(tokens, tokens, tokens) + block(tokens, read, tokens);
    let question = 2.0 * n + f64::from(variant.leading + variant.behind);
    let (taught, answered) = if variant.aloud {
        let spoken = (1..task.n).map(|symbol| 2.0 * block(1.0, 1.0, question + f64::from(symbol)));
        (blocks(question + n - 1.0, n), blocks(question, 1.0) + spoken.sum::<f64>())
    } else {
        (blocks(question, n), blocks(question, n))
    };
    let [taught, answered] = [taught, answered].map(|products| 2.0 * (products + n * d * alphabet) / 1e6);
    Cost { step: 3.0 * f64::from(BATCH) * taught, measurement: f64::from(TEST_LISTS) * answered }
}

fn arms(knobs: &Knobs) -> Vec<Arm> {
    let task = Task::new(knobs);
    let arm = |variant: &Variant| {
        Arm {
        key: variant.key,
        label: match variant.key {
            "causal" => "left to right".to_owned(),
            "scratch" => match (variant.leading, variant.moved) {
                (0, _) => "empty places".to_owned(),
                (_, 0) => "empty places in front".to_owned(),
                _ => "empty places on both sides".to_owned(),
            },
            "autoregressive" => "one at a time".to_owned(),
            _ => "both ways".to_owned(),
        },
        about: match variant.key {
            "causal" => "Each place sees only what stands at or before it.",
            "scratch" => "Left to right too, but with empty places, behind which the answer is written.",
            "autoregressive" => "Left to right too, but the answer is written after the list, symbol by symbol, and each symbol sees those before it.",
            _ => "Each place sees the whole input.",
        }
        .to_owned(),
        steps: variant.steps,
        cost: cost(&task, variant),
    }
    };
    variants(knobs).iter().map(arm).collect()
}

fn panels(knobs: &Knobs) -> Vec<Panel> {
    let task = Task::new(knobs);
    let variants = variants(knobs);
    let mut references = vec![Reference {
        name: "chance",
        label: format!("chance 1/{}", task.alphabet),
        value: 1.0 / f64::from(task.alphabet),
        arm: None,
    }];
    for (position, variant) in variants.iter().enumerate() {
        let value = token_ceiling(&task, variant);
        // Where several have no ceiling to speak of, saying so of each would only be in the way.
        if value < 1.0 || variants.len() == 1 {
            let label = format!("ceiling {value:.3}");
            references.push(Reference { name: "ceiling", label, value, arm: Some(position) });
        }
    }
    vec![
        Panel::Line(LinePanel {
            key: "accuracy",
            title: "Symbols right".to_owned(),
            series: "token-accuracy",
            range: (0.0, 1.0),
            references,
            each: &[],
            learned: None,
        }),
        Panel::Heat(HeatPanel {
            key: "grid",
            title: "Who can be right where".to_owned(),
            sample: "grid",
            rows: "from place",
            columns: "to place",
            range: Some((0.0, 1.0)),
            what: "share right",
            seen: Some(is_in_view),
            seen_means: "what the answer hangs on is in view",
            blocks: None,
        }),
    ]
}

/// Whether a network that answers at a column's place has seen what its answer hangs on, where the symbol stands at the
/// row's place of the given list.
fn is_in_view(knobs: &Knobs, arm: usize, row: usize, column: usize) -> bool {
    let task = Task::new(knobs);
    let moved = |variant: &Variant| usize::try_from(variant.moved).unwrap_or(0);
    variants(knobs).get(arm).is_none_or(|variant| {
        !variant.causal || variant.aloud || task.list_first && task.forward || row <= column + moved(variant)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::keys::RunKeys;
    use crate::panel::{Draw, Size, View, of};
    use crate::words::words;

    /// The run of the preset that moves the answer place by place.
    fn sweep() -> RunKeys {
        let preset = EXPERIMENT.presets.iter().find(|preset| preset.keys.contains("sweep=scratch"));
        RunKeys { members: 2, ..RunKeys::defaults(&EXPERIMENT).preset(preset.expect("the preset")) }
    }

    #[test]
    fn a_sweep_of_empty_places_is_compared_with_the_closed_form() {
        let keys = sweep();
        let Some(Panel::Sweep(panel)) = of(&keys, 0, words(None)).into_iter().next() else {
            panic!("no sweep")
        };
        let [ceiling] = &panel.expected[..] else { panic!("{:?}", panel.expected) };
        let form = |m: f64| 1.0 - 7.0 / 8.0 * (6.0 - m) * (5.0 - m) / 72.0;
        assert_eq!((ceiling.name, ceiling.arm, ceiling.values.len()), ("ceiling", 0, 7));
        for (m, value) in (0u32..).zip(&ceiling.values) {
            assert!((value.expect("a ceiling") - form(f64::from(m))).abs() < 1e-12, "{m}: {value:?}");
        }
        let names: Vec<&str> = panel.references.iter().map(|level| level.label.as_str()).collect();
        assert_eq!(names, ["chance 1/8"]);

        let arms = keys.arms();
        let recording = Recording::new(&arms, keys.models(), EXPERIMENT.series.len());
        let view = View::new(&keys, &arms, &recording);
        let table = panel.table(&view);
        assert_eq!(table.columns.last().map(String::as_str), Some("empty places: ceiling"));
        assert_eq!(table.rows[3].last().map(String::as_str), Some("0.927"));
        assert!(panel.sentence(&view).ends_with("chance 1/8, the ceiling of empty places at each value."));
        let picture = panel.picture(&view, Size { width: 700.0, height: 300.0 });
        assert!(picture.marks.len() > 7);
    }

    #[test]
    fn only_what_is_trained_is_asked_about() {
        let arms = |networks: &str| {
            let link = crate::link::Link::parse(&format!("inverse-permutation?networks={networks}"));
            link.expect("a link").keys.arms()
        };
        let asked = |networks| PREDICTIONS.map(|prediction| prediction.arm(&arms(networks)));
        assert_eq!(asked("all"), [Some(0), Some(1)]);
        assert_eq!(asked("causal"), [Some(0), None]);
        assert_eq!(asked("scratch"), [None, Some(0)]);
    }
}
