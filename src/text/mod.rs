//! Every word the program says: messages from a Fluent file, numbers with their units, sentences about a state.

mod ask;
mod class;
mod debrief;
mod derivation;
mod describe;
mod differences;
mod guide;
mod harm;
mod ledger;
mod lesson;
mod number;
mod patient;
mod patients;
mod plain;
mod problem;
mod refutation;
mod setting;
mod slip;
mod study;
mod typed;
mod why;

use fluent_bundle::{FluentArgs, FluentBundle, FluentResource};

pub use ask::Effect;
pub use debrief::aim_number;
pub use derivation::Working;
pub use describe::{capitalized, in_line, quantity_number, threshold_number};
pub use differences::Difference;
pub use ledger::{ledger_difference, ledger_number};
pub use number::{at_step, cell_count, clock, fixed, rounded, shortest};
pub use patients::per_hundred;
pub use plain::{phrase, plain_lines, sentence};
pub use refutation::number_in_file;
pub use setting::{is_time, setting_number, value_in_force};
pub use typed::{Field, Form, Reading, Unreadable, minutes};

const ENGLISH: &str = include_str!("../../assets/lang/en.ftl");

/// The words of one language.
pub struct Text {
    bundle: FluentBundle<FluentResource>,
}

impl Text {
    /// # Panics
    /// Never: a test reads the file.
    #[expect(clippy::expect_used, reason = "a test reads the messages built in")]
    pub fn english() -> Self {
        let resource = FluentResource::try_new(ENGLISH.to_owned()).expect("the English messages are well formed");
        let mut bundle = FluentBundle::new(vec!["en".parse().expect("en is a language")]);
        // Isolation marks are for languages written from right to left, and fonts may lack them.
        bundle.set_use_isolating(false);
        bundle.add_resource(resource).expect("no message is given twice");
        Self { bundle }
    }

    /// The message with this id; where there is none, the id itself, so that a gap shows and nothing crashes.
    pub fn get(&self, id: &str) -> String {
        self.with(id, &[])
    }

    /// The message with its variables filled in.
    pub fn with(&self, id: &str, arguments: &[(&str, String)]) -> String {
        self.format(id, None, arguments).unwrap_or_else(|| id.to_owned())
    }

    /// A message's attribute, such as the hint of a setting; `None` where it has none.
    pub fn attribute(&self, id: &str, attribute: &str) -> Option<String> {
        self.attribute_with(id, attribute, &[])
    }

    /// A message's attribute with its variables filled in.
    pub fn attribute_with(&self, id: &str, attribute: &str, arguments: &[(&str, String)]) -> Option<String> {
        self.format(id, Some(attribute), arguments)
    }

    pub fn has(&self, id: &str) -> bool {
        self.bundle.has_message(id)
    }

    fn format(&self, id: &str, attribute: Option<&str>, arguments: &[(&str, String)]) -> Option<String> {
        let message = self.bundle.get_message(id)?;
        let pattern = match attribute {
            None => message.value()?,
            Some(name) => message.get_attribute(name)?.value(),
        };
        let values: FluentArgs<'_> = arguments.iter().map(|(name, value)| (*name, value.as_str())).collect();
        let mut errors = Vec::new();
        Some(self.bundle.format_pattern(pattern, Some(&values), &mut errors).into_owned())
    }
}
