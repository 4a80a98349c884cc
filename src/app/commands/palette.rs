//! The list in which anything can be found by a few letters: what is offered, and what matches what is typed.

use egui::KeyboardShortcut;

use super::Command;

/// How many of the commands that were done last come first.
const MOST_RECENT: usize = 5;

/// Something that can be done, and how it is found.
#[derive(Clone, Debug, PartialEq)]
pub struct Offer {
    pub label: String,
    /// What it belongs to: the menu of a command, the section of a setting. It is found by this too.
    pub group: String,
    /// Other words by which it is found: what clinicians abbreviate, what it is used for, what can be chosen there.
    pub also: String,
    pub shortcut: Option<KeyboardShortcut>,
    pub command: Command,
}

/// The open list.
#[derive(Clone, Debug, PartialEq)]
pub struct Palette {
    pub typed: String,
    /// Which of the matching offers Enter takes.
    pub marked: usize,
    offers: Vec<Offer>,
}

impl Palette {
    /// With what was done last on top, the last first.
    fn new(mut offers: Vec<Offer>, recent: &[Command]) -> Self {
        let age = |offer: &Offer| recent.iter().position(|command| *command == offer.command).unwrap_or(usize::MAX);
        offers.sort_by_key(age);
        Self { typed: String::new(), marked: 0, offers }
    }

    /// What matches the words typed, best first; all where nothing is typed.
    pub fn matching(&self, typed: &str) -> Vec<&Offer> {
        let typed = words(typed);
        let ranked = self.offers.iter().filter_map(|offer| Some((rank(offer, &typed)?, offer)));
        let mut ranked: Vec<_> = ranked.collect();
        // Equal ranks keep the order of the list.
        ranked.sort_by_key(|(rank, _)| *rank);
        ranked.into_iter().map(|(_, offer)| offer).collect()
    }
}

/// The list while it is open, and what was done with it last.
#[derive(Clone, Debug, Default)]
pub struct PaletteState {
    pub open: Option<Palette>,
    /// The last first.
    recent: Vec<Command>,
}

impl PaletteState {
    /// Opens the list with these offers.
    pub fn offer(&mut self, offers: Vec<Offer>) {
        self.open = Some(Palette::new(offers, &self.recent));
    }

    /// Closes the list and remembers what was chosen in it.
    pub fn choose(&mut self, command: &Command) {
        self.open = None;
        self.recent.retain(|other| other != command);
        self.recent.insert(0, command.clone());
        self.recent.truncate(MOST_RECENT);
    }
}

/// How badly an offer matches, the least first: how many words are only found within others, how many not in its own name,
/// and how far from the start of that the first of the others is.
type Rank = (usize, usize, usize);

/// How well all the typed words are found, each at the start of a word or within one; `None` when one is not.
fn rank(offer: &Offer, typed: &[String]) -> Option<Rank> {
    let own = words(&offer.label);
    let others = [words(&offer.also), words(&offer.group)].concat();
    let mut rank = (0, 0, 0);
    let mut first_own = None;
    for word in typed {
        let all = || own.iter().chain(&others);
        let found = all().position(|other| other.starts_with(word.as_str()));
        rank.0 += usize::from(found.is_none());
        let place = found.or_else(|| all().position(|other| other.contains(word.as_str())))?;
        let is_own = place < own.len();
        rank.1 += usize::from(!is_own);
        first_own = first_own.or(is_own.then_some(place));
    }
    rank.2 = first_own.unwrap_or(0);
    Some(rank)
}

