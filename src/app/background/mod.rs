//! Work that takes longer than a frame: each kind on its own thread, started while its result is on screen. It never changes the state.

mod avoidance;
mod best;
mod cohort;
mod covers;
mod debrief;
mod handouts;
mod landscape;
mod latest;
mod map;
mod names;
mod pace;
mod photos;
mod proofs;
mod task;
mod validation;
mod warning_ranges;

pub use avoidance::Avoidances;
pub use best::Bests;
pub use cohort::Cohort;
pub use covers::Covers;
pub use debrief::Debriefs;
pub use handouts::{Handouts, Made, Order};
pub use landscape::Landscapes;
pub use latest::Answer;
pub use map::{DrawnMap, EqualLines, SettingsMap};
pub use names::Names;
pub use photos::Photos;
pub use proofs::Proofs;
pub use task::{Execution, Runner};
pub use validation::{Validated, Validation};
pub use warning_ranges::WarningRanges;

use super::redraw::{self, Reason};
use super::state::{CaseSource, Dialog, Document, MapColor, Scenery, State, Tab};
use crate::preset::VirtualPatients;
use crate::sim::quantities::Quantity;
use crate::sim::settings::Section;
use crate::study::patients::{Asked, QUANTITIES};

#[derive(Default)]
pub struct Background {
    pub execution: Execution,
    pub avoidances: Avoidances,
    pub warning_ranges: WarningRanges,
    pub map: SettingsMap,
    pub cohort: Cohort,
    pub validation: Validation,
    pub covers: Covers,
    pub debriefs: Debriefs,
    pub handouts: Handouts,
    pub bests: Bests,
    pub landscapes: Landscapes,
    pub names: Names,
    pub photos: Photos,
    pub proofs: Proofs,
    moved: Moved,
    /// A finger is down: what is shown may be a frame behind it.
    is_led: bool,
}

/// When a finger last moved something.
#[derive(Default)]
struct Moved {
    /// The run, by its revision, and who was drawn around it.
    to: Option<(u64, VirtualPatients)>,
    at_s: f64,
}

impl Moved {
    /// Whether a finger that is down moves something: one that stays where it is for a moment rests.
    fn is_under_way(&mut self, is_down: bool, state: &State, ctx: &egui::Context) -> bool {
        /// A little less than the wait for the frame in which it is found to rest.
        const MOMENT_S: f64 = 0.3;
        let now_s = ctx.input(|input| input.time);
        let to = Some((state.run_view.revision, state.case.preset().virtual_patients));
        if !is_down || self.to != to {
            (self.to, self.at_s) = (to, now_s);
        }
        let is_under_way = is_down && now_s - self.at_s < MOMENT_S;
        if is_under_way {
            redraw::request(ctx, Reason::Lingers);
        }
        is_under_way
    }
}

/// What is asked of those who follow a finger: the bands of the plots in view, and how they fare where that is shown.
fn asked_while_moving(state: &State) -> Asked {
    let workspace = &state.workspace;
    let mut quantities = Vec::new();
    if workspace.patients_shown {
        let set = workspace.plots.set.quantities();
        let is_shown = |quantity: &Quantity| match (workspace.lecture, state.twin()) {
            (true, _) => *quantity == state.lecture_quantity(),
            // Beside a twin calcium is one of the counts.
            (_, Some(_)) => set.contains(quantity) || *quantity == Quantity::IonizedCalcium,
            (_, None) => set.contains(quantity),
        };
        let is_highlighted = |quantity: &Quantity| state.highlighted() == Some(*quantity);
        quantities = QUANTITIES.into_iter().filter(|quantity| is_shown(quantity) || is_highlighted(quantity)).collect();
    }
    let is_on_stage = workspace.lecture && matches!(workspace.stage.scenery, Scenery::Hundred | Scenery::Map);
    let fates = is_on_stage || (!workspace.lecture && matches!(workspace.tab, Tab::Patients | Tab::Map));
    Asked { quantities, fates }
}

impl Background {
    /// Takes new results and cancels stale work.
    pub fn deliver(&mut self, state: &State, ctx: &egui::Context) {
        let (run, patients) = (&state.run_view, state.case.preset().virtual_patients);
        self.bests.deliver(state.lesson.as_ref());
        self.proofs.deliver(state.draft.as_ref());
        self.landscapes.deliver(state.challenge_on_map().is_some());
        self.avoidances.deliver(run);
        self.warning_ranges.deliver(run);
        self.map.deliver(run);
        self.cohort.deliver(run, patients);
        self.validation.deliver();
        self.covers.deliver();
        self.debriefs.deliver(run);
        self.names.deliver();
        self.handouts.deliver(&Runner { execution: self.execution, ctx });
    }

