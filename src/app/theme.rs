//! The look of the window: every color and size stands here and nowhere else.
#![expect(clippy::disallowed_methods, reason = "this is the one file in which colors are written down")]

use std::sync::Arc;

use egui::epaint::Shadow;
use egui::{
    Color32, Context, CornerRadius, FontData, FontDefinitions, FontFamily, FontId, Id, Margin, Stroke, TextStyle,
    Theme, Ui,
};

use crate::model::cells::WhiteCell;
use crate::picture::cells::CellKind;
use crate::picture::figure::{Complexion, Material};
use crate::picture::portraits::Paint;
use crate::picture::{Ink, Weight};
use crate::sim::Severity;
use crate::sim::warnings::{Topic, WarningId};

const fn rgb(hex: u32) -> Color32 {
    Color32::from_rgb((hex >> 16) as u8, (hex >> 8) as u8, hex as u8)
}

/// The classes of white cells, in the order of [`WhiteCell::ALL`]: told apart by lightness too, and none like red cells, platelets or
/// citrate. Nuclei are stained so in every theme: they always lie on pale cytoplasm.
const CLASSES_IN_LIGHT: [Color32; 6] =
    [rgb(0x2B8CC9), rgb(0x005A96), rgb(0xCB5794), rgb(0x8A7A1F), rgb(0x1B2A6B), rgb(0x5A3A1E)];
const NUCLEUS_SHADE: Color32 = rgb(0x06263D);
const RED_SHADE: Color32 = rgb(0x401000);

