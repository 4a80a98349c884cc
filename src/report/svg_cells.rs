//! The cells of a scene as SVG: each portrait once, and a mark for every cell that uses it.

use std::fmt::Write as _;

use super::svg::{Rgb, hex, short};
use crate::picture::cells::{Cell, CellKind};
use crate::picture::portraits::{Mark, Paint, SOFT_FROM, variants};

/// Smaller cells are not seen: those that are coming in.
const LEAST_SIZE: f32 = 0.05;

/// The portraits of the kinds that are there, then the cells; `paint` gives color and opacity of a part of a kind of cell.
pub fn cells(cells: &[Cell], scale: f32, paint: &dyn Fn(CellKind, Paint) -> (Rgb, f32), svg: &mut String) {
    svg.push_str("<defs>\n");
    for kind in CellKind::ALL.into_iter().filter(|kind| cells.iter().any(|cell| cell.kind == *kind)) {
        for variant in 0..variants(kind).len() {
            portrait(kind, variant, paint, svg);
        }
    }
    svg.push_str("</defs>\n");
    for cell in cells.iter().filter(|cell| cell.size > LEAST_SIZE) {
        let radius = cell.kind.diameter() / 2.0 * cell.size * scale;
        let variant = usize::from(cell.variant) % variants(cell.kind).len().max(1);
        let (x, y) = (short(cell.at.x), short(cell.at.y));
        let turn = short(cell.turn.to_degrees().rem_euclid(360.0));
        let _ = writeln!(
            svg,
            r##"<use href="#{}" transform="translate({x} {y}) rotate({turn}) scale({})"/>"##,
            name(cell.kind, variant),
            short(radius)
        );
    }
}

fn name(kind: CellKind, variant: usize) -> String {
    format!("{}-{variant}", kind.key().replace('_', "-"))
}

fn portrait(kind: CellKind, variant: usize, paint: &dyn Fn(CellKind, Paint) -> (Rgb, f32), svg: &mut String) {
    let Some(portrait) = variants(kind).get(variant) else { return };
    let id = name(kind, variant);
    let mut layers = String::new();
    for (place, (layer, path)) in portrait.layers().enumerate() {
        let (color, opacity) = paint(kind, layer.paint);
        let (color, opacity) = (hex(color), short(opacity));
        let _ = match layer.mark {
            Mark::Fill => writeln!(layers, r#"<path d="{path}" fill="{color}" fill-opacity="{opacity}"/>"#),
            Mark::Line(width) => writeln!(
                layers,
                r#"<path d="{path}" fill="none" stroke="{color}" stroke-opacity="{opacity}" stroke-width="{width:.3}" stroke-linecap="round" stroke-linejoin="round"/>"#
            ),
            Mark::Soft => {
                let shade = format!("{id}-{place}");
                let _ = writeln!(
                    svg,
                    r#"<radialGradient id="{shade}"><stop offset="{SOFT_FROM:.2}" stop-color="{color}" stop-opacity="{opacity}"/><stop offset="1" stop-color="{color}" stop-opacity="0"/></radialGradient>"#
                );
                writeln!(layers, r#"<path d="{path}" fill="url(#{shade})"/>"#)
            }
        };
    }
    let _ = write!(svg, "<g id=\"{id}\">\n{layers}</g>\n");
}
