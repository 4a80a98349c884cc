//! A case as a small picture of its own run: body and blood to scale, the separation channel, the bag, and a line for the time.

use super::cells::{Cell, Mix, platelet_factor, white_factor};
use super::figure::{Material, Person, extent_m, figure_at};
use super::placing::{Moved, Place, drifting, flowing};
use super::scene::contents::Contents;
use super::scene::{ChannelMixes, SceneClock, inside_of};
use super::{Anchor, Area, Ink, Point, Shape, Weight, point};
use crate::model::blood::Blood;
use crate::sim::quantities::crits_percent;
use crate::sim::settings::Unit;
use crate::sim::{Moment, Run};
use crate::text::{Text, fixed};

/// A composed thumbnail: shapes behind its cells, and those in front of them.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Thumbnail {
    pub behind: Vec<Shape>,
    pub before: Vec<Shape>,
    /// Scale of its cells.
    pub cell_scale: f32,
}

/// The height at which everything is drawn at scale 1.
pub const HEIGHT: f32 = 116.0;

/// The tallest body that has room, m: all bodies are drawn at one scale.
const TALLEST_M: f32 = 2.0;
/// The most blood that has room, mL: all columns of blood are drawn at one scale.
const MOST_BLOOD_ML: f64 = 9000.0;
/// Scale of the cells in a thumbnail of [`HEIGHT`].
const CELL_SCALE: f32 = 0.62;
/// Areas for one drawn cell, as in the scene.
const ROOM_IN_TUBE: f32 = 58.0;
const ROOM_IN_BAG: f32 = 48.0;
/// Drawn length of tube per mL, and how much slower cells move in the channel, as in the scene.
const LENGTH_PER_ML: f64 = 400.0;
const SLOWER_IN_CHANNEL: f64 = 0.14;

/// The picture of a run at a moment, this large, with words if there is room for them. `cells` is cleared and filled.
pub fn compose(
    run: &Run,
    moment: &Moment<'_>,
    clock: &SceneClock,
    size: Point,
    text: Option<&Text>,
    cells: &mut Vec<Cell>,
) -> Thumbnail {
    cells.clear();
    let scale = size.y / HEIGHT;
    let mut composer = Composer {
        run,
        moment,
        clock,
        text,
        plan: Plan::new(size, scale),
        scale,
        contents: Contents::of(run, moment),
        white_factor: white_factor(&run.before.patient, run.body.patient.mean_red_cell_volume_fl),
        arm: Point::default(),
        cells,
        picture: Thumbnail { cell_scale: CELL_SCALE * scale, ..Thumbnail::default() },
    };
    composer.body();
    composer.blood_column();
    composer.lines();
    composer.channel();
    composer.bag();
    composer.time_line(size);
    composer.picture
}

/// The place of everything.
struct Plan {
    ground_y: f32,
    /// The room of the tallest body.
    body: Area,
    column: Area,
    channel: Area,
    bag: Area,
}

impl Plan {
    fn new(size: Point, scale: f32) -> Self {
        let px = |at_scale_one: f32| at_scale_one * scale;
        let (top, ground_y) = (px(7.0), size.y - px(9.0));
        let channel = Area::new(0.37 * size.x, top, 0.75 * size.x, ground_y);
        let bag_width = px(36.0).min(0.15 * size.x);
        let bag_x = size.x - px(9.0) - bag_width / 2.0;
        let column = Area::new(px(8.0), top, px(15.0), ground_y);
        let body_middle = (column.right + channel.left) / 2.0;
        Self {
            ground_y,
            body: Area::around(point(body_middle, (top + ground_y) / 2.0), px(46.0), ground_y - top),
            column,
            channel,
            bag: Area::new(bag_x - bag_width / 2.0, top + px(22.0), bag_x + bag_width / 2.0, ground_y - px(4.0)),
        }
    }
}

struct Composer<'a> {
    run: &'a Run,
    moment: &'a Moment<'a>,
    clock: &'a SceneClock,
    text: Option<&'a Text>,
    plan: Plan,
    scale: f32,
    contents: Contents,
    white_factor: f64,
    /// Where blood is drawn.
    arm: Point,
    cells: &'a mut Vec<Cell>,
    picture: Thumbnail,
}

