//! A sweep: members of one run that differ in one or two value knobs, so that a curve or a phase diagram grows from
//! one run. Written `<knob>:<from>:<to>:<n>`, two of them with a comma between.

use crate::accepts::Accepts;
use crate::knob::{Knob, Knobs, Range, Role, Value};
use crate::text::number;
use crate::text::within;

/// How many values one knob may be swept over.
pub const VALUES: std::ops::RangeInclusive<u32> = 2..=16;

/// How many knobs may be swept.
const AXES: usize = 2;

/// One swept knob.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Axis {
    /// The knob, by its position in the declaration.
    pub knob: usize,
    /// The first value.
    pub from: Value,
    /// The last value.
    pub to: Value,
    /// How many values there are, within [`VALUES`].
    pub count: u32,
}

/// None, one or two swept knobs. A **cell** is one combination of their values; the last knob changes fastest.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Sweep {
    axes: Vec<Axis>,
}

impl Axis {
    /// The value at a position, from 0.
    #[must_use]
    pub fn value(&self, knob: &Knob, at: u32) -> Value {
        let last = self.count.saturating_sub(1).max(1);
        if at == 0 {
            return self.from;
        }
        if at >= last {
            return self.to;
        }
        match (self.from, self.to) {
            (Value::Whole(from), Value::Whole(to)) => {
                let part = |distance: u32| {
                    let exact = u64::from(distance) * u64::from(at);
                    u32::try_from((exact + u64::from(last) / 2) / u64::from(last)).unwrap_or(distance)
                };
                Value::Whole(if to >= from { from + part(to - from) } else { from - part(from - to) })
            }
            (Value::Real(from), Value::Real(to)) => {
                let along = f64::from(at) / f64::from(last);
                let exact = match knob.range {
                    // This function is part of the program, so that every machine gets the same digits from it.
                    Range::Real { logarithmic: true, .. } => from * libm::pow(to / from, along),
                    _ => from + (to - from) * along,
                };
                // Four digits: a cell's own link stays short, and names the value exactly.
                Value::Real(number(&format!("{exact:.3e}")).unwrap_or(exact))
            }
            (other, _) => other,
        }
    }

    fn write(&self, declared: &[Knob]) -> String {
        let Some(knob) = declared.get(self.knob) else { return String::new() };
        format!("{}:{}:{}:{}", knob.key, knob.write(self.from), knob.write(self.to), self.count)
    }
}

impl Sweep {
    /// Reads a sweep as a link writes it; `None` where it is none of these knobs.
    #[must_use]
    pub fn parse(text: &str, declared: &'static [Knob]) -> Option<Self> {
        let axes: Vec<Axis> = text.split(',').map(|part| axis(part, declared)).collect::<Option<_>>()?;
        let is_twice = axes.len() == AXES && axes[0].knob == axes[1].knob;
        (axes.len() <= AXES && !is_twice).then_some(Self { axes })
    }

    /// The swept knobs, in the order of the link.
    #[must_use]
    pub fn axes(&self) -> &[Axis] {
        &self.axes
    }

    /// Whether nothing is swept.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.axes.is_empty()
    }

    /// How many cells there are; one where nothing is swept.
    #[must_use]
    pub fn cells(&self) -> u32 {
        self.axes.iter().map(|axis| axis.count).product()
    }

    /// The swept knobs of a cell, of an experiment with these knobs: "learning rate 0.01, noise 5".
    #[must_use]
    pub fn name(&self, knobs: &[Knob], cell: u32) -> String {
        let named = |(axis, place): (&Axis, u32)| {
            let knob = knobs.get(axis.knob)?;
            Some(format!("{} {}", within(knob.label), knob.write(axis.value(knob, place))))
        };
        self.axes.iter().zip(self.places(cell)).filter_map(named).collect::<Vec<_>>().join(", ")
    }

    /// Where a cell stands on each axis.
    #[must_use]
    pub fn places(&self, cell: u32) -> Vec<u32> {
        let mut rest = cell;
        let mut places: Vec<u32> = self
            .axes
            .iter()
            .rev()
            .map(|axis| {
                let place = rest % axis.count;
                rest /= axis.count;
                place
            })
            .collect();
        places.reverse();
        places
    }

    /// The knobs of a cell: `base` with the swept ones at the cell's values.
    #[must_use]
    pub fn knobs(&self, base: &Knobs, cell: u32) -> Knobs {
        let mut knobs = base.clone();
        for (axis, place) in self.axes.iter().zip(self.places(cell)) {
            if let Some(knob) = base.declared().get(axis.knob) {
                knobs.set(axis.knob, axis.value(knob, place));
            }
        }
        knobs
    }

    /// The sweep as [`Sweep::parse`] reads it.
    #[must_use]
    pub fn write(&self, declared: &[Knob]) -> String {
        self.axes.iter().map(|axis| axis.write(declared)).collect::<Vec<_>>().join(",")
    }

    /// What `sweep` accepts for these knobs.
    #[must_use]
    pub fn accepts(declared: &[Knob]) -> Accepts {
        Accepts::Sweep(declared.iter().filter(|knob| knob.role == Role::Value).map(|knob| knob.key).collect())
    }
}

