//! What each place of the circuit holds and carries at a moment of a run: the numbers behind the picture.

use crate::model::blood::Blood;
use crate::model::cells::PerClass;
use crate::model::separator::{MAX_CELLS_IN_LINE, PLATELETS_IN_LINE_E9_ML, Separation, Separator};
use crate::sim::Phase;
use crate::sim::quantities::crits_percent;
use crate::sim::{Moment, Run};

/// Flow from the separator to the bag, mL/min.
pub fn collect_flow_ml_min(moment: &Moment<'_>) -> f64 {
    match (moment.drawing(), moment.separation()) {
        (Some(drawing), Some((_, separation))) if drawing.collecting => {
            separation.collected.volume_ml(&moment.body.patient.cell_volume_fl)
        }
        _ => 0.0,
    }
}

/// Flow back to the patient, mL/min.
pub fn return_flow_ml_min(moment: &Moment<'_>) -> f64 {
    match moment.flows() {
        Some(flows) => flows.inlet_ml_min - collect_flow_ml_min(moment),
        None => rinse_flow_ml_min(moment),
    }
}

/// Flow of the saline that pushes the blood in the set back, mL/min.
pub fn rinse_flow_ml_min(moment: &Moment<'_>) -> f64 {
    if moment.phase == Phase::RinseBack { moment.settings.procedure.inlet_flow_ml_min } else { 0.0 }
}

/// The layers of the channel as streams: what each carries in a minute.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct LayerStreams {
    pub plasma: Blood,
    pub buffy_coat: Blood,
    pub red_cells: Blood,
}

/// What each place holds.
#[derive(Clone, Copy, Debug)]
pub struct Contents {
    pub patient: Blood,
    /// The patient's blood with anticoagulant, on its way into the channel.
    pub entering: Blood,
    pub set: Blood,
    pub bag: Blood,
    /// The patient's blood in the set, without the prime, mL.
    pub own_in_set_ml: f64,
    pub bag_ml: f64,
    /// On its way to the bag; nothing while the port is closed.
    pub collected: Option<Blood>,
    pub layers: LayerStreams,
    /// Shares of the channel's depth that red cells and the buffy coat take. While the set fills, blood is mixed with prime.
    pub bed_share: f64,
    pub buffy_coat_share: f64,
    pub settled_platelet_share: f64,
    pub spilled_red_cell_share: f64,
    pub bed_density_g_ml: f64,
    pub floating_share: PerClass<f64>,
    /// Share of the set that is the patient's blood rather than prime.
    pub blood_share: f64,
    /// How crowded the set is with cells, as a share of undiluted blood.
    pub cell_share: f64,
}

impl Contents {
    /// The patient's blood that is outside of the body, in set and bag, mL.
    pub fn outside_ml(&self) -> f64 {
        self.own_in_set_ml + self.bag_ml
    }

    /// The patient's own blood in the set, percent of the blood before: less than the set's volume while it holds prime.
    pub fn set_share(&self, run: &Run) -> f64 {
        100.0 * self.own_in_set_ml / run.body.before.blood_volume_ml
    }

    /// What is in the bag, percent of the blood before.
    pub fn bag_share(&self, run: &Run) -> f64 {
        100.0 * self.bag_ml / run.body.before.blood_volume_ml
    }

    pub fn of(run: &Run, moment: &Moment<'_>) -> Self {
        // In a pause, and when the rotor has stopped, what is left in the set stays in the layers of the last moment of drawing.
        let last = run.last_drawing(moment.time_min);
        let drawing = if moment.drawing().is_some() { moment } else { &last };
        let (entering, separation) = match drawing.separation() {
            Some((entering, separation)) => (*entering, Some(*separation)),
            None => (moment.state.patient, None),
        };
        let separator = drawing.drawing().map(|drawing| &drawing.separator);
        let (set, undiluted) = (&moment.state.set, undiluted(drawing));
        let cell_share = cell_share(run, set, &undiluted);
        let blood_share = blood_share(run, set, &undiluted);
        let is_under_way = moment.phase.is_under_way();
        let is_collecting = moment.drawing().is_some_and(|drawing| drawing.collecting);
        let cell_volume_fl = &run.body.patient.cell_volume_fl;
        let share = |of: fn(&Separation) -> f64| separation.as_ref().map_or(0.0, of);
        Self {
            patient: moment.state.patient,
            entering,
            set: moment.state.set,
            bag: moment.state.bag,
            own_in_set_ml: blood_share * set.volume_ml(cell_volume_fl),
            bag_ml: moment.state.bag.volume_ml(cell_volume_fl),
            collected: separation.filter(|_| is_collecting).map(|separation| separation.collected),
            layers: separation
                .map_or_else(LayerStreams::default, |separation| layer_streams(&entering, &separation, separator, run)),
            bed_share: share(|separation| separation.bed_share) * cell_share,
            buffy_coat_share: share(|of| of.buffy_coat_share) * if is_under_way { blood_share } else { cell_share },
            settled_platelet_share: share(|separation| separation.settled_platelet_share),
            spilled_red_cell_share: share(|separation| separation.spilled_red_cell_share),
            bed_density_g_ml: separator.map_or(1.08, |separator| separator.bed_density_g_ml),
            floating_share: separation.map_or_else(PerClass::default, |separation| separation.floating_share),
            blood_share,
            cell_share,
        }
    }
}

