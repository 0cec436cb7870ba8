//! Where an element lies: patterns as expressions of the shader.

use crate::schedule::{Axis, Pattern};

/// How a kernel names the element that it is at.
#[derive(Debug, Clone, Copy)]
pub(super) struct At<'a> {
    /// Its number, in row-major order.
    pub(super) element: &'a str,
    /// Row and column where they are known, and how many columns there are: cheaper than dividing the number.
    pub(super) row_column: Option<(&'a str, &'a str, usize)>,
}

impl<'a> At<'a> {
    /// By number alone.
    pub(super) fn number(element: &'a str) -> Self {
        Self { element, row_column: None }
    }
}

/// The index of an element of a pattern, after the pattern's place.
pub(super) fn index(pattern: &Pattern, at: At<'_>) -> String {
    match pattern {
        Pattern::Linear => at.element.to_owned(),
        Pattern::Splat => "0u".to_owned(),
        Pattern::Periodic(period) => match at.row_column {
            Some((_, column, columns)) if columns == *period => column.to_owned(),
            _ => format!("{} % {period}u", at.element),
        },
        Pattern::Strided(axes) => strided(axes, at),
    }
}

fn strided(axes: &[Axis], at: At<'_>) -> String {
    let mut terms: Vec<String> = Vec::new();
    let total: usize = axes.iter().map(|axis| axis.size).product();
    let mut inner = 1; // elements of one step along this axis
    for axis in axes.iter().rev() {
        let Axis { size, stride } = *axis;
        if stride != 0 {
            let digit = digit(inner, size, total, at);
            terms.push(if stride == 1 { digit } else { format!("{digit} * {stride}u") });
        }
        inner *= size;
    }
    terms.reverse();
    if terms.is_empty() { "0u".to_owned() } else { terms.join(" + ") }
}

/// `element / inner % size`, from the row or the column alone where that is the same.
fn digit(inner: usize, size: usize, total: usize, at: At<'_>) -> String {
    let plain = |of: &str, inner: usize, size: usize, outermost: bool| match (inner, outermost) {
        (1, true) => of.to_owned(),
        (1, false) => format!("({of} % {size}u)"),
        (_, true) => format!("({of} / {inner}u)"),
        (_, false) => format!("({of} / {inner}u % {size}u)"),
    };
    match at.row_column {
        Some((_, column, columns)) if columns.is_multiple_of(inner * size) => {
            plain(column, inner, size, inner * size == columns)
        }
        Some((row, _, columns)) if inner.is_multiple_of(columns) => {
            plain(row, inner / columns, size, inner * size == total)
        }
        _ => plain(at.element, inner, size, inner * size == total),
    }
}
