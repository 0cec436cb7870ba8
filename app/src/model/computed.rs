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
    pub means: &'static str,
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
        let words = self.words().computed;
        let is_exact = !self.mixed && choice.as_ref().is_some_and(|choice| choice.device == Device::Exact);
        let (word, detail, means) = match choice {
            Some(_) if self.mixed => (words.mixed, None, words.mixed_means),
            Some(choice) => match choice.device {
                Device::Exact => (words.exact, Some(words.exact_detail.to_owned()), words.exact_means),
                Device::Gpu => {
                    let adapter = choice.adapter.unwrap_or_else(|| words.gpu_detail.to_owned());
                    (words.gpu, Some(adapter), words.gpu_means)
                }
            },
            None => match self.link.backend {
                Backend::Gpu => (words.gpu, Some(words.asked_for.to_owned()), words.open_means),
                Backend::Auto | Backend::Exact => (words.auto, None, words.open_means),
            },
        };
        Badge { word, detail, means, is_exact }
    }

    /// Why this computes the run: one or two sentences.
    #[must_use]
    pub fn why_says(&self) -> String {
        match (self.choice.clone().or_else(|| self.choice_of_link()), self.link.backend) {
            (Some(choice), _) => choice.why,
            (None, Backend::Gpu) => self.words().computed.link_may_get_gpu.to_owned(),
            (None, Backend::Auto | Backend::Exact) => self.words().computed.page_chooses.to_owned(),
        }
    }

    /// Why the finished run has no digest, for a person.
    #[must_use]
    pub fn no_digest_says(&self) -> &'static str {
        let words = self.words().digest;
        if self.mixed { words.none_of_mixed } else { words.none_of_gpu }
    }
}
