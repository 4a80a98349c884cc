//! The panel beside the map: axes, colors, the answer to what is asked of one warning, the legend.

use egui::{Color32, ComboBox, Label, RichText, Role, ScrollArea, Sense, Ui, WidgetInfo, pos2, vec2};
use strum::IntoEnumIterator as _;

use super::map::{asked, point, run_words, values_words};
use super::map_chart::{self, Legend};
use crate::app::commands::{Command, Commands};
use crate::app::state::{MapAxis, MapColor};
use crate::app::theme::{size, small, strong, tokens};
use crate::app::views::View;
use crate::app::widgets::{chip, drop_down};
use crate::sim::asked::AskedLevel;
use crate::sim::settings::Section;
use crate::sim::warnings::{Subject, WarningId};
use crate::sim::{SettingId, Value};
use crate::text::Effect;

/// The selectors for axes and colors, the legend, and the sentence about the case's point.
pub(super) fn side_ui(ui: &mut Ui, view: &View<'_>, legend: Option<&Legend<'_>>, commands: &mut Commands) {
    ui.spacing_mut().item_spacing.y = 4.0;
    let axes = view.workspace.map_axes;
    let each = (ui.available_width() - size::GAP) / 2.0;
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = size::GAP;
        for (axis, current, message) in [(MapAxis::X, axes.x, "map-across"), (MapAxis::Y, axes.y, "map-up")] {
            let (name, words) = (view.say(message), |setting| view.text.full_setting(setting));
            let combo = ComboBox::from_id_salt(message).width(each).truncate();
            let combo = combo.selected_text(RichText::new(words(current)).font(small()));
            let choices = view.sliders().into_iter().map(|(setting, _)| (setting, words(setting)));
            let (response, chosen) = drop_down::choices(ui, combo, &name, current, choices);
            response.on_hover_text(name);
            commands.extend(chosen.map(|setting| Command::ShowMapAxis(axis, setting)));
        }
    });
    color_ui(ui, view, commands);
    let asked = asked(view);
    ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
        ui.spacing_mut().item_spacing.y = 0.0;
        if let Some(asked) = &asked {
            answer_ui(ui, view, asked, commands);
        }
        if let Some(legend) = legend {
            legend_ui(ui, view, legend);
        }
        if asked.is_none() {
            let here = format!("{} {}", view.say("map-ring"), run_words(view, view.run()));
            line_ui(ui, &here, tokens(ui).text);
        }
        for line in notes(view, asked.as_ref()) {
            line_ui(ui, &view.say(line), tokens(ui).quiet);
        }
    });
}

/// A few words on as many lines as they need.
fn line_ui(ui: &mut Ui, words: &str, ink: Color32) {
    ui.add_space(4.0);
    ui.add(Label::new(RichText::new(words).font(small()).color(ink)).wrap());
}

/// What colors the map: the first warning, the worst, or one kind among those that occur in the run or anywhere on the map.
fn color_ui(ui: &mut Ui, view: &View<'_>, commands: &mut Commands) {
    let current = view.workspace.map_color;
    let on_map = view.background.map.shown().map_or(&[][..], |drawn| drawn.kinds());
    let in_run = |id: WarningId| view.run().warnings.iter().any(|warning| warning.id == id);
    let is_offered = |id: &WarningId| id.spec().subject != Subject::Protocol && (on_map.contains(id) || in_run(*id));
    let kinds = WarningId::iter().filter(|id| is_offered(id) || current == MapColor::One(*id)).map(MapColor::One);
    let name = |color| match color {
        MapColor::First => view.say("map-first"),
        MapColor::Worst => view.say("map-worst"),
        MapColor::One(id) => view.text.with("map-one", &[("kind", view.text.asked_kind(id))]),
    };
    let choices = [MapColor::First, MapColor::Worst].into_iter().chain(kinds).map(|color| (color, name(color)));
    let combo = ComboBox::from_id_salt("map-color").width(ui.available_width()).truncate().height(420.0);
    let combo = combo.selected_text(RichText::new(name(current)).font(strong(size::SMALL)).color(tokens(ui).accent));
    let (_, chosen) = drop_down::choices(ui, combo, &view.say("map-color"), current, choices);
    commands.extend(chosen.map(Command::ColorMap));
}

/// When the level comes, where the aim is reached without it, in how many such patients, and what would keep it away.
fn answer_ui(ui: &mut Ui, view: &View<'_>, asked: &AskedLevel, commands: &mut Commands) {
    let tokens = tokens(ui);
    for (i, words) in answer_words(view, asked).into_iter().enumerate() {
        let font = if i == 0 { strong(size::SMALL) } else { small() };
        ui.add_space(3.0);
        ui.add(Label::new(RichText::new(words).font(font).color(tokens.text)).wrap());
        if i == 0 {
            aim_ui(ui, view, asked, commands);
        }
    }
    ui.add_space(5.0);
}

