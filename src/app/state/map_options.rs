//! Which settings the map sets against each other, and what its colors mean.

use crate::sim::SettingId;
use crate::sim::warnings::WarningId;

/// The settings along the axes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MapAxes {
    pub x: SettingId,
    pub y: SettingId,
}

impl Default for MapAxes {
    fn default() -> Self {
        Self { x: SettingId::InletFlow, y: SettingId::Duration }
    }
}

impl MapAxes {
    /// Puts a setting along an axis; one that was along the other changes places.
    pub fn show(&mut self, axis: MapAxis, setting: SettingId) {
        let old = *self;
        *self = match axis {
            MapAxis::X => Self { x: setting, y: if old.y == setting { old.x } else { old.y } },
            MapAxis::Y => Self { x: if old.x == setting { old.y } else { old.x }, y: setting },
        };
    }
}

/// Which warning of its run gives a cell its color.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum MapColor {
    #[default]
    First,
    Worst,
    /// The worst level of this kind alone.
    One(WarningId),
}

/// One of the two axes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MapAxis {
    X,
    Y,
}
