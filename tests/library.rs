//! Promise: another program runs a case in ten lines, and the front page of the library shows how.

#[path = "examples/run_a_case.rs"]
mod run_a_case;

/// The statements of a text without comment signs and indentation.
fn statements(text: &str) -> Vec<&str> {
    let lines = text.lines().map(|line| line.trim_start_matches("//!").trim());
    lines.filter(|line| !line.is_empty()).collect()
}

#[test]
fn the_example_of_the_front_page_runs_and_is_the_one_that_is_kept() {
    run_a_case::main().expect("it runs");
    let page = include_str!("../src/lib.rs");
    let shown = page.split("```").nth(1).expect("an example");
    let kept = statements(include_str!("examples/run_a_case.rs"));
    for line in statements(shown) {
        assert!(kept.contains(&line), "not in the example: {line}");
    }
    assert!(shown.contains("simulate(&case.protocol)?") && statements(shown).len() <= 14);
}
