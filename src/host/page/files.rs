//! Files of a page: what was handed in stays in memory, what is written is handed out, and the program's own folder is kept by the browser.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::io::{self, Cursor, Write};
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use wasm_bindgen::JsCast as _;

use super::{OWN_FOLDER, now, timer};

/// Before the names of what is kept, as other pages may keep something too.
const PREFIX: &str = "buffycoat:";

/// How long the browser may take to fetch what is handed out.
const FETCHED_WITHIN: Duration = Duration::from_secs(60);

/// A file that is open to be read.
pub type Opened = Cursor<Vec<u8>>;

struct File {
    bytes: Vec<u8>,
    written: SystemTime,
}

thread_local! {
    static FILES: RefCell<BTreeMap<PathBuf, File>> = const { RefCell::new(BTreeMap::new()) };
}

fn missing() -> io::Error {
    io::ErrorKind::NotFound.into()
}

/// Where the browser keeps something for the program; `None` where it does not.
fn storage() -> Option<web_sys::Storage> {
    web_sys::window()?.local_storage().ok()?
}

fn is_own(path: &Path) -> bool {
    path.starts_with(OWN_FOLDER)
}

fn key(path: &Path) -> String {
    format!("{PREFIX}{}", path.display())
}

/// What the browser keeps under a name: when it was written, and the text.
fn kept(path: &Path) -> Option<(SystemTime, String)> {
    let value = storage()?.get_item(&key(path)).ok()??;
    let (written_ms, text) = value.split_once('\n')?;
    Some((UNIX_EPOCH + Duration::from_millis(written_ms.parse().ok()?), text.to_owned()))
}

/// Puts what was handed in under a name, from where it can be opened.
pub fn put(path: &Path, bytes: Vec<u8>) {
    FILES.with_borrow_mut(|files| files.insert(path.to_owned(), File { bytes, written: now() }));
}

/// Opens a file to read it.
///
/// # Errors
/// When there is none.
pub fn open(path: &Path) -> io::Result<Opened> {
    if is_own(path) {
        return kept(path).map(|(_, text)| Cursor::new(text.into_bytes())).ok_or_else(missing);
    }
    FILES.with_borrow(|files| files.get(path).map(|file| Cursor::new(file.bytes.clone()))).ok_or_else(missing)
}

/// Reads a file that holds text.
///
/// # Errors
/// When there is none, or it is no UTF-8.
pub fn read_text(path: &Path) -> io::Result<String> {
    String::from_utf8(open(path)?.into_inner()).map_err(|error| io::Error::new(io::ErrorKind::InvalidData, error))
}

pub fn exists(path: &Path) -> bool {
    is_file(path) || is_folder(path)
}

/// Whether anything lies in it; the program's own folder is always there, and so is the one without a name.
pub fn is_folder(path: &Path) -> bool {
    let is_always = is_own(path) && path.extension().is_none() || ["", ".", "/"].map(Path::new).contains(&path);
    is_always || FILES.with_borrow(|files| files.keys().any(|other| other.parent() == Some(path)))
}

/// Whether there is a file of this name.
pub fn is_file(path: &Path) -> bool {
    if is_own(path) { kept(path).is_some() } else { FILES.with_borrow(|files| files.contains_key(path)) }
}

/// Whether both are the same file.
pub fn is_same(path: &Path, other: &Path) -> bool {
    path == other && is_file(path)
}

/// When a file was last written.
///
/// # Errors
/// When there is none.
pub fn written(path: &Path) -> io::Result<SystemTime> {
    if is_own(path) {
        return kept(path).map(|(written, _)| written).ok_or_else(missing);
    }
    FILES.with_borrow(|files| files.get(path).map(|file| file.written)).ok_or_else(missing)
}

/// What lies in a folder, in no order.
///
/// # Errors
/// Never: where nothing is, nothing is found.
pub fn list(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let mut found: Vec<PathBuf> = FILES.with_borrow(|files| files.keys().cloned().collect());
    if let Some(storage) = storage() {
        let keys = (0..storage.length().unwrap_or(0)).filter_map(|place| storage.key(place).ok()?);
        found.extend(keys.filter_map(|key| key.strip_prefix(PREFIX).map(PathBuf::from)));
    }
    found.retain(|path| path.parent() == Some(folder));
    Ok(found)
}

/// Folders are there once something lies in them.
///
/// # Errors
/// Never.
pub fn make_folder(_folder: &Path) -> io::Result<()> {
    Ok(())
}

/// # Errors
/// When there is no such file.
pub fn remove(path: &Path) -> io::Result<()> {
    if is_own(path) {
        let gone = storage().and_then(|storage| storage.remove_item(&key(path)).ok());
        return gone.ok_or_else(missing);
    }
    FILES.with_borrow_mut(|files| files.remove(path)).map(|_| ()).ok_or_else(missing)
}

/// # Errors
/// When there is no such file, or the browser keeps no more.
pub fn rename(path: &Path, to: &Path) -> io::Result<()> {
    let bytes = open(path)?.into_inner();
    write_whole(to, |file| file.write_all(&bytes))?;
    remove(path)
}

/// Writes a file: into what the browser keeps where it lies in the program's own folder, else to the user, as a download.
///
/// # Errors
/// When `content` fails, or the browser keeps no more.
pub fn write_whole(path: &Path, content: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> io::Result<()> {
    let mut bytes = Vec::new();
    content(&mut bytes)?;
    if is_own(path) {
        let text = String::from_utf8(bytes).map_err(io::Error::other)?;
        let written_ms = now().duration_since(UNIX_EPOCH).unwrap_or_default().as_millis();
        let is_kept =
            storage().is_some_and(|storage| storage.set_item(&key(path), &format!("{written_ms}\n{text}")).is_ok());
        return if is_kept { Ok(()) } else { Err(io::ErrorKind::StorageFull.into()) };
    }
    hand_out(path, &bytes).ok_or_else(|| io::Error::other("the browser takes no downloads"))?;
    put(path, bytes);
    Ok(())
}

/// Offers bytes as a download under the file's own name.
fn hand_out(path: &Path, bytes: &[u8]) -> Option<()> {
    let parts = js_sys::Array::of1(&js_sys::Uint8Array::from(bytes));
    let blob = web_sys::Blob::new_with_u8_array_sequence(&parts).ok()?;
    let address = web_sys::Url::create_object_url_with_blob(&blob).ok()?;
    let link = web_sys::window()?.document()?.create_element("a").ok()?;
    let link: web_sys::HtmlAnchorElement = link.dyn_into().ok()?;
    link.set_href(&address);
    link.set_download(&path.file_name()?.to_string_lossy());
    link.click();
    timer::after(FETCHED_WITHIN, move || {
        // What is gone need not be given back.
        let _ = web_sys::Url::revoke_object_url(&address);
    });
    Some(())
}

/// Nothing tells one page that another is open: what is kept is always free.
pub struct Lock;

impl Lock {
    /// # Errors
    /// Never.
    pub fn take(_path: &Path) -> io::Result<Self> {
        Ok(Self)
    }

    /// Whether no program that lives holds the lock; `None` where there is none.
    pub fn is_free(_path: &Path) -> Option<bool> {
        None
    }

    /// Gives it back.
    pub fn free(self) {}
}
