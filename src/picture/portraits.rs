//! What each kind of cell looks like, as vector art: layers of paths, each with a role, independent of colors and of any toolkit.
//!
//! The shapes follow stained blood films and can be told apart without color.

use super::cells::CellKind;
use crate::model::cells::WhiteCell;
use Paint::{Body, Dimple, Edge, Granule, Highlight, Marker, Nucleolus, Nucleus, NucleusDetail, Vacuole};

/// What a layer of a portrait shows; a theme says which color that is for the kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Paint {
    /// The outline.
    Edge,
    /// The cytoplasm, or the whole of a cell without a nucleus.
    Body,
    Nucleus,
    /// Chromatin and folds, within the nucleus.
    NucleusDetail,
    Nucleolus,
    Granule,
    Vacuole,
    /// The pale middle of a red cell, where it is thin.
    Dimple,
    /// A little light in the middle of the body.
    Highlight,
    /// What an antibody has marked.
    Marker,
}

/// How a layer's path is drawn.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Mark {
    Fill,
    /// A line of this width, with round ends and corners. A very short line is a dot.
    Line(f32),
    /// A fill that is solid in the middle of its bounds, up to [`SOFT_FROM`], and fades to nothing at their edge.
    Soft,
}

/// The share of the distance from the middle to the bounds at which [`Mark::Soft`] begins to fade.
pub const SOFT_FROM: f32 = 0.42;

/// One layer of a portrait.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Layer {
    pub paint: Paint,
    pub mark: Mark,
    /// SVG path data. The cell's radius is 1, its middle the origin, and y points down.
    pub path: &'static str,
}

/// The layers of one portrait, each painted over those before it.
pub type Portrait = &'static [Layer];

/// No portrait extends further from the middle than this, in radii.
pub const REACH: f32 = 1.05;

/// The portraits of a kind: at least one, and several where cells of the kind differ in shape.
pub fn variants(kind: CellKind) -> &'static [Portrait] {
    match kind {
        CellKind::Red => &RED_CELL,
        CellKind::Platelet => &PLATELET,
        CellKind::White(WhiteCell::Neutrophil) => &NEUTROPHIL,
        CellKind::White(WhiteCell::ImmatureGranulocyte) => &IMMATURE_GRANULOCYTE,
        CellKind::White(WhiteCell::Lymphocyte) => &LYMPHOCYTE,
        CellKind::White(WhiteCell::Monocyte) => &MONOCYTE,
        CellKind::White(WhiteCell::Blast) => &BLAST,
        CellKind::White(WhiteCell::Cd34) => &CD34,
    }
}

const fn fill(paint: Paint, path: &'static str) -> Layer {
    Layer { paint, mark: Mark::Fill, path }
}

const fn line(paint: Paint, width: f32, path: &'static str) -> Layer {
    Layer { paint, mark: Mark::Line(width), path }
}

const fn soft(paint: Paint, path: &'static str) -> Layer {
    Layer { paint, mark: Mark::Soft, path }
}

// Outlines, each both filled and drawn around.
const ROUND: &str = "M-.93 0A.93 .93 0 1 1 .93 0A.93 .93 0 1 1 -.93 0Z";
const SMALL_ROUND: &str = "M-.85 0A.85 .85 0 1 1 .85 0A.85 .85 0 1 1 -.85 0Z";
const RED_FACE: &str = "M-.95 0A.95 .95 0 1 1 .95 0A.95 .95 0 1 1 -.95 0Z";
const RED_TURNED: &str = "M-.95 0A.95 .86 0 1 1 .95 0A.95 .86 0 1 1 -.95 0Z";
const RED_LEANING: &str = "M-.95 0A.95 .75 0 1 1 .95 0A.95 .75 0 1 1 -.95 0Z";
const RED_TILTED: &str = "M-.95 0A.95 .62 0 1 1 .95 0A.95 .62 0 1 1 -.95 0Z";
const RED_ON_EDGE: &str = "M-.95 0C-.95-.2-.8-.31-.58-.31C-.34-.31-.2-.2 0-.2C.2-.2.34-.31.58-.31C.8-.31.95-.2.95 0C.95.2.8.31.58.31\
    C.34.31.2.2 0 .2C-.2.2-.34.31-.58.31C-.8.31-.95.2-.95 0Z";
