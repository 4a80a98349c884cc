//! Promise: a case goes through a chat as one line and comes back as the same case; a damaged line is explained and opens nothing.

use buffycoat::picture::qr::Qr;
use buffycoat::preset::{
    self, BUNDLED, Preset, ShareProblem, VirtualPatients, is_share_text, read_share_text, share_text,
};
use buffycoat::sim::aim::Aim;
use buffycoat::sim::settings::ValueKind;
use buffycoat::sim::{Change, SettingId, Settings, Value};
use buffycoat::text::Text;
use proptest::prelude::*;

use crate::bundled;

/// A typical case, changed by hand, stays a line of a chat.
const TYPICAL: usize = 300;

fn shared(preset: &Preset) -> String {
    share_text(preset).expect("a case of this size can be shared")
}

#[test]
fn every_bundled_case_comes_back_and_is_short() {
    for case in BUNDLED {
        let preset = bundled(case.name);
        let text = shared(&preset);
        assert!(text.len() < 60, "{}: {} signs", case.name, text.len());
        assert_eq!(read_share_text(&text).as_ref(), Ok(&preset), "{}", case.name);
    }
}

#[test]
fn a_case_changed_by_hand_is_a_line_of_a_chat() {
    let mut preset = bundled("aml_leukostasis_low_platelets");
    let assignments = [
        "patient.weight_kg=64",
        "patient.hematocrit_percent=22",
        "patient.white_cells_e9_per_l.blast=180",
        "procedure.inlet_flow_ml_min=45",
        "procedure.duration_min=200",
        "procedure.calcium_infusion_mmol_h=4.5",
        "machine.interface_position=0.45",
    ];
    for assignment in assignments {
        preset::assign(&mut preset.protocol.settings, assignment).expect(assignment);
    }
    preset::assign_in_run(&mut preset.protocol, "procedure.inlet_flow_ml_min=30 @ 90").expect("sound");
    preset.title = "AML, leukostasis: Tuesday's group".to_owned();
    let text = shared(&preset);
    assert!(text.len() <= TYPICAL, "{} signs: {text}", text.len());
    assert_eq!(read_share_text(&text), Ok(preset));
}

#[test]
fn a_case_of_one_s_own_comes_back_with_its_words() {
    let mut preset = Preset {
        lesson: "First line.\nSecond line, with a \\ and \"quotes\".".to_owned(),
        title: "Mine".to_owned(),
        story: "A man of 50.\n\nHe has „Blasten“ – 180 ×10⁹/L.".to_owned(),
        aim: Some(Aim::Duration { duration_min: 90.0 }),
        virtual_patients: VirtualPatients { seed: 7, count: 50 },
        ..Preset::default()
    };
    preset.protocol.settings = bundled("healthy_donor").protocol.settings;
    let text = shared(&preset);
    assert_eq!(read_share_text(&text), Ok(preset));
    for case in BUNDLED {
        let aimed = Preset { aim: bundled(case.name).aim, ..Preset::default() };
        let aimed = Preset { protocol: bundled(case.name).protocol, ..aimed };
        let back = read_share_text(&shared(&aimed)).expect(case.name);
        assert_eq!(back, aimed, "{}", case.name);
    }
}

/// Made by another deflater: a text that was once sent is read for ever.
#[test]
fn a_text_of_the_first_release_is_read() {
    const SENT: &str =
        "BC1JDTCKDE3VPFM8D6Y9H6B0D6Z5G6FAK49DVC1HREDGYKAC60ERQF091NPDN1MMMWBAC92QNCB2Q08TPA83DAG6EFFB4MHG6GSD1S0200";
    let mut expected = Preset { title: "Tuesday's group".to_owned(), ..Preset::default() };
    expected.aim = Some(Aim::Duration { duration_min: 120.0 });
    let protocol = &mut expected.protocol;
    for assignment in [
        "patient.sex=Male",
        "patient.age_years=44",
        "patient.weight_kg=81.5",
        "patient.white_cells_e9_per_l.lymphocyte=2",
        "procedure.inlet_flow_ml_min=55",
    ] {
        preset::assign(&mut protocol.settings, assignment).expect(assignment);
    }
    preset::assign_in_run(protocol, "procedure.draw=PausedReturnOpen @ 90").expect("sound");
    assert_eq!(read_share_text(SENT), Ok(expected));
}

#[test]
fn what_a_chat_does_to_it_does_no_harm() {
    let mut preset = bundled("healthy_donor");
    preset.protocol.settings.procedure.inlet_flow_ml_min = 71.5;
    let text = shared(&preset);
    let wrapped: Vec<String> = text.as_bytes().chunks(16).map(|line| String::from_utf8_lossy(line).into()).collect();
    let grouped = text.as_bytes().chunks(4).map(String::from_utf8_lossy).collect::<Vec<_>>().join("-");
    for harmed in [
        format!("  {text}\n"),
        format!("“{text}”"),
        format!("`{text}`"),
        text.to_lowercase(),
        format!("Try this: {text}"),
        format!("> {}", wrapped.join("\r\n> ")),
        wrapped.join("\u{200b}\u{a0}"),
        grouped,
    ] {
        assert!(is_share_text(&harmed), "{harmed}");
        assert_eq!(read_share_text(&harmed).as_ref(), Ok(&preset), "{harmed}");
    }
}

