//! The ranges of each slider's values in which a warning would come.

use super::latest::Latest;
use super::task::{Runner, Step};
use crate::app::state::{RunView, SliderRange};
use crate::sim::Protocol;
use crate::study::warning_ranges::{Range, ranges};

/// The ranges of all sliders, as far as they are known.
#[derive(Default)]
pub struct WarningRanges(pub(super) Latest<Question, Vec<Swept>>);

/// The run, by its revision, and the sliders to sweep.
#[derive(Clone, Debug, PartialEq)]
pub struct Question {
    revision: u64,
    sliders: Vec<SliderRange>,
}

/// What was found for one slider.
#[derive(Clone)]
pub struct Swept {
    of: SliderRange,
    /// The case that was swept; the setting's own value does not matter.
    protocol: Protocol,
    ranges: Vec<Range>,
}

impl Swept {
    fn holds_for(&self, (setting, (from, to)): SliderRange, protocol: &Protocol) -> bool {
        let (swept, (min, max)) = self.of;
        swept == setting && min <= from && to <= max && self.protocol.is_alike_but_for(protocol, &[setting])
    }
}

impl WarningRanges {
    fn swept(&self) -> &[Swept] {
        self.0.newest().map_or(&[], |(_, swept)| swept)
    }

    /// The ranges on a slider, and whether they hold for this protocol: stale ones stay until the new ones come.
    pub fn of(&self, slider: SliderRange, protocol: &Protocol) -> Option<(&[Range], bool)> {
        let swept = self.swept().iter().find(|swept| swept.of.0 == slider.0)?;
        Some((&swept.ranges, swept.holds_for(slider, protocol)))
    }

    /// Takes what has been found since. A sweep for another run is canceled.
    pub fn deliver(&mut self, run: &RunView) {
        self.0.deliver(|question| question.revision == run.revision);
    }

    /// Starts to sweep the sliders whose ranges are not known, in this order, unless that is under way or done.
    pub fn start(&mut self, runner: &Runner<'_>, sliders: &[SliderRange], run: &RunView) {
        let question = Question { revision: run.revision, sliders: sliders.to_vec() };
        if self.0.is_running() || self.0.has_ended(&question) {
            return;
        }
        let protocol = run.run.protocol.clone();
        let mut swept = self.swept().to_vec();
        let is_unknown = |slider: &SliderRange| !swept.iter().any(|swept| swept.holds_for(*slider, &protocol));
        let unknown: Vec<_> = sliders.iter().copied().filter(is_unknown).collect();
        let mut unknown = unknown.into_iter();
        self.0.start_in_steps(runner, "warning ranges", question, move |reporter| {
            let Some((setting, reach)) = unknown.next() else { return Step::Over };
            let found = ranges(&protocol, setting, reach, &|| reporter.is_canceled());
            let Some(ranges) = found else { return Step::Over };
            swept.retain(|swept| swept.of.0 != setting);
            swept.push(Swept { of: (setting, reach), protocol: protocol.clone(), ranges });
            reporter.answer(swept.clone());
            Step::More
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::background::Execution;
    use crate::app::state::testing::{change, small_woman};
    use crate::sim::SettingId;

    const FLOW: SliderRange = (SettingId::InletFlow, (5.0, 120.0));
    const HEMATOCRIT: SliderRange = (SettingId::Hematocrit, (15.0, 60.0));

    fn start(ranges: &mut WarningRanges, execution: Execution, sliders: &[SliderRange], run: &RunView) {
        ranges.start(&Runner { execution, ctx: &egui::Context::default() }, sliders, run);
    }

    fn wait(ranges: &mut WarningRanges, run: &RunView) {
        while ranges.0.is_running() {
            ranges.deliver(run);
            std::thread::yield_now();
        }
    }

    fn is_fresh(ranges: &WarningRanges, slider: SliderRange, run: &RunView) -> Option<bool> {
        ranges.of(slider, &run.run.protocol).map(|(_, holds)| holds)
    }

    #[test]
    fn what_a_setting_does_to_its_own_warnings_still_holds_when_it_is_moved() {
        let (mut found, mut run) = (WarningRanges::default(), small_woman());
        start(&mut found, Execution::Thread, &[FLOW, HEMATOCRIT], &run);
        wait(&mut found, &run);
        let direct = ranges(&run.run.protocol, FLOW.0, FLOW.1, &|| false).expect("not canceled");
        assert_eq!(found.of(FLOW, &run.run.protocol), Some((&direct[..], true)));
        change(&mut run, FLOW.0, 61.0);
        assert_eq!((is_fresh(&found, FLOW, &run), is_fresh(&found, HEMATOCRIT, &run)), (Some(true), Some(false)));
        start(&mut found, Execution::Inline, &[FLOW, HEMATOCRIT], &run);
        assert_eq!(is_fresh(&found, HEMATOCRIT, &run), Some(true));
    }

    #[test]
    fn a_change_calls_the_sweep_off_and_nothing_is_swept_twice() {
        let (mut found, mut run) = (WarningRanges::default(), small_woman());
        start(&mut found, Execution::Thread, &[FLOW, HEMATOCRIT], &run);
        let canceled = found.0.canceled();
        change(&mut run, HEMATOCRIT.0, 31.0);
        found.deliver(&run);
        assert!(canceled.load(std::sync::atomic::Ordering::Relaxed) && !found.0.is_running());
        assert_eq!(is_fresh(&found, FLOW, &run), None);
        start(&mut found, Execution::Inline, &[FLOW], &run);
        start(&mut found, Execution::Thread, &[FLOW], &run);
        assert!(!found.0.is_running(), "there is nothing left to sweep");
    }
}
