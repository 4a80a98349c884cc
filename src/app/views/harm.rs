//! Above two scenes: who of the two is hurt more and why, and beside it what the procedure puts on each body.

use std::sync::Arc;

use egui::{Align, Galley, Rect, Role, Sense, Stroke, Ui, WidgetInfo, pos2, vec2};

use super::View;
use super::twins::Side;
use crate::app::commands::{Command, Commands};
use crate::app::state::{Machines, OpenWarning, Pin, RunView};
use crate::app::theme::{severity, size, small, strong, tokens};
use crate::app::widgets::focus;
use crate::app::widgets::icon::sized_severity_sign;
use crate::app::widgets::table_row::write;
use crate::picture::plot::pinned::letter;
use crate::sim::Severity;
use crate::study::harm::{Load, more_hurt};
use crate::text::{clock, fixed};

/// Height of the strip: its heads and one row for each of the two.
pub const HEIGHT: f32 = 70.0;
const HEADS: f32 = 18.0;
const ROW: f32 = 24.0;
/// Width of a column of numbers, and of the badges.
const NUMBERS: std::ops::RangeInclusive<f32> = 60.0..=92.0;
const BADGES: f32 = 66.0;

/// The strip in this room.
pub fn harm_ui(ui: &mut Ui, view: &View<'_>, room: Rect, commands: &mut Commands) {
    let Some(twin) = view.twin() else { return };
    let inner = room.shrink2(vec2(12.0, 3.0));
    let numbers = (0.086 * inner.width()).clamp(*NUMBERS.start(), *NUMBERS.end());
    let table = BADGES + 4.0 * numbers + (0.204 * inner.width()).max(118.0);
    let table = inner.with_min_x(inner.right() - table);
    verdict_ui(ui, view, twin, inner.with_max_x(table.left() - 14.0));
    heads_ui(ui, view, table, numbers);
    let runs = [(Side::Run, &view.run_view), (Side::Twin, &twin.curves)];
    let chosen = if view.awaits_second() { 1 } else { 2 };
    for (i, (side, run)) in runs.into_iter().take(chosen).enumerate() {
        let top = table.top() + HEADS - 2.0 + i as f32 * ROW;
        let row = table.with_min_y(top).with_max_y(top + ROW);
        row_ui(ui, view, (twin, side, run), row, numbers, commands);
    }
}

/// What one of the two is called in a sentence.
fn name(view: &View<'_>, twin: &Pin, side: Side) -> String {
    let title = match side {
        Side::Run if view.are_two_patients(twin) => view.case.preset().short_title(),
        Side::Run => return view.say("twins-run"),
        Side::Twin => &twin.name,
    };
    let which = match side {
        Side::Run => view.say("harm-this-run"),
        Side::Twin => letter(twin.letter),
    };
    view.text.with("harm-who", &[("title", title.to_owned()), ("which", which)])
}

/// How much is said: more where there is more room.
#[derive(Clone, Copy)]
struct Wording {
    /// The patients by their titles, not only by what stands on their badges.
    titles: bool,
    reasons: usize,
}

/// From the longest to the shortest.
const WORDINGS: [Wording; 5] = [
    Wording { titles: true, reasons: 3 },
    Wording { titles: true, reasons: 2 },
    Wording { titles: false, reasons: 3 },
    Wording { titles: false, reasons: 2 },
    Wording { titles: false, reasons: 1 },
];

/// Both sentences: who is hurt more, and why.
fn sentences(view: &View<'_>, twin: &Pin, wording: Wording) -> [String; 2] {
    let (own, other) = (view.run_view.suffered(), twin.curves.suffered());
    let Some(verdict) = more_hurt(&own, &other) else {
        let is_same = view.run().protocol == twin.curves.run.protocol;
        let id = if is_same {
            if view.awaits_second() { "harm-choose" } else { "harm-same" }
        } else if own.worst().is_some() {
            "harm-alike"
        } else {
            "harm-neither"
        };
        return [view.say(id), String::new()];
    };
    let (hurt, less, side) = if verdict.is_first { (&own, &other, Side::Run) } else { (&other, &own, Side::Twin) };
    let causes = if verdict.is_first { view.run_view.causes_of_harm() } else { twin.curves.causes_of_harm() };
    let verdict = verdict.by_causes(causes);
    let who = match side {
        _ if wording.titles => name(view, twin, side),
        Side::Run => view.say("harm-this-run"),
        Side::Twin => letter(twin.letter),
    };
    let told = view.text.hurt_more(&verdict, who, hurt, less);
    let because = view.text.hurt_because(&verdict, hurt.loads, less.loads, wording.reasons);
    let by = match view.machines() {
        _ if !view.are_two_patients(twin) => "harm-more",
        Some(Machines::Own) => "harm-own-machines",
        Some(Machines::OfRun | Machines::OfTwin) => "harm-same-machine",
        None => "harm-other-machines",
    };
    [view.text.with(by, &[("verdict", told)]), because]
}

