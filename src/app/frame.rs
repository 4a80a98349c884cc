//! One frame: each panel is shown and its commands carried out before the next is drawn, so that everything follows the finger at once.

use egui::{Frame, Margin, Panel, Rect, Ui, UiBuilder};

use super::App;
use super::commands::{
    Command, Commands, fit_zoom, from_class_keys, from_guide_keys, from_keys, from_lesson_keys, from_undo_keys,
    has_room, is_moving, least_room,
};
use super::state::{PendingNavigation, Scenery};
use super::theme::{size, tokens, wordless};
use super::views::{self, View, class, debrief, desk, guide, home, lesson, screen, stage, twins};
use super::widgets::{card, page};

impl App {
    /// Shows the whole window, and does what its user asks for.
    pub fn window_ui(&mut self, ui: &mut Ui) {
        let ctx = ui.ctx().clone();
        let pressed = ctx.input(|input| input.pointer.any_down());
        if pressed {
            self.state.case_view.pressed_at_min.get_or_insert(self.state.playback.playhead_min);
        }
        if ctx.current_pass_index() == 0 && !self.follows {
            self.take_dropped(&ctx);
            if self.state.class.is_some() {
                if !self.view().is_asking() {
                    let commands = from_class_keys(&ctx, &self.state);
                    self.handle_all(&ctx, commands);
                }
            } else if self.state.lesson.is_some() {
                if !self.view().is_asking() {
                    let commands = from_lesson_keys(&ctx);
                    self.handle_all(&ctx, commands);
                }
            } else if self.state.guide.is_some() && !self.view().is_asking() {
                let mut commands = from_guide_keys(&ctx);
                // Of all other keys, those that have nothing to do with a case.
                let others = from_keys(&ctx, false, true, false).into_iter();
                commands.extend(others.filter(|command| {
                    matches!(
                        command,
                        Command::ToggleTheme
                            | Command::SizeText(_)
                            | Command::StepText(_)
                            | Command::Leave(PendingNavigation::Quit)
                    )
                }));
                self.handle_all(&ctx, commands);
            } else if !self.view().is_asking() {
                let at_home = self.state.gallery.open;
                let case_view = &self.state.case_view;
                let reading = at_home || case_view.document.is_some() || case_view.debrief.is_some();
                let mut commands =
                    from_keys(&ctx, self.state.workspace.lecture, reading, self.state.case_view.workshop.is_some());
                if !at_home && self.is_debriefing() {
                    commands.extend(from_undo_keys(&ctx));
                }
                commands.retain(|command| !at_home || command.suits_home(&self.state.gallery));
                self.handle_all(&ctx, commands);
            }
        }
        fit_zoom(&ctx, &self.state);
        if !has_room(&ctx, &self.state) {
            return;
        }
        if self.state.workspace.is_stage() {
            self.page_ui(ui);
        } else {
            page::roomy(ui, least_room(), |ui| self.page_ui(ui));
        }
        self.show(ui, |ui, view, commands| views::dialog_ui(ui.ctx(), view, commands));
        self.show(ui, |ui, view, _| views::notice_ui(ui.ctx(), view));
        if !pressed {
            self.state.case.end_gesture();
            self.state.case_view.pressed_at_min = None;
        }
        self.background.start(&self.state, is_moving(&ctx), &ctx);
    }

    /// What fills the window.
    fn page_ui(&mut self, ui: &mut Ui) {
        if self.state.class.is_some() {
            self.class_ui(ui);
        } else if self.state.lesson.is_some() {
            self.lesson_ui(ui);
        } else if self.state.guide.is_some() {
            self.guide_ui(ui);
        } else if self.state.gallery.open && self.state.case_view.document.is_none() {
            self.home_ui(ui);
        } else if self.is_debriefing() {
            self.debrief_ui(ui);
        } else if self.state.workspace.desk {
            self.desk_ui(ui);
        } else if self.state.workspace.lecture {
            self.stage_ui(ui);
        } else {
            self.screen_ui(ui);
        }
    }

