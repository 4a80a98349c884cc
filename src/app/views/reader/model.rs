//! A long page with a table of contents: the model with every equation and constant, and the format of cases.

use egui::{Button, RichText, ScrollArea, Stroke, Ui, UiBuilder, vec2};

use super::{MARGIN, View, WIDEST, middle};
use crate::app::redraw::{self, Reason};
use crate::app::theme::{size, strong, tokens};
use crate::app::widgets::markdown::{Heading, Page};
use crate::app::widgets::scroll::Scroll;

/// The page of the model.
pub(super) const TEXT: &str = include_str!("../../../../assets/model.md");

/// The laid-out page and the reading position. It is parsed when first shown.
#[derive(Default)]
pub struct ModelPage {
    /// The text that is laid out.
    text: &'static str,
    page: Page,
    /// The block of the heading chosen in the table of contents.
    jump_to: Option<usize>,
    /// The heading of the section last seen at the top.
    current: usize,
}

pub fn page_ui(ui: &mut Ui, view: &View<'_>, text: &'static str, model: &mut ModelPage, keys: Scroll) {
    if !std::ptr::eq(model.text, text) {
        *model = ModelPage { text, page: Page::read(text), ..ModelPage::default() };
    }
    let room = middle(ui.max_rect(), WIDEST);
    let contents_width = size::CONTENTS_WIDTH.min(0.3 * room.width());
    let (contents, page) = room.split_left_right_at_x(room.left() + contents_width);
    ui.painter().vline(contents.right(), room.y_range(), Stroke::new(1.0, tokens(ui).hairline));

    let jump_to = model.jump_to.take();
    let seen = ui.scope_builder(UiBuilder::new().max_rect(page), |ui| {
        model.page.show(ui, MARGIN, size::PAGE_WIDTH, jump_to, keys)
    });
    let headings: Vec<Heading> = model.page.headings().collect();
    let current = headings.iter().rposition(|heading| heading.block <= seen.inner).unwrap_or(0);
    let has_moved = current != model.current;
    model.current = current;
    let contents = UiBuilder::new().max_rect(contents.shrink2(vec2(10.0, 14.0)));
    let chosen = ui.scope_builder(contents, |ui| contents_ui(ui, view, &headings, current, has_moved)).inner;
    if let Some(block) = chosen {
        model.jump_to = Some(block);
        redraw::request(ui.ctx(), Reason::Followed);
    }
}

/// The table of contents; returns the block of the chosen heading.
fn contents_ui(ui: &mut Ui, view: &View<'_>, headings: &[Heading], current: usize, has_moved: bool) -> Option<usize> {
    let mut chosen = None;
    ui.label(RichText::new(view.say("document-contents")).font(strong(size::SMALL)).color(tokens(ui).quiet));
    ScrollArea::vertical().id_salt("contents").auto_shrink(false).show(ui, |ui| {
        ui.spacing_mut().item_spacing.y = 1.0;
        for (i, heading) in headings.iter().enumerate() {
            let is_current = i == current;
            let words = RichText::new(&heading.words).size(size::CELL);
            let words = if is_current { words.color(tokens(ui).accent) } else { words };
            let row = ui.horizontal(|ui| {
                ui.add_space(if heading.level > 2 { 14.0 } else { 0.0 });
                let button = Button::selectable(is_current, words).wrap();
                ui.add(if is_current { button.fill(tokens(ui).button_hovered) } else { button })
            });
            let response = row.inner;
            if (is_current && has_moved) || response.gained_focus() {
                response.scroll_to_me(None);
            }
            if response.clicked() {
                chosen = Some(heading.block);
            }
        }
    });
    chosen
}
