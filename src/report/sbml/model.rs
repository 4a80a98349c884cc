//! What the exported model is made of: symbols with their units and meaning, functions and events; and how it is written as SBML.

use std::fmt::Write as _;

use super::expression::Expression;
use super::units::{self, Unit};
use super::xml::number;
use crate::preset::escaped;

/// How a symbol gets its value.
#[derive(Clone, Debug)]
pub enum Value {
    /// It never changes.
    Constant(f64),
    /// It holds until an event sets it anew.
    Held(f64),
    /// It follows from settings alone, so it holds as they do: where an event changes one of them, it is set too.
    Derived(f64, Expression),
    /// It begins here and changes at this rate per minute.
    State(f64, Expression),
    /// It follows from the others at every moment.
    Rule(Expression),
}

/// A named quantity of the model.
#[derive(Clone, Debug)]
pub struct Symbol {
    pub id: String,
    /// In the words of the field.
    pub name: String,
    pub unit: &'static Unit,
    /// The section of the page of the model that explains it.
    pub section: u8,
    pub value: Value,
}

/// A function of dimensionless numbers.
#[derive(Clone, Debug)]
pub struct Function {
    pub id: &'static str,
    pub name: &'static str,
    pub arguments: &'static [&'static str],
    pub body: Expression,
}

/// Settings that change when something comes true.
#[derive(Clone, Debug)]
pub struct Event {
    pub id: String,
    pub name: String,
    pub trigger: Expression,
    pub assignments: Vec<(String, Expression)>,
}

/// The whole model.
#[derive(Clone, Debug, Default)]
pub struct Model {
    pub symbols: Vec<Symbol>,
    pub functions: Vec<Function>,
    pub events: Vec<Event>,
}

/// What the document says of the model as a whole.
pub struct Heading<'a> {
    pub id: &'a str,
    pub title: &'a str,
    /// Paragraphs for a person.
    pub notes: &'a [String],
    /// An element for programs: the case.
    pub annotation: &'a str,
}

impl Model {
    pub(super) fn put(
        &mut self,
        section: u8,
        id: impl Into<String>,
        name: impl Into<String>,
        unit: &'static Unit,
        value: Value,
    ) {
        self.symbols.push(Symbol { id: id.into(), name: name.into(), unit, section, value });
    }

    pub(super) fn constant(
        &mut self,
        section: u8,
        id: impl Into<String>,
        name: impl Into<String>,
        unit: &'static Unit,
        value: f64,
    ) {
        self.put(section, id, name, unit, Value::Constant(value));
    }

    pub(super) fn rule(
        &mut self,
        section: u8,
        id: impl Into<String>,
        name: impl Into<String>,
        unit: &'static Unit,
        formula: Expression,
    ) {
        self.put(section, id, name, unit, Value::Rule(formula));
    }

    pub(super) fn derived(
        &mut self,
        section: u8,
        id: impl Into<String>,
        name: impl Into<String>,
        unit: &'static Unit,
        formula: Expression,
    ) {
        self.put(section, id, name, unit, Value::Derived(f64::NAN, formula));
    }