    fn screen_ui(&mut self, ui: &mut Ui) {
        let narrow = ui.max_rect().width() < size::NARROW;
        let tokens = tokens(ui);
        let bar = Frame::new().fill(tokens.card).inner_margin(Margin::symmetric(12, 0));
        Panel::top("menu bar").exact_size(size::TOP_BAR).frame(bar).show(ui, |ui| self.show(ui, views::menu_bar_ui));
        page::grounded(ui, |ui| {
            if self.reader_ui(ui) {
                return;
            }
            let (enlarged, story) = (self.state.workspace.enlarged, self.state.case_view.story_open);
            let has_workshop = self.state.case_view.workshop.is_some();
            let has_draft = self.state.draft_in_view().is_some();
            let why = self.state.case_view.open_warning.is_some() || has_workshop || has_draft;
            let text = self.state.workspace.text_size.factor();
            let shown = screen::Shown { enlarged, story, why, text };
            let has_twin = self.state.twin().is_some();
            let all = ui.max_rect().shrink(wordless(ui.ctx(), size::GAP));
            let layout = if has_twin { twins::places } else { screen::Places::new };
            let places = layout(all, narrow, shown);
            self.state.workspace.is_low = places.is_low;
            self.state.workspace.is_narrow = places.right.is_none();
            self.show(ui, |ui, view, commands| screen::side_ui(ui, view, &places, commands));
            self.show(ui, |ui, view, commands| screen::story_ui(ui, view, &places, commands));
            for room in places.stage.filter(|_| !has_twin).into_iter().chain([places.time_bar]) {
                card::padded(ui, room, Margin::ZERO, |_| ());
            }
            self.show(ui, |ui, view, commands| screen::time_ui(ui, view, places.time_bar, commands));
            if let Some(room) = places.why {
                let content = match (has_workshop, has_draft) {
                    (true, _) => views::workshop_ui,
                    (_, true) => views::lesson_workshop_ui,
                    _ => views::why_ui,
                };
                self.show(ui, |ui, view, commands| content(ui, view, room, commands));
            } else {
                let lower = UiBuilder::new().max_rect(places.lower);
                ui.scope_builder(lower, |ui| {
                    self.show(ui, |ui, view, commands| views::explore_ui(ui, view, places.is_low, commands));
                });
            }
            match places.stage {
                Some(stage) if has_twin => self.twins_ui(ui, stage),
                Some(stage) => self.scene_ui(ui, stage),
                None => (),
            }
            self.show(ui, |ui, view, commands| screen::right_ui(ui, view, &places, commands));
        });
    }

    fn home_ui(&mut self, ui: &mut Ui) {
        let tokens = tokens(ui);
        let bar = Frame::new().fill(tokens.card).inner_margin(Margin::symmetric(12, 0));
        Panel::top("home bar").exact_size(size::TOP_BAR).frame(bar).show(ui, |ui| self.show(ui, home::bar_ui));
        page::grounded(ui, |ui| {
            let mut thumbnails = std::mem::take(&mut self.thumbnails);
            self.show(ui, |ui, view, commands| home::home_ui(ui, view, &mut thumbnails, commands));
            self.thumbnails = thumbnails;
        });
    }

    /// Whether the debrief stands in place of the screen.
    fn is_debriefing(&self) -> bool {
        self.state.case_view.debrief.is_some() && self.state.case_view.document.is_none()
    }

    fn debrief_ui(&mut self, ui: &mut Ui) {
        let tokens = tokens(ui);
        let bar = Frame::new().fill(tokens.card).inner_margin(Margin::symmetric(12, 0));
        Panel::top("debrief bar").exact_size(size::TOP_BAR).frame(bar).show(ui, |ui| self.show(ui, debrief::bar_ui));
        page::grounded(ui, |ui| {
            let mut thumbnails = std::mem::take(&mut self.thumbnails);
            self.show(ui, |ui, view, commands| debrief::debrief_ui(ui, view, &mut thumbnails, commands));
            self.thumbnails = thumbnails;
        });
    }

