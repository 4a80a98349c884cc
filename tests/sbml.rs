//! Promise: a case's equations as SBML are sound, have a unit everywhere, do not jump but at events, and are those that the program solves.

use std::cell::RefCell;
use std::collections::BTreeMap;

use buffycoat::model::cells::WhiteCell;
use buffycoat::preset::{self, BUNDLED};
use buffycoat::report::sbml;
use buffycoat::sim::dynamics::rates;
use buffycoat::sim::outline::Segment;
use buffycoat::sim::state::State;
use buffycoat::sim::{Run, simulate};
use buffycoat::text::Text;

use crate::bundled;
use crate::xml::Element;

/// The largest difference in a rate, in what the largest of its kind comes to. Their normal distribution is good to 1.2 · 10⁻⁷, and our
/// polynomial to 10⁻⁶.
const MOST: f64 = 3e-6;

/// A patient who needs no further words.
const WHO: &str =
    "sex: Male, age_years: 40, weight_kg: 80, height_m: 1.8, hematocrit_percent: 44, platelets_e9_per_l: 240,";

/// The file of a case, read back.
struct Document {
    root: Element,
}

impl Document {
    fn of(run: &Run, preset: &preset::Preset) -> Self {
        Self { root: Element::read(&sbml::write(run, preset, &Text::english())) }
    }

    fn list(&self, name: &str) -> &[Element] {
        self.root.child("model").and_then(|model| model.child(name)).map_or(&[], |list| &list.children)
    }

    /// The formula of a rule, of a trigger or of an assignment.
    fn formula(element: &Element) -> &Element {
        &element.child("math").expect("a formula").children[0]
    }

    fn rules(&self, kind: &str) -> BTreeMap<&str, &Element> {
        let rules = self.list("listOfRules").iter().filter(|rule| rule.name == kind);
        rules.map(|rule| (rule.attribute("variable"), Self::formula(rule))).collect()
    }

    fn values(&self) -> BTreeMap<String, f64> {
        let parameters = self.list("listOfParameters").iter().filter(|parameter| parameter.has("value"));
        parameters.map(|it| (it.attribute("id").to_owned(), it.attribute("value").parse().expect("a number"))).collect()
    }
}

/// The values of all symbols at a moment.
struct Evaluator<'a> {
    document: &'a Document,
    rules: &'a BTreeMap<&'a str, &'a Element>,
    time_min: f64,
    known: RefCell<BTreeMap<String, f64>>,
}

impl<'a> Evaluator<'a> {
    fn new(
        document: &'a Document,
        rules: &'a BTreeMap<&'a str, &'a Element>,
        time_min: f64,
        known: BTreeMap<String, f64>,
    ) -> Self {
        Self { document, rules, time_min, known: RefCell::new(known) }
    }

    fn symbol(&self, id: &str) -> f64 {
        if let Some(value) = self.known.borrow().get(id) {
            return *value;
        }
        let value = self.of(self.rules.get(id).unwrap_or_else(|| panic!("no symbol {id}")), &[]);
        self.known.borrow_mut().insert(id.to_owned(), value);
        value
    }

    fn of(&self, formula: &Element, bound: &[(&str, f64)]) -> f64 {
        match formula.name.as_str() {
            "cn" if formula.children.is_empty() => formula.text.trim().parse().expect("a number"),
            "cn" => {
                let (above, below) = formula.text.split_at(formula.breaks[0]);
                above.trim().parse::<f64>().expect("a number") / below.trim().parse::<f64>().expect("a number")
            }
            "ci" => {
                let id = formula.text.trim();
                bound.iter().find(|(name, _)| *name == id).map_or_else(|| self.symbol(id), |(_, value)| *value)
            }
            "csymbol" => self.time_min,
            "apply" => {
                let values: Vec<_> = formula.children[1..].iter().map(|operand| self.of(operand, bound)).collect();
                self.apply(&formula.children[0], &values)
            }
            other => panic!("no meaning of {other}"),
        }
    }

