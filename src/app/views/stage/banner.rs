//! The banner: what has happened, when and how bad; before anything has, who the patient is.

use egui::{Align, Align2, Color32, Rect, Role, Sense, Ui, WidgetInfo, pos2, vec2};

use crate::app::commands::{Command, Commands};
use crate::app::state::{Happened, LectureStop, OpenWarning, Scenery};
use crate::app::theme::{Tokens, strong, tokens};
use crate::app::views::View;
use crate::app::widgets::table_row::write;
use crate::app::widgets::{elided, focus, icon};
use crate::sim::derivation::Cells;
use crate::sim::outcome::target_cells;
use crate::sim::quantities::Quantity;
use crate::sim::{Phase, Severity, Warning};
use crate::text::{clock, fixed};

const TITLE: f32 = 25.0;
const LINE: f32 = 15.0;
const SIGN: f32 = 44.0;

/// What the banner would say at another time of the run: its title, and the warning that it tells of.
fn told_at(view: &View<'_>, time_min: f64) -> (String, Option<Severity>) {
    let happened = view.happened_at(time_min);
    let warning = happened.and_then(|happened| happened.warning);
    let title = match happened {
        Some(Happened { warning: Some(warning), .. }) => view.text.warning_title(warning),
        Some(Happened { say: Some(say), .. }) => say.to_owned(),
        Some(Happened { aim: Some(outcome), .. }) => view.text.aim_told(&outcome),
        _ => view.text.case_title(view.case.preset()),
    };
    (title, warning.filter(|warning| warning.is_on_at(time_min)).map(|warning| warning.severity))
}

/// What a stop is called where all are listed: what is said there, or asked, or what happens.
pub fn stop_words(view: &View<'_>, stop: &LectureStop<'_>) -> String {
    let asked = view.question_at(stop).map(|question| view.text.with("vote-of", &[("ask", question.ask.clone())]));
    stop.say().map(str::to_owned).or(asked).unwrap_or_else(|| told_at(view, stop.at_min).0)
}

/// Ground and words of a banner that tells of a warning of this severity, or of none that is on.
fn colors(tokens: &Tokens, severity: Option<Severity>) -> (Color32, Color32) {
    match severity {
        Some(Severity::Severe | Severity::LifeThreatening) => (tokens.severe_banner, tokens.on_banner),
        Some(Severity::Mild | Severity::Moderate) => (tokens.caution_banner, tokens.on_banner),
        Some(Severity::Information) | None => (tokens.button, tokens.text),
    }
}

