//! Looking at eight patients while they are solved: the values of all that is asked, and the warnings among them in the order of time.

use std::cell::Cell;
use std::sync::{Mutex, PoisonError};

use super::read::{InWhom, OUTCOMES, Read, Sample, Who, all};
use super::watch::Watch;
use crate::sim::Phase;
use crate::sim::outcome::Outcome;
use crate::sim::outline::Outline;
use crate::sim::stretch::Stretch;
use crate::sim::together::{Eight, Observer, WIDTH};
use crate::sim::trajectory::Trajectory;
use crate::sim::warnings::WarningId;

/// As long as any procedure, in steps of a band.
const MOST_BEYOND: usize = 1000;

const UNDEFINED: Eight = Eight([f64::NAN; WIDTH]);

/// The values of all columns in one look after another: those of quantities, and what is watched beside them.
pub struct Rows {
    lengths: [usize; 2],
    values: [Vec<Eight>; 2],
}

/// The values of all columns in one look.
pub type Row<'a> = [&'a [Eight]; 2];

thread_local! {
    /// The memory of what was watched beside the last curves, used for the next: to ask the system for it anew takes longer than to fill it.
    static SPARE_BESIDE: Cell<Vec<Eight>> = const { Cell::new(Vec::new()) };
}

/// The memory of curves that are no longer needed. While a slider is dragged, the next patients need as much at once.
static SPARE_CURVES: Mutex<Vec<Vec<Eight>>> = Mutex::new(Vec::new());

/// As many groups as five hundred patients are.
const MOST_SPARE: usize = 64;

/// Keeps the memory of what was read for the next patients.
pub fn recycle(samples: Vec<Sample>) {
    let mut spare = SPARE_CURVES.lock().unwrap_or_else(PoisonError::into_inner);
    let lacking = MOST_SPARE.saturating_sub(spare.len());
    spare.extend(samples.into_iter().take(lacking).map(|sample| sample.curves));
}

fn spare_curves() -> Vec<Eight> {
    SPARE_CURVES.lock().unwrap_or_else(PoisonError::into_inner).pop().unwrap_or_default()
}

impl Rows {
    /// So many, none of them looked at yet.
    fn new(read: &Read, count: usize) -> Self {
        Self::within([Vec::new(), Vec::new()], read, count)
    }

    /// The same in this memory. What lies there stays until it is written over.
    fn within(values: [Vec<Eight>; 2], read: &Read, count: usize) -> Self {
        let quantities = read.quantities.len();
        let mut rows = Self { lengths: [quantities, read.columns.len() - quantities], values };
        rows.resize(count);
        rows
    }

    fn resize(&mut self, count: usize) {
        for (values, length) in self.values.iter_mut().zip(self.lengths) {
            values.resize(count * length, UNDEFINED);
        }
    }

    fn row(&self, place: usize) -> Row<'_> {
        let [quantities, beside] = self.lengths.map(|length| place * length..(place + 1) * length);
        [&self.values[0][quantities], &self.values[1][beside]]
    }

    fn row_mut(&mut self, place: usize) -> [&mut [Eight]; 2] {
        let [quantities, beside] = self.lengths.map(|length| place * length..(place + 1) * length);
        let [values, values_beside] = &mut self.values;
        [&mut values[quantities], &mut values_beside[beside]]
    }

    /// The largest value of a column times a sign, among all that are numbers.
    pub fn largest(&self, (beside, column): (usize, usize), sign: f64) -> f64 {
        let values = &self.values[beside];
        let mut largest = [f64::NEG_INFINITY; WIDTH];
        for eight in values.iter().skip(column).step_by(self.lengths[beside].max(1)) {
            for (largest, value) in largest.iter_mut().zip(eight.0) {
                let value = sign * value;
                *largest = if value > *largest { value } else { *largest };
            }
        }
        largest.into_iter().fold(f64::NEG_INFINITY, f64::max)
    }

    fn all_mut(&mut self) -> [&mut [Eight]; 2] {
        self.values.each_mut().map(Vec::as_mut_slice)
    }

    fn push(&mut self, row: Row<'_>) {
        for (values, row) in self.values.iter_mut().zip(row) {
            values.extend_from_slice(row);
        }
    }
}

