//! The digest chain of one member: each mark's hash covers the one before, the step and every bit that persists.

/// The latest hash of a chain; the first one is 32 zero bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Chain(pub [u8; 32]);

impl Chain {
    /// BLAKE3(last ‖ step ‖ bits of every state, then of the loss), little-endian, every NaN as one. The states
    /// are the parameters, then what the optimiser keeps, then the random keys.
    #[must_use]
    pub fn extended(&self, step: u32, loss: f32, state: &[f32]) -> Self {
        let mut hasher = blake3::Hasher::new();
        hasher.update(&self.0);
        hasher.update(&step.to_le_bytes());
        let mut block = [0; 4096];
        for words in state.chunks(block.len() / 4) {
            for (bytes, word) in block.as_chunks_mut().0.iter_mut().zip(words) {
                *bytes = canonical(*word).to_le_bytes();
            }
            hasher.update(&block[..words.len() * 4]);
        }
        hasher.update(&canonical(loss).to_le_bytes());
        Self(*hasher.finalize().as_bytes())
    }

    /// BLAKE3(last ‖ "stopped" ‖ step): the end of a member whose loss was no longer finite.
    #[must_use]
    pub fn stopped(&self, step: u32) -> Self {
        let mut hasher = blake3::Hasher::new();
        hasher.update(&self.0);
        hasher.update(b"stopped");
        hasher.update(&step.to_le_bytes());
        Self(*hasher.finalize().as_bytes())
    }
}

/// The bits of a number, with one pattern for every NaN; integers that look like a NaN are taken for one.
fn canonical(word: f32) -> u32 {
    if word.is_nan() { 0x7fc0_0000 } else { word.to_bits() }
}
