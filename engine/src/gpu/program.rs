//! A schedule as a GPU replays it: shaders, each once, and the list of dispatches that every step repeats. Plain
//! data that can be printed and compared; it knows no device.

use std::collections::BTreeMap;
use std::fmt;

use super::wgsl::{HEADER, Product, Shader, WORKGROUPS, shader};
use crate::schedule::Schedule;

/// A schedule, ready to be made into pipelines.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Program {
    /// The modules, each with the entry point `main`.
    pub shaders: Vec<String>,
    /// What each step does, in order.
    pub dispatches: Vec<Dispatch>,
    /// Words of working memory for one member.
    pub arena: usize,
    /// Words that the host fills before a step, for one member.
    pub inputs: usize,
    /// Words that the host reads after a step, for one member.
    pub outputs: usize,
    /// What is part of the program, the same for all members.
    pub tables: Vec<u32>,
}

/// One or more kernels that look alike, side by side, for all members.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dispatch {
    /// The shader's position in [`Program::shaders`].
    pub shader: usize,
    /// Workgroups of one member and kernel.
    pub workgroups: usize,
    /// The first words of the places of each kernel, one kernel after the other.
    pub places: Vec<u32>,
    /// How many kernels there are.
    pub instances: usize,
    /// The kernel in words, for profiles.
    pub label: String,
}

impl Program {
    /// Writes every kernel of a schedule.
    #[must_use]
    pub fn new(schedule: &Schedule, product: Product) -> Self {
        let mut known: BTreeMap<String, usize> = BTreeMap::new();
        let mut shaders = Vec::new();
        let mut dispatches: Vec<Dispatch> = Vec::new();
        let mut kernels = schedule.kernels.iter();
        for &count in &schedule.stages {
            let first = dispatches.len();
            for kernel in kernels.by_ref().take(count) {
                let Shader { text, places, workgroups } = shader(kernel, product);
                if workgroups == 0 {
                    continue;
                }
                let shader = *known.entry(text).or_insert_with_key(|text| {
                    shaders.push(text.clone());
                    shaders.len() - 1
                });
                let places = places.iter().map(|place| word(place.offset));
                let same = |other: &&mut Dispatch| (other.shader, other.workgroups) == (shader, workgroups);
                if let Some(dispatch) = dispatches[first..].iter_mut().find(same) {
                    dispatch.places.extend(places);
                    dispatch.instances += 1;
                } else {
                    let label =
                        kernel.to_string().lines().take(2).map(str::trim).collect::<Vec<_>>().join(" ");
                    let places = places.collect();
                    dispatches.push(Dispatch { shader, workgroups, places, instances: 1, label });
                }
            }
        }
        Self {
            shaders,
            dispatches,
            arena: schedule.arena,
            inputs: schedule.inputs.iter().sum(),
            outputs: schedule.outputs.iter().sum(),
            tables: schedule.tables.clone(),
        }
    }
}

impl Dispatch {
    /// The workgroups along each axis for so many members. What would be too many along the first goes on along the
    /// second; a shader finds its number from both.
    #[must_use]
    pub fn size(&self, members: usize) -> [u32; 3] {
        let down = self.workgroups.div_ceil(WORKGROUPS);
        [word(self.workgroups.div_ceil(down)), word(down), word(members * self.instances)]
    }

    /// What the shader is given: the instances, the distances between members (arena, state, inputs, outputs), room
    /// for more, the places.
    #[must_use]
    pub fn parameters(&self, strides: [usize; 4]) -> Vec<u32> {
        let mut words = vec![word(self.instances)];
        words.extend(strides.map(word));
        words.resize(HEADER, 0);
        words.extend(&self.places);
        words
    }
}

/// A size, all of which are far below 2^32.
fn word(size: usize) -> u32 {
    u32::try_from(size).unwrap_or(u32::MAX)
}

impl fmt::Display for Program {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(
            f,
            "{} dispatches of {} shaders; arena {} words; inputs {}; outputs {}; tables {}",
            self.dispatches.len(),
            self.shaders.len(),
            self.arena,
            self.inputs,
            self.outputs,
            self.tables.len()
        )?;
        for (number, dispatch) in self.dispatches.iter().enumerate() {
            let Dispatch { shader, workgroups, instances, label, places } = dispatch;
            writeln!(
                f,
                "{number:3} shader {shader}, {workgroups} workgroups x {instances}: {label} {places:?}"
            )?;
        }
        Ok(())
    }
}
