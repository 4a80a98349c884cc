//! The map of a challenge: what every pair of its two settings comes to, and where somebody stands on it.

use egui::{Align2, Color32, Painter, Pos2, Rect, Role, Sense, Stroke, Ui, WidgetInfo, pos2, vec2};

use crate::app::theme::{Tokens, small, strong, tokens};
use crate::app::views::View;
use crate::app::widgets::focus;
use crate::lesson::{Ground, Landscape, TryStep, all_asked};
use crate::sim::{SettingId, Value};
use crate::text::{is_time, setting_number};

/// Somebody's settings on the map.
pub struct Place {
    pub at: [f64; 2],
    /// Drawn larger, and as a ring: the one that the map is about.
    pub is_own: bool,
}

/// Two numbers of the settings of the map, where both are among these.
pub fn place_of(map: &Landscape, given: &[(SettingId, Value)]) -> Option<[f64; 2]> {
    let number = |setting: SettingId| {
        given.iter().find(|(own, _)| *own == setting).and_then(|(_, value)| match value {
            Value::Number(number) => Some(*number),
            _ => None,
        })
    };
    let [x, y] = map.settings.map(number);
    Some([x?, y?])
}

/// Room for the values below and at the left of the map, and for what the colors mean.
const LEFT: f32 = 64.0;
const BELOW: f32 = 44.0;
const ABOVE: f32 = 26.0;

/// The map in all available space. `best` is the best known pair; `told` says in words what is to be seen.
pub fn landscape_ui(
    ui: &mut Ui,
    view: &View<'_>,
    (map, asked): (&Landscape, &TryStep),
    best: Option<[f64; 2]>,
    places: &[Place],
    told: &str,
) {
    let (room, response) = ui.allocate_exact_size(ui.available_size(), Sense::focusable_noninteractive());
    response.widget_info(|| WidgetInfo::labeled(Role::Figure, true, told));
    focus::ring(ui, &response, room, 6.0);
    let tokens = tokens(ui);
    let painter = ui.painter_at(room.expand(2.0));
    let rect = Rect::from_min_max(room.min + vec2(LEFT, ABOVE), room.max - vec2(12.0, BELOW));
    cells(&painter, map, asked, rect, tokens);
    painter.rect_stroke(rect, 0.0, Stroke::new(1.0, tokens.hairline), egui::StrokeKind::Outside);
    missed(&painter, view, (map, asked), rect, tokens);
    axes(&painter, view, map, rect, tokens);
    legend(&painter, view, room, rect, tokens);
    if let Some(best) = best {
        diamond(&painter, on(map, rect, best), tokens);
    }
    dots(&painter, map, rect, places, tokens);
    for place in places.iter().filter(|place| place.is_own) {
        let at = on(map, rect, place.at);
        painter.circle_stroke(at, 9.0, Stroke::new(5.0, tokens.card));
        painter.circle_stroke(at, 9.0, Stroke::new(3.0, tokens.accent));
    }
}

/// The place of a pair of values: each value has as much room as every other.
fn on(map: &Landscape, rect: Rect, at: [f64; 2]) -> Pos2 {
    let share = |values: &[f64], value: f64| {
        let above = values.iter().position(|other| *other >= value).unwrap_or(values.len() - 1);
        let place = match above {
            0 => 0.0,
            above => {
                let (low, high) = (values[above - 1], values[above]);
                above as f64 - 1.0 + ((value - low) / (high - low)).clamp(0.0, 1.0)
            }
        };
        ((place + 0.5) / values.len() as f64) as f32
    };
    rect.lerp_inside(vec2(share(&map.values[0], at[0]), 1.0 - share(&map.values[1], at[1])))
}

/// Reached ground is green, the more the nearer to the best; what misses one condition has the color of that one.
fn fill(ground: Ground, asked: &TryStep, best: Option<f64>, tokens: &Tokens) -> Color32 {
    match ground {
        Ground::Refused => tokens.rail,
        Ground::Missed { first: 0, count: 1 } => Tokens::faint(tokens.accent, 0.16),
        Ground::Missed { first: 1, count: 1 } => Tokens::faint(tokens.caution, 0.20),
        Ground::Missed { .. } => Tokens::faint(tokens.quiet, 0.22),
        Ground::Reached { measure } => {
            let which = asked.best.as_ref().map(|best| &best.measure);
            let percent = which.and_then(|which| which.percent_of_possible(measure?, best?)).unwrap_or(100.0);
            Tokens::faint(tokens.platelets, 0.30 + 0.60 * (percent / 100.0) as f32)
        }
    }
}

fn cells(painter: &Painter, map: &Landscape, asked: &TryStep, rect: Rect, tokens: &Tokens) {
    painter.rect_filled(rect, 0.0, tokens.card);
    let (columns, rows) = map.size();
    let best = map.best(asked.best.as_ref().map(|best| &best.measure)).and_then(|(_, measure)| measure);
    let edge = |place: usize, count: usize| place as f32 / count as f32;
    for row in 0..rows {
        for column in 0..columns {
            let Some(ground) = map.at(column, row) else { continue };
            let corner = |column, row| rect.lerp_inside(vec2(edge(column, columns), 1.0 - edge(row, rows)));
            let cell = Rect::from_two_pos(corner(column, row), corner(column + 1, row + 1));
            painter.rect_filled(cell, 0.0, fill(ground, asked, best, tokens));
            let is_reached = |column: usize, row: usize| matches!(map.at(column, row), Some(Ground::Reached { .. }));
            // The border of what is reached is seen without color.
            let stroke = Stroke::new(2.0, tokens.platelets);
            if column > 0 && is_reached(column, row) != is_reached(column - 1, row) {
                painter.vline(cell.left(), cell.y_range(), stroke);
            }
            if row > 0 && is_reached(column, row) != is_reached(column, row - 1) {
                painter.hline(cell.x_range(), cell.bottom(), stroke);
            }
        }
    }
}

