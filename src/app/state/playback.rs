//! Playback: where the playhead is, how fast it moves on, and where it stops by itself or begins again.

use crate::sim::crossing::crossings;
use crate::sim::quantities::Quantity;
use crate::sim::warnings::headlines;
use crate::sim::{Run, Warning};

/// Speeds of play, in minutes of the procedure for each minute of the viewer.
pub const SPEEDS: [f64; 4] = [1.0, 10.0, 60.0, 600.0];

/// What a step on or back moves the playhead by, min.
pub const STEP_MIN: f64 = 1.0;

/// A quantity and the value at which play stops when it is crossed, up or down.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Watched {
    pub quantity: Quantity,
    pub value: f64,
}

/// A value that is on or off, and is kept while it is off.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Toggled<T> {
    pub on: bool,
    pub set: T,
}

impl<T: Copy> Toggled<T> {
    /// What it is set to, while it is on.
    pub fn in_force(&self) -> Option<T> {
        self.on.then_some(self.set)
    }
}

/// Where play stops before the end, and whether it begins again.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Stops {
    /// A time, min.
    pub time_min: Toggled<f64>,
    pub count: Toggled<Watched>,
    pub next_warning: bool,
    /// At the end, or at the time that is set, play begins again from the start.
    pub repeats: bool,
}

impl Default for Stops {
    fn default() -> Self {
        Self {
            time_min: Toggled { on: false, set: 60.0 },
            count: Toggled { on: false, set: Watched { quantity: Quantity::Platelets, value: 50.0 } },
            next_warning: false,
            repeats: false,
        }
    }
}

impl Stops {
    /// Whether play does anything but run to the end.
    pub fn are_set(&self) -> bool {
        self.time_min.on || self.count.on || self.next_warning || self.repeats
    }
}

/// What made play stop.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum StopReason {
    /// The time that was set, min.
    Time(f64),
    Count(Watched),
    Warning(Warning),
}

/// Where play stopped, and what made it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Stop {
    pub at_min: f64,
    pub reason: StopReason,
}

#[derive(Clone, Debug)]
pub struct Playback {
    pub playhead_min: f64,
    pub playing: bool,
    /// One of [`SPEEDS`].
    pub speed: f64,
    pub stops: Stops,
    /// Where the playhead stood before a run too short for it pushed it back, min: in a longer one it returns there.
    pushed_from_min: Option<f64>,
    /// Where it last stopped by itself.
    stop: Option<Stop>,
}

impl Default for Playback {
    fn default() -> Self {
        Self {
            playhead_min: 0.0,
            playing: false,
            speed: 60.0,
            stops: Stops::default(),
            pushed_from_min: None,
            stop: None,
        }
    }
}

impl Playback {
    /// From the start, at the same speed and with the same stops.
    pub fn rewound(&self) -> Self {
        // A stop set for one patient would stop the next without a word: what it was set to is kept, but not on.
        let mut stops = self.stops;
        (stops.time_min.on, stops.count.on) = (false, false);
        Self { speed: self.speed, stops, ..Self::default() }
    }

    /// What made play stop where the playhead still stands.
    pub fn stopped_by(&self) -> Option<StopReason> {
        self.stop.filter(|stop| !self.playing && stop.at_min == self.playhead_min).map(|stop| stop.reason)
    }

    /// Starts or stops. At the end it starts from the beginning; on a stop it goes on.
    pub fn toggle(&mut self, run: &Run) {
        if !self.playing && self.playhead_min >= run.end_min {
            self.playhead_min = 0.0;
        }
        self.playing = !self.playing;
        self.stop = None;
    }

    /// Moves the playhead, to the nearest end when the time is outside the run.
    pub fn seek(&mut self, run: &Run, time_min: f64) {
        self.playhead_min = time_min.clamp(0.0, run.end_min);
        (self.pushed_from_min, self.stop) = (None, None);
    }

    /// Takes a run that has changed: the playhead stays where it can, and what was said of the run before is forgotten.
    pub fn follow(&mut self, run: &Run) {
        let wanted_min = self.pushed_from_min.unwrap_or(self.playhead_min);
        self.seek(run, wanted_min);
        self.pushed_from_min = (wanted_min > run.end_min).then_some(wanted_min);
    }

