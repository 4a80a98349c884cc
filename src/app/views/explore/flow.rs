//! A flow diagram: bands run from sources to destinations, each as wide as its amount.

use egui::{Align, Align2, Color32, Mesh, Painter, Rangef, Rect, Response, Role, Sense, Ui, WidgetInfo, pos2, vec2};

use crate::app::theme::{Tokens, small, strong, tokens};
use crate::app::widgets::focus;
use crate::app::widgets::table_row::write;
use crate::model::root_finding::root;

/// One end of a band.
pub struct Node {
    pub name: String,
    /// Its amount and share, as text.
    pub amount: String,
    /// Name, amount and share, for a screen reader.
    pub accessible_name: String,
    pub value: f64,
    pub ink: Color32,
    /// Opacity of its band.
    pub strength: f32,
}

/// Width of the text at each side.
const WORDS: f32 = 226.0;
const BAR: f32 = 8.0;
/// The minimum height of a node including its text, and the gap between nodes.
const LEAST: f32 = 19.0;
const GAP: f32 = 5.0;
/// Height of the sum above the middle.
const SUM: f32 = 20.0;
/// Segments of a curved band.
const PIECES: usize = 24;

/// Shows the diagram with this `height`; sources and places must have the same `sum`.
pub fn flow_ui(ui: &mut Ui, sum_words: &str, height: f32, sources: &[Node], places: &[Node]) -> Response {
    let size = vec2(ui.available_width(), height);
    let (rect, response) = ui.allocate_exact_size(size, Sense::focusable_noninteractive());
    let tokens = tokens(ui);
    focus::ring(ui, &response, rect, 6.0);
    let room = rect.with_min_y(rect.top() + SUM).shrink2(vec2(4.0, 2.0));
    let scale = scale(sources, room.height()).min(scale(places, room.height()));
    let sum = sources.iter().map(|node| node.value).sum::<f64>();
    let trunk = Rect::from_center_size(room.center(), vec2(BAR, (sum * scale) as f32));
    let painter = ui.painter_at(rect);
    let middle = trunk.with_min_y(trunk.top().max(room.top()));
    painter.rect_filled(middle, 1.0, tokens.wall);
    painter.text(middle.center_top() - vec2(0.0, 3.0), Align2::CENTER_BOTTOM, sum_words, strong(13.0), tokens.text);

    for (is_left, nodes) in [(true, sources), (false, places)] {
        let bar_x = if is_left { room.left() + WORDS + BAR / 2.0 } else { room.right() - WORDS - BAR / 2.0 };
        let mut at_trunk = trunk.top();
        for (node, slot) in nodes.iter().zip(slots(nodes, scale, room)) {
            let width = (node.value * scale) as f32;
            let bar = Rect::from_center_size(pos2(bar_x, slot.center()), vec2(BAR, width));
            let joint = Rangef::new(at_trunk, at_trunk + width);
            at_trunk += width;
            if width > 0.0 {
                let color = Tokens::faint(node.ink, node.strength);
                painter.add(if is_left {
                    band((bar.right(), bar.y_range()), (trunk.left(), joint), color)
                } else {
                    band((trunk.right(), joint), (bar.left(), bar.y_range()), color)
                });
                // Bars are at least one point high, so that small amounts stay visible.
                painter.rect_filled(bar.expand2(vec2(0.0, (0.5 - width / 2.0).max(0.0))), 1.0, node.ink);
            }
            words_ui(ui, &painter, is_left, bar, slot, node);
        }
    }
    response
}

/// Name and amount beside a bar.
fn words_ui(ui: &Ui, painter: &Painter, is_left: bool, bar: Rect, slot: Rangef, node: &Node) {
    let tokens = tokens(ui);
    let (from, to) =
        if is_left { (bar.left() - WORDS, bar.left() - 7.0) } else { (bar.right() + 7.0, bar.right() + WORDS) };
    let room = Rect::from_x_y_ranges(from..=to, slot);
    let id = ui.scope_id().with((is_left, &node.name));
    let response = ui.interact(room, id, Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, &node.accessible_name));
    // The amount is next to the bar, the name beyond it.
    let at_bar = if is_left { Align::Max } else { Align::Min };
    let amount = write(painter, room, at_bar, &node.amount, strong(13.0), tokens.text).rect;
    let rest = if is_left { room.with_max_x(amount.left() - 8.0) } else { room.with_min_x(amount.right() + 8.0) };
    write(painter, rest, at_bar, &node.name, small(), tokens.quiet);
}

/// Points per unit of the amount such that all nodes fit.
fn scale(nodes: &[Node], height: f32) -> f64 {
    let sum: f64 = nodes.iter().map(|node| node.value).sum();
    if sum <= 0.0 {
        return 0.0;
    }
    let needed = |scale: f64| nodes.iter().map(|node| slot_height(node, scale)).sum::<f32>();
    root(|scale| f64::from(needed(scale) - height), f64::from(height) / sum, 0.0)
}

fn slot_height(node: &Node, scale: f64) -> f32 {
    ((node.value * scale) as f32 + GAP).max(LEAST)
}

/// The vertical ranges of the nodes, stacked and centered in the room.
fn slots(nodes: &[Node], scale: f64, room: Rect) -> Vec<Rangef> {
    let all: f32 = nodes.iter().map(|node| slot_height(node, scale)).sum();
    let mut top = room.center().y - all / 2.0;
    let slots = nodes.iter().map(|node| {
        let slot = Rangef::new(top, top + slot_height(node, scale));
        top = slot.max;
        slot
    });
    slots.collect()
}

/// A band that is horizontal at both ends.
fn band((from_x, from): (f32, Rangef), (to_x, to): (f32, Rangef), color: Color32) -> Mesh {
    let mut mesh = Mesh::default();
    for i in 0..=PIECES {
        let along = i as f32 / PIECES as f32;
        let bent = along * along * (3.0 - 2.0 * along);
        let x = from_x + along * (to_x - from_x);
        mesh.colored_vertex(pos2(x, from.min + bent * (to.min - from.min)), color);
        mesh.colored_vertex(pos2(x, from.max + bent * (to.max - from.max)), color);
        if i > 0 {
            let next = 2 * i as u32;
            mesh.add_triangle(next - 2, next - 1, next);
            mesh.add_triangle(next - 1, next, next + 1);
        }
    }
    mesh
}

#[cfg(test)]
mod tests {
    use super::*;

    fn nodes(values: &[f64]) -> Vec<Node> {
        let node = |value: &f64| Node {
            name: String::new(),
            amount: String::new(),
            accessible_name: String::new(),
            value: *value,
            ink: Color32::BLACK,
            strength: 1.0,
        };
        values.iter().map(node).collect()
    }

    #[test]
    fn all_nodes_fit_and_their_heights_are_true() {
        for values in [vec![5.0, 0.001, 0.0, 3.0], vec![1e-9], vec![0.0, 0.0], vec![7.0; 6]] {
            let nodes = nodes(&values);
            let room = Rect::from_min_size(pos2(0.0, 0.0), vec2(700.0, 130.0));
            let scale = scale(&nodes, room.height());
            let slots = slots(&nodes, scale, room);
            assert!(slots.iter().all(|slot| slot.min >= -0.01 && slot.max <= 130.01), "{values:?}: {slots:?}");
            let heights: f64 = values.iter().map(|value| value * scale).sum();
            assert!(heights <= 130.0 && (heights > 60.0 || values.iter().all(|value| *value == 0.0)), "{heights}");
        }
    }
}
