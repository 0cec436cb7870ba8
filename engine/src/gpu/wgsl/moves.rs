//! Copies and zeros: one invocation for each element.

use super::index::{At, index};
use super::{Shader, WORKGROUP, Writer};
use crate::schedule::{Place, Source};

pub(super) fn clear(to: Place, length: usize) -> Shader {
    let mut w = Writer::default();
    let (buffer, start) = w.place(to);
    w.line(&format!("let i = block * {WORKGROUP}u + lane;"));
    w.open(&format!("if (i < {length}u)"));
    w.line(&format!("{buffer}[{start} + i] = 0u;"));
    w.close();
    w.finish(WORKGROUP, length.div_ceil(WORKGROUP))
}

pub(super) fn copy(source: &Source, [blocks, length, pitch]: [usize; 3], to: Place) -> Shader {
    let mut w = Writer::default();
    let (from, first) = w.place(source.place);
    let (buffer, start) = w.place(to);
    let count = blocks * length;
    w.line(&format!("let i = block * {WORKGROUP}u + lane;"));
    w.open(&format!("if (i < {count}u)"));
    let target = if length == pitch || blocks == 1 {
        "i".to_owned()
    } else {
        format!("i / {length}u * {pitch}u + i % {length}u")
    };
    let at = index(&source.pattern, At::number("i"));
    w.line(&format!("{buffer}[{start} + {target}] = {from}[{first} + {at}];"));
    w.close();
    w.finish(WORKGROUP, count.div_ceil(WORKGROUP))
}