/// As much as there is room for, and as large as that allows.
fn verdict_ui(ui: &Ui, view: &View<'_>, twin: &Pin, room: Rect) {
    let tokens = tokens(ui);
    let response = ui.interact(room, ui.scope_id().with("who is hurt more"), Sense::hover());
    let told = sentences(view, twin, WORDINGS[0]).join(" ");
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, told.trim_end()));
    let laid = |(wording, large): (Wording, f32)| {
        let [verdict, because] = sentences(view, twin, wording);
        let first = ui.painter().layout(verdict, strong(large), tokens.text, room.width());
        let second = ui.painter().layout(because, small(), tokens.text, room.width());
        [first, second]
    };
    let height = |laid: &[Arc<Galley>; 2]| laid.iter().map(|galley| galley.size().y).sum::<f32>();
    let sizes = [size::STRONG, size::SMALL];
    let mut ways = WORDINGS.into_iter().flat_map(|wording| sizes.map(|large| (wording, large)));
    let fitting = ways.clone().map(laid).find(|laid| height(laid) <= room.height() + 3.0);
    let Some(shown) = fitting.or_else(|| ways.next_back().map(laid)) else { return };
    let mut top = room.center().y - height(&shown) / 2.0;
    for galley in shown {
        let at = pos2(room.left(), top);
        top += galley.size().y;
        ui.painter().galley(at, galley, tokens.text);
    }
    response.on_hover_text(told);
}

/// The columns of numbers: the message of each.
const COLUMNS: [&str; 4] = ["harm-column-blood", "harm-column-set", "harm-column-processed", "harm-column-citrate"];

fn column(row: Rect, numbers: f32, index: usize) -> Rect {
    let left = row.right() - (COLUMNS.len() - index) as f32 * numbers;
    Rect::from_x_y_ranges(left + 4.0..=left + numbers - 4.0, row.y_range())
}

fn heads_ui(ui: &Ui, view: &View<'_>, table: Rect, numbers: f32) {
    let quiet = tokens(ui).quiet;
    let heads = table.with_max_y(table.top() + HEADS - 3.0);
    let worst = heads.with_min_x(heads.left() + BADGES).with_max_x(column(heads, numbers, 0).left() - 6.0);
    write(ui.painter(), worst, Align::Min, &view.say("harm-column-worst"), small(), quiet);
    for (i, message) in COLUMNS.into_iter().enumerate() {
        let place = column(heads, numbers, i);
        let name = view.say(message);
        let is_long = ui.painter().layout_no_wrap(name.clone(), small(), quiet).size().x > place.width();
        let short = view.text.attribute(message, "short").filter(|_| is_long);
        write(ui.painter(), place, Align::Min, &short.unwrap_or(name), small(), quiet);
        let response = ui.interact(place, ui.scope_id().with(message), Sense::hover());
        let in_full = view.text.attribute(message, "full").unwrap_or_else(|| view.say(message));
        response.widget_info(|| WidgetInfo::labeled(Role::Label, true, &in_full));
        response.on_hover_text(in_full);
    }
}

