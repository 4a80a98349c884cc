//! The map of two settings: swept while it is looked at, from coarse to fine; while a finger moves another setting, coarse alone.

use std::cell::{OnceCell, RefCell};
use std::collections::HashMap;
use std::sync::Arc;

use strum::IntoEnumIterator as _;

use super::latest::Latest;
use super::pace::BUDGET;
use super::task::{Execution, Runner, Step};
use crate::app::state::{MapColor, RunView, SliderRange};
use crate::app::widgets::track::tidy;
use crate::host::{Instant, runs_at_once};
use crate::sim::aim::Aim;
use crate::sim::asked::AskedLevel;
use crate::sim::together::WIDTH;
use crate::sim::warnings::WarningId;
use crate::sim::{Protocol, Value, simulate};
use crate::study::cell_groups::{CellGroups, GroupBy};
use crate::study::contours::GridPoint;
use crate::study::map::{Map, PASSES, TOGETHER, cell_middles};

/// Cells along each axis.
const CELLS: usize = 64;

/// What a map is swept for.
#[derive(Clone)]
pub struct Swept {
    /// What its axes reach: x, y.
    axes: [SliderRange; 2],
    /// The case; the values along the axes do not matter.
    protocol: Protocol,
    aim: Option<Aim>,
}

impl Swept {
    fn holds_for(&self, axes: [SliderRange; 2], protocol: &Protocol) -> bool {
        self.axes == axes && self.protocol.is_alike_but_for(protocol, &axes.map(|(setting, _)| setting))
    }
}

impl PartialEq for Swept {
    fn eq(&self, other: &Self) -> bool {
        self.aim == other.aim && self.holds_for(other.axes, &other.protocol)
    }
}

/// What is swept, and how finely.
#[derive(Clone, PartialEq)]
pub struct Question {
    swept: Swept,
    /// It follows a finger: as fine as it comes before the next frame.
    follows: bool,
}

/// Where a value is the same: as much removed, percent, or as early an onset, min; its lines in cells from the middle of the lowest one.
pub type EqualLines = (f64, Vec<Vec<GridPoint>>);

/// The level and the point that were asked about, and the values found.
type NearestWithAim = (AskedLevel, [f64; 2], Option<[f64; 2]>);

/// A map as far as it is filled, and what is drawn of it, found once.
pub struct DrawnMap {
    pub map: Map,
    swept: Swept,
    lines: OnceCell<Vec<EqualLines>>,
    aim_lines: OnceCell<Vec<Vec<GridPoint>>>,
    /// Those of the level that was asked about last.
    onset_lines: RefCell<Option<(AskedLevel, Arc<Vec<EqualLines>>)>>,
    /// For the level and the point that were asked about last.
    nearest_with_aim: RefCell<Option<NearestWithAim>>,
    kinds: OnceCell<Vec<WarningId>>,
    groups: HashMap<MapColor, OnceCell<CellGroups>>,
}

impl DrawnMap {
    fn new(map: Map, swept: Swept) -> Self {
        let one = WarningId::iter().map(MapColor::One);
        let colors = [MapColor::First, MapColor::Worst].into_iter().chain(one);
        Self {
            map,
            swept,
            lines: OnceCell::new(),
            aim_lines: OnceCell::new(),
            onset_lines: RefCell::default(),
            nearest_with_aim: RefCell::default(),
            kinds: OnceCell::new(),
            groups: colors.map(|color| (color, OnceCell::new())).collect(),
        }
    }

    /// What its axes show and reach: x, y.
    pub fn axes(&self) -> [SliderRange; 2] {
        self.swept.axes
    }

    /// The protocol of one cell.
    pub fn protocol(&self, column: usize, row: usize) -> Protocol {
        self.map.protocol(&self.swept.protocol, column, row)
    }

    /// Whether it is the map of these axes in this case.
    pub fn holds_for(&self, axes: [SliderRange; 2], protocol: &Protocol) -> bool {
        self.swept.holds_for(axes, protocol)
    }

    /// Lines of equal removal, once the map is full.
    pub fn removal_lines(&self) -> &[EqualLines] {
        if !self.map.is_full() {
            return &[];
        }
        self.lines.get_or_init(|| {
            let levels = self.map.removal_levels();
            levels.into_iter().map(|percent| (percent, self.map.removal_lines(percent))).collect()
        })
    }

    /// Where the aim is just reached, once the map is full.
    pub fn aim_lines(&self) -> &[Vec<GridPoint>] {
        if !self.map.is_full() {
            return &[];
        }
        self.aim_lines.get_or_init(|| self.map.aim_lines())
    }

