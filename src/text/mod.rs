//! Every word the program says: messages from a Fluent file, numbers with their units, sentences about a state.

mod arithmetic;
mod describe;
mod ledger;
mod number;
mod patients;
mod problem;
mod setting;
mod study;
mod typed;

use std::borrow::Cow;

use fluent_bundle::{FluentArgs, FluentBundle, FluentResource, FluentValue};

pub use arithmetic::Worked;
pub use describe::{quantity_number, threshold_number};
pub use ledger::{ledger_difference, ledger_number};
pub use number::{Count, clock, fixed, rounded, shortest};
pub use patients::per_hundred;
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
    pub fn get<'a>(&'a self, id: &'a str) -> Cow<'a, str> {
        self.say(id, None, &[]).unwrap_or(Cow::Borrowed(id))
    }

    /// The message with its variables filled in.
    pub fn with<'a>(&'a self, id: &'a str, arguments: &[(&'a str, String)]) -> Cow<'a, str> {
        self.say(id, None, arguments).unwrap_or(Cow::Borrowed(id))
    }

    /// A message's attribute, such as the hint of a setting; `None` where it has none.
    pub fn attribute<'a>(&'a self, id: &'a str, attribute: &'a str) -> Option<Cow<'a, str>> {
        self.say(id, Some(attribute), &[])
    }

    /// A message's attribute with its variables filled in.
    pub fn attribute_with(&self, id: &str, attribute: &str, arguments: &[(&str, String)]) -> Option<String> {
        self.say(id, Some(attribute), arguments).map(Cow::into_owned)
    }

    pub fn has(&self, id: &str) -> bool {
        self.bundle.has_message(id)
    }

    fn say<'a>(&'a self, id: &str, attribute: Option<&str>, arguments: &[(&'a str, String)]) -> Option<Cow<'a, str>> {
        let message = self.bundle.get_message(id)?;
        let pattern = match attribute {
            None => message.value()?,
            Some(name) => message.get_attribute(name)?.value(),
        };
        let mut values = FluentArgs::with_capacity(arguments.len());
        for (name, value) in arguments {
            values.set(*name, FluentValue::from(value.clone()));
        }
        let mut errors = Vec::new();
        let said = self.bundle.format_pattern(pattern, Some(&values), &mut errors);
        Some(Cow::Owned(said.into_owned()))
    }
}
