//! The published studies: every printed number with ours beside it.

use std::path::Path;

use egui::{Align, FontId, Frame, Id, Key, Layout, Rect, RichText, Role, ScrollArea, Sense, Stroke, Ui, WidgetInfo};
use egui::{UiBuilder, pos2, vec2};

use super::{MARGIN, View, WIDEST, middle};
use crate::app::background::{Answer, Validated};
use crate::app::commands::{Command, Commands};
use crate::app::state::PendingNavigation;
use crate::app::theme::{body, size, small, strong, tokens};
use crate::app::widgets::band::Band;
use crate::app::widgets::scroll::Scroll;
use crate::app::widgets::{chip, focus};
use crate::report::validation;
use crate::study::validation::{Answer as Row, Study, Verdict};

/// What messages call the table.
const TABLE_FILE: &str = "validation.ron";
const ROW: f32 = 32.0;
const HEADS: f32 = 30.0;
/// Width of the mark before a verdict.
const MARK: f32 = 18.0;

pub fn studies_ui(ui: &mut Ui, view: &View<'_>, keys: Scroll, commands: &mut Commands) {
    let validated = match view.background.validation.outcome() {
        Answer::Found(Ok(validated)) => validated,
        Answer::Pending => return message_ui(ui, &view.say("studies-under-way")),
        Answer::Failed => return message_ui(ui, &view.say("studies-failed")),
        Answer::Found(Err(problem)) => {
            return message_ui(ui, &view.text.table_problem(Path::new(TABLE_FILE), problem));
        }
    };
    ScrollArea::vertical().id_salt("studies").auto_shrink(false).show(ui, |ui| {
        let all = ui.max_rect();
        let room = middle(all, WIDEST).shrink2(vec2(MARGIN, 0.0));
        ui.scope_builder(UiBuilder::new().max_rect(room).layout(Layout::top_down(Align::LEFT)), |ui| {
            ui.set_width(room.width());
            page_ui(ui, view, validated, commands);
        });
        keys.apply(ui);
    });
}

fn message_ui(ui: &mut Ui, sentence: &str) {
    Frame::new().inner_margin(MARGIN as i8).show(ui, |ui| ui.label(sentence));
}

fn page_ui(ui: &mut Ui, view: &View<'_>, validated: &Validated, commands: &mut Commands) {
    let answers = validated.answers();
    ui.spacing_mut().item_spacing.y = 5.0;
    ui.add_space(14.0);
    ui.label(RichText::new(view.say("studies-title")).font(strong(size::PAGE_TITLE)));
    summary_ui(ui, view, &validation::summary(&validated.table, &answers, view.text));
    ui.label(RichText::new(view.say("studies-how-to-read")).color(tokens(ui).quiet));
    ui.label(RichText::new(view.say("studies-caution")).color(tokens(ui).quiet));
    ui.add_space(6.0);

    ui.spacing_mut().item_spacing.y = 0.0;
    let columns = Columns::new(ui.max_rect());
    let (heads, _) = ui.allocate_exact_size(vec2(ui.available_width(), HEADS), Sense::hover());
    for (heading, answers) in validation::parts(&answers) {
        if !answers.is_empty() {
            ui.add_space(18.0);
            ui.label(RichText::new(view.say(heading)).font(strong(size::PAGE_TITLE)));
        }
        for (index, study) in validated.table.studies.iter().enumerate() {
            let mut rows = answers.iter().filter(|answer| std::ptr::eq(answer.study, study)).peekable();
            if rows.peek().is_some() {
                study_ui(ui, view, validated, study, heading);
            }
            for answer in rows {
                row_ui(ui, view, &columns, index, answer, commands);
            }
        }
    }
    ui.add_space(MARGIN);
    // The column heads stay visible while the rows scroll below them.
    heads_ui(ui, view, &columns, heads.translate(vec2(0.0, (ui.clip_rect().top() - heads.top()).max(0.0))));
}

