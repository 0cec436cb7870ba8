//! Records: the file of a run that is over, and a file that is opened in place of a run. What was opened is shown as what
//! it is, something that this page did not compute; run again, it is compared.

use lab::digest::Comparison;
use lab::link::Link;
use lab::record::{ComputedBy, Doubt, Hashes, Nearly, Record};
use lab::recording::Device;

use super::{Model, Order, Phase};

/// What is known of a record that was opened.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Opened {
    record: Record,
    /// Whether its measurements are shown; once the run is computed here, those are.
    pub(super) is_shown: bool,
}

impl Model {
    /// The record of the run that is over.
    #[must_use]
    pub fn record(&self) -> Option<Record> {
        if self.phase != Phase::Finished {
            return None;
        }
        let choice = self.choice.as_ref()?;
        let computed_by = match choice.device {
            _ if self.mixed => ComputedBy::Mixed,
            Device::Exact => ComputedBy::Exact,
            Device::Gpu => ComputedBy::Gpu,
        };
        let adapter = choice.adapter.clone().filter(|_| computed_by != ComputedBy::Exact);
        let mut record = Record::of(&self.link.keys, &self.recording, computed_by, adapter);
        record.predictions = self.foretold();
        Some(record)
    }

    /// Shows a record of this page's experiment in place of a run.
    pub fn open_record(&mut self, record: &Record) -> Vec<Order> {
        let mut keys = record.keys.clone();
        keys.rev = keys.experiment.rev;
        let mut link = Link { keys, certificate: None, notes: Vec::new(), ..self.link.clone() };
        (link.presentation.view, link.presentation.claim) = (None, None);
        let orders: Vec<Order> = self.open(link);
        self.recording = record.recording().clone();
        self.opened = Some(Opened { record: record.clone(), is_shown: true });
        self.changes += 1;
        orders
    }

    /// Puts what was opened away.
    pub fn close_record(&mut self) -> Vec<Order> {
        self.opened = None;
        self.open(self.link.clone())
    }

    /// What computed the run of the record whose measurements are shown, and what keeps it from being verified.
    #[must_use]
    pub fn shown_record(&self) -> Option<(&'static str, Option<String>)> {
        let Opened { record, .. } = self.opened.as_ref().filter(|opened| opened.is_shown)?;
        Some((record.computed_by.name(), record.doubt().map(self.words().records.doubt)))
    }

    /// What comes of comparing the run, computed again, with the record that was opened before it.
    pub(super) fn compare_with_record(&self) -> Option<Comparison> {
        let Opened { record, .. } = self.opened.as_ref().filter(|opened| opened.record.doubt().is_none())?;
        let again = Hashes::of(&self.link.keys, &self.recording).ok()?;
        record.hashes.as_ref().map(|hashes| hashes.compare(&again))
    }

    /// How near the run, computed again on the processor, comes to the record that was opened before it, where a GPU took
    /// part in that.
    #[must_use]
    pub fn nearly(&self) -> Option<Nearly> {
        let Opened { record, .. } =
            self.opened.as_ref().filter(|opened| opened.record.doubt() == Some(Doubt::NotExact))?;
        let is_computed = self.phase == Phase::Finished && self.is_exact();
        is_computed.then(|| Nearly::of(record, &self.recording))
    }
}
