//! Experiments inside of a course page that is on another host: what the course hears and can do, what nobody else can,
//! and what readers see where an experiment does not load.

mod course;
mod fails;
mod strangers;
mod tells;
