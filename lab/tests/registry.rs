//! What every experiment of the registry must keep, whatever it is about.
#![cfg(feature = "run")]

use std::collections::BTreeSet;

use engine::exact::{Exact, Simd};
use engine::layout::Layout;
use engine::lower::{Fusion, lower};
use engine::reference::{Values, evaluate};
use engine::schedule::Schedule;
use engine::train::Program;
use lab::EXPERIMENTS;
use lab::claim::Predicate;
use lab::experiment::Experiment;
use lab::knob::{Knobs, Range, Role, Value};
use lab::link::Link;
use lab::panel::Panel;

/// The knobs with the one at `position` at each end of its range (at each option, where it is a choice), all others at
/// their defaults.
fn ends(experiment: &Experiment, position: usize) -> Vec<Knobs> {
    let with = |value| {
        let mut knobs = Knobs::defaults(experiment.knobs);
        knobs.set(position, value);
        knobs
    };
    values(experiment.knobs[position].range).into_iter().map(with).collect()
}

/// Both ends of a range, or every option.
fn values(range: Range) -> Vec<Value> {
    match range {
        Range::Whole { min, max, .. } => vec![Value::Whole(min), Value::Whole(max)],
        Range::Real { min, max, .. } => vec![Value::Real(min), Value::Real(max)],
        Range::Choice { options, .. } => (0..options.len()).map(Value::Choice).collect(),
    }
}

/// The defaults, and every knob at each end of its range, one at a time.
fn settings(experiment: &Experiment) -> Vec<Knobs> {
    let one_at_a_time = (0..experiment.knobs.len()).flat_map(|position| ends(experiment, position));
    std::iter::once(Knobs::defaults(experiment.knobs)).chain(one_at_a_time).collect()
}

#[test]
fn declarations_fit_each_other() {
    let ids: BTreeSet<&str> = EXPERIMENTS.iter().map(|experiment| experiment.id).collect();
    assert_eq!(ids.len(), EXPERIMENTS.len(), "two experiments of one name");
    for experiment in EXPERIMENTS {
        let keys: BTreeSet<&str> = experiment.knobs.iter().map(|knob| knob.key).collect();
        assert_eq!(keys.len(), experiment.knobs.len(), "{}: two knobs of one name", experiment.id);
        for knob in experiment.knobs {
            let text = knob.write(knob.default_value());
            assert_eq!(knob.parse(&text), Ok(knob.default_value()), "{}: {}", experiment.id, knob.key);
        }
        for preset in experiment.presets {
            let link = Link::parse(&format!("{}?rev={}&{}", experiment.id, experiment.rev, preset.keys));
            let link = link.expect("a link");
            assert!(link.notes.is_empty(), "{}, {}: {:?}", experiment.id, preset.label, link.notes);
            assert!(link.keys.write().ends_with(preset.keys), "{}: said as links say it", preset.keys);
        }
        let arms = (experiment.arms)(&Knobs::defaults(experiment.knobs));
        let asked = experiment.predictions.iter().map(|prediction| prediction.arm(&arms));
        assert!(asked.into_iter().all(|arm| arm.is_some()), "{}: a prediction about nobody", experiment.id);
        for knobs in settings(experiment) {
            let arms = (experiment.arms)(&knobs);
            for panel in (experiment.panels)(&knobs) {
                let (id, key) = (experiment.id, panel.key());
                let samples = |key: &str| experiment.samples.iter().any(|sample| sample.key == key);
                match &panel {
                    Panel::Line(line) => {
                        let known = experiment.series.iter().any(|series| series.key == line.series);
                        assert!(known, "{id}: panel {key} draws an unknown series");
                        let fits = |arm: Option<usize>| arm.is_none_or(|arm| arm < arms.len());
                        assert!(line.references.iter().all(|level| fits(level.arm)), "{knobs:?}");
                    }
                    Panel::Heat(heat) => {
                        assert!(samples(heat.sample), "{id}: panel {key} shows an unknown sample");
                    }
                    Panel::Scatter(scatter) => {
                        assert!(
                            scatter.field.is_none_or(samples),
                            "{id}: panel {key} shows an unknown sample"
                        );
                    }
                    Panel::Path(path) => {
                        let known = |key: &str| experiment.series.iter().any(|series| series.key == key);
                        let all = path.series.into_iter().chain(path.converged.map(|it| it.series));
                        assert!(all.into_iter().all(known), "{id}: panel {key} draws an unknown series");
                    }
                    Panel::Bars(bars) => {
                        assert!(samples(bars.sample), "{id}: panel {key} shows an unknown sample");
                    }
                    Panel::Film(film) => {
                        assert!(samples(film.sample), "{id}: panel {key} shows an unknown sample");
                    }
                    Panel::Pairs(_) | Panel::Sequence(_) | Panel::Table(_) => {}
                    Panel::Sweep(_) => panic!("{id}: a sweep stands on the page of its own accord"),
                }
            }
            for (position, arm) in arms.iter().enumerate() {
                let program = (experiment.program)(&knobs, position);
                let trained: u32 = program.arm.segments.iter().map(|segment| segment.steps).sum();
                assert_eq!(trained, arm.steps, "{}, {}: steps", experiment.id, arm.key);
                assert_eq!(program.arm.marks, lab::run::marks(arm.steps), "{}, {}", experiment.id, arm.key);
            }
        }
    }
}

