//! Everything a page knows about its run, and what follows from it. No browser in here: messages and times come in,
//! messages for the workers go out, and the components only show what this says.

mod pace;
mod receive;
mod settings;
pub mod slider;
mod state;
mod words;

pub use pace::duration;
pub use settings::{MEMBERS, Setting};
pub use state::{Model, Phase, Verdict};
