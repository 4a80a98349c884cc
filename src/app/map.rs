//! The map of two settings: swept beside the window while it is looked at, from coarse to fine.

use std::cell::OnceCell;
use std::sync::mpsc::TryRecvError;

use super::derived::Derived;
use super::jobs::{Job, Way};
use super::ranges::Reach;
use crate::sim::{Protocol, SettingId};
use crate::study::contours::GridPoint;
use crate::study::map::{Map, Part, cell_middles};

/// Cells along each axis.
const CELLS: usize = 64;

/// The settings along the axes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MapAxes {
    pub x: SettingId,
    pub y: SettingId,
}

impl Default for MapAxes {
    fn default() -> Self {
        Self { x: SettingId::InletFlow, y: SettingId::Duration }
    }
}

impl MapAxes {
    /// Puts a setting along an axis; one that was along the other changes places.
    pub fn show(&mut self, axis: MapAxis, setting: SettingId) {
        let old = *self;
        *self = match axis {
            MapAxis::X => Self { x: setting, y: if old.y == setting { old.x } else { old.y } },
            MapAxis::Y => Self { x: if old.x == setting { old.y } else { old.x }, y: setting },
        };
    }
}

/// Which warning of its run gives a cell its color.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum MapColor {
    #[default]
    First,
    Worst,
}

/// One of the two axes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MapAxis {
    X,
    Y,
}

/// Where as much is removed: the share in percent, and its lines in cells from the middle of the lowest one.
pub type RemovalLines = (f64, Vec<Vec<GridPoint>>);

/// A map and what it was swept for.
pub struct Drawn {
    pub map: Map,
    /// What its axes reach: x, y.
    pub reaches: [Reach; 2],
    /// The case that was swept; the values along the axes do not matter.
    pub protocol: Protocol,
    lines: OnceCell<Vec<RemovalLines>>,
    /// The work ended before the map was full.
    is_given_up: bool,
}

/// The map that is shown, and the one that will take its place.
#[derive(Default)]
pub struct SettingsMap {
    shown: Option<Drawn>,
    /// Swept for another case or other axes: it takes the place of what is shown when its first cells come.
    coming: Option<Drawn>,
    job: Option<Job<Part>>,
}

impl Drawn {
    fn new(reaches: [Reach; 2], protocol: Protocol) -> Self {
        let [x, y] = reaches.map(|(setting, reach)| cell_middles(setting, reach, CELLS));
        Self { map: Map::new(x, y), reaches, protocol, lines: OnceCell::new(), is_given_up: false }
    }

    /// Whether it is the map of these axes in this case.
    pub fn holds_for(&self, reaches: [Reach; 2], protocol: &Protocol) -> bool {
        self.reaches == reaches && self.protocol.is_alike_but_for(protocol, &reaches.map(|(setting, _)| setting))
    }

    /// Lines of equal removal, once the map is full.
    pub fn removal_lines(&self) -> &[RemovalLines] {
        if !self.map.is_full() {
            return &[];
        }
        self.lines.get_or_init(|| {
            let levels = self.map.removal_levels();
            levels.into_iter().map(|percent| (percent, self.map.removal_lines(percent))).collect()
        })
    }
}

impl SettingsMap {
    /// The map to show: that of another case stays until the first cells of the new one come.
    pub fn shown(&self) -> Option<&Drawn> {
        self.shown.as_ref()
    }

    /// Whether a map is being filled.
    pub fn is_under_way(&self) -> bool {
        self.job.is_some()
    }

    /// Forgets what was found: another case is open.
    pub fn forget(&mut self) {
        *self = Self::default();
    }

    fn newest(&mut self) -> Option<&mut Drawn> {
        self.coming.as_mut().or(self.shown.as_mut())
    }