    fn apply(&self, operator: &Element, values: &[f64]) -> f64 {
        match (operator.name.as_str(), values) {
            ("plus", _) => values.iter().sum(),
            ("minus", [one]) => -one,
            ("minus", [one, other]) => one - other,
            ("times", [one, other]) => one * other,
            ("divide", [one, other]) => one / other,
            ("power", [base, exponent]) => libm::pow(*base, *exponent),
            ("exp", [exponent]) => libm::exp(*exponent),
            ("ln", [value]) => libm::log(*value),
            ("abs", [value]) => value.abs(),
            ("min", [one, other]) => one.min(*other),
            ("max", [one, other]) => one.max(*other),
            ("geq", [one, other]) => f64::from(u8::from(one >= other)),
            ("leq", [one, other]) => f64::from(u8::from(one <= other)),
            ("ci", _) => {
                let functions = self.document.list("listOfFunctionDefinitions");
                let function =
                    functions.iter().find(|function| function.attribute("id") == operator.text).expect("known");
                let lambda = &Document::formula(function).children;
                let (body, arguments) = lambda.split_last().expect("a body");
                let names = arguments.iter().map(|argument| argument.children[0].text.as_str());
                self.of(body, &names.zip(values.iter().copied()).collect::<Vec<_>>())
            }
            (other, _) => panic!("no meaning of {other}"),
        }
    }
}

/// The numbers of a state under the names of the file.
fn named(state: &State) -> Vec<(String, f64)> {
    let mut list = Vec::new();
    let outside = state.set + state.bag;
    for (place, blood) in
        [("patient", &state.patient), ("outside", &outside), ("bag", &state.bag), ("lost", &state.lost)]
    {
        list.push((format!("{place}_plasma"), blood.plasma_ml));
        list.push((format!("{place}_protein"), blood.protein_ml));
        list.push((format!("{place}_red_cells"), blood.red_cells_ml));
        list.push((format!("{place}_platelets"), blood.platelets_e9));
        list.push((format!("{place}_citrate"), blood.citrate_mmol));
        list.extend(WhiteCell::ALL.map(|class| (format!("{place}_{}", class.key()), blood.white_cells_e9[class])));
    }
    list.extend(WhiteCell::ALL.map(|class| (format!("reserve_{}", class.key()), state.reserve_e9[class])));
    list.push(("spleen_platelets".to_owned(), state.spleen_platelets_e9));
    list.push(("added_calcium".to_owned(), state.added_calcium_mmol));
    list.push(("bone_release".to_owned(), state.bone_release_mmol_min));
    list.push(("tissue_water".to_owned(), state.tissue_fluid_ml));
    list.push(("citrate_cleared".to_owned(), state.citrate_cleared_mmol));
    list
}

/// Holds the rates of a file against ours in every segment of the run, with what its events set.
fn hold(name: &str, run: &Run, document: &Document) {
    let (rate_rules, rules) = (document.rules("rateRule"), document.rules("assignmentRule"));
    let mut values = document.values();
    let segments: Vec<&Segment> = run.segments.iter().filter(|segment| segment.to_min > segment.from_min).collect();
    for (place, segment) in segments.iter().enumerate() {
        let event =
            document.list("listOfEvents").iter().find(|event| event.attribute("id") == format!("event_{place}"));
        if let Some(event) = event {
            values.extend(named(&run.at(segment.from_min).state));
            let before = Evaluator::new(document, &rules, segment.from_min, values.clone());
            let assignments = &event.child("listOfEventAssignments").expect("assignments").children;
            let set: Vec<_> = assignments
                .iter()
                .map(|it| (it.attribute("variable").to_owned(), before.of(Document::formula(it), &[])))
                .collect();
            values.extend(set);
        }
        for share in [0.001, 0.3, 0.6, 0.999] {
            let time_min = segment.from_min + share * (segment.to_min - segment.from_min);
            let state = run.at(time_min).state;
            values.extend(named(&state));
            let here = Evaluator::new(document, &rules, time_min, values.clone());
            for ((id, ours), (_, size)) in
                named(&rates(&run.body, segment.mode(), &state)).iter().zip(named(&sizes(run)))
            {
                let theirs = here.of(rate_rules[id.as_str()], &[]);
                let difference = (theirs - ours).abs() / ours.abs().max(1e-4 * size).max(1e-12);
                assert!(difference <= MOST, "{name}: {id} at {time_min} min: {theirs} for {ours}");
            }
        }
    }
}

/// What each number comes to, at the least.
fn sizes(run: &Run) -> State {
    let mut blood = run.before.patient;
    blood.citrate_mmol = run.body.before.blood_volume_ml / 1000.0;
    State {
        patient: blood,
        set: blood,
        bag: blood,
        lost: blood,
        reserve_e9: blood.white_cells_e9,
        spleen_platelets_e9: blood.platelets_e9,
        added_calcium_mmol: 1.0,
        bone_release_mmol_min: 1e-2,
        tissue_fluid_ml: run.body.before.blood_volume_ml,
        citrate_cleared_mmol: blood.citrate_mmol,
    }
}

#[test]
fn the_equations_of_every_case_are_those_that_are_solved() {
    for case in BUNDLED {
        let preset = bundled(case.name);
        let run = simulate(&preset.protocol).expect("runs");
        hold(case.name, &run, &Document::of(&run, &preset));
    }
}

