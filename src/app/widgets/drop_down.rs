//! A drop-down list of which one is selected.

use egui::{ComboBox, Response, RichText, Ui};

use crate::app::theme::{small, tokens};

/// Shows the choices in `combo`, named for a screen reader; returns the one that was clicked.
pub fn choices<T: Copy + PartialEq>(
    ui: &mut Ui,
    combo: ComboBox,
    name: &str,
    current: T,
    choices: impl IntoIterator<Item = (T, String)>,
) -> (Response, Option<T>) {
    let shown = combo.show_ui(ui, |ui| {
        let is_clicked = |(choice, words): &(T, String)| ui.selectable_label(*choice == current, words).clicked();
        choices.into_iter().filter(is_clicked).last()
    });
    (shown.response.accessible_name(name), shown.inner.flatten().map(|(choice, _)| choice))
}

/// A choice with its name, and what it is in full, which stands under the pointer.
pub struct Choice<T> {
    pub value: T,
    pub name: String,
    pub in_full: String,
}

/// Like [`choices`], each group under its heading.
pub fn grouped<T: Copy + PartialEq>(
    ui: &mut Ui,
    combo: ComboBox,
    name: &str,
    current: T,
    groups: impl IntoIterator<Item = (String, Vec<Choice<T>>)>,
) -> (Response, Option<T>) {
    let shown = combo.show_ui(ui, |ui| {
        let mut chosen = None;
        for (heading, choices) in groups {
            heading_ui(ui, &heading);
            for Choice { value, name, in_full } in choices {
                if ui.selectable_label(value == current, name).on_hover_text(in_full).clicked() {
                    chosen = Some(value);
                }
            }
        }
        chosen
    });
    (shown.response.accessible_name(name), shown.inner.flatten())
}

/// The heading of a group in a list or a menu.
pub fn heading_ui(ui: &mut Ui, words: &str) {
    ui.add_space(4.0);
    ui.label(RichText::new(words).font(small()).color(tokens(ui).quiet));
}
