//! Painting of the map: cells in warning colors, lines of equal removal or onset, axes, and the case's point.

use egui::epaint::Mesh;
use egui::{Align2, Color32, Painter, Pos2, Rect, Shape, Stroke, pos2, vec2};

use crate::app::background::EqualLines;
use crate::app::theme::{STALE, Tokens, small, strong, tokens_in, warning_ground};
use crate::app::views::View;
use crate::sim::SettingId;
use crate::study::cell_groups::{CellGroup, CellGroups, CellKind};
use crate::study::contours::GridPoint;
use crate::study::map::Map;
use crate::text::{at_step, clock, is_time};

/// How a group of cells is drawn.
#[derive(Clone)]
pub struct Swatch {
    pub fill: Color32,
    /// The letter of the group, so that it can be told apart without color.
    pub sign: String,
}

/// The groups of a map and how they are drawn.
pub struct Legend<'a> {
    pub cells: &'a CellGroups,
    pub swatches: Vec<Swatch>,
}

/// The name of a group for the legend and for screen readers.
pub fn group_label(view: &View<'_>, kind: &CellKind) -> String {
    match kind {
        CellKind::NotYet => view.say("map-not-yet"),
        CellKind::Refused => view.say("map-refused"),
        CellKind::Free => view.say("map-free"),
        CellKind::Warned(warning) => view.text.warning_title(warning),
    }
}

impl<'a> Legend<'a> {
    /// Gives each group a color and a letter. Warnings of the same hue get different shades.
    pub fn new(cells: &'a CellGroups, tokens: &Tokens) -> Self {
        let mut letters = 'A'..='Z';
        let mut swatches: Vec<Swatch> = Vec::new();
        for group in &cells.groups {
            let swatch = match group.kind {
                CellKind::NotYet => Swatch { fill: tokens.card, sign: String::new() },
                CellKind::Refused => Swatch { fill: tokens.rail, sign: "×".to_owned() },
                CellKind::Free => Swatch { fill: tokens.free, sign: "–".to_owned() },
                CellKind::Warned(warning) => {
                    let fill = |depth| warning_ground(tokens, warning.id, warning.severity, depth);
                    let is_fresh = |fill: &Color32| swatches.iter().all(|swatch| swatch.fill != *fill);
                    let fill = (0..8).map(fill).find(is_fresh).unwrap_or_else(|| fill(0));
                    Swatch { fill, sign: letters.next().map_or_else(String::new, String::from) }
                }
            };
            swatches.push(swatch);
        }
        Self { cells, swatches }
    }

    /// Each group with its swatch.
    pub fn entries(&self) -> impl Iterator<Item = (&CellGroup, &Swatch)> {
        self.cells.groups.iter().zip(&self.swatches)
    }
}

/// A map's rectangle and the value ranges of its axes.
pub struct Frame {
    pub rect: Rect,
    pub x: (f64, f64),
    pub y: (f64, f64),
}

impl Frame {
    pub fn place(&self, x: f64, y: f64) -> Pos2 {
        let share = |value: f64, (from, to): (f64, f64)| ((value - from) / (to - from)) as f32;
        self.rect.lerp_inside(vec2(share(x, self.x), 1.0 - share(y, self.y)))
    }

    /// The values at a position, clamped to the map.
    pub fn values(&self, at: Pos2) -> (f64, f64) {
        let at = self.rect.clamp(at);
        let right = f64::from((at.x - self.rect.left()) / self.rect.width());
        let up = f64::from((self.rect.bottom() - at.y) / self.rect.height());
        (self.x.0 + right * (self.x.1 - self.x.0), self.y.0 + up * (self.y.1 - self.y.0))
    }

    /// The column and row of the cell at a position.
    pub fn cell(&self, at: Pos2, map: &Map) -> (usize, usize) {
        let (x, y) = self.values(at);
        let index = |value: f64, (from, to): (f64, f64), count: usize| {
            (((value - from) / (to - from) * count as f64) as usize).min(count.saturating_sub(1))
        };
        (index(x, self.x, map.columns()), index(y, self.y, map.rows()))
    }

    fn corner(&self, column: f32, row: f32, map: &Map) -> Pos2 {
        self.rect.lerp_inside(vec2(column / map.columns() as f32, 1.0 - row / map.rows() as f32))
    }
}

/// Lines of equal value, and how a value is written on its line.
pub struct Contours<'a> {
    pub lines: &'a [EqualLines],
    pub label: fn(f64) -> String,
}

/// The aim's word, and the lines on which it is just reached.
pub type AimLines<'a> = (String, &'a [Vec<GridPoint>]);

