//! Which word stands for what in a claim, and how they come together.

use super::Claims;
use crate::claim::{Judgement, Owner, Status, Verdict};

impl Claims {
    /// A verdict; `None` where the claim is not measured.
    #[must_use]
    pub fn verdict(&self, verdict: Option<Verdict>) -> &'static str {
        match verdict {
            Some(Verdict::Holds) => self.holds,
            Some(Verdict::Fails) => self.fails,
            Some(Verdict::Undecided) => self.undecided,
            None => self.not_measured,
        }
    }

    /// A claim's status.
    #[must_use]
    pub fn status(&self, status: Status) -> &'static str {
        match status {
            Status::Gate => self.gate,
            Status::Reported => self.reported,
            Status::Exploratory => self.exploratory,
        }
    }

    /// Whose a threshold is.
    #[must_use]
    pub fn owner(&self, owner: Owner) -> &'static str {
        match owner {
            Owner::Paper => self.paper,
            Owner::Ours => self.ours,
        }
    }

    /// What was measured and what is wanted, and how sure a share is.
    #[must_use]
    pub fn reasons(&self, judgement: &Judgement) -> String {
        let mut says = match judgement.value {
            Some(value) => (self.measured)(&format!("{value:.3}"), &judgement.threshold),
            None => (self.wanted)(&judgement.threshold),
        };
        if judgement.verdict != Verdict::Undecided
            && let Some((low, high)) = judgement.interval()
        {
            let members = (self.members)(judgement.passed(), judgement.of(), judgement.quota);
            says += &format!("; {members}, {}", (self.interval)(low, high));
        }
        says
    }
}
