//! The case to be sent: one line to copy, and a square code to be read from the screen.

use egui::{
    Button, Context, Id, Key, KeyboardShortcut, Mesh, Modifiers, Rect, RichText, Role, ScrollArea, Sense, Ui,
    WidgetInfo, pos2, vec2,
};

use super::View;
use super::dialogs::heading_ui;
use crate::app::commands::{Command, Commands};
use crate::app::theme::{CODE_DARK, CODE_PALE, tokens};
use crate::picture::qr::Qr;

/// The least side of the code, margin included, and the most.
const SIDES: std::ops::RangeInclusive<f32> = 380.0..=800.0;

/// What stands above and below the code.
const AROUND: f32 = 360.0;

/// The side of the code: as large as the window allows, to be photographed from the last row.
pub fn code_side(ctx: &Context) -> f32 {
    (ctx.content_rect().height() - AROUND).clamp(*SIDES.start(), *SIDES.end())
}

pub fn share_ui(ui: &mut Ui, view: &View<'_>, (text, code): (&str, Option<&Qr>), whole: bool, commands: &mut Commands) {
    let keys = ui.ctx().format_shortcut(&KeyboardShortcut::new(Modifiers::COMMAND, Key::V));
    heading_ui(ui, &view.say("share-title"));
    ui.label(view.text.with("share-how", &[("keys", keys)]));
    if view.case.preset().has_teachers_part() {
        let mut wanted = whole;
        if ui.checkbox(&mut wanted, view.say("share-whole")).changed() {
            commands.push(Command::ShareWhole(wanted));
        }
    }
    match code {
        Some(code) => {
            ui.vertical_centered(|ui| code_ui(ui, view, code, code_side(ui.ctx())));
        }
        None => {
            ui.label(RichText::new(view.say("share-no-code")).color(tokens(ui).quiet));
        }
    }
    let most = 84.0;
    ScrollArea::vertical().max_height(most).show(ui, |ui| {
        ui.label(RichText::new(text).monospace().color(tokens(ui).quiet));
    });
    if view.case.preset().source.text().contains("//") && view.case.is_edited() {
        ui.label(RichText::new(view.say("share-comments")).color(tokens(ui).quiet));
    }
    // Said on the button until the dialog is closed.
    let copied = Id::unique("copied share text");
    let was_copied = ui.data(|data| data.get_temp::<String>(copied)).is_some_and(|last| last == text);
    let words = view.say(if was_copied { "share-copied" } else { "share-copy" });
    if ui.add(Button::new(words)).clicked() {
        commands.push(Command::Copy(text.to_owned()));
        ui.data_mut(|data| data.insert_temp(copied, text.to_owned()));
    }
}

/// The code, each module a whole number of pixels, in a square of about this side.
pub fn code_ui(ui: &mut Ui, view: &View<'_>, code: &Qr, side: f32) {
    let pixels = ui.ctx().pixels_per_point();
    let modules = code.side() + 2 * Qr::QUIET;
    let module = (side * pixels / modules as f32).floor().max(1.0) / pixels;
    let side = module * modules as f32;
    let (rect, response) = ui.allocate_exact_size(vec2(side, side), Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Image, true, view.say("share-code")));
    let round = |value: f32| (value * pixels).round() / pixels;
    let corner = pos2(round(rect.left()), round(rect.top()));
    let mut mesh = Mesh::default();
    mesh.add_colored_rect(Rect::from_min_size(corner, rect.size()), CODE_PALE);
    let at = |modules: usize| module * (modules + Qr::QUIET) as f32;
    for (y, x, length) in code.stretches() {
        let dark = Rect::from_min_size(corner + vec2(at(x), at(y)), vec2(module * length as f32, module));
        mesh.add_colored_rect(dark, CODE_DARK);
    }
    ui.painter().add(mesh);
}