#[test]
fn declared_costs_are_those_of_the_graphs() {
    for experiment in EXPERIMENTS {
        for knobs in settings(experiment) {
            for (position, arm) in (experiment.arms)(&knobs).iter().enumerate() {
                let segment = &(experiment.program)(&knobs, position).arm.segments[0];
                for (declared, program) in
                    [(arm.cost.step, &segment.train), (arm.cost.measurement, &segment.evaluate)]
                {
                    let counted = program.operations() / 1e6;
                    let off = (declared / counted - 1.0).abs();
                    assert!(
                        off < 0.1,
                        "{}, {}, {knobs:?}: {declared}, counted {counted}",
                        experiment.id,
                        arm.key
                    );
                }
            }
        }
    }
}

/// What every arm keeps and does: its layout, then the schedules of each segment's training step and evaluation, and of
/// the answers to each probe.
fn schedules(experiment: &Experiment, knobs: &Knobs) -> Vec<(Layout, Vec<Schedule>)> {
    let of = |arm: usize| {
        let trained = (experiment.program)(knobs, arm).arm;
        let answers = experiment.probes.iter().map(|probe| (probe.program)(knobs, arm));
        let segments = trained.segments.into_iter().flat_map(|segment| [segment.train, segment.evaluate]);
        let schedule =
            |program: Program| lower(&program.graph, &trained.layout, &program.roots, Fusion::Full);
        let all = segments.chain(answers).map(schedule).collect();
        (trained.layout, all)
    };
    (0..(experiment.arms)(knobs).len()).map(of).collect()
}

#[test]
fn value_knobs_reach_the_program_as_data() {
    for experiment in EXPERIMENTS {
        let base = schedules(experiment, &Knobs::defaults(experiment.knobs));
        let value = |position: &usize| experiment.knobs[*position].role == Role::Value;
        for position in (0..experiment.knobs.len()).filter(value) {
            let name = format!("{}: {}", experiment.id, experiment.knobs[position].key);
            for knobs in ends(experiment, position) {
                let other = schedules(experiment, &knobs);
                assert_eq!(base.len(), other.len(), "{name}: arms");
                for ((layout, base), (other_layout, other)) in base.iter().zip(&other) {
                    assert_eq!(layout, other_layout, "{name}");
                    assert_eq!(base.len(), other.len(), "{name}: segments");
                    for (base, other) in base.iter().zip(other) {
                        assert_eq!(base.to_string(), other.to_string(), "{name}");
                        // What is not printed: the contents of tables.
                        assert!(base == other, "{name}: tables differ");
                    }
                }
            }
        }
    }
}