    /// The model as an SBML document of level 3, version 2.
    pub fn write(&self, heading: &Heading<'_>) -> String {
        let mut to = String::with_capacity(200_000);
        to.push_str("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
        to.push_str("<sbml xmlns=\"http://www.sbml.org/sbml/level3/version2/core\" level=\"3\" version=\"2\">\n");
        let _ = writeln!(
            to,
            "<model id=\"{}\" name=\"{}\" timeUnits=\"min\" volumeUnits=\"ml\" substanceUnits=\"mmol\" extentUnits=\"mmol\">",
            heading.id,
            escaped(heading.title),
        );
        let paragraphs: Vec<_> = heading.notes.iter().map(|words| format!("<p>{}</p>", escaped(words))).collect();
        let _ =
            writeln!(to, "<notes><body xmlns=\"http://www.w3.org/1999/xhtml\">{}</body></notes>", paragraphs.concat());
        let _ = writeln!(to, "<annotation>{}</annotation>", heading.annotation);
        list(&mut to, "listOfFunctionDefinitions", self.functions.iter().map(Function::element));
        list(&mut to, "listOfUnitDefinitions", units::ALL.iter().map(|unit| unit.definition()));
        list(&mut to, "listOfParameters", self.symbols.iter().map(Symbol::element));
        list(&mut to, "listOfInitialAssignments", self.symbols.iter().filter_map(Symbol::initial));
        list(&mut to, "listOfRules", self.symbols.iter().filter_map(Symbol::rule));
        list(&mut to, "listOfEvents", self.events.iter().map(Event::element));
        to.push_str("</model>\n</sbml>\n");
        to
    }
}

/// A list of elements; SBML has no empty ones.
fn list(to: &mut String, name: &str, elements: impl Iterator<Item = String>) {
    let mut elements = elements.peekable();
    if elements.peek().is_none() {
        return;
    }
    let _ = writeln!(to, "<{name}>");
    for element in elements {
        to.push_str(&element);
        to.push('\n');
    }
    let _ = writeln!(to, "</{name}>");
}

impl Symbol {
    fn element(&self) -> String {
        let value = match &self.value {
            Value::Constant(value) | Value::Held(value) | Value::Derived(value, _) | Value::State(value, _) => {
                format!(" value=\"{}\"", number(*value))
            }
            Value::Rule(_) => String::new(),
        };
        let (id, name, sign) = (&self.id, escaped(&self.name), self.unit.sign);
        format!(
            "<parameter id=\"{id}\" name=\"{name}\"{value} units=\"{}\" constant=\"{}\"><notes><p xmlns=\"http://www.w3.org/1999/xhtml\">{name}, {sign}. Section {} of the page of the model.</p></notes></parameter>",
            self.unit.id,
            matches!(self.value, Value::Constant(_)),
            self.section,
        )
    }

    fn initial(&self) -> Option<String> {
        let Value::Derived(_, formula) = &self.value else { return None };
        Some(format!("<initialAssignment symbol=\"{}\">{}</initialAssignment>", self.id, formula.math()))
    }

    fn rule(&self) -> Option<String> {
        let (kind, formula) = match &self.value {
            Value::State(_, rate) => ("rateRule", rate),
            Value::Rule(formula) => ("assignmentRule", formula),
            Value::Constant(_) | Value::Held(_) | Value::Derived(..) => return None,
        };
        Some(format!("<{kind} variable=\"{}\">{}</{kind}>", self.id, formula.math()))
    }
}

impl Function {
    fn element(&self) -> String {
        let mut body = String::new();
        for argument in self.arguments {
            let _ = write!(body, "<bvar><ci>{argument}</ci></bvar>");
        }
        self.body.write(&mut body);
        format!(
            "<functionDefinition id=\"{}\" name=\"{}\"><math xmlns=\"http://www.w3.org/1998/Math/MathML\" xmlns:sbml=\"http://www.sbml.org/sbml/level3/version2/core\"><lambda>{body}</lambda></math></functionDefinition>",
            self.id,
            escaped(self.name),
        )
    }
}

impl Event {
    fn element(&self) -> String {
        let assignments: Vec<_> = self
            .assignments
            .iter()
            .map(|(id, formula)| format!("<eventAssignment variable=\"{id}\">{}</eventAssignment>", formula.math()))
            .collect();
        // A trigger that holds from the start is not one that comes true: nothing happens at t = 0.
        format!(
            "<event id=\"{}\" name=\"{}\" useValuesFromTriggerTime=\"true\"><trigger initialValue=\"true\" persistent=\"true\">{}</trigger><listOfEventAssignments>{}</listOfEventAssignments></event>",
            self.id,
            escaped(&self.name),
            self.trigger.math(),
            assignments.concat(),
        )
    }
}
