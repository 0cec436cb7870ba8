//! How fast a run goes.

use std::collections::VecDeque;

/// Training steps over the last seconds. Times are in milliseconds.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Pace {
    /// When how many steps were done.
    marks: VecDeque<(f64, u64)>,
}

impl Pace {
    /// How far back the pace looks.
    const WINDOW: f64 = 3000.0;
    /// How much has to have passed before it says anything.
    const ENOUGH: f64 = 300.0;

    pub(super) fn mark(&mut self, now: f64, trained: u64) {
        self.marks.push_back((now, trained));
        while self.marks.len() > 2 && self.marks.front().is_some_and(|(then, _)| now - then > Self::WINDOW) {
            self.marks.pop_front();
        }
    }

    /// Forgets what was before a pause.
    pub(super) fn restart(&mut self) {
        self.marks.clear();
    }

    pub(super) fn per_second(&self) -> Option<f64> {
        let ((start, before), (end, after)) = (*self.marks.front()?, *self.marks.back()?);
        (end - start >= Self::ENOUGH && after > before)
            .then(|| (after - before) as f64 * 1000.0 / (end - start))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_pace_is_that_of_the_last_seconds() {
        let mut pace = Pace::default();
        assert_eq!(pace.per_second(), None);
        for at in 0..100u32 {
            // Ten times as fast in the second half.
            let trained = if at < 50 { u64::from(at) } else { 50 + u64::from(at - 50) * 10 };
            pace.mark(f64::from(at) * 100.0, trained);
        }
        assert_eq!(pace.per_second().map(f64::round), Some(100.0));
        pace.restart();
        assert_eq!(pace.per_second(), None);
    }
}
