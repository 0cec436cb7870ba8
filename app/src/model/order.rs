//! What a model wants its page to tell the workers.

use crate::protocol::ToWorker;

/// One thing to be done with the workers; each sits in a seat, numbered from 0.
#[derive(Debug, Clone, PartialEq)]
pub enum Order {
    /// Tell every worker. One that has no part in the run makes nothing of it.
    All(ToWorker),
    /// Tell the worker in this seat. Where there is none, or the last one was lost, a new one takes the seat.
    Seat(usize, ToWorker),
}
