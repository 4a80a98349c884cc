//! The channel cut open: its layers at the model's shares, the cells in each, and the port.

use super::{Composer, Layers, PartId, ROOM_IN_BED, ROOM_IN_BUFFY_COAT, ROOM_IN_PLASMA, ROOM_IN_PLATELET_BAND, words};
use crate::model::blood::Blood;
use crate::model::cells::PerClass;
use crate::model::machine::Prime;
use crate::picture::cells::Mix;
use crate::picture::{Anchor, Area, Form, Ink, Point, Shape, Weight, point};
use crate::text::fixed;

impl Composer<'_> {
    /// The layers at the model's shares, the buffy coat at least thick enough to be seen.
    pub(super) fn layers(&self) -> Layers {
        let channel = self.plan.channel;
        let (bed, buffy_coat) = self.layer_shares();
        let least = self.px(30.0) / channel.height();
        let drawn_buffy = if buffy_coat > 0.0 { (buffy_coat as f32).max(least) } else { 0.0 };
        let bed_top = channel.bottom - bed as f32 * channel.height();
        // A magnified buffy coat takes its room from the plasma.
        let buffy_top = (bed_top - drawn_buffy * channel.height()).max(channel.top);
        Layers {
            plasma: Area::new(channel.left, channel.top, channel.right, buffy_top),
            buffy_coat: Area::new(channel.left, buffy_top, channel.right, bed_top),
            red_cells: Area::new(channel.left, bed_top, channel.right, channel.bottom),
            buffy_coat_factor: if buffy_coat > 0.0 { drawn_buffy / buffy_coat as f32 } else { 1.0 },
        }
    }

    /// Shares of the channel's depth under red cells and under the buffy coat. While the set fills, blood is still mixed with prime.
    pub(super) fn layer_shares(&self) -> (f64, f64) {
        let filled = self.set_crowding();
        if let Some((_, separation)) = self.moment.separation() {
            return (separation.bed_share * filled, separation.buffy_coat_share * self.blood_share());
        }
        // The rotor has stopped drawing: what is left in the set still lies in layers.
        let last = self.run.at(self.run.collection_min().map_or(0.0, |(_, end_min)| end_min - 1e-6));
        let left = last.separation().map_or((0.0, 0.0), |(_, s)| (s.bed_share, s.buffy_coat_share));
        (left.0 * filled, left.1 * filled)
    }

    pub(super) fn channel(&mut self) {
        let channel = self.plan.channel;
        let layers = self.layers();
        self.scene.layers = layers;
        let band = |area, ink| Shape::filled(Form::Box { area, corner: 0.0 }, ink);
        // The prime is clear; plasma colours it as blood comes in.
        let of_blood = self.blood_share();
        let behind = vec![
            Shape::filled(Form::Box { area: channel, corner: 0.0 }, Ink::Saline),
            band(layers.plasma, Ink::Plasma).faded(of_blood as f32),
            band(layers.buffy_coat, Ink::BuffyCoat),
            band(layers.red_cells, Ink::RedBed),
        ];

        let entering = self.moment.separation().map_or(self.moment.state.set, |(entering, _)| *entering);
        let floating = self.moment.drawing().map(|drawing| drawing.separator.floating_share);
        let share_of = |share: &dyn Fn(f64) -> f64| {
            let floating = floating.unwrap_or(PerClass([1.0; 6]));
            PerClass::from_fn(|class| entering.white_cells_e9[class] * share(floating[class]))
        };
        let floaters =
            Blood { white_cells_e9: share_of(&|floating| floating), red_cells_ml: 0.0, platelets_e9: 0.0, ..entering };
        let sunk =
            Blood { white_cells_e9: share_of(&|floating| of_blood * (1.0 - floating)), platelets_e9: 0.0, ..entering };
        let platelets = Mix { platelets: 1.0, ..Mix::default() };
        let (floaters, sunk) = (self.mix(&floaters), self.mix(&sunk));
        let moved = self.clock.inlet_ml;
        let gap = 2.0 * self.scale;
        // Platelets that settled in time lie on the plasma side of the buffy coat, the others are spread through the plasma.
        let settled = self.moment.separation().map_or(1.0, |(_, separation)| separation.settled_platelet_share);
        let plasma = layers.plasma.shrunk(gap);
        let band = Area::new(plasma.left, (plasma.bottom - self.px(30.0)).max(plasma.top), plasma.right, plasma.bottom);
        self.fill_area(4, &platelets, ROOM_IN_PLASMA, (1.0 - settled) * of_blood, plasma, moved * 0.10);
        self.fill_area(9, &platelets, ROOM_IN_PLATELET_BAND, settled * of_blood, band, moved * 0.12);
        self.fill_area(6, &sunk, ROOM_IN_BED, 1.0, layers.red_cells.shrunk(gap), -moved * 0.06);
        self.fill_area(5, &floaters, ROOM_IN_BUFFY_COAT, 1.0, layers.buffy_coat.shrunk(gap), moved * 0.14);

        let x = channel.center().x;
        let mut before = vec![
            Shape::outlined(Form::Box { area: channel, corner: self.px(3.0) }, Ink::QuietText, self.px(2.5)),
            words(x, 24.0 * self.scale, Anchor::Center, Weight::Strong, self.text.get("scene-channel").into_owned()),
        ];
        if let Some(drawing) = self.moment.drawing() {
            let spin = self.text.with(
                "scene-spin",
                &[("rpm", fixed(drawing.separator.rotor_rpm, 0)), ("g", fixed(drawing.separator.g_force, 0))],
            );
            before.push(words(x, 45.0 * self.scale, Anchor::Center, Weight::Small, spin.into_owned()));
        }
        let left = channel.left + self.px(10.0);
        if of_blood < 0.02 {
            let is_red = self.moment.settings.machine.prime == Prime::RedCells;
            let prime = if is_red { "scene-prime-red" } else { "scene-prime" };
            self.chip(&mut before, left, channel.top + self.px(17.0), Anchor::Left, prime, &[]);
            self.part(PartId::Channel, channel, behind, before);
            return;
        }
        self.chip(&mut before, left, layers.plasma.top + self.px(17.0), Anchor::Left, "scene-plasma", &[]);
        if layers.red_cells.height() > self.px(40.0) {
            self.chip(&mut before, left, channel.bottom - self.px(17.0), Anchor::Left, "scene-red-cells", &[]);
        }
        if layers.buffy_coat.height() > 0.0 {
            let y = layers.buffy_coat.center().y;
            self.chip(&mut before, left, y, Anchor::Left, "scene-buffy-coat", &[]);
            if layers.buffy_coat_factor > 1.15 {
                let factor = rounded_factor(layers.buffy_coat_factor);
                let right = channel.right - self.px(10.0);
                let y = layers.buffy_coat.top - self.px(14.0);
                self.chip(&mut before, right, y, Anchor::Right, "scene-drawn-thicker", &[("factor", factor)]);
            }
        }
        self.part(PartId::Channel, channel, behind, before);
    }

    /// Words on a small card, legible over cells.
    pub(super) fn chip(
        &self,
        to: &mut Vec<Shape>,
        x: f32,
        y: f32,
        anchor: Anchor,
        id: &str,
        arguments: &[(&str, String)],
    ) {
        let said = self.text.with(id, arguments).into_owned();
        // Inter's letters are a little over half as wide as they are high.
        let width = said.chars().count() as f32 * self.px(7.2) + self.px(14.0);
        let half = self.px(11.0);
        let left = if anchor == Anchor::Right { x - width } else { x };
        let area = Area::new(left, y - half, left + width, y + half);
        to.push(Shape::filled(Form::Box { area, corner: self.px(6.0) }, Ink::Card));
        to.push(Shape::words(area.center(), Anchor::Center, Weight::Small, Ink::Text, said));
    }

    /// Where the port draws: at the buffy coat, moved toward plasma or red cells as it is set.
    pub(super) fn port(&self) -> Point {
        let layers = &self.scene.layers;
        if layers.buffy_coat.height() <= 0.0 {
            return point(self.plan.channel.right, self.plan.channel.center().y);
        }
        let position = self.moment.settings.machine.interface_position as f32;
        let reach = layers.buffy_coat.height() / 2.0 + self.px(8.0);
        let y = layers.buffy_coat.center().y + position / 1.5 * reach;
        point(
            self.plan.channel.right,
            y.clamp(self.plan.channel.top + self.px(14.0), self.plan.channel.bottom - self.px(14.0)),
        )
    }
}

fn rounded_factor(factor: f32) -> String {
    if factor < 9.5 { fixed(f64::from(factor), 1) } else { fixed(f64::from(factor), 0) }
}