/// The verdict on all rows: how many are inside and how far apart studies lie, and on demand what it rests on.
fn summary_ui(ui: &mut Ui, view: &View<'_>, sentences: &[String]) {
    const ALWAYS: usize = 2;
    let (always, on_demand) = sentences.split_at(ALWAYS.min(sentences.len()));
    for (index, sentence) in always.iter().enumerate() {
        let words = RichText::new(sentence);
        ui.label(if index == 0 { words.font(strong(size::STRONG)) } else { words });
    }
    let id = Id::unique("what the verdict rests on");
    let mut is_open = ui.data(|data| data.get_temp(id)).unwrap_or(false);
    let label = view.say("studies-more");
    if chip::opener(ui, &label, &label, is_open).clicked() {
        is_open = !is_open;
        ui.data_mut(|data| data.insert_temp(id, is_open));
    }
    if is_open {
        for sentence in on_demand {
            ui.label(sentence);
        }
    }
}

/// Layout of the columns.
struct Columns {
    id: Rect,
    what: Rect,
    picture: Rect,
    ours: Rect,
    published: Rect,
    distance: Rect,
    verdict: Rect,
}

impl Columns {
    fn new(room: Rect) -> Self {
        /// Shares of the width.
        const SHARES: [f32; 7] = [0.085, 0.245, 0.15, 0.105, 0.18, 0.115, 0.12];
        const GAP: f32 = 10.0;
        let mut left = room.left();
        let [id, what, picture, ours, published, distance, verdict] = SHARES.map(|share| {
            let width = share * room.width();
            let column = Rect::from_min_max(pos2(left, room.top()), pos2(left + width - GAP, room.bottom()));
            left += width;
            column
        });
        // Left-aligned text needs a gap after the right-aligned numbers before it.
        let verdict = verdict.with_min_x(verdict.left() + GAP);
        Self { id, what, picture, ours, published, distance, verdict }
    }
}

fn heads_ui(ui: &Ui, view: &View<'_>, columns: &Columns, strip: Rect) {
    let tokens = tokens(ui);
    ui.painter().rect_filled(strip.expand2(vec2(0.5 * MARGIN, 0.0)), 0.0, tokens.card);
    ui.painter().hline(strip.x_range(), strip.bottom(), Stroke::new(1.0, tokens.hairline));
    let heads = [
        (columns.what, "studies-head-what", Align::LEFT),
        (columns.picture, "studies-head-picture", Align::Center),
        (columns.ours, "studies-head-ours", Align::RIGHT),
        (columns.published, "studies-head-published", Align::RIGHT),
        (columns.distance, "studies-head-distance", Align::RIGHT),
        (columns.verdict, "studies-head-verdict", Align::LEFT),
    ];
    for (column, id, align) in heads {
        words_ui(ui, cell(column, strip), &view.say(id), strong(size::SMALL), tokens.quiet, align);
    }
}

fn cell(column: Rect, row: Rect) -> Rect {
    Rect::from_x_y_ranges(column.x_range(), row.y_range())
}

/// Text centered vertically in a cell.
fn words_ui(ui: &Ui, cell: Rect, words: &str, font: FontId, ink: egui::Color32, align: Align) {
    let galley = ui.painter().layout(words.to_owned(), font, ink, cell.width());
    let x = match align {
        Align::Min => cell.left(),
        Align::Center => cell.center().x - galley.size().x / 2.0,
        Align::Max => cell.right() - galley.size().x,
    };
    ui.painter().galley(pos2(x, cell.center().y - galley.size().y / 2.0), galley, ink);
}

