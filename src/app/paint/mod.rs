//! Painting of pictures with egui: plain shapes become egui shapes, cells become one mesh, both become pixels without a display.

pub mod canvas;
pub mod cells;
pub mod export;
pub mod glyphs;
pub mod marks;
pub mod offscreen;
pub mod rasterizer;
pub mod shapes;
pub mod sprites;
pub mod thumbnails;
