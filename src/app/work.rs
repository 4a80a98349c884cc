//! All work that is too long for a frame: when each kind of it is started, and where its answers go.

use super::App;
use super::crowd::Crowd;
use super::derived::Derived;
use super::jobs::Way;
use super::map::SettingsMap;
use super::panels;
use super::ranges::Ranges;
use super::search::Search;
use super::session::Tab;
use super::studies::Studies;
use crate::preset::VirtualPatients;
use crate::sim::settings::Section;

#[derive(Default)]
pub struct Work {
    /// Beside the window, or at once.
    pub way: Way,
    pub search: Search,
    pub ranges: Ranges,
    pub map: SettingsMap,
    pub crowd: Crowd,
    pub studies: Studies,
}

impl Work {
    /// Takes what has been found since, and calls off what is stale.
    pub fn deliver(&mut self, derived: &mut Derived, wanted: VirtualPatients) {
        self.search.deliver(derived);
        self.ranges.deliver(derived);
        self.map.deliver(derived);
        self.crowd.deliver(derived, wanted);
        self.studies.deliver();
    }

    /// Whether something is under way that will change what is shown.
    pub fn is_under_way(&self) -> bool {
        self.search.is_under_way()
            || self.ranges.is_under_way()
            || self.map.is_under_way()
            || self.crowd.is_under_way()
            || self.studies.is_under_way()
    }

    /// Forgets all that belongs to a case: another one is open.
    pub fn forget_case(&mut self) {
        self.ranges.forget();
        self.map.forget();
        self.crowd.forget();
    }
}

impl App {
    /// Whether work goes on that will change what is shown.
    pub fn is_working(&self) -> bool {
        self.work.is_under_way()
    }

    /// Starts the work that what is looked at asks for.
    pub(super) fn start_work(&mut self, ctx: &egui::Context) {
        self.look_for_avoidances(ctx);
        self.look_for_ranges(ctx);
        self.fill_map(ctx);
        self.run_patients(ctx);
        self.run_studies(ctx);
    }

    /// Starts to look for what an open card wants to know, once nothing is being dragged or held.
    fn look_for_avoidances(&mut self, ctx: &egui::Context) {
        let is_wanted = self.view().opened_warning().is_some_and(|warning| !warning.present_before);
        if is_wanted && !is_moving(ctx) && !self.session.lecture {
            self.work.search.start(self.work.way, &mut self.derived, ctx);
        }
    }

    /// Starts to sweep what the tracks of the controls show, once nothing is being dragged or held.
    fn look_for_ranges(&mut self, ctx: &egui::Context) {
        if !is_moving(ctx) && !self.session.lecture {
            let mut tracks = panels::controls::tracks(&self.view());
            if self.work.way == Way::AtOnce {
                // The sections of a window that is drawn once are closed.
                tracks.truncate(Section::Main.settings().count());
            }
            self.work.ranges.start(self.work.way, &tracks, &self.derived, ctx);
        }
    }

    /// Starts to fill the map that is looked at, once nothing else than a point on it is being moved.
    fn fill_map(&mut self, ctx: &egui::Context) {
        let is_seen = self.session.tab == Tab::Map;
        if is_seen && !is_moving(ctx) && !self.session.lecture {
            let reaches = panels::explore::map::reaches(&self.view());
            self.work.map.start(self.work.way, reaches, &self.derived, ctx);
        }
    }

    /// Starts to run virtual patients while they are looked at. While something is being moved there are only the first of them.
    fn run_patients(&mut self, ctx: &egui::Context) {
        let session = &self.session;
        if session.patients_shown || (session.tab == Tab::Patients && !session.lecture) {
            let wanted = self.case.preset().virtual_patients;
            self.work.crowd.start(self.work.way, is_moving(ctx), &self.derived, wanted, ctx);
        } else {
            self.work.crowd.forget();
        }
    }
}

/// Whether something is being dragged or held.
fn is_moving(ctx: &egui::Context) -> bool {
    ctx.input(|input| input.pointer.any_down() || !input.keys_down.is_empty())
}
