//! Plain shapes as SVG: drawn again at any size, and readable as text. The case travels in its metadata.

pub use super::svg_cells::cells;

use std::fmt::Write as _;

use crate::picture::{Anchor, Form, Ink, Point, Shape, Weight};
use crate::preset::{self, Preset};

/// Red, green and blue.
pub type Rgb = [u8; 3];

/// What a picture is besides its shapes.
pub struct Sheet<'a> {
    /// The size in which the shapes are laid out.
    pub size: Point,
    /// Width and height as it is shown, in pixels.
    pub pixels: (f32, f32),
    /// `None` is transparent.
    pub ground: Option<Rgb>,
    /// What it shows, for those who hear it.
    pub title: &'a str,
    pub description: &'a str,
    /// The case that it carries, and the disclaimer.
    pub carries: Option<(&'a Preset, &'a str)>,
    /// The scale of words.
    pub scale: f32,
}

/// Fonts that most machines have, like that of the window.
const FONTS: &str = "Inter, 'Helvetica Neue', 'Segoe UI', Arial, sans-serif";

/// The picture, whole.
pub fn write(shapes: &[Shape], sheet: &Sheet<'_>, ink: &dyn Fn(Ink) -> Rgb) -> String {
    let mut svg = String::new();
    open(sheet, &mut svg);
    for shape in shapes {
        put(shape, sheet.scale, ink, &mut svg);
    }
    svg.push_str("</svg>\n");
    svg
}

/// Everything before the shapes.
pub fn open(sheet: &Sheet<'_>, svg: &mut String) {
    let Point { x: width, y: height } = sheet.size;
    let _ = writeln!(
        svg,
        r#"<svg xmlns="http://www.w3.org/2000/svg" width="{}" height="{}" viewBox="0 0 {} {}" role="img" font-family="{FONTS}">"#,
        short(sheet.pixels.0),
        short(sheet.pixels.1),
        short(width),
        short(height),
    );
    let _ = writeln!(svg, "<title>{}</title>", escaped(sheet.title));
    let _ = writeln!(svg, "<desc>{}</desc>", escaped(sheet.description));
    if let Some((preset, disclaimer)) = sheet.carries {
        let _ = writeln!(svg, "<metadata>{}</metadata>", preset::embedded(&preset.for_students(), disclaimer));
    }
    if let Some(ground) = sheet.ground {
        let _ = writeln!(svg, r#"<rect width="100%" height="100%" fill="{}"/>"#, hex(ground));
    }
}

/// Text in which no sign is taken for markup.
pub fn escaped(words: &str) -> String {
    preset::escaped(words)
}

/// A color as SVG writes it.
pub fn hex([red, green, blue]: Rgb) -> String {
    format!("#{red:02X}{green:02X}{blue:02X}")
}

/// A length with two decimals at most.
pub fn short(length: f32) -> String {
    let text = format!("{length:.2}");
    let text = text.trim_end_matches('0').trim_end_matches('.');
    if text == "-0" { "0".to_owned() } else { text.to_owned() }
}

/// One shape.
pub fn put(shape: &Shape, scale: f32, ink: &dyn Fn(Ink) -> Rgb, svg: &mut String) {
    let fill = shape.fill.map_or_else(|| "none".to_owned(), |fill| hex(ink(fill)));
    let mut paint = format!(r#" fill="{fill}""#);
    if let Some((line, width)) = shape.line {
        let _ = write!(paint, r#" stroke="{}" stroke-width="{}""#, hex(ink(line)), short(width));
    }
    if shape.opacity < 1.0 {
        let _ = write!(paint, r#" opacity="{}""#, short(shape.opacity));
    }
    let points = |points: &[Point]| {
        points.iter().map(|at| format!("{},{}", short(at.x), short(at.y))).collect::<Vec<_>>().join(" ")
    };
    let _ = match &shape.form {
        Form::Box { area, corner } => writeln!(
            svg,
            r#"<rect x="{}" y="{}" width="{}" height="{}" rx="{}"{paint}/>"#,
            short(area.left),
            short(area.top),
            short(area.width().max(0.0)),
            short(area.height().max(0.0)),
            short(corner.min(area.width() / 2.0).min(area.height() / 2.0).max(0.0)),
        ),
        Form::Disc { center, radius } => {
            writeln!(
                svg,
                r#"<circle cx="{}" cy="{}" r="{}"{paint}/>"#,
                short(center.x),
                short(center.y),
                short(*radius)
            )
        }
        Form::Ellipse { center, radii } => writeln!(
            svg,
            r#"<ellipse cx="{}" cy="{}" rx="{}" ry="{}"{paint}/>"#,
            short(center.x),
            short(center.y),
            short(radii.x),
            short(radii.y)
        ),
        Form::Polygon(corners) | Form::Outline { points: corners, .. } => {
            writeln!(svg, r#"<polygon points="{}"{paint}/>"#, points(corners))
        }
        Form::Path(corners) => {
            writeln!(svg, r#"<polyline points="{}"{paint} stroke-linejoin="round"/>"#, points(corners))
        }
        Form::Words { at, anchor, weight, words, plate } => {
            words_at(*at, *anchor, *weight, words, scale, &paint, plate.then(|| hex(ink(Ink::Card))), svg);
            Ok(())
        }
    };
}

#[expect(clippy::too_many_arguments, reason = "each is a part of one mark")]
fn words_at(
    at: Point,
    anchor: Anchor,
    weight: Weight,
    words: &str,
    scale: f32,
    paint: &str,
    plate: Option<String>,
    svg: &mut String,
) {
    /// The sizes of the window's words, in points.
    const SMALL: f32 = 13.0;
    const STRONG: f32 = 14.0;
    let (size, bold) = match weight {
        Weight::Small => (SMALL, ""),
        Weight::SmallStrong => (SMALL, r#" font-weight="600""#),
        Weight::Strong => (STRONG, r#" font-weight="600""#),
    };
    let size = (size * scale).max(SMALL);
    let begin = match anchor {
        Anchor::Left => "start",
        Anchor::Center => "middle",
        Anchor::Right => "end",
    };
    // A plate would need the width of the words, which only the viewer's font knows: a broad edge does as well.
    let edge = plate.map_or_else(String::new, |ground| {
        format!(
            r#" stroke="{ground}" stroke-width="{}" stroke-linejoin="round" paint-order="stroke""#,
            short(0.5 * size)
        )
    });
    let _ = writeln!(
        svg,
        r#"<text x="{}" y="{}" font-size="{}" text-anchor="{begin}"{bold}{paint}{edge}>{}</text>"#,
        short(at.x),
        short(at.y + 0.35 * size),
        short(size),
        escaped(words)
    );
}
