//! The presets that come with the program, built in so that it needs no folder beside it.

/// A preset built into the program.
pub struct Bundled {
    /// The file's name without its ending.
    pub name: &'static str,
    pub text: &'static str,
}

macro_rules! bundled {
    ($($name:literal),* $(,)?) => {
        /// In the order of the menu: from the plainest case to the most telling.
        pub static BUNDLED: &[Bundled] =
            &[$(Bundled { name: $name, text: include_str!(concat!("../../presets/", $name, ".ron")) }),*];
    };
}

bundled!(
    "cml_very_high_count",
    "aml_leukostasis_low_platelets",
    "all_child_red_cell_prime",
    "cll_small_light_cells",
    "healthy_donor",
    "gcsf_donor",
    "small_anemic_woman",
    "myeloma_low_platelets",
    "granulocyte_donor_starch",
);
