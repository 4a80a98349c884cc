//! How much memory drawn letters may take: what a graphics card has room for is no bound.

use egui::{Context, Plugin, RawInput};

/// The longest side of any texture, in pixels: every graphics card takes it.
pub const LONGEST_SIDE: usize = 2048;

/// Beyond so many pixels in a point what one frame shows would not have room.
const DENSE: f32 = 2.5;

/// Keeps the texture of all letters small. It is made anew when it is full, and each size of words, each zoom and each window fills it
/// further: of what a graphics card allows, four fifths of a gigabyte may come together.
#[derive(Default)]
pub struct BoundGlyphs {
    /// What the graphics card takes, once that is known.
    allowed: Option<usize>,
}

/// The side that the texture is bounded by.
fn bound(allowed: Option<usize>, pixels_per_point: f32) -> usize {
    let wanted = if pixels_per_point > DENSE { 2 * LONGEST_SIDE } else { LONGEST_SIDE };
    wanted.min(allowed.unwrap_or(LONGEST_SIDE))
}

impl Plugin for BoundGlyphs {
    fn debug_name(&self) -> &'static str {
        "bound glyphs"
    }

    fn input_hook(&mut self, ctx: &Context, input: &mut RawInput) {
        // It is said in the first frame alone.
        self.allowed = input.max_texture_side.or(self.allowed);
        input.max_texture_side = Some(bound(self.allowed, ctx.pixels_per_point()));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_texture_of_letters_is_bounded_on_every_graphics_card() {
        assert_eq!(bound(Some(16_384), 1.0), 2048);
        assert_eq!(bound(Some(16_384), 3.0), 4096);
        assert_eq!((bound(Some(2048), 3.0), bound(Some(1024), 1.0)), (2048, 1024));
        assert_eq!((bound(None, 1.0), bound(None, 3.0)), (2048, 2048));

        let ctx = Context::default();
        ctx.add_plugin(BoundGlyphs::default());
        let side = |max_texture_side| {
            let mut seen = 0;
            let mut shown = ctx.run_ui(RawInput { max_texture_side, ..RawInput::default() }, |ui| {
                seen = ui.input(|input| input.max_texture_side);
            });
            // Nobody paints it.
            shown.textures_delta.clear();
            seen
        };
        assert_eq!([side(Some(16_384)), side(None)], [2048, 2048]);
        ctx.set_zoom_factor(3.0);
        side(None);
        assert_eq!(side(None), 4096);
        ctx.set_zoom_factor(1.0);
        side(None);
        assert_eq!(side(None), 2048);
    }
}
