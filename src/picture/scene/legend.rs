//! The legend: every kind of cell the patient has, with its count in the blood now, and the notes on what is exaggerated.

use super::clock::slowdown;
use super::contents::return_flow_ml_min;
use super::facts::number_and_unit;
use super::plan::Plan;
use super::{Composer, PartId, words};
use crate::picture::cells::{Cell, CellKind};
use crate::picture::words::width_of;
use crate::picture::{Anchor, Area, Weight, point};
use crate::sim::Moment;
use crate::sim::quantities::Quantity;
use crate::sim::settings::Unit;
use crate::text::fixed;

/// A class with a smaller share of the white cells than this gets no line.
const WORTH_A_LINE: f64 = 0.002;

/// Lines nearer to each other than this cannot be read, at scale 1.
const LEAST_PITCH: f32 = 12.5;

/// The least room between a name and its count, at scale 1.
const LEAST_GAP: f32 = 4.0;

/// A line of the legend.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Entry {
    pub kind: CellKind,
    pub area: Area,
    /// Cells in the patient's blood, 10⁹/L.
    pub count_e9_per_l: f64,
}

/// Cells of a kind in the patient's blood, 10⁹/L.
pub fn count_e9_per_l(kind: CellKind, moment: &Moment<'_>) -> f64 {
    let (quantity, in_e9) = match kind {
        CellKind::Red => (Quantity::RedCells, 1000.0),
        CellKind::Platelet => (Quantity::Platelets, 1.0),
        CellKind::White(class) => (Quantity::Class(class), 1.0),
    };
    quantity.at(moment).map_or(0.0, |count| count * in_e9)
}

impl Composer<'_> {
    pub(super) fn legend(&mut self) {
        let room = self.plan.legend;
        let total = self.run.before.patient.white_cells_e9.sum();
        let is_here = |kind: &CellKind| match kind {
            CellKind::White(class) => {
                let is_asked_for = *class == crate::model::cells::WhiteCell::Cd34;
                let count = self.run.before.patient.white_cells_e9[*class];
                count > WORTH_A_LINE * total || (is_asked_for && count > 2e-4 * total)
            }
            CellKind::Red | CellKind::Platelet => true,
        };
        let mut kinds: Vec<_> = CellKind::ALL.into_iter().filter(is_here).collect();
        // In a low picture the rarest kinds have no line.
        let lines = (room.height() / (LEAST_PITCH * self.scale.max(1.0)) - 1.1).max(0.0) as usize;
        while kinds.len() > lines {
            let rarest = |kind: &CellKind| count_e9_per_l(*kind, self.moment);
            let Some(last) = (0..kinds.len()).min_by(|a, b| rarest(&kinds[*a]).total_cmp(&rarest(&kinds[*b]))) else {
                break;
            };
            kinds.remove(last);
        }
        if kinds.is_empty() {
            return;
        }
        let pitch = (room.height() / (kinds.len() as f32 + 1.1)).min(self.px(19.0).max(LEAST_PITCH));
        // Its corner is near the line.
        let title = point(room.left + self.px(4.0), room.top + 0.5 * pitch);
        let mut before = vec![words(title, Anchor::Left, Weight::Small, self.text.get("scene-legend"))];
        for (i, kind) in kinds.into_iter().enumerate() {
            let y = room.top + (i as f32 + 1.6) * pitch;
            let count_e9_per_l = count_e9_per_l(kind, self.moment);
            let middle = point(room.left + self.px(6.0), y);
            self.cells.push(Cell { at: middle, kind, turn: 0.0, size: (pitch / self.px(17.0)).min(1.0), variant: 0 });
            let left = point(room.left + self.px(16.5), y);
            let (name, number) = self.legend_words(kind, count_e9_per_l, room.right - left.x);
            before.push(words(left, Anchor::Left, Weight::Small, name));
            before.push(words(point(room.right, y), Anchor::Right, Weight::SmallStrong, number));
            let area = Area::new(room.left, y - pitch / 2.0, room.right, y + pitch / 2.0);
            self.scene.legend.push(Entry { kind, area, count_e9_per_l });
        }
        self.part(PartId::Legend, room, Vec::new(), before);
    }

    /// The name of a kind and its count, with a unit of its own where that is not the one of most, which the title names. Where both do
    /// not fit, the name is shorter and all have one unit.
    fn legend_words(&self, kind: CellKind, count_e9_per_l: f64, width: f32) -> (String, String) {
        let message = format!("legend-{}", kind.key());
        let (number, unit) = number_and_unit(kind, count_e9_per_l, self.text);
        let name = self.text.get(&message);
        let name = if unit == self.text.unit(Unit::E9PerL) { name } else { format!("{name}, {unit}") };
        let needed = width_of(&name, Weight::Small, self.scale) + width_of(&number, Weight::SmallStrong, self.scale);
        match self.text.attribute(&message, "short") {
            Some(short) if needed + self.px(LEAST_GAP) > width => {
                let decimals = if count_e9_per_l >= 99.5 { 0 } else { 1 + 2 * usize::from(count_e9_per_l < 0.095) };
                (short, fixed(count_e9_per_l, decimals))
            }
            _ => (name, number),
        }
    }

    /// Notes on what is not drawn to scale or at its true speed.
    pub(super) fn notes(&mut self) {
        let Plan { channel, outlet, notes_y, tool, .. } = self.plan;
        let mut notes = Vec::new();
        if self.scene.white_factor > 1.0 {
            let factor = fixed(self.scene.white_factor, 0);
            notes.push(self.text.with("scene-white-factor", &[("factor", factor)]));
        }
        if self.scene.platelet_factor > 1.0 && self.contents.blood_share > 0.0 {
            let factor = fixed(self.scene.platelet_factor, 0);
            notes.push(self.text.with("scene-platelet-factor", &[("factor", factor)]));
        }
        if let Some(factor) = self.thicker() {
            let on_plate = self.text.with("scene-buffy-coat-thicker", &[("factor", factor)]);
            if !self.fits_channel(&on_plate) && self.contents.blood_share >= 0.02 {
                notes.push(on_plate);
            }
        }
        if self.staging.reduced_motion {
            notes.push(self.text.get("scene-still"));
        } else if return_flow_ml_min(self.moment) > 0.0 {
            let slower = slowdown(self.moment);
            let slower = fixed(slower, usize::from(slower.fract() > 0.05));
            notes.push(self.text.with("scene-slowed", &[("factor", slower)]));
        }
        if self.staging.detail < 0.95 {
            let share = fixed(100.0 * self.staging.detail, 0);
            notes.push(self.text.with("scene-thinned", &[("share", share)]));
        }
        let at = point(outlet.right, notes_y);
        // The last are said where there is room for them.
        let fits = |words: &str| at.x - width_of(words, Weight::Small, self.scale) > tool.right + self.px(4.0);
        while notes.len() > 1 && !fits(&notes.join(" · ")) {
            notes.pop();
        }
        let before = vec![words(at, Anchor::Right, Weight::Small, notes.join(" · "))];
        self.part(PartId::Notes, Area::new(channel.left, notes_y, at.x, notes_y), Vec::new(), before);
    }
}