#[test]
fn claims_name_what_is_declared() {
    let mut ids = BTreeSet::new();
    for experiment in EXPERIMENTS {
        for claim in experiment.claims {
            assert!(ids.insert(claim.id), "{} is there twice", claim.id);
            let places: Vec<lab::claim::Place> = match &claim.predicate {
                Predicate::EachMember { tests, .. } => tests.iter().map(|test| test.place).collect(),
                Predicate::BetweenCells { pair, .. } => pair.to_vec(),
                Predicate::AcrossMembers { .. } | Predicate::Exact { .. } => Vec::new(),
            };
            let is_exact = matches!(claim.predicate, Predicate::Exact { .. });
            assert_eq!(is_exact, claim.protocol.is_empty(), "{}: runs where something is trained", claim.id);
            for cell in claim.protocol {
                for (key, text) in cell.knobs {
                    let knob = experiment.knobs.iter().find(|knob| knob.key == *key);
                    assert!(knob.is_some_and(|knob| knob.parse(text).is_ok()), "{}: {key}={text}", claim.id);
                }
            }
            for place in places {
                let cell = claim.protocol.get(place.cell).expect("a run of the protocol");
                let arms = cell.keys(experiment, 1).arms();
                assert!(arms.iter().any(|arm| arm.key == place.arm), "{}: {}", claim.id, place.arm);
                let known = experiment.series.iter().any(|series| series.key == place.series);
                assert!(known, "{}: {}", claim.id, place.series);
            }
        }
    }
}

#[test]
fn probes_read_what_they_offer_and_every_arm_answers() {
    for experiment in EXPERIMENTS {
        let keys = lab::keys::RunKeys::defaults(experiment);
        for (number, probe) in experiment.probes.iter().enumerate() {
            for text in [(probe.example)(&keys.knobs), (probe.another)(&keys.knobs, 0x1234_5678_9abc_def0)] {
                let question = (probe.read)(&keys.knobs, &text).expect("a question that was offered");
                let saved = |arm: usize| {
                    let arm_of_run = lab::run::program(&keys, arm).arm;
                    let state = lab::recording::Saved::bytes(&arm_of_run.first_state(1, 0));
                    let arm = u32::try_from(arm).expect("few arms");
                    lab::recording::Saved { arm, member: 0, j: 0, step: 0, loss: 0.0, chain: [0; 32], state }
                };
                let saved: Vec<_> = (0..keys.arms().len()).map(saved).collect();
                let answers = lab::run::answers(&keys, number, &question, &saved);
                assert!(answers.iter().all(Option::is_some), "{}: {}", experiment.id, probe.key);
                let rows = (probe.rows)(&keys.knobs, &question, &answers);
                let unanswered = (probe.rows)(&keys.knobs, &question, &vec![None; answers.len()]);
                assert!(rows.len() > unanswered.len(), "{}: {}", experiment.id, probe.key);
                // What does not fit is not answered, whatever it is.
                assert!(lab::run::answers(&keys, number, &[], &saved).iter().all(Option::is_none));
                assert!(lab::run::answers(&keys, 99, &question, &saved).iter().all(Option::is_none));
            }
            for bad in ["", "\u{5d0}<script>", "1e999, nan", &"9 ".repeat(5000)] {
                assert!(
                    (probe.read)(&keys.knobs, bad).is_err_and(|sentence| sentence.ends_with('.')),
                    "{bad:.20}"
                );
            }
        }
    }
}

#[test]
fn exhibits_say_and_show_something_wherever_their_slider_stands() {
    for experiment in EXPERIMENTS {
        for (exhibit, knobs) in
            experiment.exhibits.iter().flat_map(|it| settings(experiment).into_iter().map(move |at| (it, at)))
        {
            let others = (experiment.panels)(&knobs).iter().any(|panel| panel.key() == exhibit.key)
                || experiment.probes.iter().any(|probe| probe.key == exhibit.key);
            assert!(!others, "{}: two parts named {}", experiment.id, exhibit.key);
            for value in values(exhibit.slider.range).into_iter().chain([exhibit.slider.default_value()]) {
                let name = format!("{}, {}, {knobs:?} at {value:?}", experiment.id, exhibit.key);
                let shown = (exhibit.show)(&knobs, value);
                let sentences = shown.outcome.iter().chain([&shown.caption]);
                assert!(
                    !shown.outcome.is_empty() && sentences.into_iter().all(|it| it.ends_with('.')),
                    "{name}"
                );
                assert!(shown.fields.spots().column > 0, "{name}: nothing to see");
                let numbers = shown.fields.pictures.iter().flat_map(|picture| &picture.values);
                assert!(numbers.into_iter().all(|number| number.is_some_and(f64::is_finite)), "{name}");
                assert_eq!((exhibit.show)(&knobs, value), shown, "{name}: the same again");
            }
        }
    }
}

