//! The run's warnings by onset: one card per kind, with upcoming ones dimmed.

use egui::{
    Align, Color32, Frame, Id, Layout, Margin, Rect, RichText, Role, ScrollArea, Sense, Ui, UiBuilder, WidgetInfo, vec2,
};

use super::hints::hint_ui;
use super::{View, explanation};
use crate::app::background::Answer;
use crate::app::commands::{Command, Commands};
use crate::app::state::{Hint, OpenWarning};
use crate::app::theme::{Tokens, severity, size, strong, tokens};
use crate::app::widgets::chip;
use crate::app::widgets::icon::{check_mark, severity_sign};
use crate::sim::Warning;
use crate::sim::warning_groups::{WarningGroup, groups};
use crate::sim::warnings::WarningId;
use crate::text::clock;

/// When it is active, which worse level follows, and the worst value of the run.
fn lines(group: &WarningGroup<'_>, view: &View<'_>) -> Vec<String> {
    let (text, time_min) = (view.text, view.playback.playhead_min);
    let named = group.named(time_min);
    let worse = group.levels.iter().copied().filter(|level| level.is_worse_than(named));
    let worse = worse.filter(|level| level.from_min > time_min.max(named.from_min));
    let worse = worse.min_by(|a, b| a.from_min.total_cmp(&b.from_min));
    let first = match (named.is_on_at(time_min), named.from_min > time_min) {
        (true, _) if worse.is_some() => view.say("warning-now"),
        (true, _) => text.warning_now(named),
        (false, true) => text.with("warning-from", &[("from", clock(named.from_min))]),
        (false, false) => text.warning_over(named),
    };
    let mut lines = vec![match worse {
        Some(worse) => text.warning_and(first, worse),
        None => first,
    }];
    // The worst level is shown from the start, so that nobody has to play the run to see it.
    let end = group.worst();
    if worse.is_some_and(|worse| end.is_worse_than(worse)) {
        let arguments = [("level", text.warning_level(end)), ("from", clock(end.from_min))];
        lines.push(text.with("warning-at-worst", &arguments));
    }
    lines.extend(text.warning_worst(end, view.run()));
    lines.extend(text.warning_grade(end));
    lines
}

pub fn warnings_ui(ui: &mut Ui, view: &View<'_>, commands: &mut Commands) {
    let groups = groups(&view.run().warnings);
    title_ui(ui, view, &groups);
    if view.opened_warning().is_none() {
        ui.data_mut(|data| data.remove::<(WarningId, bool)>(brought_into_view()));
        gone_ui(ui, view);
    }
    if groups.is_empty() {
        ui.label(RichText::new(view.say("warnings-none")).color(tokens(ui).quiet));
        return;
    }
    ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
        ui.spacing_mut().item_spacing.y = 6.0;
        let (before, later): (Vec<_>, Vec<_>) = groups.into_iter().partition(WarningGroup::was_all_before);
        let mut first = None;
        for group in &later {
            let why = group_ui(ui, view, group, commands);
            first.get_or_insert(why);
        }
        if !before.is_empty() {
            ui.label(RichText::new(view.say("warnings-before")).size(size::SMALL).color(tokens(ui).quiet));
            for group in &before {
                let why = group_ui(ui, view, group, commands);
                first.get_or_insert(why);
            }
        }
        if let Some(why) = first.filter(|why| ui.clip_rect().contains_rect(*why)) {
            hint_ui(ui, view, Hint::Why, why.with_min_x(ui.clip_rect().left()).expand2(vec2(4.0, 0.0)));
        }
    });
}

/// The number of warnings in the whole run and their worst severity, because some cards may be scrolled out of view.
fn title_ui(ui: &mut Ui, view: &View<'_>, groups: &[WarningGroup<'_>]) {
    ui.horizontal(|ui| {
        ui.label(RichText::new(view.say("warnings-title")).font(strong(size::STRONG)));
        let Some(worst) = groups.iter().map(|group| group.worst().severity).max() else { return };
        let arguments = [("count", groups.len().to_string()), ("severity", view.text.severity(worst))];
        let words = RichText::new(view.text.with("warnings-sum", &arguments)).size(size::SMALL).color(tokens(ui).quiet);
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| ui.label(words));
    });
}

/// Width of the severity sign to the left of a card's text.
const SIGN: f32 = 24.0;