    /// Lines of equal onset of one level, once the map is full.
    pub fn onset_lines(&self, asked: &AskedLevel) -> Arc<Vec<EqualLines>> {
        if !self.map.is_full() {
            return Arc::default();
        }
        let mut known = self.onset_lines.borrow_mut();
        if let Some((_, lines)) = known.as_ref().filter(|(level, _)| level == asked) {
            return Arc::clone(lines);
        }
        let levels = self.map.onset_levels(asked).into_iter();
        let lines: Arc<Vec<_>> = Arc::new(levels.map(|min| (min, self.map.onset_lines(asked, min))).collect());
        *known = Some((*asked, Arc::clone(&lines)));
        lines
    }

    /// The values nearest to a point of the axes that reach the aim without a level, on the settings' steps where those do too; `None`
    /// where there are none, or while the map is not full.
    pub fn nearest_with_aim(&self, asked: &AskedLevel, point: [f64; 2]) -> Option<[f64; 2]> {
        let mut known = self.nearest_with_aim.borrow_mut();
        match *known {
            Some((level, of, values)) if level == *asked && of == point => values,
            _ => {
                let values = self.find_nearest(asked, point);
                *known = Some((*asked, point, values));
                values
            }
        }
    }

    fn find_nearest(&self, asked: &AskedLevel, point: [f64; 2]) -> Option<[f64; 2]> {
        let counts = [self.map.columns(), self.map.rows()];
        let axes = self.axes();
        let [x, y] = [0, 1].map(|i| {
            let (from, to) = axes[i].1;
            (point[i] - from) / (to - from) * counts[i] as f64 - 0.5
        });
        let (column, row) = self.map.nearest_with_aim(asked, (x, y))?;
        let exact = [self.map.x.values[column], self.map.y.values[row]];
        let stepped = [0, 1].map(|i| {
            let step = axes[i].0.row().number().map_or(1.0, |number| number.step);
            tidy((exact[i] / step).round() * step)
        });
        let aim = self.swept.aim?;
        let suits = |values: &[f64; 2]| {
            let mut protocol = self.swept.protocol.clone();
            for ((setting, _), value) in axes.into_iter().zip(*values) {
                setting.set(&mut protocol.settings, &Value::Number(value));
            }
            simulate(&protocol)
                .is_ok_and(|run| aim.end_margin_percent(&run) >= 0.0 && asked.onset_min(&run.warnings).is_none())
        };
        Some(if suits(&stepped) { stepped } else { exact })
    }

    /// The kinds of warning that occur anywhere on it so far.
    pub fn kinds(&self) -> &[WarningId] {
        self.kinds.get_or_init(|| self.map.kinds())
    }

    /// The cells that have one color.
    pub fn groups(&self, color: MapColor) -> Option<&CellGroups> {
        let by = match color {
            MapColor::First => GroupBy::First,
            MapColor::Worst => GroupBy::Worst,
            MapColor::One(id) => GroupBy::One(id),
        };
        Some(self.groups.get(&color)?.get_or_init(|| CellGroups::of(&self.map, by)))
    }
}

/// The map that is shown, and the one that will take its place.
#[derive(Default)]
pub struct SettingsMap(pub(super) Latest<Question, DrawnMap>);

impl SettingsMap {
    /// The map to show: that of another case stays until the first cells of the new one come.
    pub fn shown(&self) -> Option<&DrawnMap> {
        self.0.newest().map(|(_, drawn)| drawn)
    }

    /// Whether the map shown is that of other axes or another case.
    pub fn is_stale(&self, axes: [SliderRange; 2], protocol: &Protocol) -> bool {
        self.shown().is_some_and(|drawn| !drawn.holds_for(axes, protocol))
    }

    /// Takes the cells that have been run since. Work on the map of another case is canceled, unless it follows a finger and is soon
    /// there; a case that differs in the values along the axes alone has the same map.
    pub fn deliver(&mut self, run: &RunView) {
        self.0.deliver(|Question { swept, follows }| *follows || swept.holds_for(swept.axes, &run.run.protocol));
    }