const PLATELET_AT_REST: &str = "M.8 .06C.8 .24 .63 .42 .5 .52C.37 .62 .19 .65 .02 .66C-.15 .67-.38 .66-.52 .56C-.66 .46-.79 .25-.8 .08\
    C-.81-.09-.72-.33-.6-.46C-.48-.59-.28-.7-.1-.72C.08-.74 .35-.71 .5-.58C.65-.45 .8-.12 .8 .06Z";
const PLATELET_WITH_FEET: &str = "M.84-.22C.84-.11 .69 .01 .62 .12C.55 .23 .55 .36 .44 .42C.33 .48 .11 .43-.02 .46C-.15 .49-.23 .61-.36 .6\
    C-.49 .59-.72 .52-.78 .42C-.84 .32-.75 .15-.72 .02C-.69-.11-.71-.25-.62-.34C-.53-.43-.34-.48-.2-.5\
    C-.06-.52 .09-.46 .22-.46C.35-.46 .5-.56 .6-.52C.7-.48 .84-.33 .84-.22Z";
const MONOCYTE_OUTLINE: &str = "M.93 .04C.94 .23 .86 .4 .76 .54C.66 .68 .46 .8 .3 .86C.14 .92-.05 .94-.22 .9C-.39 .86-.58 .77-.7 .64\
    C-.82 .51-.91 .29-.92 .1C-.93-.09-.88-.34-.78-.5C-.68-.66-.5-.77-.34-.84C-.18-.91 .03-.94 .2-.9\
    C.37-.86 .56-.78 .68-.62C.8-.46 .92-.15 .93 .04Z";
const MONOCYTE_OTHER_OUTLINE: &str = "M.9 .1C.88 .27 .81 .51 .68 .64C.55 .77 .32 .87 .14 .9C-.04 .93-.24 .9-.4 .82C-.56 .74-.76 .56-.84 .4\
    C-.92 .24-.93 .03-.9-.14C-.87-.31-.78-.5-.66-.62C-.54-.74-.34-.84-.16-.88C.02-.92 .24-.92 .4-.84\
    C.56-.76 .72-.56 .8-.4C.88-.24 .92-.07 .9 .1Z";

/// Seen face on, then turned step by step until it is seen edge on.
static RED_CELL: [Portrait; 5] = [
    &[
        fill(Body, RED_FACE),
        soft(Dimple, "M-.56 0A.56 .56 0 1 1 .56 0A.56 .56 0 1 1 -.56 0Z"),
        line(Edge, 0.1, RED_FACE),
    ],
    &[
        fill(Body, RED_TURNED),
        soft(Dimple, "M-.49-.04A.54 .46 0 1 1 .59-.04A.54 .46 0 1 1 -.49-.04Z"),
        line(Edge, 0.1, RED_TURNED),
    ],
    &[
        fill(Body, RED_LEANING),
        soft(Dimple, "M-.54-.07A.54 .37 0 1 1 .54-.07A.54 .37 0 1 1 -.54-.07Z"),
        line(Edge, 0.1, RED_LEANING),
    ],
    &[
        fill(Body, RED_TILTED),
        soft(Dimple, "M-.54-.1A.54 .27 0 1 1 .54-.1A.54 .27 0 1 1 -.54-.1Z"),
        line(Edge, 0.1, RED_TILTED),
    ],
    &[
        fill(Body, RED_ON_EDGE),
        soft(Dimple, "M-.4 0A.4 .15 0 1 1 .4 0A.4 .15 0 1 1 -.4 0Z"),
        line(Edge, 0.1, RED_ON_EDGE),
    ],
];

