//! Twins: a pinned run that is shown in a scene of its own beside the case, at the same time.

use super::State;
use super::case::Case;
use super::pins::Pin;
use super::run_curves::RunCurves;
use crate::preset::Preset;
use crate::sim::{Moment, SettingId};

/// Whether there is a second scene, and of which run.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
#[expect(clippy::struct_excessive_bools, reason = "each is a switch of its own")]
pub struct Twins {
    /// The second scene is wanted.
    pub shown: bool,
    /// The letter of its run.
    pub letter: usize,
    /// A change of the machine or the procedure is made in both runs.
    pub both: bool,
    /// Where there is room for one scene only, it is that of the twin.
    pub in_front: bool,
    /// The number of the run that was pinned only because nothing else was there to be shown.
    pub stand_in: Option<u64>,
    /// A patient chosen for the second scene comes on a machine of their own, not on that of the run in view.
    pub own_machines: bool,
    /// The setting that was last to change in both, but could not in the twin.
    pub refused: Option<SettingId>,
}

/// Whose machine, with its procedure, two patients are on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Machines {
    /// Each on its own.
    Own,
    /// Both on that of the run in view.
    OfRun,
    /// Both on that of the twin.
    OfTwin,
}

impl State {
    /// Whose machine the two are on; `None` without a twin, or where one has been changed since they were set alike.
    pub fn machines(&self) -> Option<Machines> {
        let twin = self.twin()?;
        let (run, theirs) = (self.case.preset(), twin.case.preset());
        let has_own = |preset: &Preset, own: &Option<Preset>| {
            own.as_ref().is_none_or(|own| own.protocol.has_machine_of(&preset.protocol))
        };
        let is_run_on_own = has_own(run, &self.case_view.own_machine);
        let is_twin_on_own = has_own(theirs, &twin.own);
        match (is_run_on_own, is_twin_on_own, run.protocol.has_machine_of(&theirs.protocol)) {
            (true, true, false) => Some(Machines::Own),
            (true, _, true) => Some(Machines::OfRun),
            (false, true, true) => Some(Machines::OfTwin),
            _ => None,
        }
    }

    /// The machines that both can be set to, that which processes more blood first: it makes the difference between two patients plain.
    pub fn plainest_machines(&self) -> [Machines; 2] {
        let volume_ml = |preset: &Preset| {
            let procedure = &preset.protocol.settings.procedure;
            procedure.inlet_flow_ml_min * procedure.duration_min
        };
        let own = self.case_view.own_machine.as_ref().unwrap_or_else(|| self.case.preset());
        let theirs = self.twin().map(|twin| twin.own.as_ref().unwrap_or_else(|| twin.case.preset()));
        if theirs.is_some_and(|theirs| volume_ml(theirs) > volume_ml(own)) {
            [Machines::OfTwin, Machines::OfRun]
        } else {
            [Machines::OfRun, Machines::OfTwin]
        }
    }

    /// Whether the two are different patients: more than a few of their settings differ.
    pub fn are_two_patients(&self, twin: &Pin) -> bool {
        let (own, other) = (&self.run().protocol.settings, &twin.curves.run.protocol.settings);
        let differing =
            SettingId::all().filter(|setting| setting.is_of_patient() && setting.get(own) != setting.get(other));
        differing.count() > 2
    }

    /// The pinned run that has a scene of its own.
    pub fn twin(&self) -> Option<&Pin> {
        let twins = &self.workspace.twins;
        self.pins.iter().find(|pin| twins.shown && pin.letter == twins.letter)
    }

    /// Whether nobody has been chosen for the second scene yet: the run that stands there is that in view, unchanged.
    pub fn awaits_second(&self) -> bool {
        let is_stand_in = |twin: &Pin| Some(twin.number) == self.workspace.twins.stand_in;
        self.twin().is_some_and(|twin| is_stand_in(twin) && twin.curves.run.protocol == self.run().protocol)
    }

    /// The pinned runs that are drawn beside the run in view: not the one that only holds the place of who is not chosen yet.
    pub fn compared(&self) -> impl Iterator<Item = &Pin> {
        let left_out = self.workspace.twins.stand_in.filter(|_| self.awaits_second());
        self.pins.iter().filter(move |pin| Some(pin.number) != left_out)
    }

    /// A twin at the time that the scene shows, or at its own end where it is shorter.
    pub fn twin_moment<'a>(&self, twin: &'a Pin) -> Moment<'a> {
        let run = &twin.curves.run;
        run.at(self.shown_min().min(run.end_min))
    }

    /// Runs a case, pins it, and shows it beside the open one; one that is pinned already is shown again.
    /// Answers whether there was a letter left for it.
    pub fn show_beside(&mut self, preset: &Preset) -> bool {
        let pinned = self.pins.iter().find(|pin| pin.case.preset() == preset).map(|pin| pin.letter);
        if pinned.is_none() {
            if self.pins.is_full() {
                return false;
            }
            let Ok(curves) = RunCurves::of(&preset.protocol) else { return true };
            self.pins.add(preset.short_title().to_owned(), Case::new(preset.clone(), None), curves);
        }
        self.show_twin(pinned);
        true
    }

    /// The run with this letter becomes the twin; where there is none, the newest.
    pub fn show_twin(&mut self, letter: Option<usize>) {
        let letter = letter.filter(|letter| self.pins.iter().any(|pin| pin.letter == *letter));
        let newest = self.pins.iter().max_by_key(|pin| pin.number).map(|pin| pin.letter);
        let twins = &mut self.workspace.twins;
        (twins.shown, twins.refused) = (true, None);
        twins.letter = letter.or(newest).unwrap_or_default();
        let letter = twins.letter;
        self.pins.shade(letter);
        // Between two patients the difference is no effect of anything that was set: it would only cover their curves.
        if self.twin().is_some_and(|twin| self.are_two_patients(twin)) {
            self.pins.toggle_shade(letter);
        }
        // It shall be seen.
        self.workspace.enlarged = false;
    }
}
