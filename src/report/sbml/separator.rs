//! The separator: from g-force and densities to what leaves for the bag.

use super::expression::{Expression, call, measure, sum, symbol};
use super::model::{Function, Model};
use super::parts::{Part, white_cell_volume};
use super::units::{
    E9_PER_MIN, E9_PER_ML, FL_PER_CELL, G_PER_ML, KG_PER_M3, KG_PER_M3_PER_G_ML, M, M_PER_S2, ML, ML_PER_MIN, ONE,
    PA_S, S_PER_MIN, Unit,
};
use crate::model::cells::WhiteCell;
use crate::model::machine::InterfaceControl;
use crate::model::separator as constants;
use crate::sim::Run;
use crate::text::Text;

/// Below any capacity that matters: it keeps a load finite where there is none.
const NO_CAPACITY: f64 = 1e-12;

/// Coefficients of t⁰, t¹ … in the exponent of the complementary error function. Its relative error is below 1.2 · 10⁻⁷ everywhere (Press
/// and others, Numerical Recipes, 2nd ed. 1992, section 6.2).
const ERFC: [f64; 10] = [
    -1.26551223,
    1.00002368,
    0.37409196,
    0.09678418,
    -0.18628806,
    0.27886807,
    -1.13520398,
    1.48851587,
    -0.82215223,
    0.17087277,
];

/// Keeps a sign finite at zero.
const NEXT_TO_ZERO: f64 = 1e-30;

/// The functions that the separator needs: SBML has no error function. Simulators that compile each formula anew wherever it is used compile
/// the arguments of a function once.
pub fn put_functions(model: &mut Model) {
    let argument = symbol;
    let t = || argument("t");
    let (last, others) = ERFC.split_last().unwrap_or((&0.0, &[]));
    let polynomial = others.iter().rev().fold(Expression::from(*last), |inner, coefficient| *coefficient + t() * inner);
    model.functions.push(Function {
        id: "tail_term",
        name: "Share of a standard normal distribution above z, with t = 1/(1 + z/√8)",
        arguments: &["z", "t"],
        body: 0.5 * (t() * (polynomial - 0.5 * (argument("z") * argument("z"))).exp()),
    });
    model.functions.push(Function {
        id: "upper_tail",
        name: "Share of a standard normal distribution above z, which is not negative",
        arguments: &["z"],
        body: call("tail_term", [argument("z"), 1.0 / (1.0 + 0.125_f64.sqrt() * argument("z"))]),
    });
    let sign = argument("x") / (argument("x").abs() + NEXT_TO_ZERO);
    model.functions.push(Function {
        id: "normal_cdf",
        name: "Standard normal distribution function",
        arguments: &["x"],
        body: 0.5 + sign * (0.5 - call("upper_tail", [argument("x").abs()])),
    });
    let edge = |edge: Expression| normal_cdf((edge - argument("depth")) / argument("blur"));
    let (high, low) = (argument("port") + argument("half_width"), argument("port") - argument("half_width"));
    model.functions.push(Function {
        id: "within_reach",
        name: "Share of a blurred layer at this depth within reach of the port",
        arguments: &["port", "half_width", "depth", "blur"],
        body: edge(high) - edge(low),
    });
    // O/(1 + O) with O written once.
    model.functions.push(Function {
        id: "share_of_odds",
        name: "Share that odds come to",
        arguments: &["odds"],
        body: 1.0 / (1.0 + 1.0 / argument("odds")),
    });
    model.functions.push(Function {
        id: "flux",
        name: "Flux of two phases at this hematocrit",
        arguments: &["hematocrit"],
        body: (argument("hematocrit") * (1.0 - argument("hematocrit"))).max(0.0.into()),
    });
}

fn normal_cdf(x: Expression) -> Expression {
    call("normal_cdf", [x])
}

/// The share of a demand that still fits through a capacity.
fn fit(demand: Expression, capacity: Expression, unit: &'static Unit) -> Expression {
    let load = demand.max(measure(0.0, unit)) / capacity.max(measure(NO_CAPACITY, unit));
    (1.0 + load.power(3.0)).root_power(-1, 3)
}

