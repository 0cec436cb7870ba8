//! Strided views: where each element of a moved tensor (reshaped, permuted, expanded, sliced) lies in the
//! contiguous tensor behind it. Movement costs nothing as long as it stays a view.

use crate::graph::strides;
use crate::schedule::{Axis, Pattern};

/// Element `(i, j, ..)` of the view is element `offset + i * stride + j * stride + ..` of its base.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct View {
    /// Where element (0, 0, ..) lies.
    pub(super) offset: usize,
    /// The axes, outermost first.
    pub(super) axes: Vec<Axis>,
}

impl View {
    /// A whole contiguous tensor.
    pub(super) fn contiguous(shape: &[usize]) -> Self {
        let axes = shape.iter().zip(strides(shape)).map(|(&size, stride)| Axis { size, stride }).collect();
        Self { offset: 0, axes }
    }

    /// The number of elements.
    pub(super) fn len(&self) -> usize {
        self.axes.iter().map(|axis| axis.size).product()
    }

    pub(super) fn permute(&self, order: &[usize]) -> Self {
        Self { offset: self.offset, axes: order.iter().map(|&axis| self.axes[axis]).collect() }
    }

    pub(super) fn expand(&self, shape: &[usize]) -> Self {
        let axis = |(axis, &size): (&Axis, &usize)| {
            if axis.size == size { *axis } else { Axis { size, stride: 0 } }
        };
        Self { offset: self.offset, axes: self.axes.iter().zip(shape).map(axis).collect() }
    }

    pub(super) fn slice(&self, axis: usize, start: usize, length: usize) -> Self {
        let mut view = self.clone();
        view.offset += start * view.axes[axis].stride;
        view.axes[axis].size = length;
        view
    }

    /// Another shape over the same elements in the same order, where strides can say it.
    pub(super) fn reshape(&self, shape: &[usize]) -> Option<Self> {
        let merged = self.merged();
        let mut inner_first = merged.axes.iter().rev();
        let mut current = Axis { size: 1, stride: 0 };
        let mut axes = Vec::with_capacity(shape.len());
        for &size in shape.iter().rev() {
            if size == 1 {
                axes.push(Axis { size: 1, stride: 0 });
                continue;
            }
            if current.size == 1 {
                current = *inner_first.next()?;
            }
            if !current.size.is_multiple_of(size) {
                return None;
            }
            axes.push(Axis { size, stride: current.stride });
            current = Axis { size: current.size / size, stride: current.stride * size };
        }
        axes.reverse();
        Some(Self { offset: self.offset, axes })
    }

    /// The same order of elements with as few axes as possible: none of size 1, neighbours joined.
    pub(super) fn merged(&self) -> Self {
        let mut axes: Vec<Axis> = Vec::with_capacity(self.axes.len());
        for &axis in self.axes.iter().filter(|axis| axis.size != 1) {
            match axes.last_mut() {
                Some(outer) if outer.stride == axis.size * axis.stride => {
                    *outer = Axis { size: outer.size * axis.size, stride: axis.stride };
                }
                _ => axes.push(axis),
            }
        }
        Self { offset: self.offset, axes }
    }

    /// Where each of so many elements has to stand so that this view reads them one after the other, if it reads each
    /// once.
    pub(super) fn placed(&self, length: usize) -> Option<Self> {
        let merged = self.merged();
        let own = merged.axes.iter().zip(Self::contiguous(&merged.sizes()).axes);
        let mut axes: Vec<(Axis, Axis)> = own.map(|(read, placed)| (*read, placed)).collect();
        axes.sort_by_key(|(read, _)| std::cmp::Reverse(read.stride));
        let mut inner = 1;
        for (read, _) in axes.iter().rev() {
            if read.stride != inner {
                return None;
            }
            inner *= read.size;
        }
        let axes = axes.into_iter().map(|(_, placed)| placed).collect();
        (merged.offset == 0 && inner == length).then_some(Self { offset: 0, axes })
    }

    fn sizes(&self) -> Vec<usize> {
        self.axes.iter().map(|axis| axis.size).collect()
    }

    /// Whether element `i` of the view (in row-major order) is element `offset + i` of the base.
    pub(super) fn is_linear(&self) -> bool {
        match self.merged().axes.as_slice() {
            [] => true,
            [axis] => axis.stride == 1,
            _ => false,
        }
    }

    /// The view of the leading axes, if all elements of each block of `columns` are one and the same.
    pub(super) fn rows(&self, columns: usize) -> Option<Self> {
        let mut axes = Vec::new();
        let mut left = columns;
        for &axis in self.merged().axes.iter().rev() {
            if left == 1 {
                axes.push(axis);
            } else if axis.stride != 0 {
                return None;
            } else if left.is_multiple_of(axis.size) {
                left /= axis.size;
            } else if axis.size.is_multiple_of(left) {
                axes.push(Axis { size: axis.size / left, stride: 0 });
                left = 1;
            } else {
                return None;
            }
        }
        axes.reverse();
        (left == 1).then_some(Self { offset: self.offset, axes })
    }

    /// How an executor finds element `i`.
    pub(super) fn pattern(&self) -> Pattern {
        let merged = self.merged();
        match merged.axes.as_slice() {
            [] => Pattern::Linear,
            [axis] if axis.stride == 1 => Pattern::Linear,
            [axis] if axis.stride == 0 => Pattern::Splat,
            [outer, inner] if outer.stride == 0 && inner.stride == 1 => Pattern::Periodic(inner.size),
            _ => Pattern::Strided(merged.axes),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn movement_that_strides_can_say() {
        let view = View::contiguous(&[2, 3, 4]);
        assert!(view.is_linear());
        let moved = view.permute(&[1, 0, 2]);
        assert!(!moved.is_linear());
        assert_eq!(moved.reshape(&[3, 8]), None);
        assert_eq!(moved.reshape(&[3, 2, 2, 2]).map(|v| v.axes.len()), Some(4));
        assert!(moved.permute(&[1, 0, 2]).is_linear());
    }

    #[test]
    fn an_order_in_which_a_view_reads_one_after_the_other() {
        let heads = View::contiguous(&[2, 4, 3, 5]);
        let joined = heads.permute(&[0, 2, 1, 3]);
        let placed = joined.placed(120).and_then(|order| order.reshape(&[2, 4, 3, 5]));
        assert_eq!(placed.map(|order| order.permute(&[0, 2, 1, 3]).is_linear()), Some(true));
        assert_eq!(heads.placed(120).map(|order| order.is_linear()), Some(true));
        assert_eq!(heads.slice(1, 0, 2).placed(120), None);
        assert_eq!(View::contiguous(&[1, 7]).expand(&[5, 7]).placed(7), None);
    }

    #[test]
    fn rows_of_equal_elements() {
        let column = View::contiguous(&[5, 1]).expand(&[5, 7]);
        assert_eq!(column.rows(7), Some(View::contiguous(&[5])));
        assert_eq!(View::contiguous(&[7]).rows(7), None);
        let scalar = View::contiguous(&[1, 1]).expand(&[5, 7]);
        assert_eq!(scalar.rows(7).map(|v| v.pattern()), Some(Pattern::Splat));
        let bias = View::contiguous(&[1, 7]).expand(&[5, 7]);
        assert_eq!((bias.rows(7), bias.pattern()), (None, Pattern::Periodic(7)));
    }
}
