//! Wrapping of long code lines: the rest is indented on the next row, and breaks prefer column gaps and spaces.

/// Extra indent of continuation rows relative to the line's own, in characters.
const FURTHER_IN: usize = 4;
/// Marks a continuation row.
const GOES_ON: &str = "› ";
/// A row is filled at least to this share before it may break at a space.
const LEAST_SHARE: f64 = 0.4;

/// Splits the line into rows of at most `columns` characters. Only spaces at breaks are dropped.
pub fn broken(line: &str, columns: usize) -> Vec<String> {
    let indent = line.chars().take_while(|letter| *letter == ' ').count();
    let mut rest: Vec<char> = line.trim_end().chars().collect();
    let mut rows = Vec::new();
    let mut start = String::new();
    loop {
        let room = columns.saturating_sub(start.chars().count()).max(1);
        if rest.len() <= room {
            rows.push(start + &rest.iter().collect::<String>());
            return rows;
        }
        let (row, after) = rest.split_at(break_at(&rest, room));
        rows.push(start + row.iter().collect::<String>().trim_end());
        rest = after.iter().copied().skip_while(|letter| *letter == ' ').collect();
        start = " ".repeat((indent + FURTHER_IN).min(columns / 3)) + GOES_ON;
    }
}

/// Where the row ends: at the last gap between columns, else at the last space, else at full width.
fn break_at(letters: &[char], room: usize) -> usize {
    let least = (LEAST_SHARE * room as f64) as usize;
    let is_space = |at: usize| letters.get(at) == Some(&' ');
    let places = || (least.max(1)..=room).rev().filter(|at| is_space(*at));
    let column = places().find(|at| is_space(at + 1) || is_space(at - 1));
    column.or_else(|| places().next()).unwrap_or(room)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_short_line_stays_whole() {
        assert_eq!(broken("  a = b + c", 20), ["  a = b + c"]);
        assert_eq!(broken("", 20), [""]);
    }

    #[test]
    fn a_long_line_breaks_between_its_columns_first() {
        assert_eq!(broken("Vr = V·H     Vp = V·(1 − L) − Vr", 28), ["Vr = V·H", "    › Vp = V·(1 − L) − Vr"]);
        assert_eq!(broken("  abc def ghi jkl", 12), ["  abc def", "    › ghi", "    › jkl"]);
        assert_eq!(broken("abcdefghij", 8), ["abcdefgh", "  › ij"]);
    }

    #[test]
    fn no_letter_is_lost_and_no_row_is_too_long() {
        let line = "  d patient/dt += returned + replacement − drawn at Q_blood − lost       (section 5)";
        for columns in 12..100 {
            let rows = broken(line, columns);
            assert!(rows.iter().all(|row| row.chars().count() <= columns), "{columns}: {rows:?}");
            let solid = |text: &str| text.replace([' ', '›'], "");
            assert_eq!(solid(&rows.concat()), solid(line), "{columns}");
        }
    }
}
