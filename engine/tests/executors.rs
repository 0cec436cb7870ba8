//! The exact executor against the reference, fused against unfused, every SIMD level against every other, over
//! random graphs; and the properties of a plan.
#![allow(clippy::cast_possible_truncation, reason = "small numbers of a test")]

mod support;

use engine::exact::Simd;
use engine::graph::{Binary, Dtype, Graph, Id};
use engine::layout::Layout;
use engine::lower::{Fusion, Roots, lower};
use engine::parity::{Random, random_graph};
use support::{bits, exact, levels, reference};

/// All outputs and the state afterwards, one after the other.
fn everything(random: &Random, fusion: Fusion, simd: Simd) -> Vec<f32> {
    let Random { g, layout, roots, inputs, state } = random;
    let (outputs, after) = exact(g, layout, roots, fusion, simd, state, &inputs.concat());
    outputs.concat().into_iter().chain(after).collect()
}

#[test]
fn random_graphs_agree_everywhere() {
    for seed in 0..400 {
        let random = random_graph(seed);
        let Random { g, layout, roots, inputs, state } = &random;
        let ids: Vec<Id> =
            roots.outputs.iter().copied().chain(roots.updates.iter().map(|(_, id)| *id)).collect();
        let wanted = reference(g, layout, state, inputs, &ids).concat();
        let fused = everything(&random, Fusion::Full, Simd::Scalar);
        assert_eq!(fused.len(), wanted.len());
        for (i, (&ours, &wanted)) in fused.iter().zip(&wanted).enumerate() {
            assert!(
                (f64::from(ours) - wanted).abs() <= 2e-4 * (1.0 + wanted.abs()),
                "graph {seed}, word {i}: exact {ours}, reference {wanted}\n{}",
                lower(g, layout, roots, Fusion::Full)
            );
        }
        let fused = bits(&fused);
        for (fusion, simd) in levels().into_iter().flat_map(|l| [(Fusion::Full, l), (Fusion::None, l)]) {
            let other = bits(&everything(&random, fusion, simd));
            let at = fused.iter().zip(&other).position(|(a, b)| a != b);
            assert!(
                at.is_none(),
                "graph {seed}, word {at:?}: {fusion:?} at {simd} differs from fused at scalar\n{}",
                lower(g, layout, roots, Fusion::Full)
            );
        }
    }
}

#[test]
fn planned_ranges_never_overlap_while_live() {
    for seed in 0..400 {
        let Random { g, layout, roots, .. } = random_graph(seed);
        for fusion in [Fusion::Full, Fusion::None] {
            let schedule = lower(&g, &layout, &roots, fusion);
            for (i, a) in schedule.ranges.iter().enumerate() {
                assert!(a.offset + a.length <= schedule.arena, "graph {seed}: a range beyond the arena");
                for b in &schedule.ranges[i + 1..] {
                    let together = a.first <= b.last && b.first <= a.last;
                    let apart = a.offset + a.length <= b.offset || b.offset + b.length <= a.offset;
                    assert!(!together || apart, "graph {seed}: {a:?} and {b:?}\n{schedule}");
                }
            }
        }
    }
}

#[test]
fn states_keep_their_old_values_until_all_have_read_them() {
    // Two states that exchange their values, one of them scaled: neither can be written in place alone.
    let mut layout = Layout::new();
    let (a, b) = (layout.state("a", 700, Dtype::F32), layout.state("b", 700, Dtype::F32));
    let mut g = Graph::new();
    let (x, y) = (g.state(a, &[700], Dtype::F32), g.state(b, &[700], Dtype::F32));
    let twice = g.scale(y, 2.0);
    let order: Vec<u32> = (0..70).rev().collect();
    let rows = g.reshape(x, &[70, 10]);
    let at = g.constant_u32(&[70], &order);
    let turned = g.gather(rows, at);
    let turned = g.reshape(turned, &[700]);
    let roots = Roots { updates: vec![(a, twice), (b, turned)], outputs: vec![] };
    let before: Vec<f32> = (0..1400u16).map(f32::from).collect();
    for fusion in [Fusion::Full, Fusion::None] {
        let (_, after) = exact(&g, &layout, &roots, fusion, Simd::widest(), &before, &[]);
        for i in 0..700 {
            assert_eq!(after[i], 2.0 * before[700 + i], "a[{i}]");
            assert_eq!(after[700 + i], before[(69 - i / 10) * 10 + i % 10], "b[{i}]");
        }
    }
}

#[test]
fn states_that_are_read_again_swapped_or_shown() {
    let mut layout = Layout::new();
    let (a, b) = (layout.state("a", 3, Dtype::F32), layout.state("b", 3, Dtype::F32));
    let mut g = Graph::new();
    let (x, y) = (g.state(a, &[3], Dtype::F32), g.state(b, &[3], Dtype::F32));
    let twice = g.scale(x, 2.0);
    let change = g.sub(twice, x);
    let before = [1.0, 2.0, 3.0, 10.0, 20.0, 30.0];
    let cases = [
        // What is read after the node that becomes the new value is still the old one.
        (vec![(a, twice)], vec![change], [2.0, 4.0, 6.0, 10.0, 20.0, 30.0], vec![1.0, 2.0, 3.0]),
        // A state that is shown as it was, while it changes.
        (vec![(a, twice)], vec![x], [2.0, 4.0, 6.0, 10.0, 20.0, 30.0], vec![1.0, 2.0, 3.0]),
        // A frozen copy of what another update changes, and a swap.
        (vec![(b, x), (a, twice)], vec![], [2.0, 4.0, 6.0, 1.0, 2.0, 3.0], vec![]),
        (vec![(a, y), (b, x)], vec![], [10.0, 20.0, 30.0, 1.0, 2.0, 3.0], vec![]),
    ];
    for (updates, outputs, after, shown) in cases {
        let roots = Roots { updates, outputs };
        for fusion in [Fusion::Full, Fusion::None] {
            let (outputs, state) = exact(&g, &layout, &roots, fusion, Simd::widest(), &before, &[]);
            assert_eq!((outputs.concat(), state), (shown.clone(), after.to_vec()), "{fusion:?}: {roots:?}");
        }
    }
}

#[test]
fn integers_and_random_words() {
    let mut g = Graph::new();
    let key = [g.u32(7), g.u32(9)];
    let counter = g.iota(&[40, 3], 0);
    let column = g.iota(&[40, 3], 1);
    let step = g.u32(5);
    let words = g.threefry(key, [step, counter], 1);
    let ten = g.u32(10);
    let digits = g.binary(Binary::MulHigh, words, ten);
    let mixed = g.binary(Binary::Xor, digits, column);
    let small = g.less(mixed, ten);
    let kept = g.select(small, mixed, column);
    let count = g.sum(small, 1);
    let floats = g.to_f32(kept);
    let outputs = vec![kept, count, floats];
    let layout = Layout::new();
    let wanted = reference(&g, &layout, &[], &[], &outputs);
    let roots = Roots { updates: vec![], outputs };
    for simd in levels() {
        let (ours, _) = exact(&g, &layout, &roots, Fusion::Full, simd, &[], &[]);
        let as_f64 = |x: &f32| f64::from(x.to_bits());
        assert_eq!(ours[0].iter().map(as_f64).collect::<Vec<_>>(), wanted[0]);
        assert_eq!(ours[1].iter().map(as_f64).collect::<Vec<_>>(), wanted[1]);
        assert_eq!(ours[2].iter().map(|&x| f64::from(x)).collect::<Vec<_>>(), wanted[2]);
    }
}
