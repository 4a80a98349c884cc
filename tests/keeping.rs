//! Promise: no file is ever lost: whatever ends a save, the old file or the new one is there, whole.

use std::fs::{self, File};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant, SystemTime};

use buffycoat::preset::{self, BUNDLED, Preset, read, write};
use buffycoat::sim::{SettingId, Value};
use buffycoat::text::Text;

use crate::bundled;

/// Names the file that the helper saves to.
const SAVES_TO: &str = "BUFFYCOAT_TEST_SAVES_TO";

/// Two cases of different lengths.
fn two() -> [Preset; 2] {
    let mut other = bundled("healthy_donor");
    other.story = "A long story. ".repeat(4000);
    [bundled("healthy_donor"), other]
}

/// No test of its own: what the test below kills. It saves to a file for ever, one case and the other.
#[test]
#[ignore = "it is started by the test of killed saves"]
fn saves_for_ever() {
    let Some(path) = std::env::var_os(SAVES_TO) else { return };
    for preset in two().iter().cycle() {
        preset::save(path.as_ref(), preset).expect("saved");
    }
}

/// Starts saves and kills them, so many times; the file is whole each time.
fn kill_saves(times: u32) {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("case.ron");
    let texts = two().map(|preset| write(&preset));
    preset::save(&path, &two()[0]).expect("saved");
    for i in 0..times {
        let before = fs::metadata(&path).and_then(|found| found.modified()).ok();
        let mut saving = Command::new(std::env::current_exe().expect("this program"))
            .args(["--exact", "keeping::saves_for_ever", "--ignored"])
            .env(SAVES_TO, &path)
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("a process");
        // It has begun; then somewhere within a save, each time elsewhere.
        let since = Instant::now();
        while fs::metadata(&path).and_then(|found| found.modified()).ok() == before && since.elapsed().as_secs() < 20 {
            std::thread::yield_now();
        }
        std::thread::sleep(Duration::from_micros(237 * u64::from(i % 40)));
        saving.kill().expect("killed");
        saving.wait().expect("ended");
        let found = fs::read_to_string(&path).expect("the file is there");
        assert!(texts.contains(&found), "after {i} kills the file has {} bytes", found.len());
    }
    preset::save(&path, &two()[1]).expect("it can be saved to");
    assert_eq!(preset::load(&path).expect("a case"), two()[1]);
}

#[test]
fn a_save_that_is_killed_leaves_the_old_file_or_the_new_one() {
    kill_saves(12);
}

#[test]
#[ignore = "some ten seconds, while all cores are busy; CI runs it by itself"]
fn a_thousand_saves_that_are_killed_leave_the_old_file_or_the_new_one() {
    kill_saves(1000);
}

#[test]
fn what_killed_saves_have_left_is_removed_by_the_next_one() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("case.ron");
    let write_at = |name: &str, age_s: u64| {
        let file = File::create(folder.path().join(name)).expect("a file");
        file.set_modified(SystemTime::now() - Duration::from_secs(age_s)).expect("a time");
    };
    for (name, age_s) in
        [(".case.ron.Ab12Cd", 3600), (".case.ron.zzzzzz", 1), (".case.ron.notes", 3600), (".other.ron.Ab12Cd", 3600)]
    {
        write_at(name, age_s);
    }
    preset::save(&path, &bundled("healthy_donor")).expect("saved");
    let mut left: Vec<_> = fs::read_dir(folder.path())
        .expect("the folder")
        .map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned())
        .collect();
    left.sort();
    assert_eq!(left, [".case.ron.notes", ".case.ron.zzzzzz", ".other.ron.Ab12Cd", "case.ron"]);
}

