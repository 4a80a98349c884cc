//! Seeded damage to what is sound: the same number is always the same bytes.

/// Random numbers by `SplitMix64` (Steele, Lea, Flood, OOPSLA 2014).
pub struct Random(u64);

impl Random {
    pub fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15))
    }

    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// Below `end`; 0 where that is 0.
    pub fn below(&mut self, end: usize) -> usize {
        if end == 0 { 0 } else { (self.next() % end as u64) as usize }
    }

    pub fn one_of<'a, T>(&mut self, all: &'a [T]) -> &'a T {
        &all[self.below(all.len())]
    }
}

/// What means something to a reader, or is easily taken for it.
const PIECES: [&str; 44] = [
    "(",
    ")",
    "[",
    "]",
    "{",
    "}",
    ",",
    ":",
    "=",
    "\"",
    "'",
    "//",
    "/*",
    "*/",
    "\n",
    "\r\n",
    "\r",
    "\t",
    "r#\"",
    "\"#",
    "b\"",
    "\\",
    "\\u{0}",
    "\\u{110000}",
    "-",
    "#![enable(implicit_some)]",
    "Some(",
    "None",
    "true",
    "NaN",
    "inf",
    "\u{feff}",
    "\u{202e}",
    "e\u{301}",
    "\u{10ffff}",
    "😀",
    "½",
    "\u{2212}",
    "\0",
    "\u{1b}[31m",
    "%",
    "&lt;",
    "<",
    "@",
];

const NUMBERS: [&str; 16] = [
    "0",
    "-0",
    "1e308",
    "1e309",
    "-1e-400",
    "18446744073709551616",
    "0x7fffffffffffffff",
    "0b1",
    "1_000",
    "1.",
    ".5",
    "1e",
    "NaN",
    "-inf",
    "99999999999999999999999999999999999999999",
    "4.9e-324",
];

/// One of these texts with one to five things done to it; passages may come from the others.
pub fn text(random: &mut Random, sound: &[String]) -> String {
    let mut text = random.one_of(sound).clone();
    for _ in 0..=random.below(5) {
        text = once(random, &text, sound);
    }
    text
}

fn once(random: &mut Random, text: &str, others: &[String]) -> String {
    let at = place(random, text);
    match random.below(11) {
        // Cut off.
        0 => text[..at].to_owned(),
        // A passage is missing, or there twice.
        1 | 2 => {
            let end = place_near(random, text, at);
            let passage = if random.below(2) == 0 { String::new() } else { text[at..end].repeat(2) };
            format!("{}{passage}{}", &text[..at], &text[end..])
        }
        // A line of another file, or its rest.
        3 => {
            let other = random.one_of(others);
            let begin = place(random, other);
            let line = other[begin..].split_inclusive('\n').nth(1).unwrap_or_default();
            format!("{}{line}{}", &text[..at], &text[at..])
        }
        4 => {
            let other = random.one_of(others);
            format!("{}{}", &text[..at], &other[place(random, other)..])
        }
        // A number becomes another.
        5 | 6 => with_number(random, text, at),
        // Something is said again and again: rarely so often that it fills the file.
        7 => {
            let most = if random.below(64) == 0 { 1 << 17 } else { 200 };
            let times = random.below(most);
            format!("{}{}{}", &text[..at], random.one_of(&PIECES).repeat(times), &text[at..])
        }
        // A comment around what is there, in another one.
        8 => {
            let end = place_near(random, text, at);
            format!("{}/* /* {} */{}", &text[..at], &text[at..end], &text[end..])
        }
        _ => {
            let end = if random.below(2) == 0 { at } else { place_near(random, text, at) };
            format!("{}{}{}", &text[..at], random.one_of(&PIECES), &text[end..])
        }
    }
}

/// The start of a sign.
fn place(random: &mut Random, text: &str) -> usize {
    text.floor_char_boundary(random.below(text.len() + 1))
}

/// One within a few words behind this.
fn place_near(random: &mut Random, text: &str, at: usize) -> usize {
    text.floor_char_boundary((at + random.below(60)).min(text.len())).max(at)
}

/// The next number behind this place becomes another.
fn with_number(random: &mut Random, text: &str, at: usize) -> String {
    let Some(start) = text[at..].find(|sign: char| sign.is_ascii_digit()).map(|found| at + found) else {
        return text.to_owned();
    };
    let length = text[start..].find(|sign: char| !sign.is_ascii_digit() && sign != '.').unwrap_or(text.len() - start);
    format!("{}{}{}", &text[..start], random.one_of(&NUMBERS), &text[start + length..])
}

/// Bytes of which a few are others, missing, or there twice.
pub fn bytes(random: &mut Random, sound: &[u8]) -> Vec<u8> {
    let mut bytes = sound.to_vec();
    for _ in 0..=random.below(6) {
        let at = random.below(bytes.len());
        match random.below(5) {
            0 => bytes.truncate(at),
            1 => drop(bytes.drain(at..(at + random.below(9)).min(bytes.len()))),
            2 => bytes.splice(at..at, (0..random.below(9)).map(|_| 0)).for_each(drop),
            3 => bytes.splice(at..at, random.next().to_le_bytes()).for_each(drop),
            _ if bytes.is_empty() => {}
            _ => bytes[at] ^= 1 << random.below(8),
        }
    }
    bytes
}
