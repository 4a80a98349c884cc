//! The desk's bar: the case, whether the hall sees it, and the time of the lecture.

use egui::{Align, DragValue, Label, Layout, ProgressBar, RichText, Ui, UiBuilder, vec2};

use crate::app::commands::{Command, Commands, Toggle};
use crate::app::redraw::{self, Reason};
use crate::app::state::AudienceWindow;
use crate::app::theme::{size, small, strong, tokens};
use crate::app::views::View;

pub fn bar_ui(ui: &mut Ui, view: &View<'_>, commands: &mut Commands) {
    let bar = ui.max_rect();
    let tokens = tokens(ui);
    let stage = &view.workspace.stage;
    let right = UiBuilder::new().max_rect(bar).layout(Layout::right_to_left(Align::Center));
    let right = ui.scope_builder(right, |ui| {
        if ui.button(view.say("desk-leave")).clicked() {
            commands.push(Command::Toggle(Toggle::Desk));
        }
        time_ui(ui, view, commands);
        ui.add_space(10.0);
        let (ink, words) = match stage.audience {
            AudienceWindow::Open => (tokens.platelets, view.say("desk-window-open")),
            AudienceWindow::Wanted => (tokens.quiet, view.say("desk-window-coming")),
            AudienceWindow::None | AudienceWindow::Gone => (tokens.severe, view.say("desk-window-none")),
        };
        if matches!(stage.audience, AudienceWindow::None | AudienceWindow::Gone)
            && ui.button(view.say("desk-window-again")).clicked()
        {
            commands.push(Command::OpenAudience);
        }
        ui.label(RichText::new(words).font(small()).color(tokens.text));
        let (dot, _) = ui.allocate_exact_size(vec2(12.0, 12.0), egui::Sense::hover());
        ui.painter().circle_filled(dot.center(), 5.0, ink);
    });
    let left = bar.with_max_x(right.response.rect.left() - 12.0);
    ui.scope_builder(UiBuilder::new().max_rect(left).layout(Layout::left_to_right(Align::Center)), |ui| {
        ui.label(RichText::new(view.say("desk-title")).font(strong(size::TITLE)));
        let (words, ink) = match &stage.trouble {
            Some(trouble) => (trouble.clone(), tokens.severe),
            None => (view.text.case_title(view.case.preset()), tokens.quiet),
        };
        ui.add(Label::new(RichText::new(words).color(ink)).truncate());
    });
}

/// How long the lecture has been going on, how much is left of what was planned, and the plan itself.
fn time_ui(ui: &mut Ui, view: &View<'_>, commands: &mut Commands) {
    let stage = &view.workspace.stage;
    let now_s = ui.input(|input| input.time);
    redraw::request(ui.ctx(), Reason::Clock);
    let passed_s = stage.began_s.map_or(0.0, |began_s| (now_s - began_s).max(0.0));
    let written = |seconds: f64| format!("{}:{:02}", (seconds / 60.0) as u64, (seconds % 60.0) as u64);
    let mut planned = stage.planned_min;
    ui.add_space(10.0);
    let field = DragValue::new(&mut planned).range(0.0..=600.0).speed(0.5).max_decimals(0);
    let (no_plan, plan) =
        (view.say("desk-no-plan"), |minutes: String| view.text.with("desk-plan", &[("minutes", minutes)]));
    let field = field.custom_formatter(
        move |minutes, _| {
            if minutes < 0.5 { no_plan.clone() } else { plan(format!("{minutes:.0}")) }
        },
    );
    let response = ui.add(field).on_hover_text(view.say("desk-planned"));
    let name = view.say("desk-planned");
    response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::SpinButton, true, &name));
    if planned != stage.planned_min {
        commands.push(Command::PlanMinutes(planned));
    }
    if stage.planned_min > 0.0 {
        let left_s = stage.planned_min * 60.0 - passed_s;
        let (message, left_s) = if left_s >= 0.0 { ("desk-left", left_s) } else { ("desk-over", -left_s) };
        ui.label(RichText::new(view.text.with(message, &[("time", written(left_s))])).font(small()));
        let share = (passed_s / (stage.planned_min * 60.0)).clamp(0.0, 1.0) as f32;
        ui.add(ProgressBar::new(share).desired_width(80.0).desired_height(8.0));
    }
    ui.label(RichText::new(written(passed_s)).font(strong(size::TITLE)));
}
