//! What follows the state of the page, by few types. Leptos compiles its machinery once for every closure that it is given
//! (an effect, a task, four functions of a view); what goes through here is compiled once for each type of value.

use leptos::prelude::*;

/// A value that is computed again when what it was computed from has changed.
pub(super) fn memo<T: PartialEq + Send + Sync + 'static>(
    compute: impl Fn() -> T + Send + Sync + 'static,
) -> Memo<T> {
    fn shared<T: PartialEq + Send + Sync + 'static>(compute: Box<dyn Fn() -> T + Send + Sync>) -> Memo<T> {
        Memo::new(move |_| compute())
    }
    shared(Box::new(compute))
}

/// The value of an attribute.
pub(super) fn live<T: Send + Sync + 'static>(value: impl Fn() -> T + Send + Sync + 'static) -> Signal<T> {
    Signal::derive(value)
}

/// A part of a view.
pub(super) fn part<V: IntoView + 'static>(mut view: impl FnMut() -> V + Send + 'static) -> AnyView {
    let view: Box<dyn FnMut() -> AnyView + Send> = Box::new(move || view().into_any());
    view.into_any()
}

/// A part of a view that is there while something is so.
#[component]
pub(super) fn While(#[prop(into)] so: Signal<bool>, children: ChildrenFn) -> impl IntoView {
    let so = memo(move || so.get());
    part(move || so.get().then(|| children()))
}