    /// Starts to fill the map of these axes, unless that is under way or done; one that follows a finger as far as it keeps up.
    pub fn start(
        &mut self,
        runner: &Runner<'_>,
        follows: bool,
        axes: [SliderRange; 2],
        run: &RunView,
        aim: Option<Aim>,
    ) {
        let swept = Swept { axes, protocol: run.run.protocol.clone(), aim };
        let [x, y] = axes.map(|(setting, reach)| cell_middles(setting, reach, CELLS));
        let question = Question { swept: swept.clone(), follows };
        if follows {
            let is_there = self.0.newest().is_some_and(|(known, _)| known.swept == swept);
            let is_coming = self.0.running().is_some_and(|coming| coming.follows || coming.swept == swept);
            if is_there || is_coming {
                return;
            }
            let is_drawn_once = runner.execution == Execution::Inline;
            return self.0.start_in_steps(runner, "map", question, move |reporter| {
                let mut map = Map::new(x.clone(), y.clone());
                let began = Instant::now();
                for pass in 0..PASSES {
                    let case = (&swept.protocol, swept.aim.as_ref());
                    let Some(part) = map.pass(pass, case, &|| reporter.is_canceled()) else { return Step::Over };
                    map.take(&part);
                    // The next pass takes three times as long as those before it. What is drawn once must not depend on a clock.
                    if is_drawn_once || 4 * began.elapsed() > BUDGET {
                        break;
                    }
                }
                reporter.answer_at_once(DrawnMap::new(map, swept.clone()));
                Step::Over
            });
        }
        let mut map = Map::new(x, y);
        let (groups, mut done) = (map.groups(), 0);
        self.0.start_in_steps(runner, "map", question, move |reporter| {
            let at_once = TOGETHER.min(runs_at_once()).div_ceil(WIDTH);
            let some = &groups[done..(done + at_once).min(groups.len())];
            let part = map.run(some, (&swept.protocol, swept.aim.as_ref()), &|| reporter.is_canceled());
            let Some(part) = part else { return Step::Over };
            map.take(&part);
            done += some.len();
            // Each that is handed in is drawn anew.
            if done.is_multiple_of(TOGETHER / WIDTH) || done == groups.len() {
                reporter.answer(DrawnMap::new(map.clone(), swept.clone()));
            }
            if done < groups.len() { Step::More } else { Step::Over }
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::background::Execution;
    use crate::app::state::testing::{change, small_woman};
    use crate::sim::SettingId;

    const FLOW: SliderRange = (SettingId::InletFlow, (5.0, 120.0));
    const DURATION: SliderRange = (SettingId::Duration, (30.0, 360.0));

    fn start(map: &mut SettingsMap, execution: Execution, run: &RunView) {
        map.start(&Runner { execution, ctx: &egui::Context::default() }, false, [FLOW, DURATION], run, None);
    }

    #[test]
    fn while_a_finger_moves_another_setting_a_coarse_map_follows_it() {
        let (mut map, mut run) = (SettingsMap::default(), small_woman());
        start(&mut map, Execution::Inline, &run);
        let follow = |map: &mut SettingsMap, execution, run: &RunView| {
            map.start(&Runner { execution, ctx: &egui::Context::default() }, true, [FLOW, DURATION], run, None);
        };
        follow(&mut map, Execution::Thread, &run);
        assert!(!map.0.is_running(), "the full map is there");
        change(&mut run, SettingId::Hematocrit, 31.0);
        assert!(map.is_stale([FLOW, DURATION], &run.run.protocol));
        follow(&mut map, Execution::Inline, &run);
        let is_full = |map: &SettingsMap| map.shown().is_some_and(|drawn| drawn.map.is_full());
        assert!(!map.is_stale([FLOW, DURATION], &run.run.protocol) && !is_full(&map));
        change(&mut run, SettingId::Hematocrit, 32.0);
        follow(&mut map, Execution::Thread, &run);
        change(&mut run, SettingId::Hematocrit, 33.0);
        while map.0.is_running() {
            map.deliver(&run);
            std::thread::yield_now();
        }
        assert!(map.is_stale([FLOW, DURATION], &run.run.protocol), "it came, though the finger had moved on");
        start(&mut map, Execution::Inline, &run);
        assert!(!map.is_stale([FLOW, DURATION], &run.run.protocol) && is_full(&map), "the finger rests");
    }

    #[test]
    fn moving_along_the_axes_leaves_the_map_and_another_change_calls_it_off() {
        let (mut map, mut run) = (SettingsMap::default(), small_woman());
        start(&mut map, Execution::Thread, &run);
        let canceled = map.0.canceled();
        let is_canceled = || canceled.load(std::sync::atomic::Ordering::Relaxed);
        change(&mut run, FLOW.0, 61.0);
        map.deliver(&run);
        assert!(!is_canceled());
        change(&mut run, SettingId::Hematocrit, 31.0);
        map.deliver(&run);
        assert!(is_canceled() && !map.0.is_running());
    }

    #[test]
    fn a_map_is_filled_once_and_stays_until_another_begins() {
        let (mut map, mut run) = (SettingsMap::default(), small_woman());
        start(&mut map, Execution::Inline, &run);
        let is_full = |map: &SettingsMap| map.shown().is_some_and(|drawn| drawn.map.is_full());
        let holds = |map: &SettingsMap, run: &RunView| {
            map.shown().expect("a map").holds_for([FLOW, DURATION], &run.run.protocol)
        };
        assert!(is_full(&map) && holds(&map, &run));
        start(&mut map, Execution::Thread, &run);
        assert!(!map.0.is_running(), "there is nothing left to run");
        change(&mut run, SettingId::Hematocrit, 31.0);
        map.deliver(&run);
        assert!(!holds(&map, &run), "the old map stays, and is known to be old");
        start(&mut map, Execution::Inline, &run);
        assert!(is_full(&map) && holds(&map, &run));
    }
}