/// At rest, and with short pseudopods.
static PLATELET: [Portrait; 2] = [
    &[
        fill(Body, PLATELET_AT_REST),
        line(Granule, 0.2, "M-.2-.12h.01M.16-.2h.01M.2 .16h.01M-.14 .22h.01"),
        line(Edge, 0.34, PLATELET_AT_REST),
    ],
    &[
        fill(Body, PLATELET_WITH_FEET),
        line(Granule, 0.2, "M-.3 .02h.01M.02-.1h.01M.3-.06h.01M-.06 .16h.01"),
        line(Edge, 0.32, PLATELET_WITH_FEET),
    ],
];

/// Three or four lobes on threads, and fine granules.
static NEUTROPHIL: [Portrait; 3] = [
    &[
        fill(Body, ROUND),
        soft(Highlight, ROUND),
        line(
            Granule,
            0.07,
            "M-.43 .45h.01M.73 .06h.01M.55-.02h.01M-.2-.24h.01M-.49-.56h.01M-.04 .13h.01M-.17-.75h.01M-.57 .44h.01\
            M-.66-.38h.01M-.32-.7h.01M.49-.62h.01M.5-.34h.01M.61 .38h.01M-.19 .67h.01M-.8-.03h.01M.72 .2h.01\
            M-.38-.49h.01M.53-.21h.01M.19 .03h.01M-.33 .55h.01M-.71 .31h.01M.67-.35h.01M.03-.06h.01M.73-.12h.01\
            M-.49-.34h.01M.55 .13h.01M-.75-.19h.01M-.18 .51h.01M.37 .01h.01M.4-.18h.01M.54-.47h.01M0 .79h.01\
            M-.46 .61h.01M.26-.1h.01",
        ),
        line(
            Nucleus,
            0.1,
            "M.1-.46C.03-.44-.21-.43-.3-.34C-.39-.25-.43-.06-.42 .06C-.41 .18-.35 .34-.25 .4C-.15 .46 .12 .43 .2 .44",
        ),
        fill(
            Nucleus,
            "M.47-.39C.46-.32 .41-.25 .34-.22C.27-.19 .16-.2 .07-.22C-.02-.24-.11-.29-.17-.34\
            C-.22-.39-.26-.48-.25-.54C-.23-.6-.16-.65-.09-.68C-.01-.71 .09-.73 .17-.71C.26-.69 .34-.63 .39-.58\
            C.45-.52 .48-.45 .47-.39ZM-.18-.01C-.16 .07-.17 .17-.2 .24C-.23 .31-.28 .37-.33 .39\
            C-.39 .41-.47 .39-.53 .35C-.58 .3-.63 .2-.65 .12C-.67 .04-.68-.07-.65-.13C-.63-.2-.56-.24-.5-.26\
            C-.45-.27-.38-.26-.32-.22C-.26-.17-.2-.09-.18-.01ZM.53 .32C.55 .38 .54 .46 .5 .52\
            C.46 .58 .37 .65 .29 .68C.21 .71 .1 .71 .02 .69C-.05 .67-.13 .62-.15 .57C-.16 .51-.13 .43-.09 .36\
            C-.04 .3 .03 .24 .11 .21C.2 .17 .32 .15 .39 .17C.46 .19 .51 .26 .53 .32Z",
        ),
        line(Edge, 0.13, ROUND),
    ],
    &[
        fill(Body, ROUND),
        soft(Highlight, ROUND),
        line(
            Granule,
            0.07,
            "M.22-.75h.01M-.05-.77h.01M-.14 .75h.01M.03-.32h.01M-.29-.73h.01M.23-.5h.01M-.05-.18h.01M.12-.02h.01\
            M.7-.33h.01M-.7-.11h.01M.54 .43h.01M-.41 .65h.01M.09 .15h.01M.72 .26h.01M.15-.25h.01M.43 .59h.01\
            M-.68 .05h.01M-.57 .56h.01M.1-.66h.01M.45-.48h.01M-.11 .11h.01M.76-.21h.01M-.02-.61h.01M-.74 .21h.01\
            M-.17-.61h.01M-.29-.03h.01M.43-.36h.01M-.76-.24h.01M-.44-.65h.01M-.1-.43h.01M.36-.66h.01M.05-.48h.01\
            M.6-.45h.01M-.03 0h.01",
        ),
        line(
            Nucleus,
            0.1,
            "M-.4-.34C-.42-.29-.52-.12-.52-.02C-.52 .08-.48 .19-.42 .28C-.36 .37-.27 .47-.18 .5\
            C-.09 .53 .02 .51 .12 .48C.22 .45 .36 .42 .42 .34C.48 .26 .47 .07 .48 .02",
        ),
        fill(
            Nucleus,
            "M-.19-.51C-.15-.47-.12-.39-.13-.33C-.14-.26-.19-.2-.24-.15C-.3-.11-.37-.08-.43-.08\
            C-.5-.08-.58-.11-.62-.16C-.65-.21-.66-.29-.65-.35C-.65-.42-.61-.49-.56-.54C-.51-.58-.43-.59-.37-.59\
            C-.3-.58-.24-.56-.19-.51ZM-.17 .37C-.2 .43-.26 .48-.32 .51C-.38 .54-.45 .55-.51 .53\
            C-.57 .51-.64 .46-.66 .4C-.68 .34-.67 .26-.65 .2C-.63 .13-.58 .06-.52 .04C-.47 .01-.39 .01-.33 .04\
            C-.27 .06-.22 .1-.19 .16C-.16 .22-.15 .31-.17 .37ZM.4 .43C.41 .49 .39 .56 .35 .6C.31 .65 .23 .7 .16 .72\
            C.09 .73 .01 .7-.05 .67C-.11 .64-.16 .59-.17 .53C-.18 .48-.14 .41-.1 .36C-.06 .31 .01 .27 .08 .25\
            C.15 .24 .25 .24 .3 .27C.36 .31 .39 .37 .4 .43ZM.7 .04C.69 .11 .65 .2 .6 .25C.55 .29 .48 .3 .43 .29\
            C.37 .28 .31 .24 .29 .19C.26 .13 .26 .04 .27-.04C.29-.11 .32-.19 .36-.24C.41-.28 .48-.32 .53-.31\
            C.59-.3 .64-.24 .66-.18C.69-.12 .71-.04 .7 .04Z",
        ),
        line(Edge, 0.13, ROUND),
    ],
    &[
        fill(Body, ROUND),
        soft(Highlight, ROUND),
        line(
            Granule,
            0.07,
            "M.11 .78h.01M.26 .68h.01M-.04 .8h.01M.5-.35h.01M.53-.19h.01M-.6-.33h.01M-.23-.74h.01M.07 .39h.01\
            M-.05 .52h.01M-.41-.68h.01M-.03 .09h.01M.2-.03h.01M.68-.15h.01M-.44-.35h.01M.07 .58h.01M.71-.35h.01\
            M-.76-.23h.01M-.55-.55h.01M-.16 .61h.01M.36-.55h.01M.15-.78h.01M-.35 .67h.01M.77-.01h.01M.61-.47h.01\
            M.11 .1h.01M-.75-.03h.01M.54-.58h.01M-.63-.17h.01M-.12 .36h.01M-.06 .23h.01M.29-.12h.01M-.12-.05h.01\
            M-.38-.54h.01M.31-.69h.01",
        ),
        line(
            Nucleus,
            0.1,
            "M-.46 .22C-.45 .15-.48-.12-.4-.22C-.32-.32-.13-.4 0-.4C.13-.4 .32-.33 .4-.22C.48-.11 .45 .16 .46 .24",
        ),
        fill(
            Nucleus,
            "M-.24 .32C-.28 .4-.34 .49-.41 .52C-.47 .56-.55 .55-.6 .52C-.65 .49-.7 .44-.72 .37\
            C-.73 .3-.72 .19-.69 .11C-.65 .04-.58-.03-.51-.06C-.45-.1-.37-.12-.31-.09C-.26-.07-.23 .01-.21 .08\
            C-.2 .15-.21 .24-.24 .32ZM.36-.44C.36-.38 .31-.31 .25-.26C.19-.21 .11-.17 .03-.16\
            C-.06-.15-.17-.16-.23-.2C-.29-.23-.33-.3-.33-.37C-.34-.43-.32-.5-.26-.55C-.21-.59-.11-.62-.02-.63\
            C.06-.64 .16-.63 .22-.59C.29-.56 .35-.5 .36-.44ZM.67 .14C.71 .22 .73 .31 .72 .39C.7 .46 .66 .54 .61 .56\
            C.56 .58 .47 .56 .41 .52C.34 .49 .27 .42 .24 .34C.2 .27 .2 .17 .21 .1C.23 .03 .26-.04 .32-.07\
            C.37-.1 .45-.1 .51-.06C.58-.03 .64 .06 .67 .14Z",
        ),
        line(Edge, 0.13, ROUND),
    ],
];

