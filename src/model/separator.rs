//! The separator: from g-force and densities to the cells that leave for the bag. No efficiency is an input; all follow from the settings.
//!
//! The seven steps: g-force, packed bed, which cells float out of it, where they lie relative to the collect port, whether platelets
//! settle in time, whether the collect line has room, and how many red cells are drawn along.

use std::f64::consts::PI;
use std::ops::Deref;

use super::blood::Blood;
use super::cells::{PerClass, WhiteCell};
use super::channel::{AtPort, Channel, ReachCurve};
use super::constants::Constants;
use super::machine::{InterfaceControl, Machine};
use super::math::mean_excess;

pub const RED_CELL_DENSITY_G_ML: f64 = 1.096;
pub const PLASMA_DENSITY_G_ML: f64 = 1.026;

/// The setting at which the device's g-force is known: 400 g at packing factor 4.5 and 50 mL/min.
pub const REFERENCE_G: f64 = 400.0;
pub const REFERENCE_PACKING_FACTOR: f64 = 4.5;
pub const REFERENCE_INLET_ML_MIN: f64 = 50.0;
/// The rotor's limit.
pub const MAX_G: f64 = 900.0;
pub const ROTOR_RADIUS_M: f64 = 0.08;
pub const STANDARD_GRAVITY_M_S2: f64 = 9.81;

/// Hematocrit of the packed red-cell bed at the reference packing factor.
pub const REFERENCE_BED_HEMATOCRIT: f64 = 0.80;
/// Hydroxyethyl starch packs the bed this much denser. Fitted: neutrophil efficiency about 10 % → 45 % (Transfusion 2012, 123 donors).
pub const STARCH_BED_GAIN: f64 = 0.115;
pub const MAX_BED_HEMATOCRIT: f64 = 0.96;
/// Largest share of the channel that the bed can fill; beyond it no interface forms.
pub const MAX_BED_SHARE: f64 = 0.9;
/// Lower bound on the bed's share; it keeps the equations finite in blood with almost no red cells.
pub const MIN_BED_SHARE: f64 = 0.02;

/// Depth scale: the lightest cells lie on the plasma side of the buffy coat, neutrophils this deep toward the red cells.
pub const DEPTH_SCALE: f64 = 0.9;
pub const DEPTH_ZERO_G_ML: f64 = 1.066;
/// Blur of the layers, in units of interface position. Fitted.
pub const LAYER_BLUR: f64 = 0.30;
/// Odds that a lymphocyte floats out of the bed at the reference setting and hematocrit, against being remixed into it. Fitted.
pub const FLOTATION_ODDS: f64 = 2.7;
/// Hematocrit that enters the channel at the reference: a donor's 42 % with anticoagulant 1 : 12.
pub const REFERENCE_HEMATOCRIT: f64 = 0.385;
/// The lymphocyte's volume and buoyancy in the bed at the reference setting: what the odds of the other classes are compared with.
pub const REFERENCE_CELL_VOLUME_FL: f64 = 210.0;
pub const REFERENCE_BUOYANCY_G_ML: f64 = 0.0139;
/// Half-width of the port's reach at the reference draw, in units of interface position. Fitted.
pub const PORT_HALF_WIDTH: f64 = 0.80;
/// Plasma flow past the port per collect flow at the reference draw: (Q·(1 − share))/Qc.
pub const REFERENCE_DRAW: f64 = 28.5;

pub const PLATELET_DIAMETER_M: f64 = 2.6e-6;
pub const PLATELET_EXCESS_DENSITY_KG_M3: f64 = 27.0;
pub const PLASMA_VISCOSITY_PA_S: f64 = 1.2e-3;
pub const CHANNEL_VOLUME_ML: f64 = 90.0;
pub const CHANNEL_DEPTH_MM: f64 = 8.0;
/// Position of the platelet band, in units of interface position; blurred as the layers are. Fitted.
pub const PLATELET_BAND: f64 = -0.75;
/// Platelets in a milliliter of the collect line at most, 10⁹, where they fill all that cells can fill: settled platelets keep much
/// plasma between them. Assumed.
pub const PLATELETS_IN_LINE_E9_ML: f64 = 6.0;

