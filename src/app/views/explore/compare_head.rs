//! The heads of the table of runs: what each is called, and what can be done with it.

use egui::{Align, ComboBox, Label, Layout, Rect, RichText, Sense, TextBuffer, TextEdit, Ui, UiBuilder, pos2, vec2};

use super::compare::{Column, NAMES, cell};
use super::{pinned, sample};
use crate::app::commands::{Command, Commands};
use crate::app::state::Pin;
use crate::app::theme::{size, small, strong, tokens};
use crate::app::views::{View, cases};
use crate::app::widgets::icon::{self, Icon};
use crate::app::widgets::table_row::write;
use crate::app::widgets::{chip, drop_down, elided};
use crate::picture::plot::pinned::{letter, pen};

/// Height of the heads, in points.
pub const HEAD: f32 = 88.0;
/// Height of the heads in one line.
pub const SMALL_HEAD: f32 = 22.0;
/// Lines of a name.
const LINES: usize = 2;

pub fn pin_button_ui(ui: &mut Ui, view: &View<'_>, commands: &mut Commands) {
    let words = view.say("command-pin");
    if ui.add_enabled_ui(!view.pins.is_full(), |ui| chip::chip(ui, &words, &words)).inner.clicked() {
        commands.push(Command::Pin);
    }
    if !view.pins.is_full() {
        another_ui(ui, view, commands);
    }
}

/// The list of cases to be run beside this one.
fn another_ui(ui: &mut Ui, view: &View<'_>, commands: &mut Commands) {
    let name = view.say("compare-another");
    let combo = ComboBox::from_id_salt("another case").width(NAMES - 24.0).height(360.0);
    let combo = combo.selected_text(RichText::new(&name).font(small()));
    let (_, chosen) = drop_down::grouped(ui, combo, &name, usize::MAX, cases::groups(view, |_| true));
    commands.extend(chosen.map(Command::CompareWith));
}

/// What each column is, and the buttons that act on it.
pub fn head_ui(ui: &mut Ui, view: &View<'_>, columns: &[Column<'_>], row: Rect, commands: &mut Commands) {
    let names = UiBuilder::new().max_rect(row.with_max_x(row.left() + NAMES - 12.0));
    ui.scope_builder(names, |ui| {
        pin_button_ui(ui, view, commands);
        if view.pins.is_full() {
            let why_not = RichText::new(view.say("pins-full")).font(small()).color(tokens(ui).quiet);
            ui.add(Label::new(why_not).wrap());
        }
    });
    for (i, column) in columns.iter().enumerate() {
        let room = UiBuilder::new().max_rect(cell(row, i, columns.len()));
        ui.scope_builder(room, |ui| match column.pin {
            None => {
                ui.spacing_mut().item_spacing.y = 2.0;
                let room = vec2(ui.available_width(), 20.0);
                ui.allocate_ui_with_layout(room, Layout::left_to_right(Align::Center), |ui| {
                    ui.label(RichText::new(&column.name).font(strong(size::SMALL)));
                });
                let title = column.case.preset().short_title();
                let quiet = tokens(ui).quiet;
                let title = elided::wrapped(ui.painter(), title, small(), quiet, ui.available_width(), LINES);
                ui.label(title);
            }
            Some(pin) => pin_ui(ui, view, pin, commands),
        });
    }
    ui.painter().hline(row.x_range(), row.bottom(), egui::Stroke::new(1.0, tokens(ui).hairline));
}

/// What each column is, in one line.
pub fn small_head_ui(ui: &Ui, columns: &[Column<'_>], row: Rect) {
    let tokens = tokens(ui);
    for (i, column) in columns.iter().enumerate() {
        let mut room = cell(row, i, columns.len());
        let words = match column.pin {
            None => {
                let word = write(ui.painter(), room, Align::Min, &column.name, strong(size::SMALL), tokens.text);
                room.min.x = word.rect.right() + 6.0;
                column.case.preset().short_title()
            }
            Some(pin) => {
                let badge = Rect::from_center_size(room.left_center() + vec2(8.5, 0.0), vec2(17.0, 17.0));
                pinned::badge_ui(ui, badge, pin, false);
                room.min.x = badge.right() + 6.0;
                &pin.name
            }
        };
        write(ui.painter(), room, Align::Min, words, small(), tokens.quiet);
    }
    ui.painter().hline(row.x_range(), row.bottom() - 1.0, egui::Stroke::new(1.0, tokens.hairline));
}

/// The badge and the dashes of a pinned run with its buttons, its editable name on two lines, and the button that swaps it in.
fn pin_ui(ui: &mut Ui, view: &View<'_>, pin: &Pin, commands: &mut Commands) {
    let tokens = tokens(ui);
    let letter = letter(pin.letter);
    let named = |id| view.text.with(id, &[("letter", letter.clone())]);
    ui.shrink_clip_rect(ui.max_rect());
    ui.spacing_mut().item_spacing = vec2(3.0, 2.0);
    ui.horizontal(|ui| {
        let (rect, _) = ui.allocate_exact_size(vec2(44.0, 20.0), Sense::hover());
        let badge = Rect::from_center_size(rect.left_center() + vec2(8.5, 0.0), vec2(17.0, 17.0));
        pinned::badge_ui(ui, badge, pin, false);
        let ends = [pos2(badge.right() + 4.0, rect.center().y), rect.right_center()];
        sample::line_ui(ui, ends, tokens.pin_ink(pin.letter), pen(pin.letter).dashes, 2.0);
        let is_shaded = view.pins.shaded().is_some_and(|shaded| shaded.letter == pin.letter);
        if icon::toggle(ui, Icon::Difference, &named("compare-shade-name"), 21.0, is_shaded).clicked() {
            commands.push(Command::ShadeDifference(pin.letter));
        }
        if icon::button(ui, Icon::Close, &named("compare-unpin-name"), 20.0, false).clicked() {
            commands.push(Command::Unpin(pin.letter));
        }
    });
    name_ui(ui, pin, &named("compare-pin-name"), commands);
    if chip::chip(ui, &view.say("compare-swap"), &named("compare-swap-name")).clicked() {
        commands.push(Command::SwapIn(pin.letter));
    }
}

/// The name, which can be typed over. It ends in dots after two lines unless it is being edited.
fn name_ui(ui: &mut Ui, pin: &Pin, says: &str, commands: &mut Commands) {
    let ink = tokens(ui).text;
    let mut name = pin.name.clone();
    let id = ui.scope_id().with(("name", pin.letter));
    let rows = if ui.memory(|memory| memory.has_focus(id)) { usize::MAX } else { LINES };
    let mut layouter = |ui: &Ui, typed: &dyn TextBuffer, width: f32| {
        elided::wrapped(ui.painter(), typed.as_str(), small(), ink, width, rows)
    };
    let entry = TextEdit::multiline(&mut name).id(id).frame(egui::Frame::NONE).margin(0.0).desired_rows(LINES);
    let entry = entry.desired_width(f32::INFINITY).return_key(None).layouter(&mut layouter);
    let entry = ui.add(entry).accessible_name(says);
    if entry.on_hover_text(&pin.name).changed() {
        commands.push(Command::NamePin(pin.letter, name.replace('\n', " ")));
    }
}