/// A card: the active or upcoming warning with its time and, when open, its explanation. Dimmed while no level of its kind is active.
/// Answers where its *Why?* is.
fn group_ui(ui: &mut Ui, view: &View<'_>, group: &WarningGroup<'_>, commands: &mut Commands) -> Rect {
    let tokens = tokens(ui);
    let (worst, named) = (group.worst(), group.named(view.playback.playhead_min));
    let (ink, fill) = match group.at(view.playback.playhead_min) {
        Some(warning) => severity(tokens, warning.severity),
        None => (tokens.quiet, Tokens::faint(severity(tokens, named.severity).1, 0.5)),
    };
    let title = view.text.warning_title(named);
    let open = view.case_view.open_warning.as_ref().filter(|open| open.id == worst.id);
    let margin = Margin { left: 10, right: 10, top: 6, bottom: 7 };
    let frame = Frame::new().fill(fill).corner_radius(8).inner_margin(margin);
    let mut why = Rect::NOTHING;
    let content_ui = |ui: &mut Ui| {
        ui.set_min_width(ui.available_width());
        ui.spacing_mut().item_spacing.y = 2.0;
        let words = ui.available_rect_before_wrap().translate(vec2(SIGN, 0.0));
        ui.scope_builder(UiBuilder::new().max_rect(words.intersect(ui.max_rect())), |ui| {
            head_ui(ui, &title, &lines(group, view), ink);
            why = buttons_ui(ui, group, &title, view, commands);
        });
        if let Some(open) = open {
            explanation::explanation_ui(ui, view, worst, open, commands);
        }
    };
    let rect = ui.push_id(worst.id, |ui| frame.show(ui, content_ui).response.rect).inner;
    severity_sign(ui.painter(), rect.left_top() + vec2(18.0, 16.0), named.severity, ink, fill);
    if open.is_some() {
        ui.painter().rect_stroke(rect, 8.0, egui::Stroke::new(1.0, Tokens::faint(ink, 0.5)), egui::StrokeKind::Inside);
        bring_into_view(ui, view, worst, rect);
    }
    why
}

/// The warning's title, its times and its worst value.
fn head_ui(ui: &mut Ui, title: &str, lines: &[String], ink: Color32) {
    let head = ui.scope(|ui| {
        ui.spacing_mut().item_spacing.y = 1.0;
        ui.label(RichText::new(title).font(strong(14.0)).color(ink));
        for line in lines {
            ui.label(RichText::new(line).size(size::SMALL).color(tokens(ui).quiet));
        }
    });
    let response = head.response.interact(Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, format!("{title}, {}", lines.join(", "))));
}

/// Its two buttons; answers where the first is.
fn buttons_ui(ui: &mut Ui, group: &WarningGroup<'_>, title: &str, view: &View<'_>, commands: &mut Commands) -> Rect {
    let id = group.worst().id;
    let is_open = view.case_view.open_warning.as_ref().is_some_and(|open| open.id == id);
    ui.add_space(1.0);
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 6.0;
        let named = |id, title: &str| view.text.with(id, &[("title", title.to_owned())]);
        let why = chip::opener(ui, &view.say("why"), &named("why-name", title), is_open);
        if why.clicked() {
            let opened = OpenWarning::after(view.case_view.open_warning.as_ref(), id, title.to_owned());
            commands.push(Command::Explain((!is_open).then_some(opened)));
        }
        if let Some(shown) = group.moment_to_show(view.playback.playhead_min) {
            let name = named("why-show-name", &view.text.warning_title(shown));
            if chip::chip(ui, &view.say("why-show"), &name).clicked() {
                commands.push(Command::Seek(shown.from_min));
            }
        }
        why.rect
    })
    .inner
}

/// Scrolls to a card once when it opens and once more when its answer arrives; otherwise scrolling is left to the user.
fn bring_into_view(ui: &Ui, view: &View<'_>, warning: &Warning, rect: Rect) {
    let answered = view.background.avoidances.of(&view.run_view) != Answer::Pending || warning.present_before;
    let shown = brought_into_view();
    let before = ui.data(|data| data.get_temp::<(WarningId, bool)>(shown));
    let is_due = before.is_none_or(|(id, had_answer)| id != warning.id || (answered && !had_answer));
    if is_due {
        let align = (rect.height() > ui.clip_rect().height()).then_some(Align::TOP);
        ui.scroll_to_rect(rect, align);
        ui.data_mut(|data| data.insert_temp(shown, (warning.id, answered)));
    }
}

/// Id under which the last card scrolled to is remembered.
fn brought_into_view() -> Id {
    Id::unique("warning brought into view")
}

/// A note that the opened warning no longer occurs.
fn gone_ui(ui: &mut Ui, view: &View<'_>) {
    let Some(open) = view.case_view.open_warning.as_ref() else { return };
    let tokens = tokens(ui);
    let words = view.text.with("warning-gone", &[("title", open.title.clone())]);
    ui.horizontal(|ui| {
        let (mark, _) = ui.allocate_exact_size(vec2(14.0, 14.0), Sense::hover());
        check_mark(ui.painter(), mark, tokens.accent);
        ui.add(egui::Label::new(RichText::new(words).size(size::SMALL)).wrap());
    });
}
