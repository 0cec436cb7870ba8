//! Round positions for the marks of an axis.

/// A marked position on an axis.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Tick {
    /// Where, in the picture.
    pub(super) at: f64,
    /// What it says.
    pub(super) text: String,
}

/// The multiples of 1, 2 or 5 times a power of ten that lie from `low` to `high`, with at most `most` steps between
/// them.
pub(super) fn ticks(low: f64, high: f64, most: f64) -> Vec<f64> {
    let rough = (high - low) / most.max(1.0);
    if !rough.is_finite() || rough <= 0.0 {
        return vec![low];
    }
    let power = 10f64.powf(rough.log10().floor());
    let step =
        [1.0, 2.0, 5.0, 10.0].into_iter().map(|factor| factor * power).find(|step| *step >= rough * 0.9999);
    let step = step.unwrap_or(power * 10.0);
    let (first, last) = ((low / step - 1e-9).ceil(), (high / step + 1e-9).floor());
    (0u32..1000).map(|at| first + f64::from(at)).take_while(|at| *at <= last).map(|at| at * step).collect()
}

/// A tick's text: as many decimals as the distance between ticks needs.
pub(super) fn label(value: f64, ticks: &[f64]) -> String {
    let step = ticks.get(1).map_or(1.0, |second| second - ticks[0]);
    let decimals = (0..9).find(|decimals| {
        let scaled = step * 10f64.powi(*decimals);
        (scaled - scaled.round()).abs() < 1e-6 * scaled
    });
    let decimals = usize::try_from(decimals.unwrap_or(3)).unwrap_or(3);
    format!("{:.decimals$}", value + 0.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_are_round_and_inside() {
        assert_eq!(ticks(0.0, 1200.0, 6.0), [0.0, 200.0, 400.0, 600.0, 800.0, 1000.0, 1200.0]);
        assert_eq!(ticks(0.0, 1200.0, 4.0), [0.0, 500.0, 1000.0]);
        assert_eq!(ticks(3.0, 3.0, 4.0), [3.0]);
        let fine = ticks(0.0, 1.0, 5.0);
        let texts: Vec<String> = fine.iter().map(|at| label(*at, &fine)).collect();
        assert_eq!(texts, ["0.0", "0.2", "0.4", "0.6", "0.8", "1.0"]);
    }

    #[test]
    fn an_axis_that_does_not_start_at_a_round_number_has_round_marks() {
        assert_eq!(ticks(-1.3, 2.1, 4.0), [-1.0, 0.0, 1.0, 2.0]);
    }
}
