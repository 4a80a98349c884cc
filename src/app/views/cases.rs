//! The bundled cases as lists name them: by the title on their card, in the groups of the gallery.

use super::View;
use super::home::group_message;
use crate::app::widgets::drop_down::Choice;
use crate::preset::{BUNDLED, Bundled, Group};

/// The same, and first the group with the patient whose size differs most from that in view: what a machine is to a body shows there.
pub fn groups_by_contrast(view: &View<'_>, is_wanted: impl Fn(&Bundled) -> bool) -> Vec<(String, Vec<Choice<usize>>)> {
    let own_kg = view.run().protocol.settings.patient.weight_kg;
    let contrast = |(_, cases): &(String, Vec<Choice<usize>>)| {
        let presets = cases.iter().filter_map(|case| BUNDLED.get(case.value)?.preset());
        let ratios = presets.map(|preset| libm::log(preset.protocol.settings.patient.weight_kg / own_kg).abs());
        ratios.fold(0.0, f64::max)
    };
    let mut groups = groups(view, is_wanted);
    let most = (0..groups.len()).max_by(|a, b| contrast(&groups[*a]).total_cmp(&contrast(&groups[*b])));
    if let Some(most) = most {
        groups[..=most].rotate_right(1);
    }
    groups
}

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
