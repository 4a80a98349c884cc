//! A formula in TeX as one line of plain text per row: what a screen reader says and what is copied.

/// What stands between two equations in a row until it is tidied into a comma.
const GAP: char = '\u{2003}';

/// The formula as plain text: `\frac{a}{b + c}` is `a/(b + c)`, `W_k` stays, `x^2` is `x²`.
pub fn spoken(tex: &str) -> String {
    let mut reader = Reader { rest: tex, is_in_cases: false };
    let rows = reader.sequence(None);
    let rows = rows.lines().map(tidy).filter(|row| !row.is_empty());
    rows.collect::<Vec<_>>().join("\n")
}

/// Single spaces, none inside brackets or before a comma; a comma between equations.
fn tidy(row: &str) -> String {
    let mut tidy = String::new();
    for letter in row.chars() {
        let after = tidy.chars().next_back();
        if letter == GAP {
            tidy.truncate(tidy.trim_end().len());
            tidy.push_str(if tidy.is_empty() || tidy.ends_with([',', ':']) { " " } else { ", " });
            continue;
        }
        if letter == ' ' {
            if after.is_some_and(|before| !" ([".contains(before)) {
                tidy.push(' ');
            }
            continue;
        }
        if after == Some(' ') && ")],;".contains(letter) {
            tidy.pop();
        }
        tidy.push(letter);
    }
    tidy.trim_end().to_owned()
}

struct Reader<'a> {
    rest: &'a str,
    /// Whether `&` and `\\` part the cases of a definition, and not the columns and rows of equations.
    is_in_cases: bool,
}

impl<'a> Reader<'a> {
    fn next(&mut self) -> Option<char> {
        let next = self.rest.chars().next()?;
        self.rest = &self.rest[next.len_utf8()..];
        Some(next)
    }

    /// Everything until this letter, or until the end of a surrounding environment.
    fn sequence(&mut self, until: Option<char>) -> String {
        let mut said = String::new();
        while let Some(letter) = self.next() {
            match letter {
                _ if Some(letter) == until => break,
                '\\' => {
                    let command = self.command();
                    if command == "end" {
                        self.braced();
                        break;
                    }
                    said.push_str(&self.say(command));
                }
                _ => said.push_str(&self.letter(letter)),
            }
        }
        said
    }

    fn letter(&mut self, letter: char) -> String {
        match letter {
            '{' => self.sequence(Some('}')),
            '^' => raised(self.argument().trim()),
            '_' => lowered(self.argument().trim()),
            '&' if self.is_in_cases => ", ".to_owned(),
            '&' => String::new(),
            '-' => "−".to_owned(),
            '~' | '\n' => " ".to_owned(),
            other => other.to_string(),
        }
    }

    /// The name of a command whose backslash has been read.
    fn command(&mut self) -> &'a str {
        let letters = self.rest.bytes().take_while(u8::is_ascii_alphabetic).count();
        let length = if letters > 0 { letters } else { self.rest.chars().next().map_or(0, char::len_utf8) };
        let (name, rest) = self.rest.split_at(length);
        self.rest = rest;
        name
    }

    /// What stands in braces, unread.
    fn braced(&mut self) -> &'a str {
        let Some((inside, rest)) = self.rest.strip_prefix('{').and_then(|rest| rest.split_once('}')) else { return "" };
        self.rest = rest;
        inside
    }

    /// A group, a command or a single letter.
    fn argument(&mut self) -> String {
        self.rest = self.rest.trim_start();
        match self.next() {
            Some('\\') => {
                let command = self.command();
                self.say(command)
            }
            Some(letter) => self.letter(letter),
            None => String::new(),
        }
    }

    /// Whether what has been read is multiplied by what follows, without a sign between them.
    fn is_before_factor(&self) -> bool {
        const ENDS: [&str; 8] = ["right", "bigr", "cdot", "quad", "qquad", "le", "mathrel", "end"];
        let spaces =
            |rest: &'a str| rest.trim_start_matches([' ', '\n']).trim_start_matches("\\,").trim_start_matches("\\;");
        let rest = spaces(spaces(self.rest));
        match rest.strip_prefix('\\') {
            Some(command) => {
                let name = command.split(|letter: char| !letter.is_ascii_alphabetic()).next().unwrap_or_default();
                !name.is_empty() && !ENDS.contains(&name)
            }
            None => rest.starts_with(|letter: char| letter.is_alphanumeric() || "([{".contains(letter)),
        }
    }

    /// The sum sign and what it runs over.
    fn sum(&mut self) -> String {
        match self.rest.strip_prefix('_') {
            Some(rest) => {
                self.rest = rest;
                format!("sum over {} of ", self.argument().trim())
            }
            None => "sum of ".to_owned(),
        }
    }

    /// What may follow the end of a row: `[6pt]`.
    fn skip_space_between_rows(&mut self) {
        if let Some((_, rest)) = self.rest.strip_prefix('[').and_then(|rest| rest.split_once(']')) {
            self.rest = rest;
        }
    }

    fn say(&mut self, command: &str) -> String {
        match command {
            "frac" => {
                let (above, below) = (self.argument(), self.argument());
                let fraction = format!("{}/{}", in_brackets(&above), in_brackets(&below));
                if self.is_before_factor() { format!("({fraction})") } else { fraction }
            }
            "sqrt" => format!("√{}", in_brackets(&self.argument())),
            "text" | "mathrm" => self.braced().to_owned(),
            // `\mathrel{+}=`
            "mathrel" => self.argument(),
            "begin" => {
                let was_in_cases = std::mem::replace(&mut self.is_in_cases, self.rest.starts_with("{cases}"));
                self.braced();
                let said = self.sequence(None);
                self.is_in_cases = was_in_cases;
                said
            }
            "\\" => {
                self.skip_space_between_rows();
                if self.is_in_cases { "; " } else { "\n" }.to_owned()
            }
            "left" | "right" | "bigl" | "bigr" => String::new(),
            "," | ";" | " " => " ".to_owned(),
            "quad" | "qquad" => GAP.to_string(),
            "sum" => self.sum(),
            "cdot" => "·".to_owned(),
            "le" => "≤".to_owned(),
            "ldots" => "…".to_owned(),
            name => greek(name).unwrap_or(name).to_owned(),
        }
    }
}

