//! The main screen: where each panel stands, at every size of the window.

use egui::{CentralPanel, Frame, Margin, Panel, Rect, RichText, Ui, pos2};

use super::App;
use super::command::Command;
use super::panels::{self, Commands};
use super::session::Side;
use super::theme::{size, tokens};
use super::widgets::{card, segmented};

impl App {
    pub(super) fn screen_ui(&mut self, ui: &mut Ui) {
        let ctx = ui.ctx().clone();
        let narrow = ui.max_rect().width() < size::NARROW;
        let tokens = tokens(ui);

        let mut asked = Commands::new();
        let bar = Frame::new().fill(tokens.card).inner_margin(Margin::symmetric(12, 0));
        Panel::top("menu bar").exact_size(size::TOP_BAR).frame(bar).show(ui, |ui| {
            panels::menu_bar::menu_bar_ui(ui, &self.view(), &mut asked);
        });
        self.conduct_all(&ctx, std::mem::take(&mut asked));

        CentralPanel::no_frame().frame(Frame::new().fill(tokens.ground)).show(ui, |ui| {
            if self.book_ui(ui, &mut asked) {
                return;
            }
            let places = Places::new(ui.max_rect().shrink(size::GAP), narrow, self.session.enlarged);
            self.side_ui(ui, &places, narrow, &mut asked);
            // What is asked for is done before the rest is drawn: all follows the finger in the same frame.
            self.conduct_all(&ctx, std::mem::take(&mut asked));
            stage_ui(ui, &places);
            self.time_ui(ui, places.time_bar, &mut asked);
            self.conduct_all(&ctx, std::mem::take(&mut asked));
            ui.scope_builder(egui::UiBuilder::new().max_rect(places.lower), |ui| {
                panels::explore::explore_ui(ui, &self.view(), &mut asked);
            });
            self.conduct_all(&ctx, std::mem::take(&mut asked));
            if !self.session.enlarged {
                self.scene_ui(ui, places.stage.with_max_y(places.time_bar.top()), &mut asked);
            }
            if let Some(right) = places.right {
                self.answers_ui(ui, right, &mut asked);
            }
        });
        panels::dialogs::dialog_ui(&ctx, &self.view(), &mut asked);
        self.conduct_all(&ctx, asked);
    }

    /// The panel at the left: controls, and in a narrow window also warnings and numbers.
    fn side_ui(&mut self, ui: &mut Ui, places: &Places, narrow: bool, asked: &mut Commands) {
        let view = self.view();
        let side = if narrow { self.session.side } else { Side::Controls };
        let mut rect = places.left;
        if narrow {
            let tabs = Rect::from_min_size(rect.min, egui::vec2(rect.width(), 34.0));
            ui.scope_builder(egui::UiBuilder::new().max_rect(tabs), |ui| {
                let warnings = view.text.with("side-warnings", &[("count", view.warning_kinds().to_string())]);
                let choices = [(Side::Controls, view.say("side-controls")), (Side::Warnings, warnings)];
                if let Some(side) = segmented::choices(ui, side, &choices) {
                    asked.push(Command::ShowSide(side));
                }
            });
            rect.min.y = tabs.bottom();
        }
        match side {
            Side::Controls => card::padded(ui, rect, Margin::same(size::CARD_PADDING), |ui| {
                let disclaimer =
                    Rect::from_min_max(pos2(ui.max_rect().left(), ui.max_rect().bottom() - 18.0), ui.max_rect().max);
                let mut inner = ui.max_rect();
                inner.max.y = disclaimer.top() - 6.0;
                ui.scope_builder(egui::UiBuilder::new().max_rect(inner), |ui| {
                    panels::controls::controls_ui(ui, &view, asked);
                });
                disclaimer_ui(ui, disclaimer, &view.say("disclaimer"));
            }),
            Side::Warnings => {
                let disclaimer = Rect::from_min_max(pos2(rect.left() + 4.0, rect.bottom() - 18.0), rect.max);
                rect.max.y = disclaimer.top() - 4.0;
                self.answers_ui(ui, rect, asked);
                disclaimer_ui(ui, disclaimer, &self.text.get("disclaimer"));
            }
        }
    }