/// A study's name and source, and on demand the case it is run on. A study with rows of both parts stands in both.
fn study_ui(ui: &mut Ui, view: &View<'_>, validated: &Validated, study: &Study, part: &str) {
    let id = Id::unique(("case of study", &study.id, part));
    let mut is_open = ui.data(|data| data.get_temp(id)).unwrap_or(false);
    ui.add_space(18.0);
    ui.with_layout(Layout::right_to_left(Align::TOP), |ui| {
        let name = view.text.with("study-case-of", &[("study", study.id.clone())]);
        let opener = chip::opener(ui, &view.say("study-case"), &name, is_open);
        if opener.gained_focus() {
            ui.scroll_to_rect(opener.rect.with_min_y(opener.rect.top() - HEADS), None);
        }
        if opener.clicked() {
            is_open = !is_open;
            ui.data_mut(|data| data.insert_temp(id, is_open));
        }
        ui.with_layout(Layout::top_down(Align::LEFT), |ui| {
            ui.spacing_mut().item_spacing.y = 2.0;
            ui.label(RichText::new(&study.study).font(strong(size::STRONG)));
            ui.label(RichText::new(&study.reference).font(small()).color(tokens(ui).quiet));
        });
    });
    if is_open {
        ui.add_space(6.0);
        case_ui(ui, view, validated, study);
    }
    ui.add_space(4.0);
}

fn case_ui(ui: &mut Ui, view: &View<'_>, validated: &Validated, study: &Study) {
    let edge = Stroke::new(1.0, tokens(ui).hairline);
    Frame::new().fill(tokens(ui).ground).stroke(edge).corner_radius(8).inner_margin(12).show(ui, |ui| {
        ui.set_width(ui.available_width());
        ui.spacing_mut().item_spacing.y = 4.0;
        ui.label(view.text.with("study-preset", &[("preset", study.preset.clone())]));
        for sentence in view.text.study_assumptions(study, &validated.table) {
            ui.label(sentence);
        }
        for row in &study.rows {
            let description = format!("{}, {}: {}", row.id, row.quantity, view.text.row_basis(study, row));
            ui.label(RichText::new(description).font(small()).color(tokens(ui).quiet));
        }
    });
}

/// One published number. Activating the row opens the case that produces ours.
fn row_ui(ui: &mut Ui, view: &View<'_>, columns: &Columns, study: usize, answer: &Row<'_>, commands: &mut Commands) {
    let what = view.text.result(answer.row);
    let is_not_run = matches!(answer.verdict, Verdict::NotRun(_));
    let width = ui.max_rect().width();
    let verdict_words = verdict_words(view, answer);
    let height_of = |words: &str, width| ui.painter().layout(words.to_owned(), body(), tokens(ui).text, width).size().y;
    let words_height =
        height_of(&what, columns.what.width()).max(height_of(&verdict_words, columns.verdict.width() - MARK));
    let why_galley = is_not_run.then(|| {
        let from_what = columns.verdict.right() - columns.what.left();
        ui.painter().layout(validation::verdict(answer, view.text), small(), tokens(ui).caution, from_what)
    });
    let line = ROW.max(words_height + 10.0);
    let below = why_galley.as_ref().map_or(0.0, |galley| galley.size().y + 6.0);
    let (rect, response) = ui.allocate_exact_size(vec2(width, line + below), Sense::click());

    let description = row_description(view, answer, &what);
    response.widget_info(|| WidgetInfo::labeled(Role::Button, ui.is_enabled(), &description));
    // The number as printed, its name elsewhere, and what activating the row does.
    let basis = view.text.row_basis(answer.study, answer.row);
    let hint = [validation::quantity(answer), basis, view.say("study-open")].join("\n");
    ui.ctx().accesskit_node_builder(response.id, |node| node.set_description(hint.as_str()));
    // If nothing has focus, Arrow Down focuses the first visible row; from there the arrows move between rows.
    let is_free = ui.memory(|memory| memory.focused().is_none());
    if is_free && ui.is_rect_visible(rect) && ui.input(|input| input.key_pressed(Key::ArrowDown)) {
        // The same key press must not move focus on to the next row.
        ui.memory_mut(|memory| memory.move_focus(egui::FocusDirection::None));
        response.request_focus();
    }
    if response.gained_focus() {
        // Keeps the row clear of the column heads.
        ui.scroll_to_rect(rect.with_min_y(rect.top() - HEADS), None);
    }
    if ui.is_rect_visible(rect) {
        let back = rect.expand2(vec2(8.0, 0.0));
        if response.hovered() {
            ui.painter().rect_filled(back, 6.0, tokens(ui).button);
        }
        focus::ring(ui, &response, back, 6.0);
        let first = Rect::from_min_size(rect.min, vec2(width, line));
        cells_ui(ui, view, columns, answer, &what, first);
        if let Some(galley) = why_galley {
            ui.painter().galley(pos2(columns.what.left(), first.bottom()), galley, tokens(ui).caution);
        }
    }
    if response.on_hover_cursor(egui::CursorIcon::PointingHand).clicked() {
        commands.push(Command::Leave(PendingNavigation::Study(study, answer.row.at_min)));
    }
}

