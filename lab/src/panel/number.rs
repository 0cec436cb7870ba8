//! Numbers for people.

/// A count with its thousands apart: 1,200.
#[must_use]
pub fn count(number: u64) -> String {
    grouped(&number.to_string())
}

/// A text of digits with its thousands apart.
pub(super) fn grouped(digits: &str) -> String {
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// A value of a series, with as many decimals as tell a thousandth of its axis apart.
#[must_use]
pub fn value(number: f64, range: (f64, f64)) -> String {
    let thousandth = (range.1 - range.0).abs() / 1000.0;
    let mut decimals = 0;
    let mut unit = 1.0;
    // The margin keeps a range of exactly a power of ten from rounding to one decimal more.
    while unit > thousandth * 1.0001 && decimals < 9 {
        unit /= 10.0;
        decimals += 1;
    }
    let text = format!("{number:.decimals$}");
    // What rounds to zero has no sign.
    match text.strip_prefix('-') {
        Some(zero) if zero.bytes().all(|digit| matches!(digit, b'0' | b'.')) => zero.to_owned(),
        _ => text,
    }
}

/// "1 member", "4 members".
#[must_use]
pub fn counted(number: u64, one: &str, many: &str) -> String {
    format!("{} {}", count(number), if number == 1 { one } else { many })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thousands_stand_apart() {
        let cases = [(0, "0"), (999, "999"), (1200, "1,200"), (123_456, "123,456"), (1_000_000, "1,000,000")];
        for (number, text) in cases {
            assert_eq!(count(number), text);
        }
    }

    #[test]
    fn decimals_follow_the_axis() {
        assert_eq!(value(0.63451, (0.0, 1.0)), "0.635");
        assert_eq!(value(2.5, (0.0, 10.0)), "2.50");
        assert_eq!(value(2.5, (0.0, 5000.0)), "2");
        assert_eq!(value(0.5, (0.0, 0.0)), "0.500000000");
        assert_eq!(value(-0.5, (-1.0, 1.0)), "-0.500");
        assert_eq!(value(-0.0004, (-1.0, 1.0)), "0.000");
    }
}
