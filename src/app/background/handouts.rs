//! Files that are made to be handed out: each computed and written on a thread of its own, from what the window showed when it was asked for.

use std::cell::Cell;
use std::io::{self, Write};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, TryRecvError, channel};

use egui::ColorImage;

use super::task::{Execution, Reporter, Runner, Task};
use crate::app::paint::export::{Export, Format, Ground, Plots, Subject};
use crate::app::redraw::{self, Reason};
use crate::app::state::{Handout, PictureOptions};
use crate::preset::{self, Preset};
use crate::report::csv::Decimal;
use crate::report::png::{self, Pixels};
use crate::report::rows::{self, Layout};
use crate::report::{self, sheet};
use crate::sim::explain::Explanations;
use crate::sim::pieces::pause;
use crate::sim::simulate;
use crate::study::rows as study;
use crate::text::Text;

/// How many days are told when following days are handed out, as the menu says.
const DAYS: usize = 5;

/// What is to be made, of what, and where it is written.
#[derive(Clone, Debug)]
pub struct Order {
    pub handout: Handout,
    pub path: PathBuf,
    pub preset: Preset,
    /// The plots that are shown, with all that is in them.
    pub plots: Plots,
    /// The playhead, min.
    pub at_min: f64,
    pub pictures: PictureOptions,
}

/// What has come of it.
pub struct Made {
    pub handout: Handout,
    pub path: PathBuf,
    pub result: io::Result<()>,
}

enum Part {
    /// How much of it is done, from 0 to 1.
    Share(f64),
    Ended(io::Result<()>),
}

struct Making {
    handout: Handout,
    path: PathBuf,
    share: f64,
    task: Task<Part>,
}

#[derive(Default)]
pub struct Handouts {
    /// To be begun in the next frame: the dialog that asked for it is gone by then.
    asked: Option<Order>,
    /// A picture of the window that has not been taken yet.
    posing: Option<(Order, Receiver<Arc<ColorImage>>)>,
    making: Vec<Making>,
    made: Vec<Made>,
}

impl Handouts {
    /// The file that is being made, the last of several, and how much of it is done, from 0 to 1. A window that is about to be taken does not
    /// say so.
    pub fn under_way(&self) -> Option<(&PathBuf, f64)> {
        let is_posing = self.asked.is_some() || self.posing.is_some();
        self.making.last().filter(|_| !is_posing).map(|making| (&making.path, making.share))
    }

    pub fn is_running(&self) -> bool {
        self.asked.is_some() || self.posing.is_some() || !self.making.is_empty()
    }

    /// Takes the next file that was made, or could not be.
    pub fn take_made(&mut self) -> Option<Made> {
        (!self.made.is_empty()).then(|| self.made.remove(0))
    }

    /// Begins to make a file. A picture of the window is taken in the next frame.
    pub fn start(&mut self, runner: &Runner<'_>, order: Order) {
        if order.handout == Handout::Window {
            self.asked = Some(order);
            redraw::request(runner.ctx, Reason::Followed);
        } else {
            self.make(runner, order, None);
        }
    }

    /// Takes what has come in. Before a frame is laid out: a picture of the window is that of this frame.
    pub fn deliver(&mut self, runner: &Runner<'_>) {
        if let Some((order, image)) = self.posing.take() {
            match image.try_recv() {
                Ok(image) => self.make(runner, order, Some(image)),
                Err(TryRecvError::Empty) => self.posing = Some((order, image)),
                Err(TryRecvError::Disconnected) => self.lost(order.handout, order.path),
            }
        }
        if let Some(order) = self.asked.take() {
            let (sender, image) = channel();
            let ctx = runner.ctx.clone();
            runner.ctx.request_screenshot(move |taken| {
                // The order may have been given up.
                let _ = sender.send(taken);
                redraw::request(&ctx, Reason::WorkCameIn);
            });
            self.posing = Some((order, image));
        }
        let mut ended = Vec::new();
        for (place, making) in self.making.iter_mut().enumerate() {
            loop {
                match making.task.take() {
                    Ok(Part::Share(share)) => making.share = share,
                    Ok(Part::Ended(result)) => ended.push((place, Some(result))),
                    Err(TryRecvError::Empty) => break,
                    Err(TryRecvError::Disconnected) => {
                        if ended.last().is_none_or(|(last, _)| *last != place) {
                            ended.push((place, None));
                        }
                        break;
                    }
                }
            }
        }
        for (place, result) in ended.into_iter().rev() {
            let Making { handout, path, .. } = self.making.remove(place);
            match result {
                Some(result) => self.made.push(Made { handout, path, result }),
                None => self.lost(handout, path),
            }
        }
    }

