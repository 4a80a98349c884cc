//! The values of a run as a table of HTML: for a page whose picture cannot be read aloud.

use askama::Template;

use crate::preset::Preset;
use crate::sim::Run;
use crate::sim::extremes::{Extremes, sampled};
use crate::sim::quantities::Quantity;
use crate::sim::warnings::headlines;
use crate::text::{Text, clock, quantity_number};

#[derive(Template)]
#[template(path = "web/values.html", config = "assets/askama.toml")]
struct Values {
    title: String,
    sentence: String,
    caption: String,
    headings: Vec<String>,
    rows: Vec<Row>,
    warnings_heading: String,
    warnings: Vec<String>,
    disclaimer: String,
}

struct Row {
    name: String,
    values: Vec<String>,
}

/// What a run shows at a time, min, and over all of it: every quantity that has a value, and every warning. Part of a page.
pub fn html(run: &Run, preset: &Preset, at_min: f64, text: &Text) -> String {
    let moments = sampled(run);
    let told = [run.at(0.0), run.at(at_min), run.at(run.machine_end_min)];
    let number = |quantity, value: Option<f64>| value.map_or_else(|| "–".to_owned(), |v| quantity_number(quantity, v));
    let rows = Quantity::all().filter_map(|quantity| {
        let Extremes { lowest, highest } = Extremes::among(quantity, &moments)?;
        let mut values: Vec<_> = told.iter().map(|moment| number(quantity, quantity.at(moment))).collect();
        values.extend([lowest, highest].map(|reached| number(quantity, Some(reached.value))));
        values.push(text.unit(quantity.row().unit));
        Some(Row { name: text.quantity_name(quantity), values })
    });
    let warnings: Vec<_> = headlines(&run.warnings)
        .map(|warning| format!("{}: {}", text.warning_title(warning), text.warning_detail(warning, run)))
        .collect();
    let headings = [
        text.get("values-quantity"),
        text.get("values-start"),
        text.with("values-at", &[("time", clock(at_min))]),
        text.get("values-end"),
        text.get("values-lowest"),
        text.get("values-highest"),
        text.get("values-unit"),
    ];
    let values = Values {
        title: preset.title.clone(),
        sentence: text.scene_sentence(&run.at(at_min)),
        caption: text.get("values-caption"),
        headings: headings.to_vec(),
        rows: rows.collect(),
        warnings_heading: text.get("warnings-title"),
        warnings: if warnings.is_empty() { vec![text.get("values-no-warning")] } else { warnings },
        disclaimer: text.get("disclaimer"),
    };
    // A template that is checked while building writes into memory: nothing can fail.
    values.render().unwrap_or_default()
}