    fn guide_ui(&mut self, ui: &mut Ui) {
        let tokens = tokens(ui);
        let bar = Frame::new().fill(tokens.card).inner_margin(Margin::symmetric(14, 0));
        Panel::top("guide bar").exact_size(size::TOP_BAR).frame(bar).show(ui, |ui| self.show(ui, guide::bar_ui));
        page::grounded(ui, |ui| {
            let places = guide::Places::new(ui.max_rect().shrink(wordless(ui.ctx(), size::GAP)));
            card::padded(ui, places.scene, Margin::ZERO, |_| ());
            self.scene_ui(ui, places.scene);
            self.show(ui, |ui, view, commands| guide::caption_ui(ui, view, &places, commands));
        });
    }

    fn class_ui(&mut self, ui: &mut Ui) {
        let tokens = tokens(ui);
        let bar = Frame::new().fill(tokens.card).inner_margin(Margin::symmetric(14, 0));
        Panel::top("class bar").exact_size(size::TOP_BAR).frame(bar).show(ui, |ui| self.show(ui, class::bar_ui));
        page::grounded(ui, |ui| {
            let room = ui.max_rect().shrink(wordless(ui.ctx(), size::GAP));
            self.show(ui, |ui, view, commands| class::class_ui(ui, view, room, commands));
        });
    }

    fn lesson_ui(&mut self, ui: &mut Ui) {
        let tokens = tokens(ui);
        let bar = Frame::new().fill(tokens.card).inner_margin(Margin::symmetric(14, 0));
        Panel::top("lesson bar").exact_size(size::TOP_BAR).frame(bar).show(ui, |ui| self.show(ui, lesson::bar_ui));
        page::grounded(ui, |ui| {
            let places = lesson::Places::new(ui.max_rect().shrink(wordless(ui.ctx(), size::GAP)), &self.view());
            self.show(ui, |ui, view, commands| lesson::steps_ui(ui, view, places.steps, commands));
            self.show(ui, |ui, view, commands| lesson::card_ui(ui, view, places.card, commands));
            if let Some(room) = places.plot {
                self.show(ui, |ui, view, commands| lesson::plot_ui(ui, view, room, commands));
            }
            self.show(ui, |ui, view, commands| lesson::below_ui(ui, view, &places, commands));
            for (place, room) in places.scenes.iter().enumerate() {
                if place == 0 {
                    self.scene_ui(ui, *room);
                } else {
                    self.twin_scene_ui(ui, *room);
                }
            }
        });
    }

    fn stage_ui(&mut self, ui: &mut Ui) {
        let black = self.state.workspace.stage.black;
        page::grounded(ui, |ui| {
            if black {
                ui.painter().rect_filled(ui.max_rect(), 0.0, egui::Color32::BLACK);
                return;
            }
            if self.reader_ui(ui) {
                return;
            }
            self.stage_contents_ui(ui);
        });
    }

    /// The stage in all of this room: in its own window, or small on the desk.
    fn stage_contents_ui(&mut self, ui: &mut Ui) {
        let room = ui.max_rect();
        let places = stage::Places::new(room, stage::strip(&self.view()).is_some());
        self.show(ui, |ui, view, commands| stage::banner_ui(ui, view, places.banner, commands));
        self.show(ui, |ui, view, commands| stage::foot_ui(ui, view, places.foot, commands));
        if self.state.workspace.stage.scenery == Scenery::Moment {
            if let Some(strip) = places.strip {
                self.show(ui, |ui, view, commands| stage::strip_ui(ui, view, strip, commands));
            }
            self.show(ui, |ui, view, commands| stage::curve_ui(ui, view, places.curve, commands));
            self.scene_ui(ui, places.scene);
        } else if self.state.workspace.stage.scenery == Scenery::Twins && self.state.twin().is_some() {
            let [(own_head, own), (twin_head, twin)] = stage::twin_halves(places.whole);
            self.show(ui, |ui, view, _| stage::twin_head_ui(ui, view, false, own_head));
            self.show(ui, |ui, view, _| stage::twin_head_ui(ui, view, true, twin_head));
            self.scene_ui(ui, own);
            self.twin_scene_ui(ui, twin);
        } else {
            self.show(ui, |ui, view, commands| stage::scenery_ui(ui, view, places.whole, commands));
        }
        self.show(ui, |ui, view, commands| stage::overlay_ui(ui, view, room, commands));
    }

