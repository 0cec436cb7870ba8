//! One arm of a run: what it begins with, the functions of its training steps, and how it is trained.

use std::collections::{BTreeSet, HashMap};
use std::fmt::Write as _;

use engine::graph::{Binary, Dtype, Id, Op, Optimiser};
use engine::layout::{Init, PARAMETERS};
use engine::train::{Arm, Segment};

use super::TorchError;
use super::bounds::{self, Bounds};
use super::function::{Function, Known, Shared};
use super::reach::{Trained, given, reads, trained};
use super::value::{Value, identifier, plain, quoted, tuple};
use crate::keys::RunKeys;

/// The functions of a script, each once.
#[derive(Debug, Default)]
pub(super) struct Functions {
    known: HashMap<String, String>,
    /// Their text, in order.
    pub(super) text: String,
}

impl Functions {
    /// The name of a function; `write` is given a name and writes it.
    fn name(&mut self, wanted: &str, write: impl FnOnce(&str) -> String) -> String {
        let body = write("\u{0}");
        if let Some(known) = self.known.get(&body) {
            return known.clone();
        }
        let _ = write!(self.text, "{}\n\n", body.replace('\u{0}', wanted));
        self.known.insert(body, wanted.to_owned());
        wanted.to_owned()
    }
}

/// An arm that is being written.
pub(super) struct Writer<'a> {
    pub(super) keys: &'a RunKeys,
    pub(super) about: &'a crate::experiment::Arm,
    pub(super) arm: &'a Arm,
    pub(super) shared: &'a mut Shared,
    pub(super) functions: &'a mut Functions,
}