/// The words of a text in small letters without accents.
fn words(text: &str) -> Vec<String> {
    let plain: String = text.to_lowercase().chars().map(without_accent).collect();
    plain.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

/// The letter under an accent, for the accents of European languages.
fn without_accent(letter: char) -> char {
    match letter {
        'à'..='å' | 'ā' | 'ă' | 'ą' => 'a',
        'ç' | 'ć' | 'č' => 'c',
        'ď' | 'đ' => 'd',
        'è'..='ë' | 'ē' | 'ė' | 'ę' | 'ě' => 'e',
        'ğ' => 'g',
        'ì'..='ï' | 'ī' | 'į' | 'ı' => 'i',
        'ł' => 'l',
        'ñ' | 'ń' | 'ň' => 'n',
        'ò'..='ö' | 'ø' | 'ō' | 'ő' => 'o',
        'ř' => 'r',
        'ś' | 'š' | 'ş' => 's',
        'ť' | 'ț' => 't',
        'ù'..='ü' | 'ū' | 'ů' | 'ű' => 'u',
        'ý' | 'ÿ' => 'y',
        'ź' | 'ż' | 'ž' => 'z',
        _ => letter,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn palette(words: &[&str]) -> Palette {
        let offer = |(i, words): (usize, &&str)| Offer {
            label: (*words).to_owned(),
            group: "Time".to_owned(),
            also: String::new(),
            shortcut: None,
            command: Command::ShowCurve(i),
        };
        Palette::new(words.iter().enumerate().map(offer).collect(), &[])
    }

    fn found(palette: &Palette, typed: &str) -> Vec<String> {
        palette.matching(typed).into_iter().map(|offer| offer.label.clone()).collect()
    }

    #[test]
    fn every_typed_word_is_found_at_the_start_of_a_word_or_within_one() {
        let palette = palette(&["Next event", "Previous event", "Inlet flow", "Open case: CLL, small light cells"]);
        assert_eq!(found(&palette, "ne ev"), ["Next event"]);
        assert_eq!(found(&palette, "ev ne"), ["Next event"]);
        assert_eq!(found(&palette, "CLL"), ["Open case: CLL, small light cells"]);
        assert_eq!(found(&palette, "vent"), ["Next event", "Previous event"]);
        assert!(found(&palette, "next flow").is_empty());
        assert_eq!(found(&palette, "  ").len(), 4);
    }

    #[test]
    fn the_best_comes_first_and_equals_keep_their_order() {
        let palette = palette(&["Open case: low platelets", "Reset play", "Platelets", "Play or pause", "Replay"]);
        assert_eq!(
            found(&palette, "pla"),
            ["Platelets", "Play or pause", "Reset play", "Open case: low platelets", "Replay"]
        );
        // By the group, only after all that is found by its own words.
        assert_eq!(found(&palette, "ti").len(), 5);
        assert_eq!(found(&palette, "time platelets"), ["Platelets", "Open case: low platelets"]);
    }

    #[test]
    fn other_words_find_it_too_after_all_that_has_them_in_its_name() {
        let mut palette = palette(&["Platelets", "Thrombosis"]);
        palette.offers[0].also = "thrombocytes, PLT".to_owned();
        assert_eq!(found(&palette, "plt"), ["Platelets"]);
        assert_eq!(found(&palette, "thrombo"), ["Thrombosis", "Platelets"]);
        palette.offers[1].also = "PLT".to_owned();
        assert_eq!(found(&palette, "plt"), ["Platelets", "Thrombosis"]);
    }

    #[test]
    fn neither_capitals_nor_accents_matter() {
        let palette = palette(&["Hémoglobine", "Größe"]);
        assert_eq!(found(&palette, "hemo"), ["Hémoglobine"]);
        assert_eq!(found(&palette, "GRO"), ["Größe"]);
        assert_eq!(found(&palette, "HÉM"), ["Hémoglobine"]);
    }

    #[test]
    fn what_was_done_last_comes_first() {
        let mut state = PaletteState::default();
        for i in [2, 1, 2, 0] {
            state.choose(&Command::ShowCurve(i));
        }
        state.offer(palette(&["a", "b", "c", "d"]).offers);
        assert_eq!(found(&state.open.expect("it is open"), ""), ["a", "c", "b", "d"]);
    }
}
