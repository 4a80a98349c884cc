//! A preset inside a picture: the PNG's text chunk that carries it.

use std::io::Cursor;

use super::read::MAX_BYTES;

/// The name of the chunk.
pub const CHUNK: &str = "buffycoat preset";

/// The first bytes of every PNG.
const SIGNATURE: &[u8] = b"\x89PNG\r\n\x1a\n";

pub(super) fn is_picture(bytes: &[u8]) -> bool {
    bytes.starts_with(SIGNATURE)
}

/// The text of the preset that a PNG carries, if it is no longer than a preset may be. What stands before its pixels is enough.
pub(super) fn text(bytes: &[u8]) -> Option<String> {
    let reader = png::Decoder::new(Cursor::new(bytes)).read_info().ok()?;
    let mut chunk = reader.info().utf8_text.iter().find(|chunk| chunk.keyword == CHUNK)?.clone();
    // A little chunk can hold a text of gigabytes.
    chunk.decompress_text_with_limit(MAX_BYTES).ok()?;
    chunk.get_text().ok()
}
