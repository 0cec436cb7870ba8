//! Everything a page knows about its run, and what follows from it. No browser in here: messages and times come in,
//! orders for the workers go out, and the components only show what this says.

mod actions;
mod beside;
mod claims;
mod computed;
pub mod embedding;
mod heartbeat;
mod inquiry;
mod order;
mod pace;
mod progress;
mod receive;
mod records;
mod recover;
mod settings;
pub mod slider;
mod speed;
mod state;
mod taken;
#[cfg(test)]
mod tests;
mod trunk;
mod unfinished;
mod words;

pub use claims::Standing;
pub use computed::Badge;
pub use heartbeat::{Beat, Heartbeat};
pub use inquiry::Score;
pub use order::Order;
pub use settings::Setting;
pub use state::{Model, Phase};
pub use words::differences_say;
