//! What a lesson calls by name: quantities, results, settings and warnings; and claims, which are made of them.

use strum::VariantNames;

use super::claim::{Claim, ResultAt, WarningAsked};
use crate::preset::{Item, Node, ProblemKind, Reader, nearest};
use crate::sim::quantities::Quantity;
use crate::sim::settings::{self, SettingId, ValueKind};
use crate::sim::warnings::{Severity, WarningId};

/// How severe a warning can be, as files name it.
const SEVERITIES: &[&str] = &["Information", "Mild", "Moderate", "Severe", "LifeThreatening"];
const ALL_SEVERITIES: [Severity; 5] =
    [Severity::Information, Severity::Mild, Severity::Moderate, Severity::Severe, Severity::LifeThreatening];

/// A severity as files name it.
pub(super) fn severity_name(severity: Severity) -> &'static str {
    ALL_SEVERITIES.iter().position(|other| *other == severity).map_or("Mild", |place| SEVERITIES[place])
}

/// The values in a bracket without names, as many as there must be.
pub(super) fn arguments<'a, const N: usize>(
    reader: &mut Reader<'a>,
    node: &'a Node,
    path: &str,
) -> Option<[&'a Item; N]> {
    let items = node.bracket.as_ref().map_or(&[][..], |bracket| &bracket.items);
    let items: Vec<_> = items.iter().collect();
    let found = <[&Item; N]>::try_from(items).ok();
    if found.is_none() {
        reader.note(node.span.start, path, ProblemKind::WrongCount { count: N });
    }
    found
}

/// A word with or without quotes.
pub(super) fn unquoted<'a>(reader: &Reader<'a>, node: &Node) -> &'a str {
    reader.outline.word(&node.span).trim_matches('"')
}

pub(super) fn quantity<'a>(reader: &mut Reader<'a>, node: &'a Node, path: &str) -> Option<Quantity> {
    let word = unquoted(reader, node);
    let found = Quantity::by_key(word);
    if found.is_none() {
        let nearest = nearest(word, Quantity::all().map(|quantity| quantity.row().key)).map(str::to_owned);
        reader.note(node.span.start, path, ProblemKind::UnknownResult { nearest });
    }
    found
}

pub(super) fn result_at<'a>(reader: &mut Reader<'a>, node: &'a Node, path: &str) -> Option<ResultAt> {
    let found = ResultAt::parse(unquoted(reader, node));
    if found.is_none() {
        reader.note(node.span.start, path, ProblemKind::UnknownResult { nearest: None });
    }
    found
}

pub(super) fn setting<'a>(reader: &mut Reader<'a>, node: &'a Node, path: &str) -> Option<SettingId> {
    let word = unquoted(reader, node);
    let found = settings::by_path(word);
    let is_number = |setting: &SettingId| matches!(setting.row().kind, ValueKind::Number(_));
    let found = found.filter(is_number);
    if found.is_none() {
        let nearest = nearest(word, SettingId::all().filter(is_number).map(|setting| setting.row().path));
        reader.note(node.span.start, path, ProblemKind::UnknownField { nearest });
    }
    found
}

pub(super) fn warning<'a>(reader: &mut Reader<'a>, node: &'a Node, path: &str) -> Option<WarningId> {
    reader.option_of(node, path, WarningId::KEYS).and_then(|place| WarningId::ALL.get(place).copied())
}

/// A kind of warning alone, or with the severity from which it counts.
pub(super) fn asked<'a>(reader: &mut Reader<'a>, node: &'a Node, path: &str) -> Option<WarningAsked> {
    if node.bracket.is_none() {
        return warning(reader, node, path).map(|id| WarningAsked { id, from: Severity::Mild });
    }
    let (mut id, mut from) = (None, Severity::Mild);
    for field in reader.fields(node, path)? {
        match field.key.as_str() {
            "warning" => id = warning(reader, &field.item.value, &field.path),
            "from" => from = reader.option(&field, SEVERITIES).map_or(from, |place| ALL_SEVERITIES[place]),
            _ => reader.unknown(&field, ["warning", "from"].into_iter()),
        }
    }
    id.map(|id| WarningAsked { id, from })
}

pub(super) fn claim<'a>(reader: &mut Reader<'a>, node: &'a Node, path: &str) -> Option<Claim> {
    let tag = Claim::VARIANTS[reader.tag(node, path, Claim::VARIANTS)?];
    Some(match tag {
        "AtLeast" | "AtMost" => {
            let [of, limit] = arguments(reader, node, path)?;
            let of = result_at(reader, &of.value, path)?;
            let limit = reader.number_of(&limit.value, path)?;
            if tag == "AtLeast" { Claim::AtLeast(of, limit) } else { Claim::AtMost(of, limit) }
        }
        "More" => {
            let [a, b] = arguments(reader, node, path)?;
            Claim::More(result_at(reader, &a.value, path)?, result_at(reader, &b.value, path)?)
        }
        "First" => {
            let [id] = arguments(reader, node, path)?;
            Claim::First(warning(reader, &id.value, path)?)
        }
        _ => {
            let [of] = arguments(reader, node, path)?;
            let of = asked(reader, &of.value, path)?;
            if tag == "Comes" { Claim::Comes(of) } else { Claim::Never(of) }
        }
    })
}
