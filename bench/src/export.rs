//! What peers are given, as a file in the format safetensors.

use std::collections::HashMap;
use std::path::Path;

use anyhow::{Context, Result};
use engine::graph::Dtype;
use safetensors::tensor::TensorView;

use crate::rows::{Row, Tensor, first_values};

/// Writes first values, batches and settings of a row.
///
/// # Errors
/// When the file cannot be written.
pub fn write(row: &Row, members: u32, file: &Path) -> Result<()> {
    let tensors: Vec<Tensor> = first_values(row, members).into_iter().chain((row.data)(members)).collect();
    let bytes: Vec<Vec<u8>> = tensors
        .iter()
        .map(|tensor| tensor.words.iter().flat_map(|word| word.to_le_bytes()).collect())
        .collect();
    let mut views = Vec::with_capacity(tensors.len());
    for (tensor, bytes) in tensors.iter().zip(&bytes) {
        let dtype = match tensor.dtype {
            Dtype::F32 => safetensors::Dtype::F32,
            Dtype::U32 => safetensors::Dtype::U32,
        };
        let view = TensorView::new(dtype, tensor.shape.clone(), bytes).context(tensor.name.clone())?;
        views.push((tensor.name.as_str(), view));
    }
    let settings = serde_json::to_string(&(row.settings)()).context("settings are plain data")?;
    let about = HashMap::from([("config".to_owned(), settings)]);
    if let Some(folder) = file.parent() {
        std::fs::create_dir_all(folder).with_context(|| format!("could not make {}", folder.display()))?;
    }
    safetensors::serialize_to_file(views, Some(about), file)
        .with_context(|| format!("could not write {}", file.display()))
}