/// Largest share of the collect line that cells can fill.
pub const MAX_CELLS_IN_LINE: f64 = 0.50;
/// Red cells drawn with the product: its hematocrit with the port at position 0, and its growth toward the red cells. Fitted.
pub const PRODUCT_HEMATOCRIT_AT_CENTER: f64 = 0.02;
pub const PRODUCT_HEMATOCRIT_GROWTH: f64 = 1.6;
/// Largest share of the plasma or red-cell stream that the port takes.
pub const MAX_DRAWN_SHARE: f64 = 0.9;

/// Diameter of a sphere with the volume of a red cell, 90 fL.
pub const RED_CELL_DIAMETER_M: f64 = 5.56e-6;
/// Crowded cells hinder each other: settling velocity falls with this power of the plasma's share (Richardson and Zaki, Trans Inst Chem
/// Eng 1954;32:35).
pub const HINDRANCE_POWER: f64 = 4.65;
/// Red cells settle in short rouleaux, this many times faster than alone. Assumed, not fitted.
pub const ROULEAUX_GAIN: f64 = 2.5;
/// Starch lengthens the rouleaux; they settle this many times faster still. Assumed, not fitted.
pub const STARCH_ROULEAUX_GAIN: f64 = 2.0;

/// Units of interface position over the whole channel depth: one unit is a millimeter. Assumed.
pub const POSITIONS_IN_DEPTH: f64 = 8.0;

/// How one patient's blood separates, relative to usual. A case is as usual; virtual patients differ.
#[derive(Clone, Debug, PartialEq)]
pub struct Separability {
    /// Added to the modal density of each class.
    pub density_shift_g_ml: PerClass<f64>,
    /// Factor on the usual blur of the layers: clumps, rouleaux and protein decide how cleanly cells layer.
    pub blur_factor: f64,
    /// Factor on the usual odds that a cell floats out of the bed: clumps, a faltering vein and pauses change it.
    pub flotation_odds_factor: f64,
}

impl Default for Separability {
    fn default() -> Self {
        Self { density_shift_g_ml: PerClass::default(), blur_factor: 1.0, flotation_odds_factor: 1.0 }
    }
}

/// The separator at one setting: everything that does not depend on the blood flowing through. It dereferences to its [`Channel`].
#[derive(Clone, Debug, PartialEq)]
pub struct Separator {
    pub g_force: f64,
    /// The required speed exceeds the rotor's limit, so the bed packs less than requested.
    pub g_force_capped: bool,
    pub rotor_rpm: f64,
    /// Density of the packed bed: lighter cells float out of it.
    pub bed_density_g_ml: f64,
    interface: InterfaceSetting,
    channel: Channel,
    /// The hematocrits for which the port's reach is computed ahead, from the least to the most.
    expected_hematocrits: Option<[f64; 2]>,
    /// What was computed ahead.
    ahead: Option<ReachCurve>,
}

impl Deref for Separator {
    type Target = Channel;
    fn deref(&self) -> &Channel {
        &self.channel
    }
}

/// What the operator sets at the interface: changing any of it places the port anew.
#[derive(Clone, Copy, Debug, PartialEq)]
struct InterfaceSetting {
    position: f64,
    packing_factor: f64,
    hydroxyethyl_starch: bool,
}

/// What the separator does with one stream of blood.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Separation {
    /// What leaves for the bag, per minute.
    pub collected: Blood,
    /// Share of the channel's depth taken by red cells.
    pub bed_share: f64,
    /// Share of the channel's depth taken by floating white cells and settled platelets, packed as densely as the collect line can carry
    /// them.
    pub buffy_coat_share: f64,
    /// The red cells fill the channel, so no interface forms.
    pub interface_lost: bool,
    /// Share of each class entering that floats out of the bed.
    pub floating_share: PerClass<f64>,
    /// Share of each class entering that is collected.
    pub efficiency: PerClass<f64>,
    pub platelet_efficiency: f64,
    /// Share of the platelets that settle during their residence.
    pub settled_platelet_share: f64,
    /// Share of the red cells that do not settle during their residence and spill into plasma and product.
    pub spilled_red_cell_share: f64,
    /// Hematocrit of what the port draws, as a fraction.
    pub product_hematocrit: f64,
    /// Current position of the port relative to the layers, in units of interface position.
    pub port_position: f64,
    /// Share of the white cells at the port that fit into the collect line, φ.
    pub line_room: f64,
}