/// Where the aim is reached without the level, and the button that goes there.
fn aim_ui(ui: &mut Ui, view: &View<'_>, asked: &AskedLevel, commands: &mut Commands) {
    let Some((words, values)) = aim_answer(view, asked) else { return };
    line_ui(ui, &words, tokens(ui).accent);
    if let Some(values) = values {
        ui.add_space(3.0);
        if chip::chip(ui, &view.say("why-try"), &view.say("why-try")).on_hover_text(&words).clicked() {
            commands.push(Command::SetTogether(values.map(|(setting, value)| (setting, Value::Number(value)))));
        }
    }
}

/// A sentence, and the values that it names.
type AimAnswer = (String, Option<[(SettingId, f64); 2]>);

/// Whether the aim is reached without the level, or else at which values nearest to the case's; `None` where no aim is stated, or
/// while the map is not known.
pub(super) fn aim_answer(view: &View<'_>, asked: &AskedLevel) -> Option<AimAnswer> {
    let aim = view.case.preset().aim?;
    let drawn = view
        .background
        .map
        .shown()
        .filter(|drawn| drawn.map.is_full() && drawn.holds_for(view.map_ranges(), &view.run().protocol))?;
    let without = [("warning", view.text.short_warning(asked.id, asked.severity, asked.threshold))];
    let run = view.run();
    if view.run_view.aim_outcome(aim).is_reached() && asked.onset_min(&run.warnings).is_none() {
        return Some((view.text.with("answer-aim-here", &without), None));
    }
    let (x, y) = point(view, drawn);
    let Some(values) = drawn.nearest_with_aim(asked, [x, y]) else {
        return Some((view.text.with("answer-aim-nowhere", &without), None));
    };
    let words = [without.to_vec(), vec![("values", values_words(view, drawn, (values[0], values[1])))]].concat();
    let [(of_x, _), (of_y, _)] = drawn.axes();
    Some((view.text.with("answer-aim-nearest", &words), Some([(of_x, values[0]), (of_y, values[1])])))
}

/// The answer, sentence by sentence: what is not known yet is not said.
pub(super) fn answer_words(view: &View<'_>, asked: &AskedLevel) -> Vec<String> {
    let run = view.run();
    let mut words = vec![view.text.onset_answer(asked, &run.warnings)];
    let summary = view.background.cohort.shown().filter(|_| !view.background.patients_are_stale(view.state));
    words.extend(summary.and_then(|summary| view.text.asked_of_patients(asked, summary)));
    let comes = asked.onset_min(&run.warnings).is_some();
    let is_there_before = run.warnings.iter().any(|warning| warning.present_before && asked.is_reached_by(warning));
    if comes || !is_there_before {
        words.extend(view.text.effects(comes, &effects(view, asked, comes)));
    }
    words
}

/// What the main settings do to the level, as far as their sweeps are known for this run.
fn effects(view: &View<'_>, asked: &AskedLevel, comes: bool) -> Vec<Effect> {
    let settings = &view.case.preset().protocol.settings;
    let is_main = |setting: SettingId| setting.row().section == Section::Main;
    let sliders = view.sliders().into_iter().filter(|(setting, _)| is_main(*setting));
    let effect = |slider: (SettingId, (f64, f64))| {
        let (ranges, is_fresh) = view.background.warning_ranges.of(slider, &view.run().protocol)?;
        let value = slider.0.row().number()?.in_force(settings);
        is_fresh.then(|| view.text.effect(slider, (asked, comes), value, ranges)).flatten()
    };
    sliders.filter_map(effect).collect()
}

/// What the lines of the map say.
fn notes(view: &View<'_>, asked: Option<&AskedLevel>) -> Vec<&'static str> {
    let Some(drawn) = view.background.map.shown() else { return Vec::new() };
    if let Some(asked) = asked {
        return if drawn.onset_lines(asked).is_empty() { Vec::new() } else { vec!["map-onset-lines"] };
    }
    let lines = drawn.removal_lines();
    let is_over = lines.iter().any(|(percent, lines)| *percent > 100.0 && !lines.is_empty());
    let told = [(!lines.is_empty(), "map-lines"), (is_over, "map-lines-over")];
    told.into_iter().filter_map(|(is_told, note)| is_told.then_some(note)).collect()
}

fn legend_ui(ui: &mut Ui, view: &View<'_>, legend: &Legend<'_>) {
    const ROW: f32 = 19.0;
    let tokens = tokens(ui);
    for (group, swatch) in legend.entries() {
        let words = map_chart::group_label(view, &group.kind);
        let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), ROW), Sense::hover());
        response.widget_info(|| WidgetInfo::labeled(Role::Label, true, format!("{}: {words}", swatch.sign)));
        map_chart::paint_sign(ui.painter(), tokens, rect.left_center() + vec2(map_chart::SIGN, 0.0), swatch);
        let at = pos2(rect.left() + 26.0, rect.center().y);
        let galley = ui.painter().layout(words, small(), tokens.text, rect.width() - 26.0);
        ui.painter().galley(at - vec2(0.0, galley.size().y / 2.0), galley, tokens.text);
    }
}
