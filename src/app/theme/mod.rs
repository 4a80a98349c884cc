//! The look of the window: every color and size stands here and nowhere else.

mod colors;
#[cfg(test)]
mod contrast;
mod fonts;
mod severity;
pub mod size;

use egui::epaint::Shadow;
use egui::{Context, CornerRadius, FontId, Id, Margin, Stroke, TextStyle, Theme, Ui};

pub use colors::{CODE_DARK, CODE_PALE, DARK, LECTURE, LECTURE_DARK, LIGHT, Tokens};
pub use fonts::{body, even, formula_family, picture_font, small, strong};
pub use severity::{STALE, severity, severity_bar, severity_ground, severity_mark, warning_ground};

/// How a window looks, apart from dark or light.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Look {
    /// In the colors of a lecture hall.
    pub lecture: bool,
    /// Nothing slides or fades.
    pub still: bool,
    /// How large words are beside pictures and margins; 1 is the usual size.
    pub text: f32,
}

impl Default for Look {
    fn default() -> Self {
        Self { lecture: false, still: false, text: 1.0 }
    }
}

/// Gives both themes of a window this look, and keeps it for [`tokens`].
pub fn set_look(ctx: &Context, look: Look) {
    ctx.data_mut(|data| data.insert_temp(Id::NULL, look));
    for theme in [Theme::Light, Theme::Dark] {
        ctx.set_style_of(theme, style(look, theme));
    }
}

/// Shows contents in the colors of a lecture hall, whatever the window's own are.
pub fn as_in_hall(ui: &mut Ui, content: impl FnOnce(&mut Ui)) {
    let ctx = ui.ctx().clone();
    let own = look(&ctx);
    let of_hall = Look { lecture: true, ..own };
    let keep = |look: Look| ctx.data_mut(|data| data.insert_temp(Id::NULL, look));
    keep(of_hall);
    ui.set_style(style(of_hall, ctx.theme()));
    content(ui);
    keep(own);
}

/// The look that was set last.
pub fn look(ctx: &Context) -> Look {
    ctx.data(|data| data.get_temp(Id::NULL)).unwrap_or_default()
}

/// A length of a margin or a picture, in points. Points grow with the size of words; what has no words in it stays as it is on the screen.
pub fn wordless(ctx: &Context, points: f32) -> f32 {
    points / look(ctx).text
}

/// The colors in force.
pub fn tokens(ui: &Ui) -> &'static Tokens {
    tokens_in(ui.ctx())
}

pub fn tokens_in(ctx: &Context) -> &'static Tokens {
    of_look(look(ctx), ctx.theme())
}

fn of_look(look: Look, theme: Theme) -> &'static Tokens {
    match theme {
        Theme::Light if look.lecture => &LECTURE,
        Theme::Dark if look.lecture => &LECTURE_DARK,
        Theme::Light => &LIGHT,
        Theme::Dark => &DARK,
    }
}

/// Gives a window its fonts and both its themes.
pub fn install(ctx: &Context) {
    ctx.set_fonts(fonts::fonts());
    set_look(ctx, Look::default());
}

fn style(look: Look, theme: Theme) -> egui::Style {
    let tokens = of_look(look, theme);
    let mut style = egui::Style {
        text_styles: [
            (TextStyle::Small, small()),
            (TextStyle::Body, body()),
            (TextStyle::Button, body()),
            (TextStyle::Monospace, FontId::monospace(size::SMALL)),
            (TextStyle::Heading, strong(19.0)),
        ]
        .into(),
        visuals: if tokens.dark { egui::Visuals::dark() } else { egui::Visuals::light() },
        ..egui::Style::default()
    };

    let spacing = &mut style.spacing;
    spacing.item_spacing = egui::vec2(8.0, 6.0) / look.text;
    spacing.button_padding = egui::vec2(10.0, 5.0);
    spacing.interact_size = egui::vec2(40.0, 26.0);
    spacing.menu_margin = Margin::same(6);
    spacing.tooltip_width = 320.0;
    spacing.scroll = egui::style::ScrollStyle::thin();

    let visuals = &mut style.visuals;
    visuals.override_text_color = None;
    visuals.weak_text_color = Some(tokens.quiet);
    visuals.panel_fill = tokens.ground;
    visuals.window_fill = tokens.card;
    visuals.window_stroke = Stroke::new(1.0, tokens.hairline);
    visuals.window_corner_radius = CornerRadius::same(size::CARD_CORNER);
    visuals.menu_corner_radius = CornerRadius::same(8);
    visuals.extreme_bg_color = tokens.ground;
    visuals.faint_bg_color = tokens.ground;
    visuals.hyperlink_color = tokens.accent;
    visuals.selection.bg_fill = Tokens::faint(tokens.accent, 0.30);
    visuals.selection.stroke = Stroke::new(2.0, tokens.accent);
    visuals.warn_fg_color = tokens.caution;
    visuals.error_fg_color = tokens.severe;
    let shadow = Shadow { offset: [0, 4], blur: 16, spread: 0, color: colors::SHADOW };
    visuals.popup_shadow = shadow;
    visuals.window_shadow = shadow;
    visuals.indent_has_left_vline = false;

    let widgets = &mut visuals.widgets;
    for (state, fill) in [
        (&mut widgets.noninteractive, tokens.card),
        (&mut widgets.inactive, tokens.button),
        (&mut widgets.hovered, tokens.button_hovered),
        (&mut widgets.active, tokens.button_hovered),
        (&mut widgets.open, tokens.button_hovered),
    ] {
        state.bg_fill = fill;
        state.weak_bg_fill = fill;
        state.bg_stroke = Stroke::new(1.0, tokens.hairline);
        state.fg_stroke = Stroke::new(1.5, tokens.text);
        state.corner_radius = CornerRadius::same(6);
        state.expansion = 0.0;
    }
    widgets.hovered.bg_stroke = Stroke::new(1.0, tokens.quiet);
    widgets.active.bg_stroke = visuals.selection.stroke;
    if look.still {
        style.animation_time = 0.0;
        style.scroll_animation = egui::style::ScrollAnimation::none();
    }
    style
}

/// Menus without frames about their entries, but with a ring about the one that has the keyboard.
pub fn menu_style(style: &mut egui::Style) {
    egui::containers::menu::menu_style(style);
    style.visuals.widgets.active.bg_stroke = style.visuals.selection.stroke;
}