#[test]
fn a_damaged_one_is_a_sentence() {
    let words = Text::english();
    let text = shared(&bundled("cml_pregnancy"));
    let middle = text.len() / 2;
    let other = if text.as_bytes()[middle] == b'7' { "8" } else { "7" };
    let mut changed = text.clone();
    changed.replace_range(middle..=middle, other);
    for damaged in [changed, text[..text.len() - 3].to_owned(), format!("{text}ABC"), format!("{text} and more")] {
        let problem = read_share_text(&damaged).expect_err("damaged");
        assert_eq!(problem, ShareProblem::Damaged, "{damaged}");
        assert!(words.share_problem(&problem).contains("copy it again"));
    }
    let newer = text.replacen("BC1", "BC2", 1);
    assert_eq!(read_share_text(&newer), Err(ShareProblem::NewerVersion));
    for no_share in ["", "hello", "BC", "BC0", "ABC1", "bundled"] {
        assert_eq!(read_share_text(no_share), Err(ShareProblem::NotShareText), "{no_share}");
    }
    assert_eq!(read_share_text(&"BC1".repeat(100_000)), Err(ShareProblem::TooLong));
    for problem in [ShareProblem::NotShareText, ShareProblem::TooLong, ShareProblem::NewerVersion] {
        assert!(words.share_problem(&problem).ends_with('.'));
    }
    let other = words.share_problem(&ShareProblem::OtherRelease("healthy_donor".to_owned()));
    assert!(other.contains("healthy_donor"), "{other}");
}

#[test]
fn a_short_one_that_unfolds_without_end_is_refused() {
    let mut deflated = Vec::with_capacity(100_000);
    let mut deflater = flate2::Compress::new(flate2::Compression::best(), false);
    deflater.compress_vec(&vec![b'\n'; 10_000_000], &mut deflated, flate2::FlushCompress::Finish).expect("memory");
    let mut crc = flate2::Crc::new();
    crc.update(&deflated);
    let mut bytes = crc.sum().to_be_bytes().to_vec();
    bytes.extend(deflated);
    let signs: String = bits(&bytes).chunks(5).map(sign).collect();
    assert_eq!(read_share_text(&format!("BC1{signs}")), Err(ShareProblem::TooLong));
}

fn bits(bytes: &[u8]) -> Vec<bool> {
    bytes.iter().flat_map(|byte| (0..8).rev().map(move |bit| byte >> bit & 1 == 1)).collect()
}

fn sign(five: &[bool]) -> char {
    let value = (0..5).fold(0, |value, place| value * 2 + usize::from(five.get(place) == Some(&true)));
    char::from(b"0123456789ABCDEFGHJKMNPQRSTVWXYZ"[value])
}

#[test]
fn the_square_code_of_a_typical_case_can_be_read_from_the_back_row() {
    let qr = Qr::of(&shared(&bundled("cml_pregnancy"))).expect("fits");
    assert!(qr.side() <= 41, "{} modules a side", qr.side());
    // The finder in the upper left corner: dark, with a pale ring.
    assert!(qr.is_dark(0, 0) && !qr.is_dark(1, 1) && qr.is_dark(2, 2));
    assert!(Qr::of(&"A".repeat(5000)).is_none());
}

/// A value that this setting may have.
fn value_of(setting: SettingId, share: f64) -> Value {
    match &setting.row().kind {
        ValueKind::Number(number) if number.can_be_estimated() && share < 0.2 => Value::Estimated,
        ValueKind::Number(number) => Value::Number(number.min + (number.max - number.min) * share),
        ValueKind::Switch { .. } => Value::Switch(share < 0.5),
        ValueKind::Choice { options, .. } => {
            Value::Choice(((share * options.len() as f64) as usize).min(options.len() - 1))
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn random_changes_come_back(
        case in 0..BUNDLED.len(),
        changed in proptest::collection::vec((0..200_usize, 0.0..1.0_f64), 0..12),
        timed in proptest::collection::vec((0..100_usize, 0.0..1.0_f64, 0.0..300.0_f64), 0..4),
    ) {
        let mut preset = bundled(BUNDLED[case].name);
        let all: Vec<_> = SettingId::all().collect();
        for (which, share) in changed {
            let setting = all[which % all.len()];
            setting.set(&mut preset.protocol.settings, &value_of(setting, share));
        }
        let mid_run: Vec<_> = all.iter().copied().filter(|setting| setting.row().mid_run).collect();
        for (which, share, at_min) in timed {
            let setting = mid_run[which % mid_run.len()];
            // Held to what the table stores.
            let mut settings = Settings::default();
            setting.set(&mut settings, &value_of(setting, share));
            preset.protocol.changes.push(Change { at_min, values: vec![(setting, setting.get(&settings))] });
        }
        prop_assume!(preset.protocol.check().is_ok());
        let text = shared(&preset);
        prop_assert_eq!(read_share_text(&text), Ok(preset));
    }

    #[test]
    fn whatever_is_pasted_is_answered(words in ".{0,200}", signs in "BC1[0-9A-Z]{0,200}") {
        let _ = read_share_text(&words);
        let _ = read_share_text(&signs);
    }
}
