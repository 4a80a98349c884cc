//! The few colors that stand for all those of a picture.

use std::collections::HashMap;

use crate::sim::pieces::pause;

/// Pixels that are looked at without a pause.
pub(super) const TOGETHER: usize = 1 << 16;

/// Red, green and blue from 0 to 255.
type Color = [u8; 3];

/// Colors by number. The first is not seen: it stands for what is behind.
pub(super) struct Palette {
    colors: Vec<Color>,
    /// The numbers of colors that were asked for.
    known: HashMap<Color, u8>,
}

/// Colors alike, each with how often it occurs.
type Box = Vec<(Color, u32)>;

/// The part of colors in which those of a box differ most, and by how much.
fn widest(colors: &Box) -> (usize, u8) {
    let span = |part: usize| {
        let values = colors.iter().map(|(color, _)| color[part]);
        values.clone().max().unwrap_or_default() - values.min().unwrap_or_default()
    };
    (0..3).map(|part| (part, span(part))).max_by_key(|(_, span)| *span).unwrap_or_default()
}

impl Palette {
    pub(super) const CLEAR: u8 = 0;
    /// The opacity of its first colors: all others can be seen.
    pub(super) const TRANSPARENCY: &[u8] = &[0];
    /// How many colors a palette has, that which is not seen included.
    const MOST: usize = 256;

    /// Chooses colors for pixels: boxes of colors are cut in two, those that hold most and differ most first (Heckbert, Color image
    /// quantization for frame buffer display, 1982), and each is stood for by its most frequent color, so that plain areas stay exact.
    /// It pauses now and then.
    pub(super) async fn of(pixels: impl Iterator<Item = &[Color]>) -> Self {
        let mut counts: HashMap<Color, u32> = HashMap::new();
        for some in pixels.flat_map(|pixels| pixels.chunks(TOGETHER)) {
            pause().await;
            for color in some {
                *counts.entry(*color).or_default() += 1;
            }
        }
        let mut all: Box = counts.into_iter().collect();
        // In an order that does not depend on the table.
        all.sort_unstable();
        let mut boxes = vec![all];
        while boxes.len() + 1 < Self::MOST {
            pause().await;
            let worth = |colors: &Box| {
                let pixels: u32 = colors.iter().map(|(_, count)| count).sum();
                f64::from(widest(colors).1) * f64::from(pixels).sqrt()
            };
            let best = (0..boxes.len()).max_by(|a, b| worth(&boxes[*a]).total_cmp(&worth(&boxes[*b])));
            let Some(best) = best.filter(|best| boxes[*best].len() > 1) else { break };
            let mut colors = boxes.swap_remove(best);
            let (part, _) = widest(&colors);
            colors.sort_by_key(|(color, _)| color[part]);
            // Where half of the pixels are on either side, one color at least.
            let half: u32 = colors.iter().map(|(_, count)| count).sum::<u32>() / 2;
            let mut below = 0;
            let until = colors.iter().take_while(|(_, count)| {
                below += count;
                below <= half
            });
            let cut = until.count().clamp(1, colors.len() - 1);
            let rest = colors.split_off(cut);
            boxes.extend([colors, rest]);
        }
        let frequent = |colors: &Box| colors.iter().max_by_key(|(_, count)| *count).map(|(color, _)| *color);
        let colors = std::iter::once(Color::default()).chain(boxes.iter().filter_map(frequent)).collect();
        Self { colors, known: HashMap::new() }
    }

    /// The colors one after the other.
    pub(super) fn bytes(&self) -> Vec<u8> {
        self.colors.as_flattened().to_vec()
    }

    /// The number of the color nearest to this one; never the first.
    pub(super) fn index(&mut self, color: Color) -> u8 {
        let colors = &self.colors;
        *self.known.entry(color).or_insert_with(|| {
            let apart =
                |other: &Color| -> u32 { other.iter().zip(color).map(|(a, b)| u32::from(a.abs_diff(b)).pow(2)).sum() };
            let seen = colors.iter().enumerate().skip(1);
            seen.min_by_key(|(_, other)| apart(other)).map_or(1, |(index, _)| index as u8)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sim::pieces::at_once;

    fn palette_of(pixels: &[Color]) -> Palette {
        at_once(Palette::of([pixels].into_iter()))
    }

    #[test]
    fn few_colors_stay_exact_and_many_come_near() {
        let few = [[1, 2, 3], [200, 0, 9], [1, 2, 3]];
        let mut palette = palette_of(&few);
        for color in few {
            let index = usize::from(palette.index(color));
            assert_eq!(palette.colors[index], color);
            assert_ne!(index, usize::from(Palette::CLEAR));
        }
        let many: Vec<Color> = (0..40_000_u32).map(|i| [(i % 251) as u8, (i / 251) as u8, (i % 97) as u8]).collect();
        let mut palette = palette_of(&many);
        assert_eq!(palette.colors.len(), Palette::MOST);
        for color in &many {
            let index = usize::from(palette.index(*color));
            let near = palette.colors[index];
            assert!(near.iter().zip(color).all(|(a, b)| a.abs_diff(*b) < 48), "{color:?} as {near:?}");
        }
    }

    #[test]
    fn the_same_pixels_are_always_the_same_palette() {
        let pixels: Vec<Color> = (0..5000_u32).map(|i| [(i % 211) as u8, (i % 13) as u8, (i / 20) as u8]).collect();
        assert_eq!(palette_of(&pixels).colors, palette_of(&pixels).colors);
    }
}