/// The colors of every theme, a row each: in light, in dark, and in a lecture hall.
macro_rules! tokens {
    ($($(#[$doc:meta])* $name:ident: $light:literal, $dark:literal, $lecture:literal;)*) => {
        /// The colors of one theme, and how strong its lines are.
        #[derive(Clone, Copy, Debug, PartialEq)]
        pub struct Tokens {
            pub dark: bool,
            /// How many times as thick as usual curves are drawn.
            pub line: f32,
            $($(#[$doc])* pub $name: Color32,)*
            /// The classes of white cells, in legends and curves, in the order of [`WhiteCell::ALL`].
            pub classes: [Color32; 6],
        }

        pub static LIGHT: Tokens = Tokens {
            dark: false,
            line: 1.0,
            classes: CLASSES_IN_LIGHT,
            $($name: rgb($light)),*
        };

        pub static DARK: Tokens = Tokens {
            dark: true,
            line: 1.0,
            classes: [rgb(0x4BA9E0), rgb(0xA5D4F2), rgb(0xF08BB8), rgb(0xD8C65A), rgb(0xE8ECF1), rgb(0xBFA58A)],
            $($name: rgb($dark)),*
        };

        /// For a lecture hall: white ground, strong inks, thick lines.
        pub static LECTURE: Tokens = Tokens {
            dark: false,
            line: 1.7,
            classes: [rgb(0x1F7FBF), rgb(0x00497D), rgb(0xB83A78), rgb(0x6F6110), rgb(0x14205A), rgb(0x4A2E17)],
            $($name: rgb($lecture)),*
        };
    };
}

tokens! {
    ground: 0xF4F6F8, 0x14181D, 0xFFFFFF;
    card: 0xFFFFFF, 0x1C2128, 0xFFFFFF;
    hairline: 0xDCE1E7, 0x303843, 0x8E99A6;
    text: 0x1D2430, 0xE8ECF1, 0x0B0F14;
    quiet: 0x5B6675, 0xA5AFBC, 0x2E3742;
    /// What can be pressed, at rest and under the pointer.
    button: 0xF1F4F7, 0x262D36, 0xEEF2F6;
    button_hovered: 0xE4EAF0, 0x323B46, 0xDDEEFA;
    accent: 0x0072B2, 0x4BA9E0, 0x004A85;
    on_accent: 0xFFFFFF, 0x0B1116, 0xFFFFFF;
    rail: 0xE4E8ED, 0x323B46, 0xC9D1DA;
    usual: 0xA9CCE3, 0x2F5E7C, 0x7FB6DC;
    white_cells: 0x0072B2, 0x4BA9E0, 0x0069B4;
    red_cells: 0xD55E00, 0xF0803C, 0xC44A00;
    platelets: 0x009E73, 0x35C79B, 0x007F5C;
    plasma: 0xF2DFA0, 0x5C5230, 0xF5DC7F;
    buffy_coat: 0xF3EBDD, 0x7D796C, 0xF6EAD2;
    red_bed: 0xD98A5B, 0x5A3220, 0xD9793F;
    saline: 0xEAF1F6, 0x2F3F4E, 0xDDEBF5;
    wall: 0x9AA5B3, 0x667281, 0x566270;
    hollow: 0xEDF1F5, 0x262D36, 0xEDF1F5;
    citrate: 0x7A6BB5, 0x9C8EDB, 0x5A47A8;
    citrate_fluid: 0xD8D2EC, 0x40396A, 0xCBC1EC;
    /// A machine's housing, its lit side, its dark inside.
    steel: 0xD3DAE3, 0x3A4450, 0xC5CFDA;
    steel_light: 0xEEF2F6, 0x566373, 0xEEF2F6;
    steel_dark: 0x8C98A8, 0x1B2128, 0x6B7887;
    caution: 0x9A4B00, 0xFFC266, 0x7A3A00;
    caution_fill: 0xFFF4E5, 0x33270F, 0xFFEBCC;
    severe: 0xA11B2B, 0xFF9AA5, 0x8E0F20;
    severe_fill: 0xFDECEE, 0x3A1C20, 0xFDDDE1;
    /// Where a map is free of warnings.
    free: 0xF1F4F7, 0x262D36, 0xEEF2F6;
    /// The inside of a white cell, the pale middle of a red one, and the outline that shows a platelet on plasma.
    cytoplasm: 0xE6F1F9, 0xDCEBF5, 0xE6F1F9;
    dimple: 0xEAA36C, 0xF7B48A, 0xE88F4D;
    platelet_edge: 0x00573F, 0xAEE9D7, 0x00432F;
    shade: 0xF4DDCF, 0x3B2A22, 0xF2CDB7;
    /// What patients wear, and the edges of it.
    cloth: 0xDDE7F0, 0x3C4A59, 0xDDE7F0;
    cloth_edge: 0x9DB0C2, 0x66798C, 0x7F95AA;
    shorts: 0xC5D3E0, 0x2F3B48, 0xBFCFDF;
    shorts_edge: 0x8FA4B8, 0x5A6C7F, 0x6F879E;
    /// Around a vessel, so that it stands out.
    vessel_ground: 0xFFFFFF, 0x1C2128, 0xFFFFFF;
}

/// Skins, in health and without any blood; palms are lighter, and pale first.
const SKINS: [[Color32; 2]; 5] = [
    [rgb(0xE9BC9C), rgb(0xF3E2D3)],
    [rgb(0xC98F68), rgb(0xD9B79A)],
    [rgb(0xF0C8A8), rgb(0xF7E6D8)],
    [rgb(0x9C6B4A), rgb(0xB59379)],
    [rgb(0x70482F), rgb(0x8E705C)],
];
const PALM: [Color32; 2] = [rgb(0xE08F7C), rgb(0xF2E0CF)];
const LIPS: [Color32; 2] = [rgb(0xB8544C), rgb(0xCDA197)];
const CHEEK: Color32 = rgb(0xD9705A);
const SKIN_EDGE: Color32 = rgb(0x5B4636);
const BLOOD_PALE: Color32 = rgb(0xE6A986);
const EYE: Color32 = rgb(0x2A2E36);
const WOMB: Color32 = rgb(0xF8E6DA);
const UNBORN: Color32 = rgb(0xE2AE8D);
const HAIR: [Color32; 6] = [rgb(0x5A4334), rgb(0x2E2622), rgb(0x8A6242), rgb(0x241D1A), rgb(0x3B2C24), rgb(0xA9A6A2)];

/// How a window looks, apart from dark or light.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Look {
    /// In the colors of a lecture hall, whatever the theme.
    pub lecture: bool,
    /// Nothing slides or fades.
    pub still: bool,
}

/// Gives both themes of a window this look, and keeps it for [`tokens`].
pub fn set_look(ctx: &Context, look: Look) {
    ctx.data_mut(|data| data.insert_temp(Id::NULL, look));
    for theme in [Theme::Light, Theme::Dark] {
        let mut style = style(of_look(look, theme));
        if look.still {
            style.animation_time = 0.0;
            style.scroll_animation = egui::style::ScrollAnimation::none();
        }
        ctx.set_style_of(theme, style);
    }
}

/// The look that was set last.
pub fn look(ctx: &Context) -> Look {
    ctx.data(|data| data.get_temp(Id::NULL)).unwrap_or_default()
}

/// The colors in force.
pub fn tokens(ui: &Ui) -> &'static Tokens {
    tokens_in(ui.ctx())
}

pub fn tokens_in(ctx: &Context) -> &'static Tokens {
    of_look(look(ctx), ctx.theme())
}

fn of_look(look: Look, theme: Theme) -> &'static Tokens {
    match theme {
        _ if look.lecture => &LECTURE,
        Theme::Light => &LIGHT,
        Theme::Dark => &DARK,
    }
}

