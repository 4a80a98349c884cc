//! Painting of pictures with egui: plain shapes become egui shapes, cells become one mesh.

pub mod canvas;
pub mod cells;
pub mod shapes;
pub mod sprites;
pub mod thumbnails;