/// Cells, lines and letters. No text is placed over the ring at the case's point.
pub fn paint(
    painter: &Painter,
    frame: &Frame,
    map: &Map,
    (legend, contours, aim): (&Legend<'_>, &Contours<'_>, &AimLines<'_>),
    (point, stale): (Pos2, bool),
) {
    let tokens = tokens_in(painter.ctx());
    painter.add(Shape::mesh(cells(frame, map, legend, tokens)));
    // A group has its letter where there is room for it.
    let cell = frame.rect.size() / vec2(map.columns() as f32, map.rows() as f32);
    let has_room = |group: &CellGroup| group.room as f32 * cell.min_elem() >= SIGN;
    let labeled = legend.entries().filter(|(group, swatch)| has_room(group) && !swatch.sign.is_empty());
    let center = |group: &CellGroup| frame.corner(group.at.0 as f32 + 0.5, group.at.1 as f32 + 0.5, map);
    let signs: Vec<_> = labeled.map(|(group, swatch)| (swatch, center(group))).collect();
    let mut taken: Vec<_> = signs.iter().map(|(_, center)| sign_rect(*center)).collect();
    taken.push(Rect::from_center_size(point, vec2(2.0, 2.0) * (RING + 3.0)));
    let lines = Lines { frame, map };
    let (word, of_aim) = aim;
    let accent = Stroke::new(2.5, tokens.accent);
    lines.paint(painter, of_aim, (word, accent, tokens.accent), &mut taken);
    let stroke = Stroke::new(1.25, Tokens::faint(tokens.text, 0.75));
    for (value, equal) in contours.lines {
        lines.paint(painter, equal, (&(contours.label)(*value), stroke, tokens.text), &mut taken);
    }
    for (swatch, center) in signs {
        paint_sign(painter, tokens, center, swatch);
    }
    if stale {
        painter.rect_filled(frame.rect, 0.0, Tokens::faint(tokens.card, 1.0 - STALE));
    }
    painter.rect_stroke(frame.rect, 0.0, Stroke::new(1.0, tokens.wall), egui::StrokeKind::Outside);
}

/// Adjacent cells of one color in a row share one rectangle; a thin line separates different colors.
fn cells(frame: &Frame, map: &Map, legend: &Legend<'_>, tokens: &Tokens) -> Mesh {
    const LINE: f32 = 1.0;
    let mut mesh = Mesh::default();
    let columns = map.columns();
    let border = Tokens::faint(tokens.text, 0.55);
    for (row, groups) in legend.cells.of_cells.chunks(columns).enumerate() {
        let mut column = 0;
        for alike in groups.chunk_by(|a, b| a == b) {
            let next = column + alike.len();
            let low = frame.corner(column as f32, row as f32, map);
            let high = frame.corner(next as f32, row as f32 + 1.0, map);
            mesh.add_colored_rect(Rect::from_two_pos(low, high), legend.swatches[alike[0]].fill);
            column = next;
        }
    }
    for (row, groups) in legend.cells.of_cells.chunks(columns).enumerate() {
        for column in 0..columns {
            let low = frame.corner(column as f32, row as f32, map);
            let high = frame.corner(column as f32 + 1.0, row as f32 + 1.0, map);
            if column > 0 && groups[column] != groups[column - 1] {
                mesh.add_colored_rect(Rect::from_two_pos(low, pos2(low.x + LINE, high.y)), border);
            }
            if row > 0 && groups[column] != legend.cells.of_cells[(row - 1) * columns + column] {
                mesh.add_colored_rect(Rect::from_two_pos(low, pos2(high.x, low.y - LINE)), border);
            }
        }
    }
    mesh
}

/// Paints lines over the cells of a map.
struct Lines<'a> {
    frame: &'a Frame,
    map: &'a Map,
}

impl Lines<'_> {
    /// Lines of one value, with its word where that does not overlap `taken`.
    fn paint(
        &self,
        painter: &Painter,
        lines: &[Vec<GridPoint>],
        (word, stroke, ink): (&str, Stroke, Color32),
        taken: &mut Vec<Rect>,
    ) {
        let tokens = tokens_in(painter.ctx());
        let at = |(column, row): &GridPoint| self.frame.corner(*column as f32 + 0.5, *row as f32 + 0.5, self.map);
        for line in lines {
            painter.add(Shape::line(line.iter().map(at).collect(), stroke));
        }
        let Some(longest) = lines.iter().max_by_key(|line| line.len()) else { return };
        let galley = painter.layout_no_wrap(word.to_owned(), small(), ink);
        // The position nearest the middle of the line where the label touches neither another label nor the edge.
        let middle = longest.len() as i64 / 2;
        let places = (0..middle).flat_map(|away| [middle + away, middle - away]);
        let points = places.filter_map(|place| longest.get(place as usize));
        let mut rects = points.map(|point| Rect::from_center_size(at(point), galley.size() + vec2(6.0, 0.0)));
        let is_free = |rect: &Rect| taken.iter().all(|other| !other.expand(4.0).intersects(*rect));
        let inside = self.frame.rect.shrink(3.0);
        if let Some(rect) = rects.find(|rect| inside.contains_rect(*rect) && is_free(rect)) {
            painter.rect_filled(rect, 4.0, Tokens::faint(tokens.card, 0.85));
            painter.galley(rect.min + vec2(3.0, 0.0), galley, ink);
            taken.push(rect);
        }
    }
}