/// The colors of a severity: words and icon, and the ground behind them.
pub fn severity(tokens: &Tokens, severity: Severity) -> (Color32, Color32) {
    match severity {
        Severity::Information => (tokens.quiet, tokens.ground),
        Severity::Mild | Severity::Moderate => (tokens.caution, tokens.caution_fill),
        Severity::Severe | Severity::LifeThreatening => (tokens.severe, tokens.severe_fill),
    }
}

/// The color of a warning on a map: a hue for what it is about, deeper where it is worse. `depth` tells apart what would be alike.
pub fn warning_ground(tokens: &Tokens, id: WarningId, severity: Severity, depth: u8) -> Color32 {
    let hue = match id.spec().topic {
        Topic::RedCells => tokens.red_cells,
        Topic::Platelets => tokens.platelets,
        Topic::WhiteCells => tokens.white_cells,
        Topic::Calcium => tokens.citrate,
        Topic::Volume => tokens.severe,
        Topic::Machine => tokens.caution,
    };
    let share = match severity {
        Severity::Information | Severity::Mild => 0.24,
        Severity::Moderate => 0.38,
        Severity::Severe => 0.52,
        Severity::LifeThreatening => 0.64,
    };
    tokens.card.lerp_to_gamma(hue, (share + 0.14 * f32::from(depth)).min(0.8))
}

/// The opacity of what is stale and being computed again.
pub const STALE: f32 = 0.45;

/// How high the mark of a severity stands on a track, in points, and its color: more for worse, so that color is not alone.
pub fn severity_mark(tokens: &Tokens, severity: Severity) -> (f32, Color32) {
    match severity {
        Severity::Information => (0.0, Color32::TRANSPARENT),
        Severity::Mild => (2.0, Tokens::faint(tokens.caution, 0.6)),
        Severity::Moderate => (3.0, tokens.caution),
        Severity::Severe => (4.0, tokens.severe),
        Severity::LifeThreatening => (5.0, tokens.severe),
    }
}

impl Tokens {
    pub fn ink(&self, ink: Ink) -> Color32 {
        match ink {
            Ink::Text => self.text,
            Ink::QuietText => self.quiet,
            Ink::Wall => self.wall,
            Ink::Hollow => self.hollow,
            Ink::Card => self.card,
            Ink::Plasma => self.plasma,
            Ink::BuffyCoat => self.buffy_coat,
            Ink::RedBed | Ink::Vein => self.red_bed,
            Ink::Blood => self.shade,
            Ink::Saline => self.saline,
            Ink::Citrate => self.citrate,
            Ink::CitrateFluid => self.citrate_fluid,
            Ink::Steel => self.steel,
            Ink::SteelLight => self.steel_light,
            Ink::SteelDark => self.steel_dark,
            Ink::Accent => self.accent,
            Ink::Figure(material, complexion) => self.figure_ink(material, complexion),
        }
    }

