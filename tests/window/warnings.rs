//! Warnings stand in one line each, the worst first, and none is out of sight uncounted.

use super::{WHY, bundled, settled_window, slide, window, window_of};
use buffycoat::app::App;
use buffycoat::preset::{BUNDLED, read};
use buffycoat::sim::Severity;
use buffycoat::sim::warning_groups::{Listing, counts, groups};
use buffycoat::text::Text;
use egui::Key;
use egui::accesskit::Role;
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT as _, Queryable as _};

/// The chips that ask why, from the top: what each is called, and where it is.
fn asked(window: &Harness<'_, App>) -> Vec<(String, egui::Rect)> {
    let chips = window.query_all_by_label_contains("Why? ").filter(|node| node.accesskit_node().role() == Role::Button);
    let mut chips: Vec<_> = chips.filter_map(|node| Some((node.accesskit_node().label()?, node.rect()))).collect();
    chips.sort_by(|a, b| a.1.top().total_cmp(&b.1.top()));
    chips
}

/// What the list shows at a time, in its order, as it is named.
fn expected(window: &Harness<'_, App>) -> Vec<String> {
    let (text, run) = (Text::english(), window.state().run());
    let groups = groups(&run.warnings);
    let listing = Listing::at(&groups, window.state().playhead_min());
    let all = [listing.came, listing.ahead, listing.before].concat();
    all.into_iter().map(|level| format!("Why? {}", text.warning_title(level))).collect()
}

#[test]
fn the_worst_stands_first_then_what_is_ahead_then_what_was_there_before() {
    for case in ["small_anemic_woman", "cml_very_high_count", "infant"] {
        let Some(bundled) = BUNDLED.iter().find(|bundled| bundled.name.contains(case)) else { continue };
        let mut window = settled_window(read(bundled.text).expect("sound"), [1280.0, 1600.0]);
        for time_min in [0.0, 40.0, 120.0] {
            slide(&mut window, "Time", time_min);
            window.run();
            let shown: Vec<_> = asked(&window).into_iter().map(|(name, _)| name).collect();
            assert_eq!(shown, expected(&window), "{case} at {time_min}");
        }
    }
    let groups_of_case = |window: &Harness<'_, App>, time_min: f64| -> bool {
        let groups = groups(&window.state().run().warnings);
        let listing = Listing::at(&groups, time_min);
        [listing.came, listing.ahead, listing.before].iter().all(|list| {
            list.windows(2).all(|pair| {
                pair[0].severity > pair[1].severity
                    || (pair[0].severity == pair[1].severity && pair[0].from_min <= pair[1].from_min)
            })
        })
    };
    let window = window("cml_very_high_count");
    assert!([0.0, 30.0, 90.0, 200.0].into_iter().all(|time_min| groups_of_case(&window, time_min)));
}

#[test]
fn nothing_changes_its_place_under_a_pointer_that_rests_on_the_list() {
    let mut window = settled_window(bundled("small_anemic_woman"), [1280.0, 1600.0]);
    let names = |window: &Harness<'_, App>| asked(window).into_iter().map(|(name, _)| name).collect::<Vec<_>>();
    window.state_mut().seek(0.0);
    window.run();
    let (first, place) = (names(&window), asked(&window)[0].1);
    window.hover_at(place.left_center() - egui::vec2(60.0, 0.0));
    window.run();
    window.state_mut().seek(120.0);
    window.run();
    assert_eq!(names(&window), first);
    window.hover_at(egui::pos2(640.0, 4.0));
    window.run();
    assert_eq!(names(&window), expected(&window));
    assert_ne!(names(&window), first);
}

#[test]
fn the_heading_counts_kinds_by_their_worst_severity() {
    for bundled in BUNDLED {
        let window = window_of(read(bundled.text).expect("sound"), [1280.0, 800.0], Vec::new());
        let groups = groups(&window.state().run().warnings);
        let counts = counts(groups.iter().map(|group| group.worst().severity));
        assert_eq!(counts.iter().map(|(_, count)| count).sum::<usize>(), groups.len());
        if !groups.is_empty() {
            window.get_by_label(&Text::english().severity_counts(&counts));
        }
    }
}

