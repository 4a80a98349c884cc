//! The moments that mattered, as pictures of the run: each leads back to its moment.

use egui::{
    Align2, CursorIcon, Id, Rect, RichText, Role, Sense, Stroke, StrokeKind, Ui, UiBuilder, WidgetInfo, pos2, vec2,
};

use super::Stage;
use crate::app::commands::{Command, Commands};
use crate::app::paint::thumbnails::{Shown, Thumbnails};
use crate::app::theme::{self, size, small, strong, tokens};
use crate::app::widgets::{elided, focus, icon};
use crate::picture::scene::SceneClock;
use crate::sim::key_moments::{KeyMoment, Reason};
use crate::text::clock;

pub fn moments_ui(ui: &mut Ui, stage: &Stage<'_>, rect: Rect, thumbnails: &mut Thumbnails, commands: &mut Commands) {
    const HEADING: f32 = 28.0;
    let (heading, below) = rect.split_top_bottom_at_y(rect.top() + HEADING);
    ui.scope_builder(UiBuilder::new().max_rect(heading.shrink2(vec2(4.0, 2.0))), |ui| {
        ui.label(RichText::new(stage.view.say("debrief-moments")).font(strong(17.0)));
    });
    let moments = &stage.debrief.moments;
    let count = moments.len().max(1) as f32;
    let width = (below.width() - size::GAP * (count - 1.0)) / count;
    for (index, moment) in moments.iter().enumerate() {
        let left = below.left() + index as f32 * (width + size::GAP);
        let card = Rect::from_min_max(pos2(left, below.top()), pos2(left + width, below.bottom()));
        moment_ui(ui, stage, (index, moment), card, thumbnails, commands);
    }
}

fn moment_ui(
    ui: &mut Ui,
    stage: &Stage<'_>,
    (index, moment): (usize, &KeyMoment),
    rect: Rect,
    thumbnails: &mut Thumbnails,
    commands: &mut Commands,
) {
    /// Room for the words below the picture.
    const WORDS: f32 = 98.0;
    let (view, tokens) = (stage.view, tokens(ui));
    let id = Id::unique(("moment that mattered", index));
    let response = ui.interact(rect, id, Sense::click()).on_hover_cursor(CursorIcon::PointingHand);
    let [title, words] = view.text.key_moment(moment, view.run(), stage.debrief, view.run_view.explanations());
    let name = view.text.with("debrief-moment", &[("time", clock(moment.at_min)), ("title", title.clone())]);
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, &name));
    ui.ctx().accesskit_node_builder(response.id, |node| node.set_description(words.clone()));
    let edge = if response.hovered() { tokens.quiet } else { tokens.hairline };
    let painter = ui.painter();
    painter.rect(rect, size::CARD_CORNER, tokens.card, Stroke::new(1.0, edge), StrokeKind::Inside);

    let picture = rect.shrink(6.0).with_max_y(rect.bottom() - WORDS);
    painter.rect_filled(picture, 6.0, tokens.ground);
    let shown = Shown {
        run: view.run(),
        number: view.run_view.revision,
        at_min: moment.at_min,
        clock: SceneClock::default(),
        text: None,
    };
    thumbnails.paint(painter, tokens, id, picture, &shown);
    let time = painter.layout_no_wrap(clock(moment.at_min), strong(size::SMALL), tokens.text);
    let plate = Align2::RIGHT_TOP.anchor_size(picture.right_top() + vec2(-6.0, 6.0), time.size() + vec2(16.0, 6.0));
    painter.rect(plate, plate.height() / 2.0, tokens.card, Stroke::new(1.0, tokens.hairline), StrokeKind::Inside);
    painter.galley(plate.min + vec2(8.0, 3.0), time, tokens.text);

    let severity = match &moment.reason {
        Reason::Onset(warning) => Some(warning.severity),
        _ => None,
    };
    let ink = severity.map_or(tokens.text, |severity| theme::severity(tokens, severity).0);
    let mut left = rect.left() + 12.0;
    let top = picture.bottom() + 6.0;
    if let Some(severity) = severity {
        icon::severity_sign(painter, pos2(left + 9.0, top + 10.0), severity, ink, tokens.card);
        left += 26.0;
    }
    let heading = elided::wrapped(painter, &title, strong(size::STRONG), ink, rect.right() - 12.0 - left, 1);
    let heading_is_cut = heading.elided;
    painter.galley(pos2(left, top), heading, ink);
    let body = rect.shrink2(vec2(12.0, 8.0)).with_min_y(top + 22.0);
    let told = elided::wrapped(painter, &words, small(), tokens.text, body.width(), 3);
    let told_is_cut = told.elided;
    painter.galley(body.min, told, tokens.text);
    let lead = view.say("debrief-show-me");
    let at = rect.right_bottom() - vec2(12.0, 7.0);
    painter.text(at, Align2::RIGHT_BOTTOM, lead, strong(size::SMALL), tokens.accent);
    focus::ring(ui, &response, rect, size::CARD_CORNER.into());
    if response.gained_focus() {
        response.scroll_to_me(None);
    }
    let clicked = response.clicked();
    if heading_is_cut || told_is_cut {
        response.on_hover_text(format!("{title}. {words}"));
    }
    if clicked {
        commands.extend([Command::Seek(moment.at_min), Command::ShowDebrief(None)]);
    }
}
