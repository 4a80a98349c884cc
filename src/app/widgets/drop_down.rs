//! A drop-down list of which one is selected.

use egui::{ComboBox, Response, Ui};

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
