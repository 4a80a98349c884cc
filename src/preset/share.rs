//! A case as one line of letters and digits, for a chat or a square code: what differs from the nearest bundled case.
//!
//! `BC1`, then in base 32 the CRC-32 of what follows and, deflated, one line for each difference. The deflater has seen the names
//! of all settings before, so that a change costs a few signs.

use std::fmt::Write as _;
use std::io::Read as _;

use flate2::read::DeflateDecoder;
use flate2::{Compress, Compression, Crc, FlushCompress};
use strum::VariantArray as _;

use super::aim::{read_aim, written_aim};
use super::read::{MOST_ENTRIES, at_min_value};
use super::teaching::{read_questions, read_stops, written_questions, written_stops};
use super::value::assign;
use super::{BUNDLED, Bundled, Expected, Group, Preset, Problem, ProblemKind, VirtualPatients, base32};
use crate::sim::settings::{SettingId, Settings, Value, ValueKind};
use crate::sim::warnings::WarningId;
use crate::sim::{Change, old_names};

/// What opens every share text; the version of its form follows.
const MARK: &str = "BC";
const VERSION: u32 = 1;

/// What the deflater has seen before. Part of the form: with other words, no text of this version could be read.
const SEEN: &str = include_str!("../../assets/share_words.txt");

/// A longer text is something else.
const MOST_SIGNS: usize = 40_000;
/// A case's differences are a page of text.
const MOST_BYTES: u64 = 1 << 16;
/// Fewer signs than these hold no case.
const FEWEST_SIGNS: usize = 12;

/// Why a text cannot be read as a case, or a case has no such text.
#[derive(Clone, Debug, PartialEq)]
pub enum ShareProblem {
    /// It does not begin as a share text does.
    NotShareText,
    TooLong,
    /// A sign is missing, added or another one.
    Damaged,
    NewerVersion,
    /// It builds on a bundled case that this release does not have, or has otherwise.
    OtherRelease(String),
    Wrong(Problem),
}

impl From<Problem> for ShareProblem {
    fn from(problem: Problem) -> Self {
        Self::Wrong(problem)
    }
}

/// Whether this is meant as a share text: it begins like one and is long enough.
pub fn is_share_text(text: &str) -> bool {
    signs_of(text).is_some_and(|(_, signs)| signs.len() >= FEWEST_SIGNS)
}

/// The case as one line. Comments of a case of one's own stay behind.
///
/// # Errors
/// [`ShareProblem::TooLong`] where its words would make a text that no one pastes.
pub fn share_text(preset: &Preset) -> Result<String, ShareProblem> {
    let lines = BUNDLED.iter().map(Some).chain([None]).map(|base| differences(preset, base));
    let Some(lines) = lines.min_by_key(String::len).filter(|lines| lines.len() as u64 <= MOST_BYTES) else {
        return Err(ShareProblem::TooLong);
    };
    let deflated = deflated(&lines);
    let mut bytes = crc(&deflated).to_be_bytes().to_vec();
    bytes.extend(deflated);
    let text = format!("{MARK}{VERSION}{}", base32::encode(&bytes));
    if text.len() > MOST_SIGNS { Err(ShareProblem::TooLong) } else { Ok(text) }
}

/// The case of a share text. Blanks, line breaks, quotes and words before it do no harm.
///
/// # Errors
/// The [`ShareProblem`].
pub fn read_share_text(text: &str) -> Result<Preset, ShareProblem> {
    if text.len() > MOST_SIGNS {
        return Err(ShareProblem::TooLong);
    }
    let (version, signs) = signs_of(text).ok_or(ShareProblem::NotShareText)?;
    if version != VERSION {
        return Err(ShareProblem::NewerVersion);
    }
    let bytes = base32::decode(&signs).ok_or(ShareProblem::Damaged)?;
    let (sum, deflated) = bytes.split_at_checked(4).ok_or(ShareProblem::Damaged)?;
    if crc(deflated).to_be_bytes() != sum {
        return Err(ShareProblem::Damaged);
    }
    case_of(&inflated(deflated)?)
}

/// The lines deflated, as what follows the words seen before.
fn deflated(lines: &str) -> Vec<u8> {
    let mut deflater = Compress::new(Compression::best(), false);
    // Deflated text is hardly ever longer than the text, and never by so much.
    let mut bytes = Vec::with_capacity(2 * (SEEN.len() + lines.len()) + 1024);
    // Both fit, and memory takes all that is written to it.
    let _ = deflater.compress_vec(SEEN.as_bytes(), &mut bytes, FlushCompress::Sync);
    let seen = bytes.len();
    let _ = deflater.compress_vec(lines.as_bytes(), &mut bytes, FlushCompress::Finish);
    bytes.split_off(seen)
}