/// Eight patients who are looked at.
pub struct Look<'a> {
    read: &'a Read,
    /// When all are looked at: at the times that are asked for and, where warnings are watched, as often until the last of them ends.
    times_min: Vec<f64>,
    /// The values of all columns then, and whose they are: those of others are of no meaning.
    at_times: Rows,
    seen_at_times: Vec<Who>,
    /// Where warnings are watched: when a stretch began, and for whom.
    borders: Vec<(f64, Who)>,
    at_borders: Rows,
    at_end: Rows,
    /// Those of one look.
    seen: Rows,
}

impl<'a> Look<'a> {
    pub fn new(read: &'a Read) -> Self {
        Self {
            read,
            times_min: read.times_min.clone(),
            at_times: Rows::within([spare_curves(), SPARE_BESIDE.take()], read, read.times_min.len()),
            seen_at_times: vec![0; read.times_min.len()],
            borders: Vec::new(),
            at_borders: Rows::new(read, 0),
            at_end: Rows::new(read, 1),
            seen: Rows::new(read, 1),
        }
    }

    /// A single run, as the first of eight.
    pub fn at_one(read: &'a Read, trajectory: &Trajectory) -> Sample {
        let mut look = Self::new(read);
        look.see_alone(0, f64::NEG_INFINITY, trajectory);
        look.done(&[&**trajectory])
    }

    const fn watches(&self) -> bool {
        !self.read.rules.is_empty()
    }

    /// A case that was aborted ended before its patients do: they are looked at for as long as they are solved.
    fn go_on_until(&mut self, to_min: f64) {
        let [.., before, last] = self.read.times_min[..] else { return };
        let step_min = last - before;
        if !self.watches() || step_min <= 0.0 {
            return;
        }
        let asked = self.read.times_min.len();
        while self.times_min.len() < asked + MOST_BEYOND {
            let beyond = self.times_min.len() - asked + 1;
            let time_min = last + beyond as f64 * step_min;
            if time_min >= to_min {
                break;
            }
            self.times_min.push(time_min);
        }
        self.at_times.resize(self.times_min.len());
        self.seen_at_times.resize(self.times_min.len(), 0);
    }

    /// Looks at these runs, which are at the same time as the first of them.
    fn look(&mut self, stretch: &Stretch<'_>, runs: &[usize]) {
        let (from_min, to_min) = stretch.span_min(runs[0]);
        let (first, reader) = (runs[0], stretch.reader(self.read.columns()));
        let within =
            |(place, time_min): (usize, &f64)| (from_min..=to_min).contains(time_min).then_some((*time_min, place));
        let looks: Vec<_> = self.times_min.iter().enumerate().filter_map(within).collect();
        let who = these(runs);
        for (_, place) in &looks {
            self.seen_at_times[*place] |= who;
        }
        if runs.len() == WIDTH {
            reader.read(first, &looks, self.at_times.all_mut());
        } else {
            for (time_min, place) in looks {
                reader.read(first, &[(time_min, 0)], self.seen.all_mut());
                put(self.seen.row(0), runs, self.at_times.row_mut(place));
            }
        }
        if self.watches() {
            reader.read(first, &[(from_min, 0)], self.seen.all_mut());
            self.begin(from_min, runs);
            if stretch.phase() == Phase::After {
                reader.read(first, &[(to_min, 0)], self.seen.all_mut());
                put(self.seen.row(0), runs, self.at_end.row_mut(0));
            }
        }
    }

    /// Notes what is seen where a stretch of these runs begins.
    fn begin(&mut self, from_min: f64, runs: &[usize]) {
        self.borders.push((from_min, these(runs)));
        self.at_borders.push(self.seen.row(0));
    }

