//! A path that is typed: the folder that it names so far, and the names there that go on from it.

use std::path::{MAIN_SEPARATOR, Path, PathBuf, is_separator};

use super::Purpose;

/// A name in a folder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Name {
    pub name: String,
    pub is_folder: bool,
}

impl Name {
    /// As it is shown, and typed: a folder with the sign after which its own names come.
    pub fn shown(&self) -> String {
        if self.is_folder { format!("{}{MAIN_SEPARATOR}", self.name) } else { self.name.clone() }
    }
}

/// The path that was typed, in which `~` stands for the user's own folder.
pub fn at_home(typed: &str) -> PathBuf {
    let inside = typed.strip_prefix('~').filter(|rest| rest.is_empty() || rest.starts_with(['/', '\\']));
    match (inside, std::env::home_dir()) {
        (Some(inside), Some(home)) => home.join(inside.trim_start_matches(['/', '\\'])),
        _ => PathBuf::from(typed),
    }
}

/// What is typed up to its last name, and that name.
fn parts(typed: &str) -> (&str, &str) {
    typed.split_at(typed.rfind(is_separator).map_or(0, |place| place + 1))
}

/// The folder whose names go on from what is typed.
pub fn folder_of(typed: &str) -> PathBuf {
    match parts(typed).0 {
        "" => PathBuf::from("."),
        folder => at_home(folder),
    }
}

/// The names that go on from what is typed and suit what the path is for, in their order. Hidden ones wait for their dot.
pub fn continuing<'a>(typed: &str, purpose: Purpose, names: &'a [Name]) -> Vec<&'a Name> {
    let begun = parts(typed).1;
    let endings = purpose.endings();
    let suits = |name: &Name| {
        let ending = Path::new(&name.name).extension().and_then(|ending| ending.to_str());
        let is_wanted = ending.is_some_and(|ending| endings.iter().any(|wanted| wanted.eq_ignore_ascii_case(ending)));
        let is_hidden = name.name.starts_with('.') && !begun.starts_with('.');
        (name.is_folder || (is_wanted && name.name != begun)) && !is_hidden && after(&name.name, begun).is_some()
    };
    names.iter().filter(|name| suits(name)).collect()
}

/// The names that are worth choosing: those that go on from what is typed, or the others of the folder where it names a file in full.
pub fn offered<'a>(typed: &str, purpose: Purpose, names: &'a [Name]) -> Vec<&'a Name> {
    let (folder, begun) = parts(typed);
    let is_whole = names.iter().any(|name| !name.is_folder && name.name == begun);
    let continuing = continuing(typed, purpose, names);
    if !is_whole || !continuing.is_empty() {
        return continuing;
    }
    self::continuing(folder, purpose, names).into_iter().filter(|name| name.name != begun).collect()
}

/// What of a name comes after what is typed of it, upper case or lower.
fn after<'a>(name: &'a str, begun: &str) -> Option<&'a str> {
    let mut rest = name.chars();
    let is_same = |wanted: char, own: char| own.to_lowercase().eq(wanted.to_lowercase());
    let is_begun = begun.chars().all(|wanted| rest.next().is_some_and(|own| is_same(wanted, own)));
    is_begun.then_some(rest.as_str())
}

/// What is typed with one of those names in full.
pub fn with_name(typed: &str, name: &Name) -> String {
    format!("{}{}", parts(typed).0, name.shown())
}

/// What is typed, as far as all those names agree; `None` where that is no further than it is.
pub fn completed(typed: &str, continuing: &[&Name]) -> Option<String> {
    let (folder, begun) = parts(typed);
    let [first, others @ ..] = continuing else { return None };
    let mut shared = first.shown();
    for other in others {
        let other = other.shown();
        let agree = |(one, other): &((usize, char), char)| one.1.to_lowercase().eq(other.to_lowercase());
        let pairs = shared.char_indices().zip(other.chars());
        let end = pairs.take_while(agree).last().map_or(0, |((place, one), _)| place + one.len_utf8());
        shared.truncate(end);
    }
    (shared.chars().count() > begun.chars().count()).then(|| format!("{folder}{shared}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tilde_stands_for_the_users_folder() {
        let home = std::env::home_dir().unwrap();
        assert_eq!(at_home("~/x.ron"), home.join("x.ron"));
        assert_eq!(at_home("~"), home.join(""));
        assert_eq!(at_home("~x/y~.ron"), PathBuf::from("~x/y~.ron"));
        assert_eq!(folder_of("~/x/y.ron"), home.join("x"));
        assert_eq!(folder_of("y.ron"), PathBuf::from("."));
        assert_eq!(folder_of("/"), PathBuf::from("/"));
    }

    fn names() -> Vec<Name> {
        let folder = |name: &str| Name { name: name.to_owned(), is_folder: true };
        let file = |name: &str| Name { name: name.to_owned(), is_folder: false };
        let folders = ["cases", ".hidden", "Classes"].map(folder);
        let files = ["CML first.ron", "cml second.ron", "notes.txt", "Ärztin.ron", "photo.JPG", "病例.ron"].map(file);
        folders.into_iter().chain(files).collect()
    }

    fn found(typed: &str, purpose: Purpose) -> Vec<String> {
        continuing(typed, purpose, &names()).into_iter().map(Name::shown).collect()
    }

    #[test]
    fn names_go_on_from_what_is_typed() {
        let folder = |name: &str| format!("{name}{MAIN_SEPARATOR}");
        assert_eq!(
            found("/x/c", Purpose::Save),
            [folder("cases"), folder("Classes"), "CML first.ron".to_owned(), "cml second.ron".to_owned()]
        );
        assert_eq!(found("/x/.", Purpose::Save), [folder(".hidden")]);
        assert_eq!(found("är", Purpose::Save), ["Ärztin.ron"]);
        assert_eq!(found("photo", Purpose::Open), ["photo.JPG"], "a photograph can be opened");
        assert!(found("photo", Purpose::Save).is_empty() && found("notes", Purpose::Open).is_empty());
        assert!(found("病例.ron", Purpose::Open).is_empty(), "nothing goes on from a whole name");
        let names = names();
        let offered = |typed: &str| offered(typed, Purpose::Open, &names).len();
        assert_eq!((offered("/x/病例.ron"), offered("/x/病例")), (6, 1), "the others of a folder beside a whole name");
        assert_eq!(found("", Purpose::Class), [folder("cases"), folder("Classes")]);
    }

    #[test]
    fn what_is_typed_is_completed_as_far_as_names_agree() {
        let names = names();
        let completed = |typed: &str| completed(typed, &continuing(typed, Purpose::Open, &names));
        assert_eq!(completed("/x/cm").as_deref(), Some("/x/CML "));
        assert_eq!(completed("/x/CML ").as_deref(), None);
        assert_eq!(completed("/x/cml s").as_deref(), Some("/x/cml second.ron"));
        assert_eq!(completed("ca"), Some(format!("cases{MAIN_SEPARATOR}")));
        assert_eq!(completed("cases"), Some(format!("cases{MAIN_SEPARATOR}")));
        assert_eq!(completed("病"), Some("病例.ron".to_owned()));
        assert_eq!(completed("nothing"), None);
        assert_eq!(with_name("/x/c", &names[2]), format!("/x/Classes{MAIN_SEPARATOR}"));
    }
}