/// Fills `room` from edge to edge. Pressed, it explains the warning it tells of.
pub fn banner_ui(ui: &mut Ui, view: &View<'_>, room: Rect, commands: &mut Commands) {
    let tokens = tokens(ui);
    // While hands are raised nothing else is told of.
    let is_asking = view.workspace.stage.scenery == Scenery::Vote;
    let happened = view.happened().filter(|_| !is_asking);
    let warning = happened.and_then(|happened| happened.warning);
    let is_on = warning.is_some_and(|warning| warning.is_on_at(view.playback.playhead_min));
    let (title, severity) =
        if is_asking { (view.say("vote-title"), None) } else { told_at(view, view.playback.playhead_min) };
    let (ground, ink) = colors(tokens, severity);
    let painter = ui.painter().clone();
    painter.rect_filled(room, 0.0, ground);
    let inside = room.shrink2(vec2(12.0, 5.0));

    let now = clock(view.playback.playhead_min);
    // As on the time bar, the procedure's length; what comes after it is named.
    let machine_end_min = view.run().machine_end_min;
    let of = if view.playback.playhead_min <= machine_end_min {
        view.text.with("stage-of", &[("time", clock(machine_end_min))])
    } else {
        view.text.phase(Phase::After)
    };
    let time = painter.text(inside.right_top(), Align2::RIGHT_TOP, &now, strong(TITLE), ink);
    let below = painter.text(inside.right_bottom(), Align2::RIGHT_BOTTOM, &of, strong(LINE), ink);

    let patient = &view.case.preset().protocol.settings.patient;
    let line = match (warning, happened.and_then(|happened| happened.aim)) {
        (Some(warning), _) => below_ui(view, warning, is_on, happened.and_then(|happened| happened.say)),
        (None, Some(outcome)) => view.text.aim_in_full(&outcome, patient),
        (None, None) => {
            let depleted = depleted(view).filter(|_| !is_asking);
            depleted.unwrap_or_else(|| view.text.patient_line(patient))
        }
    };
    let mut left = inside.left();
    if let Some(warning) = warning {
        let at = pos2(left + SIGN / 2.0, inside.center().y);
        icon::sized_severity_sign(&painter, at, SIGN / 2.0, warning.severity, ink, ground);
        left += SIGN + 12.0;
    }
    let words = inside.with_min_x(left).with_max_x(time.left().min(below.left()) - 14.0);
    let (upper, lower) = words.split_top_bottom_at_y(words.top() + 31.0);
    // A sentence is as large as fits in one line; one that never does takes both.
    let sized = |size: f32| elided::layout(&painter, &title, strong(size), ink, words.width());
    let sizes = [TITLE, 0.92 * TITLE, 0.85 * TITLE];
    let galley = sizes.into_iter().map(sized).find(|galley| !galley.elided).unwrap_or_else(|| sized(TITLE));
    if galley.elided && warning.is_none() {
        let galley = elided::wrapped(&painter, &title, strong(19.0), ink, words.width(), 2);
        let at = pos2(words.left(), words.center().y - galley.size().y / 2.0);
        painter.galley(at, galley, ink);
    } else {
        painter.galley(pos2(upper.left(), upper.center().y - galley.size().y / 2.0), galley, ink);
        write(&painter, lower, Align::Min, &line, egui::FontId::proportional(LINE), ink);
    }

    let sentence = format!("{title}. {line} {now} {of}");
    let id = ui.scope_id().with("banner");
    let Some(warning) = warning else {
        let response = ui.interact(room, id, Sense::hover());
        response.widget_info(|| WidgetInfo::labeled(Role::Heading, true, &sentence));
        return;
    };
    let response = ui.interact(room, id, Sense::click());
    let name = view.text.with("why-name", &[("title", title.clone())]);
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, &name));
    ui.ctx().accesskit_node_builder(response.id, |node| node.set_description(sentence));
    focus::ring(ui, &response, room.shrink(3.0), 4.0);
    if response.clicked() {
        let opened = OpenWarning::after(view.case_view.open_warning.as_ref(), warning, title);
        commands.push(Command::Explain(Some(opened)));
    }
}

/// Where white cells are too many: what has left of them, and what became of the count. Before much has, nothing.
fn depleted(view: &View<'_>) -> Option<String> {
    const MUCH_PERCENT: f64 = 3.0;
    let (now, run) = (view.now(), view.run());
    let of_all = 100.0 * now.state.bag.white_cells_e9.sum() / run.before.patient.white_cells_e9.sum();
    if target_cells(now.settings) != Cells::White || of_all < MUCH_PERCENT {
        return None;
    }
    let (before, after) = (Quantity::WhiteCells.at(&run.first())?, Quantity::WhiteCells.at(&now)?);
    let change = fixed(100.0 * (after / before - 1.0), 0);
    Some(view.text.with("stage-depleted", &[("removed", fixed(of_all, 0)), ("change", change)]))
}

/// What stands below the name of a warning: what is said there, or since when it is on and what that means.
fn below_ui(view: &View<'_>, warning: &Warning, is_on: bool, say: Option<&str>) -> String {
    if let Some(say) = say {
        return say.to_owned();
    }
    if is_on { view.text.get(&format!("hall-{}", warning.id.key())) } else { view.text.warning_over(warning) }
}