/// In the midst of what misses one condition alone: which.
fn missed(painter: &Painter, view: &View<'_>, (map, asked): (&Landscape, &TryStep), rect: Rect, tokens: &Tokens) {
    /// Less of the map has no room for words.
    const LEAST: f64 = 0.06;
    for (place, condition) in all_asked(asked).iter().enumerate() {
        let Some(([x, y], _)) = map.middle_of_missed(place).filter(|(_, share)| *share >= LEAST) else { continue };
        let words = view.text.with("landscape-missed-here", &[("condition", view.text.condition(condition))]);
        let galley = painter.layout(words, small(), tokens.text, 0.55 * rect.width());
        let half = galley.size() / 2.0;
        let room = rect.shrink2(half + vec2(6.0, 4.0));
        let at = rect.lerp_inside(vec2(x as f32, 1.0 - y as f32));
        let at = if room.is_positive() { room.clamp(at) } else { at };
        painter.galley(at - half, galley, tokens.text);
    }
}

/// Names of the settings, and values at the ends and in the middle.
fn axes(painter: &Painter, view: &View<'_>, map: &Landscape, rect: Rect, tokens: &Tokens) {
    let ends = |values: &[f64]| [0, values.len() / 2, values.len() - 1].map(|place| values[place]);
    let [x, y] = map.settings;
    for (value, align) in
        ends(&map.values[0]).into_iter().zip([Align2::LEFT_TOP, Align2::CENTER_TOP, Align2::RIGHT_TOP])
    {
        let at = pos2(on(map, rect, [value, map.values[1][0]]).x, rect.bottom() + 4.0);
        painter.text(at, align, setting_number(x, value), small(), tokens.quiet);
    }
    for value in ends(&map.values[1]) {
        let at = pos2(rect.left() - 6.0, on(map, rect, [map.values[0][0], value]).y);
        painter.text(at, Align2::RIGHT_CENTER, setting_number(y, value), small(), tokens.quiet);
    }
    let named = |setting: SettingId| {
        let unit = if is_time(setting) { String::new() } else { view.text.unit(setting.row().unit) };
        format!("{}, {unit}", view.text.setting(setting)).trim_end_matches(", ").to_owned()
    };
    let below = pos2(rect.center().x, rect.bottom() + 22.0);
    painter.text(below, Align2::CENTER_TOP, format!("{} →", named(x)), strong(13.0), tokens.text);
    let above = pos2(rect.left() - LEFT, rect.top() - 22.0);
    painter.text(above, Align2::LEFT_TOP, format!("↑ {}", named(y)), strong(13.0), tokens.text);
}

/// What the grounds and the diamond mean, at the upper right.
fn legend(painter: &Painter, view: &View<'_>, room: Rect, rect: Rect, tokens: &Tokens) {
    let mut right = rect.right();
    let y = room.top() + 12.0;
    let entries: [(&str, Option<Color32>); 2] =
        [("landscape-best", None), ("landscape-reached", Some(Tokens::faint(tokens.platelets, 0.75)))];
    for (message, ink) in entries {
        let galley = painter.layout_no_wrap(view.say(message), small(), tokens.text);
        right -= galley.size().x;
        painter.galley(pos2(right, y - galley.size().y / 2.0), galley, tokens.text);
        right -= if ink.is_some() { 12.0 } else { 16.0 };
        match ink {
            Some(ink) => {
                let swatch = Rect::from_center_size(pos2(right, y), vec2(12.0, 12.0));
                painter.rect_filled(swatch, 2.0, ink);
            }
            None => diamond(painter, pos2(right, y), tokens),
        }
        right -= 20.0;
    }
}

/// A dot for each student; where several stand at one place, how many.
fn dots(painter: &Painter, map: &Landscape, rect: Rect, places: &[Place], tokens: &Tokens) {
    let mut others: Vec<[f64; 2]> = places.iter().filter(|place| !place.is_own).map(|place| place.at).collect();
    others.sort_by(|a, b| a[0].total_cmp(&b[0]).then(a[1].total_cmp(&b[1])));
    for same in others.chunk_by(|a, b| a == b) {
        let at = on(map, rect, same[0]);
        painter.circle_filled(at, 6.0, tokens.card);
        painter.circle_filled(at, 4.5, tokens.text);
        if same.len() > 1 {
            let words = painter.layout_no_wrap(same.len().to_string(), strong(13.0), tokens.text);
            let label = Rect::from_center_size(at - vec2(0.0, 20.0), words.size() + vec2(8.0, 2.0));
            painter.rect_filled(label, 4.0, tokens.card);
            painter.galley(label.center() - words.size() / 2.0, words, tokens.text);
        }
    }
}

/// The best: a diamond that stays to be seen around a dot.
fn diamond(painter: &Painter, at: Pos2, tokens: &Tokens) {
    let corners = [vec2(0.0, -9.5), vec2(9.5, 0.0), vec2(0.0, 9.5), vec2(-9.5, 0.0)].map(|way| at + way).to_vec();
    painter.add(egui::Shape::closed_line(corners.clone(), Stroke::new(5.0, tokens.card)));
    painter.add(egui::Shape::closed_line(corners, Stroke::new(2.5, tokens.text)));
}
