//! The workshop of lessons: its steps, a small form for each, and what its runs say to it, below the scene while the case runs.

mod challenge;
mod fields;
mod form;
mod options;
mod steps;

use egui::{Align, Button, Label, Layout, Rect, RichText, ScrollArea, Stroke, StrokeKind, Ui, UiBuilder, vec2};

use super::View;
use crate::app::background::Answer;
use crate::app::commands::{Command, Commands, DraftCommand};
use crate::app::state::LessonDraft;
use crate::app::theme::{size, small, strong, tokens};
use crate::app::widgets::icon::{self, Icon};
use crate::preset::Problem;
use crate::text::capitalized;

const PADDING: egui::Vec2 = vec2(14.0, 9.0);
const HEAD: f32 = 44.0;
/// Width of the list of steps, and of the gap beside it.
const LIST: f32 = 232.0;
const GAP: f32 = 16.0;

/// The lesson in a card that fills `room`.
pub fn lesson_workshop_ui(ui: &mut Ui, view: &View<'_>, room: Rect, commands: &mut Commands) {
    let Some(draft) = view.draft_in_view() else { return };
    let tokens = tokens(ui);
    let edge = Stroke::new(1.5, tokens.accent);
    ui.painter().rect(room, size::CARD_CORNER, tokens.card, edge, StrokeKind::Inside);
    let (head, body) = room.split_top_bottom_at_y(room.top() + HEAD);
    let mut inside = ui.new_child(UiBuilder::new().max_rect(head.shrink2(vec2(PADDING.x, 0.0))).id_salt("draft head"));
    head_ui(&mut inside, view, draft, commands);
    let body = body.with_max_y(body.bottom() - PADDING.y).with_min_x(body.left() + PADDING.x);
    let (list, form) = body.split_left_right_at_x(body.left() + LIST);
    let mut inside = ui.new_child(UiBuilder::new().max_rect(list).id_salt("draft steps"));
    inside.shrink_clip_rect(list.expand(2.0));
    steps::steps_ui(&mut inside, view, draft, commands);
    let line = list.right() + GAP / 2.0;
    ui.painter().vline(line, list.y_range(), Stroke::new(1.0, tokens.hairline));
    let form = form.with_min_x(form.left() + GAP).with_max_x(form.right() - 6.0);
    let mut inside = ui.new_child(UiBuilder::new().max_rect(form).id_salt(("draft form", draft.at)));
    inside.shrink_clip_rect(form.expand(2.0));
    ScrollArea::vertical().id_salt(("draft form", draft.at)).auto_shrink(false).show(&mut inside, |ui| {
        ui.set_width(form.width() - 10.0);
        ui.spacing_mut().item_spacing.y = 4.0;
        form::form_ui(ui, view, draft, commands);
    });
}

/// Its title, whether its runs bear it out, and what can be done with it.
fn head_ui(ui: &mut Ui, view: &View<'_>, draft: &LessonDraft, commands: &mut Commands) {
    let room = ui.max_rect();
    let mut done = |command: DraftCommand| commands.push(Command::Draft(command));
    let right = UiBuilder::new().max_rect(room).layout(Layout::right_to_left(Align::Center));
    let right = ui.scope_builder(right, |ui| {
        if icon::button(ui, Icon::Close, &view.say("draft-hide"), 26.0, false).clicked() {
            done(DraftCommand::Hide);
        }
        if ui.add_enabled(draft.is_edited() || draft.path().is_none(), Button::new(view.say("draft-save"))).clicked() {
            done(DraftCommand::Save);
        }
        let tokens = tokens(ui);
        let words = RichText::new(view.say("draft-try")).color(tokens.on_accent);
        if ui.add_enabled(draft.read().is_ok(), Button::new(words).fill(tokens.accent)).clicked() {
            done(DraftCommand::Try);
        }
        for (message, is_there, undoes) in
            [("draft-redo", draft.can_redo(), false), ("draft-undo", draft.can_undo(), true)]
        {
            if ui.add_enabled(is_there, Button::new(RichText::new(view.say(message)).font(small()))).clicked() {
                done(DraftCommand::Undo(undoes));
            }
        }
    });
    let left = room.with_max_x(right.response.rect.left() - 10.0);
    ui.scope_builder(UiBuilder::new().max_rect(left).layout(Layout::left_to_right(Align::Center)), |ui| {
        let title = RichText::new(view.say("draft-lesson")).font(strong(size::STRONG));
        ui.label(title);
        ui.add_space(6.0);
        standing_ui(ui, view, draft, &mut done);
    });
}

/// What is wrong with it, which leads to its step; or that it is borne out.
fn standing_ui(ui: &mut Ui, view: &View<'_>, draft: &LessonDraft, done: &mut impl FnMut(DraftCommand)) {
    let tokens = tokens(ui);
    if let Some(problem) = problems(view, draft).first() {
        let words = sentence(view, problem);
        let shown = RichText::new(&words).font(small()).color(tokens.severe);
        let at = LessonDraft::step_of(problem);
        let button = Button::new(shown).frame(false).truncate();
        if ui.add(button).on_hover_text(&words).clicked() && at != draft.at {
            done(DraftCommand::Select(at));
        }
        return;
    }
    let words = match view.background.proofs.of(draft) {
        Answer::Found(Ok(proof)) => {
            let counted = [("proved", proof.proved.to_string()), ("word", proof.by_word.to_string())];
            view.text.with("draft-proved", &counted)
        }
        _ => view.say("draft-proving"),
    };
    ui.add(Label::new(RichText::new(words).font(small()).color(tokens.quiet)).truncate());
}

/// What the reader, or else the runs, find wrong.
fn problems<'a>(view: &'a View<'_>, draft: &'a LessonDraft) -> &'a [Problem] {
    match (draft.read(), view.background.proofs.of(draft)) {
        (Err(problems), _) | (_, Answer::Found(Err(problems))) => problems,
        _ => &[],
    }
}

/// A problem as it is said here: with its step, and without the line of the file.
fn sentence(view: &View<'_>, problem: &Problem) -> String {
    let Some(step) = LessonDraft::step_of(problem) else {
        return view.text.problem(&Problem { position: None, ..problem.clone() });
    };
    let field = problem.field.split_once("].").map_or("", |(_, field)| field);
    let option = field.strip_prefix("options[").and_then(|rest| rest.split(']').next()?.parse::<usize>().ok());
    let words = view.text.problem(&Problem { position: None, field: String::new(), ..problem.clone() });
    let step = ("step", (step + 1).to_string());
    match option {
        Some(option) => {
            let option = ("option", (option + 1).to_string());
            view.text.with("draft-in-option", &[step, option, ("problem", capitalized(&words))])
        }
        None => view.text.with("draft-in-step", &[step, ("problem", capitalized(&words))]),
    }
}
