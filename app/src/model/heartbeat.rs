//! Whether the workers are still there. A worker that is at work reports many times a second; one that says nothing
//! is asked, and one that does not answer is lost. Browsers end workers in silence: where memory is short, and
//! sometimes where a graphics driver breaks.

use std::time::Duration;

/// How long a worker may say nothing before it is asked, in milliseconds.
const QUIET: f64 = 10_000.0;
/// How long it may say nothing in all.
const LOST: f64 = 30_000.0;
/// How long it may take to load. It cannot answer before.
const LOADING: f64 = 60_000.0;
/// By how much a tick may be late. Later, it was the page that slept, and not the workers.
const LATE: f64 = 10_000.0;

/// How long each worker has been silent. Times are in milliseconds.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Heartbeat {
    seats: Vec<Silence>,
    last: Option<f64>,
}

#[derive(Debug, Clone, Copy, PartialEq)]
struct Silence {
    since: f64,
    asked: bool,
    listens: bool,
}

/// What to do about a silent worker.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Beat {
    /// Ask the worker in this seat whether it is there.
    Ask(usize),
    /// The worker in this seat is lost.
    Lost(usize),
}

impl Heartbeat {
    /// How much time passes between two ticks.
    pub const PERIOD: Duration = Duration::from_secs(2);

    /// A new worker sits in a seat.
    pub fn seat(&mut self, seat: usize, now: f64) {
        self.seats
            .resize(self.seats.len().max(seat + 1), Silence { since: now, asked: false, listens: false });
        self.seats[seat] = Silence { since: now, asked: false, listens: false };
    }

    /// All workers were ended.
    pub fn clear(&mut self) {
        self.seats.clear();
    }

    /// A worker said something.
    pub fn heard(&mut self, seat: usize, now: f64) {
        if let Some(silence) = self.seats.get_mut(seat) {
            *silence = Silence { since: now, asked: false, listens: true };
        }
    }

    /// Begins to count anew: the page was away, and nothing that it did not hear says anything.
    pub fn restart(&mut self, now: f64) {
        self.last = Some(now);
        for silence in &mut self.seats {
            (silence.since, silence.asked) = (now, false);
        }
    }

    /// Some time has passed. Seats that nothing is waited for from may be silent for ever.
    pub fn tick(&mut self, now: f64, waits_for: impl Fn(usize) -> bool) -> Vec<Beat> {
        let late = self.last.is_some_and(|last| now - last > Self::PERIOD.as_secs_f64() * 1000.0 + LATE);
        self.last = Some(now);
        if late {
            self.restart(now);
        }
        let mut beats = Vec::new();
        for (seat, silence) in self.seats.iter_mut().enumerate() {
            if !waits_for(seat) {
                (silence.since, silence.asked) = (now, false);
                continue;
            }
            let quiet = now - silence.since;
            if quiet >= if silence.listens { LOST } else { LOADING } {
                (silence.since, silence.asked) = (now, false);
                beats.push(Beat::Lost(seat));
            } else if quiet >= QUIET && silence.listens && !silence.asked {
                silence.asked = true;
                beats.push(Beat::Ask(seat));
            }
        }
        beats
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Ticks from one second to another; every beat with its second.
    fn pass(heartbeat: &mut Heartbeat, from: u32, to: u32, waits: bool) -> Vec<(u32, Beat)> {
        let tick = |second: u32| {
            let beats = heartbeat.tick(f64::from(second) * 1000.0, |_| waits);
            beats.into_iter().map(move |beat| (second, beat)).collect::<Vec<_>>()
        };
        (from..=to).step_by(2).flat_map(tick).collect()
    }

    fn listening() -> Heartbeat {
        let mut heartbeat = Heartbeat::default();
        heartbeat.seat(0, 0.0);
        heartbeat.heard(0, 0.0);
        heartbeat
    }

    #[test]
    fn a_silent_worker_is_asked_once_and_then_lost() {
        let beats = pass(&mut listening(), 0, 38, true);
        assert_eq!(beats, [(10, Beat::Ask(0)), (30, Beat::Lost(0))]);
    }

    #[test]
    fn an_answer_begins_the_count_anew() {
        let mut heartbeat = listening();
        assert_eq!(pass(&mut heartbeat, 0, 10, true), [(10, Beat::Ask(0))]);
        heartbeat.heard(0, 11_000.0);
        assert_eq!(pass(&mut heartbeat, 12, 30, true), [(22, Beat::Ask(0))]);
    }

    #[test]
    fn a_worker_without_work_may_be_silent() {
        let mut heartbeat = listening();
        assert_eq!(pass(&mut heartbeat, 0, 100, false), []);
        assert_eq!(pass(&mut heartbeat, 102, 108, true), []);
    }

    #[test]
    fn a_page_that_slept_blames_nobody() {
        let mut heartbeat = listening();
        assert_eq!(pass(&mut heartbeat, 0, 8, true), []);
        assert_eq!(pass(&mut heartbeat, 3600, 3608, true), []);
        heartbeat.restart(3_609_000.0);
        assert_eq!(pass(&mut heartbeat, 3610, 3618, true), []);
        assert_eq!(pass(&mut heartbeat, 3620, 3620, true), [(3620, Beat::Ask(0))]);
    }

    #[test]
    fn a_worker_that_loads_is_not_asked_and_gets_more_time() {
        let mut heartbeat = Heartbeat::default();
        heartbeat.seat(1, 0.0);
        let beats = pass(&mut heartbeat, 0, 60, true);
        assert_eq!(beats, [(60, Beat::Lost(0)), (60, Beat::Lost(1))]);
        heartbeat.clear();
        assert_eq!(pass(&mut heartbeat, 62, 200, true), []);
    }
}