impl Writer<'_> {
    /// The entry of the arm in the script's table of arms.
    pub(super) fn write(mut self) -> Result<String, TorchError> {
        if self.arm.segments.iter().any(|segment| segment.feed.is_some()) {
            return Err(TorchError::Feed { arm: self.about.key });
        }
        let needed = self.needed();
        let states = self.states();
        let firsts: Vec<Vec<(usize, Vec<f32>)>> = (0..self.keys.models())
            .map(|model| (self.arm.initial)(model, self.arm.key(self.keys.seed, model)))
            .collect();
        let bounds = self.bounds(&firsts);
        let mut text = format!("    {}: {{\n", quoted(self.about.key));
        let _ = writeln!(text, "        # {}", self.about.label);
        let replicates = if self.arm.replicates == Arm::ALONE { "MODELS" } else { "MEMBERS" };
        let _ = writeln!(text, "        \"replicates\": {replicates},");
        self.parameters(&mut text);
        self.firsts(&mut text, &needed, &states, &firsts);
        self.weights(&mut text, &firsts);
        text.push_str("        \"segments\": [\n");
        for number in 0..self.arm.segments.len() {
            self.segment(&mut text, number, &needed, &states, &bounds);
        }
        text.push_str("        ],\n    },\n");
        Ok(text)
    }

    /// The states that losses and parameters depend on.
    fn needed(&self) -> BTreeSet<usize> {
        let mut needed = BTreeSet::new();
        loop {
            let before = needed.len();
            for segment in &self.arm.segments {
                let mut targets = vec![segment.train.roots.outputs[0]];
                match trained(segment) {
                    Some(Trained::By(rule, of)) => {
                        targets.extend(of);
                        if let Optimiser::AdamW { states: (_, rate, decay), .. } = rule {
                            needed.insert(*rate);
                            needed.extend(decay);
                        }
                    }
                    Some(Trained::Itself(to)) => targets.push(to),
                    None => {}
                }
                let updates = segment.train.roots.updates.iter();
                targets.extend(
                    updates
                        .filter(|(state, _)| *state != PARAMETERS && needed.contains(state))
                        .map(|(_, to)| *to),
                );
                needed.extend(reads(&segment.train.graph, &targets));
            }
            if needed.len() == before {
                return needed;
            }
        }
    }

    /// What each state is called and the shape that it is kept in.
    fn states(&self) -> Vec<(String, Vec<usize>)> {
        let mut all: Vec<(String, Vec<usize>)> = Vec::new();
        for (number, state) in self.arm.layout.states().iter().enumerate() {
            let mut name = match number {
                _ if number == self.arm.keys.member => "key".to_owned(),
                _ if number == self.arm.keys.shared => "shared_key".to_owned(),
                _ => identifier(state.name),
            };
            while all.iter().any(|(other, _)| *other == name) {
                name.push_str("_2");
            }
            let nodes = self.arm.segments.iter().flat_map(|segment| segment.train.graph.nodes());
            let read =
                nodes.filter(|node| node.op == Op::State(number)).map(|node| node.shape.clone()).next();
            all.push((name, read.unwrap_or_else(|| vec![state.length])));
        }
        all
    }

    fn bounds(&self, firsts: &[Vec<(usize, Vec<f32>)>]) -> Vec<Bounds> {
        let steps: i128 = self.arm.segments.iter().map(|segment| i128::from(segment.steps)).sum();
        let of = |(number, state): (usize, &engine::layout::State)| {
            if state.dtype == Dtype::F32 || number == self.arm.keys.member || number == self.arm.keys.shared {
                return [0, i128::from(u32::MAX)];
            }
            let given = firsts.iter().flatten().filter(|(of, _)| *of == number);
            let words =
                || given.clone().flat_map(|(_, values)| values.iter().map(|it| i128::from(it.to_bits())));
            let (least, largest) = (words().min().unwrap_or(0), words().max().unwrap_or(0));
            let counts = |segment: &Segment| {
                segment.train.roots.updates.iter().filter(|(of, _)| *of == number).all(|(_, to)| {
                    let (g, node) = (&segment.train.graph, segment.train.graph.node(*to));
                    let is_one = |mut id: Id| {
                        while matches!(g.node(id).op, Op::Expand | Op::Reshape) {
                            id = g.node(id).args[0];
                        }
                        g.node(id).op == Op::Constant(1)
                    };
                    node.op == Op::Binary(Binary::Add)
                        && g.node(node.args[0]).op == Op::State(number)
                        && is_one(node.args[1])
                })
            };
            if self.arm.segments.iter().all(counts) {
                [least.min(0), largest + steps]
            } else {
                [0, i128::from(u32::MAX)]
            }
        };
        self.arm.layout.states().iter().enumerate().map(of).collect()
    }

    fn parameters(&self, text: &mut String) {
        text.push_str("        # Name, shape, how it begins, and whether weight decay shrinks it.\n        \"parameters\": [\n");
        for parameter in self.arm.layout.parameters() {
            let start = match parameter.init {
                Init::Zeros => "\"zeros\"".to_owned(),
                Init::Ones => "\"ones\"".to_owned(),
                Init::Normal(deviation) => format!("{deviation:?}"),
            };
            let decays = if parameter.decay { "True" } else { "False" };
            let (name, shape) = (quoted(&parameter.name), tuple(&parameter.shape));
            let _ = writeln!(text, "            ({name}, {shape}, {start}, {decays}),");
        }
        text.push_str("        ],\n");
    }

    /// First values of states: one tensor where all models begin alike, else one for each.
    fn firsts(
        &mut self,
        text: &mut String,
        needed: &BTreeSet<usize>,
        states: &[(String, Vec<usize>)],
        firsts: &[Vec<(usize, Vec<f32>)>],
    ) {
        text.push_str("        \"first\": {\n");
        for &number in needed {
            if number == PARAMETERS || number == self.arm.keys.member || number == self.arm.keys.shared {
                continue;
            }
            let state = &self.arm.layout.states()[number];
            let of = |given: &Vec<(usize, Vec<f32>)>| -> Vec<u32> {
                let mut bits = vec![0; state.length];
                for (_, values) in given.iter().filter(|(of, _)| *of == number) {
                    bits.iter_mut().zip(values).for_each(|(bits, value)| *bits = value.to_bits());
                }
                bits
            };
            let mut all: Vec<Vec<u32>> = firsts.iter().map(of).collect();
            let alike = all.windows(2).all(|pair| pair[0] == pair[1]);
            all.truncate(if alike { 1 } else { all.len() });
            let (name, shape) = &states[number];
            let written = |bits: &Vec<u32>| {
                let numbers = self.shared.tables.numbers(bits, shape, state.dtype);
                numbers.trim_end().replace('\n', "\n            ")
            };
            let written: Vec<String> = all.iter().map(written).collect();
            let _ = if alike {
                writeln!(text, "            \"{name}\": {},", written[0])
            } else {
                writeln!(text, "            \"{name}\": [{}],", written.join(", "))
            };
        }
        text.push_str("        },\n");
    }

    /// What stands in the place of the drawn parameters, where something does.
    fn weights(&mut self, text: &mut String, firsts: &[Vec<(usize, Vec<f32>)>]) {
        let given =
            |model: usize| firsts[model].iter().find(|(of, _)| *of == PARAMETERS).map(|(_, values)| values);
        let all: Vec<&Vec<f32>> = (0..firsts.len()).filter_map(given).collect();
        if all.is_empty() {
            return;
        }
        let scale = all.iter().zip(0..).map(|(given, model)| {
            let drawn = self.arm.layout.initial_parameters(self.arm.key(self.keys.seed, model));
            let at = drawn.iter().position(|value| value.abs() > 0.1)?;
            let near = given[at] / drawn[at];
            // What was multiplied with is one of the numbers next to the quotient.
            let near = [0i32, 1, -1].map(|off| f32::from_bits(near.to_bits().wrapping_add_signed(off)));
            near.into_iter().find(|scale| drawn.iter().zip(*given).all(|(a, b)| a * scale == *b))
        });
        let scale: Vec<Option<f32>> = scale.collect();
        let same =
            scale.first().copied().flatten().filter(|_| scale.windows(2).all(|pair| pair[0] == pair[1]));
        if let Some(scale) = same {
            let _ = writeln!(text, "        # Times what is drawn.\n        \"scale\": {scale:?},");
            return;
        }
        let count = self.arm.layout.parameter_count();
        let written: Vec<String> = all
            .iter()
            .map(|values| {
                let bits: Vec<u32> = values.iter().map(|value| value.to_bits()).collect();
                let numbers = self.shared.tables.numbers(&bits, &[count], Dtype::F32);
                numbers.trim_end().replace('\n', "\n            ")
            })
            .collect();
        text.push_str(
            "        # The first parameters of each model, one after the other, as its own key draws them.\n",
        );
        let _ = writeln!(
            text,
            "        \"weights\": [\n            {},\n        ],",
            written.join(",\n            ")
        );
    }

    fn segment(
        &mut self,
        text: &mut String,
        number: usize,
        needed: &BTreeSet<usize>,
        states: &[(String, Vec<usize>)],
        bounds: &[Bounds],
    ) {
        let segment = &self.arm.segments[number];
        let (g, roots) = (&segment.train.graph, &segment.train.roots);
        let known = Known { g, layout: &self.arm.layout, states, bounds: bounds::bounds(g, bounds) };
        let name = match number {
            0 => plain(self.about.key),
            later => format!("{}_{}", plain(self.about.key), later + 1),
        };
        let label = self.about.label.replace('"', "'");
        let given = given(g, roots.outputs[0]);
        let mut values: Vec<Value> = Vec::new();
        let batch = self.functions.name(&format!("batch_{name}"), |name| {
            let mut function = Function::new(&known, self.shared);
            values = function.write(&given);
            let result: Vec<&str> = values.iter().map(|value| value.text.as_str()).collect();
            let result = match &result[..] {
                [one] => format!("({one},)"),
                all => format!("({})", all.join(", ")),
            };
            function.finish(
                &format!("{name}(s)"),
                "What a training step is given, drawn anew at each.",
                &result,
            )
        });
        let loss = self.functions.name(&format!("loss_{name}"), |name| {
            let mut function = Function::new(&known, self.shared);
            let args: Vec<String> =
                given.iter().zip(&values).map(|(id, value)| function.take(*id, value)).collect();
            let result = function.write(&roots.outputs[..1])[0].text.clone();
            let args: String = args.iter().map(|arg| format!(", {arg}")).collect();
            function.finish(&format!("{name}(p{args})"), &format!("The loss. First of: {label}."), &result)
        });
        let trained = trained(segment);
        let mut updates: Vec<(usize, Id)> = roots
            .updates
            .iter()
            .copied()
            .filter(|(state, _)| needed.contains(state) && *state != PARAMETERS)
            .collect();
        if let Some(Trained::Itself(to)) = trained {
            updates.push((PARAMETERS, to));
        }
        let after = self.functions.name(&format!("after_{name}"), |name| {
            let mut function = Function::new(&known, self.shared);
            let targets: Vec<Id> = updates.iter().map(|(_, to)| *to).collect();
            function.write(&targets);
            let entries: Vec<String> = updates
                .iter()
                .map(|(state, to)| {
                    let wanted = if *state == PARAMETERS { g.shape(*to) } else { &states[*state].1 };
                    let value = super::function::shaped(function.exact(*to), wanted).numbers();
                    format!("{}: {}", quoted(&states[*state].0), value.text)
                })
                .collect();
            let result = format!("{{{}}}", entries.join(", "));
            function.finish(&format!("{name}(p, s)"), "What else a training step changes.", &result)
        });
        let optimiser = match trained {
            Some(Trained::By(Optimiser::Descent, of)) => {
                let rate = self.functions.name(&format!("rate_{name}"), |name| {
                    let mut function = Function::new(&known, self.shared);
                    let rate = function.write(&of[1..])[0].text.clone();
                    function.finish(&format!("{name}(s)"), "The learning rate.", &rate)
                });
                format!("Descent({rate})")
            }
            Some(Trained::By(rule, _)) => self.adam(rule, states),
            _ => "None".to_owned(),
        };
        let _ = writeln!(
            text,
            "            {{\n                \"steps\": {},\n                \"batch\": {batch},\n                \
             \"loss\": {loss},\n                \"after\": {after},\n                \"optimiser\": {optimiser},\n            }},",
            segment.steps
        );
    }

    fn adam(&self, rule: &Optimiser, states: &[(String, Vec<usize>)]) -> String {
        let Optimiser::AdamW { betas, epsilon, weight_decay, clip, schedule, states: (_, rate, decay), part } =
            rule
        else {
            return String::new();
        };
        let clip = clip.map_or("None".to_owned(), |clip| format!("{clip:?}"));
        let [warmup, cooldown, steps] = schedule;
        let factor = decay.map_or("None".to_owned(), |state| quoted(&states[state].0));
        let all = *part == (0..self.arm.layout.parameter_count());
        let part = if all { "None".to_owned() } else { format!("({}, {})", part.start, part.end) };
        format!(
            "AdamW(\n                    betas=({:?}, {:?}), epsilon={epsilon:?}, weight_decay={weight_decay:?}, clip={clip},\n                    \
             warmup={warmup}, cooldown={cooldown}, steps={steps},\n                    \
             rate={}, decay_factor={factor}, part={part},\n                )",
            betas[0],
            betas[1],
            quoted(&states[*rate].0),
        )
    }
}
