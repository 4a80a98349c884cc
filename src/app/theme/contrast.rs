//! What has to be read, and told apart, stands out in every theme.

use egui::Color32;

use super::*;
use crate::sim::Severity;

/// WCAG 2 contrast ratio.
fn contrast(a: Color32, b: Color32) -> f32 {
    let luminance = |color: Color32| {
        let [r, g, b, _] = egui::Rgba::from(color).to_array();
        0.2126 * r + 0.7152 * g + 0.0722 * b
    };
    let (a, b) = (luminance(a), luminance(b));
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}

#[test]
fn words_and_marks_stand_out_in_every_theme() {
    for tokens in THEMES {
        assert!(contrast(tokens.text, tokens.card) >= 7.0);
        assert!(contrast(tokens.quiet, tokens.card) >= 4.5);
        assert!(contrast(tokens.quiet, tokens.ground) >= 4.5);
        assert!(contrast(tokens.caution, tokens.caution_fill) >= 4.5);
        assert!(contrast(tokens.severe, tokens.severe_fill) >= 4.5);
        assert!(contrast(tokens.on_accent, tokens.accent) >= 4.5);
        for mark in [tokens.white_cells, tokens.red_cells, tokens.platelets, tokens.citrate] {
            assert!(contrast(mark, tokens.card) >= 3.0);
        }
    }
}

const THEMES: [&Tokens; 4] = [&LIGHT, &DARK, &LECTURE, &LECTURE_DARK];
const GRADES: [Severity; 4] = [Severity::Mild, Severity::Moderate, Severity::Severe, Severity::LifeThreatening];

#[test]
fn thresholds_stand_out_from_the_card_and_from_both_grounds() {
    for tokens in THEMES {
        let curves = [tokens.white_cells, tokens.red_cells, tokens.platelets, tokens.citrate];
        for (i, of) in GRADES.into_iter().enumerate() {
            let (ink, ground) = (severity(tokens, of).0, severity_ground(tokens, of));
            assert!(contrast(ink, tokens.card) >= 3.0, "{of:?}: line and bar on the card");
            // Names of ranges are words.
            assert!(contrast(ink, ground) >= 4.5, "{of:?}: line, bar and name on their own ground");
            assert!(contrast(tokens.text, ground) >= 7.0, "{of:?}: readings");
            for curve in curves {
                assert!(contrast(curve, ground) >= 2.6, "{of:?}: a curve, {}", contrast(curve, ground));
            }
            for other in &GRADES[..i] {
                assert_ne!(ground, severity_ground(tokens, *other), "{of:?} and {other:?}");
            }
        }
    }
}

#[test]
fn the_usual_range_stands_out_from_its_track_and_its_card() {
    for tokens in THEMES {
        for ground in [tokens.rail, tokens.card] {
            assert!(contrast(tokens.usual, ground) >= 3.0, "{}", contrast(tokens.usual, ground));
        }
    }
}

#[test]
fn marks_of_warnings_on_a_track_stand_out_from_the_card() {
    for tokens in THEMES {
        for of in GRADES {
            let ink = severity_mark(tokens, of).1;
            let seen = tokens.card.blend(ink);
            assert!(contrast(seen, tokens.card) >= 3.0, "{of:?}: {}", contrast(seen, tokens.card));
        }
    }
}

#[test]
fn pinned_runs_are_told_apart_from_each_other_and_from_the_curves() {
    /// Distance in Oklab; just noticeable differences are about 0.02.
    fn apart(a: Color32, b: Color32) -> f32 {
        let lab = |color: Color32| {
            let [r, g, b, _] = egui::Rgba::from(color).to_array();
            let l = (0.412_221_5 * r + 0.536_332_5 * g + 0.051_446 * b).cbrt();
            let m = (0.211_903_5 * r + 0.680_699_5 * g + 0.107_397 * b).cbrt();
            let s = (0.088_302_46 * r + 0.281_718_84 * g + 0.629_978_7 * b).cbrt();
            [
                0.210_454_26 * l + 0.793_617_8 * m - 0.004_072_05 * s,
                1.977_998_5 * l - 2.428_592_2 * m + 0.450_593_7 * s,
                0.025_904_04 * l + 0.782_771_77 * m - 0.808_675_77 * s,
            ]
        };
        let (a, b) = (lab(a), lab(b));
        (0..3).map(|i| (a[i] - b[i]).powi(2)).sum::<f32>().sqrt()
    }
    for tokens in THEMES {
        let curves = [tokens.white_cells, tokens.red_cells, tokens.platelets, tokens.citrate];
        for (i, pin) in tokens.pins.into_iter().enumerate() {
            // Its letter stands on it in the color of the card.
            assert!(contrast(pin, tokens.card) >= 4.5);
            assert!(GRADES.into_iter().all(|of| contrast(pin, severity_ground(tokens, of)) >= 3.0));
            assert!(tokens.pins[..i].iter().all(|other| apart(pin, *other) > 0.15), "pin {i}");
            assert!(curves.into_iter().all(|curve| apart(pin, curve) > 0.1), "pin {i}");
        }
    }
}

#[test]
fn each_class_of_white_cells_has_a_color_of_its_own() {
    let apart = |a: Color32, b: Color32| {
        let far = |a: u8, b: u8| f32::from(a.abs_diff(b));
        far(a.r(), b.r()).hypot(far(a.g(), b.g())).hypot(far(a.b(), b.b()))
    };
    for tokens in [&LIGHT, &DARK, &LECTURE] {
        for (i, class) in tokens.classes.into_iter().enumerate() {
            assert!(contrast(class, tokens.card) >= 3.0, "{class:?}");
            for other in [tokens.citrate, tokens.red_cells, tokens.platelets].iter().chain(&tokens.classes[..i]) {
                assert!(apart(class, *other) > 50.0, "{class:?} is like {other:?}");
            }
        }
    }
}

#[test]
fn a_lecture_is_read_from_the_last_row() {
    let tokens = &LECTURE;
    for words in [tokens.text, tokens.quiet] {
        for ground in [tokens.ground, tokens.card] {
            assert!(contrast(words, ground) >= 12.0);
        }
    }
    assert!(contrast(tokens.caution, tokens.caution_fill) >= 7.0);
    assert!(contrast(tokens.severe, tokens.severe_fill) >= 7.0);
    assert!(contrast(tokens.on_accent, tokens.accent) >= 7.0);
    // The curve that is chosen, in its row.
    assert!(contrast(tokens.accent, tokens.button_hovered) >= 7.0);
    for mark in [tokens.white_cells, tokens.red_cells, tokens.platelets, tokens.citrate, tokens.wall] {
        assert!(contrast(mark, tokens.card) >= 4.5);
    }
}