fn cells_ui(ui: &Ui, view: &View<'_>, columns: &Columns, answer: &Row<'_>, what: &str, row: Rect) {
    let tokens = tokens(ui);
    let at = |column: Rect| cell(column, row);
    let is_inside = matches!(answer.verdict, Verdict::Inside);
    words_ui(ui, at(columns.id), &answer.row.id, small(), tokens.quiet, Align::LEFT);
    words_ui(ui, at(columns.what), what, body(), tokens.text, Align::LEFT);
    Band { row: answer.row, ours: answer.ours, reach: answer.reach, verdict: &answer.verdict }.paint(
        ui.painter(),
        at(columns.picture),
        tokens,
    );
    words_ui(
        ui,
        at(columns.ours),
        &validation::ours_in_center(answer),
        strong(size::STRONG),
        tokens.text,
        Align::RIGHT,
    );
    let published = validation::published(answer, view.text);
    words_ui(ui, at(columns.published), &published, body(), tokens.text, Align::RIGHT);
    let distances = [Some(validation::distance(answer)), validation::noise_percent(answer)];
    let distances: Vec<_> = distances.into_iter().flatten().filter(|words| !words.is_empty()).collect();
    let distances = distances.join(" · ");
    words_ui(ui, at(columns.distance), &distances, small(), tokens.quiet, Align::RIGHT);
    let (mark, ink) = match answer.verdict {
        Verdict::Inside => ("✓", tokens.platelets),
        Verdict::Reached => ("~", tokens.caution),
        Verdict::Outside => ("✗", tokens.severe),
        Verdict::NotRun(_) => ("–", tokens.caution),
    };
    let (mark_at, word_at) = at(columns.verdict).split_left_right_at_x(columns.verdict.left() + MARK);
    words_ui(ui, mark_at, mark, strong(size::STRONG), ink, Align::LEFT);
    let font = if is_inside { body() } else { strong(size::STRONG) };
    words_ui(ui, word_at, &verdict_words(view, answer), font, tokens.text, Align::LEFT);
}

/// How far ours lies from the published value, and how far another study does; none of what has no meaning.
fn distance_words(view: &View<'_>, answer: &Row<'_>) -> Vec<String> {
    let both = [validation::distance(answer), validation::noise(answer, view.text)];
    both.into_iter().filter(|words| !words.is_empty()).collect()
}

/// The verdict without its reason.
fn verdict_words(view: &View<'_>, answer: &Row<'_>) -> String {
    match answer.verdict {
        Verdict::NotRun(_) => view.say("studies-not-run"),
        _ => validation::verdict(answer, view.text),
    }
}

/// A row in one sentence, for screen readers.
fn row_description(view: &View<'_>, answer: &Row<'_>, what: &str) -> String {
    let arguments = [
        ("id", answer.row.id.clone()),
        ("what", what.to_owned()),
        ("ours", validation::ours(answer)),
        ("published", validation::published(answer, view.text)),
    ];
    let description = view.text.with("study-row", &arguments);
    let mut parts = vec![description];
    parts.extend(distance_words(view, answer));
    parts.push(validation::verdict(answer, view.text));
    parts.join(", ")
}