#[cfg(unix)]
#[test]
fn rights_and_links_stay_as_they_are() {
    use std::os::unix::fs::{PermissionsExt as _, symlink};
    let folder = tempfile::tempdir().expect("a folder");
    let [file, link, missing, dangling, round] =
        ["case.ron", "link.ron", "missing.ron", "dangling.ron", "round.ron"].map(|name| folder.path().join(name));
    let preset = bundled("healthy_donor");
    preset::save(&file, &preset).expect("saved");
    fs::set_permissions(&file, fs::Permissions::from_mode(0o600)).expect("set");
    symlink("case.ron", &link).expect("a link");
    symlink("missing.ron", &dangling).expect("a link");
    symlink("round.ron", &round).expect("a link");
    let mode = |path: &Path| fs::metadata(path).expect("a file").permissions().mode() & 0o7777;
    for path in [&file, &link] {
        preset::save(path, &bundled("gcsf_donor")).expect("saved");
        assert_eq!(mode(&file), 0o600);
        assert!(fs::symlink_metadata(&link).expect("a link").is_symlink());
        assert_eq!(preset::load(&file).expect("a case"), bundled("gcsf_donor"));
        preset::save(&file, &preset).expect("saved");
    }
    preset::save(&dangling, &preset).expect("saved");
    assert!(fs::symlink_metadata(&dangling).expect("a link").is_symlink());
    assert_eq!(preset::load(&missing).expect("made where the link points"), preset);
    assert_eq!(mode(&missing) & 0o133, 0, "an ordinary file: {:o}", mode(&missing));
    assert!(preset::save(&round, &preset).is_err(), "a link to itself leads nowhere");
    assert!(fs::symlink_metadata(&round).expect("a link").is_symlink());
}

#[test]
fn why_a_file_cannot_be_saved_is_said_with_what_to_do() {
    let folder = tempfile::tempdir().expect("a folder");
    let preset = bundled("healthy_donor");
    let file = folder.path().join("case.ron");
    preset::save(&file, &preset).expect("saved");
    let said = |path: &Path| {
        let problem = preset::save(path, &preset).expect_err("it cannot be saved");
        Text::english().file_problem(path, &problem)
    };
    assert!(said(&folder.path().join("nowhere/case.ron")).contains("nowhere. Make it first, or choose another."));
    assert!(said(&file.join("case.ron")).contains("case.ron. Make it first, or choose another."));
    assert!(said(folder.path()).contains("this is a folder. Add the name of a file."));
    assert!(said(&folder.path().join("long".repeat(200))).contains("a file cannot have this name"));
    if cfg!(target_os = "linux") {
        assert!(said("/dev/full".as_ref()).contains("the disk is full. The file is as it was"));
    }
    let mut long = preset.clone();
    long.story = "x".repeat(1 << 20);
    let problem = preset::save(&file, &long).expect_err("too large");
    let told = Text::english().file_problem(&file, &problem);
    assert!(told.contains("larger than 1024 kB and could not be opened again, so it was not saved"), "{told}");
    assert_eq!(preset::load(&file).expect("as it was"), preset);
}

#[cfg(unix)]
#[test]
fn a_folder_without_rights_is_named() {
    use std::os::unix::fs::PermissionsExt as _;
    let folder = tempfile::tempdir().expect("a folder");
    fs::set_permissions(folder.path(), fs::Permissions::from_mode(0o500)).expect("set");
    let path = folder.path().join("case.ron");
    // Who may do everything may save there too.
    if let Err(problem) = preset::save(&path, &bundled("healthy_donor")) {
        let said = Text::english().file_problem(&path, &problem);
        assert!(said.contains("permission denied. Choose another folder."), "{said}");
    }
}

#[test]
fn every_case_is_found_again_under_any_name() {
    let folder = tempfile::tempdir().expect("a folder");
    for (bundled, name) in
        BUNDLED.iter().zip(["Müller ß", "病例", "مريض", "ασθενής", "с пробелом", "emoji 🩸", "a'b\"c&d;e"])
    {
        let mut preset = read(bundled.text).expect("sound");
        SettingId::Duration.set(&mut preset.protocol.settings, &Value::Number(123.0));
        let path = folder.path().join(format!("{name}.ron"));
        preset::save(&path, &preset).expect("saved");
        assert_eq!(preset::load(&path).expect("a case"), preset);
    }
}