/// The lines again, within bounds.
fn inflated(deflated: &[u8]) -> Result<String, ShareProblem> {
    // The words seen before, as a block that is stored and not the last one.
    let length = SEEN.len() as u16;
    let mut stream = vec![0];
    stream.extend(length.to_le_bytes().into_iter().chain((!length).to_le_bytes()));
    stream.extend_from_slice(SEEN.as_bytes());
    let mut text = String::new();
    let most = SEEN.len() as u64 + MOST_BYTES;
    let read = DeflateDecoder::new(stream.as_slice().chain(deflated)).take(most + 1).read_to_string(&mut text);
    read.map_err(|_| ShareProblem::Damaged)?;
    if text.len() as u64 > most {
        return Err(ShareProblem::TooLong);
    }
    text.get(SEEN.len()..).map(str::to_owned).ok_or(ShareProblem::Damaged)
}

/// The version and the signs behind the mark, where a word begins with it.
fn signs_of(text: &str) -> Option<(u32, String)> {
    let is_start = |at: usize| !text[..at].chars().next_back().is_some_and(char::is_alphanumeric);
    let starts = text.char_indices().filter(|(at, _)| is_start(*at));
    let rest = starts.filter_map(|(at, _)| text[at..].get(..MARK.len()).map(|mark| (mark, &text[at + MARK.len()..])));
    let mut marked = rest.filter(|(mark, _)| mark.eq_ignore_ascii_case(MARK)).map(|(_, rest)| rest);
    marked.find_map(|rest| {
        let version = rest.chars().next()?.to_digit(10).filter(|version| *version > 0)?;
        Some((version, rest[1..].chars().filter(char::is_ascii_alphanumeric).collect()))
    })
}

fn crc(bytes: &[u8]) -> u32 {
    let mut crc = Crc::new();
    crc.update(bytes);
    crc.sum()
}

