//! What is done on the stage of a lecture, by its own keys or from the desk.

use egui::ViewportCommand;

use super::{Command, Handler};
use crate::app::state::{AudienceWindow, Scenery};

impl Handler<'_> {
    /// Does what belongs to a lecture alone.
    pub(super) fn on_stage(&mut self, command: Command) {
        let stage = &mut self.state.workspace.stage;
        match command {
            Command::NextStop(forward) => self.seek_stop(forward),
            // On a single screen there is nobody to go on while the hall waits.
            Command::Freeze if self.state.workspace.desk => stage.frozen = !stage.frozen,
            Command::Freeze => self.state.playback.playing = false,
            Command::FullScreen => {
                let on = self.ctx.input(|input| input.viewport().fullscreen.unwrap_or(false));
                self.ctx.send_viewport_cmd(ViewportCommand::Fullscreen(!on));
            }
            Command::ShowScenery(scenery) => {
                stage.scenery = if stage.scenery == scenery { Scenery::Moment } else { scenery };
                self.state.case_view.open_warning = None;
            }
            Command::OpenAudience => stage.audience = AudienceWindow::Wanted,
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

    /// Goes to the next stop or the one before, and takes away what was brought on at the last.
    fn seek_stop(&mut self, forward: bool) {
        let end_min = if forward { self.state.run().end_min } else { 0.0 };
        let at_min = self.state.next_stop(forward).map_or(end_min, |stop| stop.at_min);
        self.state.playback.playing = false;
        self.state.seek(at_min);
        self.state.case_view.open_warning = None;
        let stage = &mut self.state.workspace.stage;
        stage.scenery = Scenery::Moment;
        stage.strokes.clear();
    }
}