    /// The color of a part of a person: paler the less hemoglobin there is.
    fn figure_ink(&self, material: Material, complexion: Complexion) -> Color32 {
        let pallor = 1.0 - f32::from(complexion.redness) / 255.0;
        let [full, pale] = SKINS[usize::from(complexion.skin) % SKINS.len()];
        let skin = full.lerp_to_gamma(pale, pallor);
        let hair = HAIR[usize::from(complexion.hair) % HAIR.len()];
        let edge = |of: Color32| of.lerp_to_gamma(SKIN_EDGE, 0.42);
        match material {
            Material::Skin => skin,
            Material::SkinEdge | Material::Nose => edge(skin),
            // Palms of every skin show the blood.
            Material::Palm => skin.lerp_to_gamma(PALM[0].lerp_to_gamma(PALM[1], pallor), 0.55),
            Material::Cloth => self.cloth,
            Material::ClothEdge => self.cloth_edge,
            Material::Shorts => self.shorts,
            Material::ShortsEdge => self.shorts_edge,
            Material::Hair => hair,
            // Dark hair stands out on a dark ground by its edge.
            Material::HairEdge => hair.lerp_to_gamma(if self.dark { self.quiet } else { EYE }, 0.5),
            Material::Eye => EYE,
            Material::Brow => hair.lerp_to_gamma(skin, 0.2),
            Material::Cheek => skin.lerp_to_gamma(CHEEK, 0.34 * (1.0 - pallor)),
            Material::Lips => LIPS[0].lerp_to_gamma(LIPS[1], pallor),
            Material::Womb => WOMB,
            Material::WombEdge => edge(UNBORN),
            Material::Unborn => UNBORN,
            Material::Vessel => self.red_cells.lerp_to_gamma(BLOOD_PALE, pallor),
            Material::VesselGround => self.vessel_ground,
        }
    }

    /// The color of a part of a cell's portrait.
    pub fn cell_paint(&self, kind: CellKind, paint: Paint) -> Color32 {
        match kind {
            CellKind::Red => match paint {
                Paint::Edge => self.red_cells.lerp_to_gamma(RED_SHADE, 0.35),
                Paint::Dimple => self.dimple,
                _ => self.red_cells,
            },
            CellKind::Platelet => match paint {
                Paint::Edge => self.platelet_edge,
                Paint::Granule => self.platelets.lerp_to_gamma(self.platelet_edge, 0.6),
                _ => self.platelets,
            },
            CellKind::White(class) => self.white_cell_paint(class, paint),
        }
    }

    /// The color of a class of white cells: of its curve, and of its nuclei.
    pub fn class_ink(&self, class: WhiteCell) -> Color32 {
        self.classes[class as usize]
    }

