//! What a run leaves behind: the points that it measured, with the hashes that its digest is made of, and the states
//! that it can go on from. A [`Recording`] takes points in any order and from any number of workers, and answers for
//! panels, claims and digests.

use std::fmt;
use std::ops::Range;

use serde::{Deserialize, Serialize};

use crate::digest::PROGRESS;
use crate::experiment::Arm;

/// What one arm's member measured at one point of progress.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Point {
    /// The arm, by position.
    pub arm: u32,
    /// The member, counted over all values of a sweep.
    pub member: u32,
    /// The progress, of [`PROGRESS`].
    pub j: u32,
    /// The training step.
    pub step: u32,
    /// One value for each declared series, in order.
    pub values: Vec<f32>,
    /// Every declared sample, one after the other; none where [`keeps_samples`] says so.
    pub samples: Vec<f32>,
    /// The hash chain up to and including this point; `None` where the GPU computed it.
    pub chain: Option<[u8; 32]>,
}

/// The early end of one arm's member, at a loss that was no finite number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stop {
    /// The arm, by position.
    pub arm: u32,
    /// The member.
    pub member: u32,
    /// The step.
    pub step: u32,
    /// The hash that closes its chain; `None` where the GPU computed it.
    pub chain: Option<[u8; 32]>,
}

/// The most numbers that a point's samples may hold to be kept at every point of progress.
const LARGE: usize = 1024;

/// Whether a point at progress `j` keeps its `count` numbers of samples: large ones are kept at every fourth point, the
/// first and the last among them, so that a run of many members stays within the memory of a page.
#[must_use]
pub fn keeps_samples(count: usize, j: u32) -> bool {
    count <= LARGE || j.is_multiple_of(4)
}

/// What computes a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Device {
    /// The processor, with every sum in a fixed order.
    Exact,
    /// The graphics processor.
    Gpu,
}

/// How much of one worker's members may be saved, in bytes of their states together. Members that are larger than
/// that are not saved: a worker that is lost then begins them again.
pub const SAVED: usize = 64 << 20;

/// One arm's member as a whole at a point of progress, from which training can go on, on either device.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
pub struct Saved {
    /// The arm, by position.
    pub arm: u32,
    /// The member.
    pub member: u32,
    /// The progress, of [`PROGRESS`].
    pub j: u32,
    /// The training step.
    pub step: u32,
    /// The latest loss.
    pub loss: f32,
    /// The hash chain up to and including this point; zeros where the GPU computed the run.
    pub chain: [u8; 32],
    /// Everything that persists, as the bytes of words of 32 bits, the least significant first.
    #[serde(with = "serde_bytes")]
    pub state: Vec<u8>,
}

impl Saved {
    /// The bytes of a state.
    #[must_use]
    pub fn bytes(words: &[f32]) -> Vec<u8> {
        words.iter().flat_map(|word| word.to_le_bytes()).collect()
    }

    /// The state of these bytes. Bytes that make no whole word are left out.
    #[must_use]
    pub fn words(&self) -> Vec<f32> {
        self.state.as_chunks().0.iter().map(|word| f32::from_le_bytes(*word)).collect()
    }
}

impl fmt::Debug for Saved {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { arm, member, j, step, .. } = self;
        let bytes = self.state.len();
        write!(f, "Saved {{ arm: {arm}, member: {member}, j: {j}, step: {step}, .. {bytes} bytes }}")
    }
}

/// A value's middle and the quarters around it, over the members.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Quartiles {
    /// A quarter of the members stand below.
    pub low: f64,
    /// Half of the members stand below.
    pub median: f64,
    /// Three quarters of the members stand below.
    pub high: f64,
}

impl Quartiles {
    /// Of a set of values, by linear interpolation between neighbours (type 7 of Hyndman and Fan, 1996, which
    /// R, NumPy and spreadsheets use too); `None` for no values.
    #[must_use]
    pub fn of(mut values: Vec<f64>) -> Option<Self> {
        values.sort_by(f64::total_cmp);
        let last = values.len().checked_sub(1)?;
        let quantile = |quarter: usize| {
            let (below, rest) = (quarter * last / 4, quarter * last % 4);
            let above = values[(below + 1).min(last)];
            values[below] + (above - values[below]) * rest as f64 / 4.0
        };
        Some(Self { low: quantile(1), median: quantile(2), high: quantile(3) })
    }
}

/// The points of one run, by arm and member.
#[derive(Debug, Clone, PartialEq)]
pub struct Recording {
    steps: Vec<u32>,
    members: u32,
    series: usize,
    lanes: Vec<Lane>,
}

/// What one arm's member has measured so far, in the order of progress.
#[derive(Debug, Clone, Default, PartialEq)]
struct Lane {
    points: Vec<Point>,
    stopped: Option<Stop>,
}

impl Recording {
    /// An empty recording of a run of these arms, with `members` members each and `series` series.
    #[must_use]
    pub fn new(arms: &[Arm], members: u32, series: usize) -> Self {
        let steps: Vec<u32> = arms.iter().map(|arm| arm.steps).collect();
        let lanes = vec![Lane::default(); steps.len() * members as usize];
        Self { steps, members, series, lanes }
    }

