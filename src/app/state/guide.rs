//! A guided run: which step is told, and how much of it is over.

use crate::sim::Run;
use crate::sim::guide::{Step, steps};

/// The whole of it takes about a minute, s.
const WHOLE_S: f64 = 60.0;

#[derive(Clone, Debug, PartialEq)]
pub struct Guide {
    steps: Vec<Step>,
    at: usize,
    /// How long the step has been told, s.
    told_s: f64,
    pub playing: bool,
}

impl Guide {
    /// A run from its first step; `None` for a run of which there is nothing to tell.
    pub fn new(run: &Run, playing: bool) -> Option<Self> {
        let steps = steps(run);
        (!steps.is_empty()).then_some(Self { steps, at: 0, told_s: 0.0, playing })
    }

    pub fn step(&self) -> Step {
        self.steps[self.at]
    }

    /// Which step it is, counted from 0, and how many there are.
    pub const fn place(&self) -> (usize, usize) {
        (self.at, self.steps.len())
    }

    pub const fn is_last(&self) -> bool {
        self.at + 1 == self.steps.len()
    }

    fn step_s(&self) -> f64 {
        WHOLE_S / self.steps.len() as f64
    }

    /// How much of the step is over, from 0 to 1.
    pub fn share(&self) -> f64 {
        (self.told_s / self.step_s()).min(1.0)
    }

    /// Whether all has been told.
    pub fn is_over(&self) -> bool {
        self.is_last() && self.share() >= 1.0
    }

    /// Where the playhead stands, min.
    pub fn playhead_min(&self) -> f64 {
        let Step { from_min, to_min, .. } = self.step();
        from_min + self.share() * (to_min - from_min)
    }

    /// Lets time pass.
    pub fn advance(&mut self, seconds: f64) {
        if !self.playing {
            return;
        }
        self.told_s += seconds;
        if self.told_s < self.step_s() {
            return;
        }
        if self.is_last() {
            (self.told_s, self.playing) = (self.step_s(), false);
        } else {
            (self.at, self.told_s) = (self.at + 1, self.told_s - self.step_s());
        }
    }

    /// Goes to the step after this one, or before it; from the middle of a step back to its beginning. While it is stopped, each step
    /// is shown as it ends: all that is told of it has happened.
    pub fn turn(&mut self, forward: bool) {
        /// A step that has just begun is left for the one before.
        const JUST_BEGUN: f64 = 0.2;
        match (forward, self.is_last()) {
            (true, true) => self.finish_step(),
            (true, false) => (self.at, self.told_s) = (self.at + 1, 0.0),
            (false, _) if self.share() > JUST_BEGUN && self.playing => self.told_s = 0.0,
            (false, _) => (self.at, self.told_s) = (self.at.saturating_sub(1), 0.0),
        }
        if !self.playing {
            self.finish_step();
        }
    }

    /// Goes to the end of the step.
    pub fn finish_step(&mut self) {
        self.told_s = self.step_s();
    }

    /// Stops or goes on; from the end it begins anew.
    pub fn toggle(&mut self) {
        if self.is_over() {
            (self.at, self.told_s) = (0, 0.0);
        }
        self.playing = !self.playing;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::preset::{BUNDLED, read};
    use crate::sim::simulate;

    fn guide() -> Guide {
        let run = simulate(&read(BUNDLED[0].text).unwrap().protocol).unwrap();
        Guide::new(&run, true).unwrap()
    }

    #[test]
    fn it_takes_a_minute_and_tells_every_step_while_the_playhead_only_moves_on() {
        let mut guide = guide();
        let (mut seconds, mut before) = (0.0, 0.0);
        let mut told = vec![guide.step().topic];
        while guide.playing {
            guide.advance(0.1);
            seconds += 0.1;
            assert!(guide.playhead_min() >= before);
            before = guide.playhead_min();
            if told.last() != Some(&guide.step().topic) {
                told.push(guide.step().topic);
            }
        }
        assert!((59.0..61.0).contains(&seconds) && guide.is_over(), "{seconds}");
        assert_eq!(told.len(), 7);
        guide.toggle();
        assert!(guide.playing && guide.playhead_min() == 0.0, "it begins anew");
    }

    #[test]
    fn it_is_turned_to_the_next_step_and_back_and_rests_while_it_is_stopped() {
        let mut guide = guide();
        guide.toggle();
        guide.turn(true);
        let second = guide.step().to_min;
        guide.advance(5.0);
        assert_eq!(guide.playhead_min(), second);
        guide.turn(false);
        guide.turn(false);
        assert_eq!(guide.place(), (0, 7));
        for _ in 0..9 {
            guide.turn(true);
        }
        assert!(guide.is_over());
    }
}
