//! The bundled cases as lists name them: by the title on their card, in the groups of the gallery.

use super::View;
use super::home::group_message;
use crate::app::widgets::drop_down::Choice;
use crate::preset::{BUNDLED, Bundled, Group};

/// The groups that have any of the wanted cases, with their headings; a case is chosen by its place among the bundled ones.
pub fn groups(view: &View<'_>, is_wanted: impl Fn(&Bundled) -> bool) -> Vec<(String, Vec<Choice<usize>>)> {
    let of_group = |group: Group| {
        let is_in_it = |bundled: &Bundled| bundled.preset().is_some_and(|preset| preset.cover.group == Some(group));
        let cases = BUNDLED.iter().enumerate().filter(|(_, bundled)| is_in_it(bundled) && is_wanted(bundled));
        let choice = |(value, bundled): (usize, &Bundled)| Choice {
            value,
            name: bundled.short_title().to_owned(),
            in_full: bundled.title().to_owned(),
        };
        (view.say(group_message(group)), cases.map(choice).collect::<Vec<_>>())
    };
    Group::ALL.iter().map(|group| of_group(*group)).filter(|(_, cases)| !cases.is_empty()).collect()
}
