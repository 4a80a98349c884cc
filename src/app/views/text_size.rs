//! The drop-down list of how large words are.

use egui::{ComboBox, Ui};

use super::View;
use crate::app::commands::{Command, Commands};
use crate::app::state::TextSize;
use crate::app::widgets::drop_down;

/// The list, closed as wide as its longest entry.
pub fn text_size_ui(ui: &mut Ui, view: &View<'_>, commands: &mut Commands) {
    let words = |size: TextSize| view.text.with("text-size-percent", &[("percent", size.percent().to_string())]);
    let now = view.workspace.text_size;
    let combo = ComboBox::from_id_salt("text size").selected_text(words(now)).width(0.0).height(f32::INFINITY);
    let choices = TextSize::ALL.into_iter().map(|size| (size, words(size)));
    let (_, chosen) = drop_down::choices(ui, combo, &view.say("text-size"), now, choices);
    commands.extend(chosen.map(Command::SizeText));
}
