//! Says what is being done and, at the end, how long each part took.

use std::time::{Duration, Instant};

use anyhow::Result;

/// The stages of one task, in the order in which they ran.
#[derive(Debug, Default)]
pub struct Stages {
    done: Vec<(String, Duration)>,
}

impl Stages {
    /// Runs one stage between its headline and its time.
    ///
    /// # Errors
    /// Those of the stage.
    pub fn run<T>(&mut self, name: &str, stage: impl FnOnce() -> Result<T>) -> Result<T> {
        eprintln!("==> {name}");
        let start = Instant::now();
        let result = stage()?;
        self.done.push((name.to_owned(), start.elapsed()));
        Ok(result)
    }

    /// Prints every stage with its time, and the sum.
    pub fn report(&self) {
        eprintln!("==> Times");
        for (name, time) in &self.done {
            eprintln!("{:>8}  {name}", seconds(*time));
        }
        eprintln!("{:>8}  in all", seconds(self.done.iter().map(|(_, time)| *time).sum()));
    }
}

/// A duration as a person reads it: `0.4 s`, `41 s`, `3 min 20 s`.
#[must_use]
pub fn seconds(time: Duration) -> String {
    let whole = time.as_secs_f64().round();
    match time.as_secs() {
        0..10 => format!("{:.1} s", time.as_secs_f64()),
        10..100 => format!("{whole} s"),
        _ => format!("{} min {} s", (whole / 60.0).floor(), whole % 60.0),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_read_well() {
        assert_eq!(seconds(Duration::from_millis(420)), "0.4 s");
        assert_eq!(seconds(Duration::from_millis(41_400)), "41 s");
        assert_eq!(seconds(Duration::from_secs(200)), "3 min 20 s");
    }
}
