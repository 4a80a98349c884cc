//! The separator: from g-force and densities to which cells leave for the bag. No efficiency is typed in; all follow from the settings.
//!
//! The seven steps: g-force, packed bed, which cells float, where they lie against the collect port, whether platelets settle in time,
//! whether the collect line has room, and how many red cells come along.

use std::f64::consts::PI;

use super::blood::Blood;
use super::cells::{CLASSES, PerClass, WhiteCell};
use super::machine::Machine;
use super::math::{normal_cdf, share_that_fits};

const RED_CELL_DENSITY_G_ML: f64 = 1.096;
const PLASMA_DENSITY_G_ML: f64 = 1.026;

/// The setting at which the device's g-force is known: 400 g at packing factor 4.5 and 50 mL/min.
const REFERENCE_G: f64 = 400.0;
const REFERENCE_PACKING_FACTOR: f64 = 4.5;
const REFERENCE_INLET_ML_MIN: f64 = 50.0;
/// The rotor's limit.
pub const MAX_G: f64 = 900.0;
const ROTOR_RADIUS_M: f64 = 0.08;
const STANDARD_GRAVITY_M_S2: f64 = 9.81;

/// Hematocrit of the packed red-cell bed at the reference packing factor.
const REFERENCE_BED_HEMATOCRIT: f64 = 0.80;
/// Hydroxyethyl starch packs the bed this much denser (fitted: neutrophil efficiency about 10 % → 45 %, Transfusion 2012, 123 donors).
const STARCH_BED_GAIN: f64 = 0.10;
const MAX_BED_HEMATOCRIT: f64 = 0.96;
/// The bed cannot take more of the channel than this: beyond it there is no interface.
const MAX_BED_SHARE: f64 = 0.9;
/// Below this share the bed is no bed; it keeps the equations finite in blood almost without red cells.
const MIN_BED_SHARE: f64 = 0.02;

/// Depth scale: the lightest cells lie on the plasma side of the buffy coat, neutrophils this deep toward the red cells. Fitted.
const DEPTH_SCALE: f64 = 0.9;
const DEPTH_ZERO_G_ML: f64 = 1.066;
/// Blur of the layers, in units of interface position. Fitted.
const LAYER_BLUR: f64 = 0.55;
/// Below this share of the channel a thin bed blurs the interface.
const THIN_BED_SHARE: f64 = 0.48;
/// Efficiency of a class that lies right at the port. Fitted.
const PORT_EFFICIENCY: f64 = 0.74;
/// Half-width of what the port draws at the reference draw. Fitted.
const PORT_HALF_WIDTH: f64 = 0.9;
/// Plasma flow past the port for each collect flow at the reference draw: (Q·(1 − share))/Qc.
const REFERENCE_DRAW: f64 = 28.5;

const PLATELET_DIAMETER_M: f64 = 2.6e-6;
const PLATELET_EXCESS_DENSITY_KG_M3: f64 = 27.0;
const PLASMA_VISCOSITY_PA_S: f64 = 1.4e-3;
const CHANNEL_VOLUME_ML: f64 = 90.0;
const CHANNEL_DEPTH_MM: f64 = 8.0;
/// Where the platelet band lies at the reference packing factor, and its blur. Fitted.
const PLATELET_BAND: f64 = -0.97;
const PLATELET_BLUR: f64 = 0.8;
/// Most platelets the collect line carries.
const PLATELETS_IN_LINE_E9_ML: f64 = 6.0;

/// Most of the collect line that cells can fill.
const MAX_CELLS_IN_LINE: f64 = 0.50;
/// Red cells that come along: hematocrit of the product at the plasma side, and its growth toward the red cells. Fitted.
const PRODUCT_HEMATOCRIT_BASE: f64 = 0.01;
const PRODUCT_HEMATOCRIT_AT_CENTRE: f64 = 0.03;
const PRODUCT_HEMATOCRIT_GROWTH: f64 = 1.1;
/// The port never takes the whole stream.
const MAX_DRAWN_SHARE: f64 = 0.9;

/// The separator at one setting: all that does not depend on the blood flowing through.
#[derive(Clone, Debug, PartialEq)]
pub struct Separator {
    pub g_force: f64,
    /// The rotor would have to turn faster than it can: the bed packs less than asked.
    pub g_force_capped: bool,
    pub rotor_rpm: f64,
    pub bed_hematocrit: f64,
    /// Share of each class that floats out of the red-cell bed.
    pub floating_share: PerClass<f64>,
    /// Where each class lies, in units of interface position.
    pub layer_depth: PerClass<f64>,
    /// Hematocrit of what the port draws, were there red cells enough.
    pub product_hematocrit: f64,
    inlet_ml_min: f64,
    collect_ml_min: f64,
    port: f64,
    platelet_band: f64,
    /// Platelet settling over the channel's whole depth within the stay, as a number of depths.
    platelet_settling: f64,
}