impl Separator {
    /// The separator for blood that separates as usual.
    pub fn new(machine: &Machine, inlet_ml_min: f64) -> Self {
        let usual_volume_fl = PerClass::from_fn(WhiteCell::usual_volume_fl);
        Self::for_blood(machine, inlet_ml_min, &Separability::default(), &usual_volume_fl, &Constants::default())
    }

    pub fn for_blood(
        machine: &Machine,
        inlet_ml_min: f64,
        blood: &Separability,
        cell_volume_fl: &PerClass<f64>,
        constants: &Constants,
    ) -> Self {
        let wanted_g =
            REFERENCE_G * (machine.packing_factor * inlet_ml_min) / (REFERENCE_PACKING_FACTOR * REFERENCE_INLET_ML_MIN);
        let g_force = wanted_g.min(MAX_G);
        let packing_factor = machine.packing_factor * g_force / wanted_g;

        let bed_hematocrit = bed_hematocrit(packing_factor, machine.hydroxyethyl_starch, constants.starch_bed_gain);
        let bed_density_g_ml = bed_hematocrit * RED_CELL_DENSITY_G_ML + (1.0 - bed_hematocrit) * PLASMA_DENSITY_G_ML;
        let neutrophil_density = WhiteCell::Neutrophil.density().mode_g_ml;
        let density_g_ml = |class: WhiteCell| class.density().mode_g_ml + blood.density_shift_g_ml[class];

        let acceleration_m_s2 = g_force * STANDARD_GRAVITY_M_S2;
        let stay_s = CHANNEL_VOLUME_ML / inlet_ml_min * 60.0;
        let depths_settled = |diameter_m: f64, excess_density_kg_m3: f64| {
            let settling_m_s =
                diameter_m * diameter_m * excess_density_kg_m3 * acceleration_m_s2 / (18.0 * PLASMA_VISCOSITY_PA_S);
            settling_m_s * stay_s / (CHANNEL_DEPTH_MM / 1000.0)
        };
        let rouleaux_gain = ROULEAUX_GAIN * if machine.hydroxyethyl_starch { STARCH_ROULEAUX_GAIN } else { 1.0 };
        let red_cell_excess_kg_m3 = 1000.0 * (RED_CELL_DENSITY_G_ML - PLASMA_DENSITY_G_ML);
        let interface = InterfaceSetting {
            position: match machine.interface_control {
                InterfaceControl::Followed | InterfaceControl::Fixed => machine.interface_position,
                InterfaceControl::ByColor => position_for_color(machine.product_hematocrit_percent, constants),
            },
            packing_factor: machine.packing_factor,
            hydroxyethyl_starch: machine.hydroxyethyl_starch,
        };

        Self {
            g_force,
            g_force_capped: wanted_g > MAX_G,
            rotor_rpm: 60.0 / (2.0 * PI) * (acceleration_m_s2 / ROTOR_RADIUS_M).sqrt(),
            bed_density_g_ml,
            interface,
            channel: Channel {
                bed_hematocrit,
                flotation_odds: PerClass::from_fn(|class| {
                    // Stokes: a cell rises with the square of its diameter and its buoyancy in the bed. G-force drives both its rise and the
                    // flow that remixes it; it helps by packing the bed, which makes every cell more buoyant.
                    let diameter = libm::cbrt(cell_volume_fl[class] / REFERENCE_CELL_VOLUME_FL);
                    let buoyancy_g_ml = mean_excess(bed_density_g_ml - density_g_ml(class), class.density().sd_g_ml);
                    constants.flotation_odds
                        * blood.flotation_odds_factor
                        * (diameter * diameter)
                        * (buoyancy_g_ml / REFERENCE_BUOYANCY_G_ML)
                }),
                layer_depth: PerClass::from_fn(|class| {
                    DEPTH_SCALE * (density_g_ml(class) - DEPTH_ZERO_G_ML) / (neutrophil_density - DEPTH_ZERO_G_ML)
                }),
                inlet_ml_min,
                collect_ml_min: machine.collect_flow_ml_min,
                position: interface.position,
                blur: constants.layer_blur * blood.blur_factor,
                constants: *constants,
                platelet_settling: depths_settled(PLATELET_DIAMETER_M, PLATELET_EXCESS_DENSITY_KG_M3),
                red_cell_settling: rouleaux_gain * depths_settled(RED_CELL_DIAMETER_M, red_cell_excess_kg_m3),
                placed_for_bed_share: None,
            },
            expected_hematocrits: None,
            ahead: None,
        }
    }

