//! The colors of every theme.
#![expect(clippy::disallowed_methods, reason = "this is the one file in which colors are written down")]

use egui::Color32;

use super::severity::{severity, severity_ground};
use crate::model::cells::WhiteCell;
use crate::picture::Ink;
use crate::picture::cells::CellKind;
use crate::picture::figure::{Complexion, Material};
use crate::picture::plot::Family;
use crate::picture::portraits::Paint;

const fn rgb(hex: u32) -> Color32 {
    Color32::from_rgb((hex >> 16) as u8, (hex >> 8) as u8, hex as u8)
}

/// A square code is dark on pale in every theme: readers expect it so.
pub const CODE_DARK: Color32 = Color32::BLACK;
pub const CODE_PALE: Color32 = Color32::WHITE;

/// Below menus and windows.
pub(super) const SHADOW: Color32 = Color32::from_black_alpha(40);

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
            /// Pinned runs, in the order of their letters.
            pub pins: [Color32; 4],
        }

        pub static LIGHT: Tokens = Tokens {
            dark: false,
            line: 1.0,
            classes: CLASSES_IN_LIGHT,
            pins: [rgb(0xC4007F), rgb(0x5A6400), rgb(0x2B1FA0), rgb(0x1D2430)],
            $($name: rgb($light)),*
        };

        pub static DARK: Tokens = Tokens {
            dark: true,
            line: 1.0,
            classes: [rgb(0x4BA9E0), rgb(0xA5D4F2), rgb(0xF08BB8), rgb(0xD8C65A), rgb(0xE8ECF1), rgb(0xBFA58A)],
            pins: [rgb(0xFF62D0), rgb(0xDDE650), rgb(0xE8ECF1), rgb(0xB89A86)],
            $($name: rgb($dark)),*
        };

        /// For a lecture hall: white ground, strong inks, thick lines.
        pub static LECTURE: Tokens = Tokens {
            dark: false,
            line: 1.7,
            classes: [rgb(0x1F7FBF), rgb(0x00497D), rgb(0xB83A78), rgb(0x6F6110), rgb(0x14205A), rgb(0x4A2E17)],
            pins: [rgb(0xB00071), rgb(0x4C5500), rgb(0x22188A), rgb(0x0B0F14)],
            $($name: rgb($lecture)),*
        };
    };
}

/// The same where the hall is dark: black ground, bright inks, thick lines.
pub static LECTURE_DARK: Tokens = Tokens {
    line: 1.7,
    ground: rgb(0x000000),
    card: rgb(0x0B0E12),
    text: rgb(0xFFFFFF),
    quiet: rgb(0xD5DCE5),
    hairline: rgb(0x4A5563),
    wall: rgb(0x93A1B2),
    vessel_ground: rgb(0x0B0E12),
    caution_fill: rgb(0x2B1F0A),
    caution_deep: rgb(0x3D2C0C),
    severe_fill: rgb(0x35151A),
    severe_deep: rgb(0x4A1C23),
    ..DARK
};

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
    /// The usual range on a track.
    usual: 0x3F86B5, 0x4590BC, 0x2474A8;
    /// The range that a study printed, behind the marks that stand in it.
    published: 0xA9CCE3, 0x2F5E7C, 0x7FB6DC;
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
    /// The ground of the worse of the two grades of caution; below, of severe ones.
    caution_deep: 0xFFE6C4, 0x4A3812, 0xFFDDAB;
    severe: 0xA11B2B, 0xFF9AA5, 0x8E0F20;
    severe_fill: 0xFDECEE, 0x3A1C20, 0xFDDDE1;
    severe_deep: 0xFAD9DD, 0x55242B, 0xFAC8CE;
    /// A banner that tells of a warning, and the words on it.
    caution_banner: 0x8A4300, 0x8A4300, 0x7A3A00;
    severe_banner: 0xA11B2B, 0xA11B2B, 0x8E0F20;
    on_banner: 0xFFFFFF, 0xFFFFFF, 0xFFFFFF;
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
            Ink::Hairline => self.hairline,
            Ink::Curve(family) => match family {
                Family::WhiteCells => self.white_cells,
                Family::RedCells => self.red_cells,
                Family::Platelets => self.platelets,
                Family::Calcium => self.citrate,
            },
            Ink::Class(class) => self.class_ink(class),
            Ink::Pinned(letter) => self.pin_ink(letter),
            Ink::Warned(of) => severity(self, of).0,
            Ink::WarnedGround(of) => severity_ground(self, of),
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

    /// The color of the pinned run with the letter at this place.
    pub fn pin_ink(&self, letter: usize) -> Color32 {
        self.pins.get(letter).copied().unwrap_or(self.text)
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