    /// How many members each arm has.
    #[must_use]
    pub fn members(&self) -> u32 {
        self.members
    }

    /// How many arms there are.
    #[must_use]
    pub fn arms(&self) -> usize {
        self.steps.len()
    }

    /// How many steps an arm has.
    #[must_use]
    pub fn steps(&self, arm: usize) -> u32 {
        self.steps.get(arm).copied().unwrap_or(0)
    }

    /// Takes in a point; says whether it belongs to the run and was not known yet.
    pub fn push(&mut self, point: Point) -> bool {
        if point.j > PROGRESS || point.values.len() != self.series {
            return false;
        }
        let Some(at) = self.position(point.arm as usize, point.member) else { return false };
        let points = &mut self.lanes[at].points;
        match points.binary_search_by_key(&point.j, |known| known.j) {
            Ok(_) => false,
            Err(place) => {
                points.insert(place, point);
                true
            }
        }
    }

    /// Notes that a member ended early, at a loss that was no finite number.
    pub fn stop(&mut self, stop: Stop) {
        if let Some(at) = self.position(stop.arm as usize, stop.member) {
            self.lanes[at].stopped = Some(stop);
        }
    }

    /// Forgets what one arm's member measured after progress `j`, or everything of it, because it is trained again
    /// from there and may not measure the same.
    pub fn go_back(&mut self, arm: u32, member: u32, j: Option<u32>) {
        if let Some(at) = self.position(arm as usize, member) {
            let lane = &mut self.lanes[at];
            lane.points.retain(|point| j.is_some_and(|j| point.j <= j));
            lane.stopped = None;
        }
    }

    /// The points of one arm's member so far, in the order of progress.
    #[must_use]
    pub fn points(&self, arm: usize, member: u32) -> &[Point] {
        self.position(arm, member).map_or(&[], |at| &self.lanes[at].points)
    }

    /// The members of an arm that ended early, each with its step.
    pub fn stopped(&self, arm: usize) -> impl Iterator<Item = (u32, u32)> {
        (0..self.members).filter_map(move |member| self.end(arm, member).map(|stop| (member, stop.step)))
    }

    /// The early end of one arm's member, if it had one.
    #[must_use]
    pub fn end(&self, arm: usize, member: u32) -> Option<Stop> {
        self.position(arm, member).and_then(|at| self.lanes[at].stopped)
    }

    /// Whether one arm's member is at its end, or ended early.
    #[must_use]
    pub fn is_over(&self, arm: usize, member: u32) -> bool {
        self.end(arm, member).is_some() || self.point(arm, member, PROGRESS).is_some()
    }

    /// Whether every member of every arm is over.
    #[must_use]
    pub fn is_complete(&self) -> bool {
        (0..self.arms()).all(|arm| (0..self.members).all(|member| self.is_over(arm, member)))
    }

    /// The same without samples and hashes: what claims and records need.
    #[must_use]
    pub fn bare(&self) -> Self {
        let mut bare = self.clone();
        for lane in &mut bare.lanes {
            lane.stopped.iter_mut().for_each(|stop| stop.chain = None);
            lane.points.iter_mut().for_each(|point| (point.samples, point.chain) = (Vec::new(), None));
        }
        bare
    }

    /// What one arm's member measured at progress `j`.
    #[must_use]
    pub fn point(&self, arm: usize, member: u32, j: u32) -> Option<&Point> {
        let points = self.points(arm, member);
        points.binary_search_by_key(&j, |point| point.j).ok().map(|at| &points[at])
    }

    /// The hash of one arm's member at progress `j`: that of the point, or the one that closed its chain before.
    #[must_use]
    pub fn chain(&self, arm: usize, member: u32, j: u32) -> Option<[u8; 32]> {
        match self.point(arm, member, j) {
            Some(point) => point.chain,
            None => self.end(arm, member)?.chain,
        }
    }

    /// The quartiles of a series over an arm's members at progress `j`. `None` until every member that has not
    /// ended early has arrived there, so that a band is never one of fewer members than the page says.
    #[must_use]
    pub fn quartiles(&self, arm: usize, series: usize, j: u32) -> Option<Quartiles> {
        self.quartiles_of(arm, 0..self.members, series, j)
    }

    /// The same over some of the members, as those of one value of a sweep.
    #[must_use]
    pub fn quartiles_of(&self, arm: usize, members: Range<u32>, series: usize, j: u32) -> Option<Quartiles> {
        let mut values = Vec::with_capacity(members.len());
        for member in members {
            let lane = &self.lanes[self.position(arm, member)?];
            match lane.points.binary_search_by_key(&j, |point| point.j) {
                Ok(at) => values.push(f64::from(*lane.points[at].values.get(series)?)),
                Err(_) if lane.stopped.is_some() => {}
                Err(_) => return None,
            }
        }
        Quartiles::of(values)
    }

    /// The highest progress at which an arm has quartiles.
    #[must_use]
    pub fn reached(&self, arm: usize) -> Option<u32> {
        (0..=PROGRESS).rev().find(|j| self.quartiles(arm, 0, *j).is_some())
    }

