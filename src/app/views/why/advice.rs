//! What would have avoided a warning: changes to try with their price, the one that was tried, and what is not advised.

use std::sync::Arc;

use egui::{
    Align, CornerRadius, Galley, Label, Layout, Rect, RichText, Role, Sense, Stroke, StrokeKind, Ui, UiBuilder,
    WidgetInfo, pos2, vec2,
};

use super::Why;
use super::causes::heading_ui;
use crate::app::background::Answer;
use crate::app::commands::{Command, Commands};
use crate::app::state::{Asked, OpenWarning, Tried};
use crate::app::theme::{size, tokens};
use crate::app::widgets::{chip, elided};
use crate::model::patient::Sex;
use crate::sim::Warning;
use crate::sim::advice::{Advice, Avoidance, Remedy, Standing};
use crate::text::fixed;

/// Number of changes shown before more are asked for.
const MOST_CHANGES: usize = 3;
/// Width of a change's button, and padding of its card.
const BUTTON: f32 = 58.0;
const PADDING: egui::Vec2 = vec2(10.0, 6.0);

pub fn advice_ui(ui: &mut Ui, why: &Why<'_>, commands: &mut Commands) {
    let room = ui.available_height();
    ui.spacing_mut().item_spacing.y = 5.0;
    if let Some((tried, asked)) = why.view.tried() {
        tried_ui(ui, why, tried, asked, commands);
    }
    let Some(warning) = why.warning else { return };
    if warning.present_before {
        return;
    }
    let found = match why.view.background.avoidances.of(&why.view.run_view) {
        Answer::Pending => return quiet_ui(ui, why, &why.view.say("why-looking")),
        Answer::Failed => return quiet_ui(ui, why, &why.view.say("why-failed")),
        Answer::Found(found) => found,
    };
    let Some(avoidance) = found.avoidances.iter().find(|avoidance| avoidance.warning == warning) else { return };
    let used = ui.min_rect().height();
    found_ui(ui, why, found, avoidance, room - used, commands);
}

fn quiet_ui(ui: &mut Ui, why: &Why<'_>, words: &str) {
    ui.add(Label::new(RichText::new(words).font(why.small()).color(tokens(ui).quiet)).wrap());
}

/// A change laid out, so that the height of all is known before any is shown.
struct Offer<'a> {
    remedy: &'a Remedy,
    words: String,
    name: Arc<Galley>,
    height: f32,
}

impl<'a> Offer<'a> {
    fn new(ui: &Ui, why: &Why<'_>, remedy: &'a Remedy) -> Self {
        let words = why.view.text.remedy(remedy);
        let room = ui.available_width() - BUTTON - 2.0 * PADDING.x - 8.0;
        let name = elided::wrapped(ui.painter(), &words, why.strong(size::SMALL), tokens(ui).text, room, 2);
        let price = if remedy.kept_percent.is_some() { 18.0 * why.scale } else { 0.0 };
        let height = name.size().y + price + 2.0 * PADDING.y;
        Self { remedy, words, name, height }
    }
}

