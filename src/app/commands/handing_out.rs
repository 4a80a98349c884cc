//! Commands that write files to be handed out: plots, scene, table, outcome and pages to print.

use std::io::{self, Write};
use std::path::PathBuf;

use super::Handler;
use crate::app::paint::export::{Export, Format, Ground, Subject};
use crate::app::state::{Dialog, Handout, Purpose};
use crate::preset::{self, FileProblem};
use crate::report::{self, csv::Decimal, sheet};
use crate::sim::explain::Explanations;

/// The size of pictures, in pixels, as on the command line.
const SIZE: (u16, u16) = (1600, 900);

impl Handler<'_> {
    pub(super) fn ask_where_to_hand_out(&mut self, handout: Handout) {
        let suggested = self.suggested_handout(handout);
        self.picker.ask(Purpose::Export(handout), &suggested, self.ctx);
    }

    /// The name of the case with what it is handed out as.
    pub(super) fn suggested_handout(&self, handout: Handout) -> PathBuf {
        let case = self.suggested_path();
        let stem = case.file_stem().unwrap_or_default().to_string_lossy();
        case.with_file_name(format!("{stem}{}.{}", handout.suffix(), handout.ending()))
    }

    pub(super) fn hand_out(&mut self, handout: Handout, path: PathBuf) {
        let path = if path.extension().is_some() { path } else { path.with_extension(handout.ending()) };
        let is_case = |case: &std::path::Path| case == path || case.canonicalize().ok() == path.canonicalize().ok();
        if self.state.case.path().is_some_and(is_case) {
            let title = self.text.get("dialog-problem-title");
            self.state.dialogs.open = Some(Dialog::Message { title, body: self.text.get("export-onto-case") });
            return;
        }
        match preset::write_whole(&path, |to| self.write_handout(handout, to)) {
            Ok(()) if handout.is_page() => {
                let body = self.text.with("exported-page", &[("file", path.display().to_string())]);
                self.state.dialogs.open = Some(Dialog::Message { title: self.text.get("exported-title"), body });
            }
            Ok(()) => {}
            Err(error) => self.say(&path, &FileProblem::Io(error)),
        }
    }

    fn write_handout(&self, handout: Handout, to: &mut dyn Write) -> io::Result<()> {
        let (run, preset, text) = (self.state.run(), self.state.case.preset(), self.text);
        let picture = |subject: Subject, format: Format, to: &mut dyn Write| {
            Export { subject, format, size: SIZE, ground: Ground::Light }.write(run, preset, text, &|| (), to)
        };
        let plots = || Subject::Plots(self.state.workspace.plots.set.quantities().to_vec());
        let scene = || Subject::Scene(self.state.playback.playhead_min);
        let table = |decimal: Decimal, to: &mut dyn Write| {
            Ok(report::csv::write(run, preset, &text.get("disclaimer"), decimal, to)?)
        };
        match handout {
            Handout::PlotsSvg => picture(plots(), Format::Svg, to),
            Handout::PlotsPng => picture(plots(), Format::Png, to),
            Handout::SceneSvg => picture(scene(), Format::Svg, to),
            Handout::ScenePng => picture(scene(), Format::Png, to),
            Handout::Table => table(Decimal::Point, to),
            Handout::TableComma => table(Decimal::Comma, to),
            Handout::Json => {
                let outcome = report::json::value(run, &Explanations::of(run), preset, text);
                writeln!(to, "{outcome:#}")
            }
            Handout::Report => to.write_all(sheet::report(run, &Explanations::of(run), preset, text).as_bytes()),
            Handout::Sheet => to.write_all(sheet::student(run, preset, text).as_bytes()),
            Handout::Solution => to.write_all(sheet::solution(run, preset, text).as_bytes()),
        }
    }
}
