//! What scene painting keeps from frame to frame: sprites, cells and their meshes.

use super::cells::CellMesh;
use super::sprites::Sprites;
use crate::picture::cells::Cell;

#[derive(Default)]
pub struct Canvas {
    pub sprites: Option<Sprites>,
    pub cells: Vec<Cell>,
    pub mesh: CellMesh,
    pub lens_mesh: CellMesh,
}
