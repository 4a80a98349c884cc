//! Above a lesson: which step it is, where in the loop, and a dot for each step.

use egui::{Align, Layout, Rect, RichText, Role, Sense, Stroke, Ui, UiBuilder, WidgetInfo, vec2};

use crate::app::commands::{Command, Commands, LessonCommand};
use crate::app::state::LessonPlay;
use crate::app::theme::{Tokens, size, small, strong, tokens};
use crate::app::views::View;
use crate::app::widgets::focus;
use crate::app::widgets::roving::Roving;
use crate::lesson::StepKind;

/// The places in the loop, in the order in which a lesson goes through them.
const LOOP: [&str; 6] =
    ["lesson-predict", "lesson-observe", "lesson-say-seen", "lesson-explain", "lesson-contrast", "lesson-try"];

/// Where in the loop a step stands.
fn in_loop(play: &LessonPlay) -> Option<usize> {
    if play.at_end {
        return None;
    }
    Some(match &play.step().kind {
        StepKind::Draw { .. } if play.is_locked(play.at) => 1,
        StepKind::Draw { .. } => 0,
        StepKind::Choose { .. } | StepKind::Number { .. } | StepKind::Vote { .. } if !play.is_run_open() => 0,
        StepKind::Watch { .. } => 1,
        StepKind::Read { .. } => return None,
        StepKind::Observe { .. } | StepKind::Choose { .. } | StepKind::Number { .. } | StepKind::Vote { .. } => 2,
        StepKind::Order { .. } | StepKind::Causes { .. } | StepKind::Say { .. } => 3,
        StepKind::Contrast { .. } => 4,
        StepKind::Try(_) => 5,
    })
}

/// Which step it is, where in the loop, and a dot for each step that leads to it.
pub fn steps_ui(ui: &mut Ui, view: &View<'_>, room: Rect, commands: &mut Commands) {
    /// Width below which the loop is left out.
    const ROOMY: f32 = 1100.0;
    let Some(play) = &view.lesson else { return };
    let tokens = tokens(ui);
    let count = play.lesson.steps.len();
    ui.scope_builder(UiBuilder::new().max_rect(room).layout(Layout::left_to_right(Align::Center)), |ui| {
        let arguments = [("step", (play.at + 1).to_string()), ("count", count.to_string())];
        ui.label(RichText::new(view.text.with("lesson-step", &arguments)).font(strong(size::STRONG)));
        if room.width() < ROOMY {
            return;
        }
        ui.add_space(10.0);
        ui.spacing_mut().item_spacing.x = 6.0;
        let here = in_loop(play);
        for (place, message) in LOOP.iter().enumerate() {
            let (fill, ink) = match here {
                Some(here) if here == place => (tokens.accent, tokens.on_accent),
                Some(here) if place < here => (Tokens::faint(tokens.accent, 0.12), tokens.text),
                _ => (tokens.button, tokens.quiet),
            };
            let galley = ui.painter().layout_no_wrap(view.say(message), small(), ink);
            let (rect, response) = ui.allocate_exact_size(galley.size() + vec2(22.0, 8.0), Sense::hover());
            ui.painter().rect_filled(rect, rect.height() / 2.0, fill);
            ui.painter().galley(rect.center() - galley.size() / 2.0, galley, ink);
            if here == Some(place) {
                response.widget_info(|| WidgetInfo::labeled(Role::Label, true, view.say(message)));
            }
        }
    });
    let dots = room.with_min_x(room.right() - count as f32 * 20.0);
    ui.scope_builder(UiBuilder::new().max_rect(dots).layout(Layout::left_to_right(Align::Center)), |ui| {
        ui.spacing_mut().item_spacing.x = 0.0;
        let mut roving = Roving::new(ui, ui.scope_id().with(("dots", play.at)), play.furthest() + 1, play.at);
        (0..count).for_each(|place| dot_ui(ui, view, play, place, &mut roving, commands));
    });
}

fn dot_ui(ui: &mut Ui, view: &View<'_>, play: &LessonPlay, place: usize, roving: &mut Roving, commands: &mut Commands) {
    let tokens = tokens(ui);
    let is_reached = place <= play.furthest();
    let sense = if is_reached { roving.sense(Sense::click()) } else { Sense::hover() };
    let (rect, response) = ui.allocate_exact_size(vec2(20.0, 24.0), sense);
    if is_reached {
        roving.offered(ui, &response);
    }
    let arguments = [("step", (place + 1).to_string()), ("count", play.lesson.steps.len().to_string())];
    let name = view.text.with("lesson-go-to", &arguments);
    response.widget_info(|| WidgetInfo::labeled(Role::Button, is_reached, &name));
    let is_here = place == play.at && !play.at_end;
    let ink = if is_here || play.at_end || place < play.furthest() { tokens.accent } else { tokens.rail };
    ui.painter().circle_filled(rect.center(), 4.5, ink);
    if is_here {
        ui.painter().circle_stroke(rect.center(), 8.0, Stroke::new(2.0, tokens.accent));
    }
    focus::ring(ui, &response, rect, 6.0);
    if is_reached && response.on_hover_text(name).clicked() {
        commands.push(Command::Lesson(LessonCommand::GoTo(place)));
    }
}