    /// White cells have a blue rim, and a nucleus and a tint of their class; deeper where the cell is less mature.
    fn white_cell_paint(&self, class: WhiteCell, paint: Paint) -> Color32 {
        let stain = CLASSES_IN_LIGHT[class as usize];
        let cytoplasm = |depth| self.cytoplasm.lerp_to_gamma(stain, depth);
        // How deep the cytoplasm and the nucleus are stained, and what the nucleus holds.
        let (body, depth, detail) = match class {
            WhiteCell::Neutrophil => (0.0, 0.0, 0.2),
            WhiteCell::ImmatureGranulocyte => (0.0, 0.0, 0.3),
            WhiteCell::Lymphocyte => (0.16, 0.12, 0.32),
            WhiteCell::Monocyte => (0.2, 0.0, 0.45),
            WhiteCell::Blast => (0.24, 0.1, 0.35),
            WhiteCell::Cd34 => (0.16, 0.1, 0.35),
        };
        match paint {
            Paint::Edge if class == WhiteCell::Blast => self.white_cells.lerp_to_gamma(self.text, 0.3),
            Paint::Edge => self.white_cells,
            Paint::Body | Paint::Dimple => cytoplasm(body),
            Paint::Nucleus => stain.lerp_to_gamma(NUCLEUS_SHADE, depth),
            Paint::NucleusDetail => stain.lerp_to_gamma(NUCLEUS_SHADE, detail),
            Paint::Nucleolus => cytoplasm(0.16),
            Paint::Granule if class == WhiteCell::Neutrophil => cytoplasm(0.45),
            Paint::Granule => cytoplasm(0.8),
            Paint::Vacuole => Color32::WHITE,
            Paint::Highlight => Self::faint(Color32::WHITE, 0.7),
            Paint::Marker => self.class_ink(class),
        }
    }

    /// A color let through by this share.
    pub fn faint(color: Color32, share: f32) -> Color32 {
        color.gamma_multiply(share)
    }
}

/// Sizes, in points.
pub mod size {
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
    /// Titles and the value of a lecture's call-out.
    pub const TITLE: f32 = 18.0;
    pub const CALLOUT: f32 = 56.0;
    pub const TOP_BAR: f32 = 44.0;
    pub const GAP: f32 = 10.0;
    pub const CARD_PADDING: i8 = 14;
    pub const CARD_CORNER: u8 = 10;
    pub const CONTROLS_WIDTH: f32 = 258.0;
    pub const SIDE_WIDTH: f32 = 270.0;
    /// Below this width warnings and numbers share the panel of the controls.
    pub const NARROW: f32 = 1240.0;
    pub const TIME_BAR: f32 = 56.0;
    pub const RAIL: f32 = 6.0;
    pub const HANDLE: f32 = 9.0;
    pub const CURVE: f32 = 2.5;
    pub const WINDOW: [f32; 2] = [1280.0, 800.0];
    pub const SMALLEST_WINDOW: [f32; 2] = [1000.0, 680.0];
}

const STRONG_FAMILY: &str = "strong";

pub fn body() -> FontId {
    FontId::proportional(size::BODY)
}

pub fn small() -> FontId {
    FontId::proportional(size::SMALL)
}

pub fn strong(points: f32) -> FontId {
    FontId::new(points, FontFamily::Name(STRONG_FAMILY.into()))
}

/// Equations and names of the code: every letter is as wide as every other.
pub fn even(points: f32) -> FontId {
    FontId::monospace(points)
}

/// The font of words in a picture.
pub fn picture_font(weight: Weight, scale: f32) -> FontId {
    match weight {
        Weight::Small => FontId::proportional((size::SMALL * scale).max(size::SMALL)),
        Weight::SmallStrong => strong((size::SMALL * scale).max(size::SMALL)),
        Weight::Strong => strong(((size::STRONG - 1.0) * scale).max(size::SMALL)),
    }
}

/// Gives a window its fonts and both its themes.
pub fn install(ctx: &Context) {
    ctx.set_fonts(fonts());
    set_look(ctx, Look::default());
}

/// The fonts of formulas, by the names that TeX's layout gives them.
const FORMULA_FONTS: [(&str, &[u8]); 6] = [
    ("Main-Regular", include_bytes!("../../assets/fonts/Formula-Main-subset.ttf")),
    ("Math-Italic", include_bytes!("../../assets/fonts/Formula-Italic-subset.ttf")),
    ("Size1-Regular", include_bytes!("../../assets/fonts/Formula-Size1-subset.ttf")),
    ("Size2-Regular", include_bytes!("../../assets/fonts/Formula-Size2-subset.ttf")),
    ("Size3-Regular", include_bytes!("../../assets/fonts/Formula-Size3-subset.ttf")),
    ("Size4-Regular", include_bytes!("../../assets/fonts/Formula-Size4-subset.ttf")),
];

