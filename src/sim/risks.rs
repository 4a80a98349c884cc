//! Risks that cannot be computed from flows and counts: their published incidences.

/// One published incidence.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Incidence {
    pub percent: f64,
    /// The population in which it was counted, and the publication.
    pub population: &'static str,
    pub source: &'static str,
}

/// A risk explained on a card.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Risk {
    /// The name in keys and message ids.
    pub key: &'static str,
    /// Empty if no registry used here counts it separately.
    pub incidences: &'static [Incidence],
}

const fn in_registry(percent: f64) -> Incidence {
    Incidence {
        percent,
        population: "50,846 procedures of all kinds, partly with calcium",
        source: "World Apheresis Association registry",
    }
}

const fn in_therapeutic(percent: f64) -> Incidence {
    Incidence { percent, population: "17,940 therapeutic procedures, partly with calcium", source: "published series" }
}

/// The cards, in the order of every report.
pub static RISKS: [Risk; 9] = [
    Risk {
        key: "any_event",
        incidences: &[
            in_registry(5.7),
            in_therapeutic(3.9),
            Incidence {
                percent: 95.0,
                population: "87 white cell depletions in leukemia, mostly changes of laboratory values",
                source: "Lopert, J Clin Apher 2023;38:396",
            },
        ],
    },
    Risk { key: "tingling", incidences: &[in_registry(1.74), in_therapeutic(3.0)] },
    Risk { key: "needle_site", incidences: &[in_registry(1.30), in_therapeutic(0.15)] },
    Risk { key: "faint", incidences: &[in_therapeutic(0.5)] },
    Risk { key: "interrupted", incidences: &[in_registry(0.4)] },
    Risk { key: "allergy", incidences: &[] },
    Risk { key: "infection", incidences: &[] },
    Risk { key: "bleeding", incidences: &[] },
    Risk { key: "vein_or_nerve", incidences: &[] },
];