/// One of the two: its badge, its worst, and its numbers with bars of one scale.
fn row_ui(
    ui: &mut Ui,
    view: &View<'_>,
    (twin, side, run): (&Pin, Side, &RunView),
    row: Rect,
    numbers: f32,
    commands: &mut Commands,
) {
    let tokens = tokens(ui);
    let (words, fill, ink, other) = match side {
        Side::Run => (view.say("twins-run"), tokens.accent, tokens.on_accent, &twin.curves),
        Side::Twin => (letter(twin.letter), tokens.pin_ink(twin.letter), tokens.card, &view.run_view),
    };
    let badge = row.with_max_x(row.left() + BADGES).shrink2(vec2(0.0, 2.0));
    super::twins::badge_ui(ui, badge, (fill, ink), &words);
    let worst = row.with_min_x(row.left() + BADGES).with_max_x(column(row, numbers, 0).left() - 6.0);
    worst_ui(ui, view, (twin, side, run), worst.shrink2(vec2(0.0, 1.0)), commands);
    let (loads, others) = (run.loads(), other.loads());
    let text = view.text;
    let values = [
        (text.blood_liters(loads), loads.blood_ml, others.blood_ml),
        (text.load(Load::Set, loads), loads.set_percent, others.set_percent),
        (text.load(Load::Processed, loads), loads.processed_volumes, others.processed_volumes),
        (fixed(loads.citrate_mg_kg_min, 1), loads.citrate_mg_kg_min, others.citrate_mg_kg_min),
    ];
    for (i, (words, value, other)) in values.into_iter().enumerate() {
        let place = column(row, numbers, i);
        // What is more for this body stands out; less blood is no burden that a bar could show.
        let is_larger = value > 1.1 * other;
        let (font, ink) = if is_larger { (strong(size::SMALL), tokens.text) } else { (small(), tokens.text) };
        let number = place.with_max_y(place.bottom() - 6.0);
        write(ui.painter(), number, Align::Min, &words, font, ink);
        let rail = place.with_min_y(place.bottom() - 6.0).with_max_y(place.bottom() - 2.0);
        ui.painter().rect_filled(rail, 2.0, tokens.rail);
        let share = (value / value.max(other).max(f64::MIN_POSITIVE)) as f32;
        ui.painter().rect_filled(rail.with_max_x(rail.left() + share * rail.width()), 2.0, fill);
    }
    let told = text.with(
        "harm-row",
        &[
            ("who", name(view, twin, side)),
            ("blood", text.blood_liters(loads)),
            ("set", text.load(Load::Set, loads)),
            ("processed", text.load(Load::Processed, loads)),
            ("citrate", text.load(Load::Citrate, loads)),
        ],
    );
    let cells = row.with_min_x(column(row, numbers, 0).left());
    let response = ui.interact(cells, ui.scope_id().with(("loads", side == Side::Twin)), Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, &told));
}

/// The worst that the procedure brings, and when; pressed, it asks why.
fn worst_ui(ui: &Ui, view: &View<'_>, (twin, side, run): (&Pin, Side, &RunView), room: Rect, commands: &mut Commands) {
    let tokens = tokens(ui);
    let text = view.text;
    let Some(warning) = run.suffered().telling() else {
        write(ui.painter(), room, Align::Min, &view.say("harm-no-warning"), small(), tokens.quiet);
        return;
    };
    let passed = run.past_life();
    let ([long, shorter, fewest], grade) = if passed.is_empty() {
        let words = text.short_warning(warning.id, warning.severity, warning.threshold);
        let fewest = text.flag_words(warning.id, warning.severity, warning.threshold);
        let at = |words: String| text.with("harm-worst", &[("warning", words), ("time", clock(warning.from_min))]);
        ([at(words), at(fewest.clone()), fewest], warning.severity)
    } else {
        ([passed, &passed[..1], &passed[..1]].map(|passed| text.past_life(passed)), Severity::LifeThreatening)
    };
    let place = room.with_min_x(room.left() + 22.0).with_max_x(room.right() - 6.0);
    let width = |words: &str| ui.painter().layout_no_wrap(words.to_owned(), strong(size::SMALL), tokens.text).size().x;
    let words = [&long, &shorter].into_iter().find(|words| width(words) <= place.width()).unwrap_or(&fewest);
    let response = ui.interact(room, ui.scope_id().with(("worst", side == Side::Twin)), Sense::click());
    let question = text.warning_question(&warning);
    let named = [("who", name(view, twin, side)), ("worst", long.clone()), ("question", question)];
    let told = text.with("harm-ask", &named);
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, &told));
    let (ink, ground) = severity(tokens, grade);
    let (fill, edge) = if response.hovered() { (tokens.button_hovered, ink) } else { (ground, tokens.hairline) };
    ui.painter().rect(room, 6.0, fill, Stroke::new(1.0, edge), egui::StrokeKind::Inside);
    focus::ring(ui, &response, room, 6.0);
    sized_severity_sign(ui.painter(), room.left_center() + vec2(11.0, 0.0), 6.5, grade, ink, ground);
    write(ui.painter(), place, Align::Min, words, strong(size::SMALL), ink);
    if response.clicked() {
        let before = view.case_view.open_warning.as_ref();
        let opened = OpenWarning::after(before, &warning, text.warning_title(&warning));
        let opened = if side == Side::Twin { opened.of_pin(twin.letter) } else { opened };
        commands.push(Command::Explain(Some(opened)));
    }
    response.on_hover_text(told);
}
