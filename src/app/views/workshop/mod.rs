//! The workshop: title, story, aim, questions, stops and notes of a case, written below the scene while the case runs.

mod aim;
mod card;
mod entries;
mod lists;
mod patient;

use std::sync::Arc;

use egui::{Align, Id, Layout, Rect, RichText, ScrollArea, Stroke, StrokeKind, Ui, UiBuilder, vec2};
use strum::IntoEnumIterator as _;

use super::View;
use crate::app::commands::{Command, Commands};
use crate::app::state::WorkshopPage;
use crate::app::theme::{size, small, strong, tokens};
use crate::app::widgets::icon::{self, Icon};
use crate::app::widgets::segmented;
use crate::preset::{Preset, read, write};
use entries::Entries;

const PADDING: egui::Vec2 = vec2(14.0, 9.0);
const HEAD: f32 = 44.0;
/// Between two columns.
const GAP: f32 = 20.0;
/// Below this width there is one column.
const TWO_COLUMNS: f32 = 560.0;

/// The open page in a card that fills `room`.
pub fn workshop_ui(ui: &mut Ui, view: &View<'_>, room: Rect, commands: &mut Commands) {
    let Some(page) = view.case_view.workshop else { return };
    let tokens = tokens(ui);
    let edge = Stroke::new(1.5, tokens.accent);
    ui.painter().rect(room, size::CARD_CORNER, tokens.card, edge, StrokeKind::Inside);
    let (head, body) = room.split_top_bottom_at_y(room.top() + HEAD);
    let mut inside = ui.new_child(UiBuilder::new().max_rect(head.shrink2(vec2(PADDING.x, 0.0))).id_salt("desk head"));
    head_ui(&mut inside, view, page, commands);
    let mut inside = ui.new_child(UiBuilder::new().max_rect(body.shrink2(PADDING)).id_salt(page.message()));
    inside.shrink_clip_rect(body);
    ScrollArea::vertical().id_salt("desk").auto_shrink(false).show(&mut inside, |ui| page_ui(ui, view, page, commands));
}

/// The pages, what is wrong with the case as it is now, and the buttons that save and close.
fn head_ui(ui: &mut Ui, view: &View<'_>, page: WorkshopPage, commands: &mut Commands) {
    let room = ui.max_rect();
    let right = UiBuilder::new().max_rect(room).layout(Layout::right_to_left(Align::Center));
    let right = ui.scope_builder(right, |ui| {
        if icon::button_with_id(ui, close_id(), Icon::Close, &view.say("workshop-close"), 26.0).clicked() {
            commands.push(Command::ShowWorkshop(None));
        }
        if ui.add_enabled(view.case.is_edited(), egui::Button::new(view.say("command-save"))).clicked() {
            commands.push(Command::Save);
        }
    });
    let left = room.with_max_x(right.response.rect.left() - 10.0);
    ui.scope_builder(UiBuilder::new().max_rect(left).layout(Layout::left_to_right(Align::Center)), |ui| {
        let pages: Vec<_> = WorkshopPage::iter().map(|page| (page, view.say(page.message()))).collect();
        commands.extend(segmented::choices(ui, page, &pages).map(|page| Command::ShowWorkshop(Some(page))));
        ui.add_space(8.0);
        if let Some(words) = problem(ui, view) {
            let shown = RichText::new(&words).font(small()).color(tokens(ui).severe);
            ui.add(egui::Label::new(shown).truncate()).on_hover_text(words);
        }
    });
}

/// What `check` would say of the case as it is now. Found again only when the case has changed.
fn problem(ui: &Ui, view: &View<'_>) -> Option<String> {
    type Checked = Arc<(Preset, Option<String>)>;
    let id = Id::unique("checked in the workshop");
    let preset = view.case.preset();
    let known = ui.data(|data| data.get_temp::<Checked>(id)).filter(|known| known.0 == *preset);
    let checked = known.unwrap_or_else(|| {
        let problem = read(&write(preset)).err().map(|problem| view.text.problem(&problem));
        let checked: Checked = Arc::new((preset.clone(), problem));
        ui.data_mut(|data| data.insert_temp(id, Checked::clone(&checked)));
        checked
    });
    checked.1.clone()
}

/// The button that closes it.
fn close_id() -> Id {
    Id::unique("close workshop")
}

fn page_ui(ui: &mut Ui, view: &View<'_>, page: WorkshopPage, commands: &mut Commands) {
    ui.spacing_mut().item_spacing.y = 4.0;
    match page {
        WorkshopPage::Patient => patient::patient_ui(ui, view, commands),
        WorkshopPage::Card => card::card_ui(ui, view, commands),
        WorkshopPage::Story => {
            let height = ui.available_height();
            columns_ui(ui, |ui, column| {
                let mut entries = Entries { view, commands };
                if column == 0 {
                    entries.long(ui, "workshop-story-words", height, |preset| &mut preset.story);
                } else {
                    entries.long(ui, "workshop-look-for", height, |preset| &mut preset.look_for);
                }
            });
        }
        WorkshopPage::Aim => aim::aim_ui(ui, view, commands),
        WorkshopPage::Questions => lists::questions_ui(ui, view, commands),
        WorkshopPage::Stops => lists::stops_ui(ui, view, commands),
        WorkshopPage::Notes => {
            let height = ui.available_height();
            Entries { view, commands }.long(ui, "workshop-notes-words", height, |preset| &mut preset.notes);
        }
    }
}

/// Two columns, or one below the other where there is no room.
fn columns_ui(ui: &mut Ui, mut column_ui: impl FnMut(&mut Ui, usize)) {
    if ui.available_width() < TWO_COLUMNS {
        column_ui(ui, 0);
        ui.add_space(6.0);
        return column_ui(ui, 1);
    }
    ui.spacing_mut().item_spacing.x = GAP;
    ui.columns(2, |columns| {
        for (column, ui) in columns.iter_mut().enumerate() {
            ui.spacing_mut().item_spacing.x = 8.0;
            column_ui(ui, column);
        }
    });
}

/// A line of quiet words above a field.
fn caption(ui: &mut Ui, words: impl Into<String>) {
    ui.label(RichText::new(words).font(small()).color(tokens(ui).quiet));
}

/// A heading within a page.
fn heading(ui: &mut Ui, words: impl Into<String>) {
    ui.label(RichText::new(words).font(strong(size::BODY)));
}