#[test]
fn what_is_out_of_sight_is_counted_and_brought_into_view() {
    let mut found = 0;
    for bundled in BUNDLED {
        for size in [[1280.0, 800.0], [1280.0, 560.0]] {
            let mut window = window_of(read(bundled.text).expect("sound"), size, Vec::new());
            let of_foot = |window: &Harness<'_, App>| {
                let foot = window.query_by_label_contains(" more: ")?;
                Some((foot.accesskit_node().label()?, foot.rect()))
            };
            let chips = asked(&window);
            let Some((words, foot)) = of_foot(&window) else {
                let lowest = chips.last().map_or(0.0, |(_, rect)| rect.bottom());
                assert!(lowest < size[1], "{}: nothing is out of sight", bundled.name);
                continue;
            };
            found += 1;
            // A card of one line or two goes a little further down than the middle of its chip.
            let below = |half: f32| chips.iter().filter(|(_, chip)| chip.center().y + half > foot.top() + 1.0).count();
            let hidden: usize = words.split(' ').next().and_then(|count| count.parse().ok()).expect("a count");
            let expected = expected(&window);
            assert!((below(14.0)..=below(24.0)).contains(&hidden), "{}: {words}, {expected:?}", bundled.name);
            window.get_by_label(&words).click();
            window.run_steps(6);
            let after = of_foot(&window).map_or(0, |(words, _)| {
                words.split(' ').next().and_then(|count| count.parse().ok()).unwrap_or(usize::MAX)
            });
            assert!(after < hidden, "{}: {after} of {hidden} are still out of sight", bundled.name);
        }
    }
    assert!(found > 0, "no case has more than there is room for");
}

#[test]
fn no_title_is_cut_and_none_touches_its_time() {
    for bundled in BUNDLED {
        let mut window = window_of(read(bundled.text).expect("sound"), [1280.0, 800.0], Vec::new());
        for time_min in [0.0, 60.0, 150.0] {
            slide(&mut window, "Time", time_min);
            window.run();
            let painted = super::painted_in(&window.output().shapes);
            for (name, chip) in asked(&window) {
                let row: Vec<_> = painted
                    .iter()
                    .filter(|words| words.rect.left() > 970.0 && (words.rect.center().y - chip.center().y).abs() < 5.0)
                    // What lies scrolled away below is not seen beside others.
                    .filter(|words| words.clip.contains(chip.center()) && words.clip.width() < 290.0)
                    .collect();
                if row.is_empty() {
                    // Out of sight.
                    continue;
                }
                let title = name.trim_start_matches("Why? ");
                let shown = row.iter().find(|words| words.words == title);
                let shown = shown.unwrap_or_else(|| panic!("{}: {title} is cut", bundled.name));
                for other in row.iter().filter(|other| other.rect.left() > shown.rect.left()) {
                    assert!(shown.rect.right() < other.rect.left(), "{}: {title} and {}", bundled.name, other.words);
                }
                assert!(row.iter().all(|words| words.words == "Why?" || words.rect.right() <= chip.left()), "{title}");
            }
        }
    }
}

#[test]
fn pressing_a_warning_moves_the_playhead_to_its_onset() {
    let mut window = window("small_anemic_woman");
    for (words, minutes) in [("Moderate anemia, from 0:06", 6), ("Calcium below 0.90, from 1:08", 68)] {
        let card = window
            .get_all_by_role(Role::Button)
            .find(|node| node.accesskit_node().label().is_some_and(|label| label.starts_with(words)));
        let card = card.unwrap_or_else(|| panic!("no {words}"));
        assert!(card.accesskit_node().data().description().is_some_and(|told| told == "Press to go there."));
        card.focus();
        window.run();
        window.key_press(Key::Enter);
        window.run();
        assert_eq!(window.state().playhead_min().floor() as i32, minutes, "{words}");
    }
    // What was there before has no moment at which it came.
    let before = window.get_by_label_contains("Platelets below 150, now, from the start");
    assert_eq!(before.accesskit_node().role(), Role::Label);
}

#[test]
fn what_is_severe_looks_so_before_it_is_read() {
    // The sign of each severity differs in shape: a ring, a disc, a triangle, an octagon.
    let window = window("cml_very_high_count");
    let groups = groups(&window.state().run().warnings);
    assert!(groups.iter().any(|group| group.worst().severity >= Severity::Severe));
    let first = asked(&window).first().map(|(name, _)| name.clone());
    assert_eq!(first, expected(&window).first().cloned());
}

#[test]
fn a_narrow_window_lists_warnings_beside_their_explanation() {
    let mut window = settled_window(bundled("small_anemic_woman"), [1024.0, 768.0]);
    window.get_by_label_contains("Warnings (").click();
    window.run();
    window.get_by_role_and_label(Role::Button, WHY).click_accesskit();
    window.run();
    let close = window.get_by_label("Close this explanation").rect();
    let chip = window.get_by_role_and_label(Role::Button, WHY).rect();
    assert!(close.left() > chip.right(), "the list stays beside it");
}
