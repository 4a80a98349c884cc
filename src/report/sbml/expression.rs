//! Formulas as trees, put together with the usual signs and written as MathML.

use std::fmt::Write as _;
use std::ops::{Add, Div, Mul, Neg, Sub};

use super::units::{ONE, Unit};
use super::xml::number;
use crate::model::math::normal_cdf;

/// A formula. There is no choice between cases among its operators: bounds are minima and maxima.
#[derive(Clone, Debug)]
pub enum Expression {
    Number(f64, &'static Unit),
    /// A fraction, as an exponent.
    Ratio(i32, i32),
    Symbol(String),
    /// Minutes since the first draw.
    Time,
    Apply(&'static str, Vec<Self>),
    /// A function of the model.
    Call(&'static str, Vec<Self>),
}

use Expression::{Apply, Call, Number, Ratio, Symbol};

/// The symbol of this name.
pub fn symbol(id: impl Into<String>) -> Expression {
    Symbol(id.into())
}

/// A number with a unit.
pub const fn measure(value: f64, unit: &'static Unit) -> Expression {
    Number(value, unit)
}

/// A function of the model at these arguments.
pub fn call(function: &'static str, arguments: impl IntoIterator<Item = Expression>) -> Expression {
    Call(function, arguments.into_iter().collect())
}

/// The sum of some terms; of none, zero in the unit.
pub fn sum(terms: impl IntoIterator<Item = Expression>, unit: &'static Unit) -> Expression {
    let terms: Vec<_> = terms.into_iter().collect();
    match terms.len() {
        0 => Number(0.0, unit),
        1 => terms.into_iter().next().unwrap_or(Number(0.0, unit)),
        _ => Apply("plus", terms),
    }
}

impl Expression {
    pub fn exp(self) -> Self {
        Apply("exp", vec![self])
    }

    pub fn ln(self) -> Self {
        Apply("ln", vec![self])
    }

    pub fn power(self, exponent: f64) -> Self {
        Apply("power", vec![self, Number(exponent, ONE)])
    }

    /// To the power of a fraction.
    pub fn root_power(self, above: i32, below: i32) -> Self {
        Apply("power", vec![self, Ratio(above, below)])
    }

    pub fn min(self, other: Self) -> Self {
        Apply("min", vec![self, other])
    }

    pub fn max(self, other: Self) -> Self {
        Apply("max", vec![self, other])
    }

    pub fn at_least(self, other: Self) -> Self {
        Apply("geq", vec![self, other])
    }

    pub fn at_most(self, other: Self) -> Self {
        Apply("leq", vec![self, other])
    }

    pub fn abs(self) -> Self {
        Apply("abs", vec![self])
    }

    /// Its value, where those of its symbols are known; `None` where one is not, or where it asks for the time or what holds.
    pub fn value(&self, of: &dyn Fn(&str) -> Option<f64>) -> Option<f64> {
        let values = |operands: &[Self]| operands.iter().map(|operand| operand.value(of)).collect::<Option<Vec<_>>>();
        match self {
            Number(value, _) => Some(*value),
            Ratio(above, below) => Some(f64::from(*above) / f64::from(*below)),
            Symbol(id) => of(id),
            Self::Time => None,
            Call(function, operands) => match (*function, &values(operands)?[..]) {
                ("normal_cdf", [x]) => Some(normal_cdf(*x)),
                _ => None,
            },
            Apply(operator, operands) => match (*operator, &values(operands)?[..]) {
                ("plus", terms) => Some(terms.iter().sum()),
                ("minus", [one]) => Some(-one),
                ("minus", [one, other]) => Some(one - other),
                ("times", [one, other]) => Some(one * other),
                ("divide", [one, other]) => Some(one / other),
                ("power", [base, exponent]) => Some(libm::pow(*base, *exponent)),
                ("exp", [exponent]) => Some(libm::exp(*exponent)),
                ("ln", [value]) => Some(libm::log(*value)),
                ("abs", [value]) => Some(value.abs()),
                ("min", [one, other]) => Some(one.min(*other)),
                ("max", [one, other]) => Some(one.max(*other)),
                _ => None,
            },
        }
    }

    /// The formula as MathML, without its frame.
    pub fn write(&self, to: &mut String) {
        match self {
            Number(value, unit) => {
                let _ = write!(to, "<cn sbml:units=\"{}\">{}</cn>", unit.id, number(*value));
            }
            Ratio(above, below) => {
                let _ = write!(to, "<cn type=\"rational\" sbml:units=\"one\">{above}<sep/>{below}</cn>");
            }
            Symbol(id) => {
                let _ = write!(to, "<ci>{id}</ci>");
            }
            Self::Time => to.push_str(
                r#"<csymbol encoding="text" definitionURL="http://www.sbml.org/sbml/symbols/time">t</csymbol>"#,
            ),
            Apply(operator, operands) => {
                let _ = write!(to, "<apply><{operator}/>");
                for operand in operands {
                    operand.write(to);
                }
                to.push_str("</apply>");
            }
            Call(function, operands) => {
                let _ = write!(to, "<apply><ci>{function}</ci>");
                for operand in operands {
                    operand.write(to);
                }
                to.push_str("</apply>");
            }
        }
    }

    /// The formula in the frame that a rule holds.
    pub fn math(&self) -> String {
        let mut inside = String::new();
        self.write(&mut inside);
        format!(
            "<math xmlns=\"http://www.w3.org/1998/Math/MathML\" xmlns:sbml=\"http://www.sbml.org/sbml/level3/version2/core\">{inside}</math>"
        )
    }
}

impl From<f64> for Expression {
    fn from(value: f64) -> Self {
        Number(value, ONE)
    }
}

macro_rules! operators {
    ($($trait:ident, $function:ident, $operator:literal;)*) => {$(
        impl<T: Into<Expression>> $trait<T> for Expression {
            type Output = Self;
            fn $function(self, other: T) -> Self {
                Apply($operator, vec![self, other.into()])
            }
        }
        impl $trait<Expression> for f64 {
            type Output = Expression;
            fn $function(self, other: Expression) -> Expression {
                Apply($operator, vec![self.into(), other])
            }
        }
    )*};
}

operators! {
    Add, add, "plus";
    Sub, sub, "minus";
    Mul, mul, "times";
    Div, div, "divide";
}

impl Neg for Expression {
    type Output = Self;
    fn neg(self) -> Self {
        Apply("minus", vec![self])
    }
}
