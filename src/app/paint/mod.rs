//! Pictures on the screen: plain shapes become the toolkit's, cells become one mesh.

pub mod canvas;
pub mod cells;
pub mod shapes;
pub mod sprites;
