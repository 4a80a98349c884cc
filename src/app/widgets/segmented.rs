//! A row of choices of which one holds.

use egui::{Button, Ui};

use crate::app::theme::tokens;

/// Shows the choices; answers with the one that was pressed.
pub fn choices<T: Copy + PartialEq>(ui: &mut Ui, current: T, choices: &[(T, String)]) -> Option<T> {
    let tokens = tokens(ui);
    let mut chosen = None;
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 2.0;
        for (choice, words) in choices {
            let selected = *choice == current;
            let button = Button::selectable(selected, words.as_str());
            let button = if selected { button.fill(tokens.button_hovered) } else { button };
            if ui.add(button).clicked() && !selected {
                chosen = Some(*choice);
            }
        }
    });
    chosen
}