/// The words of a case, each with its name in the text.
fn words(preset: &Preset) -> [(&'static str, String); 15] {
    let cover = &preset.cover;
    let drawn = preset.virtual_patients;
    [
        ("title", preset.title.clone()),
        ("lesson", preset.lesson.clone()),
        ("short_title", cover.short_title.clone()),
        ("group", cover.group.map_or_else(String::new, |group| group.key().to_owned())),
        ("in_short", cover.in_short.clone()),
        ("teaches", cover.teaches.clone()),
        ("story", preset.story.clone()),
        ("look_for", preset.look_for.clone()),
        ("about", preset.about.map_or_else(String::new, |warning| warning.key().to_owned())),
        ("aim", preset.aim.as_ref().map_or_else(String::new, written_aim)),
        ("questions", listed(&preset.questions, written_questions)),
        ("notes", preset.notes.clone()),
        ("stops", listed(&preset.stops, written_stops)),
        ("opens_at_min", cover.opens_at_min.map_or_else(String::new, |at_min| at_min.to_string())),
        ("virtual_patients", format!("{} {}", drawn.seed, drawn.count)),
    ]
}

/// A list as a file states it; nothing where it is empty.
fn listed<T>(list: &[T], written: fn(&[T]) -> String) -> String {
    if list.is_empty() { String::new() } else { written(list) }
}

/// What differs from a bundled case, or from the usual values.
fn differences(preset: &Preset, base: Option<&'static Bundled>) -> String {
    let nothing = Preset::default();
    let from = base.and_then(Bundled::preset).unwrap_or(&nothing);
    let mut lines = match base {
        Some(bundled) => format!("{} {:04x}\n", bundled.name, fingerprint(from)),
        None => "\n".to_owned(),
    };
    let (settings, usual) = (&preset.protocol.settings, &from.protocol.settings);
    for setting in SettingId::all().filter(|setting| setting.get(settings) != setting.get(usual)) {
        let _ = writeln!(lines, "{}={}", setting.row().path, written(setting, &setting.get(settings)));
    }
    if preset.protocol.changes != from.protocol.changes {
        lines.push_str("@\n");
        for change in &preset.protocol.changes {
            let values = change.values.iter().map(|(id, value)| format!("{}={}", id.row().path, written(*id, value)));
            let _ = writeln!(lines, "@{} {}", change.at_min, values.collect::<Vec<_>>().join(";"));
        }
    }
    for ((name, words), (_, usual)) in words(preset).into_iter().zip(words(from)) {
        if words != usual {
            let _ = writeln!(lines, ":{name} {}", words.replace('\\', "\\\\").replace('\n', "\\n"));
        }
    }
    lines
}

/// Tells a bundled case from the same of another release.
fn fingerprint(preset: &Preset) -> u32 {
    crc(differences(preset, None).as_bytes()) & 0xFFFF
}

fn written(setting: SettingId, value: &Value) -> String {
    match (&setting.row().kind, value) {
        (ValueKind::Choice { options, .. }, Value::Choice(index)) => options[*index].to_owned(),
        (_, Value::Number(number)) => number.to_string(),
        (_, Value::Switch(on)) => on.to_string(),
        (_, Value::Choice(_) | Value::Estimated) => "None".to_owned(),
    }
}

/// The case that these differences make.
fn case_of(lines: &str) -> Result<Preset, ShareProblem> {
    let mut lines = lines.lines();
    let mut preset = match lines.next().unwrap_or_default().split_once(' ') {
        None => Preset::default(),
        Some((name, sum)) => {
            let other = || ShareProblem::OtherRelease(name.to_owned());
            let base = Bundled::by_name(name).and_then(Bundled::preset).ok_or_else(other)?;
            if u32::from_str_radix(sum, 16) != Ok(fingerprint(base)) {
                return Err(other());
            }
            base.clone()
        }
    };
    for line in lines {
        match line.chars().next() {
            Some('@') if line.len() == 1 => preset.protocol.changes.clear(),
            Some('@') if preset.protocol.changes.len() >= MOST_ENTRIES => {
                return Err(problem("changes", ProblemKind::TooManyEntries { most: MOST_ENTRIES }).into());
            }
            Some('@') => preset.protocol.changes.push(change_of(&line[1..])?),
            Some(':') => {
                let (name, words) = line[1..].split_once(' ').unwrap_or((&line[1..], ""));
                put_words(&mut preset, name, words)?;
            }
            Some(_) if old_names::is_retired(&old_names::current(line.split('=').next().unwrap_or_default())) => {}
            Some(_) => {
                assign(&mut preset.protocol.settings, &old_names::current(line))?;
            }
            None => {}
        }
    }
    preset.protocol.check().map_err(|error| problem("patient", ProblemKind::Refused(error)))?;
    Ok(preset)
}

fn problem(field: &str, kind: ProblemKind) -> Problem {
    Problem { kind, field: field.to_owned(), position: None }
}

fn change_of(line: &str) -> Result<Change, ShareProblem> {
    let (at, values) = line.split_once(' ').ok_or(ShareProblem::Damaged)?;
    let at_min = at_min_of(at)?;
    let mut change = Change { at_min, values: Vec::new() };
    for value in values.split(';') {
        let mut settings = Settings::default();
        let setting = assign(&mut settings, &old_names::current(value))?;
        if !setting.row().mid_run {
            return Err(problem(setting.row().path, ProblemKind::FixedDuringRun).into());
        }
        change.values.push((setting, setting.get(&settings)));
    }
    Ok(change)
}

fn at_min_of(words: &str) -> Result<f64, Problem> {
    let value = words.parse().map_err(|_| ProblemKind::WrongKind { expected: Expected::Number });
    value.and_then(at_min_value).map_err(|kind| problem("at_min", kind))
}

fn put_words(preset: &mut Preset, name: &str, words: &str) -> Result<(), ShareProblem> {
    let words = unescaped(words);
    let cover = &mut preset.cover;
    match name {
        "title" => preset.title = words,
        // As it would be read from a file.
        "lesson" => preset.lesson = words.lines().map(str::trim).collect::<Vec<_>>().join("\n"),
        "short_title" => cover.short_title = words,
        "in_short" => cover.in_short = words,
        "teaches" => cover.teaches = words,
        "story" => preset.story = words,
        "look_for" => preset.look_for = words,
        "group" => cover.group = Group::VARIANTS.iter().copied().find(|group| group.key() == words),
        "opens_at_min" if words.is_empty() => cover.opens_at_min = None,
        "opens_at_min" => cover.opens_at_min = Some(at_min_of(&words)?),
        "notes" => preset.notes = words,
        "about" => preset.about = WarningId::ALL.iter().copied().find(|id| id.key() == words),
        "questions" if words.is_empty() => preset.questions.clear(),
        "questions" => preset.questions = read_questions(&words)?,
        "stops" if words.is_empty() => preset.stops.clear(),
        "stops" => preset.stops = read_stops(&words)?,
        "aim" if words.is_empty() => preset.aim = None,
        "aim" => preset.aim = Some(read_aim(&words)?),
        "virtual_patients" => {
            let numbers =
                words.split_once(' ').and_then(|(seed, count)| Some((seed.parse().ok()?, count.parse().ok()?)));
            let allowed = |(seed, count): &(u64, u64)| {
                VirtualPatients::SEEDS.contains(seed) && VirtualPatients::COUNTS.contains(count)
            };
            let (seed, count) = numbers.filter(allowed).ok_or(ShareProblem::Damaged)?;
            preset.virtual_patients = VirtualPatients { seed, count: count as usize };
        }
        // A later release may say more; what it says is not about the run.
        _ => {}
    }
    Ok(())
}

fn unescaped(words: &str) -> String {
    let mut plain = String::with_capacity(words.len());
    let mut signs = words.chars();
    while let Some(sign) = signs.next() {
        match sign {
            '\\' => plain.push(if signs.next() == Some('n') { '\n' } else { '\\' }),
            sign => plain.push(sign),
        }
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_words_seen_before_never_change() {
        assert_eq!((SEEN.len(), crc(SEEN.as_bytes())), (4201, 0x24b113b4), "texts that were sent could not be read");
    }
}
