//! Kernels as WGSL. One shader serves every kernel that does the same to other memory: shapes and strides are
//! constants in it, places are data, so that two layers of a network share a pipeline and a learning rate never
//! makes a new one.
//!
//! Every tensor lies in one of five buffers, one for each [`Space`], bound once for a whole replay. A dispatch covers
//! all members (and, where kernels that look alike stand side by side, all of them): the third number of a workgroup
//! is member times instance. Nothing here needs more than the core limits of WebGPU: no subgroups, no 16-bit floats,
//! no atomics; every sum has a fixed order, so that a device repeats itself bit for bit.
//!
//! | file | kernels |
//! | --- | --- |
//! | `rows` | row programs: elementwise chains, folds, epilogues, the optimiser |
//! | `head` | matrix products (direct, or by tiles through workgroup memory) and gathers that start a row program |
//! | `columns` | sums over columns, and the scatter as a gather: each sum looks for its terms |
//! | `moves` | copies and zeros |
//! | `index` | where element i of a pattern lies |
//! | `value` | arithmetic |

mod columns;
mod head;
mod index;
mod moves;
mod rows;
mod value;

use std::fmt::Write as _;

use crate::schedule::{Kernel, Place, Space};

/// Words before the places in what a dispatch is given: instances, then the distance between members in the arena,
/// the state, the inputs and the outputs.
pub(super) const HEADER: usize = 8;

/// The most workgroups along one axis of a dispatch.
pub(super) const WORKGROUPS: usize = 65_535;

/// Invocations of a workgroup where nothing asks for another number.
const WORKGROUP: usize = 64;

/// A kernel as a GPU runs it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shader {
    /// The whole module, with the entry point `main`.
    pub text: String,
    /// The places that it is given, in order.
    pub places: Vec<Place>,
    /// Workgroups for one member.
    pub workgroups: usize,
}

/// How a matrix product is computed, and for what kind of device everything else.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Product {
    /// Whatever [`head`] finds fitting for the shape.
    #[default]
    Fitting,
    /// Straight from memory, by blocks in registers, the larger the better: no invocation waits for another, here or in
    /// sums over columns. For programs that stand in for a graphics card.
    Direct,
    /// By tiles of 16 x 16 through workgroup memory.
    Tile16,
    /// By tiles of 32 x 32 (16 x 64 where rows of more than 32 are folded).
    Tile32,
}

/// Writes a kernel down.
#[must_use]
pub fn shader(kernel: &Kernel, product: Product) -> Shader {
    match kernel {
        Kernel::Rows(program) => rows::shader(program, product),
        Kernel::SumColumns { source, shape, integers, to } => {
            columns::sum(source, *shape, *integers, *to, product)
        }
        Kernel::ScatterAdd { source, indices, rows, width, height, to } => {
            columns::scatter(source, indices, [*rows, *width, *height], *to, product)
        }
        Kernel::Clear { to, length } => moves::clear(*to, *length),
        Kernel::Copy { source, blocks, length, to, pitch } => {
            moves::copy(source, [*blocks, *length, *pitch], *to)
        }
    }
}

/// A shader in the making.
#[derive(Debug, Default)]
struct Writer {
    /// Declarations outside the entry point.
    outside: String,
    /// The entry point, after its first lines.
    body: String,
    depth: usize,
    places: Vec<Place>,
    spaces: [bool; 5],
    helpers: value::Helpers,
}

impl Writer {
    /// Adds a line at the present depth.
    fn line(&mut self, line: &str) {
        for _ in 0..=self.depth {
            self.body.push_str("  ");
        }
        self.body.push_str(line);
        self.body.push('\n');
    }

    /// Adds a line that opens a block.
    fn open(&mut self, line: &str) {
        self.line(&format!("{line} {{"));
        self.depth += 1;
    }

    fn close(&mut self) {
        self.depth -= 1;
        self.line("}");
    }

    /// Opens a block in which `name` counts to `count`: a loop, or for a single round a constant.
    fn open_loop(&mut self, name: &str, count: usize) {
        if count == 1 {
            self.open("");
            self.line(&format!("let {name} = 0u;"));
        } else {
            self.open(&format!("for (var {name} = 0u; {name} < {count}u; {name} += 1u)"));
        }
    }

    /// The buffer and the first index of a place, as text.
    fn place(&mut self, place: Place) -> (&'static str, String) {
        let number = self.places.len();
        self.places.push(place);
        self.spaces[place.space as usize] = true;
        (name(place.space), format!("p{number}"))
    }

    /// Declares an array that the workgroup shares, once.
    fn share(&mut self, name: &str, words: usize, kind: &str) {
        let line = format!("var<workgroup> {name}: array<{kind}, {words}>;\n");
        if !self.outside.contains(&line) {
            self.outside.push_str(&line);
        }
    }

    fn finish(self, workgroup: usize, workgroups: usize) -> Shader {
        let count = self.places.len();
        let mut text = String::with_capacity(self.body.len() + 1500);
        for (number, space) in SPACES.into_iter().enumerate().filter(|(number, _)| self.spaces[*number]) {
            let access = if matches!(space, Space::Input | Space::Table) { "read" } else { "read_write" };
            let name = name(space);
            let _ = writeln!(text, "@group(0) @binding({number}) var<storage, {access}> {name}: array<u32>;");
        }
        let _ = writeln!(text, "@group(1) @binding(0) var<storage, read> at: array<u32>;");
        text.push_str(&self.outside);
        self.helpers.write(&mut text);
        let _ = writeln!(
            text,
            "@compute @workgroup_size({workgroup})\n\
             fn main(@builtin(workgroup_id) wg: vec3<u32>, @builtin(num_workgroups) wgs: vec3<u32>, \
             @builtin(local_invocation_index) lane: u32) {{\n  \
             let block = wg.x + wg.y * wgs.x;\n  \
             let member = wg.z / at[0];\n  \
             let instance = {HEADER}u + (wg.z % at[0]) * {count}u;"
        );
        for (number, place) in self.places.iter().enumerate() {
            let stride = match place.space {
                Space::Arena => " + member * at[1]",
                Space::State => " + member * at[2]",
                Space::Input => " + member * at[3]",
                Space::Output => " + member * at[4]",
                Space::Table => "",
            };
            let _ = writeln!(text, "  let p{number} = at[instance + {number}u]{stride};");
        }
        if workgroups > WORKGROUPS {
            // A second row of them may go beyond the last.
            let _ = writeln!(text, "  if (block >= {workgroups}u) {{ return; }}");
        }
        text.push_str(&self.body);
        text.push_str("}\n");
        Shader { text, places: self.places, workgroups }
    }
}

/// The buffers in the order of their bindings.
pub(super) const SPACES: [Space; 5] = [Space::Arena, Space::State, Space::Input, Space::Table, Space::Output];

fn name(space: Space) -> &'static str {
    match space {
        Space::Arena => "arena",
        Space::State => "state",
        Space::Input => "input",
        Space::Table => "table",
        Space::Output => "output",
    }
}