/// Two bands and a myelocyte, with coarse granules.
static IMMATURE_GRANULOCYTE: [Portrait; 3] = [
    &[
        fill(Body, ROUND),
        soft(Highlight, ROUND),
        line(
            Granule,
            0.13,
            "M.03-.37h.01M.17 .73h.01M.33-.62h.01M-.08-.72h.01M.17-.16h.01M-.64 .4h.01M-.04 .07h.01M-.09 .74h.01\
            M.75-.14h.01M-.08-.14h.01M.36 .63h.01M-.29 .69h.01M-.73 .15h.01M-.5 .57h.01M.7 .32h.01M.76 .09h.01\
            M.15-.73h.01M.58 .5h.01M-.73-.21h.01M-.11-.51h.01M-.3-.72h.01",
        ),
        line(
            Nucleus,
            0.36,
            "M-.38-.44C-.4-.38-.5-.18-.48-.05C-.46 .08-.38 .28-.28 .36C-.18 .44 .02 .48 .14 .44C.26 .4 .4 .27 .45 .14\
            C.5 .01 .44-.26 .44-.34",
        ),
        line(NucleusDetail, 0.1, "M-.46-.3h.01M-.4 .2h.01M0 .42h.01M.42 .2h.01M.46-.2h.01"),
        line(Edge, 0.13, ROUND),
    ],
    &[
        fill(Body, ROUND),
        soft(Highlight, ROUND),
        line(
            Granule,
            0.13,
            "M.64 0h.01M.58 .39h.01M-.48 .58h.01M-.03-.08h.01M.48 .17h.01M.38-.05h.01M.05 .1h.01M-.41-.65h.01\
            M.62-.2h.01M-.69-.3h.01M-.76-.09h.01M.26 .12h.01M-.74 .23h.01M.21-.15h.01M0 .77h.01M-.66 .41h.01\
            M-.23-.73h.01M.73 .21h.01M-.58-.51h.01",
        ),
        line(
            Nucleus,
            0.4,
            "M.4-.44C.34-.45 .15-.54 .02-.52C-.11-.5-.28-.41-.36-.3C-.44-.19-.47-.01-.44 .12C-.41 .25-.31 .4-.2 .46\
            C-.09 .52 .17 .48 .24 .48",
        ),
        line(NucleusDetail, 0.1, "M.2-.5h.01M-.26-.38h.01M-.4 .08h.01M0 .48h.01"),
        line(Edge, 0.13, ROUND),
    ],
    &[
        fill(Body, ROUND),
        soft(Highlight, ROUND),
        line(
            Granule,
            0.13,
            "M.47 .56h.01M.55 .02h.01M-.3-.59h.01M.23 .7h.01M.5 .29h.01M-.59-.48h.01M-.09 .77h.01M.19-.51h.01\
            M.73 .24h.01M.4-.37h.01M-.08-.61h.01M.76 .04h.01M.71-.29h.01M.53-.52h.01M.35-.7h.01M.44-.14h.01\
            M.11-.76h.01M-.29 .72h.01M.27 .5h.01M.64 .44h.01",
        ),
        fill(
            Nucleus,
            "M.31 .27C.26 .39 .15 .51 .03 .56C-.1 .61-.27 .62-.4 .57C-.53 .52-.66 .41-.72 .29\
            C-.78 .17-.79 .01-.75-.11C-.7-.23-.59-.35-.47-.4C-.34-.45-.17-.46-.04-.41C.09-.36 .22-.25 .28-.13\
            C.34-.01 .35 .15 .31 .27Z",
        ),
        line(NucleusDetail, 0.13, "M-.45-.1h.01M-.1-.2h.01M-.25 .2h.01M.08 .2h.01M-.5 .22h.01"),
        line(Edge, 0.13, ROUND),
    ],
];

