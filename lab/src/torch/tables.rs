//! Tensors that are part of a program: written as what makes them where that is plain, else as a constant of the script.

use std::collections::HashMap;
use std::fmt::Write as _;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use engine::graph::Dtype;

use super::value::{Level, Value, number, quoted, tuple};

/// More numbers than these are packed.
const PLAIN: usize = 1024;
/// Columns of a line.
const WIDTH: usize = 116;

/// The constants of a script.
#[derive(Debug, Default)]
pub(super) struct Tables {
    known: HashMap<(Vec<u32>, Vec<usize>, bool), String>,
    /// Their lines, in order.
    pub(super) lines: String,
    /// Whether any is packed.
    pub(super) packs: bool,
}

impl Tables {
    /// A table by its bits.
    pub(super) fn value(&mut self, bits: &[u32], shape: &[usize], dtype: Dtype) -> Value {
        plain(bits, shape, dtype).unwrap_or_else(|| Value::call(self.name(bits, shape, dtype), shape))
    }

    /// The name of a constant that holds these.
    fn name(&mut self, bits: &[u32], shape: &[usize], dtype: Dtype) -> String {
        let key = (bits.to_vec(), shape.to_vec(), dtype == Dtype::F32);
        if let Some(known) = self.known.get(&key) {
            return known.clone();
        }
        let name = format!("TABLE_{}", self.known.len() + 1);
        let numbers = self.numbers(bits, shape, dtype);
        let _ = writeln!(self.lines, "{name} = {numbers}\n");
        self.known.insert(key, name.clone());
        name
    }

    /// A tensor of these numbers, in lines of their own where they are many.
    pub(super) fn numbers(&mut self, bits: &[u32], shape: &[usize], dtype: Dtype) -> String {
        if bits.len() > PLAIN {
            self.packs = true;
            return packed(bits, shape, dtype);
        }
        let call = if dtype == Dtype::F32 { "floats" } else { "whole" };
        let (shape, all) = (tuple(shape), bits.iter().map(|bits| number(*bits, dtype)));
        let all: Vec<String> = all.collect();
        let short = format!("{call}({shape}, {})", all.join(", "));
        if short.len() < WIDTH - 20 {
            return short;
        }
        format!(
            "{call}(\n    {shape},\n{})",
            wrapped(&all.iter().map(|it| format!("{it}, ")).collect::<Vec<_>>())
        )
    }
}

/// Words in lines of four spaces and as many words as fit.
fn wrapped(words: &[String]) -> String {
    let (mut text, mut line) = (String::new(), String::from("    "));
    for word in words {
        if line.len() + word.len() > WIDTH {
            let _ = writeln!(text, "{}", line.trim_end());
            line = String::from("    ");
        }
        line.push_str(word);
    }
    let _ = writeln!(text, "{}", line.trim_end());
    text
}

fn packed(bits: &[u32], shape: &[usize], dtype: Dtype) -> String {
    let bytes: Vec<u8> = bits.iter().flat_map(|bits| bits.to_le_bytes()).collect();
    let text = STANDARD.encode(miniz_oxide::deflate::compress_to_vec_zlib(&bytes, 9));
    let lines: Vec<String> = text
        .as_bytes()
        .chunks(WIDTH - 6)
        .map(|line| format!("    {}\n", quoted(&String::from_utf8_lossy(line))))
        .collect();
    let kind = if dtype == Dtype::F32 { "f" } else { "I" };
    format!("packed(\n{}    , \"{kind}\", {})", lines.concat(), tuple(shape)).replace("\n    , ", ",\n    ")
}

/// A table that is plain enough to be made.
fn plain(bits: &[u32], shape: &[usize], dtype: Dtype) -> Option<Value> {
    let first = *bits.first()?;
    if bits.iter().all(|bits| *bits == first) {
        return Some(Value::literal(number(first, dtype)));
    }
    let counts = |from: u32| bits.iter().zip(from..).all(|(bits, wanted)| *bits == wanted);
    let is_line = shape.iter().filter(|size| **size > 1).count() <= 1;
    if dtype == Dtype::U32 && bits.len() > 2 && is_line && counts(first) {
        let range = match first {
            0 => format!("torch.arange({})", bits.len()),
            from => format!("torch.arange({from}, {})", from as usize + bits.len()),
        };
        let flat = Value::call(range, &[bits.len()]);
        return Some(if shape.last() == Some(&bits.len()) {
            flat
        } else {
            Value::call(format!("{}.reshape{}", flat.text, tuple(shape)), shape)
        });
    }
    let [rows, columns] = *shape else { return None };
    if dtype != Dtype::F32 || rows != columns || rows < 2 {
        return None;
    }
    let is = |wanted: &dyn Fn(usize, usize) -> u32| {
        bits.iter().enumerate().all(|(at, bits)| *bits == wanted(at / columns, at % columns))
    };
    let one = 1f32.to_bits();
    if is(&|row, column| if row == column { one } else { 0 }) {
        return Some(Value::call(format!("torch.eye({rows})"), shape));
    }
    let above = bits[1];
    is(&|row, column| if row < column { above } else { 0 }).then(|| {
        let text = format!("torch.full({}, {}).triu(1)", tuple(shape), number(above, dtype));
        Value::new(text, Level::Atom, shape)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_tables_are_made_and_others_written_once() {
        let mut tables = Tables::default();
        let floats = |values: &[f32]| values.iter().map(|value| value.to_bits()).collect::<Vec<u32>>();
        let mut text = |bits: &[u32], shape: &[usize], dtype| tables.value(bits, shape, dtype).text;
        assert_eq!(text(&[0, 1, 2], &[3], Dtype::U32), "torch.arange(3)");
        assert_eq!(text(&[4, 5, 6], &[3, 1], Dtype::U32), "torch.arange(4, 7).reshape(3, 1)");
        assert_eq!(text(&floats(&[1.0, 0.0, 0.0, 1.0]), &[2, 2], Dtype::F32), "torch.eye(2)");
        assert_eq!(
            text(&floats(&[0.0, -1e9, 0.0, 0.0]), &[2, 2], Dtype::F32),
            "torch.full((2, 2), -1000000000.0).triu(1)"
        );
        assert_eq!(text(&floats(&[0.5, 0.5]), &[2], Dtype::F32), "0.5");
        let odd = floats(&[0.5, 0.25]);
        assert_eq!(text(&odd, &[2], Dtype::F32), "TABLE_1");
        assert_eq!(text(&odd, &[2], Dtype::F32), "TABLE_1");
        assert_eq!(text(&[3, 1], &[2], Dtype::U32), "TABLE_2");
        assert_eq!(tables.lines, "TABLE_1 = floats((2,), 0.5, 0.25)\n\nTABLE_2 = whole((2,), 3, 1)\n\n");
    }
}
