//! A small reader of XML, for tests that look into what is written: it stops at anything that is not well formed.

/// An element with what is in it.
#[derive(Debug, Default)]
pub struct Element {
    pub name: String,
    attributes: Vec<(String, String)>,
    pub children: Vec<Element>,
    /// All text directly in it.
    pub text: String,
    /// Where in the text each child stands.
    pub breaks: Vec<usize>,
}

impl Element {
    /// The outermost element of a document.
    pub fn read(document: &str) -> Self {
        let mut rest = document;
        let mut open = vec![Self::default()];
        while let Some((text, after)) = rest.split_once('<') {
            let last = open.last_mut().expect("no element is left open twice");
            last.text.push_str(&plain(text));
            let (tag, after) = after.split_once('>').expect("a tag ends");
            rest = after;
            if tag.starts_with('?') {
                continue;
            }
            if let Some(name) = tag.strip_prefix('/') {
                let done = open.pop().expect("an open element");
                assert_eq!(done.name, name, "closed");
                Self::put(&mut open, done);
                continue;
            }
            let (tag, is_closed) = tag.strip_suffix('/').map_or((tag, false), |tag| (tag, true));
            let element = Self::opened(tag);
            if is_closed { Self::put(&mut open, element) } else { open.push(element) }
        }
        let mut outside = open.pop().expect("what is around all");
        assert!(open.is_empty(), "{} is left open", outside.name);
        assert!(rest.trim().is_empty() && outside.text.trim().is_empty(), "text outside");
        assert_eq!(outside.children.len(), 1, "one root");
        outside.children.remove(0)
    }

    fn put(open: &mut [Self], child: Self) {
        let parent = open.last_mut().expect("a parent");
        parent.breaks.push(parent.text.len());
        parent.children.push(child);
    }

    fn opened(tag: &str) -> Self {
        let (name, mut rest) = tag.split_once(char::is_whitespace).unwrap_or((tag, ""));
        let mut element = Self { name: name.to_owned(), ..Self::default() };
        while let Some((key, after)) = rest.split_once("=\"") {
            let (value, after) = after.split_once('"').expect("a value ends");
            assert!(!element.has(key.trim()), "{} twice in {tag}", key.trim());
            element.attributes.push((key.trim().to_owned(), plain(value)));
            rest = after;
        }
        assert!(rest.trim().is_empty() && !name.is_empty(), "{tag}");
        element
    }

    pub fn child(&self, name: &str) -> Option<&Self> {
        self.children.iter().find(|child| child.name == name)
    }

    pub fn has(&self, attribute: &str) -> bool {
        self.attributes.iter().any(|(key, _)| key == attribute)
    }

    /// The attribute; empty where there is none.
    pub fn attribute(&self, name: &str) -> &str {
        self.attributes.iter().find(|(key, _)| key == name).map_or("", |(_, value)| value)
    }

    /// Shows every element within, this one first.
    pub fn walk(&self, look: &mut impl FnMut(&Self)) {
        look(self);
        for child in &self.children {
            child.walk(look);
        }
    }
}

/// Text with its entities resolved.
fn plain(text: &str) -> String {
    let mut words = String::new();
    let mut parts = text.split('&');
    words.push_str(parts.next().unwrap_or_default());
    for part in parts {
        let (entity, after) = part.split_once(';').expect("an entity ends");
        words.push(match entity {
            "lt" => '<',
            "gt" => '>',
            "amp" => '&',
            "quot" => '"',
            "#39" => '\'',
            _ => panic!("no entity {entity}"),
        });
        words.push_str(after);
    }
    words
}