    /// Takes the cells that have been run since. Work on the map of another case is called off: one that differs in the values
    /// along the axes alone has the same map.
    pub fn deliver(&mut self, derived: &Derived) {
        let is_stale = self.newest().is_some_and(|newest| !newest.holds_for(newest.reaches, &derived.run.protocol));
        if is_stale {
            (self.coming, self.job) = (None, None);
        }
        while let Some(job) = &self.job {
            match job.take() {
                Ok(part) => {
                    if let Some(newest) = self.coming.take() {
                        self.shown = Some(newest);
                    }
                    if let Some(shown) = &mut self.shown {
                        shown.map.take(&part);
                    }
                }
                Err(TryRecvError::Empty) => return,
                Err(TryRecvError::Disconnected) => {
                    self.job = None;
                    if let Some(newest) = self.newest() {
                        newest.is_given_up = !newest.map.is_full();
                    }
                }
            }
        }
    }

    /// Starts to fill the map of these axes, unless that is under way or done.
    pub fn start(&mut self, way: Way, reaches: [Reach; 2], derived: &Derived, ctx: &egui::Context) {
        let protocol = &derived.run.protocol;
        let is_under_way = self.job.is_some();
        let is_done = self.newest().is_some_and(|newest| {
            newest.holds_for(reaches, protocol) && (is_under_way || newest.is_given_up || newest.map.is_full())
        });
        if is_done {
            return;
        }
        let drawn = Drawn::new(reaches, protocol.clone());
        let (empty, protocol) = (drawn.map.clone(), protocol.clone());
        self.coming = Some(drawn);
        self.job = Some(Job::start(way, "map", derived.revision(), ctx, move |desk| {
            empty.fill(&protocol, &|| desk.is_called_off(), |part| desk.answer(part));
        }));
        if way == Way::AtOnce {
            self.deliver(derived);
            ctx.request_repaint();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::derived::testing::{change, small_woman};

    const FLOW: Reach = (SettingId::InletFlow, (5.0, 120.0));
    const DURATION: Reach = (SettingId::Duration, (30.0, 360.0));

    fn wait(map: &mut SettingsMap, derived: &Derived) {
        while map.is_under_way() {
            map.deliver(derived);
            std::thread::yield_now();
        }
    }

    #[test]
    fn moving_along_the_axes_leaves_the_map_and_another_change_calls_it_off() {
        let (mut map, mut derived, ctx) = (SettingsMap::default(), small_woman(), egui::Context::default());
        map.start(Way::OnThread, [FLOW, DURATION], &derived, &ctx);
        let stop = map.job.as_ref().expect("under way").stop();
        let is_stopped = || stop.load(std::sync::atomic::Ordering::Relaxed);
        change(&mut derived, FLOW.0, 61.0);
        map.deliver(&derived);
        assert!(!is_stopped());
        change(&mut derived, SettingId::Hematocrit, 31.0);
        map.deliver(&derived);
        assert!(is_stopped() && !map.is_under_way());
    }

    #[test]
    fn a_map_is_filled_once_and_stays_until_another_begins() {
        let (mut map, mut derived, ctx) = (SettingsMap::default(), small_woman(), egui::Context::default());
        map.start(Way::AtOnce, [FLOW, DURATION], &derived, &ctx);
        let holds = |map: &SettingsMap, derived: &Derived| {
            map.shown().expect("a map").holds_for([FLOW, DURATION], &derived.run.protocol)
        };
        assert!(map.shown().is_some_and(|drawn| drawn.map.is_full()) && holds(&map, &derived));
        map.start(Way::OnThread, [FLOW, DURATION], &derived, &ctx);
        assert!(!map.is_under_way(), "there is nothing left to run");
        change(&mut derived, SettingId::Hematocrit, 31.0);
        map.deliver(&derived);
        assert!(!holds(&map, &derived), "the old map stays, and is known to be old");
        map.start(Way::OnThread, [FLOW, DURATION], &derived, &ctx);
        wait(&mut map, &derived);
        assert!(map.shown().is_some_and(|drawn| drawn.map.is_full()) && holds(&map, &derived));
    }
}
