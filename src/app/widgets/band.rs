//! A small picture of a published value: its range as a bar, and our value as a mark on the same scale.

use egui::{Color32, Painter, Rect, Shape, Stroke, pos2, vec2};

use crate::app::theme::{Tokens, size};
use crate::study::validation::{Published, Row, Verdict};

/// A published value and ours. Bars of finite ranges have equal length and are centered, so that rows can be compared.
pub struct Band<'a> {
    pub row: &'a Row,
    pub ours: Option<f64>,
    /// The lowest and highest of ours, where an input is known only within a band.
    pub reach: Option<(f64, f64)>,
    pub verdict: &'a Verdict,
}

/// Half the bar's length, as a share of half the picture's width.
const BAR: f64 = 0.45;
const BAR_HEIGHT: f32 = 12.0;
const MARK: f32 = 5.5;

impl Band<'_> {
    pub fn paint(&self, painter: &Painter, rect: Rect, tokens: &Tokens) {
        let middle = rect.center().y;
        painter.hline(rect.x_range(), middle, Stroke::new(1.0, tokens.rail));
        let x = |share: f64| rect.center().x + (share as f32) * rect.width() / 2.0;
        let (low, high) = self.row.band();
        let bar = Rect::from_x_y_ranges(
            x(self.place(low).clamp(-1.0, 1.0))..=x(self.place(high).clamp(-1.0, 1.0)),
            middle - BAR_HEIGHT / 2.0..=middle + BAR_HEIGHT / 2.0,
        );
        painter.rect_filled(bar, 3.0, tokens.published);
        if let Some(center) = self.center() {
            let ink = Stroke::new(2.0, tokens.quiet);
            painter.vline(x(self.place(center)), bar.y_range(), ink);
        }
        if let Some((lowest, highest)) = self.reach {
            let [from, to] = [lowest, highest].map(|value| x(self.place(value).clamp(-1.0, 1.0)));
            painter.hline(from..=to, middle, Stroke::new(size::CURVE, self.ink(tokens)));
        }
        if let Some(ours) = self.ours {
            let (ink, share) = (self.ink(tokens), self.place(ours));
            let at = pos2(x(share.clamp(-0.93, 0.93)), middle);
            if share.abs() > 1.0 {
                beyond(painter, at, share > 0.0, ink);
            } else if matches!(self.verdict, Verdict::Inside) {
                painter.circle(at, MARK, ink, Stroke::new(2.0, tokens.card));
            } else {
                diamond(painter, at, ink, tokens.card);
            }
        }
    }

    fn ink(&self, tokens: &Tokens) -> Color32 {
        match self.verdict {
            Verdict::Inside => tokens.platelets,
            Verdict::Reached | Verdict::NotRun(_) => tokens.caution,
            Verdict::Outside => tokens.severe,
        }
    }

    /// The printed mean or median; no change for a published direction; `None` for a range.
    fn center(&self) -> Option<f64> {
        match self.row.published {
            Published::Range { .. } => None,
            published => Some(published.center().unwrap_or(self.row.neutral())),
        }
    }

    /// Position of a value relative to the middle, as a share of half the picture's width.
    fn place(&self, value: f64) -> f64 {
        let (low, high) = self.row.band();
        let (middle, half) = if low.is_finite() && high.is_finite() {
            (0.5 * (low + high), (0.5 * (high - low)).max(f64::MIN_POSITIVE))
        } else {
            // A direction has no scale of its own, so our value is drawn where other bars end.
            let neutral = self.row.neutral();
            (neutral, self.ours.map_or(1.0, |ours| (ours - neutral).abs().max(f64::MIN_POSITIVE)))
        };
        BAR * (value - middle) / half
    }
}

/// Marks a value outside the bar, by shape as well as color.
fn diamond(painter: &Painter, at: egui::Pos2, ink: Color32, edge: Color32) {
    let far = MARK + 1.5;
    let points = [vec2(0.0, -far), vec2(far, 0.0), vec2(0.0, far), vec2(-far, 0.0)];
    painter.add(Shape::convex_polygon(points.map(|way| at + way).to_vec(), ink, Stroke::new(2.0, edge)));
}

/// An arrow for a value beyond the edge of the picture.
fn beyond(painter: &Painter, at: egui::Pos2, right: bool, ink: Color32) {
    let ahead = if right { MARK } else { -MARK };
    let points = vec![at + vec2(ahead, 0.0), at + vec2(-ahead, -MARK), at + vec2(-ahead, MARK)];
    painter.add(Shape::convex_polygon(points, ink, Stroke::NONE));
    painter.hline(at.x.min(at.x - 3.0 * ahead)..=at.x.max(at.x - 3.0 * ahead), at.y, Stroke::new(size::CURVE, ink));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::study::validation::read;

    fn row(published: &str) -> Row {
        let row = r#"id: "R", quantity: "change_percent.platelets", unit: "%", basis: "b""#;
        let study = r#"id: "S", study: "s", reference: "r", preset: "healthy_donor""#;
        let table = format!("(version: 1, studies: [({study}, rows: [({row}, published: {published})])])");
        read(&table).expect("sound").studies.remove(0).rows.remove(0)
    }

    fn band(row: &Row, ours: f64) -> Band<'_> {
        Band { row, ours: Some(ours), reach: None, verdict: &Verdict::Inside }
    }

    #[test]
    fn every_bar_is_equally_long_and_ours_lies_where_its_distance_says() {
        let row_of_spread = row("Spread(mean: 40, sd: 17)");
        let spread = band(&row_of_spread, 57.0);
        assert!((spread.place(57.0) - BAR).abs() < 1e-12 && spread.place(40.0) == 0.0);
        let row_of_range = row("Range(low: 540, high: 580)");
        let range = band(&row_of_range, 460.0);
        assert!((range.place(460.0) + 5.0 * BAR).abs() < 1e-12);
    }

    #[test]
    fn a_direction_turns_about_no_change() {
        let (row_of_rise, row_of_fall) = (row("Rises"), row("Falls"));
        let rises = band(&row_of_rise, 5.2);
        assert!(rises.place(0.0) == 0.0 && (rises.place(5.2) - BAR).abs() < 1e-12);
        assert!(rises.place(f64::INFINITY) == f64::INFINITY);
        assert!(band(&row_of_fall, 0.0).place(0.0) == 0.0);
    }
}