/// The family of a font of formulas, by the name that TeX's layout gives it.
pub fn formula_family(name: &str) -> Option<FontFamily> {
    FORMULA_FONTS.iter().find(|(font, _)| *font == name).map(|(font, _)| FontFamily::Name((*font).into()))
}

/// Inter with tabular digits in two weights, a font of even width for code, and those of formulas, built in: the same letters on every machine.
fn fonts() -> FontDefinitions {
    let mut fonts = FontDefinitions::empty();
    let regular = FontData::from_static(include_bytes!("../../assets/fonts/Inter-Regular-subset.otf"));
    let strong = FontData::from_static(include_bytes!("../../assets/fonts/Inter-SemiBold-subset.otf"));
    fonts.font_data.insert("regular".to_owned(), Arc::new(regular));
    fonts.font_data.insert("strong".to_owned(), Arc::new(strong));
    let even = FontData::from_static(include_bytes!("../../assets/fonts/JetBrainsMono-Regular-subset.ttf"));
    fonts.font_data.insert("even".to_owned(), Arc::new(even));
    fonts.families.insert(FontFamily::Proportional, vec!["regular".to_owned()]);
    fonts.families.insert(FontFamily::Monospace, vec!["even".to_owned()]);
    fonts.families.insert(FontFamily::Name(STRONG_FAMILY.into()), vec!["strong".to_owned()]);
    for (name, font) in FORMULA_FONTS {
        fonts.font_data.insert(name.to_owned(), Arc::new(FontData::from_static(font)));
        fonts.families.insert(FontFamily::Name(name.into()), vec![name.to_owned()]);
    }
    fonts
}

fn style(tokens: &Tokens) -> egui::Style {
    let mut style = egui::Style {
        text_styles: [
            (TextStyle::Small, small()),
            (TextStyle::Body, body()),
            (TextStyle::Button, body()),
            (TextStyle::Monospace, FontId::monospace(size::SMALL)),
            (TextStyle::Heading, strong(19.0)),
        ]
        .into(),
        visuals: if tokens.dark { egui::Visuals::dark() } else { egui::Visuals::light() },
        ..egui::Style::default()
    };

    let spacing = &mut style.spacing;
    spacing.item_spacing = egui::vec2(8.0, 6.0);
    spacing.button_padding = egui::vec2(10.0, 5.0);
    spacing.interact_size = egui::vec2(40.0, 26.0);
    spacing.menu_margin = Margin::same(6);
    spacing.tooltip_width = 320.0;
    spacing.scroll = egui::style::ScrollStyle::thin();

    let visuals = &mut style.visuals;
    visuals.override_text_color = None;
    visuals.weak_text_color = Some(tokens.quiet);
    visuals.panel_fill = tokens.ground;
    visuals.window_fill = tokens.card;
    visuals.window_stroke = Stroke::new(1.0, tokens.hairline);
    visuals.window_corner_radius = CornerRadius::same(size::CARD_CORNER);
    visuals.menu_corner_radius = CornerRadius::same(8);
    visuals.extreme_bg_color = tokens.ground;
    visuals.faint_bg_color = tokens.ground;
    visuals.hyperlink_color = tokens.accent;
    visuals.selection.bg_fill = Tokens::faint(tokens.accent, 0.30);
    visuals.selection.stroke = Stroke::new(2.0, tokens.accent);
    visuals.warn_fg_color = tokens.caution;
    visuals.error_fg_color = tokens.severe;
    let shadow = Shadow { offset: [0, 4], blur: 16, spread: 0, color: Color32::from_black_alpha(40) };
    visuals.popup_shadow = shadow;
    visuals.window_shadow = shadow;
    visuals.indent_has_left_vline = false;

    let widgets = &mut visuals.widgets;
    for (state, fill) in [
        (&mut widgets.noninteractive, tokens.card),
        (&mut widgets.inactive, tokens.button),
        (&mut widgets.hovered, tokens.button_hovered),
        (&mut widgets.active, tokens.button_hovered),
        (&mut widgets.open, tokens.button_hovered),
    ] {
        state.bg_fill = fill;
        state.weak_bg_fill = fill;
        state.bg_stroke = Stroke::new(1.0, tokens.hairline);
        state.fg_stroke = Stroke::new(1.5, tokens.text);
        state.corner_radius = CornerRadius::same(6);
        state.expansion = 0.0;
    }
    widgets.hovered.bg_stroke = Stroke::new(1.0, tokens.quiet);
    widgets.active.bg_stroke = visuals.selection.stroke;
    style
}

