//! The words of the ledger: what is conserved, where it is, and how much of it there is.

use super::Text;
use super::derivation::to_digits;
use super::number::{cell_count, power_of_ten, rounded, shortest};
use strum::IntoEnumIterator as _;

use crate::sim::ledger::{Account, Balance, Inflow, Place};
use crate::sim::settings::Unit;

/// Significant digits of a number in the ledger.
const DIGITS: i32 = 4;

impl Text {
    pub fn account(&self, account: Account) -> String {
        match account {
            Account::WhiteCells(class) => self.get(&format!("class-{}", class.key())),
            _ => self.get(&format!("ledger-account-{}", account.key())),
        }
    }

    /// Where a part of an account is.
    pub fn place(&self, place: Place) -> String {
        self.get(&format!("ledger-place-{}", place.key()))
    }

    /// The name of what a reserve gave to the blood, or took from it.
    pub fn from_reserve(&self, reserve: &str, gave: bool) -> String {
        self.get(&format!("ledger-{}-{reserve}", if gave { "from" } else { "to" }))
    }

    pub fn inflow(&self, inflow: Inflow) -> String {
        self.get(&format!("ledger-gift-{}", inflow.key()))
    }

    /// How much of an account, with its unit.
    pub fn account_amount(&self, account: Account, value: f64) -> String {
        match account.unit() {
            Unit::E9 => cell_count(value),
            unit => self.quantity(&rounded(value), unit),
        }
    }

    /// A whole line of the ledger.
    pub fn ledger_line(&self, balance: &Balance) -> String {
        let unit = balance.account.unit();
        let amount = |value| self.quantity(&ledger_number(value), unit);
        let places = Place::iter().map(|place| (place, balance.at(place))).filter(|(_, value)| *value != 0.0);
        let places: Vec<_> = places.map(|(place, value)| format!("{} {}", self.place(place), amount(value))).collect();
        let arguments = [
            ("account", self.account(balance.account)),
            ("before", amount(balance.start())),
            ("given", amount(balance.all_given())),
            ("brought", amount(balance.start() + balance.all_given())),
            ("places", places.join(", ")),
            ("sum", amount(balance.everywhere())),
            ("difference", self.quantity(&ledger_difference(balance), unit)),
        ];
        self.with("ledger-line", &arguments)
    }
}

/// A number in the ledger: four significant digits, at most three decimals, no trailing zeros.
///
/// It is rounded to nine digits first, so that sums that differ only by the rounding of the solver are written alike.
pub fn ledger_number(value: f64) -> String {
    shortest(to_digits(to_digits(value, 9), DIGITS), 3)
}

/// The remaining difference of a balance, as a power of ten: the rounding of the solver.
pub fn ledger_difference(balance: &Balance) -> String {
    let difference = balance.difference();
    if difference == 0.0 { "0".to_owned() } else { power_of_ten(difference, 0) }
}
