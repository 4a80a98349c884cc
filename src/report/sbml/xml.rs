//! The few forms in which the exported model writes numbers and elements.

/// A number to its last digit.
pub fn number(value: f64) -> String {
    // Rust writes the shortest decimal that reads back as the same number, without an exponent.
    if value == 0.0 { "0".to_owned() } else { value.to_string() }
}
