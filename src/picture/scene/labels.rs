//! Words that have no room are left out: the least important first, so that none covers another in a picture of any size.

use super::{Composer, PartId};
use crate::picture::words::width_of;
use crate::picture::{Anchor, Area, Form, Ink, Point, Shape, Weight};

/// Words may come this near, units: their room is estimated generously.
pub(super) const SLACK: f32 = 2.0;

/// The room of words, by widths that the letters of the window's fonts have at most.
pub(super) fn room(at: Point, anchor: Anchor, weight: Weight, words: &str, scale: f32, plate: bool) -> Area {
    let grown = scale.max(1.0);
    let em = grown * if weight == Weight::Strong { 15.0 } else { 13.0 };
    let width = width_of(words, weight, scale);
    let left = match anchor {
        Anchor::Left => at.x,
        Anchor::Center => at.x - width / 2.0,
        Anchor::Right => at.x - width,
    };
    let (beside, above) = if plate { (7.0 * grown, 2.0 * grown) } else { (0.0, 0.0) };
    Area::new(left, at.y - em / 2.0, left + width, at.y + em / 2.0).grown(beside, above)
}

fn overlaps(a: &Area, b: &Area) -> bool {
    let width = a.right.min(b.right) - a.left.max(b.left);
    let height = a.bottom.min(b.bottom) - a.top.max(b.top);
    width.min(height) > SLACK
}

/// Whether words are for a lecture hall too: what the patient feels, the layers, what is given, and how much is in the bag.
fn suits_hall(id: PartId, weight: Weight, is_plate: bool) -> bool {
    let is_given = matches!(id, PartId::Anticoagulant | PartId::Replacement | PartId::Calcium);
    id.symptom().is_some()
        || is_given
        || (id == PartId::Channel && is_plate)
        || (id == PartId::Bag && weight == Weight::SmallStrong)
}

/// Words of a lower rank stay when there is no room for both.
fn rank(id: PartId, weight: Weight) -> u8 {
    match (id, weight) {
        _ if id.symptom().is_some() => 0,
        (PartId::Patient | PartId::Bag | PartId::Channel, Weight::Strong) => 1,
        (PartId::Column, _) => 2,
        (PartId::Notes, _) => 3,
        (PartId::InletPump | PartId::ReturnPump | PartId::DrawLine, _) => 4,
        (PartId::Anticoagulant | PartId::Saline | PartId::Replacement | PartId::Calcium, _) => 5,
        (PartId::Patient | PartId::Bag | PartId::Channel | PartId::ReturnLine, _) => 6,
        (PartId::Legend, Weight::Small) => 7,
        _ => 8,
    }
}

impl Composer<'_> {
    /// What no words may lie on, but those of the part itself.
    fn obstacles(&self) -> Vec<(Option<PartId>, Area)> {
        let solid = |id| matches!(id, PartId::Channel | PartId::Centrifuge | PartId::InletPump | PartId::ReturnPump);
        let parts = self.scene.parts.iter().filter(|part| solid(part.id) || part.id == PartId::Bag);
        parts.map(|part| (Some(part.id), part.area)).chain([(None, self.plan.tool)]).collect()
    }

    /// Takes out words that would leave the picture, or lie on a machine or on more important words.
    pub(super) fn declutter(&mut self) {
        let size = self.staging.size;
        let picture = Area::new(-SLACK, -SLACK, size.x + SLACK, size.y + SLACK);
        let (mut found, mut dropped) = (Vec::new(), Vec::new());
        for (part_at, part) in self.scene.parts.iter().enumerate() {
            for (shape_at, shape) in part.before.iter().enumerate() {
                if let Form::Words { at, anchor, weight, words, plate } = &shape.form {
                    if self.staging.in_hall && !suits_hall(part.id, *weight, *plate) {
                        dropped.push((part_at, shape_at));
                        continue;
                    }
                    let room = room(*at, *anchor, *weight, words, self.scale, *plate);
                    found.push((rank(part.id, *weight), part_at, shape_at, room));
                }
            }
        }
        found.sort_by_key(|(rank, ..)| *rank);
        let obstacles = self.obstacles();
        let mut kept: Vec<Area> = Vec::new();
        for (_, part_at, shape_at, room) in found {
            let id = self.scene.parts[part_at].id;
            let is_inside = room.left >= picture.left
                && room.top >= picture.top
                && room.right <= picture.right
                && room.bottom <= picture.bottom;
            let is_free = !kept.iter().any(|other| overlaps(other, &room))
                && !obstacles.iter().any(|(of, area)| *of != Some(id) && overlaps(area, &room));
            if is_inside && is_free { kept.push(room) } else { dropped.push((part_at, shape_at)) }
        }
        dropped.sort_unstable();
        for (part_at, shape_at) in dropped.into_iter().rev() {
            let before = &mut self.scene.parts[part_at].before;
            before.remove(shape_at);
            // The pointer of a plate goes with it.
            let is_pointer = |shape: &Shape| matches!(shape.form, Form::Polygon(_)) && shape.fill == Some(Ink::Card);
            if shape_at > 0 && is_pointer(&before[shape_at - 1]) {
                before.remove(shape_at - 1);
            }
        }
    }
}