    /// The separator with a fixed interface: the port does not follow the layers when the hematocrit changes. It stays where it was
    /// placed `before` if the interface settings are unchanged; otherwise it is placed now, for blood of this hematocrit.
    pub fn left_alone(mut self, entering_hematocrit: f64, before: Option<&Self>) -> Self {
        let untouched = before.filter(|before| before.interface == self.interface);
        let placed = untouched.and_then(|before| before.placed_for_bed_share);
        self.channel.placed_for_bed_share = Some(placed.unwrap_or_else(|| self.bed_share(entering_hematocrit)));
        self
    }

    /// The separator that expects blood near this hematocrit.
    pub fn expecting(self, entering_hematocrit: f64) -> Self {
        Self { expected_hematocrits: self.channel.expected_hematocrits(entering_hematocrit), ahead: None, ..self }
    }

    /// The hematocrits for which the port's reach can be computed ahead, from the least to the most.
    pub const fn expected_hematocrits(&self) -> Option<[f64; 2]> {
        self.expected_hematocrits
    }

    /// Computes the port's reach ahead for the blood that is expected, unless it was.
    pub fn look_ahead(&mut self) {
        if self.ahead.is_none() {
            self.ahead = self.expected_hematocrits.map(|hematocrits| self.channel.reach_ahead(hematocrits));
        }
    }

    /// Keeps what was computed ahead elsewhere, for the blood that is expected.
    pub fn keep_ahead(&mut self, ahead: ReachCurve) {
        self.ahead = Some(ahead);
    }

    /// What was computed ahead.
    pub const fn ahead(&self) -> Option<&ReachCurve> {
        self.ahead.as_ref()
    }

    /// Where the port was placed, in units of interface position.
    pub const fn set_position(&self) -> f64 {
        self.interface.position
    }

    /// What the port draws each minute of what enters the channel.
    pub fn at_port(&self, entering: &Blood, cell_volume_fl: &PerClass<f64>) -> AtPort {
        self.channel.at_port(entering, cell_volume_fl, self.ahead())
    }

    /// Separates what enters the channel each minute.
    pub fn separate(&self, entering: &Blood, cell_volume_fl: &PerClass<f64>) -> Separation {
        let port = self.at_port(entering, cell_volume_fl);
        let AtPort { collected, bed_share, line_room, reach, .. } = port;
        let hematocrit = entering.red_cells_ml / self.inlet_ml_min;
        let floating_share = self.floating_share(hematocrit);
        let settled_platelet_share = self.settled_platelet_share(bed_share);
        let buffy_coat = Blood {
            white_cells_e9: PerClass::from_fn(|class| floating_share[class] * entering.white_cells_e9[class]),
            platelets_e9: settled_platelet_share * entering.platelets_e9,
            ..Blood::default()
        };
        let buffy_coat_share =
            (room_taken_ml(&buffy_coat, cell_volume_fl) / (self.inlet_ml_min * MAX_CELLS_IN_LINE)).min(1.0 - bed_share);
        let share_of = |part: f64, whole: f64| if whole > 0.0 { part / whole } else { 0.0 };
        Separation {
            collected,
            bed_share,
            buffy_coat_share,
            interface_lost: self.loses_interface(hematocrit),
            floating_share,
            efficiency: PerClass(reach.white_cells.0.map(|share| share * line_room)),
            platelet_efficiency: share_of(collected.platelets_e9, entering.platelets_e9),
            settled_platelet_share,
            spilled_red_cell_share: port.spilled_red_cell_share,
            product_hematocrit: port.product_hematocrit,
            port_position: port.position,
            line_room,
        }
    }
}

