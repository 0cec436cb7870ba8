//! Lines on standard output. One that cannot be written makes no command panic: nobody reads behind a closed pipe, and a
//! full disk is told once, at the end.

use std::fmt::Arguments;
use std::io::{Error, ErrorKind, Write as _};
use std::sync::OnceLock;

/// Why the first line that was not written was not.
static LOST: OnceLock<Error> = OnceLock::new();

/// Prints a line on standard output; whether it could be written.
macro_rules! say {
    ($($part:tt)*) => { $crate::said::line(format_args!($($part)*)) };
}
pub(crate) use say;

/// What [`say`] does.
pub(crate) fn line(line: Arguments<'_>) -> bool {
    match writeln!(std::io::stdout(), "{line}") {
        Ok(()) => true,
        Err(error) => {
            // Only the first is told.
            let _ = LOST.set(error);
            false
        }
    }
}

/// The sentence that lines were lost, where some were that somebody waits for.
pub(crate) fn lost() -> Option<String> {
    let lost = LOST.get().filter(|error| error.kind() != ErrorKind::BrokenPipe)?;
    Some(format!("Standard output cannot be written: {lost}."))
}