    /// The time bar, within its card.
    pub(super) fn time_ui(&self, ui: &mut Ui, room: Rect, asked: &mut Commands) {
        ui.scope_builder(egui::UiBuilder::new().max_rect(room.shrink2(egui::vec2(14.0, 4.0))), |ui| {
            panels::time_bar::time_bar_ui(ui, &self.view(), asked);
        });
    }

    /// The scene, within its card.
    pub(super) fn scene_ui(&mut self, ui: &mut Ui, room: Rect, asked: &mut Commands) {
        let mut canvas = std::mem::take(&mut self.canvas);
        let rect = room.shrink(1.0);
        ui.scope_builder(egui::UiBuilder::new().max_rect(rect), |ui| {
            panels::scene::scene_ui(ui, &self.view(), &mut canvas, asked);
        });
        self.canvas = canvas;
    }

    /// Warnings above, numbers below.
    fn answers_ui(&self, ui: &mut Ui, rect: Rect, asked: &mut Commands) {
        let view = self.view();
        let split = rect.bottom() - panels::numbers::HEIGHT.min(rect.height() * 0.6);
        let above = Rect::from_min_max(rect.min, pos2(rect.right(), split - size::GAP));
        let below = Rect::from_min_max(pos2(rect.left(), split), rect.max);
        card::padded(ui, above, Margin::same(12), |ui| panels::warnings::warnings_ui(ui, &view, asked));
        card::padded(ui, below, Margin::same(size::CARD_PADDING), |ui| panels::numbers::numbers_ui(ui, &view));
    }
}

/// The card of scene and time bar, with a line between them.
fn stage_ui(ui: &mut Ui, places: &Places) {
    card::padded(ui, places.stage, Margin::ZERO, |ui| {
        let hairline = egui::Stroke::new(1.0, tokens(ui).hairline);
        ui.painter().hline(places.time_bar.x_range(), places.time_bar.top(), hairline);
    });
}

fn disclaimer_ui(ui: &mut Ui, rect: Rect, words: &str) {
    let quiet = tokens(ui).quiet;
    ui.put(rect, |ui: &mut Ui| {
        ui.with_layout(egui::Layout::left_to_right(egui::Align::Center), |ui| {
            ui.label(RichText::new(words).size(size::SMALL).color(quiet))
        })
        .inner
    });
}

/// Where the panels stand.
struct Places {
    left: Rect,
    /// Scene above, time bar below, in one card.
    stage: Rect,
    time_bar: Rect,
    /// Plots and whatever else is explored.
    lower: Rect,
    /// None in a narrow window: its content is a tab of the left panel.
    right: Option<Rect>,
}

impl Places {
    /// `enlarged`, the lower part takes the room of the scene.
    fn new(all: Rect, narrow: bool, enlarged: bool) -> Self {
        /// Share of the height that the lower part takes.
        const LOWER: f32 = 0.395;
        let left = all.with_max_x(all.left() + side_width(size::CONTROLS_WIDTH, all.width()));
        let right = (!narrow).then(|| all.with_min_x(all.right() - side_width(size::SIDE_WIDTH, all.width())));
        let middle_right = right.map_or(all.right(), |right| right.left() - size::GAP);
        let split = if enlarged {
            all.top() + size::TIME_BAR + size::GAP
        } else {
            all.bottom() - (LOWER * all.height()).max(200.0)
        };
        let middle_left = left.right() + size::GAP;
        let stage = Rect::from_min_max(pos2(middle_left, all.top()), pos2(middle_right, split - size::GAP));
        Self {
            left,
            stage,
            time_bar: Rect::from_min_max(pos2(stage.left(), stage.bottom() - size::TIME_BAR), stage.max),
            lower: Rect::from_min_max(pos2(middle_left, split), pos2(middle_right, all.bottom())),
            right,
        }
    }
}

/// A wide window gives its side panels a part of what it has more, so that less of their words is cut.
fn side_width(usual: f32, window: f32) -> f32 {
    const SHARE: f32 = 0.12;
    usual + SHARE * (window - size::WINDOW[0]).max(0.0)
}