/// The position at which the settled part of the product has this hematocrit.
fn position_for_color(product_hematocrit_percent: f64, constants: &Constants) -> f64 {
    let times_center = product_hematocrit_percent / 100.0 / constants.product_hematocrit_at_center;
    libm::log(times_center) / constants.product_hematocrit_growth
}

/// Volume that white cells and platelets take in their densest layer, mL.
fn room_taken_ml(cells: &Blood, cell_volume_fl: &PerClass<f64>) -> f64 {
    let platelets_ml = cells.platelets_e9 / PLATELETS_IN_LINE_E9_ML * MAX_CELLS_IN_LINE;
    cells.white_cell_volume_ml(cell_volume_fl) + platelets_ml
}

/// Hematocrit of the packed bed, as a fraction: harder packing squeezes out more plasma, and starch packs it denser still.
fn bed_hematocrit(packing_factor: f64, hydroxyethyl_starch: bool, starch_gain: f64) -> f64 {
    let packed = |factor: f64| 1.0 - libm::exp(-factor / 2.0);
    let plain = REFERENCE_BED_HEMATOCRIT * packed(packing_factor) / packed(REFERENCE_PACKING_FACTOR);
    if hydroxyethyl_starch { (plain + starch_gain).min(MAX_BED_HEMATOCRIT) } else { plain }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn light_cells_float_and_neutrophils_sink_unless_starch_helps() {
        let plain = Separator::new(&Machine::default(), 50.0);
        let starch = Separator::new(&Machine { hydroxyethyl_starch: true, ..Machine::default() }, 50.0);
        let floating = |separator: &Separator, class| separator.floating_share(REFERENCE_HEMATOCRIT)[class];
        assert!(floating(&plain, WhiteCell::Blast) > 0.8);
        assert!(floating(&plain, WhiteCell::Neutrophil) < 0.2);
        assert!(floating(&starch, WhiteCell::Neutrophil) > 3.0 * floating(&plain, WhiteCell::Neutrophil));
    }

    #[test]
    fn lighter_and_larger_cells_float_better_and_a_denser_bed_floats_all() {
        let floating = |packing_factor: f64| {
            Separator::new(&Machine { packing_factor, ..Machine::default() }, 50.0).floating_share(REFERENCE_HEMATOCRIT)
        };
        let usual = floating(4.5);
        // Lighter than a lymphocyte, or larger.
        for class in [WhiteCell::Cd34, WhiteCell::Monocyte, WhiteCell::Blast] {
            assert!(usual[class] > usual[WhiteCell::Lymphocyte] + 0.03, "{class:?}");
        }
        let (loose, tight) = (floating(3.0), floating(8.0));
        for class in WhiteCell::ALL {
            assert!(loose[class] < usual[class] && usual[class] < tight[class], "{class:?}");
        }
        // The odds of a lymphocyte at the reference are the constant.
        let odds = usual[WhiteCell::Lymphocyte] / (1.0 - usual[WhiteCell::Lymphocyte]);
        assert!((odds / FLOTATION_ODDS - 1.0).abs() < 0.01, "{odds}");
    }

    #[test]
    fn reach_computed_ahead_is_that_of_the_equations() {
        let largest_error = |separator: Separator, hematocrit: f64| {
            let mut ahead = separator.clone().expecting(hematocrit);
            ahead.look_ahead();
            let mut largest = 0.0_f64;
            for i in 0..=200 {
                let hematocrit = hematocrit * (0.85 + 0.0015 * f64::from(i)).min(1.149);
                let exact = separator.reach(hematocrit).to_array();
                let quick = ahead.ahead().unwrap().at(hematocrit, |number| *number).0;
                for (exact, quick) in exact.into_iter().zip(quick) {
                    largest = largest.max((exact - quick).abs());
                }
            }
            largest
        };
        for (packing_factor, position, hematocrit) in
            [(4.5, 0.0, 0.40), (8.0, -1.2, 0.42), (4.0, 1.0, 0.22), (4.5, 0.3, 0.13)]
        {
            let machine = Machine { packing_factor, interface_position: position, ..Machine::default() };
            let separator = Separator::new(&machine, 55.0);
            let error = largest_error(separator.clone(), hematocrit);
            assert!(error < 1e-8, "{packing_factor} {position} {hematocrit}: {error:e}");
            let error = largest_error(separator.left_alone(hematocrit, None), hematocrit);
            assert!(error < 1e-6, "left alone, {packing_factor} {position} {hematocrit}: {error:e}");
        }
    }

    #[test]
    fn red_cells_spill_over_when_there_are_too_many_for_their_stay() {
        let separator = Separator::new(&Machine::default(), 50.0);
        let spilled = |hematocrit: f64| separator.spilled_red_cell_share(hematocrit, separator.bed_share(hematocrit));
        assert!(spilled(0.40) < 0.005, "{}", spilled(0.40));
        assert!(spilled(0.58) > 0.1, "{}", spilled(0.58));
        let starch = Separator::new(&Machine { hydroxyethyl_starch: true, ..Machine::default() }, 50.0);
        assert!(starch.spilled_red_cell_share(0.55, 0.62) < spilled(0.55));
    }

    #[test]
    fn an_interface_left_alone_drifts_with_the_hematocrit_and_the_product_with_it() {
        let placed = Separator::new(&Machine::default(), 50.0).left_alone(0.40, None);
        let position = |hematocrit: f64| placed.port_position(placed.bed_share(hematocrit));
        assert_eq!(position(0.40), 0.0);
        assert!(
            (-0.6..-0.3).contains(&position(0.36)),
            "less red cells: the port is nearer the plasma, {}",
            position(0.36)
        );
        let settled = |hematocrit: f64| {
            let bed_share = placed.bed_share(hematocrit);
            let spilled = placed.spilled_red_cell_share(hematocrit, bed_share) * hematocrit / (1.0 - bed_share);
            placed.reach(hematocrit).product_hematocrit - spilled
        };
        let paler = settled(0.36) / settled(0.40);
        assert!((libm::log(paler) / PRODUCT_HEMATOCRIT_GROWTH - position(0.36)).abs() < 1e-12, "{paler}");
    }

    #[test]
    fn only_who_touches_the_interface_places_the_port_anew() {
        let machine = Machine::default();
        let placed = Separator::new(&machine, 50.0).left_alone(0.40, None);
        let after = |machine: &Machine, inlet_ml_min: f64| {
            let now = Separator::new(machine, inlet_ml_min).left_alone(0.36, Some(&placed));
            now.port_position(now.bed_share(0.36)) - machine.interface_position
        };
        let drift = after(&machine, 50.0);
        assert!(drift < -0.3);
        assert!((after(&machine, 70.0) - drift).abs() < 1e-12, "the flow is not the interface");
        assert_eq!(after(&Machine { collect_flow_ml_min: 2.0, ..machine.clone() }, 50.0), drift);
        for touched in [
            Machine { interface_position: 0.1, ..machine.clone() },
            Machine { packing_factor: 4.0, ..machine.clone() },
            Machine { hydroxyethyl_starch: true, ..machine.clone() },
        ] {
            assert_eq!(after(&touched, 50.0), 0.0);
        }
        // At the rotor's limit the bed packs less, but the port stays where it is.
        assert!(after(&machine, 140.0) > drift + 0.1, "{} {drift}", after(&machine, 140.0));
    }

    #[test]
    fn no_product_is_denser_than_the_bed() {
        let placed = Separator::new(&Machine { interface_position: 1.5, ..Machine::default() }, 50.0);
        let placed = placed.left_alone(0.20, None);
        let volumes = PerClass::from_fn(WhiteCell::usual_volume_fl);
        let entering = Blood { plasma_ml: 20.0, protein_ml: 20.0, red_cells_ml: 30.0, ..Blood::default() };
        let found = placed.separate(&entering, &volumes);
        assert_eq!(found.product_hematocrit, placed.bed_hematocrit);
        assert!(found.collected.volume_ml(&volumes) <= placed.collect_ml_min * (1.0 + 1e-12));
    }

    #[test]
    fn rotor_turns_at_the_known_speed() {
        let separator = Separator::new(&Machine::default(), 50.0);
        assert!((separator.g_force - 400.0).abs() < 1e-9);
        assert!((separator.rotor_rpm - 2115.0).abs() < 5.0);
    }
}