/// What the separator does with one stream of blood.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Separation {
    /// What leaves for the bag, per minute.
    pub collected: Blood,
    /// Share of the channel's depth under red cells.
    pub bed_share: f64,
    /// Share of the channel's depth under floating white cells, packed as densely as the collect line can carry them.
    pub buffy_coat_share: f64,
    /// The red cells fill the channel: no interface can form.
    pub interface_lost: bool,
    /// Share of each class entering that is collected.
    pub efficiency: PerClass<f64>,
    pub platelet_efficiency: f64,
    /// Share of the platelets that settle within their stay.
    pub settled_platelet_share: f64,
    /// Share of the white cells at the port that fit into the collect line, φ.
    pub line_room: f64,
}

impl Separator {
    pub fn new(machine: &Machine, inlet_ml_min: f64) -> Self {
        let wanted_g =
            REFERENCE_G * (machine.packing_factor * inlet_ml_min) / (REFERENCE_PACKING_FACTOR * REFERENCE_INLET_ML_MIN);
        let g_force = wanted_g.min(MAX_G);
        let packing_factor = machine.packing_factor * g_force / wanted_g;

        let bed_hematocrit = bed_hematocrit(packing_factor, machine.hydroxyethyl_starch);
        let bed_density = bed_hematocrit * RED_CELL_DENSITY_G_ML + (1.0 - bed_hematocrit) * PLASMA_DENSITY_G_ML;
        let neutrophil_density = WhiteCell::Neutrophil.density().mode_g_ml;

        let settling_m_s =
            PLATELET_DIAMETER_M * PLATELET_DIAMETER_M * PLATELET_EXCESS_DENSITY_KG_M3 * g_force * STANDARD_GRAVITY_M_S2
                / (18.0 * PLASMA_VISCOSITY_PA_S);
        let stay_s = CHANNEL_VOLUME_ML / inlet_ml_min * 60.0;

        Self {
            g_force,
            g_force_capped: wanted_g > MAX_G,
            rotor_rpm: 60.0 / (2.0 * PI) * (g_force * STANDARD_GRAVITY_M_S2 / ROTOR_RADIUS_M).sqrt(),
            bed_hematocrit,
            floating_share: PerClass::from_fn(|class| {
                let density = class.density();
                normal_cdf((bed_density - density.mode_g_ml) / density.sd_g_ml)
            }),
            layer_depth: PerClass::from_fn(|class| {
                DEPTH_SCALE * (class.density().mode_g_ml - DEPTH_ZERO_G_ML) / (neutrophil_density - DEPTH_ZERO_G_ML)
            }),
            product_hematocrit: PRODUCT_HEMATOCRIT_BASE
                + PRODUCT_HEMATOCRIT_AT_CENTRE * libm::exp(PRODUCT_HEMATOCRIT_GROWTH * machine.interface_position),
            inlet_ml_min,
            collect_ml_min: machine.collect_flow_ml_min,
            port: machine.interface_position,
            platelet_band: PLATELET_BAND * REFERENCE_PACKING_FACTOR / packing_factor,
            platelet_settling: settling_m_s * stay_s / (CHANNEL_DEPTH_MM / 1000.0),
        }
    }

    /// Share of the channel's depth that red cells of this hematocrit take when packed, and whether an interface can form.
    pub fn bed_share(&self, entering_hematocrit: f64) -> (f64, bool) {
        let share = entering_hematocrit / self.bed_hematocrit;
        (share.clamp(MIN_BED_SHARE, MAX_BED_SHARE), share > MAX_BED_SHARE)
    }