/// Nearly all nucleus, its chromatin in clumps.
static LYMPHOCYTE: [Portrait; 2] = [
    &[
        fill(Body, ROUND),
        fill(
            Nucleus,
            "M.68 .17C.65 .34 .53 .53 .38 .63C.23 .73 0 .78-.18 .75C-.35 .72-.55 .6-.65 .45C-.76 .3-.81 .09-.78-.09\
            C-.75-.26-.63-.45-.48-.55C-.33-.65-.1-.7 .08-.67C.25-.64 .45-.52 .55-.37C.66-.22 .71-.01 .68 .17Z",
        ),
        line(NucleusDetail, 0.32, "M-.36-.28h.01M.12-.36h.01M-.42 .24h.01M.36 .06h.01M.04 .44h.01"),
        line(Edge, 0.14, ROUND),
    ],
    &[
        fill(Body, ROUND),
        fill(
            Nucleus,
            "M.72 .04C.71 .19 .64 .4 .52 .52C.4 .64 .19 .73 .02 .74C-.15 .75-.37 .68-.5 .56C-.63 .44-.73 .21-.74 .04\
            C-.75-.13-.65-.36-.56-.48C-.47-.6-.31-.66-.2-.68C-.09-.7 .01-.59 .1-.58C.19-.57 .28-.63 .36-.6\
            C.44-.57 .54-.51 .6-.4C.66-.29 .73-.11 .72 .04Z",
        ),
        line(NucleusDetail, 0.32, "M-.4-.16h.01M-.18 .38h.01M.34 .3h.01M.4-.22h.01"),
        line(Edge, 0.14, ROUND),
    ],
];