/// What of a demand fits through a capacity: the same, with the demand written once.
fn fit_amount(demand: Expression, capacity: Expression, unit: &'static Unit) -> Expression {
    let nothing = || measure(NO_CAPACITY, unit);
    // As bare numbers, so that no power of a unit is met.
    let inverse = |of: Expression| (of.max(nothing()) / measure(1.0, unit)).power(-3.0);
    measure(1.0, unit) * (inverse(demand) + inverse(capacity)).root_power(-1, 3)
}

fn put_constants(model: &mut Model, run: &Run, text: &Text) {
    let fitted = &run.protocol.constants;
    let separability = &run.body.patient.separability;
    let mut put = |id: &str, name: &str, unit, value| model.constant(5, id, name, unit, value);
    put("pi", "Ratio of a circle's circumference to its diameter", ONE, std::f64::consts::PI);
    put("reference_g", "G-force at the reference setting", ONE, constants::REFERENCE_G);
    put(
        "reference_packing_factor",
        "Packing factor at the reference setting",
        ONE,
        constants::REFERENCE_PACKING_FACTOR,
    );
    put("reference_inlet_flow", "Inlet flow at the reference setting", ML_PER_MIN, constants::REFERENCE_INLET_ML_MIN);
    put("max_g", "G-force at the limit of the rotor", ONE, constants::MAX_G);
    put(
        "reference_bed_hematocrit",
        "Hematocrit of the bed at the reference setting",
        ONE,
        constants::REFERENCE_BED_HEMATOCRIT,
    );
    put("starch_bed_gain", "What starch adds to the hematocrit of the bed", ONE, fitted.starch_bed_gain);
    put("max_bed_hematocrit", "Highest hematocrit of the bed with starch", ONE, constants::MAX_BED_HEMATOCRIT);
    put("red_cell_density", "Density of red cells", G_PER_ML, constants::RED_CELL_DENSITY_G_ML);
    put("plasma_density", "Density of plasma", G_PER_ML, constants::PLASMA_DENSITY_G_ML);
    put("min_bed_share", "Lower bound on the share of the bed", ONE, constants::MIN_BED_SHARE);
    put("max_bed_share", "Upper bound on the share of the bed", ONE, constants::MAX_BED_SHARE);
    let odds = fitted.flotation_odds * separability.flotation_odds_factor;
    put("flotation_odds", "Odds that a lymphocyte floats at the reference setting", ONE, odds);
    put("reference_cell_volume", "Volume of the cell of reference", FL_PER_CELL, constants::REFERENCE_CELL_VOLUME_FL);
    put("reference_buoyancy", "Buoyancy of the cell of reference", G_PER_ML, constants::REFERENCE_BUOYANCY_G_ML);
    put("reference_hematocrit", "Entering hematocrit of reference", ONE, constants::REFERENCE_HEMATOCRIT);
    put("depth_scale", "Depth of the layer of neutrophils", ONE, constants::DEPTH_SCALE);
    put("depth_zero_density", "Density of cells at depth zero", G_PER_ML, constants::DEPTH_ZERO_G_ML);
    put("depth_one_density", "Density of neutrophils as usual", G_PER_ML, WhiteCell::Neutrophil.density().mode_g_ml);
    put("port_half_width_before", "Half-width of the port's reach at the reference draw", ONE, fitted.port_half_width);
    put(
        "reference_draw",
        "Plasma flow past the port per collect flow at the reference draw",
        ONE,
        constants::REFERENCE_DRAW,
    );
    put("layer_blur", "Blur of the layers", ONE, fitted.layer_blur * separability.blur_factor);
    put("platelet_band", "Position of the platelet band", ONE, fitted.platelet_band);
    put("platelet_diameter", "Diameter of a platelet", M, constants::PLATELET_DIAMETER_M);
    put(
        "platelet_excess_density",
        "Density of platelets over plasma",
        KG_PER_M3,
        constants::PLATELET_EXCESS_DENSITY_KG_M3,
    );
    put("red_cell_diameter", "Diameter of a sphere with a red cell's volume", M, constants::RED_CELL_DIAMETER_M);
    put("kg_per_m3_per_g_ml", "Kilograms per cubic meter in a gram per milliliter", KG_PER_M3_PER_G_ML, 1000.0);
    put("gravity", "Standard gravity", M_PER_S2, constants::STANDARD_GRAVITY_M_S2);
    put("plasma_viscosity", "Viscosity of plasma", PA_S, constants::PLASMA_VISCOSITY_PA_S);
    put("channel_volume", "Volume of the channel", ML, constants::CHANNEL_VOLUME_ML);
    put("channel_depth", "Depth of the channel", M, constants::CHANNEL_DEPTH_MM / 1000.0);
    put("s_per_min", "Seconds in a minute", S_PER_MIN, 60.0);
    put("rouleaux_gain", "How much faster red cells settle in rouleaux", ONE, constants::ROULEAUX_GAIN);
    put("starch_rouleaux_gain", "How much faster still with starch", ONE, constants::STARCH_ROULEAUX_GAIN);
    put("hindrance_power", "Power of hindered settling", ONE, constants::HINDRANCE_POWER);
    put(
        "product_hematocrit_center",
        "Product hematocrit with the port at position 0",
        ONE,
        fitted.product_hematocrit_at_center,
    );
    put(
        "product_hematocrit_growth",
        "Growth of product hematocrit with position",
        ONE,
        fitted.product_hematocrit_growth,
    );
    put("max_cells_in_line", "Largest share of the collect line that cells fill", ONE, constants::MAX_CELLS_IN_LINE);
    put(
        "platelets_in_line",
        "Most platelets in a milliliter of the collect line",
        E9_PER_ML,
        constants::PLATELETS_IN_LINE_E9_ML,
    );
    put("max_drawn_share", "Largest share of plasma or red cells that the port takes", ONE, constants::MAX_DRAWN_SHARE);
    for class in WhiteCell::ALL {
        let (key, name) = (class.key(), Part::White(class).name(text));
        let density_g_ml = class.density().mode_g_ml + separability.density_shift_g_ml[class];
        model.constant(2, format!("density_{key}"), format!("{name}: modal density"), G_PER_ML, density_g_ml);
        let sd_g_ml = class.density().sd_g_ml;
        model.constant(2, format!("density_sd_{key}"), format!("{name}: spread of density"), G_PER_ML, sd_g_ml);
    }
}

