//! The weights of a model as it was saved.

use engine::layout::PARAMETERS;

use crate::keys::RunKeys;
use crate::recording::Saved;

/// A trained tensor.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tensor<'s> {
    /// Its name, unique in its model.
    pub name: String,
    /// The size of each axis.
    pub shape: Vec<usize>,
    /// Its numbers in single precision, the last axis fastest, each as four bytes, the least significant first.
    pub bytes: &'s [u8],
}

/// Every trained tensor of a model; `None` where it was saved in another run.
#[must_use]
pub fn weights<'s>(keys: &RunKeys, saved: &'s Saved) -> Option<Vec<Tensor<'s>>> {
    let arm = saved.arm as usize;
    if arm >= keys.arms().len() {
        return None;
    }
    let layout = super::program(keys, arm).arm.layout;
    let start = layout.states().get(PARAMETERS)?.offset;
    let tensor = |parameter: &engine::layout::Parameter| {
        let first = (start + parameter.offset) * size_of::<f32>();
        let length = parameter.shape.iter().product::<usize>() * size_of::<f32>();
        let bytes = saved.state.get(first..first + length)?;
        Some(Tensor { name: parameter.name.clone(), shape: parameter.shape.clone(), bytes })
    };
    layout.parameters().iter().map(tensor).collect()
}