    /// The work ended without saying how.
    fn lost(&mut self, handout: Handout, path: PathBuf) {
        let result = Err(io::Error::other("the work broke off"));
        self.made.push(Made { handout, path, result });
    }

    fn make(&mut self, runner: &Runner<'_>, order: Order, window: Option<Arc<ColorImage>>) {
        let (handout, path) = (order.handout, order.path.clone());
        let work = async move |reporter: Reporter<Part>| {
            let made = make(&order, window.as_deref(), &reporter).await;
            let done = made.and_then(|made| preset::write_whole(&order.path, |to| to.write_all(&made)));
            reporter.answer(Part::Ended(done));
        };
        let task = Task::start_in_pieces(runner, "handing out", work);
        self.making.push(Making { handout, path, share: 0.0, task });
        if runner.execution == Execution::Inline {
            redraw::request(runner.ctx, Reason::Followed);
        }
    }
}

/// Tells of steps as a share of all, no more often than a person sees.
struct Steps<'a> {
    reporter: &'a Reporter<Part>,
    total: usize,
    done: Cell<usize>,
}

impl Steps<'_> {
    fn step(&self) {
        let done = self.done.get() + 1;
        self.done.set(done);
        self.reporter.answer(Part::Share(done as f64 / self.total.max(1) as f64));
    }
}

/// The bytes of the file.
async fn make(order: &Order, window: Option<&ColorImage>, reporter: &Reporter<Part>) -> io::Result<Vec<u8>> {
    let mut made = Vec::new();
    let to = &mut made;
    let text = &Text::english();
    let Order { handout, preset, plots, at_min, pictures, .. } = order;
    let refused = |error| io::Error::other(text.simulation_error(&error));
    // The thread runs the case itself: the same case gives the same bits.
    let run = &simulate(&preset.protocol).map_err(refused)?;
    let picture = async |subject: Subject, format: Format, to: &mut dyn Write| {
        // One in motion is as small as a file that is sent has to be.
        let wanted = pictures.size.pixels().filter(|_| !matches!(subject, Subject::Loop(_)));
        let size = wanted.unwrap_or(subject.usual_size());
        let ground = if pictures.is_transparent { Ground::Transparent } else { Ground::Light };
        let export = Export { subject, format, size, ground };
        let steps = Steps { reporter, total: export.steps(run), done: Cell::new(0) };
        export.write_in_pieces(run, preset, text, &|| steps.step(), to).await
    };
    let table = |decimal: Decimal, to: &mut dyn Write| {
        Ok(report::csv::write(run, preset, &text.get("disclaimer"), decimal, to)?)
    };
    let patients = async |decimal: Decimal, to: &mut dyn Write| {
        let drawn = preset.virtual_patients;
        let rows = study::patients_in_pieces(&preset.protocol, drawn, &|| ()).await.map_err(refused)?;
        io::Result::Ok(rows::patients(&rows, drawn, &Layout { decimal, preset, text }, to)?)
    };
    let days = |decimal: Decimal, to: &mut dyn Write| {
        let rows = study::days(&preset.protocol, DAYS).map_err(refused)?;
        Ok(rows::days(&rows, &Layout { decimal, preset, text }, to)?)
    };
    let plots = || Subject::Plots(plots.clone());
    match handout {
        Handout::PlotsSvg => picture(plots(), Format::Svg, to).await,
        Handout::PlotsPng => picture(plots(), Format::Png, to).await,
        Handout::SceneSvg => picture(Subject::Scene(*at_min), Format::Svg, to).await,
        Handout::ScenePng => picture(Subject::Scene(*at_min), Format::Png, to).await,
        Handout::SceneLoop => picture(Subject::Loop(*at_min), Format::Png, to).await,
        Handout::Window => match window {
            Some(image) => self::window(image, preset, text, to).await,
            None => Ok(()),
        },
        Handout::Table => table(Decimal::Point, to),
        Handout::TableComma => table(Decimal::Comma, to),
        Handout::Patients => patients(Decimal::Point, to).await,
        Handout::PatientsComma => patients(Decimal::Comma, to).await,
        Handout::Days => days(Decimal::Point, to),
        Handout::DaysComma => days(Decimal::Comma, to),
        Handout::Json => {
            let outcome = report::json::in_pieces(run, preset, text).await;
            writeln!(to, "{outcome:#}")
        }
        Handout::Sbml => page(&report::sbml::write(run, preset, text), to),
        Handout::Report => page(&sheet::report(run, &Explanations::in_pieces(run).await, preset, text), to),
        Handout::Sheet => page(&sheet::student(run, preset, text), to),
        Handout::Solution => page(&sheet::solution(run, preset, text), to),
    }?;
    Ok(made)
}