/// A part of a fraction or a root, in brackets where it would run into what stands beside it.
fn in_brackets(part: &str) -> String {
    let part = tidy(part);
    let mut letters = part.chars().zip(part.chars().skip(1));
    let is_multiple = letters.any(|(before, after)| before.is_ascii_digit() && after.is_alphabetic());
    if is_multiple || part.contains([' ', '+', '−', '·', '/']) { format!("({part})") } else { part }
}

fn raised(part: &str) -> String {
    const RAISED: [(char, char); 11] = [
        ('−', '⁻'),
        ('0', '⁰'),
        ('1', '¹'),
        ('2', '²'),
        ('3', '³'),
        ('4', '⁴'),
        ('5', '⁵'),
        ('6', '⁶'),
        ('7', '⁷'),
        ('8', '⁸'),
        ('9', '⁹'),
    ];
    let small = |letter| RAISED.iter().find(|(usual, _)| *usual == letter).map(|(_, small)| *small);
    match part.chars().map(small).collect::<Option<String>>() {
        Some(small) => small,
        None if part == "*" => part.to_owned(),
        None => format!("^{}", in_brackets(part)),
    }
}

fn lowered(part: &str) -> String {
    let small = |letter: char| match letter {
        '+' => Some('₊'),
        _ => letter.to_digit(10).and_then(|digit| char::from_u32('₀' as u32 + digit)),
    };
    match part.chars().map(small).collect::<Option<String>>() {
        Some(small) => small,
        None => format!("_{}", in_brackets(part)),
    }
}

fn greek(name: &str) -> Option<&'static str> {
    const GREEK: [(&str, &str); 10] = [
        ("beta", "β"),
        ("kappa", "κ"),
        ("mu", "μ"),
        ("pi", "π"),
        ("rho", "ρ"),
        ("sigma", "σ"),
        ("tau", "τ"),
        ("varphi", "φ"),
        ("Delta", "Δ"),
        ("Phi", "Φ"),
    ];
    GREEK.iter().find(|(english, _)| *english == name).map(|(_, letter)| *letter)
}

#[cfg(test)]
mod tests {
    use super::spoken;

    #[test]
    fn a_formula_is_said_on_one_line() {
        for (tex, said) in [
            (r"\frac{a}{b}", "a/b"),
            (r"\frac{a + b}{c\, d}", "(a + b)/(c d)"),
            (r"x_k = y_\text{in}", "x_k = y_in"),
            (r"V_0 + [x]_+", "V₀ + [x]₊"),
            (r"10^{-6} \cdot d^2", "10⁻⁶ · d²"),
            (r"1 - e^{-z / (1 - s)}", "1 − e^(−z / (1 − s))"),
            (r"\left( \frac{v_k}{210} \right)^{2/3}", "(v_k/210)^(2/3)"),
            (r"0.001 \sum_k W_k\, v_k", "0.001 sum over k of W_k v_k"),
            (r"\frac{1}{\sqrt{2\pi}}", "1/(√(2π))"),
            (r"\frac{a}{b} \left( c \right) + \frac{a}{b}", "(a/b) (c) + a/b"),
            (r"\frac{60}{2\pi}", "60/(2π)"),
            (r"\frac{dW_k}{dt} \mathrel{+}= J_k", "dW_k/dt += J_k"),
            (r"\Phi\left( \frac{a}{u} \right), \qquad u = 0.30", "Φ(a/u), u = 0.30"),
            (r"W_k^\text{in}", "W_k^in"),
            (r"G^* \le 900", "G* ≤ 900"),
        ] {
            assert_eq!(spoken(tex), said, "{tex}");
        }
    }

    #[test]
    fn equations_in_a_row_are_parted_by_commas() {
        assert_eq!(spoken(r"a = b \qquad c = d"), "a = b, c = d");
        assert_eq!(spoken(r"a = \frac{b}{c}, \qquad d = e"), "a = b/c, d = e");
        assert_eq!(spoken(r"\text{men:} \quad a"), "men: a");
    }

    #[test]
    fn rows_of_equations_are_rows_and_cases_are_parted() {
        assert_eq!(spoken("\\begin{aligned}\na &= b \\\\[6pt]\nc &= d\n\\end{aligned}"), "a = b\nc = d");
        assert_eq!(
            spoken(r"x = \begin{cases} 1 & \text{if so} \\ 2 & \text{else} \end{cases} + 3"),
            "x = 1, if so; 2, else + 3"
        );
    }
}
