//! A preset inside what was made of it: the PNG's text chunk, or the element of an SVG or a printed sheet, that carries it.

use std::io::Cursor;

use super::Preset;
use super::read::MAX_BYTES;
use super::write::write;

/// The name of the chunk.
pub const CHUNK: &str = "buffycoat preset";

/// The first bytes of every PNG.
const SIGNATURE: &[u8] = b"\x89PNG\r\n\x1a\n";

/// And those of every JPEG, which carries no preset but may show the code of one.
const JPEG: &[u8] = b"\xff\xd8\xff";

/// The element, and where its text begins.
const ELEMENT: &str = "buffycoat:preset";
const BEGIN: &str = "<buffycoat:preset xmlns:buffycoat=\"urn:buffycoat\"";

pub(super) fn is_picture(bytes: &[u8]) -> bool {
    bytes.starts_with(SIGNATURE) || bytes.starts_with(JPEG) || is_markup(bytes)
}

/// Whether a text is of SVG or HTML: no preset begins so.
fn is_markup(bytes: &[u8]) -> bool {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    bytes.trim_ascii_start().starts_with(b"<")
}

/// The text of the preset that a picture or a sheet carries. What stands before its pixels or its shapes is enough.
pub(super) fn text(bytes: &[u8]) -> Option<String> {
    if is_markup(bytes) {
        return text_of_markup(&String::from_utf8_lossy(bytes));
    }
    let reader = png::Decoder::new(Cursor::new(bytes)).read_info().ok()?;
    let mut chunk = reader.info().utf8_text.iter().find(|chunk| chunk.keyword == CHUNK)?.clone();
    // A little chunk can hold a text of gigabytes.
    chunk.decompress_text_with_limit(MAX_BYTES).ok()?;
    chunk.get_text().ok()
}

fn text_of_markup(markup: &str) -> Option<String> {
    let (_, rest) = markup.split_once(BEGIN)?;
    let (_, rest) = rest.split_once('>')?;
    let (text, _) = rest.split_once(&format!("</{ELEMENT}>"))?;
    let plain = text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&#39;", "'");
    Some(plain.replace("&amp;", "&")).filter(|text| text.len() <= MAX_BYTES)
}

/// The element that carries a preset, for SVG and HTML.
pub fn embedded(preset: &Preset, disclaimer: &str) -> String {
    let (disclaimer, text) = (escaped(disclaimer), escaped(&write(preset)));
    format!("{BEGIN} disclaimer=\"{disclaimer}\">{text}</{ELEMENT}>")
}

/// Text in which no sign is taken for markup; control signs, which XML does not allow, are left out.
pub fn escaped(words: &str) -> String {
    let mut safe = String::with_capacity(words.len() + words.len() / 16);
    for sign in words.chars() {
        match sign {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\'' => safe.push_str("&#39;"),
            '\n' | '\t' => safe.push(sign),
            sign if sign.is_control() || matches!(sign, '\u{fffe}' | '\u{ffff}') => {}
            sign => safe.push(sign),
        }
    }
    safe
}