/// Divides what enters among the layers: red cells with the cells that sink among them, cells that float, and plasma.
fn layer_streams(entering: &Blood, separation: &Separation, separator: Option<&Separator>, run: &Run) -> LayerStreams {
    let bed_hematocrit = separator.map_or(0.8, |separator| separator.bed_hematocrit);
    let cell_volume_fl = &run.body.patient.cell_volume_fl;
    let floating = &separation.floating_share;
    let floaters = PerClass::from_fn(|class| entering.white_cells_e9[class] * floating[class]);
    let sunk = PerClass::from_fn(|class| entering.white_cells_e9[class] * (1.0 - floating[class]));
    let packed_ml = entering.red_cells_ml * (1.0 - separation.spilled_red_cell_share);
    let buffy_coat = Blood { white_cells_e9: floaters, ..Blood::default() };
    let settled_e9 = entering.platelets_e9 * separation.settled_platelet_share;
    // As thick as the layer is in the model: packed like the fullest collect line.
    let buffy_plasma_ml = buffy_coat.white_cell_volume_ml(cell_volume_fl) * (1.0 / MAX_CELLS_IN_LINE - 1.0)
        + settled_e9 / PLATELETS_IN_LINE_E9_ML;
    let bed_plasma_ml = packed_ml * (1.0 / bed_hematocrit - 1.0);
    LayerStreams {
        plasma: Blood {
            plasma_ml: (entering.plasma_ml - buffy_plasma_ml - bed_plasma_ml).max(0.0),
            red_cells_ml: entering.red_cells_ml - packed_ml,
            platelets_e9: entering.platelets_e9 - settled_e9,
            ..Blood::default()
        },
        buffy_coat: Blood { plasma_ml: buffy_plasma_ml, platelets_e9: settled_e9, ..buffy_coat },
        red_cells: Blood {
            plasma_ml: bed_plasma_ml,
            red_cells_ml: packed_ml,
            white_cells_e9: sunk,
            ..Blood::default()
        },
    }
}

/// What the set would hold if the pumps had always run as they do at this moment: what comes in, less what is collected.
fn undiluted(drawing: &Moment<'_>) -> Blood {
    match (drawing.drawing(), drawing.separation()) {
        (Some(pumps), Some((entering, separation))) if pumps.collecting => *entering - separation.collected,
        (_, Some((entering, _))) => *entering,
        _ => drawing.state.patient,
    }
}

/// How crowded the set is with cells, as a share of undiluted blood: it rises as blood replaces a clear prime.
fn cell_share(run: &Run, set: &Blood, undiluted: &Blood) -> f64 {
    let cell_volume_fl = &run.body.patient.cell_volume_fl;
    let cells = |blood: &Blood| {
        crits_percent(blood, cell_volume_fl).map_or(0.0, |(hematocrit, leukocrit)| hematocrit + leukocrit)
    };
    let full = cells(undiluted);
    if full > 0.0 { (cells(set) / full).min(1.0) } else { 0.0 }
}

/// Share of the set that is the patient's blood rather than prime, judged by platelets, which no prime contains.
fn blood_share(run: &Run, set: &Blood, undiluted: &Blood) -> f64 {
    let cell_volume_fl = &run.body.patient.cell_volume_fl;
    let per_ml = |blood: &Blood| blood.platelets_e9 / blood.volume_ml(cell_volume_fl).max(1e-9);
    let full = per_ml(undiluted);
    if full > 0.0 { (per_ml(set) / full).min(1.0) } else { cell_share(run, set, undiluted) }
}