/// The changes of one warning: as many as there is room for, then what nobody would or could choose.
fn found_ui(ui: &mut Ui, why: &Why<'_>, found: &Advice, avoidance: &Avoidance, room: f32, commands: &mut Commands) {
    let view = why.view;
    let advised: Vec<_> = avoidance.of(Standing::Advised).map(|remedy| Offer::new(ui, why, remedy)).collect();
    let notes = notes(ui, why, avoidance);
    let gap = ui.spacing().item_spacing.y;
    let notes_height: f32 = notes.iter().map(|(_, galley)| galley.size().y + gap).sum();
    heading_ui(ui, why, &view.say("why-avoided"), "", None);
    if advised.is_empty() {
        quiet_ui(ui, why, &view.say("why-no-change"));
    }
    // The heading, and the line that asks for more.
    let lines = 2.0 * (22.0 * why.scale + gap);
    let mut free = room - notes_height - lines;
    let fits = |offer: &&Offer<'_>| {
        free -= offer.height + gap;
        free >= 0.0
    };
    let fitting = advised.iter().take(MOST_CHANGES).take_while(fits).count().max(1);
    let shown = if why.open.all { advised.len() } else { fitting.min(advised.len()) };
    for offer in &advised[..shown] {
        offer_ui(ui, why, offer, avoidance.warning, commands);
    }
    let hidden = advised.len() - fitting.min(advised.len());
    if hidden > 0 {
        let more = view.text.with("why-more", &[("count", hidden.to_string())]);
        let words = if why.open.all { view.say("why-fewer") } else { more };
        if chip::opener(ui, &words, &words, why.open.all).clicked() {
            commands.push(Command::Explain(Some(OpenWarning { all: !why.open.all, ..why.open.clone() })));
        }
    }
    for (words, galley) in notes {
        let (rect, response) = ui.allocate_exact_size(galley.size(), Sense::hover());
        response.widget_info(|| WidgetInfo::labeled(Role::Label, true, &words));
        let is_cut = galley.elided;
        ui.painter().galley(rect.min, galley, tokens(ui).quiet);
        if is_cut {
            response.on_hover_text(words);
        }
    }
    if let Some(words) = view.text.not_tried(found).filter(|_| advised.is_empty()) {
        quiet_ui(ui, why, &words);
    }
}

/// What avoids the warning too, but cannot or should not be chosen, in two lines at most.
fn notes(ui: &Ui, why: &Why<'_>, avoidance: &Avoidance) -> Vec<(String, Arc<Galley>)> {
    let (view, text) = (why.view, why.view.text);
    let others: Vec<_> = avoidance.of(Standing::OtherPatient).map(|remedy| text.remedy_in_line(remedy)).collect();
    let who = match view.run().protocol.settings.patient.sex {
        Sex::Female => "female",
        Sex::Male => "male",
    };
    let had = (!others.is_empty())
        .then(|| text.with("why-had", &[("who", who.to_owned()), ("changes", others.join(&view.say("why-or")))]));
    let costly: Vec<_> = avoidance
        .of(Standing::Costly)
        .map(|remedy| {
            let change = text.remedy_in_line(remedy);
            let Some(price) = text.price(remedy) else { return change };
            text.with("why-priced", &[("change", change), ("price", price)])
        })
        .collect();
    let costly = (!costly.is_empty()).then(|| text.with("why-not-advised", &[("changes", costly.join("; "))]));
    let laid = |words: String| {
        let rows = if why.open.all { 12 } else { 2 };
        let galley = elided::wrapped(ui.painter(), &words, why.small(), tokens(ui).quiet, ui.available_width(), rows);
        (words, galley)
    };
    had.into_iter().chain(costly).map(laid).collect()
}

/// A change: what is set, how many of the cells it keeps, and the button that tries it.
fn offer_ui(ui: &mut Ui, why: &Why<'_>, offer: &Offer<'_>, warning: Warning, commands: &mut Commands) {
    let tokens = tokens(ui);
    let (view, text) = (why.view, why.view.text);
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), offer.height), Sense::hover());
    let price = text.price(offer.remedy);
    let words = [Some(offer.words.clone()), price.clone()].into_iter().flatten().collect::<Vec<_>>().join(", ");
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, &words));
    let painter = ui.painter();
    painter.rect(rect, 8.0, tokens.ground, Stroke::new(1.0, tokens.hairline), StrokeKind::Inside);
    let inside = rect.shrink2(PADDING);
    painter.galley(inside.min, offer.name.clone(), tokens.text);
    if let (Some(price), Some(kept)) = (&price, offer.remedy.kept_percent) {
        let middle = inside.bottom() - 8.0 * why.scale;
        let galley = painter.layout_no_wrap(price.clone(), why.small(), tokens.quiet);
        painter.galley(pos2(inside.left(), middle - galley.size().y / 2.0), galley.clone(), tokens.quiet);
        // All bars begin at one place, past the longest words.
        let longest = text.with("explain-keeps", &[("percent", "100".to_owned())]);
        let longest = painter.layout_no_wrap(longest, why.small(), tokens.quiet).size().x;
        let from = inside.left() + longest.max(galley.size().x) + 10.0;
        let to = inside.right() - BUTTON - 8.0;
        if to - from > 24.0 {
            let rail = Rect::from_x_y_ranges(from..=to.min(from + 90.0), middle - 3.0..=middle + 3.0);
            painter.rect_filled(rail, CornerRadius::same(3), tokens.rail);
            let share = (kept as f32 / 100.0).clamp(0.0, 1.0);
            painter.rect_filled(
                rail.with_max_x(rail.left() + share * rail.width()),
                CornerRadius::same(3),
                tokens.accent,
            );
        }
    }
    let place = inside.with_min_x(inside.right() - BUTTON);
    let layout = Layout::right_to_left(Align::Center);
    let mut inside = ui.new_child(UiBuilder::new().max_rect(place).layout(layout).id_salt(&offer.words));
    // Disabled after a simulation error: the settings are then not those of the run shown.
    if view.run_view.simulation_error.is_some() {
        inside.disable();
    }
    let name = text.with("why-try-name", &[("change", offer.words.clone())]);
    if chip::chip(&mut inside, &view.say("why-try"), &name).clicked() {
        let before = text.with(
            "why-tried-when",
            &[("title", text.warning_title(&warning)), ("detail", text.warning_detail(&warning, view.run()))],
        );
        commands.push(Command::Try(offer.remedy.changes.clone(), Asked { avoided: warning, before }));
    }
}