/// A kidney-shaped, folded nucleus, a vacuole or two, an uneven outline.
static MONOCYTE: [Portrait; 2] = [
    &[
        fill(Body, MONOCYTE_OUTLINE),
        fill(
            Vacuole,
            "M.38 .06A.14 .14 0 1 1 .66 .06A.14 .14 0 1 1 .38 .06ZM.51-.24A.09 .09 0 1 1 .69-.24\
            A.09 .09 0 1 1 .51-.24Z",
        ),
        fill(
            Nucleus,
            "M.1-.7C.22-.69 .36-.63 .42-.56C.48-.49 .5-.34 .46-.26C.42-.18 .26-.14 .2-.08C.14-.02 .1 .04 .1 .1\
            C.1 .16 .16 .21 .22 .26C.28 .31 .4 .32 .44 .38C.48 .44 .49 .56 .44 .62C.39 .68 .26 .73 .14 .72\
            C.02 .71-.18 .65-.3 .56C-.42 .47-.55 .32-.6 .18C-.65 .04-.67-.13-.62-.26C-.57-.39-.44-.53-.32-.6\
            C-.2-.67-.02-.71 .1-.7Z",
        ),
        line(
            NucleusDetail,
            0.07,
            "M-.3-.36C-.1-.46.04-.32.24-.42M-.42.02C-.28-.06-.2.04-.1.0M-.26.34C-.1.28.04.48.2.5",
        ),
        line(Edge, 0.13, MONOCYTE_OUTLINE),
    ],
    &[
        fill(Body, MONOCYTE_OTHER_OUTLINE),
        fill(
            Vacuole,
            "M-.09 .46A.13 .13 0 1 1 .17 .46A.13 .13 0 1 1 -.09 .46ZM.32 .62A.08 .08 0 1 1 .48 .62\
            A.08 .08 0 1 1 .32 .62Z",
        ),
        fill(
            Nucleus,
            "M-.6 .34C-.66 .26-.7 .06-.66-.08C-.62-.22-.51-.41-.38-.5C-.25-.59-.05-.64 .1-.62C.25-.6 .43-.51 .52-.4\
            C.61-.29 .66-.07 .66 .06C.66 .19 .6 .33 .54 .38C.48 .43 .35 .41 .28 .36C.21 .31 .19 .12 .14 .06\
            C.09 0 .02-.01-.04 0C-.1 .01-.16 .07-.2 .14C-.24 .21-.23 .39-.3 .42C-.37 .45-.54 .42-.6 .34Z",
        ),
        line(NucleusDetail, 0.07, "M-.42-.1C-.34-.26-.2-.22-.12-.36M.08-.24C.2-.34.3-.2.42-.2M.38.06C.44.0.5.06.54.1"),
        line(Edge, 0.13, MONOCYTE_OTHER_OUTLINE),
    ],
];

