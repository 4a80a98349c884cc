//! Promise: nothing that comes in can hurt: whatever stands in a file, a picture or a line, it is read or explained, soon and in little memory.

mod mutate;
mod readers;
mod sound;

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use buffycoat::lesson;
use buffycoat::preset::{self, Preset, share_text};
use buffycoat::sim::{Change, SettingId, Value};
use buffycoat::text::Text;
use rayon::prelude::*;

use crate::bundled;

pub use mutate::Random;

/// How long one reading may take: far more than it does, since the machine may be busy.
const LONGEST: Duration = Duration::from_secs(4);

/// How long all of them together may take before they count as hanging.
const LONGEST_OF_ALL: Duration = Duration::from_mins(4);

/// The most memory that reading on all cores may take, kB.
const MOST_MEMORY_KB: u64 = 400_000;

/// Makes damaged bytes.
type Damage<'a> = Box<dyn Fn(&mut Random) -> Vec<u8> + Sync + 'a>;

/// One way in, how often it is tried, and what makes damaged bytes for it.
struct Trial<'a> {
    name: &'static str,
    times: u64,
    reads: fn(&[u8]),
    damaged: Damage<'a>,
}

impl Trial<'_> {
    /// Reads the damaged bytes of this number: how long that took, and what went wrong.
    fn run(&self, number: u64) -> (Duration, Option<String>) {
        let bytes = (self.damaged)(&mut Random::new(number));
        let once = || {
            let since = Instant::now();
            let is_calm = catch_unwind(AssertUnwindSafe(|| (self.reads)(&bytes))).is_ok();
            (is_calm, since.elapsed())
        };
        let (is_calm, mut took) = once();
        if took > LONGEST {
            // A machine that stood still does so once.
            took = took.min(once().1);
        }
        let wrong = (!is_calm || took > LONGEST).then(|| {
            let start = String::from_utf8_lossy(&bytes[..bytes.len().min(4000)]).into_owned();
            format!("{} number {number}, {} bytes, {took:?}, panicked: {}\n{start}", self.name, bytes.len(), !is_calm)
        });
        (took, wrong)
    }
}

fn trials<'a>(texts: &'a [String], others: &'a Others) -> Vec<Trial<'a>> {
    let of = |name, times, reads, damaged| Trial { name, times, reads, damaged };
    let text_of = |all: &'a [String]| -> Damage<'a> {
        Box::new(move |random| {
            if random.below(8) == 0 {
                let text = random.one_of(all).as_bytes();
                mutate::bytes(random, text)
            } else {
                mutate::text(random, all).into_bytes()
            }
        })
    };
    vec![
        of("preset", 38_000, readers::file, text_of(texts)),
        of("run", 3_000, readers::run, text_of(texts)),
        of("markup", 12_000, readers::file, text_of(&others.markups)),
        of("table of values", 6_000, readers::file, text_of(&others.tables)),
        of(
            "picture",
            14_000,
            readers::file,
            Box::new(|random| {
                let chunks = sound::picture(random.one_of::<String>(texts), random.below(2) == 0);
                sound::damaged_picture(random, chunks, texts)
            }),
        ),
        of(
            "share text",
            16_000,
            readers::share_text,
            Box::new(|random| match random.below(4) {
                0 => mutate::text(random, &others.share_texts).into_bytes(),
                1 => sound::shared(&mutate::bytes(random, &sound::stored(&others.lines[0]))).into_bytes(),
                _ => sound::shared(&sound::stored(&mutate::text(random, &others.lines))).into_bytes(),
            }),
        ),
        of(
            "photograph",
            800,
            readers::file,
            Box::new(|random| {
                let photograph = random.one_of::<Vec<u8>>(&others.photographs);
                mutate::bytes(random, photograph)
            }),
        ),
        of("unsaved work", 4_000, readers::unsaved_work, text_of(&others.unsaved_work)),
        #[cfg(feature = "window")]
        of("line to the stage", 6_000, readers::stage_line, text_of(&others.stage_lines)),
        of("handed in", 14_000, readers::handed_in, text_of(&others.handed_in)),
        of("lesson", 8_000, readers::lesson, text_of(&others.lessons)),
        of("proof of a lesson", 150, readers::proof, text_of(&others.lessons)),
        of("table of studies", 1_000, readers::table_of_studies, text_of(&others.studies)),
        #[cfg(feature = "window")]
        of("settings", 10_000, readers::settings_file, text_of(&others.settings)),
    ]
}

struct Others {
    markups: Vec<String>,
    tables: Vec<String>,
    share_texts: Vec<String>,
    photographs: Vec<Vec<u8>>,
    unsaved_work: Vec<String>,
    #[cfg(feature = "window")]
    stage_lines: Vec<String>,
    lines: Vec<String>,
    handed_in: Vec<String>,
    studies: Vec<String>,
    lessons: Vec<String>,
    #[cfg(feature = "window")]
    settings: Vec<String>,
}