fn sign_rect(center: Pos2) -> Rect {
    Rect::from_center_size(center, vec2(2.0 * SIGN, 2.0 * SIGN))
}

/// Half the size of a letter's box.
pub const SIGN: f32 = 8.0;

/// A letter in a box of its group's color.
pub fn paint_sign(painter: &Painter, tokens: &Tokens, center: Pos2, swatch: &Swatch) {
    let edge = Stroke::new(1.0, Tokens::faint(tokens.text, 0.6));
    painter.rect(sign_rect(center), 4.0, swatch.fill, edge, egui::StrokeKind::Inside);
    painter.text(center, Align2::CENTER_CENTER, &swatch.sign, strong(13.0), tokens.text);
}

const RING: f32 = 7.0;

/// The ring at the case's own values.
pub fn paint_point(painter: &Painter, tokens: &Tokens, center: Pos2, focused: bool) {
    painter.circle_stroke(center, RING, Stroke::new(6.0, tokens.card));
    painter.circle_stroke(center, RING, Stroke::new(3.0, tokens.accent));
    if focused {
        painter.circle_stroke(center, RING + 5.0, Stroke::new(2.0, tokens.text));
    }
}

/// Round values along both axes, and the name at the end of the horizontal one.
pub fn paint_axes(painter: &Painter, tokens: &Tokens, frame: &Frame, [x, y]: [SettingId; 2], name: &str) {
    let end = frame.rect.right_bottom() + vec2(0.0, 5.0);
    let name = painter.text(end, Align2::RIGHT_TOP, name, small(), tokens.text);
    let stroke = Stroke::new(1.0, tokens.wall);
    let most = |length: f32, each: f32| (length / each).max(2.0) as usize;
    let said = |setting, value, step| if is_time(setting) { clock(value) } else { at_step(value, step) };
    let (values, step) = round_values(frame.x, most(frame.rect.width(), 56.0), is_time(x));
    for value in values {
        let foot = pos2(frame.place(value, frame.y.0).x, frame.rect.bottom());
        painter.line_segment([foot, foot + vec2(0.0, 4.0)], stroke);
        let galley = painter.layout_no_wrap(said(x, value, step), small(), tokens.quiet);
        let place = Rect::from_min_size(foot + vec2(-galley.size().x / 2.0, 5.0), galley.size());
        if !place.expand(6.0).intersects(name) {
            painter.galley(place.min, galley, tokens.quiet);
        }
    }
    let (values, step) = round_values(frame.y, most(frame.rect.height(), 32.0), is_time(y));
    for value in values {
        let foot = pos2(frame.rect.left(), frame.place(frame.x.0, value).y);
        painter.line_segment([foot, foot - vec2(4.0, 0.0)], stroke);
        painter.text(foot - vec2(7.0, 0.0), Align2::RIGHT_CENTER, said(y, value, step), small(), tokens.quiet);
    }
}

/// At most `most` round values in a range, and their step; for times, at round minutes and hours.
fn round_values((from, to): (f64, f64), most: usize, is_time: bool) -> (Vec<f64>, f64) {
    let span = to - from;
    let power = libm::exp10(libm::floor(libm::log10(span / most as f64)));
    let steps =
        if is_time { vec![5.0, 10.0, 30.0, 60.0, 120.0] } else { [1.0, 2.0, 5.0, 10.0].map(|n| n * power).to_vec() };
    let Some(step) = steps.into_iter().find(|step| span / step <= most as f64) else { return (Vec::new(), span) };
    let first = libm::ceil(from / step - 1e-9) as i64;
    let last = libm::floor(to / step + 1e-9) as i64;
    ((first..=last).map(|n| n as f64 * step).collect(), step)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ticks_are_round_and_few() {
        assert_eq!(round_values((5.0, 120.0), 6, false).0, [20.0, 40.0, 60.0, 80.0, 100.0, 120.0]);
        assert_eq!(round_values((30.0, 360.0), 6, true).0, [60.0, 120.0, 180.0, 240.0, 300.0, 360.0]);
        assert!(round_values((0.1, 12.0), 5, false).0.len() <= 5);
    }

    #[test]
    fn places_and_values_are_two_ways_of_one_thing() {
        let frame = Frame {
            rect: Rect::from_min_size(pos2(10.0, 20.0), vec2(400.0, 200.0)),
            x: (5.0, 120.0),
            y: (30.0, 360.0),
        };
        let (x, y) = frame.values(frame.place(40.0, 180.0));
        assert!((x - 40.0).abs() < 1e-3 && (y - 180.0).abs() < 1e-3, "{x} {y}");
        assert_eq!(frame.values(pos2(-50.0, 900.0)), (5.0, 30.0), "held within the map");
    }
}
