//! Sizes, in points.

pub const BODY: f32 = 15.0;
pub const SMALL: f32 = 13.0;
pub const STRONG: f32 = 15.0;
/// Code looks as large as the words beside it.
pub const EVEN: f32 = 13.5;
/// Formulas: their small letters are as high as those of the words beside them.
pub const FORMULA: f32 = 18.0;
/// The headings of a page to read, and the cells of its tables.
pub const PAGE_TITLE: f32 = 24.0;
pub const PAGE_HEADING: f32 = 19.0;
pub const PAGE_SUBHEADING: f32 = 16.0;
pub const CELL: f32 = 14.0;
/// Lines longer than this are hard to read.
pub const PAGE_WIDTH: f32 = 940.0;
pub const CONTENTS_WIDTH: f32 = 236.0;
pub const VALUE: f32 = 17.0;
/// Titles.
pub const TITLE: f32 = 18.0;
pub const TOP_BAR: f32 = 44.0;
pub const GAP: f32 = 10.0;
pub const CARD_PADDING: i8 = 14;
pub const CARD_CORNER: u8 = 10;
pub const CONTROLS_WIDTH: f32 = 254.0;
pub const SIDE_WIDTH: f32 = 294.0;
/// Below this width warnings and numbers share the panel of the controls.
pub const NARROW: f32 = 1258.0;
pub const TIME_BAR: f32 = 66.0;
pub const RAIL: f32 = 6.0;
pub const HANDLE: f32 = 9.0;
pub const CURVE: f32 = crate::picture::plot::marks::CURVE;
pub const WINDOW: [f32; 2] = [1280.0, 800.0];
pub const SMALLEST_WINDOW: [f32; 2] = [840.0, 480.0];
/// A stage is zoomed so that it has this room at least.
pub const SMALLEST_STAGE: [f32; 2] = [728.0, 410.0];
