//! What is done on the stage of a lecture, by its own keys or from the desk.

use egui::ViewportCommand;

use super::{Command, Handler};
use crate::app::state::{AudienceWindow, Scenery, Vote};
use crate::preset::StopShow;

impl Handler<'_> {
    /// Does what belongs to a lecture alone.
    pub(super) fn on_stage(&mut self, command: Command) {
        let stage = &mut self.state.workspace.stage;
        match command {
            // A question is answered before the lecture goes on.
            Command::NextStop(true) if stage.scenery == Scenery::Vote && stage.vote.has_answer_to_come() => {
                stage.vote.revealed = true;
            }
            Command::NextStop(forward) => {
                stage.is_walked = true;
                let end_min = if forward { self.state.run().end_min } else { 0.0 };
                self.hold_at(self.state.next_stop(forward).map_or(end_min, |stop| stop.at_min));
            }
            Command::HoldAt(at_min) => self.hold_at(at_min),
            // On a single screen there is nobody to go on while the hall waits.
            Command::Freeze if self.state.workspace.desk => stage.frozen = !stage.frozen,
            Command::Freeze => self.state.playback.playing = false,
            Command::FullScreen => {
                let on = self.ctx.input(|input| input.viewport().fullscreen.unwrap_or(false));
                self.ctx.send_viewport_cmd(ViewportCommand::Fullscreen(!on));
            }
            Command::ShowScenery(scenery) => {
                stage.scenery = if stage.scenery == scenery { Scenery::Moment } else { scenery };
                if scenery == Scenery::Twins && self.state.twin().is_none() {
                    self.state.workspace.twins.shown = true;
                    self.begin_twins();
                }
                self.state.case_view.open_warning = None;
            }
            Command::OpenAudience => stage.audience = AudienceWindow::Wanted,
            Command::SwapScreens => stage.swaps_screens = self.state.workspace.desk,
            Command::BringOn(control) => self.state.bring_on(control),
            Command::TakeTool(tool) => {
                stage.tool = if stage.tool == Some(tool) { None } else { Some(tool) };
                stage.pointed = None;
            }
            Command::PointOnStage(spot) => stage.pointed = spot,
            Command::Draw(spot, begins) => stage.draw(spot, begins),
            Command::Wipe => stage.strokes.clear(),
            Command::Vote(vote) => stage.vote = *vote,
            Command::PlanMinutes(minutes) => stage.planned_min = minutes.clamp(0.0, 600.0),
            Command::ShowCurve(place) => self.state.ask_for_curve(place),
            _ => {}
        }
    }

    /// Goes to a stop, takes away what was brought on at the last, and brings on what this one shows.
    fn hold_at(&mut self, at_min: f64) {
        self.state.playback.playing = false;
        self.state.seek(at_min);
        self.state.case_view.open_warning = None;
        let stage = &mut self.state.workspace.stage;
        stage.scenery = Scenery::Moment;
        stage.strokes.clear();
        stage.forget_curve();
        let stops = self.state.lecture_stops();
        let Some(stop) = stops.iter().rfind(|stop| stop.at_min == at_min && stop.scripted.is_some()) else { return };
        let question = self.state.question_at(stop).cloned();
        match stop.scripted.and_then(|stop| stop.show) {
            Some(StopShow::Why) => self.handle(Command::ToggleWhy),
            Some(StopShow::Hundred) => self.state.workspace.stage.scenery = Scenery::Hundred,
            Some(StopShow::Map) => self.state.workspace.stage.scenery = Scenery::Map,
            Some(StopShow::Question) => {
                let stage = &mut self.state.workspace.stage;
                stage.scenery = Scenery::Vote;
                // Hands that were counted for it already are kept.
                if let Some(question) = question.filter(|question| question.ask != stage.vote.ask) {
                    stage.vote = Vote::of_case(&question);
                }
            }
            // Curves come forward by themselves.
            Some(StopShow::WhiteCells | StopShow::Hemoglobin | StopShow::Platelets | StopShow::Calcium) | None => {}
        }
    }
}
