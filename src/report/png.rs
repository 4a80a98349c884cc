//! A picture as a PNG that carries its preset and says what it is.

use std::io::Write;

use crate::preset::{self, Preset};
use crate::sim::pieces::{at_once, pause};

/// Bytes of pixels that are compressed together.
const TOGETHER: usize = 1 << 16;

/// The picture of a window.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pixels {
    pub width: u32,
    pub height: u32,
    /// Red, green and blue from 0 to 255 for each pixel, row by row from the top.
    pub rgb: Vec<u8>,
}

/// A picture of which parts may be seen through.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClearPixels {
    pub width: u32,
    pub height: u32,
    /// Red, green, blue and opacity from 0 to 255 for each pixel, row by row from the top.
    pub rgba: Vec<u8>,
}

/// Writes the picture. The whole preset stands in it as text, so that the picture can be opened as the case it shows.
///
/// # Errors
/// When `to` cannot be written.
pub fn write(pixels: &Pixels, preset: &Preset, disclaimer: &str, to: impl Write) -> Result<(), png::EncodingError> {
    at_once(write_in_pieces(pixels, preset, disclaimer, to))
}

/// The same, with a pause every few rows.
///
/// # Errors
/// When `to` cannot be written.
pub async fn write_in_pieces(
    pixels: &Pixels,
    preset: &Preset,
    disclaimer: &str,
    to: impl Write,
) -> Result<(), png::EncodingError> {
    let size = (pixels.width, pixels.height);
    write_as(png::ColorType::Rgb, size, &pixels.rgb, preset, disclaimer, to).await
}

/// Writes a picture that may be seen through, likewise.
///
/// # Errors
/// When `to` cannot be written.
pub async fn write_clear_in_pieces(
    pixels: &ClearPixels,
    preset: &Preset,
    disclaimer: &str,
    to: impl Write,
) -> Result<(), png::EncodingError> {
    let size = (pixels.width, pixels.height);
    write_as(png::ColorType::Rgba, size, &pixels.rgba, preset, disclaimer, to).await
}

async fn write_as(
    color: png::ColorType,
    (width, height): (u32, u32),
    pixels: &[u8],
    preset: &Preset,
    disclaimer: &str,
    to: impl Write,
) -> Result<(), png::EncodingError> {
    let mut encoder = encoder((width, height), preset, disclaimer, to)?;
    encoder.set_color(color);
    let mut writer = encoder.write_header()?;
    let mut data = writer.stream_writer_with_size(TOGETHER)?;
    for some in pixels.chunks(TOGETHER) {
        pause().await;
        data.write_all(some)?;
    }
    data.finish()?;
    writer.finish()
}

/// An encoder of pictures with eight bits for each part of a pixel, which carry their preset and say what they are.
pub(super) fn encoder<'a, W: Write>(
    (width, height): (u32, u32),
    preset: &Preset,
    disclaimer: &str,
    to: W,
) -> Result<png::Encoder<'a, W>, png::EncodingError> {
    let mut encoder = png::Encoder::new(to, width, height);
    encoder.set_depth(png::BitDepth::Eight);
    encoder.add_itxt_chunk("Title".to_owned(), preset.title.clone())?;
    encoder.add_itxt_chunk("Software".to_owned(), concat!("Buffycoat ", env!("CARGO_PKG_VERSION")).to_owned())?;
    encoder.add_itxt_chunk("Disclaimer".to_owned(), disclaimer.to_owned())?;
    encoder.add_itxt_chunk(preset::PICTURE_CHUNK.to_owned(), preset::write(&preset.for_students()))?;
    Ok(encoder)
}
