//! Promise: everything drawn is the run's number at the playhead.

mod anywhere;
mod levels;
mod mix;
mod motion;
mod person;
mod phases;
mod rounds;
mod scrubbing;
mod words;

use buffycoat::picture::cells::Cell;
use buffycoat::picture::scene::{Part, PartId, Scene, SceneClock, Staging, compose};
use buffycoat::picture::{Area, Form, Ink, Point, Shape, point};
use buffycoat::preset::BUNDLED;
use buffycoat::sim::{Phase, Protocol, Run, simulate};
use buffycoat::text::Text;

use crate::bundled;

/// Of the scene in the smallest usual window, in a lower one, and on a lecture's screen.
const SIZES: [Point; 3] = [point(712.0, 400.0), point(736.0, 370.0), point(1352.0, 570.0)];

struct Case {
    name: &'static str,
    run: Run,
}

fn protocol(name: &str) -> Protocol {
    bundled(name).protocol
}

fn run_of(protocol: &Protocol) -> Run {
    simulate(protocol).expect("a sensible case")
}

fn case(name: &'static str) -> Case {
    Case { name, run: run_of(&protocol(name)) }
}

fn cases() -> Vec<Case> {
    BUNDLED.iter().map(|bundled| case(bundled.name)).collect()
}

/// When a phase begins and ends, min; `None` where a case has no such phase.
fn phase(run: &Run, phase: Phase) -> Option<(f64, f64)> {
    let of_it = || run.segments.iter().filter(|stretch| stretch.phase == phase);
    Some((of_it().next()?.from_min, of_it().next_back()?.to_min))
}

/// Moments of collection: early, in the middle, and just before its end.
fn while_collecting(run: &Run) -> Vec<f64> {
    let (from, to) = phase(run, Phase::Collect).expect("every case collects");
    [0.1, 0.35, 0.7, 0.999].iter().map(|share| from + share * (to - from)).collect()
}

fn staging(size: Point) -> Staging {
    Staging { size, detail: 1.0, density: 1.0, reduced_motion: false, in_hall: false }
}

/// A scene with its cells.
#[derive(Clone, Debug, PartialEq)]
struct Drawn {
    scene: Scene,
    cells: Vec<Cell>,
}

impl Drawn {
    fn part(&self, id: PartId) -> &Part {
        self.find(id).unwrap_or_else(|| panic!("{id:?} is not drawn"))
    }

    fn find(&self, id: PartId) -> Option<&Part> {
        self.scene.parts.iter().find(|part| part.id == id)
    }

    fn cells_in(&self, area: &Area) -> impl Iterator<Item = &Cell> {
        self.cells.iter().filter(|cell| area.contains(cell.at))
    }
}

fn draw_with(run: &Run, time_min: f64, clock: &SceneClock, staging: &Staging, text: &Text) -> Drawn {
    let mut cells = Vec::new();
    let scene = compose(run, &run.at(time_min), clock, staging, text, &mut cells);
    Drawn { scene, cells }
}

fn draw(run: &Run, time_min: f64, size: Point, text: &Text) -> Drawn {
    draw_with(run, time_min, &SceneClock::default(), &staging(size), text)
}

/// The first box filled with this ink.
fn filled_box(shapes: &[Shape], ink: Ink) -> Option<Area> {
    shapes.iter().filter(|shape| shape.fill == Some(ink)).find_map(|shape| match shape.form {
        Form::Box { area, .. } => Some(area),
        _ => None,
    })
}

/// All words of shapes.
fn words_of(shapes: &[Shape]) -> impl Iterator<Item = &str> {
    shapes.iter().filter_map(|shape| match &shape.form {
        Form::Words { words, .. } => Some(words.as_str()),
        _ => None,
    })
}

/// All words of a part.
fn words_in(part: &Part) -> String {
    words_of(&part.behind).chain(words_of(&part.before)).collect::<Vec<_>>().join(" | ")
}

/// What the notes say.
fn notes(drawn: &Drawn) -> String {
    let notes = drawn.scene.parts.iter().filter(|part| part.id == PartId::Notes);
    notes.map(words_in).filter(|words| !words.is_empty()).collect()
}

/// The number that stands before a word or sign in a sentence.
fn number_before(sentence: &str, sign: &str) -> Option<f64> {
    let before = sentence.split(sign).next().filter(|before| before.len() < sentence.len())?;
    before.rsplit(|c: char| !c.is_ascii_digit() && c != '.').next()?.parse().ok()
}
