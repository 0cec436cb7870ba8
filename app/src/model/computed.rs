//! What a page says about what computes its run.

use lab::link::Backend;
use lab::recording::Device;

use super::Model;

/// The badge beside the run's buttons.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Badge {
    /// The one word that matters.
    pub word: &'static str,
    /// What follows it where there is room.
    pub detail: Option<String>,
    /// What it means.
    pub title: &'static str,
    /// Whether it is of a run whose bits are the same everywhere.
    pub is_exact: bool,
}

impl Model {
    /// What computes the run, for tests and embedding pages: "exact", "gpu" or "mixed"; `None` before it is chosen.
    #[must_use]
    pub fn backend_name(&self) -> Option<&'static str> {
        Some(match self.choice.as_ref()?.device {
            _ if self.mixed => "mixed",
            Device::Exact => "exact",
            Device::Gpu => "gpu",
        })
    }

    /// What computes the run, or what the link says about it.
    #[must_use]
    pub fn badge(&self) -> Badge {
        let choice = self.choice.clone().or_else(|| self.choice_of_link());
        let (word, detail, title) = match choice {
            Some(_) if self.mixed => ("mixed", None, MIXED),
            Some(choice) => match choice.device {
                Device::Exact => ("exact", Some("WASM SIMD".to_owned()), EXACT),
                Device::Gpu => ("gpu", choice.adapter.or_else(|| Some("WebGPU".to_owned())), GPU),
            },
            None => match self.link.backend {
                Backend::Gpu => ("gpu", Some("asked for".to_owned()), WISH),
                Backend::Auto | Backend::Exact => ("auto", None, WISH),
            },
        };
        Badge { word, detail, title, is_exact: word == "exact" }
    }

    /// Why this computes the run: one or two sentences.
    #[must_use]
    pub fn why_says(&self) -> String {
        match (self.choice.clone().or_else(|| self.choice_of_link()), self.link.backend) {
            (Some(choice), _) => choice.why,
            (None, Backend::Gpu) => {
                "The link asks for the GPU; whether it can be used shows when the run begins.".to_owned()
            }
            (None, Backend::Auto | Backend::Exact) => {
                "On the GPU or on the processor: the page chooses when the run begins.".to_owned()
            }
        }
    }

    /// Why the finished run has no digest, for a person.
    #[must_use]
    pub fn no_digest_says(&self) -> &'static str {
        if self.mixed {
            "This run began on the GPU, which was lost, and went on on the processor from where it was last saved. \
             It is a run of neither, so it has no digest that another machine could come to."
        } else {
            "The GPU computed this run, and every kind of GPU sums in another order: the last bits differ from \
             machine to machine, so there is nothing to compare. The processor runs the same settings with every \
             sum in a fixed order, and that run has a digest."
        }
    }
}

const EXACT: &str = "WebAssembly SIMD on the processor, with every sum in a fixed order: the same settings give the \
                     same bits on every machine.";
const GPU: &str = "WebGPU on the graphics processor. Each kind of GPU sums in another order, so the last bits differ \
                   from machine to machine.";
const MIXED: &str = "Begun on the graphics processor, continued on the processor: a run of neither, without a \
                     digest.";
const WISH: &str = "What computes the run is chosen when it begins.";