/// The equations of the separator, all that are needed for what is collected.
pub fn put(model: &mut Model, run: &Run, text: &Text) {
    put_functions(model);
    put_constants(model, run, text);
    put_bed(model);
    put_layers(model, run, text);
    put_settling(model);
    put_collected(model, text);
}

fn put_bed(model: &mut Model) {
    let mut derived = |id: &str, name: &str, formula| model.derived(5, id, name, ONE, formula);
    let wanted = symbol("reference_g") * (symbol("packing_factor") * symbol("inlet_flow"))
        / (symbol("reference_packing_factor") * symbol("reference_inlet_flow"));
    derived("g_wanted", "G-force that the packing factor asks for", wanted);
    derived("g_force", "G-force", symbol("g_wanted").min(symbol("max_g")));
    derived("packing", "Effective packing factor", symbol("packing_factor") * symbol("g_force") / symbol("g_wanted"));
    let packed = |factor: &str| 1.0 - (-(symbol(factor) / 2.0)).exp();
    let plain = symbol("reference_bed_hematocrit") * packed("packing") / packed("reference_packing_factor");
    derived("bed_hematocrit_plain", "Hematocrit of the bed without starch", plain);
    let with_starch = (symbol("bed_hematocrit_plain") + symbol("starch_bed_gain")).min(symbol("max_bed_hematocrit"));
    // Starch is 0 or 1.
    let bed = symbol("bed_hematocrit_plain") + symbol("starch") * (with_starch - symbol("bed_hematocrit_plain"));
    derived("bed_hematocrit", "Hematocrit of the bed", bed);
    let density = symbol("red_cell_density") * symbol("bed_hematocrit")
        + symbol("plasma_density") * (1.0 - symbol("bed_hematocrit"));
    model.derived(5, "bed_density", "Density of the bed", G_PER_ML, density);
    let entering = Part::RedCells.at("patient") / symbol("patient_volume") * symbol("blood_share");
    model.rule(5, "entering_hematocrit", "Hematocrit of what enters the channel", ONE, entering);
    let share = symbol("entering_hematocrit") / symbol("bed_hematocrit");
    model.rule(5, "bed_share", "Share of the channel that the bed fills", ONE, bounded(share));
}

/// A share of the bed, held within its bounds.
pub fn bounded(share: Expression) -> Expression {
    share.max(symbol("min_bed_share")).min(symbol("max_bed_share"))
}

