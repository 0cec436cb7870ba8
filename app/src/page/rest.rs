//! What the page loads once it can be used: what stands below the pictures, the runs that the browser
//! keeps, and what is said to the page around this one.

use leptos::prelude::*;

use super::claims::Claims;
use super::compare::Beside;
use super::conclusion::Conclusion;
use super::digest::Digest;
use super::embedding;
use super::lab::Lab;
use super::record::Records;
use super::runs::{CanGoOn, Runs};
use super::sweep::CellChoice;

/// What only this part of the program can do.
pub(super) struct Rest {
    /// Claims and their verdicts.
    pub(super) claims: fn(Lab) -> AnyView,
    /// The digest, and records.
    pub(super) digest: fn(Lab) -> AnyView,
    /// The runs that the browser keeps.
    pub(super) runs: fn(Lab) -> AnyView,
    /// The run that can go on.
    pub(super) can_go_on: fn(Lab) -> AnyView,
    /// Another run beside the one that is shown.
    pub(super) beside: fn(Lab) -> AnyView,
    /// What came of the finished run.
    pub(super) conclusion: fn(Lab) -> AnyView,
    /// Which run of a sweep is shown.
    pub(super) cell_choice: fn(Lab) -> AnyView,
    /// Asks the browser what it keeps.
    pub(super) look_at_shelf: fn(Lab),
    /// Has the browser keep the run.
    pub(super) keep: fn(Lab),
    /// Begins to speak with the page around this one.
    pub(super) speak: fn(Lab),
    /// Tells the page around this one what has become of the run.
    pub(super) tell: fn(),
}

/// All of it.
pub(super) static REST: Rest = Rest {
    claims: |lab| view! { <Claims lab /> }.into_any(),
    digest: |lab| {
        view! {
            <Digest lab />
            <Records lab />
        }
        .into_any()
    },
    runs: |lab| view! { <Runs lab /> }.into_any(),
    can_go_on: |lab| view! { <CanGoOn lab /> }.into_any(),
    beside: |lab| view! { <Beside lab /> }.into_any(),
    conclusion: |lab| view! { <Conclusion lab /> }.into_any(),
    cell_choice: |lab| view! { <CellChoice lab /> }.into_any(),
    look_at_shelf: Lab::look_at_shelf,
    keep: Lab::keep,
    speak: embedding::begin,
    tell: embedding::tell,
};
