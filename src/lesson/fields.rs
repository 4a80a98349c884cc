//! The fields of a lesson file in tables, which the reader and the page on the form both read.

use strum::VariantNames as _;

use super::step::StepKind;

/// A field by its name in the file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FieldOfLesson {
    pub name: &'static str,
    pub is_required: bool,
}

const fn must(name: &'static str) -> FieldOfLesson {
    FieldOfLesson { name, is_required: true }
}

const fn may(name: &'static str) -> FieldOfLesson {
    FieldOfLesson { name, is_required: false }
}

/// Those of the file as a whole, in their order.
pub const OF_LESSON: [FieldOfLesson; 9] = [
    must("version"),
    must("lesson"),
    may("translation_of"),
    may("minutes"),
    may("goals"),
    may("notes"),
    must("preset"),
    may("hide"),
    must("steps"),
];

/// Those that every step may have.
pub const OF_STEP: [FieldOfLesson; 8] =
    [may("id"), may("preset"), may("set"), may("before"), may("after"), may("hints"), may("show"), may("sure")];

/// The names of the kinds of steps.
pub const KINDS: &[&str] = StepKind::VARIANTS;

/// Those that a step of one kind has besides.
pub const fn of_kind(kind: &str) -> &'static [FieldOfLesson] {
    match kind.as_bytes() {
        b"Read" => const { &[must("text"), may("part"), may("quantity"), may("at_min")] },
        b"Watch" => const { &[must("text"), may("part"), may("quantity")] },
        b"Draw" => const { &[must("quantity"), must("question"), may("then")] },
        b"Choose" | b"Vote" => {
            const { &[must("question"), must("options"), must("right"), may("why"), may("quantity")] }
        }
        b"Order" => const { &[must("question"), must("chain"), may("distractors"), may("why")] },
        b"Observe" => const { &[must("question"), must("among"), must("right"), may("why")] },
        b"Number" => const { &[must("question"), must("of"), must("within"), may("within_percent"), may("why")] },
        b"Causes" => const { &[must("question"), must("of"), must("at_min"), must("pick"), may("why")] },
        b"Contrast" => const { &[must("question"), must("with"), must("quantity"), must("principle")] },
        b"Try" => const { &[must("task"), must("move"), must("reach"), may("without"), may("best")] },
        _ => const { &[must("question"), must("compare_with")] },
    }
}
