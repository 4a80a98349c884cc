//! All cells of a scene as one mesh with one texture.

use egui::{Color32, Mesh, Pos2, Vec2, epaint::Vertex, pos2, vec2};

use super::sprites::Sprites;
use crate::picture::cells::Cell;

/// The mesh that draws these cells, with the picture's corner at `origin` and cells `scale` times their size.
pub fn mesh(cells: &[Cell], sprites: &Sprites, origin: Vec2, scale: f32) -> Mesh {
    let mut mesh = Mesh::with_texture(sprites.texture());
    mesh.vertices.reserve_exact(cells.len() * 4);
    mesh.indices.reserve_exact(cells.len() * 6);
    for cell in cells {
        let (place, side) = sprites.place(cell.kind);
        let half = side * scale / 2.0;
        let (sin, cos) = cell.turn.sin_cos();
        let (right, down) = (vec2(cos, sin) * half, vec2(-sin, cos) * half);
        let center = pos2(cell.at.x, cell.at.y) + origin;
        let first = mesh.vertices.len() as u32;
        let corners: [(Pos2, Pos2); 4] = [
            (center - right - down, place.left_top()),
            (center + right - down, place.right_top()),
            (center + right + down, place.right_bottom()),
            (center - right + down, place.left_bottom()),
        ];
        mesh.vertices.extend(corners.map(|(pos, uv)| Vertex { pos, uv, color: Color32::WHITE }));
        mesh.indices.extend([first, first + 1, first + 2, first, first + 2, first + 3]);
    }
    mesh
}
