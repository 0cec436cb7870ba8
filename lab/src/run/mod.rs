//! Runs.

/// Placeholder.
#[derive(Debug)]
pub struct Program;
/// Placeholder.
#[derive(Debug)]
pub struct ProgramError;
