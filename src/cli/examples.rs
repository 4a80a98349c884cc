//! What `--help` and the manual say below the options of a command: examples that can be typed, and what its exit status tells.

use std::fmt::Write as _;

/// A call that can be typed as it stands, and what it does. No line is so long that help would wrap it.
type Example = (&'static str, &'static str);

/// An exit status, and when it comes.
type Exit = (u8, &'static str);

/// The status of most commands.
pub const OF_A_CASE: &[Exit] =
    &[(0, "it is done"), (1, "the case or a file is wrong, or cannot be written"), (2, "the call is wrong")];

/// The status of what reads no case.
pub const OF_A_CALL: &[Exit] = &[(0, "it is done"), (1, "it cannot be written"), (2, "the call is wrong")];

pub const WHOLE_PROGRAM: &[Example] = &[
    ("buffycoat", "Opens the window"),
    ("buffycoat gcsf_donor", "Opens it with a bundled case; a lesson, a file or a share text likewise"),
    ("buffycoat help run", "Tells of one command, with examples"),
];
pub const OF_THE_PROGRAM: &[Exit] = &[
    (0, "it is done"),
    (1, "a case or a file is wrong, a pinned study falls out, or a study cannot run"),
    (2, "the call is wrong"),
];

pub const RUN: &[Example] = &[
    ("buffycoat run gcsf_donor", "Prints what happens to the donor, and why"),
    ("buffycoat run my_case.ron --set procedure.inlet_flow_ml_min=70", "The same at another flow"),
    ("buffycoat run cml_very_high_count --csv curves.csv", "Writes the curves as a table too"),
    ("buffycoat run small_anemic_woman --patients 200", "How often each warning comes in such women"),
    ("buffycoat run cml_very_high_count --days 3", "The counts from day to day"),
];

pub const PICTURE: &[Example] = &[
    ("buffycoat picture gcsf_donor --out donor.png", "The window in the middle of the collection"),
    (
        "buffycoat picture gcsf_donor --at 1:30 --theme stage-dark --size 1920x1080 --out hall.png",
        "The stage of a lecture after an hour and a half",
    ),
];

pub const SWEEP: &[Example] = &[
    (
        "buffycoat sweep healthy_donor --vary procedure.inlet_flow_ml_min=30..90:7 --csv flows.csv",
        "Seven flows from 30 to 90 mL/min, a row for each",
    ),
    (
        "buffycoat sweep gcsf_donor --vary patient.age_years=20..60:5 --vary patient.weight_kg=50..90:5",
        "Every combination of two settings, on standard output",
    ),
];

pub const VALIDATE: &[Example] = &[
    ("buffycoat validate", "Every published study, ours beside theirs"),
    ("buffycoat validate --json > studies.json", "The same for other programs"),
];
pub const OF_STUDIES: &[Exit] = &[
    (0, "all pinned studies are inside"),
    (1, "a pinned study falls out, a study cannot run, or the table is wrong"),
    (2, "the call is wrong"),
];

pub const CHECK: &[Example] = &[
    ("buffycoat check my_case.ron my_lesson.ron", "Says of each whether it is sound"),
    ("buffycoat check - < my_case.ron", "The same of what comes on standard input"),
];
pub const OF_A_CHECK: &[Exit] =
    &[(0, "all are sound"), (1, "one of them is wrong, or a lesson's run says otherwise"), (2, "the call is wrong")];

pub const PRESETS: &[Example] = &[
    ("buffycoat presets", "Lists the bundled cases"),
    ("buffycoat presets show gcsf_donor > my_case.ron", "A copy to begin with"),
    ("buffycoat presets format > format.md", "Every field that a case can have"),
];
pub const PRESETS_LIST: &[Example] = &[("buffycoat presets list", "Lists the bundled cases")];
pub const PRESETS_FORMAT: &[Example] = &[("buffycoat presets format > format.md", "Every field that a case can have")];
pub const PRESETS_SHOW: &[Example] = &[
    ("buffycoat presets show gcsf_donor", "Prints a bundled case, with its comments"),
    ("buffycoat presets show gcsf_donor > my_case.ron", "A copy to begin with"),
];

pub const LESSONS: &[Example] = &[
    ("buffycoat lessons", "Lists the bundled lessons"),
    ("buffycoat lessons show who_pays > my_lesson.ron", "A copy to begin with"),
    ("buffycoat lessons format > format.md", "Every kind of step that a lesson can have"),
];
pub const LESSONS_LIST: &[Example] = &[("buffycoat lessons list", "Lists the bundled lessons")];
pub const LESSONS_FORMAT: &[Example] =
    &[("buffycoat lessons format > format.md", "Every kind of step that a lesson can have")];
pub const LESSONS_SHOW: &[Example] = &[
    ("buffycoat lessons show who_pays", "Prints a bundled lesson, with its comments"),
    ("buffycoat lessons show who_pays > my_lesson.ron", "A copy to begin with"),
];

pub const CLASS: &[Example] = &[
    ("buffycoat class answers", "What the class has learned, from the folder of that name"),
    ("buffycoat class answers --anonymous --report class.html", "A page to print, without names"),
    ("buffycoat class answers --lesson who_pays --csv class.csv", "A row for each student"),
];
pub const OF_A_CLASS: &[Exit] = &[
    (0, "it is done"),
    (1, "the folder holds no answers, or a file is wrong or cannot be written"),
    (2, "the call is wrong"),
];

pub const EXPORT: &[Example] = &[
    (
        "buffycoat export gcsf_donor --plot hemoglobin --plot platelets --out curves.svg",
        "Two curves, one above the other",
    ),
    (
        "buffycoat export gcsf_donor --plot platelets --patients --beside healthy_donor --out beside.png",
        "Virtual patients behind a curve, and that of another case beside it",
    ),
    ("buffycoat export gcsf_donor --scene --at 58min --out scene.png", "The scene at one moment"),
    ("buffycoat export gcsf_donor --plot hemoglobin --format svg --out - > curve.svg", "A picture on standard output"),
    ("buffycoat export gcsf_donor --table - --decimal comma", "The run as a table, on standard output"),
    ("buffycoat export gcsf_donor --sbml --out donor.xml", "The equations, for other simulators"),
];

pub const REPORT: &[Example] = &[
    ("buffycoat report gcsf_donor --out donor.html", "The run as a page to print"),
    ("buffycoat report my_case.ron > my_case.html", "The same of a case of one's own"),
];

pub const SHEET: &[Example] = &[
    ("buffycoat sheet gcsf_donor --out worksheet.html", "For the students"),
    ("buffycoat sheet gcsf_donor --solution --out solution.html", "For the teacher"),
];

pub const COMPLETIONS: &[Example] = &[
    ("buffycoat completions bash > buffycoat.bash", "To be read by \". buffycoat.bash\""),
    ("buffycoat completions fish > buffycoat.fish", "For ~/.config/fish/completions"),
];

pub const MAN: &[Example] = &[
    ("buffycoat man > buffycoat.1", "To be read by \"man ./buffycoat.1\""),
    ("buffycoat man presets show > show.1", "The page of one command"),
    ("buffycoat man --out man1", "All pages, into a folder"),
];

/// Examples and exit status as they stand below the options.
pub fn below(examples: &[Example], exits: &[Exit]) -> String {
    let mut words = "Examples:\n".to_owned();
    for (call, what) in examples {
        let _ = writeln!(words, "  {call}\n      {what}");
    }
    words.push_str("\nExit status:\n");
    for (status, when) in exits {
        let _ = writeln!(words, "  {status}  {when}");
    }
    words.truncate(words.trim_end().len());
    words
}
