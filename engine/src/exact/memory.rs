//! The memories of one execution, and reading through a pattern.

use crate::schedule::{Axis, Pattern, Place, Source, Space};

/// What the kernels of one member read and write, as 32-bit words. Integers live in it by their bits.
#[derive(Debug)]
pub(super) struct Memory<'a> {
    pub(super) arena: &'a mut [f32],
    pub(super) state: &'a mut [f32],
    pub(super) inputs: &'a [f32],
    pub(super) tables: &'a [f32],
    pub(super) outputs: &'a mut [f32],
}

impl Memory<'_> {
    #[inline(always)]
    pub(super) fn from(&self, place: Place) -> &[f32] {
        let all: &[f32] = match place.space {
            Space::Arena => self.arena,
            Space::State => self.state,
            Space::Input => self.inputs,
            Space::Table => self.tables,
            Space::Output => self.outputs,
        };
        &all[place.offset..]
    }

    /// # Panics
    /// Where the schedule writes to inputs or tables, which lowering never does.
    #[inline(always)]
    pub(super) fn to(&mut self, place: Place, length: usize) -> &mut [f32] {
        let all: &mut [f32] = match place.space {
            Space::Arena => self.arena,
            Space::State => self.state,
            Space::Output => self.outputs,
            Space::Input | Space::Table => unreachable!("a kernel writes to {place}"),
        };
        &mut all[place.offset..place.offset + length]
    }

    /// Puts elements `start..` where a pattern says, each to a place of its own.
    #[cfg_attr(target_family = "wasm", inline(never))]
    #[cfg_attr(not(target_family = "wasm"), inline(always))]
    pub(super) fn write(&mut self, to: &Source, start: usize, values: &[f32]) {
        let Pattern::Strided(axes) = &to.pattern else {
            self.to(to.place, start + values.len())[start..].copy_from_slice(values);
            return;
        };
        let length = axes.iter().map(|axis| (axis.size - 1) * axis.stride).sum::<usize>() + 1;
        let words = self.to(to.place, length);
        let inner = axes[axes.len() - 1].stride;
        runs(axes, start, values.len(), |at, from, to| {
            let own = &values[from..to];
            if inner == 1 {
                words[at..at + own.len()].copy_from_slice(own);
            } else {
                for (w, v) in words[at..].iter_mut().step_by(inner).zip(own) {
                    *w = *v;
                }
            }
        });
    }

    /// Elements `start..` of a source, as many as `out` takes.
    #[cfg_attr(target_family = "wasm", inline(never))]
    #[cfg_attr(not(target_family = "wasm"), inline(always))]
    pub(super) fn read(&self, source: &Source, start: usize, out: &mut [f32]) {
        let words = self.from(source.place);
        match &source.pattern {
            Pattern::Linear => out.copy_from_slice(&words[start..start + out.len()]),
            Pattern::Splat => out.fill(words[0]),
            Pattern::Periodic(period) => {
                let period = *period;
                let at = start % period;
                let mut done = (period - at).min(out.len());
                out[..done].copy_from_slice(&words[at..at + done]);
                if done < out.len() {
                    let first = done;
                    done += period.min(out.len() - first);
                    out[first..done].copy_from_slice(&words[..done - first]);
                    // What is there already is copied behind itself, twice as much each time.
                    while done < out.len() {
                        let length = (done - first).min(out.len() - done);
                        out.copy_within(first..first + length, done);
                        done += length;
                    }
                }
            }
            Pattern::Strided(axes) => {
                let inner = axes[axes.len() - 1].stride;
                let length = out.len();
                runs(axes, start, length, |at, from, to| {
                    let target = &mut out[from..to];
                    match inner {
                        0 => target.fill(words[at]),
                        1 => target.copy_from_slice(&words[at..at + target.len()]),
                        stride => {
                            for (t, w) in target.iter_mut().zip(words[at..].iter().step_by(stride)) {
                                *t = *w;
                            }
                        }
                    }
                });
            }
        }
    }
}

/// The most axes that a merged view can have here; views of deeper tensors do not occur.
const AXES: usize = 8;

/// Walks along a pattern from element `start` on, in runs along its innermost axis: `each` is told where a run begins in
/// memory, and its first and last (excluded) element, counted from `start`.
#[inline(always)]
fn runs(axes: &[Axis], start: usize, length: usize, mut each: impl FnMut(usize, usize, usize)) {
    let rank = axes.len();
    assert!(rank <= AXES, "a view of {rank} axes");
    let mut index = [0; AXES];
    let mut rest = start;
    let mut at = 0;
    for (axis, Axis { size, stride }) in axes.iter().enumerate().rev() {
        index[axis] = rest % size;
        rest /= size;
        at += index[axis] * stride;
    }
    let inner = axes[rank - 1];
    let mut done = 0;
    while done < length {
        let run = (inner.size - index[rank - 1]).min(length - done);
        each(at, done, done + run);
        done += run;
        index[rank - 1] += run;
        at += run * inner.stride;
        // Carry into the outer axes.
        let mut axis = rank - 1;
        while index[axis] == axes[axis].size && axis > 0 {
            at -= index[axis] * axes[axis].stride;
            index[axis] = 0;
            axis -= 1;
            index[axis] += 1;
            at += axes[axis].stride;
        }
    }
}
