//! Pictures that move: an animated PNG that plays for ever, carries its preset and says what it is.

use std::io::{self, Write};

use super::palette::{Palette, TOGETHER};
use super::png;
use crate::preset::Preset;
use crate::sim::pieces::pause;

/// An animation: its size in pixels, and how it plays.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Animation {
    pub width: u32,
    pub height: u32,
    pub frames: u32,
    /// How long each frame is shown, ms.
    pub frame_ms: u16,
}

/// How many frames the palette is chosen from.
const SAMPLES: u32 = 3;

impl Animation {
    /// How many frames are drawn for it: some of them twice.
    pub const fn drawn(&self) -> u32 {
        self.frames + SAMPLES
    }
}

/// Writes the animation. `draw` draws a frame, counted from 0, as red, green and blue from 0 to 255 for each pixel, row by row from the top;
/// it is asked for some of them twice. It pauses before each frame.
///
/// # Errors
/// When `to` cannot be written, and what `draw` answers.
pub async fn write_in_pieces(
    animation: &Animation,
    preset: &Preset,
    disclaimer: &str,
    mut draw: impl AsyncFnMut(u32) -> io::Result<Vec<u8>>,
    to: impl Write,
) -> io::Result<()> {
    let &Animation { width, height, frames, frame_ms } = animation;
    let mut samples = Vec::new();
    for sample in 0..SAMPLES {
        pause().await;
        samples.push(draw(sample * frames / SAMPLES).await?);
    }
    let mut palette = Palette::of(samples.iter().map(|rgb| rgb.as_chunks().0)).await;
    drop(samples);
    let mut encoder = png::encoder((width, height), preset, disclaimer, to)?;
    encoder.set_color(::png::ColorType::Indexed);
    encoder.set_compression(::png::Compression::High);
    // Predicting one number of a color from another would only hide what repeats. It is set last: the compression sets it too.
    encoder.set_filter(::png::Filter::NoFilter);
    encoder.set_palette(palette.bytes());
    encoder.set_trns(Palette::TRANSPARENCY);
    encoder.set_animated(frames, 0)?;
    encoder.set_frame_delay(frame_ms, 1000)?;
    encoder.set_blend_op(::png::BlendOp::Over)?;
    let mut writer = encoder.write_header()?;
    let mut before: Vec<u8> = Vec::new();
    for frame in 0..frames {
        pause().await;
        let rgb = draw(frame).await?;
        let mut now: Vec<u8> = Vec::with_capacity(rgb.len() / 3);
        for some in rgb.as_chunks().0.chunks(TOGETHER) {
            now.extend(some.iter().map(|color| palette.index(*color)));
            pause().await;
        }
        // What has not changed is seen through.
        let changed =
            |(index, pixel): (usize, &u8)| if before.get(index) == Some(pixel) { Palette::CLEAR } else { *pixel };
        let drawn: Vec<u8> = now.iter().enumerate().map(changed).collect();
        writer.write_image_data(&drawn)?;
        before = now;
    }
    Ok(writer.finish()?)
}