/// One execution from the first state: outputs, and the state afterwards.
fn execute(program: &Program, layout: &Layout, state: &[f32]) -> (Vec<f32>, Vec<f32>) {
    let mut exact = Exact::new(lower(&program.graph, layout, &program.roots, Fusion::Full), Simd::widest());
    let mut outputs = vec![f32::NAN; exact.schedule().outputs.iter().sum()];
    let mut state = state.to_vec();
    exact.poison();
    exact.run(&mut state, &[], &mut outputs);
    (outputs, state)
}

#[test]
fn one_training_step_of_every_arm_agrees_with_the_reference() {
    for experiment in EXPERIMENTS {
        // Every arm that is trained by default or by a preset, where it first is.
        let mut keys = BTreeSet::new();
        let defaults = lab::keys::RunKeys::defaults(experiment);
        let presets = experiment.presets.iter().map(|preset| defaults.clone().preset(preset).knobs);
        let settings = std::iter::once(defaults.knobs.clone()).chain(presets);
        let arms = settings.flat_map(|knobs| {
            (experiment.arms)(&knobs).into_iter().enumerate().map(move |arm| (knobs.clone(), arm))
        });
        for (knobs, (position, declared)) in arms {
            if !keys.insert(declared.key) {
                continue;
            }
            let name = format!("{}, {}", experiment.id, declared.key);
            let program = (experiment.program)(&knobs, position);
            let (arm, train) = (&program.arm, &program.arm.segments[0].train);
            let first = arm.first_state(1, 0);
            let (outputs, after) = execute(train, &arm.layout, &first);
            let states: Vec<Values<f64>> =
                arm.layout.states().iter().map(|s| value(&first[s.offset..][..s.length], s.dtype)).collect();
            let wanted = evaluate(&train.graph, &arm.layout, &states, &[]);
            let loss = wanted[train.roots.outputs[0].index()].floats()[0];
            assert!((f64::from(outputs[0]) - loss).abs() < 1e-5, "{name}: loss {} and {loss}", outputs[0]);
            for &(state, node) in &train.roots.updates {
                let declared = &arm.layout.states()[state];
                let ours = &after[declared.offset..][..declared.length];
                match &wanted[node.index()] {
                    Values::Words(wanted) => {
                        assert!(ours.iter().map(|x| x.to_bits()).eq(wanted.iter().copied()), "{name}");
                    }
                    Values::Floats(wanted) => {
                        // Adam's first step has the size of the learning rate whatever the gradient, so a
                        // gradient that is nothing but rounding may step either way; few of them are.
                        let far =
                            ours.iter().zip(wanted).filter(|(a, b)| (f64::from(**a) - **b).abs() > 2e-5);
                        let share = far.count() as f64 / wanted.len() as f64;
                        assert!(share < 0.01, "{name}: {share} of {} differ", declared.name);
                    }
                }
            }
            let series = experiment.series.len();
            let (measured, _) = execute(&arm.segments[0].evaluate, &arm.layout, &first);
            let measured = (program.measure)(&measured);
            let samples: usize = experiment
                .samples
                .iter()
                .map(|sample| (sample.size)(&knobs, position).iter().product::<usize>())
                .sum();
            assert_eq!(measured.values.len(), series, "{name}: one value for each series");
            assert_eq!(measured.samples.len(), samples, "{name}: every number of each sample");
            assert!(measured.values.iter().all(|value| value.is_finite()), "{name}: {measured:?}");
        }
    }
}

fn value(words: &[f32], dtype: engine::graph::Dtype) -> Values<f64> {
    match dtype {
        engine::graph::Dtype::F32 => Values::Floats(words.iter().map(|&x| f64::from(x)).collect()),
        engine::graph::Dtype::U32 => Values::Words(words.iter().map(|x| x.to_bits()).collect()),
    }
}