/// No test of its own: what the test below starts, so that its memory is its own and what ends it ends no other test.
#[test]
#[ignore = "it is started by the test of all ways in"]
fn all_ways_in() {
    let texts = sound::texts();
    let others = Others {
        markups: sound::markups(),
        tables: sound::tables("healthy_donor"),
        share_texts: sound::share_texts(),
        photographs: sound::photographs(),
        unsaved_work: sound::unsaved_work(),
        #[cfg(feature = "window")]
        stage_lines: sound::stage_lines(),
        lines: vec![sound::share_lines()],
        handed_in: sound::handed_in(),
        studies: vec![sound::TABLE_OF_STUDIES.to_owned()],
        lessons: lesson::BUNDLED.iter().map(|bundled| bundled.text.to_owned()).collect(),
        #[cfg(feature = "window")]
        settings: vec![sound::SETTINGS.to_owned()],
    };
    // What is damaged was whole before.
    for whole in others.markups.iter().chain(&others.tables) {
        assert!(preset::load_from(whole.as_bytes()).is_ok(), "{whole}");
    }
    for photograph in &others.photographs {
        assert_eq!(preset::load_from(&**photograph).expect("a code"), bundled("healthy_donor"));
    }
    #[cfg(feature = "window")]
    for line in &others.stage_lines {
        use buffycoat::app::state::{Answer, Line, cue};
        assert!(cue::read::<Line>(line).is_ok() || cue::read::<Answer>(line).is_ok(), "{line}");
    }
    for work in &others.unsaved_work {
        assert!(preset::Unsaved::read(work).is_some(), "{work}");
    }
    for trial in trials(&texts, &others) {
        let since = Instant::now();
        let ran: Vec<_> = (0..trial.times).into_par_iter().map(|number| trial.run(number)).collect();
        let slowest =
            ran.iter().enumerate().max_by_key(|(_, (took, _))| *took).map(|(number, (took, _))| (number, *took));
        let wrong: Vec<_> = ran.into_iter().filter_map(|(_, wrong)| wrong).collect();
        let memory_kb = most_memory_kb().unwrap_or(0);
        eprintln!("{}: {} in {:?}, {memory_kb} kB, the slowest {slowest:?}", trial.name, trial.times, since.elapsed());
        assert!(wrong.is_empty(), "{} of {}, the first:\n{}", wrong.len(), trial.times, wrong[0]);
    }
    let most = most_memory_kb().unwrap_or(0);
    assert!(most < MOST_MEMORY_KB, "{most} kB");
}

/// The most memory that this process has had, kB; not known on every system.
fn most_memory_kb() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?.trim().trim_end_matches("kB").trim().parse().ok()
}

#[test]
fn whatever_is_damaged_is_read_or_explained() {
    let mut reading = Command::new(std::env::current_exe().expect("this program"))
        .args(["--exact", "hostile::all_ways_in", "--ignored", "--nocapture"])
        .stdin(Stdio::null())
        .spawn()
        .expect("a process");
    let since = Instant::now();
    let ended = loop {
        if let Some(ended) = reading.try_wait().expect("a process") {
            break ended;
        }
        if since.elapsed() > LONGEST_OF_ALL {
            reading.kill().expect("ended");
            panic!("something is read for ever");
        }
        std::thread::sleep(Duration::from_millis(20));
    };
    assert!(ended.success(), "{ended}: its words stand above");
}

#[test]
fn lists_and_texts_that_are_too_long_are_refused_when_they_are_read_and_when_they_are_saved() {
    let (sound, text) = (bundled("healthy_donor"), Text::english());
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("case.ron");
    let change =
        |number: usize| Change { at_min: number as f64, values: vec![(SettingId::InletFlow, Value::Number(40.0))] };
    let mut many = sound.clone();
    many.protocol.changes = (0..200).map(change).collect();
    preset::save(&path, &many).expect("as many as can be read");
    assert_eq!(preset::load(&path).expect("a case"), many);
    let shared = share_text(&many).expect("short");
    assert_eq!(preset::read_share_text(&shared).as_ref(), Ok(&many));

    many.protocol.changes.push(change(200));
    let said = text.file_problem(&path, &preset::save(&path, &many).expect_err("one too many"));
    assert!(said.contains("procedure.changes: this list has more than 200 entries"), "{said}");
    assert_eq!(preset::load(&path).expect("a case").protocol.changes.len(), 200, "the file is as it was");
    let said = text.file_problem(&path, &preset::load_from(preset::write(&many).as_bytes()).expect_err("too many"));
    assert!(said.contains("procedure.changes: this list has more than 200 entries"), "{said}");
    let shared = share_text(&many).expect("short");
    let said = text.share_problem(&preset::read_share_text(&shared).expect_err("too many"));
    assert!(said.contains("more than 200 entries"), "{said}");

    let stops = "(at_min: 1),".repeat(201);
    let long = "x".repeat(100_001);
    for (field, value, expected) in [
        ("stops", format!("[{stops}]"), "stops: this list has more than 200 entries"),
        ("questions", format!("[{}]", "(ask: \"?\"),".repeat(201)), "questions: this list has more than 200 entries"),
        ("notes", format!("\"{long}\""), "notes: this text has more than 100000 signs"),
        (&long, "1".to_owned(), "there is no such field"),
    ] {
        let file =
            preset::write(&Preset { stops: Vec::new(), questions: Vec::new(), notes: String::new(), ..sound.clone() });
        let file = file.replacen("    title:", &format!("    {field}: {value},\n    title:"), 1);
        let said = text.file_problem(&path, &preset::load_from(file.as_bytes()).expect_err(expected));
        assert!(said.contains(expected) && said.lines().all(|line| line.len() < 400), "{said}");
    }
}
