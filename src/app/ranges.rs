//! What sweeps have found for the tracks of the controls: the ranges in which each warning would come.

use std::sync::mpsc::TryRecvError;

use super::derived::Derived;
use super::jobs::{Job, Way};
use crate::sim::{Protocol, SettingId};
use crate::study::ranges::{Range, ranges};

/// A control's setting, and what its track reaches.
pub type Reach = (SettingId, (f64, f64));

/// The ranges of all tracks, as far as they are known. At most one sweep is under way.
#[derive(Default)]
pub struct Ranges {
    swept: Vec<Swept>,
    job: Option<Job<Swept>>,
    /// The run for which all was done that can be.
    done: Option<(u64, Vec<Reach>)>,
    /// The tracks that are being swept.
    asked: Vec<Reach>,
}

/// What was found for one track.
struct Swept {
    of: Reach,
    /// The case that was swept; the setting's own value does not matter.
    protocol: Protocol,
    ranges: Vec<Range>,
}

impl Swept {
    fn holds_for(&self, (setting, (from, to)): Reach, protocol: &Protocol) -> bool {
        let (swept, (least, most)) = self.of;
        swept == setting && least <= from && to <= most && self.protocol.is_alike_but_for(protocol, &[setting])
    }
}

impl Ranges {
    /// The ranges on a track, and whether they hold for this protocol: stale ones stay until the new ones come.
    pub fn of(&self, track: Reach, protocol: &Protocol) -> Option<(&[Range], bool)> {
        let swept = self.swept.iter().find(|swept| swept.of.0 == track.0)?;
        Some((&swept.ranges, swept.holds_for(track, protocol)))
    }

    /// Whether a sweep is under way.
    pub fn is_under_way(&self) -> bool {
        self.job.is_some()
    }

    /// Forgets what was found: another case is open.
    pub fn forget(&mut self) {
        *self = Self::default();
    }

    /// Takes what has been found since. A sweep for another run is called off.
    pub fn deliver(&mut self, derived: &Derived) {
        self.job.take_if(|job| job.revision() != derived.revision());
        let Some(job) = &self.job else { return };
        loop {
            match job.take() {
                Ok(found) => {
                    self.swept.retain(|swept| swept.of.0 != found.of.0);
                    self.swept.push(found);
                }
                Err(TryRecvError::Empty) => return,
                Err(TryRecvError::Disconnected) => break,
            }
        }
        self.done = Some((derived.revision(), std::mem::take(&mut self.asked)));
        self.job = None;
    }

    /// Starts to sweep the tracks whose ranges are not known, in this order, unless that is under way or done.
    pub fn start(&mut self, way: Way, tracks: &[Reach], derived: &Derived, ctx: &egui::Context) {
        let is_done = self.done.as_ref().is_some_and(|(run, swept)| *run == derived.revision() && swept == tracks);
        if self.job.is_some() || is_done {
            return;
        }
        let protocol = derived.run.protocol.clone();
        let is_known = |track: &Reach| self.swept.iter().any(|swept| swept.holds_for(*track, &protocol));
        let unknown: Vec<_> = tracks.iter().copied().filter(|track| !is_known(track)).collect();
        let job = Job::start(way, "ranges", derived.revision(), ctx, move |desk| {
            for (setting, reach) in unknown {
                let found = ranges(&protocol, setting, reach, &|| desk.is_called_off());
                let Some(ranges) = found else { return };
                desk.answer(Swept { of: (setting, reach), protocol: protocol.clone(), ranges });
            }
        });
        self.job = Some(job);
        self.asked = tracks.to_vec();
        if way == Way::AtOnce {
            self.deliver(derived);
            ctx.request_repaint();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::derived::testing::{change, small_woman};

    const FLOW: Reach = (SettingId::InletFlow, (5.0, 120.0));
    const HEMATOCRIT: Reach = (SettingId::Hematocrit, (15.0, 60.0));

    fn wait(ranges: &mut Ranges, derived: &Derived) {
        while ranges.is_under_way() {
            ranges.deliver(derived);
            std::thread::yield_now();
        }
    }

    fn is_fresh(ranges: &Ranges, track: Reach, derived: &Derived) -> Option<bool> {
        ranges.of(track, &derived.run.protocol).map(|(_, holds)| holds)
    }

    #[test]
    fn what_a_setting_does_to_its_own_warnings_still_holds_when_it_is_moved() {
        let (mut found, mut derived, ctx) = (Ranges::default(), small_woman(), egui::Context::default());
        found.start(Way::OnThread, &[FLOW, HEMATOCRIT], &derived, &ctx);
        wait(&mut found, &derived);
        let direct = ranges(&derived.run.protocol, FLOW.0, FLOW.1, &|| false).expect("not canceled");
        assert_eq!(found.of(FLOW, &derived.run.protocol), Some((&direct[..], true)));
        change(&mut derived, FLOW.0, 61.0);
        assert_eq!(
            (is_fresh(&found, FLOW, &derived), is_fresh(&found, HEMATOCRIT, &derived)),
            (Some(true), Some(false))
        );
        found.start(Way::OnThread, &[FLOW, HEMATOCRIT], &derived, &ctx);
        wait(&mut found, &derived);
        assert_eq!(is_fresh(&found, HEMATOCRIT, &derived), Some(true));
    }

    #[test]
    fn a_change_calls_the_sweep_off_and_nothing_is_swept_twice() {
        let (mut found, mut derived, ctx) = (Ranges::default(), small_woman(), egui::Context::default());
        found.start(Way::OnThread, &[FLOW, HEMATOCRIT], &derived, &ctx);
        let stop = found.job.as_ref().expect("under way").stop();
        change(&mut derived, HEMATOCRIT.0, 31.0);
        found.deliver(&derived);
        assert!(stop.load(std::sync::atomic::Ordering::Relaxed) && !found.is_under_way());
        assert_eq!(is_fresh(&found, FLOW, &derived), None);
        found.start(Way::OnThread, &[FLOW], &derived, &ctx);
        wait(&mut found, &derived);
        found.start(Way::OnThread, &[FLOW], &derived, &ctx);
        assert!(!found.is_under_way(), "there is nothing left to sweep");
    }
}
