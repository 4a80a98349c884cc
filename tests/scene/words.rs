//! Words stay within the picture and off each other.

use super::*;
use buffycoat::model::cells::WhiteCell;
use buffycoat::picture::{Anchor, Weight};
use buffycoat::sim::{SettingId, Value};
use std::collections::BTreeSet;

/// Of scenes in small windows, and in a middling one.
const SMALL: [Point; 4] = [point(470.0, 270.0), point(560.0, 300.0), point(700.0, 340.0), point(1100.0, 600.0)];

/// Where words stand: their part, what they say, and their room.
struct Placed {
    part: PartId,
    words: String,
    room: Area,
}

/// The room of words, by widths that the letters of the window's fonts have at most.
fn room(at: Point, anchor: Anchor, weight: Weight, words: &str, scale: f32, plate: bool) -> Area {
    let points = if weight == Weight::Strong { 15.0 } else { 13.0 };
    let em = points * scale.max(1.0);
    let of_one = |letter| match letter {
        ' ' | '.' | ',' | '\u{b7}' | '/' | 'i' | 'j' | 'l' | 't' | 'f' | 'r' | '\u{a0}' => 0.36,
        'm' | 'w' | 'M' | 'W' | '%' => 0.88,
        '\u{2070}'..='\u{2079}' | '\u{b2}' | '\u{b3}' | '\u{b9}' => 0.45,
        '0'..='9' | 'A'..='Z' | '\u{d7}' => 0.66,
        _ => 0.6,
    };
    let width = em * words.chars().map(of_one).sum::<f32>();
    let left = match anchor {
        Anchor::Left => at.x,
        Anchor::Center => at.x - width / 2.0,
        Anchor::Right => at.x - width,
    };
    // The ground of a plate is larger than its words.
    let (beside, above) = if plate { (7.0 * scale.max(1.0), 2.0 * scale.max(1.0)) } else { (0.0, 0.0) };
    Area::new(left - beside, at.y - em / 2.0 - above, left + width + beside, at.y + em / 2.0 + above)
}

fn placed(drawn: &Drawn) -> Vec<Placed> {
    let mut all = Vec::new();
    for part in &drawn.scene.parts {
        for shape in part.behind.iter().chain(&part.before) {
            if let Form::Words { at, anchor, weight, words, plate } = &shape.form {
                let room = room(*at, *anchor, *weight, words, drawn.scene.scale, *plate);
                all.push(Placed { part: part.id, words: words.clone(), room });
            }
        }
    }
    all
}

/// By how much two areas overlap, the lesser of both ways.
fn overlap(a: &Area, b: &Area) -> f32 {
    let width = a.right.min(b.right) - a.left.max(b.left);
    let height = a.bottom.min(b.bottom) - a.top.max(b.top);
    width.min(height)
}

/// Cases with every fluid, long numbers, and every kind of cell.
fn fullest() -> [Case; 3] {
    [(150.0, 12.0, 12.5), (100.0, 0.5, 12.5), (150.0, 3.0, 0.0)].map(|(inlet, collect, calcium)| {
        let mut protocol = protocol("cml_very_high_count");
        let settings = &mut protocol.settings;
        for (setting, value) in [
            (SettingId::CalciumInfusion, calcium),
            (SettingId::ReplacementFlow, 12.5),
            (SettingId::InletFlow, inlet),
            (SettingId::AnticoagulantRatio, 6.0),
            (SettingId::CollectFlow, collect),
            (SettingId::BagCapacity, 4000.0),
            (SettingId::BloodVolume, 10_400.0),
            (SettingId::PackingFactor, 15.0),
            (SettingId::WhiteCells(WhiteCell::Cd34), 0.5),
            (SettingId::Duration, 300.0),
        ] {
            setting.set(settings, &Value::Number(value));
        }
        Case { name: "the fullest", run: run_of(&protocol) }
    })
}

/// Every scene whose words are looked at.
fn every_scene(mut visit: impl FnMut(&str, Point, &Drawn)) {
    let text = Text::english();
    for case in cases().into_iter().chain(fullest()) {
        let times = while_collecting(&case.run).into_iter().chain([0.0, 1.0, 3.0, case.run.end_min]);
        let rinse = phase(&case.run, Phase::RinseBack).map(|(from, to)| f64::midpoint(from, to));
        for time_min in times.chain(rinse) {
            for size in SIZES.into_iter().chain(SMALL) {
                for reduced_motion in [false, true] {
                    let staging = Staging { reduced_motion, ..staging(size) };
                    let drawn = draw_with(&case.run, time_min, &SceneClock::default(), &staging, &text);
                    visit(&format!("{} at {time_min:.1} min, {}×{}", case.name, size.x, size.y), size, &drawn);
                }
            }
        }
    }
}

#[test]
fn no_words_leave_the_picture() {
    /// The estimate is generous.
    const SLACK: f32 = 2.0;
    let mut outside = BTreeSet::new();
    every_scene(|_, size, drawn| {
        for Placed { part, words, room } in placed(drawn) {
            let inside = room.left >= -SLACK
                && room.top >= -SLACK
                && room.right <= size.x + SLACK
                && room.bottom <= size.y + SLACK;
            if !inside {
                outside.insert(format!("{part:?} {words:?} in {}×{}: {room:?}", size.x, size.y));
            }
        }
    });
    assert!(outside.is_empty(), "{} words outside:\n{}", outside.len(), Vec::from_iter(outside).join("\n"));
}

#[test]
fn no_words_lie_over_others() {
    const SLACK: f32 = 2.0;
    let mut pairs: std::collections::BTreeMap<String, (f32, String)> = std::collections::BTreeMap::new();
    every_scene(|what, _, drawn| {
        let placed = placed(drawn);
        for (i, a) in placed.iter().enumerate() {
            for b in &placed[i + 1..] {
                let by = overlap(&a.room, &b.room);
                if by > SLACK {
                    let example = format!("{:?} over {:?}, by {by:.1}, {what}", a.words, b.words);
                    let pair = format!("{:?} and {:?}", a.part, b.part);
                    let worst = pairs.entry(pair).or_insert((by, example.clone()));
                    if by > worst.0 {
                        *worst = (by, example);
                    }
                }
            }
        }
    });
    let lines: Vec<_> = pairs.iter().map(|(pair, (_, example))| format!("{pair}: {example}")).collect();
    assert!(lines.is_empty(), "{} pairs of parts:\n{}", lines.len(), lines.join("\n"));
}
