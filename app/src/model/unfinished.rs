//! A run that a page was closed in the middle of: what there is to keep of it, and how it goes on.

use std::borrow::Cow;

use lab::link::Link;
use lab::recording::{Device, Point, Saved, Stop};
use serde::{Deserialize, Serialize};

use super::{Model, Order, Phase};
use crate::protocol::{Choice, ProtocolError, decode, encode};

/// Everything that a page needs to go on with a run. Only the build that wrote it reads it.
#[derive(Serialize, Deserialize)]
struct Unfinished<'a> {
    /// A link with the run keys.
    keys: Cow<'a, str>,
    choice: Cow<'a, Choice>,
    mixed: bool,
    points: Vec<Cow<'a, Point>>,
    stopped: Vec<Stop>,
    saved: Cow<'a, [Saved]>,
}

impl Model {
    /// The run as bytes, to go on from later; `None` where there is nothing to go on from.
    #[must_use]
    pub fn unfinished(&self) -> Option<Vec<u8>> {
        let choice = self.choice.as_ref().filter(|_| self.is_under_way() && !self.saved.is_empty())?;
        let lanes = |arm| (0..self.recording.members()).map(move |member| (arm, member));
        let lanes = || (0..self.recording.arms()).flat_map(lanes);
        let points = lanes().flat_map(|(arm, member)| self.recording.points(arm, member));
        let unfinished = Unfinished {
            keys: self.link.keys.query().into(),
            choice: Cow::Borrowed(choice),
            mixed: self.mixed,
            points: points.map(Cow::Borrowed).collect(),
            stopped: lanes().filter_map(|(arm, member)| self.recording.end(arm, member)).collect(),
            saved: Cow::Borrowed(&self.saved),
        };
        encode(&unfinished).ok()
    }

    /// How far such a run is, of 64: what all members have behind them.
    #[must_use]
    pub fn reached(&self) -> u32 {
        (0..self.arms.len()).map(|arm| self.recording.reached(arm).unwrap_or(0)).min().unwrap_or(0)
    }

    /// Goes on with an unfinished run, in place of whatever the page shows.
    ///
    /// # Errors
    /// When the bytes are of no run that this build can go on with.
    pub fn go_on_with(
        &mut self,
        bytes: &[u8],
        processors: u32,
        now: f64,
    ) -> Result<Vec<Order>, ProtocolError> {
        let Unfinished { keys, choice, mixed, points, stopped, saved } = decode(bytes)?;
        let link = Link::parse_among(&keys, &[self.link.keys.experiment])
            .map_err(|error| ProtocolError::new(&error))?;
        let mut orders = match link.keys == self.link.keys {
            true => self.reset(),
            false => self.change(link.keys),
        };
        for point in points {
            self.recording.push(point.into_owned());
        }
        stopped.into_iter().for_each(|stop| self.recording.stop(stop));
        for saved in saved.iter() {
            self.keep_early(saved);
        }
        (self.saved, self.mixed) = (saved.into_owned(), mixed);
        if choice.device == Device::Gpu {
            // The same steps need not give the same numbers again.
            self.go_back(None);
        }
        self.furthest = self.known_points();
        self.workers = self.wanted_workers(processors);
        self.phase = Phase::Paused;
        orders.extend(self.chosen(choice.into_owned(), now));
        orders.extend(self.run_or_pause(processors, now));
        self.changes += 1;
        Ok(orders)
    }
}
