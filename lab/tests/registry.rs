//! What every experiment of the registry must keep, whatever it is about.
#![cfg(feature = "run")]

use std::collections::BTreeSet;

use engine::exact::{Exact, Simd};
use engine::layout::Layout;
use engine::lower::{Fusion, lower};
use engine::reference::{Values, evaluate};
use engine::train::Program;
use lab::EXPERIMENTS;
use lab::knob::{Knobs, Range, Value};
use lab::panel::Panel;

/// The defaults, and every knob at each end of its range, one at a time.
fn settings(experiment: &lab::experiment::Experiment) -> Vec<Knobs> {
    let mut all = vec![Knobs::defaults(experiment.knobs)];
    for (position, knob) in experiment.knobs.iter().enumerate() {
        let ends = match knob.range {
            Range::Whole { min, max, .. } => vec![Value::Whole(min), Value::Whole(max)],
            Range::Real { min, max, .. } => vec![Value::Real(min), Value::Real(max)],
            Range::Choice { options, .. } => (0..options.len()).map(Value::Choice).collect(),
        };
        for end in ends {
            let mut knobs = Knobs::defaults(experiment.knobs);
            knobs.set(position, end);
            all.push(knobs);
        }
    }
    all
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
                    Panel::Sequence(_) | Panel::Table(_) => {}
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
        let knobs = Knobs::defaults(experiment.knobs);
        for (position, declared) in (experiment.arms)(&knobs).iter().enumerate() {
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
            let samples: usize =
                experiment.samples.iter().map(|sample| (sample.size)(&knobs).iter().product::<usize>()).sum();
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
