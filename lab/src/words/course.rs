//! Worked pages for those who teach: a page of a course with a graded question, and the page for Open edX.

use serde::Serialize;

/// A page of a course with a graded question. What stands in the page is filled in when it is written; what changes,
/// `public/course.js` reads by the names of the fields.
#[derive(Debug, Clone, Copy, Serialize)]
pub struct Course {
    /// The title.
    pub title: &'static str,
    /// What the page is.
    pub says: &'static str,
    /// The heading of the lesson.
    pub lesson: &'static str,
    /// What a student is to do.
    pub task: &'static str,
    /// The heading of the question.
    pub question: &'static str,
    /// What it asks for, before the question itself.
    pub ask: &'static str,
    /// While it cannot be answered.
    pub wait: &'static str,
    /// A run is over, and there was no prediction before it.
    pub unpredicted: &'static str,
    /// The button that grades the answer.
    pub check: &'static str,
    /// The answer is right.
    pub right: &'static str,
    /// It is not.
    pub wrong: &'static str,
    /// Nothing was chosen.
    pub choose: &'static str,
    /// The heading of the grade.
    pub grade: &'static str,
    /// The grade: `{got}` and `{of}` stand for the points.
    pub points: &'static str,
    /// What gives a point each: a prediction before the run, a run to its end, the right answer.
    pub gives: [&'static str; 3],
    /// Said of what gave its point.
    pub done: &'static str,
    /// Said of what did not yet.
    pub open: &'static str,
    /// The heading of what would be sent.
    pub sent: &'static str,
    /// That nothing is sent, and what it would be.
    pub sent_says: &'static str,
    /// There is nothing yet.
    pub nothing: &'static str,
    /// The heading of how to make such a page.
    pub how: &'static str,
    /// How to.
    pub how_says: &'static str,
    /// What such a grade is worth.
    pub honest: &'static str,
}

/// The page that stands between an experiment and Open edX.
#[derive(Debug, Clone, Copy, Serialize)]
pub struct OpenEdx {
    /// The title.
    pub title: &'static str,
    /// What the page is.
    pub says: &'static str,
    /// The heading of how to use it.
    pub how: &'static str,
    /// The steps of it.
    pub steps: [&'static str; 3],
    /// The heading of what is graded.
    pub graded: &'static str,
    /// What is graded and kept.
    pub graded_says: &'static str,
    /// In a course, where the address names no experiment of this site: `{id}` stands for what it names.
    pub unknown: &'static str,
    /// The platform keeps nothing that can be read.
    pub unreadable: &'static str,
    /// What was kept was put back.
    pub restored: &'static str,
}