    /// Starts what is looked at, unless it is under way or done. While something is being moved, `hurried`, only work that
    /// keeps up with the finger is worth starting.
    pub fn start(&mut self, state: &State, hurried: bool, ctx: &egui::Context) {
        let runner = Runner { execution: self.execution, ctx };
        let (run, workspace) = (&state.run_view, &state.workspace);
        if state.gallery.open {
            let files = workspace.recent.files.iter().cloned().map(CaseSource::File);
            self.covers.start(&runner, CaseSource::all_bundled().chain(files));
        }
        let is_calm = !hurried && !state.gallery.open && state.guide.is_none() && state.lesson.is_none();
        // What would have avoided a warning is sought for the run in view alone.
        let is_own = state.explained_pin().is_none();
        if is_calm && is_own && state.opened_group().is_some_and(|group| !group.was_all_before()) {
            self.avoidances.start(&runner, run);
        }
        let scenery = workspace.lecture.then_some(workspace.stage.scenery);
        let follows = self.moved.is_under_way(hurried, state, ctx);
        self.is_led = hurried;
        let is_map_open = if workspace.lecture { scenery == Some(Scenery::Map) } else { workspace.tab == Tab::Map };
        if is_map_open && !state.gallery.open && state.guide.is_none() && state.lesson.is_none() {
            self.map.start(&runner, follows, state.map_ranges(), run, state.case.preset().aim);
        }
        if is_calm && workspace.lecture {
            let control = workspace
                .stage
                .control
                .and_then(|control| state.sliders().into_iter().find(|(setting, _)| *setting == control));
            self.warning_ranges.start(&runner, control.as_slice(), run);
        }
        if is_calm && !workspace.lecture {
            // The sections of a window that is drawn once are closed.
            let is_drawn_once = self.execution == Execution::Inline;
            let shown = if is_drawn_once { Section::Main.settings().count() } else { usize::MAX };
            let sliders: Vec<_> = state.sliders().into_iter().take(shown).collect();
            self.warning_ranges.start(&runner, &sliders, run);
        }
        // The answer to what is asked of one warning says in how many such patients it comes.
        let is_asked = workspace.tab == Tab::Map && matches!(workspace.map_color, MapColor::One(_));
        let is_in_hall = matches!(scenery, Some(Scenery::Hundred | Scenery::Map));
        let wants_patients = workspace.patients_shown
            || is_in_hall
            || ((workspace.tab == Tab::Patients || is_asked) && !workspace.lecture);
        if wants_patients && !state.gallery.open && state.lesson.is_none() {
            let follows = follows.then(|| asked_while_moving(state));
            self.cohort.start(&runner, follows, run, state.case.preset().virtual_patients);
        } else {
            self.cohort.forget();
        }
        if state.case_view.debrief.is_some() && !hurried {
            let preset = state.case.preset();
            self.debriefs.start(&runner, run, preset.aim, preset.virtual_patients);
        }
        if let Some(draft) = state.draft_in_view().filter(|_| !hurried && state.lesson.is_none()) {
            self.proofs.start(&runner, draft);
        }
        if let Some(play) = &state.lesson {
            self.bests.start(&runner, play);
        }
        if let Some((lesson, place)) = state.challenge_on_map() {
            self.landscapes.start(&runner, lesson, place);
        }
        match &state.dialogs.open {
            Some(Dialog::Path { typed, .. }) => self.names.start(&runner, typed),
            _ => self.names.forget(),
        }
        if state.case_view.document == Some(Document::Studies) {
            self.validation.start(&runner);
        }
    }

    /// Whether the virtual patients shown are those of earlier settings. What follows a finger is not called so: it would flicker.
    pub fn patients_are_stale(&self, state: &State) -> bool {
        !self.is_led && self.cohort.is_stale(&state.run_view, state.case.preset().virtual_patients)
    }

    /// The same of the map.
    pub fn map_is_stale(&self, state: &State) -> bool {
        !self.is_led && self.map.is_stale(state.map_ranges(), &state.run_view.run.protocol)
    }

    /// Whether something is under way that will change what is shown.
    pub fn is_running(&self) -> bool {
        self.avoidances.0.is_running()
            || self.warning_ranges.0.is_running()
            || self.map.0.is_running()
            || self.cohort.latest.is_running()
            || self.validation.outcome.is_running()
            || self.covers.is_running()
            || self.debriefs.is_running()
            || self.handouts.is_running()
            || self.names.is_running()
            || self.photos.is_running()
            || self.bests.0.is_running()
            || self.landscapes.0.is_running()
            || self.proofs.0.is_running()
    }

    /// Forgets everything that belongs to a case: another one is open.
    pub fn forget_case(&mut self) {
        self.avoidances = Avoidances::default();
        self.warning_ranges = WarningRanges::default();
        self.map = SettingsMap::default();
        self.cohort.forget();
        self.debriefs = Debriefs::default();
    }
}