/// A huge nucleus with nucleoli, and a narrow rim of cytoplasm.
static BLAST: [Portrait; 2] = [
    &[
        fill(Body, ROUND),
        fill(
            Nucleus,
            "M.78 .01C.78 .19 .69 .41 .56 .54C.43 .66 .21 .74 .02 .74C-.17 .74-.39 .66-.52 .54\
            C-.65 .41-.74 .19-.73 .01C-.73-.17-.64-.38-.51-.51C-.38-.64-.16-.74 .02-.74C.2-.74 .42-.64 .55-.51\
            C.68-.38 .77-.17 .78 .01Z",
        ),
        line(
            NucleusDetail,
            0.07,
            "M.6-.17h.01M.28-.47h.01M-.36 .17h.01M-.11-.63h.01M-.44 .41h.01M-.64-.04h.01M.45-.35h.01M.05-.57h.01\
            M-.56-.25h.01M-.46-.01h.01M.09 .59h.01M.36 .29h.01M-.48 .25h.01M.25 .46h.01M.54 .31h.01M.54 .09h.01\
            M-.3 .05h.01M.1 .12h.01M.13-.37h.01M-.1 .04h.01M-.06-.49h.01M-.11 .62h.01M.25 .18h.01M-.33 .5h.01\
            M-.23-.58h.01M-.6 .09h.01M.04-.23h.01M.43 .45h.01M.02-.06h.01M.19-.58h.01M.47 .2h.01M.21 .33h.01\
            M.6-.03h.01M.57-.3h.01M.26-.34h.01M-.34 .32h.01M.42-.48h.01M.22 .6h.01",
        ),
        fill(
            Nucleolus,
            "M-.09-.16C-.11-.12-.15-.09-.2-.09C-.24-.08-.3-.09-.34-.11C-.39-.14-.43-.18-.44-.23\
            C-.46-.27-.45-.32-.43-.36C-.41-.4-.37-.43-.32-.43C-.28-.44-.22-.43-.18-.41C-.13-.38-.09-.34-.08-.29\
            C-.06-.25-.07-.2-.09-.16ZM.45-.05C.44-.01 .41 .03 .38 .06C.35 .08 .31 .09 .27 .09C.23 .08 .2 .05 .17 .02\
            C.15-.01 .15-.06 .15-.11C.16-.15 .19-.19 .22-.22C.25-.24 .29-.25 .33-.25C.37-.24 .4-.21 .43-.18\
            C.45-.15 .45-.1 .45-.05ZM.11 .28C.12 .31 .12 .36 .1 .4C.08 .43 .03 .47-.01 .48C-.05 .5-.1 .5-.14 .48\
            C-.18 .47-.22 .44-.23 .4C-.24 .37-.24 .32-.22 .28C-.2 .25-.15 .21-.11 .2C-.07 .18-.02 .18 .02 .2\
            C.06 .21 .1 .24 .11 .28Z",
        ),
        line(Edge, 0.13, ROUND),
    ],
    &[
        fill(Body, ROUND),
        fill(
            Nucleus,
            "M.73 .06C.72 .22 .64 .43 .52 .54C.4 .66 .17 .75 0 .75C-.17 .75-.4 .66-.52 .54C-.65 .42-.74 .19-.75 .02\
            C-.76-.15-.67-.38-.56-.5C-.45-.62-.24-.7-.1-.72C.04-.74 .15-.67 .26-.62C.37-.57 .5-.51 .58-.4\
            C.66-.29 .74-.1 .73 .06Z",
        ),
        line(
            NucleusDetail,
            0.07,
            "M-.1-.14h.01M-.38-.09h.01M.43 .16h.01M-.52 .27h.01M.22 .21h.01M-.43-.45h.01M-.21 .54h.01M.21 .44h.01\
            M-.25-.3h.01M.15-.51h.01M.02 .48h.01M-.59-.09h.01M-.04-.34h.01M-.17-.46h.01M.33-.53h.01M-.51 .08h.01\
            M.4-.41h.01M.41 .31h.01M.59 .1h.01M.59-.25h.01M.1 .27h.01M.35 .46h.01M.05 .06h.01M-.53-.3h.01\
            M.12 .61h.01M.58-.04h.01M.58 .25h.01M-.24-.59h.01M-.05 .63h.01M-.4-.24h.01M0-.52h.01M-.44 .45h.01\
            M-.07-.64h.01M.24 .57h.01M-.25-.15h.01M.27 .33h.01M-.64 .03h.01M.09-.37h.01M-.3-.43h.01M.08-.63h.01",
        ),
        fill(
            Nucleolus,
            "M-.06 .35C-.09 .39-.14 .41-.19 .41C-.24 .41-.3 .39-.34 .36C-.38 .32-.41 .27-.42 .22\
            C-.42 .17-.41 .12-.38 .09C-.35 .05-.3 .03-.25 .03C-.2 .03-.14 .05-.1 .08C-.06 .12-.03 .17-.02 .22\
            C-.02 .27-.03 .32-.06 .35ZM.41-.09C.39-.04 .36 0 .32 .02C.28 .05 .23 .05 .2 .04C.16 .03 .12-.01 .11-.05\
            C.09-.09 .09-.15 .11-.19C.13-.24 .16-.28 .2-.3C.24-.33 .29-.33 .32-.32C.36-.31 .4-.27 .41-.23\
            C.43-.19 .43-.13 .41-.09Z",
        ),
        line(Edge, 0.13, ROUND),
    ],
];