#[test]
fn what_stops_the_pumps_and_an_untended_port_are_in_it() {
    let cases = [
        // The bag fills, and the port stays where it is put when collecting begins and once more later.
        r"(version: 1, title: 'x', patient: (WHO white_cells_e9_per_l: (lymphocyte: 20)), machine: (interface_control: Fixed, bag_capacity_ml: 90,
            collect_flow_ml_min: 1.5), procedure: (changes: [(at_min: 20, packing_factor: 5.5), (at_min: 40, draw: Paused),
            (at_min: 50, draw: Running, inlet_flow_ml_min: 60), (at_min: 55, hydroxyethyl_starch: true)]))",
        // Bleeding ends it.
        r"(version: 1, title: 'x', patient: (WHO white_cells_e9_per_l: (neutrophil: 4)), procedure: (bleeding_ml_min: 40, calcium_infusion_mmol_h: 2,
            replacement_fluid: RedCells, replacement_flow_ml_min: 2))",
        // The port asks for more plasma than it can take.
        r"(version: 1, title: 'x', patient: (WHO white_cells_e9_per_l: (lymphocyte: 20)), machine: (collect_flow_ml_min: 10, rinse_back_ml: 300),
            procedure: (inlet_flow_ml_min: 20, anticoagulant_ratio: 20, duration_min: 60))",
    ];
    for (place, text) in cases.into_iter().enumerate() {
        let preset = preset::read(&text.replace('\'', "\"").replace("WHO", WHO)).expect("sound");
        let run = simulate(&preset.protocol).expect("runs");
        assert_eq!((run.bag_full_min.is_some(), run.broken_off_min.is_some()), (place == 0, place == 1));
        let document = Document::of(&run, &preset);
        hold(&format!("case {place}"), &run, &document);
        let of_state = document.list("listOfEvents").iter().filter(|event| {
            let trigger = Document::formula(event.child("trigger").expect("a trigger"));
            trigger.children[1].name == "ci"
        });
        assert_eq!(of_state.count(), usize::from(place < 2), "case {place}");
    }
}

#[test]
fn it_is_sound_and_has_units_everywhere() {
    for case in BUNDLED {
        let preset = bundled(case.name);
        let run = simulate(&preset.protocol).expect("runs");
        let document = Document::of(&run, &preset);
        let written = sbml::write(&run, &preset, &Text::english());
        assert!(written.contains("Teaching model. Not for patient care."), "{}", case.name);
        let back = preset::load_from(written.as_bytes()).expect("the case inside");
        assert_eq!(back.protocol, preset.protocol, "{}", case.name);
        assert!(written.len() < 500_000, "{}: {} bytes", case.name, written.len());

        let units: Vec<_> = document.list("listOfUnitDefinitions").iter().map(|unit| unit.attribute("id")).collect();
        let mut names = Vec::new();
        for parameter in document.list("listOfParameters") {
            assert!(units.contains(&parameter.attribute("units")), "{:?}", parameter.attribute("id"));
            assert!(!names.contains(&parameter.attribute("name")), "{} twice", parameter.attribute("name"));
            names.push(parameter.attribute("name"));
        }
        let mut numbers = 0;
        document.root.walk(&mut |element| {
            assert!(!["piecewise", "piece", "otherwise"].contains(&element.name.as_str()), "{}", case.name);
            if element.name == "cn" {
                assert!(units.contains(&element.attribute("sbml:units")), "{}", element.text);
                numbers += 1;
            }
        });
        assert!(numbers > 100, "{numbers} numbers");

        // Nothing has come true when it begins.
        let rules = document.rules("assignmentRule");
        let start = Evaluator::new(&document, &rules, 0.0, document.values());
        // What follows from settings is told twice, as a number and as a formula.
        let initial = document.list("listOfInitialAssignments");
        assert!(initial.len() > 30, "{}", case.name);
        for assignment in initial {
            let (id, value) = (assignment.attribute("symbol"), start.of(Document::formula(assignment), &[]));
            let stated = start.symbol(assignment.attribute("symbol"));
            assert!((value - stated).abs() <= MOST * stated.abs(), "{}: {id}: {value} for {stated}", case.name);
        }
        let events = document.list("listOfEvents");
        assert!(events.len() >= 2, "{}", case.name);
        for event in events {
            let trigger = event.child("trigger").expect("a trigger");
            assert_eq!(start.of(Document::formula(trigger), &[]), 0.0, "{}", event.attribute("name"));
            assert_eq!(trigger.attribute("initialValue"), "true");
        }
    }
}