/// What was tried together: the warning before and now, what is kept of the cells, what becomes of the aim, and the way back.
fn tried_ui(ui: &mut Ui, why: &Why<'_>, tried: &Tried, asked: &Asked, commands: &mut Commands) {
    let tokens = tokens(ui);
    let (view, text) = (why.view, why.view.text);
    let change = text.changes_in_words(&tried.changes);
    let frame = egui::Frame::new()
        .fill(tokens.ground)
        .stroke(Stroke::new(1.5, tokens.accent))
        .corner_radius(8)
        .inner_margin(egui::Margin::symmetric(10, 6));
    frame.show(ui, |ui| {
        ui.spacing_mut().item_spacing.y = 2.0;
        ui.with_layout(Layout::right_to_left(Align::TOP), |ui| {
            let name = text.with("why-undo-name", &[("change", change.clone())]);
            if chip::chip(ui, &view.say("why-undo"), &name).clicked() {
                commands.push(Command::Undo);
            }
            ui.vertical(|ui| {
                let words = text.with("why-tried", &[("change", change.clone())]);
                ui.add(Label::new(RichText::new(words).font(why.strong(size::SMALL))).wrap());
            });
        });
        let now = view.opened_group().map_or_else(
            || view.say("why-tried-none"),
            |group| {
                let worst = group.worst();
                let detail = text.warning_detail(worst, view.run());
                text.with("why-tried-when", &[("title", text.warning_title(worst)), ("detail", detail)])
            },
        );
        for (id, words, ink) in
            [("why-tried-before", &asked.before, tokens.quiet), ("why-tried-now", &now, tokens.text)]
        {
            let words = text.with(id, &[("what", words.clone())]);
            ui.add(Label::new(RichText::new(words).font(why.small()).color(ink)).wrap());
        }
        let is_aim_missed = view.is_aim_reached() == Some(false);
        let ink = if is_aim_missed { tokens.caution } else { tokens.quiet };
        if let Some(words) = together(why, tried) {
            ui.add(Label::new(RichText::new(words).font(why.small()).color(ink)).wrap());
        }
    });
}

/// What all that was tried costs together, in cells and in the aim.
fn together(why: &Why<'_>, tried: &Tried) -> Option<String> {
    let view = why.view;
    let kept = tried
        .kept_percent(view.run())
        .map(|percent| view.text.with("why-tried-keeps", &[("percent", fixed(percent, 0))]));
    let aim = tried.was_reached.zip(view.is_aim_reached()).map(|reached| match reached {
        (_, true) => "why-tried-aim-reached",
        (true, false) => "why-tried-aim-lost",
        (false, false) => "why-tried-aim-missed",
    });
    let words: Vec<_> = kept.into_iter().chain(aim.map(|id| view.say(id))).collect();
    (!words.is_empty()).then(|| words.join("; "))
}