/// A small blast whose membrane carries the marker.
static CD34: [Portrait; 1] = [&[
    fill(Body, SMALL_ROUND),
    fill(
        Nucleus,
        "M.64 .02C.64 .17 .57 .35 .46 .45C.35 .56 .17 .63 .02 .63C-.13 .63-.31 .56-.42 .45C-.53 .35-.6 .17-.6 .02\
            C-.6-.13-.53-.31-.42-.41C-.31-.52-.13-.59 .02-.59C.17-.59 .35-.52 .46-.41C.57-.31 .64-.13 .64 .02Z",
    ),
    fill(
        Nucleolus,
        "M-.02-.08C-.03-.05-.06-.02-.09-.01C-.12 0-.17 0-.2-.01C-.24-.02-.27-.05-.29-.08C-.31-.11-.31-.15-.3-.18\
            C-.29-.21-.26-.24-.23-.25C-.2-.26-.15-.26-.12-.25C-.08-.24-.05-.21-.03-.18C-.01-.15-.01-.11-.02-.08Z\
            M.32 .18C.32 .21 .31 .24 .28 .26C.26 .28 .23 .29 .2 .29C.17 .29 .14 .28 .12 .26C.09 .24 .08 .21 .08 .18\
            C.08 .15 .09 .12 .12 .1C.14 .08 .17 .07 .2 .07C.23 .07 .26 .08 .28 .1C.31 .12 .32 .15 .32 .18Z",
    ),
    line(Marker, 0.12, SMALL_ROUND),
    line(
        Marker,
        0.28,
        "M.86 0h.01M.74 .43h.01M.43 .74h.01M0 .86h.01M-.43 .74h.01M-.74 .43h.01M-.86 0h.01M-.74-.43h.01\
            M-.43-.74h.01M0-.86h.01M.43-.74h.01M.74-.43h.01",
    ),
]];