    /// Lets time pass: the playhead moves on to where it stops.
    pub fn advance(&mut self, run: &Run, seconds: f64) {
        if !self.playing {
            return;
        }
        self.pushed_from_min = None;
        let from_min = self.playhead_min;
        let lap_end_min = self.lap_end_min(run);
        let to_min = (from_min + seconds / 60.0 * self.speed).min(lap_end_min);
        if let Some(stop) = self.next_stop(run).filter(|stop| stop.at_min <= to_min) {
            (self.playhead_min, self.playing, self.stop) = (stop.at_min, false, Some(stop));
        } else if to_min < lap_end_min {
            self.playhead_min = to_min;
        } else if self.stops.repeats {
            self.playhead_min = 0.0;
        } else {
            (self.playhead_min, self.playing) = (run.end_min, false);
        }
    }

    /// Where play begins again or ends.
    fn lap_end_min(&self, run: &Run) -> f64 {
        let set_min = self.stops.time_min.in_force().filter(|_| self.stops.repeats);
        set_min.filter(|set_min| self.is_ahead(*set_min) && *set_min < run.end_min).unwrap_or(run.end_min)
    }

    /// Whether a moment comes after the playhead, even if only by the last bit; not when it is the playhead's own.
    fn is_ahead(&self, time_min: f64) -> bool {
        time_min > self.playhead_min
    }