fn put_layers(model: &mut Model, run: &Run, text: &Text) {
    let flux = |hematocrit: &str| call("flux", [symbol(hematocrit)]);
    let relative = flux("entering_hematocrit") / flux("reference_hematocrit");
    model.rule(5, "relative_flux", "Flux that carries cells upward, by that at reference", ONE, relative);
    let draw = symbol("reference_draw") * symbol("collect_flow") / symbol("inlet_flow");
    let open = symbol("port_half_width_before") * draw.root_power(1, 3);
    model.derived(5, "port_half_width_open", "Half-width of the port's reach without a bed", ONE, open);
    let half_width = symbol("port_half_width_open") * (1.0 - symbol("bed_share")).root_power(-1, 3);
    model.rule(5, "port_half_width", "Half-width of the port's reach", ONE, half_width);
    let position = if run.protocol.settings.machine.interface_control == InterfaceControl::Fixed {
        symbol("interface_position") + symbol("positions_in_depth") * (symbol("bed_share") - symbol("placed_bed_share"))
    } else {
        symbol("interface_position")
    };
    model.rule(5, "port_position", "Position of the port", ONE, position);
    for class in WhiteCell::ALL {
        let (key, name) = (class.key(), Part::White(class).name(text));
        let of = |what: &str| symbol(format!("{what}_{key}"));
        let mut derived = |id: &str, what: &str, unit, formula| {
            model.derived(5, format!("{id}_{key}"), format!("{name}: {what}"), unit, formula);
        };
        let spreads = (symbol("bed_density") - of("density")) / of("density_sd");
        derived("spreads", "density below that of the bed, in spreads", ONE, spreads);
        let curve = (-0.5 * of("spreads").power(2.0)).exp() / (2.0 * symbol("pi")).root_power(1, 2);
        let rise = of("density_sd") * (curve + of("spreads") * normal_cdf(of("spreads"))).max(0.0.into());
        derived("rise", "mean buoyancy in the bed", G_PER_ML, rise);
        let size = (of("cell_volume") / symbol("reference_cell_volume")).root_power(2, 3);
        let odds = symbol("flotation_odds") * size * (of("rise") / symbol("reference_buoyancy"));
        derived("odds", "odds of floating at the hematocrit of reference", ONE, odds);
        let depth = symbol("depth_scale") * (of("density") - symbol("depth_zero_density"))
            / (symbol("depth_one_density") - symbol("depth_zero_density"));
        derived("depth", "depth of the layer", ONE, depth);
        let mut rule = |id: &str, what: &str, formula| {
            model.rule(5, format!("{id}_{key}"), format!("{name}: {what}"), ONE, formula);
        };
        rule("floating", "share that floats", call("share_of_odds", [of("odds") * symbol("relative_flux")]));
        rule("reach", "share of the layer within reach of the port", within_reach(&of("depth")));
    }
}

/// The share of a layer at this depth that lies within reach of the port.
fn within_reach(depth: &Expression) -> Expression {
    call("within_reach", [symbol("port_position"), symbol("port_half_width"), depth.clone(), symbol("layer_blur")])
}

