//! Lecture mode: scene, time and one curve fill the screen, large enough for the last row.

use egui::{
    Align, CentralPanel, Context, Frame, Label, Layout, Margin, Panel, Rect, RichText, Ui, UiBuilder, Vec2, pos2,
};

use super::App;
use super::command::Command;
use super::panels::explore::{plot, plots};
use super::panels::{self, Commands};
use super::theme::{self, Look, size, small, strong, tokens};
use super::widgets::card;

/// The zoom in a window of this size in points: on a screen of 1920 by 1080 the smallest words are 24 pixels high, and every other
/// screen shows the same picture, as large as it can.
pub fn zoom(window: Vec2) -> f32 {
    const SMALLEST_WORDS: f32 = 24.0;
    /// Rounding of sizes must not take the last tenth of a pixel.
    const MORE: f32 = 1.005;
    let share = (window.x / 1920.0).min(window.y / 1080.0);
    (MORE * SMALLEST_WORDS / size::SMALL * share).max(1.0)
}

impl App {
    /// Enters or leaves lecture mode. The case, its run and the playhead stay as they are.
    pub fn set_lecture(&mut self, ctx: &Context, on: bool) {
        if on == self.session.lecture {
            return;
        }
        if on {
            self.session.zoom_outside = ctx.zoom_factor();
        } else {
            ctx.set_zoom_factor(self.session.zoom_outside);
        }
        self.session.lecture = on;
        // The zoom belongs to the lecture while it lasts.
        ctx.options_mut(|options| options.zoom_with_keyboard = !on);
        self.dress(ctx);
    }

    /// Gives the window the look that the session asks for.
    pub(super) fn dress(&mut self, ctx: &Context) {
        theme::set_look(ctx, Look { lecture: self.session.lecture, still: self.session.reduced_motion });
        // Cells are portrayed in the theme's colors.
        self.canvas.sprites = None;
    }

    /// Lets the zoom follow the size of the window. What was laid out at another zoom is laid out again before it is shown.
    pub(super) fn fit_zoom(&self, ctx: &Context) {
        /// Less than this is the rounding of the window's size.
        const SAME: f32 = 0.002;
        if !self.session.lecture {
            return;
        }
        let zoom_now = ctx.zoom_factor();
        let wanted = zoom(ctx.input(egui::InputState::content_rect).size() * zoom_now);
        if (wanted / zoom_now - 1.0).abs() > SAME {
            ctx.set_zoom_factor(wanted);
            ctx.request_discard("the zoom of the lecture");
        }
    }

    pub(super) fn lecture_ui(&mut self, ui: &mut Ui) {
        let ctx = ui.ctx().clone();
        let tokens = tokens(ui);
        let mut asked = Commands::new();
        let bar = Frame::new().fill(tokens.card).inner_margin(Margin::symmetric(14, 0));
        Panel::top("lecture bar").exact_size(size::TOP_BAR).frame(bar).show_separator_line(false).show(ui, |ui| {
            self.lecture_bar_ui(ui, &mut asked);
        });
        CentralPanel::no_frame().frame(Frame::new().fill(tokens.ground)).show(ui, |ui| {
            if self.book_ui(ui, &mut asked) {
                return;
            }
            let mut all = ui.max_rect().shrink(size::GAP);
            all.min.y = ui.max_rect().top();
            let places = Places::new(all);
            for card in [places.scene, places.time_bar] {
                card::padded(ui, card, Margin::ZERO, |_| ());
            }
            self.time_ui(ui, places.time_bar, &mut asked);
            card::padded(ui, places.curve, Margin { left: 8, right: 12, top: 10, bottom: 6 }, |ui| {
                panels::callout::choice_ui(ui, &self.view(), &mut asked);
                let view = self.view();
                let pointed = plot::curve_ui(ui, &view, view.lecture_quantity(), &mut asked);
                plots::point_at(&view, pointed, &mut asked);
            });
            // What is asked for is done before the rest is drawn: all follows the finger in the same frame.
            self.conduct_all(&ctx, std::mem::take(&mut asked));
            card::padded(ui, places.callout, Margin::symmetric(18, 12), |ui| {
                panels::callout::callout_ui(ui, &self.view());
            });
            self.scene_ui(ui, places.scene, &mut asked);
        });
        panels::dialogs::dialog_ui(&ctx, &self.view(), &mut asked);
        self.conduct_all(&ctx, asked);
    }

    /// The case's title, what the program is not for, and the way out.
    fn lecture_bar_ui(&self, ui: &mut Ui, asked: &mut Commands) {
        let view = self.view();
        let tokens = tokens(ui);
        let bar = ui.max_rect();
        let right = UiBuilder::new().max_rect(bar).layout(Layout::right_to_left(Align::Center));
        let left_end = ui
            .scope_builder(right, |ui| {
                ui.spacing_mut().item_spacing.x = 16.0;
                if ui.button(view.say("lecture-leave")).clicked() {
                    asked.push(Command::ToggleLecture);
                }
                ui.label(RichText::new(view.say("disclaimer")).font(small()).color(tokens.quiet));
            })
            .response
            .rect
            .left();
        let room = Rect::from_min_max(bar.min, pos2(left_end - 16.0, bar.bottom()));
        ui.scope_builder(UiBuilder::new().max_rect(room).layout(Layout::left_to_right(Align::Center)), |ui| {
            ui.add(Label::new(RichText::new(&view.case.preset().title).font(strong(size::TITLE))).truncate());
        });
    }
}

/// Where the panels of a lecture stand.
struct Places {
    scene: Rect,
    time_bar: Rect,
    callout: Rect,
    curve: Rect,
}

impl Places {
    /// A wide screen has call-out and curve beside the scene, one that is nearly square has them below; time runs along the scene.
    fn new(all: Rect) -> Self {
        const WIDE: f32 = 1.5;
        if all.width() > WIDE * all.height() { Self::wide(all) } else { Self::tall(all) }
    }

    fn wide(all: Rect) -> Self {
        const SCENE_SHARE: f32 = 0.69;
        const CALLOUT_HEIGHT: f32 = 206.0;
        let (above, time_bar) = split_below(all, all.height() - size::TIME_BAR - size::GAP);
        let (scene, beside) = split_right(above, SCENE_SHARE * all.width());
        let (callout, curve) = split_below(beside, CALLOUT_HEIGHT);
        Self { scene, time_bar, callout, curve }
    }

    fn tall(all: Rect) -> Self {
        const SCENE_SHARE: f32 = 0.56;
        const CALLOUT_WIDTH: f32 = 310.0;
        let (scene, below) = split_below(all, SCENE_SHARE * all.height());
        let (time_bar, below) = split_below(below, size::TIME_BAR);
        let (callout, curve) = split_right(below, CALLOUT_WIDTH);
        Self { scene, time_bar, callout, curve }
    }
}

/// The upper part, this high, and what a gap leaves below it.
fn split_below(all: Rect, height: f32) -> (Rect, Rect) {
    let (above, below) = all.split_top_bottom_at_y(all.top() + height);
    (above, below.with_min_y(below.top() + size::GAP))
}

/// The left part, this wide, and what a gap leaves beside it.
fn split_right(all: Rect, width: f32) -> (Rect, Rect) {
    let (left, right) = all.split_left_right_at_x(all.left() + width);
    (left, right.with_min_x(right.left() + size::GAP))
}
