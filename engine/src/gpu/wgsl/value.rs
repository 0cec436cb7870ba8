//! Arithmetic as WGSL. Registers of a row program are words without a type; here each value has one, and is turned
//! into the other by its bits where a step wants it so.
//!
//! What WGSL leaves open (accuracy of `exp` and `log`, fused or reordered sums) is why the GPU is compared with the
//! exact executor within tolerances. Integers are exact.

use std::fmt::Write as _;

use crate::graph::{Binary, Unary};
use crate::schedule::Arithmetic;

/// The lowest finite number. One digit more, as Rust prints it, is more than compilers of WGSL accept.
pub(super) const LOWEST: &str = "-3.4028234e38f";

/// The type of a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Float,
    Word,
}

impl Kind {
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Float => "f32",
            Self::Word => "u32",
        }
    }
}

/// An expression with its type.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Value {
    pub(super) text: String,
    pub(super) kind: Kind,
}

impl Value {
    pub(super) fn word(text: impl Into<String>) -> Self {
        Self { text: text.into(), kind: Kind::Word }
    }

    pub(super) fn float(text: impl Into<String>) -> Self {
        Self { text: text.into(), kind: Kind::Float }
    }

    /// The expression as this type.
    pub(super) fn of(&self, kind: Kind) -> String {
        match (self.kind, kind) {
            (Kind::Word, Kind::Float) => format!("bitcast<f32>({})", self.text),
            (Kind::Float, Kind::Word) => format!("bitcast<u32>({})", self.text),
            _ => self.text.clone(),
        }
    }

    /// A constant, by its bits, as the type that a step wants.
    pub(super) fn constant(bits: u32, kind: Kind, helpers: &mut Helpers) -> Self {
        let value = f32::from_bits(bits);
        match kind {
            Kind::Word => Self::word(format!("{bits}u")),
            // Their bits are no constant that WGSL accepts; through a function they are no constant.
            Kind::Float if !value.is_finite() => {
                helpers.opaque = true;
                Self::float(format!("opaque({bits}u)"))
            }
            Kind::Float if value == f32::MAX => Self::float(&LOWEST[1..]),
            Kind::Float if value == f32::MIN => Self::float(LOWEST),
            Kind::Float => Self::float(format!("{value:?}f")),
        }
    }
}

/// The functions that a shader needs beside its entry point.
#[derive(Debug, Default)]
pub(super) struct Helpers {
    threefry: bool,
    tanh: bool,
    mul_high: bool,
    opaque: bool,
}

impl Helpers {
    pub(super) fn write(&self, text: &mut String) {
        let all =
            [(self.threefry, THREEFRY), (self.tanh, TANH), (self.mul_high, MUL_HIGH), (self.opaque, OPAQUE)];
        for (_, function) in all.into_iter().filter(|(needed, _)| *needed) {
            let _ = writeln!(text, "{function}");
        }
    }
}

/// The types that an operation takes its arguments in; `None` where any will do, as long as it is one.
pub(super) fn takes(op: Arithmetic) -> Option<Kind> {
    match op {
        Arithmetic::Unary(Unary::ToF32) | Arithmetic::Integer(_) | Arithmetic::Threefry(_) => {
            Some(Kind::Word)
        }
        Arithmetic::Unary(_) | Arithmetic::Binary(_) => Some(Kind::Float),
        Arithmetic::Copy | Arithmetic::Select | Arithmetic::Iota { .. } => None,
    }
}

