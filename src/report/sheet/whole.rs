//! The report of a run: the case, what was set, what happened and why, how it was worked out, and from where.

use super::parts::{changes, counts, product, settings, warnings};
use super::{Block, Item, Section, page, plots, section};
use crate::preset::Preset;
use crate::sim::Run;
use crate::sim::debrief::Debrief;
use crate::sim::derivation::{Cells, shown};
use crate::sim::explain::Explanations;
use crate::sim::outcome::target_cells;
use crate::sim::warnings::headlines;
use crate::text::{Text, clock};

/// The report as one HTML file.
pub fn report(run: &Run, explanations: &Explanations, preset: &Preset, text: &Text) -> String {
    let mut sections = vec![case(run, preset, text)];
    let mut set = vec![settings(preset, text)];
    set.extend(changes(preset, text));
    sections.push(section(text.get("sheet-settings"), set));
    sections.push(section(text.get("sheet-curves"), vec![plots(run, preset.aim, false, text)]));
    sections.push(section(text.get("sheet-outcome"), vec![counts(run, text), product(run, text)]));
    sections.push(section(text.get("sheet-warnings"), warnings(run, Some(explanations), text)));
    sections.push(arithmetic(run, text));
    sections.push(sources(run, text));
    page("sheet-report", preset, sections, false, text)
}

/// The story, and the aim with what became of it.
fn case(run: &Run, preset: &Preset, text: &Text) -> Section {
    let debrief = Debrief::of(run, preset.aim.as_ref());
    let patient = &run.protocol.settings.patient;
    let mut blocks = vec![Block::Words(preset.story.clone())];
    let aim = [text.aim_heading(&debrief), text.aim_end(&debrief, patient)].join("; ");
    blocks.push(Block::Words(aim));
    section(text.get("sheet-case"), blocks)
}

/// The results of the end, each worked out.
fn arithmetic(run: &Run, text: &Text) -> Section {
    let moment = run.at(run.machine_end_min);
    let cells = match target_cells(&run.protocol.settings) {
        Cells::White => Cells::White,
        Cells::Mononuclear | Cells::Class(_) => Cells::Mononuclear,
    };
    let derived = shown(cells).into_iter().flatten().filter_map(|formula| formula.at(run, &moment));
    let works = derived.map(|derivation| text.working(&derivation)).collect();
    let heading = text.with("sheet-arithmetic", &[("time", clock(run.machine_end_min))]);
    section(heading, vec![Block::Works(works)])
}

/// Who set the thresholds of these warnings, and where every number of the model is listed.
fn sources(run: &Run, text: &Text) -> Section {
    let mut named: Vec<String> = Vec::new();
    for warning in headlines(&run.warnings) {
        let source = text.source(warning.id.spec().source);
        if !named.contains(&source) {
            named.push(source);
        }
    }
    let mut items: Vec<_> = named.into_iter().map(|words| Item { words, below: Vec::new() }).collect();
    items.push(Item { words: text.get("sheet-model-page"), below: Vec::new() });
    section(text.get("sheet-sources"), vec![Block::Quiet(text.get("sheet-thresholds")), Block::List(items)])
}
