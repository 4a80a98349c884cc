//! The presets that come with the program, built in so that it needs no folder beside it.

use std::sync::LazyLock;

use super::Preset;
use crate::sim::old_names;

/// A preset built into the program.
pub struct Bundled {
    /// The file's name without its ending.
    pub name: &'static str,
    pub text: &'static str,
}

/// All of them, read once.
static PRESETS: LazyLock<Vec<Preset>> = LazyLock::new(|| {
    let unreadable = |name: &str| Preset { title: name.to_owned(), ..Preset::default() };
    BUNDLED.iter().map(|bundled| super::read(bundled.text).unwrap_or_else(|_| unreadable(bundled.name))).collect()
});

impl Bundled {
    /// The case itself, as it was read once.
    pub fn preset(&self) -> Option<&'static Preset> {
        let place = BUNDLED.iter().position(|bundled| bundled.name == self.name)?;
        PRESETS.get(place)
    }

    /// What the case is called.
    pub fn title(&self) -> &'static str {
        self.preset().map_or(self.name, |preset| &preset.title)
    }

    /// What it is called among others.
    pub fn short_title(&self) -> &'static str {
        self.preset().map_or(self.name, Preset::short_title)
    }

    /// The preset of this name, of today or of an earlier release.
    pub fn by_name(name: &str) -> Option<&'static Self> {
        let name = old_names::current(name);
        BUNDLED.iter().find(|bundled| bundled.name == name)
    }
}

macro_rules! bundled {
    ($($name:literal),* $(,)?) => {
        /// In the order of the gallery and the menu: group by group, the most telling case of each first.
        pub static BUNDLED: &[Bundled] =
            &[$(Bundled { name: $name, text: include_str!(concat!("../../presets/", $name, ".ron")) }),*];
    };
}

bundled!(
    "cml_very_high_count",
    "cml_pregnancy",
    "cll_small_light_cells",
    "aml_leukostasis_low_platelets",
    "transplant_rejection_photopheresis",
    "small_anemic_woman",
    "liver_failure_citrate",
    "myeloma_low_platelets",
    "poor_vein_slow_inlet",
    "donor_faint_pause",
    "aml_non_responder",
    "leukemoid_reaction_sepsis",
    "leukocytosis_after_injury",
    "gcsf_donor",
    "healthy_donor",
    "splenectomized_donor_platelets",
    "granulocyte_donor_starch",
    "car_t_lymphoma_low_lymphocytes",
    "autoimmune_stem_cells",
    "all_infant_hyperleukocytosis",
    "all_child_red_cell_prime",
    "neuroblastoma_infant",
    "t_all_adolescent",
);