/// Menus without frames about their entries, but with a ring about the one that has the keyboard.
pub fn menu_style(style: &mut egui::Style) {
    egui::containers::menu::menu_style(style);
    style.visuals.widgets.active.bg_stroke = style.visuals.selection.stroke;
}

#[cfg(test)]
mod tests {
    use super::*;

    /// WCAG 2 contrast ratio.
    fn contrast(a: Color32, b: Color32) -> f32 {
        let luminance = |color: Color32| {
            let [r, g, b, _] = egui::Rgba::from(color).to_array();
            0.2126 * r + 0.7152 * g + 0.0722 * b
        };
        let (a, b) = (luminance(a), luminance(b));
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    }

    #[test]
    fn words_and_marks_stand_out_in_every_theme() {
        for tokens in [&LIGHT, &DARK, &LECTURE] {
            assert!(contrast(tokens.text, tokens.card) >= 7.0);
            assert!(contrast(tokens.quiet, tokens.card) >= 4.5);
            assert!(contrast(tokens.quiet, tokens.ground) >= 4.5);
            assert!(contrast(tokens.caution, tokens.caution_fill) >= 4.5);
            assert!(contrast(tokens.severe, tokens.severe_fill) >= 4.5);
            assert!(contrast(tokens.on_accent, tokens.accent) >= 4.5);
            for mark in [tokens.white_cells, tokens.red_cells, tokens.platelets, tokens.citrate] {
                assert!(contrast(mark, tokens.card) >= 3.0);
            }
        }
    }

    #[test]
    fn each_class_of_white_cells_has_a_color_of_its_own() {
        let apart = |a: Color32, b: Color32| {
            let far = |a: u8, b: u8| f32::from(a.abs_diff(b));
            far(a.r(), b.r()).hypot(far(a.g(), b.g())).hypot(far(a.b(), b.b()))
        };
        for tokens in [&LIGHT, &DARK, &LECTURE] {
            for (i, class) in tokens.classes.into_iter().enumerate() {
                assert!(contrast(class, tokens.card) >= 3.0, "{class:?}");
                for other in [tokens.citrate, tokens.red_cells, tokens.platelets].iter().chain(&tokens.classes[..i]) {
                    assert!(apart(class, *other) > 50.0, "{class:?} is like {other:?}");
                }
            }
        }
    }

    #[test]
    fn a_lecture_is_read_from_the_last_row() {
        let tokens = &LECTURE;
        for words in [tokens.text, tokens.quiet] {
            for ground in [tokens.ground, tokens.card] {
                assert!(contrast(words, ground) >= 12.0);
            }
        }
        assert!(contrast(tokens.caution, tokens.caution_fill) >= 7.0);
        assert!(contrast(tokens.severe, tokens.severe_fill) >= 7.0);
        assert!(contrast(tokens.on_accent, tokens.accent) >= 7.0);
        // The curve that is chosen, in its row.
        assert!(contrast(tokens.accent, tokens.button_hovered) >= 7.0);
        for mark in [tokens.white_cells, tokens.red_cells, tokens.platelets, tokens.citrate, tokens.wall] {
            assert!(contrast(mark, tokens.card) >= 4.5);
        }
    }
}
