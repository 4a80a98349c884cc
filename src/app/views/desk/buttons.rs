//! What can be done with the stage: black, hold still, point, draw; and what can be brought on.

use egui::{Button, Rect, RichText, Ui, vec2};

use super::{scrolling, titled};
use crate::app::commands::{Command, Commands, Toggle};
use crate::app::state::{Scenery, Tool};
use crate::app::theme::{small, tokens};
use crate::app::views::{View, setting};
use crate::app::widgets::drop_down;
use crate::sim::SettingId;
use crate::sim::settings::Section;

const BUTTON: f32 = 34.0;

pub fn stage_ui(ui: &mut Ui, view: &View<'_>, room: Rect, commands: &mut Commands) {
    titled(ui, room, &view.say("desk-stage"), "", |ui| {
        scrolling(ui, "stage buttons", |ui| {
            let stage = &view.workspace.stage;
            let rows = [
                vec![
                    ("command-black", "B", stage.black, Command::Toggle(Toggle::Black)),
                    ("command-freeze", "F", stage.frozen, Command::Freeze),
                    ("desk-wipe", "W", false, Command::Wipe),
                ],
                vec![
                    ("desk-pointer", "P", stage.tool == Some(Tool::Pointer), Command::TakeTool(Tool::Pointer)),
                    ("desk-pen", "D", stage.tool == Some(Tool::Pen), Command::TakeTool(Tool::Pen)),
                    ("desk-theme", "Ctrl+T", false, Command::ToggleTheme),
                ],
                vec![
                    ("desk-hundred", "5", stage.scenery == Scenery::Hundred, Command::ShowScenery(Scenery::Hundred)),
                    ("desk-map", "6", stage.scenery == Scenery::Map, Command::ShowScenery(Scenery::Map)),
                    ("desk-twins", "T", stage.scenery == Scenery::Twins, Command::ShowScenery(Scenery::Twins)),
                ],
                vec![
                    ("desk-vote", "Q", stage.scenery == Scenery::Vote, Command::ShowScenery(Scenery::Vote)),
                    ("why", "Y", view.case_view.open_warning.is_some(), Command::ToggleWhy),
                    ("desk-swap", "X", false, Command::SwapScreens),
                ],
            ];
            for row in rows {
                row_ui(ui, view, row, commands);
            }
            control_ui(ui, view, commands);
        });
    });
}

/// Buttons of one width, each with its key.
fn row_ui(ui: &mut Ui, view: &View<'_>, row: Vec<(&str, &str, bool, Command)>, commands: &mut Commands) {
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 6.0;
        ui.spacing_mut().button_padding.x = 6.0;
        let width = (ui.available_width() - 6.0 * (row.len() - 1) as f32) / row.len() as f32;
        for (message, key, is_on, command) in row {
            let tokens = tokens(ui);
            let ink = if is_on { tokens.on_accent } else { tokens.text };
            let words = RichText::new(view.say(message)).color(ink);
            let key = RichText::new(key).font(small()).color(if is_on { tokens.on_accent } else { tokens.quiet });
            let button = Button::new(words).right_text(key).min_size(vec2(width, BUTTON)).truncate();
            let button = if is_on { button.fill(tokens.accent) } else { button };
            let response = ui.add_sized(vec2(width, BUTTON), button);
            ui.ctx().accesskit_node_builder(response.id, |node| {
                node.set_toggled(if is_on { egui::accesskit::Toggled::True } else { egui::accesskit::Toggled::False });
            });
            if response.clicked() {
                commands.push(command);
            }
        }
    });
}

/// Which setting is shown large on the stage, and its control.
fn control_ui(ui: &mut Ui, view: &View<'_>, commands: &mut Commands) {
    let control = view.workspace.stage.control;
    ui.add_space(4.0);
    ui.horizontal(|ui| {
        ui.label(RichText::new(view.say("desk-control")).font(small()).color(tokens(ui).quiet));
        let name = view.say("desk-control");
        let none = (None::<SettingId>, view.say("desk-control-none"));
        let sections = [Section::Main, Section::Separator, Section::Anticoagulant, Section::Set];
        let settings = sections.into_iter().flat_map(|section| section.settings().collect::<Vec<_>>());
        let numbers = settings.filter(|setting| view.slider_range(*setting).is_some());
        let named = numbers.map(|setting| (Some(setting), view.text.setting(setting)));
        let choices: Vec<_> = [none].into_iter().chain(named).collect();
        let shown = choices.iter().find(|(setting, _)| *setting == control).map_or_else(String::new, |it| it.1.clone());
        let combo = egui::ComboBox::from_id_salt("stage control").selected_text(shown).width(ui.available_width());
        let (_, chosen) = drop_down::choices(ui, combo, &name, control, choices);
        commands.extend(chosen.map(Command::BringOn));
    });
    if let Some(control) = control {
        setting::setting_ui(ui, view, control, true, commands);
    }
}