fn axis(text: &str, declared: &'static [Knob]) -> Option<Axis> {
    let parts: Vec<&str> = text.split(':').collect();
    let [key, from, to, count] = parts[..] else { return None };
    let position = declared.iter().position(|knob| knob.key == key && knob.role == Role::Value)?;
    let knob = &declared[position];
    let (from, to) = (knob.parse(from).ok()?, knob.parse(to).ok()?);
    let is_plain = count.bytes().all(|digit| digit.is_ascii_digit());
    let count: u32 = count.parse().ok().filter(|count| is_plain && VALUES.contains(count))?;
    let axis = Axis { knob: position, from, to, count };
    let is_number = matches!(knob.range, Range::Whole { .. } | Range::Real { .. });
    let values: Vec<Value> = (0..count).map(|at| axis.value(knob, at)).collect();
    let differ = values.windows(2).all(|pair| pair[0] != pair[1]);
    (is_number && differ).then_some(axis)
}

#[cfg(test)]
mod tests {
    use super::*;

    static KNOBS: [Knob; 3] = [
        Knob {
            key: "rate",
            label: "",
            help: "",
            range: Range::Real { min: 0.0001, max: 1.0, default: 0.01, logarithmic: true },
            role: Role::Value,
        },
        Knob {
            key: "count",
            label: "",
            help: "",
            range: Range::Whole { min: 0, max: 10, step: 1, default: 5 },
            role: Role::Value,
        },
        Knob {
            key: "width",
            label: "",
            help: "",
            range: Range::Whole { min: 1, max: 10, step: 1, default: 5 },
            role: Role::Shape,
        },
    ];

    fn values(text: &str) -> Vec<String> {
        let sweep = Sweep::parse(text, &KNOBS).unwrap_or_default();
        let base = Knobs::defaults(&KNOBS);
        let cell = |cell| {
            let knobs = sweep.knobs(&base, cell);
            let swept = sweep.axes().iter().map(|axis| axis.knob);
            let written = swept.filter_map(|at| knobs.iter().nth(at)).map(|(knob, value)| knob.write(value));
            written.collect::<Vec<_>>().join(" ")
        };
        (0..sweep.cells()).map(cell).collect()
    }

    #[test]
    fn values_lie_evenly_between_the_ends() {
        assert_eq!(values("rate:0.001:0.1:3"), ["0.001", "0.01", "0.1"]);
        assert_eq!(values("rate:0.1:0.001:4"), ["0.1", "0.02154", "0.004642", "0.001"]);
        assert_eq!(values("count:0:10:4"), ["0", "3", "7", "10"]);
        assert_eq!(values("count:10:0:3"), ["10", "5", "0"]);
        assert_eq!(values("rate:0.001:0.1:2,count:1:2:2"), ["0.001 1", "0.001 2", "0.1 1", "0.1 2"]);
        assert_eq!(values(""), [""]);
    }

    #[test]
    fn what_is_no_sweep_is_refused() {
        for text in [
            "",
            "rate",
            "rate:0.001:0.1",
            "rate:0.001:0.1:1",
            "rate:0.001:0.1:17",
            "rate:0.001:0.1:+3",
            "rate:0.001:9:3",
            "rate:0.01:0.01:3",
            "count:1:3:9",
            "width:1:3:3",
            "colour:1:3:3",
            "rate:0.001:0.1:2,rate:0.001:0.1:2",
            "rate:0.001:0.1:2,count:1:2:2,count:1:2:2",
        ] {
            assert_eq!(Sweep::parse(text, &KNOBS), None, "{text}");
        }
        assert_eq!(Sweep::accepts(&KNOBS), Accepts::Sweep(vec!["rate", "count"]));
        assert!(Sweep::accepts(&KNOBS[2..]).to_string().starts_with("nothing"));
    }

    #[test]
    fn a_sweep_is_written_as_it_was_read() {
        for text in ["rate:0.001:0.1:3", "count:10:0:3,rate:0.5:0.25:16"] {
            assert_eq!(Sweep::parse(text, &KNOBS).map(|sweep| sweep.write(&KNOBS)).as_deref(), Some(text));
        }
    }
}