fn put_settling(model: &mut Model) {
    let mut derived = |id: &str, name: &str, formula| model.derived(5, id, name, ONE, formula);
    let depths = |diameter: &str, excess_density: Expression| {
        let velocity = symbol(diameter).power(2.0) * excess_density * (symbol("gravity") * symbol("g_force"))
            / (18.0 * symbol("plasma_viscosity"));
        velocity * (symbol("channel_volume") / symbol("inlet_flow") * symbol("s_per_min")) / symbol("channel_depth")
    };
    let platelets = depths("platelet_diameter", symbol("platelet_excess_density"));
    derived("platelet_settling", "Platelets: channel depths settled during their stay", platelets);
    let excess = symbol("kg_per_m3_per_g_ml") * (symbol("red_cell_density") - symbol("plasma_density"));
    // Starch is 0 or 1.
    let gain = symbol("rouleaux_gain") * (1.0 + symbol("starch") * (symbol("starch_rouleaux_gain") - 1.0));
    derived(
        "red_cell_settling",
        "Red cells: channel depths settled during their stay",
        gain * depths("red_cell_diameter", excess),
    );
    let mut rule = |id: &str, name: &str, formula| model.rule(5, id, name, ONE, formula);
    let settled = 1.0 - (-symbol("platelet_settling") / (1.0 - symbol("bed_share"))).exp();
    rule("settled_platelets", "Platelets: share that has settled", settled);
    rule(
        "reach_platelets",
        "Platelets: share at the port",
        symbol("settled_platelets") * within_reach(&symbol("platelet_band")),
    );

    let plasma_share = (1.0 - symbol("entering_hematocrit")).max(0.0.into());
    let hindered = Expression::Apply("power", vec![plasma_share, symbol("hindrance_power")]);
    let hindered = symbol("red_cell_settling") * hindered / (1.0 - symbol("bed_share"));
    rule("hindered_settling", "Red cells: the same in a crowd, by the room for plasma", hindered);
    // The share settled is g/(1 + g⁶)^(1/6), written with g once.
    let spilled = 1.0 - (1.0 + symbol("hindered_settling").power(-6.0)).root_power(-1, 6);
    rule("spilled_red_cells", "Red cells: share that spills over", spilled);
    let carried = symbol("product_hematocrit_center")
        * (symbol("product_hematocrit_growth") * symbol("port_position")).exp()
        + symbol("spilled_red_cells") * symbol("entering_hematocrit") / (1.0 - symbol("bed_share"));
    rule("product_hematocrit", "Hematocrit of what the port draws", carried.min(symbol("bed_hematocrit")));
}

fn put_collected(model: &mut Model, text: &Text) {
    for class in WhiteCell::ALL {
        let (part, key) = (Part::White(class), class.key());
        let offered = symbol(format!("floating_{key}")) * symbol(format!("reach_{key}")) * part.at("entering");
        let name = format!("{}: at the port", part.name(text));
        model.rule(5, part.id("offered"), name, E9_PER_MIN, offered);
    }
    model.rule(
        5,
        "white_cell_demand",
        "Volume of the white cells at the port",
        ML_PER_MIN,
        white_cell_volume("offered"),
    );
    let capacity = symbol("collect_flow") * (symbol("max_cells_in_line") - symbol("product_hematocrit"));
    model.rule(5, "line_capacity", "Volume of white cells that the collect line can carry", ML_PER_MIN, capacity);
    let room = fit(symbol("white_cell_demand"), symbol("line_capacity"), ML_PER_MIN);
    model.rule(5, "line_room", "Share of the white cells at the port that fit the line", ONE, room);
    let platelets = symbol("reach_platelets") * Part::Platelets.at("entering");
    model.rule(5, "offered_platelets", "Platelets: at the port", E9_PER_MIN, platelets);
    let lane = fit(symbol("offered_platelets"), symbol("platelets_in_line") * symbol("collect_flow"), E9_PER_MIN);
    model.rule(5, "platelet_room", "Share of the platelets at the port that fit their lane", ONE, lane);

    let white = fit_amount(symbol("white_cell_demand"), symbol("line_capacity"), ML_PER_MIN);
    model.rule(5, "white_cell_flow", "Volume of the white cells in the collect line", ML_PER_MIN, white);
    let red = (symbol("collect_flow") * symbol("product_hematocrit"))
        .min(symbol("max_drawn_share") * Part::RedCells.at("entering"));
    model.rule(5, "red_cell_flow", "Red cells in the collect line", ML_PER_MIN, red);
    // What is left of the collect flow beside the cells, which never fill it.
    let room = symbol("collect_flow") - symbol("red_cell_flow") - symbol("white_cell_flow");
    let share = (room / Part::Plasma.at("entering")).min(symbol("max_drawn_share"));
    model.rule(5, "plasma_share", "Share of the entering plasma that is collected", ONE, share);
}

/// What leaves for the bag of a part, while the port is open.
pub fn collected(part: Part) -> Expression {
    let flow = match part {
        Part::White(_) => symbol("line_room") * part.at("offered"),
        Part::Platelets => symbol("platelet_room") * part.at("offered"),
        Part::RedCells => symbol("red_cell_flow"),
        Part::Plasma | Part::Protein | Part::Citrate => symbol("plasma_share") * part.at("entering"),
    };
    symbol("collecting") * flow
}

/// The volume of all that leaves for the bag.
pub fn collected_volume() -> Expression {
    let white = symbol("collecting") * symbol("white_cell_flow");
    sum([collected(Part::Plasma), collected(Part::RedCells), white], ML_PER_MIN)
}
