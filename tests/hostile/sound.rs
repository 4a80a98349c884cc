//! What is sound and comes in: cases in every form that carries one, made small so that much of it can be damaged in little time.

use buffycoat::lesson::{
    Answer, Answered, Answers, BUNDLED as BUNDLED_LESSONS, Code, Given, Lesson, Outcome, StepKind, Sure, Verdict,
};
use buffycoat::picture::qr::Qr;
use buffycoat::preset::{self, BUNDLED, Preset, Unsaved, UnsavedLesson, read, share_text};
use buffycoat::report::csv::{self, Decimal};
use buffycoat::sim::cause::Cause;
use buffycoat::sim::{Settings, simulate};
use flate2::{Compression, Crc, write::ZlibEncoder};
use image::codecs::jpeg::JpegEncoder;
use image::{GrayImage, Luma};
use std::io::Write as _;

use super::mutate::Random;

/// The share words that no deflater has to have seen: a case from nothing, with everything that a line can say.
const LINES: &str = "
patient.weight_kg=64
patient.sex=Male
patient.hematocrit_percent=40
patient.platelets_e9_per_l=220
patient.white_cells_e9_per_l.neutrophil=4.2
procedure.inlet_flow_ml_min=45
@
@30 procedure.inlet_flow_ml_min=40;procedure.draw=PausedReturnOpen
@90.5 machine.collect_flow_ml_min=2.5
:title A case
:lesson One line.\\nAnd another.
:group WhyItIsDone
:opens_at_min 30
:about anemia
:aim (in_blood: WhiteCells, fall_percent: 30)
:questions [(ask: \"Why?\", answer: \"So.\")]
:stops [(at_min: 20, say: \"Here\"), (at: aim)]
:virtual_patients 7 90
";

pub fn texts() -> Vec<String> {
    let noted = "/* of /* the */ ward */ // x\n(version: 1, title: r#\"A \"raw\" one\"#, patient: (sex: Female, age_years: 40, weight_kg: 6e1, \
                 height_m: 1.7, diagnosis: HealthyDonor, hematocrit_percent: 40, platelets_e9_per_l: 220, blood_volume_ml: Some(5000), \
                 white_cells_e9_per_l: (neutrophil: 4)), procedure: (changes: [(at_min: 30, inlet_flow_ml_min: 40), // slower\n]))";
    BUNDLED.iter().map(|bundled| bundled.text.to_owned()).chain([noted.to_owned()]).collect()
}

/// Answers to a lesson, with one of each kind, and codes in lines.
pub fn handed_in() -> Vec<String> {
    let lesson: &Lesson = &super::readers::LESSON;
    let mut answers = Answers { name: "Ana Ö".to_owned(), seat: Some(7), ..Answers::new(lesson) };
    let mut outcomes = Vec::new();
    for step in &lesson.steps {
        let given = match &step.kind {
            StepKind::Draw { .. } => Given::Curve(vec![(0.0, 150.0), (60.5, 120.0), (180.0, 95.0)]),
            StepKind::Number { .. } => Given::Number(12.5),
            StepKind::Causes { .. } => Given::Causes(vec![Cause::CollectedPlatelets, Cause::Refill]),
            StepKind::Try(step) => Given::Settings(
                step.moves.iter().map(|setting| (*setting, setting.get(&Settings::default()))).collect(),
            ),
            StepKind::Say { .. } | StepKind::Contrast { .. } => Given::Words("\"So\", she said".to_owned()),
            StepKind::Read { .. } | StepKind::Watch { .. } => continue,
            _ => Given::Places(vec![1, 0]),
        };
        let (to, first_vote) = (step.id.clone(), Some(Given::Places(vec![0])));
        answers.put(Answer { to, given: Some(given), first_vote, sure: Some(Sure::Fairly), hints: 1, seconds: 20 });
        if step.kind.answered() == Answered::Marked {
            outcomes.push(Some(Outcome { verdict: Verdict::Partly, is_certain: true }));
        }
    }
    let code = Code { lesson: Code::lesson_of(lesson), seat: 12, before: 1, after: 2, outcomes };
    let code = code.write().expect("short enough");
    vec![answers.write(), format!("{code}\n{}\n", code.to_lowercase())]
}

/// The table of a run, of which the first rows are enough.
pub fn tables(name: &str) -> Vec<String> {
    let preset = preset(name);
    let run = simulate(&preset.protocol).expect("runs");
    let table = |decimal| {
        let mut bytes = Vec::new();
        csv::write(&run, &preset, "Not for patient care.", decimal, &mut bytes).expect("written");
        let (mut rows, text) = (0, String::from_utf8(bytes).expect("text"));
        let is_kept = |line: &&str| {
            line.starts_with('#') || {
                rows += 1;
                rows < 5
            }
        };
        text.lines().filter(is_kept).flat_map(|line| [line, "\n"]).collect()
    };
    [Decimal::Point, Decimal::Comma].map(table).into()
}

/// A sheet or a drawing with a case in it.
pub fn markups() -> Vec<String> {
    let page = |text: &str, before: &str, after: &str| {
        let preset = read(text).expect("sound");
        format!("{before}{}{after}", preset::embedded(&preset, "Not for \"patient\" care."))
    };
    let pages = texts().into_iter().enumerate().map(|(i, text)| {
        if i % 2 == 0 {
            page(
                &text,
                "<?xml version=\"1.0\"?>\n<svg xmlns=\"http://www.w3.org/2000/svg\"><metadata>",
                "</metadata><path d=\"M0 0\"/></svg>",
            )
        } else {
            page(&text, "<!doctype html>\n<html lang=\"en\"><head>", "</head><body><p>A case.</p></body></html>")
        }
    });
    pages.collect()
}

/// A picture as its chunks, each with its type.
pub type Chunks = Vec<([u8; 4], Vec<u8>)>;

/// A picture of one pixel that carries a case.
pub fn picture(text: &str, compressed: bool) -> Chunks {
    let mut words = preset::PICTURE_CHUNK.as_bytes().to_vec();
    words.extend([0, u8::from(compressed), 0, 0, 0]);
    words.extend(if compressed { zlib(text.as_bytes()) } else { text.as_bytes().to_vec() });
    let head = [0, 0, 0, 1, 0, 0, 0, 1, 8, 2, 0, 0, 0].to_vec();
    vec![
        (*b"IHDR", head),
        (*b"tEXt", b"Title\0A case".to_vec()),
        (*b"iTXt", words),
        (*b"IDAT", zlib(&[0, 1, 2, 3])),
        (*b"IEND", Vec::new()),
    ]
}

/// The file of these chunks; every sum is right.
pub fn png(chunks: &Chunks) -> Vec<u8> {
    let mut bytes = b"\x89PNG\r\n\x1a\n".to_vec();
    for (kind, data) in chunks {
        bytes.extend((data.len() as u32).to_be_bytes());
        let mut sum = Crc::new();
        sum.update(kind);
        sum.update(data);
        bytes.extend(kind.iter().chain(data));
        bytes.extend(sum.sum().to_be_bytes());
    }
    bytes
}

pub fn zlib(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(bytes).expect("written");
    encoder.finish().expect("finished")
}

/// What differs from nothing, as a share text holds it.
pub fn share_lines() -> String {
    LINES.to_owned()
}

/// The share texts of the bundled cases.
pub fn share_texts() -> Vec<String> {
    BUNDLED.iter().map(|bundled| share_text(&preset(bundled.name)).expect("short")).collect()
}

/// A share text of these bytes; its sum is right.
pub fn shared(deflated: &[u8]) -> String {
    const SIGNS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    let mut sum = Crc::new();
    sum.update(deflated);
    let bytes = sum.sum().to_be_bytes().into_iter().chain(deflated.iter().copied());
    let bits: Vec<u8> = bytes.flat_map(|byte| (0..8).rev().map(move |bit| byte >> bit & 1)).collect();
    let sign = |five: &[u8]| {
        let value = (0..5).fold(0, |value, bit| value << 1 | five.get(bit).copied().unwrap_or(0));
        char::from(SIGNS[usize::from(value)])
    };
    format!("BC1{}", bits.chunks(5).map(sign).collect::<String>())
}

/// Lines deflated as blocks that are stored: no words need to have been seen before.
pub fn stored(lines: &str) -> Vec<u8> {
    let blocks = lines.as_bytes().chunks(usize::from(u16::MAX));
    let last = blocks.len().max(1) - 1;
    let block = |(i, bytes): (usize, &[u8])| {
        let length = bytes.len() as u16;
        let head = [u8::from(i == last)].into_iter().chain(length.to_le_bytes()).chain((!length).to_le_bytes());
        head.chain(bytes.iter().copied()).collect::<Vec<_>>()
    };
    blocks.enumerate().flat_map(block).collect()
}

/// What the window remembers, in full.
#[cfg(feature = "window")]
pub const SETTINGS: &str = "(\n    theme: Dark,\n    reduced_motion: true,\n    zoom: Some(1.25),\n    tab: Map,\n    window: (\n        size: \
                            Some((1280.0, 800.0)),\n        position: Some((20.0, -4.5)),\n    ),\n    recent: (\n        folder: \
                            Some(\"/home/teacher\"),\n        files: [\n            \"/home/teacher/a case.ron\",\n        ],\n    ),\n    \
                            later: {\"x\": [(1, 2.5), (3, -4)]},\n)\n";

/// Work that was not saved, with a lesson and without.
pub fn unsaved_work() -> Vec<String> {
    let lesson = |text: &str| UnsavedLesson { path: None, saved: text.to_owned(), text: text.replace('(', "( ") };
    let of = |name: &str, lesson| {
        let saved = preset(name);
        let mut changed = saved.clone();
        changed.protocol.settings.procedure.inlet_flow_ml_min = 44.0;
        Unsaved { path: Some("/home/teacher/a case.ron".into()), saved, preset: changed, lesson }
    };
    let works = [of("healthy_donor", None), of("cml_pregnancy", Some(lesson(BUNDLED_LESSONS[0].text)))];
    works.map(|work| work.write().expect("text")).into()
}

/// Lines between a lecturer's desk and the audience's window.
#[cfg(feature = "window")]
pub fn stage_lines() -> Vec<String> {
    use buffycoat::app::state::{Answer, Line, State, cue::written};

    let mut state = State::new(preset("cml_pregnancy"), None).expect("runs");
    state.seek(40.0);
    let corner = [-1280, 0];
    let case = buffycoat::preset::write(&preset("healthy_donor"));
    let lines = [
        Line::Cue(Box::new(state.cue(true))),
        Line::Cue(Box::new(state.cue_ahead(false).0)),
        Line::Case(case.clone()),
        Line::Twin(Some(case)),
        Line::Twin(None),
        Line::Screen(corner),
        Line::End,
    ];
    let answers = [
        Answer::Pressed("command-escape".to_owned()),
        Answer::Wrong("so".to_owned()),
        Answer::On(corner),
        Answer::Ended,
    ];
    lines.iter().map(written).chain(answers.iter().map(written)).collect()
}

/// Photographs of a square code: small ones, so that many can be read.
pub fn photographs() -> Vec<Vec<u8>> {
    let code = Qr::of(&share_text(&preset("healthy_donor")).expect("short")).expect("a code");
    let of = |pixels_a_module: usize, quality| {
        let side = ((code.side() + 8) * pixels_a_module) as u32;
        let is_dark = |x: u32, y: u32| {
            let module = |at: u32| (at as usize / pixels_a_module).checked_sub(4).filter(|at| *at < code.side());
            module(x).zip(module(y)).is_some_and(|(x, y)| code.is_dark(x, y))
        };
        let picture = GrayImage::from_fn(side, side, |x, y| Luma([if is_dark(x, y) { 30 } else { 220 }]));
        let mut bytes = Vec::new();
        JpegEncoder::new_with_quality(&mut bytes, quality).encode_image(&picture).expect("memory");
        bytes
    };
    vec![of(4, 60), of(7, 90)]
}

pub const TABLE_OF_STUDIES: &str = include_str!("../../assets/validation.ron");

fn preset(name: &str) -> Preset {
    crate::bundled(name)
}

/// A picture with a chunk or two damaged, moved, or added.
pub fn damaged_picture(random: &mut Random, mut chunks: Chunks, texts: &[String]) -> Vec<u8> {
    const KINDS: [&[u8; 4]; 14] = [
        b"IHDR", b"iTXt", b"zTXt", b"tEXt", b"IDAT", b"IEND", b"PLTE", b"tRNS", b"gAMA", b"iCCP", b"acTL", b"fcTL",
        b"fdAT", b"eXIf",
    ];
    for _ in 0..=random.below(3) {
        let at = random.below(chunks.len());
        match random.below(7) {
            0 => chunks.insert(at, (**random.one_of(&KINDS), super::mutate::bytes(random, &[0; 26]))),
            1 => drop(chunks.remove(at)),
            2 => chunks[at].0 = **random.one_of(&KINDS),
            3 => {
                let again = chunks[at].clone();
                let to = random.below(chunks.len() + 1);
                chunks.insert(to, again);
            }
            4 if chunks[at].0 == *b"iTXt" => {
                let text = super::mutate::text(random, texts);
                chunks[at].1 = picture(&text, random.below(2) == 0).swap_remove(2).1;
            }
            _ => chunks[at].1 = super::mutate::bytes(random, &chunks[at].1),
        }
        if chunks.is_empty() {
            break;
        }
    }
    let file = png(&chunks);
    if random.below(4) == 0 { super::mutate::bytes(random, &file) } else { file }
}