    /// Separates what enters the channel each minute.
    pub fn separate(&self, entering: &Blood, cell_volume_fl: &PerClass<f64>) -> Separation {
        let (bed_share, interface_lost) = self.bed_share(entering.red_cells_ml / self.inlet_ml_min);
        let window = Window {
            port: self.port,
            half_width: PORT_HALF_WIDTH
                * libm::cbrt(REFERENCE_DRAW * self.collect_ml_min / (self.inlet_ml_min * (1.0 - bed_share))),
        };

        // White cells: those that float, as far as the port reaches them and the line has room.
        let blur = LAYER_BLUR * (THIN_BED_SHARE / bed_share).max(1.0);
        let mut at_port = PerClass::default();
        for k in 0..CLASSES {
            at_port.0[k] = PORT_EFFICIENCY * window.share_of(self.layer_depth.0[k], blur) / reference_window()
                * self.floating_share.0[k];
        }
        let mut wanted = Blood::default();
        for k in 0..CLASSES {
            wanted.white_cells_e9.0[k] = at_port.0[k] * entering.white_cells_e9.0[k];
        }
        let line_room = share_that_fits(
            wanted.white_cell_volume_ml(cell_volume_fl),
            self.collect_ml_min * (MAX_CELLS_IN_LINE - self.product_hematocrit),
        );
        let efficiency = PerClass(at_port.0.map(|share| share * line_room));
        let white_cells_e9 = PerClass(wanted.white_cells_e9.0.map(|count| count * line_room));

        // Platelets: those that settle in time, as far as the port reaches their band.
        let settled = 1.0 - libm::exp(-self.platelet_settling / (1.0 - bed_share));
        let platelets_at_port = settled * window.share_of(self.platelet_band, PLATELET_BLUR);
        let platelet_efficiency = platelets_at_port
            * share_that_fits(platelets_at_port * entering.platelets_e9, self.collect_ml_min * PLATELETS_IN_LINE_E9_ML);

        // Red cells come along; plasma fills the rest of the line.
        let red_cells_ml = (self.collect_ml_min * self.product_hematocrit).min(MAX_DRAWN_SHARE * entering.red_cells_ml);
        let mut collected = Blood { red_cells_ml, white_cells_e9, ..Blood::default() };
        let room_ml = self.collect_ml_min - red_cells_ml - collected.white_cell_volume_ml(cell_volume_fl);
        let plasma_share = (room_ml / entering.plasma_ml).clamp(0.0, MAX_DRAWN_SHARE);
        collected.plasma_ml = plasma_share * entering.plasma_ml;
        collected.protein_ml = plasma_share * entering.protein_ml;
        collected.citrate_mmol = plasma_share * entering.citrate_mmol;
        collected.platelets_e9 = platelet_efficiency * entering.platelets_e9;

        let floating = Blood {
            white_cells_e9: PerClass::from_fn(|class| self.floating_share[class] * entering.white_cells_e9[class]),
            ..Blood::default()
        };
        let buffy_coat_share = (floating.white_cell_volume_ml(cell_volume_fl)
            / (self.inlet_ml_min * MAX_CELLS_IN_LINE))
            .min(1.0 - bed_share);

        Separation {
            collected,
            bed_share,
            buffy_coat_share,
            interface_lost,
            efficiency,
            platelet_efficiency,
            settled_platelet_share: settled,
            line_room,
        }
    }
}

/// What the collect port reaches, in units of interface position.
struct Window {
    port: f64,
    half_width: f64,
}

impl Window {
    /// Share of a layer centred at `depth` and blurred by `blur` that lies within reach.
    fn share_of(&self, depth: f64, blur: f64) -> f64 {
        normal_cdf((self.port + self.half_width - depth) / blur)
            - normal_cdf((self.port - self.half_width - depth) / blur)
    }
}

/// The share within reach of a layer right at the port, at the reference draw: what makes the port efficiency mean what it says.
fn reference_window() -> f64 {
    // Φ(0.9/0.55) − Φ(−0.9/0.55)
    0.898_236_495_048_742_3
}

/// Hematocrit of the packed bed: harder packing squeezes plasma out, starch more.
fn bed_hematocrit(packing_factor: f64, hydroxyethyl_starch: bool) -> f64 {
    let packed = |factor: f64| 1.0 - libm::exp(-factor / 2.0);
    let plain = REFERENCE_BED_HEMATOCRIT * packed(packing_factor) / packed(REFERENCE_PACKING_FACTOR);
    if hydroxyethyl_starch { (plain + STARCH_BED_GAIN).min(MAX_BED_HEMATOCRIT) } else { plain }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reference_window_is_the_port_at_its_reference() {
        let window = Window { port: 0.0, half_width: PORT_HALF_WIDTH };
        assert!((window.share_of(0.0, LAYER_BLUR) - reference_window()).abs() < 1e-15);
    }

    #[test]
    fn light_cells_float_and_neutrophils_sink_unless_starch_helps() {
        let plain = Separator::new(&Machine::default(), 50.0);
        let starch = Separator::new(&Machine { hydroxyethyl_starch: true, ..Machine::default() }, 50.0);
        assert!(plain.floating_share[WhiteCell::Blast] > 0.95);
        assert!(plain.floating_share[WhiteCell::Neutrophil] < 0.2);
        assert!(starch.floating_share[WhiteCell::Neutrophil] > 3.0 * plain.floating_share[WhiteCell::Neutrophil]);
    }

    #[test]
    fn rotor_turns_at_the_known_speed() {
        let separator = Separator::new(&Machine::default(), 50.0);
        assert!((separator.g_force - 400.0).abs() < 1e-9);
        assert!((separator.rotor_rpm - 2115.0).abs() < 5.0);
    }
}