    fn position(&self, arm: usize, member: u32) -> Option<usize> {
        (arm < self.steps.len() && member < self.members)
            .then(|| arm * self.members as usize + member as usize)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::experiment::Cost;

    fn recording(members: u32) -> Recording {
        let arm =
            Arm { key: "a", label: "a".into(), about: String::new(), steps: 640, cost: Cost::default() };
        Recording::new(&[arm], members, 1)
    }

    fn point(member: u32, j: u32, value: f32) -> Point {
        Point { arm: 0, member, j, step: j * 10, values: vec![value], ..Point::default() }
    }

    #[test]
    fn quartiles_are_those_of_type_7() {
        // The same as numpy.quantile(values, [0.25, 0.5, 0.75]).
        let quartiles = |values: &[f64]| Quartiles::of(values.to_vec());
        assert_eq!(quartiles(&[]), None);
        assert_eq!(quartiles(&[3.0]), Some(Quartiles { low: 3.0, median: 3.0, high: 3.0 }));
        assert_eq!(quartiles(&[4.0, 1.0, 3.0, 2.0]), Some(Quartiles { low: 1.75, median: 2.5, high: 3.25 }));
        assert_eq!(
            quartiles(&[1.0, 2.0, 4.0, 8.0, 16.0]),
            Some(Quartiles { low: 2.0, median: 4.0, high: 8.0 })
        );
    }

    #[test]
    fn a_median_waits_for_every_member() {
        let mut recording = recording(2);
        assert!(recording.push(point(0, 0, 0.2)));
        assert_eq!(recording.quartiles(0, 0, 0), None);
        assert!(recording.push(point(1, 0, 0.4)));
        assert!((recording.quartiles(0, 0, 0).unwrap().median - 0.3).abs() < 1e-6);
        assert_eq!(recording.reached(0), Some(0));
    }

    #[test]
    fn a_member_that_ended_early_is_not_waited_for() {
        let mut recording = recording(2);
        recording.push(point(0, 1, 0.5));
        recording.stop(Stop { arm: 0, member: 1, step: 7, chain: None });
        assert_eq!(recording.quartiles(0, 0, 1).map(|quartiles| quartiles.median), Some(0.5));
        assert_eq!(recording.stopped(0).collect::<Vec<_>>(), [(1, 7)]);
    }

    #[test]
    fn points_may_come_in_any_order_but_only_once() {
        let mut recording = recording(1);
        assert!(recording.push(point(0, 2, 0.2)));
        assert!(recording.push(point(0, 1, 0.1)));
        assert!(!recording.push(point(0, 1, 0.9)));
        assert_eq!(recording.points(0, 0).iter().map(|point| point.j).collect::<Vec<_>>(), [1, 2]);
    }

    #[test]
    fn a_member_that_goes_back_forgets_what_came_after() {
        let mut recording = recording(2);
        for (member, j) in [(0, 0), (0, 1), (0, 2), (1, 0)] {
            recording.push(point(member, j, 0.5));
        }
        recording.stop(Stop { arm: 0, member: 0, step: 25, chain: None });
        recording.go_back(0, 0, Some(1));
        assert_eq!(recording.points(0, 0).iter().map(|point| point.j).collect::<Vec<_>>(), [0, 1]);
        assert_eq!(recording.stopped(0).count(), 0);
        recording.go_back(0, 0, None);
        assert_eq!((recording.points(0, 0).len(), recording.points(0, 1).len()), (0, 1));
    }

    #[test]
    fn a_saved_state_keeps_every_bit() {
        let words = [1.5, -0.0, f32::INFINITY, f32::from_bits(0x7fc0_1234), f32::from_bits(3)];
        let state = Saved::bytes(&words);
        let saved = Saved { arm: 1, member: 2, j: 4, step: 40, loss: 0.5, chain: [7; 32], state };
        let bits = |words: &[f32]| words.iter().map(|word| word.to_bits()).collect::<Vec<_>>();
        assert_eq!(bits(&saved.words()), bits(&words));
        let bytes = postcard::to_allocvec(&saved).unwrap();
        assert_eq!(postcard::from_bytes(&bytes), Ok(saved));
    }

    #[test]
    fn large_samples_are_kept_now_and_then_and_at_both_ends() {
        let kept = |count| (0..=PROGRESS).filter(|j| keeps_samples(count, *j)).count();
        assert_eq!((kept(0), kept(LARGE), kept(LARGE + 1)), (65, 65, 17));
        assert!(keeps_samples(usize::MAX, 0) && keeps_samples(usize::MAX, PROGRESS));
    }

    #[test]
    fn points_of_another_run_are_left_out() {
        let mut recording = recording(1);
        assert!(!recording.push(Point { arm: 1, ..point(0, 0, 0.0) }));
        assert!(!recording.push(point(1, 0, 0.0)));
        assert!(!recording.push(point(0, 65, 0.0)));
        assert!(!recording.push(Point { values: vec![], ..point(0, 0, 0.0) }));
    }
}
