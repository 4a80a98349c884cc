//! The bar above the gallery: the program's name, the search, and what leads elsewhere.

use egui::{Align, Key, Layout, RichText, TextEdit, Ui, UiBuilder};

use super::{View, shelves};
use crate::app::commands::{Command, Commands};
use crate::app::state::PendingNavigation;
use crate::app::theme::{small, strong, tokens};
use crate::app::views::text_size::text_size_ui;

pub fn bar_ui(ui: &mut Ui, view: &View<'_>, commands: &mut Commands) {
    /// Below this width the bar has no room for the disclaimer in its middle.
    const ROOMY: f32 = 1100.0;
    let bar = ui.max_rect();
    ui.horizontal_centered(|ui| {
        ui.add_space(8.0);
        ui.label(RichText::new(view.say("app-name")).font(strong(17.0)));
        ui.add_space(10.0);
        if bar.width() > ROOMY {
            ui.label(RichText::new(view.say("disclaimer")).font(small()).color(tokens(ui).quiet));
        }
    });
    let right = UiBuilder::new().max_rect(bar).layout(Layout::right_to_left(Align::Center));
    ui.scope_builder(right, |ui| {
        if ui.button(view.say("command-open")).clicked() {
            commands.push(Command::Leave(PendingNavigation::OpenDialog));
        }
        let id = if ui.visuals().dark_mode { "theme-to-light" } else { "theme-to-dark" };
        if ui.button(view.say(id)).clicked() {
            commands.push(Command::ToggleTheme);
        }
        text_size_ui(ui, view, commands);
        search_ui(ui, view, commands);
        if view.gallery.has_case_behind() {
            let title = view.case.preset().short_title().to_owned();
            if ui.button(view.text.with("home-back", &[("title", title)])).clicked() {
                commands.push(Command::ToggleHome);
            }
        }
        if bar.width() <= ROOMY {
            ui.label(RichText::new(view.say("disclaimer")).font(small()).color(tokens(ui).quiet));
        }
    });
}

/// The field in which a case is searched; Enter opens the first that is found.
fn search_ui(ui: &mut Ui, view: &View<'_>, commands: &mut Commands) {
    const WIDTH: f32 = 190.0;
    let mut typed = view.gallery.typed.clone();
    let hint = RichText::new(view.say("home-search")).color(tokens(ui).quiet);
    let field = TextEdit::singleline(&mut typed).hint_text(hint).desired_width(WIDTH);
    let response = ui.add(field);
    let confirmed = response.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter));
    let response = response.accessible_name(view.say("home-search"));
    if response.changed() {
        commands.push(Command::SearchCases(typed));
    } else if confirmed && let Some(case) = shelves(view).first().and_then(|shelf| shelf.cases.first()) {
        commands.push(Command::Leave(case.navigation()));
    }
}
