//! The channel cut open: blood separates into layers as thick as in the model, and the port draws where it is set.

use super::channel_mixes::ChannelMixes;
use super::plan::Plan;
use super::{Adjust, Composer, Layers, PartId, words};
use crate::model::machine::{InterfaceControl, Prime};
use crate::picture::channel::apart;
use crate::picture::words::width_of;
use crate::picture::{Anchor, Area, Form, Ink, Point, Shape, Weight, point};
use crate::sim::SettingId;
use crate::text::fixed;

/// From this share of the length on, the layers are separated: parts and tests measure them there.
const APART_FROM: f32 = 0.5;
/// With less blood than this left in the channel by the rinse, what floats on the red cells is no layer to name.
const RINSED: f64 = 0.35;
/// How far words above the channel may reach beyond it.
const ROOM_BESIDE: f32 = 24.0;
/// How much slower cells move in the channel than in the tubes, because it is so much wider.
const SLOWER: f64 = 0.14;

impl Composer<'_> {
    /// The layers as thick as in the model, the buffy coat at least thick enough to be seen.
    pub(super) fn layers(&self) -> Layers {
        let channel = self.plan.channel;
        let (bed, buffy_coat) = (self.contents.bed_share as f32, self.contents.buffy_coat_share as f32);
        let least = self.px(30.0) / channel.height() * smooth_in(self.contents.blood_share as f32);
        let drawn = if buffy_coat > 0.0 { buffy_coat.max(least) } else { 0.0 };
        let bed_top = channel.bottom - bed * channel.height();
        // A magnified buffy coat takes its room from the plasma.
        let buffy_top = (bed_top - drawn * channel.height()).max(channel.top);
        Layers {
            plasma: Area { bottom: buffy_top, ..channel },
            buffy_coat: Area { top: buffy_top, bottom: bed_top, ..channel },
            red_cells: Area { top: bed_top, ..channel },
            buffy_coat_factor: if buffy_coat > 0.0 { drawn / buffy_coat } else { 1.0 },
        }
    }

    fn inside_of(&self, end_y: f32) -> Form {
        inside_of(self.plan.channel, end_y)
    }

    pub(super) fn channel(&mut self) {
        let Plan { channel, title_y, .. } = self.plan;
        let layers = self.scene.layers;
        let blood = self.contents.blood_share as f32;
        let whole = channel.rounded(0.0);
        let (to_bed, to_buffy) = (self.inside_of(layers.red_cells.top), self.inside_of(layers.buffy_coat.top));
        // The prime is clear; plasma colors it as blood comes in.
        let behind = vec![
            Shape::filled(whole.clone(), Ink::Saline),
            Shape::filled(whole.clone(), Ink::RedBed).faded(if layers.red_cells.height() > 0.0 { 1.0 } else { 0.0 }),
            Shape::filled(to_bed, Ink::BuffyCoat),
            Shape::filled(to_buffy.clone(), Ink::Saline),
            Shape::filled(to_buffy, Ink::Plasma).faded(blood),
        ];
        self.channel_cells(&layers);

        let title = point(channel.center().x, title_y);
        let mut before = vec![
            Shape::outlined(channel.rounded(self.px(3.0)), Ink::QuietText, self.px(2.2)),
            words(title, Anchor::Center, Weight::Strong, self.text.get("scene-channel")),
        ];
        if let Some(drawing) = self.moment.drawing() {
            let g = fixed(drawing.separator.g_force, 0);
            let told = [("g", g)];
            let mut spin = self.text.with("scene-spin", &told);
            // Above a narrow channel so many words would lie over the tubes beside it.
            if width_of(&spin, Weight::Small, self.px(1.0)) > channel.width() + self.px(ROOM_BESIDE) {
                spin = self.text.with("scene-spin-short", &told);
            }
            before.push(words(point(title.x, title.y + self.px(19.0)), Anchor::Center, Weight::Small, spin));
        }
        self.layer_names(&mut before, &layers);
        self.part(PartId::Channel, channel, behind, before);
        let apart_from = channel.left + APART_FROM * channel.width();
        for (id, layer) in [
            (PartId::Plasma, layers.plasma),
            (PartId::BuffyCoat, layers.buffy_coat),
            (PartId::RedCells, layers.red_cells),
        ] {
            if layer.height() > self.px(6.0) {
                self.part(id, Area { left: apart_from, ..layer }, Vec::new(), Vec::new());
            }
        }
    }

    fn channel_cells(&mut self, layers: &Layers) {
        let mixes = ChannelMixes::of(&self.contents, |blood| self.mix(blood));
        let s = self.cell_scale();
        let area = self.at_scale_one(self.plan.channel.shrunk(2.0 * self.scale));
        let borders = [layers.red_cells.top / s, layers.buffy_coat.top / s];
        let channel = mixes.channel(&self.contents, area, borders, self.staging.detail, self.scene.platelet_factor);
        let drifted = self.moved(self.clock.inlet_ml.max(self.clock.returned_ml) * SLOWER);
        self.scaled(|cells| channel.cells(drifted, cells));
    }

    /// The names of the layers, on small plates within them.
    fn layer_names(&self, to: &mut Vec<Shape>, layers: &Layers) {
        let channel = self.plan.channel;
        let x =
            (channel.left + 0.3 * channel.width()).min(channel.right - self.px(80.0)).max(channel.left + self.px(12.0));
        if self.contents.blood_share < 0.02 {
            let is_red = self.moment.settings.machine.prime == Prime::RedCells;
            let prime = if is_red { "scene-prime-red" } else { "scene-prime" };
            to.push(Shape::plate(point(x, channel.top + self.px(18.0)), Anchor::Left, self.text.get(prime)));
            return;
        }
        to.push(Shape::plate(point(x, layers.plasma.top + self.px(18.0)), Anchor::Left, self.text.get("scene-plasma")));
        if layers.red_cells.height() > self.px(40.0) {
            let at = point(x, channel.bottom - self.px(17.0));
            let name = self.text.get("scene-red-cells");
            // Beside its twin a channel may be narrower than the name, whose width is estimated generously.
            if x + 0.88 * width_of(&name, Weight::Small, self.scale) < channel.right {
                to.push(Shape::plate(at, Anchor::Left, name));
            }
        }
        let is_rinsed = !self.moment.phase.is_under_way() && self.contents.blood_share < RINSED;
        if layers.buffy_coat.height() > 0.0 && !is_rinsed && layers.plasma.height() > self.px(50.0) {
            // Above the layer, so as not to cover it, with a pointer to it.
            let y = layers.buffy_coat.top - self.px(17.0);
            let thicker =
                self.thicker().map(|factor| self.text.with("scene-buffy-coat-thicker", &[("factor", factor)]));
            let name = thicker.filter(|name| self.fits_channel(name));
            let name = name.unwrap_or_else(|| self.text.get("scene-buffy-coat"));
            let middle = channel.center().x + self.px(4.0);
            let tip = point(middle, layers.buffy_coat.top + self.px(4.0));
            let base = |aside: f32| point(tip.x + self.px(aside), y + self.px(8.0));
            to.push(Shape::polygon([base(-6.0), base(6.0), tip], Ink::Card));
            to.push(Shape::plate(point(middle, y), Anchor::Center, name));
        }
    }

    /// How many times too thick the buffy coat is drawn, in words; `None` where it is as thick as it should be.
    pub(super) fn thicker(&self) -> Option<String> {
        let factor = f64::from(self.scene.layers.buffy_coat_factor);
        (factor > 1.15).then(|| fixed(factor, usize::from(factor < 9.5)))
    }

    /// Whether a plate with these words lies within the channel.
    pub(super) fn fits_channel(&self, words: &str) -> bool {
        width_of(words, Weight::Small, self.scale) + 6.0 * self.scale.max(1.0) < self.plan.channel.width()
    }

    /// Where the port draws: at the interface, shifted toward plasma or red cells as set.
    pub(super) fn port(&self) -> Point {
        let channel = self.plan.channel;
        let layers = &self.scene.layers;
        if layers.buffy_coat.height() <= 0.0 {
            return point(channel.right, channel.center().y);
        }
        let position =
            self.moment.separation().map_or(self.moment.settings.machine.interface_position, |(_, s)| s.port_position);
        let y = layers.buffy_coat.center().y + position as f32 * self.position_unit();
        point(channel.right, y.min(channel.bottom - self.px(12.0)).max(channel.top + self.px(12.0)))
    }

    /// One unit of interface position in the picture, on the scale of the drawn buffy coat: most of it is within a unit of its
    /// middle.
    pub(super) fn position_unit(&self) -> f32 {
        (self.scene.layers.buffy_coat.height() / 2.0 + self.px(4.0)).max(self.px(16.0))
    }

    /// The port: a handle at the channel's end, and a bracket for what it reaches.
    pub(super) fn port_handle(&mut self) {
        let at = self.port();
        let channel = self.plan.channel;
        let mut before = Vec::new();
        if let (Some(drawing), Some((_, separation))) = (self.moment.drawing(), self.moment.separation()) {
            let reach = drawing.separator.port_half_width(separation.bed_share) as f32 * self.position_unit();
            let (top, bottom) = ((at.y - reach).max(channel.top), (at.y + reach).min(channel.bottom));
            let x = at.x - self.px(7.0);
            let bracket = [point(at.x, top), point(x, top), point(x, bottom), point(at.x, bottom)];
            before.push(Shape::path(bracket, Ink::Accent, self.px(1.8)));
        }
        let radius = self.px(9.0);
        before.push(Shape::edged(Form::Disc { center: at, radius }, Ink::Card, Ink::Accent, self.px(2.2)));
        for up in [-1.0, 1.0] {
            let corner = |aside: f32, far: f32| point(at.x + self.px(aside), at.y + up * self.px(far));
            before.push(Shape::polygon([corner(0.0, 6.2), corner(-3.4, 2.4), corner(3.4, 2.4)], Ink::Accent));
        }
        self.part(PartId::Port, Area::around(at, 2.4 * radius, 2.4 * radius), Vec::new(), before);
        let per_unit_up = Some(-1.0 / f64::from(self.position_unit()));
        let is_set = self.moment.settings.machine.interface_control != InterfaceControl::ByColor;
        self.adjusts(is_set.then_some(Adjust { setting: SettingId::InterfacePosition, per_unit_up }));
    }
}

/// Rises from 0 in a set full of prime to 1 once most of it is blood.
fn smooth_in(blood_share: f32) -> f32 {
    (blood_share * 1.6).min(1.0)
}

/// The area on the axis side of a border that begins at the top of the inlet and ends at `end_y`.
pub fn inside_of(channel: Area, end_y: f32) -> Form {
    const PIECES: usize = 24;
    let border = (0..=PIECES).rev().map(|i| {
        // Points are closer together where the border bends.
        let share = (i as f32 / PIECES as f32) * (i as f32 / PIECES as f32);
        point(channel.left + share * channel.width(), channel.top + (end_y - channel.top) * apart(share))
    });
    Form::Polygon(std::iter::once(point(channel.right, channel.top)).chain(border).collect())
}
