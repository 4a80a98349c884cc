//! Separator settings: disposable set, prime, interface and limits.

use strum::{VariantArray, VariantNames};

use super::blood::Blood;

/// What fills the set before blood enters it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, VariantArray, VariantNames)]
pub enum Prime {
    #[default]
    Saline,
    /// Albumin, 5 %.
    Albumin,
    /// Red cells in additive solution, diluted to the prime hematocrit.
    RedCells,
}

/// Whether the set is rinsed back to the patient at the end.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, VariantArray, VariantNames)]
pub enum RinseBack {
    /// The usual practice: yes, unless the set was primed with red cells.
    #[default]
    Automatic,
    Always,
    Never,
}

/// Whether the port follows the interface when the hematocrit changes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, VariantArray, VariantNames)]
pub enum InterfaceControl {
    /// The device monitors the layers and keeps the port at its position relative to them.
    #[default]
    Followed,
    /// The operator watches the color of the collect line and keeps the product's hematocrit; the port's position follows from it.
    ByColor,
    /// The port stays where it is while the bed grows or shrinks. The operator places it when collection begins and again whenever its
    /// position, the packing factor or starch is changed.
    Fixed,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Machine {
    /// Volume of the set, tubing and channel: blood outside the body while the machine runs.
    pub set_volume_ml: f64,
    pub prime: Prime,
    /// Hematocrit of a red-cell prime.
    pub prime_hematocrit_percent: f64,
    /// Pump rate into the collection bag.
    pub collect_flow_ml_min: f64,
    /// Where the port draws: −1.5 on the plasma side, 0 in the middle of the buffy coat, +1.5 on the red-cell side.
    pub interface_position: f64,
    pub interface_control: InterfaceControl,
    /// The hematocrit of the product that the operator keeps, where the interface is controlled by color.
    pub product_hematocrit_percent: f64,
    /// How hard the bed is packed: g-force times residence, in the device's own unit.
    pub packing_factor: f64,
    /// Hydroxyethyl starch in the inlet line: red cells pack denser, so granulocytes float.
    pub hydroxyethyl_starch: bool,
    /// Time from first draw to a stable interface; nothing is collected before.
    pub interface_time_min: f64,
    /// Highest anticoagulant flow that the device allows, per liter of the patient's blood.
    pub anticoagulant_limit_ml_min_per_l: f64,
    /// Slow the inlet to the device's limit instead of only warning.
    pub hold_to_anticoagulant_limit: bool,
    pub rinse_back: RinseBack,
    pub rinse_back_ml: f64,
    /// Capacity of the collection bag.
    pub bag_capacity_ml: f64,
}

impl Default for Machine {
    fn default() -> Self {
        Self {
            set_volume_ml: 190.0,
            prime: Prime::default(),
            prime_hematocrit_percent: 40.0,
            collect_flow_ml_min: 1.0,
            interface_position: 0.0,
            interface_control: InterfaceControl::default(),
            product_hematocrit_percent: 3.0,
            packing_factor: 4.5,
            hydroxyethyl_starch: false,
            interface_time_min: 5.0,
            anticoagulant_limit_ml_min_per_l: 0.8,
            hold_to_anticoagulant_limit: false,
            rinse_back: RinseBack::default(),
            rinse_back_ml: 125.0,
            bag_capacity_ml: 1000.0,
        }
    }
}

impl Machine {
    /// Contents of the set before blood enters it.
    pub fn primed_set(&self) -> Blood {
        let volume_ml = self.set_volume_ml;
        match self.prime {
            Prime::Saline => Blood { plasma_ml: volume_ml, ..Blood::default() },
            Prime::Albumin => Blood { plasma_ml: volume_ml, protein_ml: volume_ml, ..Blood::default() },
            Prime::RedCells => {
                let red_cells_ml = volume_ml * self.prime_hematocrit_percent / 100.0;
                Blood { plasma_ml: volume_ml - red_cells_ml, red_cells_ml, ..Blood::default() }
            }
        }
    }

    /// Whether the set is rinsed back at the end.
    pub fn rinses_back(&self) -> bool {
        match self.rinse_back {
            RinseBack::Automatic => self.prime != Prime::RedCells,
            RinseBack::Always => true,
            RinseBack::Never => false,
        }
    }
}