/// The result of an operation on arguments of the types that it [`takes`]. `element` is the number of the element.
pub(super) fn compute(op: Arithmetic, args: &[String], element: &str, helpers: &mut Helpers) -> Value {
    let arg = |i: usize| args.get(i).map_or("", String::as_str);
    let (a, b) = (arg(0), arg(1));
    match op {
        Arithmetic::Unary(op) => Value::float(match op {
            Unary::Neg => format!("-({a})"),
            Unary::Exp => format!("exp({a})"),
            Unary::Log => format!("log({a})"),
            Unary::Tanh => {
                helpers.tanh = true;
                format!("tanh_({a})")
            }
            Unary::Sqrt => format!("sqrt({a})"),
            Unary::ToF32 => format!("f32({a})"),
        }),
        Arithmetic::Binary(op) => match op {
            Binary::Add => Value::float(format!("{a} + {b}")),
            Binary::Sub => Value::float(format!("{a} - {b}")),
            Binary::Mul => Value::float(format!("{a} * {b}")),
            Binary::Div => Value::float(format!("{a} / {b}")),
            Binary::Max => Value::float(format!("select({b}, {a}, {a} > {b})")),
            Binary::Min => Value::float(format!("select({b}, {a}, {a} < {b})")),
            Binary::Less => Value::word(format!("select(0u, 1u, {a} < {b})")),
            Binary::Equal => Value::word(format!("select(0u, 1u, {a} == {b})")),
            Binary::MulHigh | Binary::And | Binary::Xor | Binary::ShiftRight => {
                unreachable!("{op:?} of f32")
            }
        },
        Arithmetic::Integer(op) => Value::word(match op {
            Binary::Add => format!("{a} + {b}"),
            Binary::Sub => format!("{a} - {b}"),
            Binary::Mul => format!("{a} * {b}"),
            Binary::Max => format!("max({a}, {b})"),
            Binary::Min => format!("min({a}, {b})"),
            Binary::Less => format!("select(0u, 1u, {a} < {b})"),
            Binary::Equal => format!("select(0u, 1u, {a} == {b})"),
            Binary::MulHigh => {
                helpers.mul_high = true;
                format!("mul_high({a}, {b})")
            }
            Binary::And => format!("{a} & {b}"),
            Binary::Xor => format!("{a} ^ {b}"),
            Binary::ShiftRight => format!("{a} >> ({b} & 31u)"),
            Binary::Div => unreachable!("Div of u32"),
        }),
        Arithmetic::Threefry(word) => {
            helpers.threefry = true;
            let (c, d) = (arg(2), arg(3));
            Value::word(format!("threefry(vec2<u32>({a}, {b}), vec2<u32>({c}, {d}))[{word}]"))
        }
        Arithmetic::Iota { inner: 1, size } => Value::word(format!("{element} % {size}u")),
        Arithmetic::Iota { inner, size } => Value::word(format!("{element} / {inner}u % {size}u")),
        Arithmetic::Copy | Arithmetic::Select => unreachable!("{op:?} has no arithmetic"),
    }
}

/// The twin of `rng::threefry2x32`.
const THREEFRY: &str = "\
fn threefry_rounds(x: vec2<u32>, r: vec4<u32>) -> vec2<u32> {
  var y = x;
  for (var i = 0u; i < 4u; i += 1u) {
    y.x = y.x + y.y;
    y.y = ((y.y << r[i]) | (y.y >> (32u - r[i]))) ^ y.x;
  }
  return y;
}
fn threefry(key: vec2<u32>, counter: vec2<u32>) -> vec2<u32> {
  let third = key.x ^ key.y ^ 0x1BD11BDAu;
  let even = vec4<u32>(13u, 15u, 26u, 6u);
  let odd = vec4<u32>(17u, 29u, 16u, 24u);
  var x = counter + key;
  x = threefry_rounds(x, even) + vec2<u32>(key.y, third + 1u);
  x = threefry_rounds(x, odd) + vec2<u32>(third, key.x + 2u);
  x = threefry_rounds(x, even) + vec2<u32>(key.x, key.y + 3u);
  x = threefry_rounds(x, odd) + vec2<u32>(key.y, third + 4u);
  x = threefry_rounds(x, even) + vec2<u32>(third, key.x + 5u);
  return x;
}";

/// The twin of `num::tanh`: WGSL's own is allowed an error of 1e-5, and gives NaN for large arguments on some devices.
const TANH: &str = "\
fn tanh_(x: f32) -> f32 {
  let a = min(abs(x), 20.0f);
  let z = a * a;
  var p = -5.7049887e-3f;
  p = p * z + 2.0639089e-2f;
  p = p * z - 5.3739716e-2f;
  p = p * z + 1.3331442e-1f;
  p = p * z - 3.3333282e-1f;
  let near = p * z * a + a;
  let far = 1.0f - 2.0f / (exp(a + a) + 1.0f);
  let y = select(far, near, a < 0.625f);
  let signed = select(y, -y, x < 0.0f);
  return select(x, signed, x == x);
}";

/// The high word of a product, out of products of half words.
const MUL_HIGH: &str = "\
fn mul_high(a: u32, b: u32) -> u32 {
  let al = a & 0xFFFFu;
  let ah = a >> 16u;
  let bl = b & 0xFFFFu;
  let bh = b >> 16u;
  let low = al * bl;
  let middle = ah * bl + (low >> 16u);
  let cross = al * bh + (middle & 0xFFFFu);
  return ah * bh + (middle >> 16u) + (cross >> 16u);
}";

const OPAQUE: &str = "\
fn opaque(bits: u32) -> f32 {
  return bitcast<f32>(bits);
}";
