//! The weights of models as they were saved, by themselves and as a file that PyTorch, JAX and NumPy read.

use std::collections::HashMap;

use engine::layout::PARAMETERS;
use safetensors::SafeTensorError;
use safetensors::tensor::{Dtype, TensorView};

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

/// Every trained tensor of every model as a file of safetensors, named `<arm>.<model>.<tensor>`, with the link of the run.
/// Models of another run are left out.
///
/// # Errors
/// Only by an error of this program: two tensors of one name, or one whose bytes do not fill its shape.
pub fn safetensors(keys: &RunKeys, link: &str, saved: &[Saved]) -> Result<Vec<u8>, SafeTensorError> {
    let arms = keys.arms();
    let mut tensors = Vec::new();
    for saved in saved {
        let (Some(arm), Some(of_model)) = (arms.get(saved.arm as usize), weights(keys, saved)) else {
            continue;
        };
        for tensor in of_model {
            let view = TensorView::new(Dtype::F32, tensor.shape, tensor.bytes)?;
            tensors.push((format!("{}.{}.{}", arm.key, saved.member, tensor.name), view));
        }
    }
    // One entry only: their order in the file is no fixed one.
    let about = HashMap::from([("gedanken".to_owned(), link.to_owned())]);
    safetensors::serialize(tensors, Some(about))
}
