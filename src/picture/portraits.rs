//! What each kind of cell looks like, as vector art: layers of paths, each with a role, independent of colors and of any toolkit.
//!
//! The art itself is data: `assets/portraits.ron`.

use std::sync::LazyLock;

use serde::Deserialize;

use super::cells::CellKind;

/// What a layer of a portrait shows; a theme says which color that is for the kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Deserialize)]
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
#[derive(Clone, Copy, Debug, PartialEq, Deserialize)]
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
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Layer {
    pub paint: Paint,
    pub mark: Mark,
    /// `None` is the portrait's outline.
    #[serde(default)]
    path: Option<String>,
}

/// The layers of one portrait, each painted over those before it.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Portrait {
    outline: String,
    layers: Vec<Layer>,
}

impl Portrait {
    /// Each layer with its SVG path data. The cell's radius is 1, its middle the origin, and y points down.
    pub fn layers(&self) -> impl Iterator<Item = (&Layer, &str)> {
        self.layers.iter().map(|layer| (layer, layer.path.as_deref().unwrap_or(&self.outline)))
    }
}

/// No portrait extends further from the middle than this, in radii.
pub const REACH: f32 = 1.05;

/// In the order of [`CellKind::ALL`].
#[expect(clippy::expect_used, reason = "a test reads the file built in")]
static PORTRAITS: LazyLock<Vec<Vec<Portrait>>> = LazyLock::new(|| {
    let options = ron::Options::default().with_default_extension(ron::extensions::Extensions::IMPLICIT_SOME);
    options.from_str(include_str!("../../assets/portraits.ron")).expect("the portraits are well formed")
});

/// The portraits of a kind: at least one, and several where cells of the kind differ in shape.
pub fn variants(kind: CellKind) -> &'static [Portrait] {
    &PORTRAITS[kind.place()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_has_its_portraits() {
        assert_eq!(PORTRAITS.len(), CellKind::ALL.len());
        for (place, kind) in CellKind::ALL.into_iter().enumerate() {
            assert_eq!(kind.place(), place);
            assert!(variants(kind).iter().all(|portrait| portrait.layers().count() > 1), "{kind:?}");
        }
    }
}
