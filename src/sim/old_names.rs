//! Names of settings, options and results from earlier releases: read forever, never written anew.

use std::borrow::Cow;

/// Old and current spellings of parts of names. No current name contains an old spelling.
const SPELLINGS: [(&str, &str); 5] = [
    ("ionised", "ionized"),
    ("mobilisation", "mobilization"),
    ("Mobilised", "Mobilized"),
    ("Litres", "Liters"),
    ("splenectomised", "splenectomized"),
];

/// The current name for a name that may be old. Any other name is returned unchanged.
pub fn current(name: &str) -> Cow<'_, str> {
    let mut current = Cow::Borrowed(name);
    for (old, new) in SPELLINGS {
        if current.contains(old) {
            current = Cow::Owned(current.replace(old, new));
        }
    }
    current
}

/// Settings of earlier releases that the model no longer has: read without effect.
const RETIRED: [&str; 1] = ["patient.mobilization_per_min"];

/// Whether this current name is of a retired setting, or of one of its classes.
pub fn is_retired(path: &str) -> bool {
    RETIRED
        .iter()
        .any(|retired| path.strip_prefix(retired).is_some_and(|rest| rest.is_empty() || rest.starts_with('.')))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sim::quantities::Quantity;
    use crate::sim::settings::{SettingId, ValueKind};

    #[test]
    fn no_name_of_today_holds_an_old_spelling() {
        let options = SettingId::all().flat_map(|setting| match setting.row().kind {
            ValueKind::Choice { options, .. } => options,
            _ => &[],
        });
        let paths = SettingId::all().map(|setting| setting.row().path);
        for name in paths.chain(options.copied()).chain(Quantity::all().map(|quantity| quantity.row().key)) {
            assert_eq!(current(name), name);
        }
    }
}
