//! The mixes of cells in each layer of the channel, from what the model says it holds.

use super::contents::Contents;
use crate::model::blood::Blood;
use crate::model::cells::PerClass;
use crate::picture::Area;
use crate::picture::cells::Mix;
use crate::picture::channel::Channel;

pub struct ChannelMixes {
    pub entering: Mix,
    pub buffy_coat: Mix,
    /// Share of the channel that holds cells.
    filled: f64,
}

impl ChannelMixes {
    /// `mix` counts the cells of a blood as they are drawn.
    pub fn of(contents: &Contents, mix: impl Fn(&Blood) -> Mix) -> Self {
        let filled = contents.cell_share.max(contents.blood_share);
        // A red-cell prime has no other cells: those come with the patient's blood.
        let from_patient = contents.blood_share / filled.max(1e-9);
        let entering = mix(&contents.entering);
        let entering = Mix {
            red: entering.red,
            platelets: entering.platelets * from_patient,
            white: PerClass(entering.white.0.map(|share| share * from_patient)),
        }
        .normalized();
        // Platelets are placed on their own, by their own number.
        let buffy_coat = Mix { platelets: 0.0, red: 0.0, ..mix(&contents.layers.buffy_coat) }.normalized();
        Self { entering, buffy_coat, filled }
    }

    /// The channel that holds them, in this area with these borders; `detail` is the share of the cells that are drawn, and
    /// `platelet_factor` how many times too many platelets are.
    pub fn channel(
        &self,
        contents: &Contents,
        area: Area,
        [bed_top, buffy_top]: [f32; 2],
        detail: f64,
        platelet_factor: f64,
    ) -> Channel<'_> {
        Channel {
            seed: 4,
            area,
            bed_top,
            buffy_top,
            entering: &self.entering,
            buffy_coat: &self.buffy_coat,
            settled_platelet_share: contents.settled_platelet_share,
            spilled_red_cell_share: contents.spilled_red_cell_share,
            platelet_factor,
            bed_density_g_ml: contents.bed_density_g_ml,
            floating_share: contents.floating_share,
            crowding: self.filled * detail,
        }
    }
}
