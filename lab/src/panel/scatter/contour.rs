//! Where a field crosses a level: marching squares over the middles of its cells, with straight lines between them
//! (Lorensen and Cline's marching cubes, 1987, in the plane), joined to lines that are as long as they can be.

use std::collections::BTreeMap;

/// The edge between two neighbouring nodes, from a node to the right or to the next row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Edge {
    column: usize,
    row: usize,
    onward: bool,
}

/// A field whose values stand in the middles of cells, with one more node on each side, so that lines reach the rim.
struct Nodes<'a> {
    values: &'a [f64],
    columns: usize,
    rows: usize,
}

/// The lines along which a field has this value, in cells from its first corner; a line that is closed ends where it
/// began. Where the field is no number there is no line.
pub(super) fn contour(values: &[f64], columns: usize, level: f64) -> Vec<Vec<(f64, f64)>> {
    let rows = values.len().checked_div(columns).unwrap_or(0);
    if rows == 0 {
        return Vec::new();
    }
    let nodes = Nodes { values, columns, rows };
    let mut links: BTreeMap<Edge, Vec<Edge>> = BTreeMap::new();
    for (row, column) in (0..=rows).flat_map(|row| (0..=columns).map(move |column| (row, column))) {
        for (from, to) in nodes.pieces(column, row, level) {
            links.entry(from).or_default().push(to);
            links.entry(to).or_default().push(from);
        }
    }
    // Lines that end at the rim first, so that none of them is begun in its middle.
    let ends = links.iter().filter(|(_, next)| next.len() == 1).map(|(edge, _)| *edge);
    let starts: Vec<Edge> = ends.chain(links.keys().copied()).collect();
    let lines = starts.into_iter().map(|start| follow(&mut links, start)).filter(|line| line.len() > 1);
    lines.map(|line| line.into_iter().map(|edge| nodes.crossing(edge, level)).collect()).collect()
}

/// Takes the line that begins at an edge out of the links.
fn follow(links: &mut BTreeMap<Edge, Vec<Edge>>, start: Edge) -> Vec<Edge> {
    let mut line = vec![start];
    let mut at = start;
    while let Some(next) = links.get_mut(&at).and_then(Vec::pop) {
        if let Some(back) = links.get_mut(&next) {
            back.retain(|edge| *edge != at);
        }
        line.push(next);
        at = next;
    }
    line
}

impl Nodes<'_> {
    fn value(&self, column: usize, row: usize) -> f64 {
        let cell = |node: usize, count: usize| node.saturating_sub(1).min(count - 1);
        self.values[cell(row, self.rows) * self.columns + cell(column, self.columns)]
    }

    /// Where a node stands along one side of the field.
    fn position(node: usize, count: usize) -> f64 {
        (node as f64 - 0.5).clamp(0.0, count as f64)
    }

    /// The pieces of lines within the square between four nodes: none, one or two.
    fn pieces(&self, column: usize, row: usize, level: f64) -> Vec<(Edge, Edge)> {
        let corners = [(0, 0), (1, 0), (1, 1), (0, 1)].map(|(x, y)| self.value(column + x, row + y));
        if !corners.iter().all(|value| value.is_finite()) {
            return Vec::new();
        }
        let [a, b, c, d] = corners.map(|value| value > level);
        let edge = |x, y, onward| Edge { column: column + x, row: row + y, onward };
        let (near, far) = (edge(0, 0, false), edge(0, 1, false));
        let (left, right) = (edge(0, 0, true), edge(1, 0, true));
        let crossed = [(near, a != b), (right, b != c), (far, c != d), (left, d != a)];
        let crossed: Vec<Edge> = crossed.into_iter().filter(|(_, is)| *is).map(|(edge, _)| edge).collect();
        match crossed[..] {
            [from, to] => vec![(from, to)],
            // A saddle: the middle says which two corners are joined.
            [_, _, _, _] if a == (corners.iter().sum::<f64>() / 4.0 > level) => {
                vec![(near, right), (far, left)]
            }
            [_, _, _, _] => vec![(near, left), (far, right)],
            _ => Vec::new(),
        }
    }

    /// Where a line crosses an edge.
    fn crossing(&self, edge: Edge, level: f64) -> (f64, f64) {
        let Edge { column, row, onward } = edge;
        let (right, below) = if onward { (column, row + 1) } else { (column + 1, row) };
        let (from, to) = (self.value(column, row), self.value(right, below));
        let part = (level - from) / (to - from);
        let between = |from: f64, to: f64| from + (to - from) * part;
        let x = |node| Self::position(node, self.columns);
        let y = |node| Self::position(node, self.rows);
        (between(x(column), x(right)), between(y(row), y(below)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_step_is_crossed_from_rim_to_rim() {
        let lines = contour(&[0.0, 1.0, 0.0, 1.0], 2, 0.5);
        assert_eq!(lines, [vec![(1.0, 0.0), (1.0, 0.5), (1.0, 1.5), (1.0, 2.0)]]);
        // The level lies a quarter of the way between the two middles.
        assert_eq!(contour(&[0.0, 1.0], 2, 0.25)[0][0], (0.75, 0.0));
    }

    #[test]
    fn an_island_is_a_closed_line() {
        let mut field = [0.0; 25];
        field[12] = 1.0;
        let lines = contour(&field, 5, 0.5);
        assert_eq!(lines.len(), 1);
        assert_eq!((lines[0].len(), lines[0][0]), (5, lines[0][4]));
    }

    #[test]
    fn a_saddle_is_two_lines_that_do_not_cross() {
        for (middle, from, to) in [(0.9, (1.0, 0.0), (2.0, 1.0)), (0.2, (0.0, 1.0), (1.0, 0.0))] {
            let lines = contour(&[1.0, 0.0, 0.0, middle], 2, 0.3);
            assert_eq!(lines.len(), if middle > 0.3 { 2 } else { 1 }, "{lines:?}");
            let near = |a: (f64, f64), b: (f64, f64)| (a.0 - b.0).abs() < 0.8 && (a.1 - b.1).abs() < 0.8;
            let is_there = |line: &Vec<(f64, f64)>| {
                let (start, end) = (line[0], line[line.len() - 1]);
                near(start, from) && near(end, to) || near(start, to) && near(end, from)
            };
            assert!(lines.iter().any(is_there), "{lines:?}");
        }
    }

    #[test]
    fn no_field_is_too_strange() {
        assert!(contour(&[], 0, 0.5).is_empty() && contour(&[1.0], 0, 0.5).is_empty());
        assert!(contour(&[1.0], 3, 0.5).is_empty());
        assert!(contour(&[0.5; 9], 3, 0.5).is_empty());
        let odd = [f64::NAN, 0.0, 1.0, f64::INFINITY, 0.0, 1.0, 0.2, 0.3, 0.9];
        let lines = contour(&odd, 3, 0.5);
        assert!(lines.iter().flatten().all(|(x, y)| x.is_finite() && y.is_finite()) && !lines.is_empty());
    }
}
