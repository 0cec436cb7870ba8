//! The weights of a run as a file of safetensors, which PyTorch, JAX and NumPy read.

use std::collections::HashMap;
use std::path::PathBuf;

use lab::keys::RunKeys;
use lab::recording::Saved;
use lab::run::weights;
use safetensors::tensor::{Dtype, TensorView};

use crate::out::Folder;

/// Writes every trained tensor of every model, named `<arm>.<model>.<tensor>`, with the link of the run; where it is.
pub(crate) fn write(
    folder: &Folder,
    name: &str,
    keys: &RunKeys,
    link: &str,
    ends: &[Saved],
) -> Result<PathBuf, String> {
    let arms = keys.arms();
    let mut tensors = Vec::new();
    for saved in ends {
        let (Some(arm), Some(of_model)) = (arms.get(saved.arm as usize), weights(keys, saved)) else {
            continue;
        };
        for tensor in of_model {
            let view =
                TensorView::new(Dtype::F32, tensor.shape, tensor.bytes).map_err(|error| wrong(&error))?;
            tensors.push((format!("{}.{}.{}", arm.key, saved.member, tensor.name), view));
        }
    }
    // One entry only: their order in the file is no fixed one.
    let about = HashMap::from([("gedanken".to_owned(), link.to_owned())]);
    let bytes = safetensors::serialize(tensors, Some(about)).map_err(|error| wrong(&error))?;
    folder.replace(name, &bytes)
}

fn wrong(error: &safetensors::SafeTensorError) -> String {
    format!("The weights cannot be written: {error}. This is an error of the program.")
}