    fn desk_ui(&mut self, ui: &mut Ui) {
        let tokens = tokens(ui);
        let bar = Frame::new().fill(tokens.card).inner_margin(Margin::symmetric(12, 0));
        Panel::top("desk bar").exact_size(size::TOP_BAR).frame(bar).show(ui, |ui| self.show(ui, desk::bar_ui));
        page::grounded(ui, |ui| {
            if self.reader_ui(ui) {
                return;
            }
            let places = desk::Places::new(ui.max_rect().shrink(wordless(ui.ctx(), size::GAP)));
            self.show(ui, |ui, view, commands| desk::now_ui(ui, view, places.now, commands));
            desk::in_small(ui, places.picture(), |ui| self.stage_contents_ui(ui));
            self.show(ui, |ui, view, commands| desk::time_ui(ui, view, places.time, commands));
            let next = self.look_ahead(ui.ctx(), desk::next_picture(places.next).size());
            self.show(ui, |ui, view, commands| desk::next_ui(ui, view, next, places.next, commands));
            self.show(ui, |ui, view, commands| desk::notes_ui(ui, view, places.notes, commands));
            self.show(ui, |ui, view, commands| desk::stage_ui(ui, view, places.stage, commands));
            self.show(ui, |ui, view, commands| desk::hands_ui(ui, view, places.hands, commands));
            self.show(ui, |ui, view, commands| desk::stops_ui(ui, view, places.stops, commands));
        });
    }

    /// Shows a panel and does what it asks for.
    fn show(&mut self, ui: &mut Ui, panel: impl FnOnce(&mut Ui, &View<'_>, &mut Commands)) {
        let mut commands = Commands::new();
        panel(ui, &self.view(), &mut commands);
        self.handle_all(&ui.ctx().clone(), commands);
    }

    /// The scene, within its card.
    fn scene_ui(&mut self, ui: &mut Ui, room: Rect) {
        let mut canvas = std::mem::take(&mut self.canvas);
        ui.scope_builder(UiBuilder::new().max_rect(room.shrink(1.0)), |ui| {
            self.show(ui, |ui, view, commands| views::scene_ui(ui, view, &mut canvas, commands));
        });
        self.canvas = canvas;
    }

    /// The twin's scene.
    fn twin_scene_ui(&mut self, ui: &mut Ui, room: Rect) {
        let mut canvas = std::mem::take(&mut self.twin_canvas);
        ui.scope_builder(UiBuilder::new().max_rect(room.shrink(1.0)), |ui| {
            self.show(ui, |ui, view, _| views::twin_ui(ui, view, &mut canvas));
        });
        self.twin_canvas = canvas;
    }

    /// Two scenes with their headings, or the one that there is room for.
    fn twins_ui(&mut self, ui: &mut Ui, stage: Rect) {
        let (strip, stage) = twins::below_strip(stage);
        card::padded(ui, strip, Margin::ZERO, |_| ());
        self.show(ui, |ui, view, commands| twins::harm_ui(ui, view, strip, commands));
        let halves = twins::halves(stage, self.state.workspace.twins.in_front);
        let is_alone = halves.len() == 1;
        for (side, room) in halves {
            card::padded(ui, room, Margin::ZERO, |_| ());
            if side == twins::Side::Twin && self.state.awaits_second() {
                self.show(ui, |ui, view, commands| views::beside_ui(ui, view, room, commands));
                continue;
            }
            let (head, below) = twins::below_head(room);
            self.show(ui, |ui, view, commands| twins::head_ui(ui, view, side, head, is_alone, commands));
            if side == twins::Side::Run {
                self.scene_ui(ui, below);
            } else {
                self.twin_scene_ui(ui, below);
            }
        }
    }

    /// Shows the open document in place of the screen; answers whether there is one.
    fn reader_ui(&mut self, ui: &mut Ui) -> bool {
        let Some(document) = self.state.case_view.document else { return false };
        let mut page = std::mem::take(&mut self.model_page);
        self.show(ui, |ui, view, commands| views::reader_ui(ui, view, document, &mut page, commands));
        self.model_page = page;
        true
    }
}