fn page(words: &str, to: &mut dyn Write) -> io::Result<()> {
    to.write_all(words.as_bytes())
}

async fn window(image: &ColorImage, preset: &Preset, text: &Text, to: &mut dyn Write) -> io::Result<()> {
    pause().await;
    let [width, height] = image.size.map(|side| side as u32);
    let rgb = image.pixels.iter().flat_map(|pixel| [pixel.r(), pixel.g(), pixel.b()]).collect();
    Ok(png::write_in_pieces(&Pixels { width, height, rgb }, preset, &text.get("disclaimer"), to).await?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::picture::plot::Content;
    use crate::preset::BUNDLED;
    use crate::sim::quantities::Quantity;

    fn order(handout: Handout, path: PathBuf) -> Order {
        let preset = BUNDLED[0].preset().expect("a bundled case").clone();
        Order {
            handout,
            path,
            preset,
            plots: Plots { contents: vec![Content::Quantity(Quantity::Hemoglobin)], ..Plots::default() },
            at_min: 30.0,
            pictures: PictureOptions::default(),
        }
    }

    fn wait(handouts: &mut Handouts, runner: &Runner<'_>) -> Made {
        loop {
            handouts.deliver(runner);
            if let Some(made) = handouts.take_made() {
                return made;
            }
            std::thread::yield_now();
        }
    }

    #[test]
    fn a_file_is_made_beside_the_window_and_what_came_of_it_is_told_once() {
        let folder = tempfile::tempdir().expect("a folder");
        for execution in [Execution::Thread, Execution::Inline] {
            let (runner, mut handouts) = (Runner { execution, ctx: &egui::Context::default() }, Handouts::default());
            let path = folder.path().join("days.csv");
            handouts.start(&runner, order(Handout::Days, path.clone()));
            assert_eq!(handouts.under_way().map(|(path, _)| path), Some(&path));
            let made = wait(&mut handouts, &runner);
            assert!(made.result.is_ok() && path.exists() && !handouts.is_running() && handouts.take_made().is_none());
            std::fs::remove_file(&path).expect("removed");
        }
    }

    #[test]
    fn what_cannot_be_written_is_told_and_a_picture_nobody_takes_is_lost() {
        let folder = tempfile::tempdir().expect("a folder");
        let (runner, mut handouts) =
            (Runner { execution: Execution::Thread, ctx: &egui::Context::default() }, Handouts::default());
        handouts.start(&runner, order(Handout::Json, folder.path().join("nowhere").join("x.json")));
        assert!(wait(&mut handouts, &runner).result.is_err());
        let (sender, image) = channel();
        handouts.posing = Some((order(Handout::Window, folder.path().join("x.png")), image));
        handouts.deliver(&runner);
        assert!(handouts.is_running());
        drop(sender);
        assert!(wait(&mut handouts, &runner).result.is_err() && !handouts.is_running());
    }
}