    /// The first stop ahead of the playhead.
    fn next_stop(&self, run: &Run) -> Option<Stop> {
        let stops = &self.stops;
        // With repeats, the time is where play begins again.
        let time_min = stops.time_min.in_force().filter(|set_min| !stops.repeats && *set_min < run.end_min);
        let time = time_min.map(|at_min| Stop { at_min, reason: StopReason::Time(at_min) });
        let count = stops.count.in_force().and_then(|watched| {
            let at_min = crossings(run, watched.quantity, watched.value).into_iter().find(|at| self.is_ahead(*at))?;
            Some(Stop { at_min, reason: StopReason::Count(watched) })
        });
        let mut warnings = headlines(&run.warnings).filter(|_| stops.next_warning);
        let warning = warnings.find(|warning| self.is_ahead(warning.from_min));
        let warning = warning.map(|warning| Stop { at_min: warning.from_min, reason: StopReason::Warning(*warning) });
        let all = [time, count, warning].into_iter().flatten();
        all.filter(|stop| self.is_ahead(stop.at_min)).min_by(|a, b| a.at_min.total_cmp(&b.at_min))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::preset::{BUNDLED, read};
    use crate::sim::simulate;

    fn playing(stops: Stops) -> Playback {
        Playback { playing: true, speed: 600.0, stops, ..Playback::default() }
    }

    fn run() -> Run {
        simulate(&read(BUNDLED[0].text).unwrap().protocol).unwrap()
    }

    fn at_time(set: f64) -> Stops {
        Stops { time_min: Toggled { on: true, set }, ..Stops::default() }
    }

    /// A stop at the count that platelets have at this time.
    fn at_platelets(run: &Run, time_min: f64) -> Stops {
        let quantity = Quantity::Platelets;
        let value = quantity.at(&run.at(time_min)).unwrap();
        Stops { count: Toggled { on: true, set: Watched { quantity, value } }, ..Stops::default() }
    }

    /// Plays on in frames of a tenth of a second until it stops.
    fn play_out(play: &mut Playback, run: &Run) {
        for _ in 0..10_000 {
            if !play.playing {
                return;
            }
            play.advance(run, 0.1);
        }
        panic!("it plays for ever");
    }

    #[test]
    fn without_stops_it_plays_to_the_end_and_then_from_the_start() {
        let run = run();
        let mut play = playing(Stops::default());
        play.advance(&run, 0.1);
        assert!((play.playhead_min - 1.0).abs() < 1e-12);
        play.speed = 1.0;
        play.advance(&run, 30.0);
        assert!((play.playhead_min - 1.5).abs() < 1e-12);
        play.speed = 600.0;
        play_out(&mut play, &run);
        assert_eq!((play.playhead_min, play.stopped_by()), (run.end_min, None));
        play.toggle(&run);
        assert_eq!((play.playhead_min, play.playing), (0.0, true));
    }

    #[test]
    fn it_stops_at_the_time_that_is_set_and_goes_on_from_there() {
        let run = run();
        let mut play = playing(at_time(10.25));
        play_out(&mut play, &run);
        assert_eq!((play.playhead_min, play.stopped_by()), (10.25, Some(StopReason::Time(10.25))));
        play.toggle(&run);
        play_out(&mut play, &run);
        assert_eq!(play.playhead_min, run.end_min);
        // After looking back it stops again; where it is looked at by hand, nothing was stopped.
        play.seek(&run, 9.9);
        play.toggle(&run);
        play_out(&mut play, &run);
        assert_eq!(play.playhead_min, 10.25);
        play.seek(&run, 10.25);
        assert_eq!(play.stopped_by(), None);
    }

    #[test]
    fn it_stops_exactly_where_the_count_passes_at_any_speed() {
        let run = run();
        for speed in SPEEDS {
            let stops = at_platelets(&run, 61.7);
            let mut play = Playback { speed, ..playing(stops) };
            play.seek(&run, 61.0);
            play_out(&mut play, &run);
            let now = Quantity::Platelets.at(&run.at(play.playhead_min)).unwrap();
            assert!((now - stops.count.set.value).abs() < 1e-9 && (play.playhead_min - 61.7).abs() < 1e-6);
            assert_eq!(play.stopped_by(), Some(StopReason::Count(stops.count.set)));
            play.toggle(&run);
            play.advance(&run, 0.1);
            assert!(play.playing && play.playhead_min > 61.7, "it goes on");
        }
    }

    #[test]
    fn a_shorter_run_pushes_the_playhead_back_and_a_longer_one_lets_it_return() {
        let long = run();
        let mut short = long.protocol.clone();
        short.settings.procedure.duration_min = 30.0;
        let short = simulate(&short).unwrap();
        let mut play = Playback::default();
        play.seek(&long, 100.0);
        play.follow(&short);
        assert_eq!(play.playhead_min, short.end_min);
        play.follow(&long);
        assert_eq!(play.playhead_min, 100.0, "as by undo");
        play.follow(&short);
        play.seek(&short, 10.0);
        play.follow(&long);
        assert_eq!(play.playhead_min, 10.0, "where it was moved meanwhile");
    }

    #[test]
    fn it_does_not_slip_past_a_stop_that_is_a_breath_away() {
        let run = run();
        let mut play = playing(at_time(20.0));
        play.seek(&run, 20.0 - 1e-9);
        play.advance(&run, 0.1);
        assert_eq!((play.playhead_min, play.playing), (20.0, false));
    }

    #[test]
    fn the_nearest_of_several_stops_comes_first() {
        let run = run();
        let stops = Stops { time_min: Toggled { on: true, set: 30.0 }, ..at_platelets(&run, 61.7) };
        let mut play = playing(stops);
        let mut seen = Vec::new();
        for _ in 0..2 {
            play_out(&mut play, &run);
            seen.push(play.playhead_min.round());
            play.toggle(&run);
        }
        assert_eq!(seen, [30.0, 62.0]);
    }

    #[test]
    fn it_stops_at_each_warning_that_comes() {
        let run = run();
        let first = headlines(&run.warnings).find(|warning| warning.from_min > 0.0).unwrap();
        let mut play = playing(Stops { next_warning: true, ..Stops::default() });
        play_out(&mut play, &run);
        assert_eq!((play.playhead_min, play.stopped_by()), (first.from_min, Some(StopReason::Warning(*first))));
    }

    #[test]
    fn it_begins_again_at_the_end_or_at_the_time_that_is_set() {
        let run = run();
        let mut play = playing(Stops { repeats: true, ..at_time(10.0) });
        let latest = (0..100).map(|_| {
            play.advance(&run, 0.1);
            play.playhead_min
        });
        let latest = latest.fold(0.0, f64::max);
        assert!(play.playing && latest < 10.0, "{latest}");
        // Beyond that time it plays to the end first.
        play.seek(&run, run.end_min - 2.5);
        play.advance(&run, 0.1);
        assert!(play.playhead_min > 10.0);
        for _ in 0..2 {
            play.advance(&run, 0.1);
        }
        assert!(play.playing && play.playhead_min < 1.0);
    }

    #[test]
    fn a_count_stops_a_repeated_lap_each_time() {
        let run = run();
        let stops = Stops { repeats: true, ..at_platelets(&run, 20.0) };
        let mut play = playing(stops);
        play_out(&mut play, &run);
        let first = play.playhead_min;
        play.toggle(&run);
        play_out(&mut play, &run);
        assert_eq!(play.playhead_min, first);
    }
}
