//! What the tests of all work for a run begin with.

use super::RunView;
use crate::preset::{Bundled, read};
use crate::sim::{SettingId, Value};

pub fn small_woman() -> RunView {
    let bundled = Bundled::by_name("small_anemic_woman").expect("a bundled preset");
    RunView::of(&read(bundled.text).expect("a sound preset").protocol).expect("a sensible case")
}

pub fn change(run: &mut RunView, setting: SettingId, value: f64) {
    let mut protocol = run.run.protocol.clone();
    setting.set(&mut protocol.settings, &Value::Number(value));
    run.follow(&protocol);
}
