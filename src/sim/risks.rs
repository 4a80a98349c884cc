//! Risks that cannot be computed from flows and counts: their published incidences. What is felt, why and what helps is in the messages.

use strum::{EnumIter, IntoStaticStr};

/// Who counted an incidence, and in whom. In snake case, its name in keys and message ids, which name the paper.
#[derive(Clone, Copy, Debug, PartialEq, Eq, EnumIter, IntoStaticStr)]
#[strum(serialize_all = "snake_case", const_into_str)]
pub enum Survey {
    /// World Apheresis Association, 50,846 procedures of all kinds: Transfus Apher Sci 2016;54:2.
    Waa2016,
    /// The same registry from 2013 to October 2024, more than 169,000 procedures: Transfus Apher Sci 2025;64:104132.
    Waa2025,
    /// 17,940 therapeutic procedures, nearly all plasma exchanges, all with calcium: J Clin Apher 2001;16:130.
    Therapeutic2001,
    /// 2,408 donors of stem cells after growth factor: Blood 2009;113:3604.
    Donors2009,
    /// Swedish registry, cytaphereses: Transfus Apher Sci 2001;25:33.
    Sweden2001,
    /// 87 white-cell depletions in leukemia, mostly changes of laboratory values: Lopert, J Clin Apher 2023;38:396.
    Depletions2023,
}

impl Survey {
    pub const fn key(self) -> &'static str {
        self.into_str()
    }
}

/// One published incidence.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Incidence {
    /// Of procedures; in donors, of donors.
    pub percent: f64,
    pub survey: Survey,
}

/// A risk explained on a card.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Risk {
    /// The name in keys and message ids.
    pub key: &'static str,
    /// Empty if none of the surveys counts it separately.
    pub incidences: &'static [Incidence],
}

const fn counted(percent: f64, survey: Survey) -> Incidence {
    Incidence { percent, survey }
}

/// A share of the mild, moderate and severe events of the registry of 2016, percent of each, as a share of all procedures. Its events
/// were mild in 2.4, moderate in 3 and severe in 0.4 of 100 procedures.
const fn of_events(mild: f64, moderate: f64, severe: f64) -> Incidence {
    counted((2.4 * mild + 3.0 * moderate + 0.4 * severe) / 100.0, Survey::Waa2016)
}

/// The cards, in the order of every report.
pub static RISKS: [Risk; 14] = [
    Risk {
        key: "any_event",
        incidences: &[
            of_events(100.0, 100.0, 100.0),
            counted(3.8, Survey::Waa2025),
            counted(3.9, Survey::Therapeutic2001),
            counted(6.8, Survey::Sweden2001),
            counted(95.0, Survey::Depletions2023),
        ],
    },
    Risk {
        key: "tingling",
        incidences: &[
            of_events(8.0, 58.0, 0.0),
            counted(3.0, Survey::Therapeutic2001),
            // Headache, nausea or citrate symptoms together.
            counted(25.0, Survey::Donors2009),
        ],
    },
    Risk { key: "needle_site", incidences: &[of_events(54.0, 0.0, 0.0), counted(0.15, Survey::Therapeutic2001)] },
    Risk { key: "faint", incidences: &[of_events(15.0, 10.0, 32.0), counted(0.5, Survey::Therapeutic2001)] },
    Risk { key: "nausea", incidences: &[of_events(0.0, 3.0, 4.0)] },
    Risk { key: "allergy", incidences: &[of_events(0.0, 15.0, 17.0), counted(0.12, Survey::Therapeutic2001)] },
    Risk { key: "chills", incidences: &[of_events(0.0, 0.0, 8.0)] },
    Risk { key: "arrhythmia", incidences: &[of_events(0.0, 0.0, 4.5)] },
    Risk { key: "device", incidences: &[of_events(7.0, 0.0, 0.0)] },
    // Events graded severe: those for which the procedure was broken off.
    Risk { key: "interrupted", incidences: &[of_events(0.0, 0.0, 100.0), counted(0.2, Survey::Waa2025)] },
    Risk { key: "infection", incidences: &[] },
    Risk { key: "bleeding", incidences: &[] },
    Risk { key: "vein_or_nerve", incidences: &[] },
    // Serious unexpected events.
    Risk { key: "organ", incidences: &[counted(0.6, Survey::Donors2009)] },
];