impl Composer<'_> {
    fn px(&self, at_scale_one: f32) -> f32 {
        at_scale_one * self.scale
    }

    fn mix(&self, blood: &Blood) -> Mix {
        Mix::of(blood, self.run.body.patient.mean_red_cell_volume_fl, self.white_factor)
    }

    /// Cells are placed at scale 1 and then scaled.
    fn scaled(&mut self, place: impl FnOnce(&mut Vec<Cell>)) {
        let (first, scale) = (self.cells.len(), self.picture.cell_scale);
        place(self.cells);
        for cell in &mut self.cells[first..] {
            cell.at = point(cell.at.x * scale, cell.at.y * scale);
        }
    }

    fn at_scale_one(&self, area: Area) -> Area {
        let s = self.picture.cell_scale;
        Area::new(area.left / s, area.top / s, area.right / s, area.bottom / s)
    }

    fn behind(&mut self, shape: Shape) {
        self.picture.behind.push(shape);
    }

    /// The patient, as tall as they are: all at one scale.
    fn body(&mut self) {
        let person = Person::at(self.moment);
        let (room, extent) = (self.plan.body, extent_m(&person));
        let units_per_m = room.height() / TALLEST_M;
        let crown = point(room.center().x - units_per_m * extent.center().x, room.bottom - units_per_m * extent.bottom);
        let drawn = figure_at(&person, crown, units_per_m);
        self.arm = drawn.anchors.right_elbow;
        self.picture.behind.extend(drawn.shapes);
    }

    /// The patient's blood as a column: what is in the body, and above it, open, what is in set and bag.
    fn blood_column(&mut self) {
        let column = self.plan.column;
        let height = |ml: f64| ((ml / MOST_BLOOD_ML).min(1.0) as f32) * column.height();
        let inside = height(self.moment.blood_volume_ml());
        let outside = height(self.contents.outside_ml());
        let blood = Ink::Figure(Material::Vessel, Person::at(self.moment).complexion());
        let line = self.px(1.0);
        let in_body = Area { top: column.bottom - inside, ..column };
        let beyond = Area { top: (in_body.top - outside).max(column.top), bottom: in_body.top, ..column };
        self.behind(Shape::filled(in_body.rounded(self.px(1.5)), blood));
        if beyond.height() > 0.0 {
            self.behind(Shape::outlined(beyond.rounded(self.px(1.5)), blood, line));
        }
        if let Some(text) = self.text {
            let liters = self.moment.blood_volume_ml() / 1000.0;
            let liters = text.quantity(&fixed(liters, if liters < 1.0 { 2 } else { 1 }), Unit::Liter);
            // Above the column, or beside its end where that is at the top of the picture.
            let above = beyond.top - self.px(9.0).max(8.0);
            let at = if above >= column.top {
                point(column.left - self.px(2.0), above)
            } else {
                point(column.right + self.px(4.0), beyond.top + self.px(6.0).max(6.0))
            };
            self.behind(Shape::words(at, Anchor::Left, Weight::Small, Ink::QuietText, liters));
        }
    }

    /// The line from the arm to the channel, and the one from the channel to the bag.
    fn lines(&mut self) {
        let Plan { channel, bag, .. } = self.plan;
        let (wide, narrow) = (self.px(8.0), self.px(6.0));
        let start = self.arm;
        // It meets the channel below its top, however small the patient is.
        let enters_y = start.y.clamp(channel.top + wide, channel.bottom - wide);
        let bend_x = channel.left - self.px(7.0);
        let draw = [start, point(bend_x, start.y), point(bend_x, enters_y), point(channel.left, enters_y)];
        self.tube(&draw, wide, Ink::Blood);
        let bag_x = bag.center().x;
        let over_y = bag.top - self.px(11.0);
        let port = point(channel.right, channel.top + 0.46 * channel.height());
        let rise_x = (channel.right + bag.left) / 2.0;
        let collect = [port, point(rise_x, port.y), point(rise_x, over_y), point(bag_x, over_y), point(bag_x, bag.top)];
        self.tube(&collect, narrow, Ink::BuffyCoat);
        let entering = self.mix(&self.contents.entering);
        self.flow(5, &entering, self.contents.cell_share, &draw, wide, self.clock.inlet_ml);
        if let Some(collected) = self.contents.collected {
            let mix = self.mix(&collected);
            self.flow(7, &mix, 0.9, &collect, narrow, self.clock.collected_ml);
        }
    }

    fn tube(&mut self, path: &[Point], width: f32, fill: Ink) {
        let wall = self.px(1.2).max(0.8);
        self.behind(Shape::path(path, Ink::Wall, width + 2.0 * wall));
        self.behind(Shape::path(path, Ink::Hollow, width));
        self.behind(Shape::path(path, fill, width).faded(0.8));
    }

    fn flow(&mut self, seed: u32, mix: &Mix, crowding: f64, path: &[Point], width: f32, moved_ml: f64) {
        let s = self.picture.cell_scale;
        let path: Vec<_> = path.iter().map(|at| point(at.x / s, at.y / s)).collect();
        let place = Place { seed, mix, room: ROOM_IN_TUBE, crowding };
        self.scaled(|cells| flowing(&place, &path, width / s, Moved::By(moved_ml * LENGTH_PER_ML), cells));
    }

    /// The channel with its layers as thick as in the model, the buffy coat at least as thick as a cell.
    fn channel(&mut self) {
        let channel = self.plan.channel;
        let contents = &self.contents;
        let least = self.px(15.0) / channel.height() * (1.6 * contents.blood_share as f32).min(1.0);
        let buffy_coat = contents.buffy_coat_share as f32;
        let drawn = if buffy_coat > 0.0 { buffy_coat.max(least) } else { 0.0 };
        let bed_top = channel.bottom - contents.bed_share as f32 * channel.height();
        let buffy_top = (bed_top - drawn * channel.height()).max(channel.top);
        let blood = contents.blood_share as f32;
        let mixes = ChannelMixes::of(contents, |blood| self.mix(blood));
        let whole = channel.rounded(0.0);
        let has_bed = if contents.bed_share > 0.0 { 1.0 } else { 0.0 };
        let edge = self.px(1.5).max(1.0);
        let s = self.picture.cell_scale;
        let drawn = mixes.channel(
            &self.contents,
            self.at_scale_one(channel.shrunk(self.px(1.5))),
            [bed_top / s, buffy_top / s],
            1.0,
            platelet_factor(&self.run.before.patient, self.run.body.patient.mean_red_cell_volume_fl),
        );
        self.picture.behind.extend([
            Shape::filled(whole.clone(), Ink::Saline),
            Shape::filled(whole.clone(), Ink::RedBed).faded(has_bed),
            Shape::filled(inside_of(channel, bed_top), Ink::BuffyCoat),
            Shape::filled(inside_of(channel, buffy_top), Ink::Saline),
            Shape::filled(inside_of(channel, buffy_top), Ink::Plasma).faded(blood),
        ]);
        let drifted = self.clock.inlet_ml.max(self.clock.returned_ml) * SLOWER_IN_CHANNEL * LENGTH_PER_ML;
        self.scaled(|cells| drawn.cells(Moved::By(drifted), cells));
        self.picture.before.push(Shape::outlined(channel.rounded(self.px(2.0)), Ink::QuietText, edge));
    }

    /// The bag, filled as far as it is.
    fn bag(&mut self) {
        /// The hematocrit, percent, from which a bag is drawn at its reddest.
        const FULLY_RED_PERCENT: f64 = 45.0;
        let bag = self.plan.bag;
        let blood = self.contents.bag;
        let cell_volume_fl = &self.run.body.patient.cell_volume_fl;
        let share = blood.volume_ml(cell_volume_fl) / self.moment.settings.machine.bag_capacity_ml;
        let redness = crits_percent(&blood, cell_volume_fl).map_or(0.0, |(red, _)| red / FULLY_RED_PERCENT);
        let inside = bag.shrunk(self.px(2.0));
        let fluid = Area { top: inside.bottom - share.min(1.0) as f32 * inside.height(), ..inside };
        let corner = self.px(5.0);
        let fill = fluid.rounded(self.px(4.0).min(fluid.height() / 2.0));
        let mix = self.mix(&blood);
        self.picture.behind.extend([
            Shape::edged(bag.rounded(corner), Ink::Card, Ink::Wall, self.px(1.5).max(1.0)),
            Shape::filled(fill.clone(), Ink::BuffyCoat),
            Shape::filled(fill, Ink::RedBed).faded((redness as f32).min(1.0)),
        ]);
        let area = self.at_scale_one(fluid.shrunk(self.px(0.5)));
        let place = Place { seed: 8, mix: &mix, room: ROOM_IN_BAG, crowding: 0.85 };
        self.scaled(|cells| drifting(&place, &area, Moved::By(0.0), cells));
    }

    /// How much of the procedure is over.
    fn time_line(&mut self, size: Point) {
        let height = self.px(3.0).max(2.0);
        let share = (self.moment.time_min / self.run.machine_end_min.max(1e-9)).clamp(0.0, 1.0) as f32;
        let whole = Area::new(0.0, size.y - height, size.x, size.y);
        let ground = self.plan.ground_y + self.px(0.5);
        self.picture
            .behind
            .insert(0, Shape::path([point(0.0, ground), point(size.x, ground)], Ink::Wall, self.px(1.0)));
        self.picture.before.push(Shape::filled(whole.rounded(0.0), Ink::Wall).faded(0.5));
        let done = Area { right: share * size.x, ..whole };
        self.picture.before.push(Shape::filled(done.rounded(0.0), Ink::Accent));
    }
}
