//! What a visitor does to a run, and how it is dealt out to workers.

use lab::keys::RunKeys;
use lab::link::{Backend, Link};
use lab::recording::Device;

use super::state::Seat;
use super::{Model, Order, Phase};
use crate::protocol::{Choice, ToWorker};

impl Model {
    /// Run, pause or continue: whatever the main button says. `processors` is how many the device has, and `now` the
    /// time in milliseconds.
    pub fn run_or_pause(&mut self, processors: u32, now: f64) -> Vec<Order> {
        match self.phase {
            Phase::Running => self.pause(),
            Phase::Paused => self.resume(now),
            Phase::Ready | Phase::Finished | Phase::Failed(_) => {
                let mut orders = self.begin(processors, now);
                orders.extend(self.resume(now));
                orders
            }
        }
    }

    /// Trains to the next point of progress; pauses a run that trains.
    pub fn step(&mut self, processors: u32, now: f64) -> Vec<Order> {
        let mut orders = match self.phase {
            Phase::Running => return self.pause(),
            Phase::Paused => Vec::new(),
            Phase::Ready | Phase::Finished | Phase::Failed(_) => self.begin(processors, now),
        };
        self.stepping = true;
        orders.extend(self.to_participants(ToWorker::Step));
        orders
    }

    /// Forgets the run and keeps its settings.
    pub fn reset(&mut self) -> Vec<Order> {
        self.open(self.link.clone())
    }

    /// Changes what is to be run. The run begins anew, and what the link said about the old one no longer holds.
    pub fn change(&mut self, keys: RunKeys) -> Vec<Order> {
        let mut link = Link { keys, certificate: None, notes: Vec::new(), ..self.link.clone() };
        (link.presentation.view, link.presentation.claim) = (None, None);
        self.open(link)
    }

    /// Runs the same settings on the processor, for a digest.
    pub fn certify(&mut self, processors: u32, now: f64) -> Vec<Order> {
        let mut orders = self.open(Link { backend: Backend::Exact, notes: Vec::new(), ..self.link.clone() });
        orders.extend(self.run_or_pause(processors, now));
        orders
    }

    /// Opens another link on the same page.
    pub fn open(&mut self, link: Link) -> Vec<Order> {
        let (run, changes, check) = (self.run + 1, self.changes + 1, self.check.take());
        let (ledger, inquiry) = (std::mem::take(&mut self.ledger), std::mem::take(&mut self.inquiry).kept());
        let ledger = ledger.without_queue();
        let trunk = self.trunk();
        // A record says something about the run that has its keys, and nothing about another one.
        let mut opened = self.opened.take().filter(|_| self.link.keys == link.keys);
        opened.iter_mut().for_each(|opened| opened.is_shown = false);
        let other = self.other.take();
        *self = Self {
            run,
            changes,
            check,
            ledger,
            inquiry,
            opened,
            trunk,
            rate: self.rate,
            ..Self::on_page(link, self.language)
        };
        self.find_beside(other);
        vec![Order::All(ToWorker::Clear)]
    }

    /// How many workers the run wants on a device with this many processors.
    #[must_use]
    pub fn wanted_workers(&self, processors: u32) -> u32 {
        self.link.presentation.workers.unwrap_or(processors).clamp(1, self.link.keys.models())
    }

    /// What computes the run where the link alone decides it.
    pub(super) fn choice_of_link(&self) -> Option<Choice> {
        let why = match (self.link.certificate, self.link.backend) {
            (Some(_), _) => self.words().computed.link_has_digest,
            (None, Backend::Exact) => self.words().computed.link_asks_exact,
            (None, Backend::Auto | Backend::Gpu) => return None,
        };
        Some(Choice { device: Device::Exact, why: why.to_owned(), adapter: None })
    }

    /// Begins the run: asks for a device, or deals the run out where the link has decided it.
    fn begin(&mut self, processors: u32, now: f64) -> Vec<Order> {
        let mut orders = self.reset();
        self.workers = self.wanted_workers(processors);
        self.phase = Phase::Paused;
        match self.choice_of_link() {
            Some(choice) => orders.extend(self.chosen(choice, now)),
            None => orders.push(self.ask()),
        }
        orders
    }

    /// The run as workers are told of it: a link with its keys, and with the language to speak of it.
    pub(super) fn query(&self) -> String {
        let keys = self.link.keys.query();
        self.language().map_or(keys.clone(), |locale| format!("{keys}&locale={locale}"))
    }

    /// Asks the first worker what should compute the run.
    pub(super) fn ask(&self) -> Order {
        let (keys, wish) = (self.query(), self.link.backend);
        Order::Seat(0, ToWorker::Choose { run: self.run, keys, wish, workers: self.workers })
    }

    /// Deals the run out to the workers of a device, and has them train if the run does.
    pub(super) fn chosen(&mut self, choice: Choice, now: f64) -> Vec<Order> {
        let members = self.link.keys.models();
        let count = match choice.device {
            Device::Exact => self.workers,
            Device::Gpu => 1,
        };
        self.choice = Some(choice);
        self.take_head_start();
        let seat = |worker| {
            let members = (worker..members).step_by(count as usize).collect();
            Seat { members, trained: 0, is_done: false }
        };
        self.seats = (0..count).map(seat).collect();
        self.has_trained = false;
        let mut orders: Vec<Order> = (0..self.seats.len()).filter_map(|seat| self.take_up(seat)).collect();
        orders.extend(self.going_on().map(Order::All));
        self.begin_pace(now);
        orders
    }

    /// Has the worker in a seat get its members ready where they were saved, or at their start.
    pub(super) fn take_up(&mut self, seat: usize) -> Option<Order> {
        let device = self.device()?;
        let place = self.seats.get_mut(seat)?;
        let members = place.members.clone();
        let from: Vec<_> =
            self.saved.iter().filter(|saved| members.contains(&saved.member)).cloned().collect();
        place.trained = from.iter().map(|saved| u64::from(saved.step)).sum();
        place.is_done = false;
        let (run, keys) = (self.run, self.query());
        Some(Order::Seat(seat, ToWorker::Prepare { run, keys, members, device, from }))
    }

    /// What workers that are ready are to do, if anything.
    pub(super) fn going_on(&self) -> Option<ToWorker> {
        match self.phase {
            Phase::Running if self.speed_limit().is_some() => Some(ToWorker::Step),
            Phase::Running => Some(ToWorker::Resume),
            Phase::Paused if self.stepping => Some(ToWorker::Step),
            Phase::Ready | Phase::Paused | Phase::Finished | Phase::Failed(_) => None,
        }
    }

    fn resume(&mut self, now: f64) -> Vec<Order> {
        self.phase = Phase::Running;
        self.stepping = false;
        self.begin_pace(now);
        let message = self.running(now);
        self.to_participants(message)
    }

    fn pause(&mut self) -> Vec<Order> {
        self.phase = Phase::Paused;
        self.stepping = false;
        self.pace.restart();
        self.to_participants(ToWorker::Pause)
    }

    /// A message for the workers of the run. Before they are chosen there are none; they are told then.
    pub(super) fn to_participants(&self, message: ToWorker) -> Vec<Order> {
        self.choice.iter().map(|_| Order::All(message.clone())).collect()
    }

    pub(super) fn begin_pace(&mut self, now: f64) {
        self.pace.restart();
        if self.phase == Phase::Running {
            self.pace.mark(now, self.trained());
        }
    }
}
