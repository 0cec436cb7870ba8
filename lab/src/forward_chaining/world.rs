//! The world of sums: core entities whose values are told, and trees whose root has a value that follows only through the
//! facts that lead down to the core. Sizes follow from the knobs.

use crate::knob::Knobs;

/// Values: 0 to 63.
pub(super) const VALUES: usize = 64;
/// Core entities of each value.
pub(super) const EACH: usize = 6;
/// Facts about sums of core entities that are kept back and asked.
pub(super) const KEPT_BACK: usize = 192;

/// Sizes, for trees of one branching.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct World {
    /// Trees.
    pub(super) trees: usize,
    /// Children of a root, and of each of these: b.
    pub(super) branching: usize,
    /// How many of them lead nowhere.
    pub(super) dead: usize,
}

impl World {
    pub(super) fn new(knobs: &Knobs, branching: usize) -> Self {
        let dead = usize::try_from(knobs.whole("dead")).unwrap_or(0);
        // Rounded, and at least one leads on.
        let dead = ((branching * dead + 50) / 100).min(branching - 1);
        Self { trees: usize::try_from(knobs.whole("trees")).unwrap_or(1), branching, dead }
    }

    /// Core entities.
    pub(super) fn core(self) -> usize {
        VALUES * EACH
    }

    /// The number of the first entity of a tree; its root, then its children, then theirs.
    pub(super) fn tree(self, at: usize) -> usize {
        self.core() + at * self.size()
    }

    /// Entities of a tree.
    fn size(self) -> usize {
        1 + self.branching + self.branching * self.branching
    }

    /// How an entity of a tree is called: root 2, its child 2.1, and a child of that, 2.1.3.
    pub(super) fn called(self, entity: usize) -> String {
        let at = entity.saturating_sub(self.core());
        let (tree, at, b) = (at / self.size() + 1, at % self.size(), self.branching);
        match at.checked_sub(1) {
            None => format!("root {tree}"),
            Some(child) if child < b => format!("child {tree}.{}", child + 1),
            Some(leaf) => format!("leaf {tree}.{}.{}", leaf / b, leaf % b + 1),
        }
    }

    /// The number that stands for a value.
    pub(super) fn value(self, value: usize) -> usize {
        self.tree(self.trees) + value
    }

    /// The number that stands for "has the value".
    pub(super) fn has(self) -> usize {
        self.value(VALUES)
    }

    /// Everything that has a vector, N: core entities, trees, values, "has the value".
    pub(super) fn entities(self) -> usize {
        self.has() + 1
    }

    /// Children of a node that lead on.
    pub(super) fn live(self) -> usize {
        self.branching - self.dead
    }

    /// Questions about values, of all trees: roots, children that lead on, their children that lead on.
    pub(super) fn asked(self) -> [usize; 3] {
        let live = self.live();
        [1, live, live * live].map(|count| self.trees * count)
    }
}