    /// What was read, when these runs have ended.
    pub fn done(mut self, runs: &[&Outline]) -> Sample {
        for (place, (time_min, seen)) in self.times_min.iter().zip(&self.seen_at_times).enumerate() {
            let lasts = |run: &usize| runs.get(*run).is_some_and(|outline| *time_min <= outline.end_min);
            let is_known = |run: &usize| seen >> run & 1 == 1 && lasts(run);
            for run in (0..WIDTH).filter(|run| !is_known(run)) {
                let row = self.at_times.row_mut(place).into_iter().flatten();
                row.for_each(|value| value.0[run] = f64::NAN);
            }
        }
        let occurrences = self.occurrences(runs);
        let mut outcomes = [UNDEFINED; OUTCOMES.len()];
        if self.watches() {
            for (run, outline) in runs.iter().enumerate() {
                let outcome = Outcome::of(outline);
                for (value, (_, of)) in outcomes.iter_mut().zip(OUTCOMES) {
                    value.0[run] = of(&outcome).unwrap_or(f64::NAN);
                }
            }
        }
        let [mut curves, beside] = self.at_times.values;
        curves.truncate(self.read.times_min.len() * self.read.quantities.len());
        SPARE_BESIDE.set(beside);
        Sample { curves, occurrences, outcomes }
    }

    /// In whom each level occurs: the looks in the order of time.
    fn occurrences(&self, runs: &[&Outline]) -> Vec<InWhom> {
        let mut watch = Watch::over(self.read, &[&self.at_times, &self.at_borders, &self.at_end]);
        if !self.watches() {
            return watch.occurrences;
        }
        let who = |is_so: &dyn Fn(&Outline) -> bool| {
            runs.iter().enumerate().fold(0, |who, (run, outline)| who | Who::from(is_so(outline)) << run)
        };
        let at_time = |(place, time_min): (usize, &f64)| {
            (*time_min, who(&|run| *time_min <= run.end_min), self.at_times.row(place))
        };
        let at_border = |(place, (time_min, who)): (usize, &(f64, Who))| (*time_min, *who, self.at_borders.row(place));
        let mut looks: Vec<_> = self.times_min.iter().enumerate().map(at_time).collect();
        looks.extend(self.borders.iter().enumerate().map(at_border));
        looks.sort_by(|one, other| one.0.total_cmp(&other.0));
        for (time_min, who_is_seen, row) in looks {
            watch.see(who_is_seen, row);
            watch.end(who_is_seen & who(&|run| time_min == run.machine_end_min));
        }
        watch.see(all(runs.len()), self.at_end.row(0));
        watch.note_lasting(WarningId::BagFull, who(&|run| run.bag_full_min.is_some()));
        watch.note_lasting(WarningId::BrokenOff, who(&|run| run.broken_off_min.is_some()));
        watch.occurrences
    }
}

impl Observer for Look<'_> {
    fn see(&mut self, stretch: &Stretch<'_>) {
        let last_min = stretch.runs().iter().map(|run| stretch.span_min(*run).1).fold(0.0, f64::max);
        self.go_on_until(last_min);
        if stretch.is_in_step() {
            self.look(stretch, stretch.runs());
        } else {
            for run in stretch.runs() {
                self.look(stretch, &[*run]);
            }
        }
    }

    fn see_alone(&mut self, run: usize, from_min: f64, trajectory: &Trajectory) {
        self.go_on_until(trajectory.end_min);
        let read = self.read;
        let see = |time_min: f64, seen: [&mut [Eight]; 2]| {
            let moment = trajectory.at(time_min);
            for (value, asked) in seen.into_iter().flatten().zip(&read.columns) {
                value.0[run] = asked.of(&moment).unwrap_or(f64::NAN);
            }
        };
        for (place, time_min) in self.times_min.iter().enumerate() {
            if (from_min..=trajectory.end_min).contains(time_min) {
                see(*time_min, self.at_times.row_mut(place));
                self.seen_at_times[place] |= these(&[run]);
            }
        }
        if self.watches() {
            for segment in trajectory.segments.iter().filter(|segment| segment.from_min >= from_min) {
                see(segment.from_min, self.seen.row_mut(0));
                self.begin(segment.from_min, &[run]);
            }
            see(trajectory.end_min, self.at_end.row_mut(0));
        }
    }
}

/// These runs.
fn these(runs: &[usize]) -> Who {
    runs.iter().fold(0, |who, run| who | 1 << run)
}

/// Puts what was seen of these runs in its place.
fn put(seen: Row<'_>, runs: &[usize], place: [&mut [Eight]; 2]) {
    for (value, seen) in place.into_iter().flatten().zip(seen.into_iter().flatten()) {
        for run in runs {
            value.0[*run] = seen.0[*run];
        }
    }
}
