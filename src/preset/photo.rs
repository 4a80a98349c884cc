//! The share text in a photographed square code: found in a PNG or JPEG of bounded size, within a bounded time.

use std::io::Cursor;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::channel;
use std::time::{Duration, Instant};

use rqrr::PreparedImage;
use zune_jpeg::JpegDecoder;
use zune_jpeg::zune_core::colorspace::ColorSpace;
use zune_jpeg::zune_core::options::DecoderOptions;

/// A photograph of a telephone has fewer bytes.
pub(super) const MOST_BYTES: usize = 24 << 20;
/// And fewer pixels.
const MOST_PIXELS: usize = 26_000_000;
/// The longest sides at which a code is looked for, in pixels, in this order: the code of a case has up to 80 modules along a side.
const SIDES: [usize; 3] = [900, 1500, 600];
/// A picture in which nothing was found in this time has no code that can be read.
const LONGEST: Duration = Duration::from_secs(2);

/// How long is waited before it is asked again whether another is done.
const BREAK: Duration = Duration::from_millis(5);

/// Whether bytes are those of a picture in which a code may be looked for.
pub(super) fn is_photo(bytes: &[u8]) -> bool {
    bytes.starts_with(b"\x89PNG\r\n\x1a\n") || bytes.starts_with(b"\xff\xd8\xff")
}

/// Held by the one that looks into a picture. A picture may be made so that this takes for ever: it is waited for so long, and
/// meanwhile no other is looked into.
struct Looking;

static IS_LOOKING: AtomicBool = AtomicBool::new(false);

impl Looking {
    fn begin() -> Option<Self> {
        let since = Instant::now();
        while IS_LOOKING.swap(true, Ordering::AcqRel) {
            if since.elapsed() > LONGEST {
                return None;
            }
            std::thread::sleep(BREAK);
        }
        Some(Self)
    }
}

impl Drop for Looking {
    fn drop(&mut self) {
        IS_LOOKING.store(false, Ordering::Release);
    }
}

/// The text of the first code in a picture that `fits`.
pub(super) fn text(bytes: &[u8], fits: fn(&str) -> bool) -> Option<String> {
    let looking = Looking::begin()?;
    let photo = if bytes.starts_with(b"\xff\xd8") { jpeg(bytes) } else { png(bytes) }?;
    let (answer, answered) = channel();
    let until = Instant::now() + LONGEST;
    let look = move || {
        let mut sides = SIDES.into_iter().take_while(|_| Instant::now() < until);
        let found = sides.find_map(|side| look_in(&photo.shrunk(side), fits));
        drop(looking);
        // Where nobody waits any more nobody asks.
        let _ = answer.send(found);
    };
    std::thread::Builder::new().name("code in a picture".to_owned()).spawn(look).ok()?;
    answered.recv_timeout(LONGEST).ok().flatten()
}

fn look_in(photo: &Photo, fits: fn(&str) -> bool) -> Option<String> {
    let gray = |x: usize, y: usize| photo.gray.get(y * photo.width + x).copied().unwrap_or(u8::MAX);
    let mut prepared = PreparedImage::prepare_from_greyscale(photo.width, photo.height(), gray);
    let grids = prepared.detect_grids();
    grids.into_iter().find_map(|grid| grid.decode().ok().map(|(_, text)| text).filter(|text| fits(text)))
}

/// A picture in shades of gray, row by row.
#[derive(Clone)]
struct Photo {
    width: usize,
    gray: Vec<u8>,
}

impl Photo {
    fn new(width: usize, height: usize, gray: Vec<u8>) -> Option<Self> {
        let is_whole = width > 0 && height > 0 && gray.len() == width * height;
        is_whole.then_some(Self { width, gray })
    }

    fn height(&self) -> usize {
        self.gray.len() / self.width
    }

    /// The picture with its longest side at most this long: each pixel is the mean of those it stands for.
    fn shrunk(&self, side: usize) -> Self {
        let times = self.width.max(self.height()).div_ceil(side);
        if times <= 1 {
            return self.clone();
        }
        let (width, height) = ((self.width / times).max(1), (self.height() / times).max(1));
        let mean = |x: usize, y: usize| {
            let rows = (y * times..(y + 1) * times).filter_map(|y| {
                self.gray.get(y * self.width + x * times..(y * self.width + (x + 1) * times).min((y + 1) * self.width))
            });
            let (sum, count) = rows.flatten().fold((0, 0), |(sum, count), gray| (sum + u32::from(*gray), count + 1));
            (sum / count.max(1)) as u8
        };
        let gray = (0..height).flat_map(|y| (0..width).map(move |x| (x, y))).map(|(x, y)| mean(x, y)).collect();
        Self { width, gray }
    }
}

fn png(bytes: &[u8]) -> Option<Photo> {
    let mut decoder = png::Decoder::new(Cursor::new(bytes));
    decoder.set_transformations(png::Transformations::normalize_to_color8());
    let mut reader = decoder.read_info().ok()?;
    let (width, height) = (reader.info().width as usize, reader.info().height as usize);
    if width.checked_mul(height)? > MOST_PIXELS {
        return None;
    }
    let mut pixels = vec![0; reader.output_buffer_size()?];
    let frame = reader.next_frame(&mut pixels).ok()?;
    pixels.truncate(frame.buffer_size());
    let channels = frame.color_type.samples();
    let gray = |pixel: &[u8]| match *pixel {
        [gray] => gray,
        // On paper, as what is clear is shown.
        [gray, alpha] => 255 - ((255 - u16::from(gray)) * u16::from(alpha) / 255) as u8,
        [red, green, blue] => luma(red, green, blue),
        [red, green, blue, alpha] => 255 - ((255 - u16::from(luma(red, green, blue))) * u16::from(alpha) / 255) as u8,
        _ => 255,
    };
    Photo::new(width, height, pixels.chunks_exact(channels).map(gray).collect())
}

/// How bright a color is (ITU-R BT.601).
fn luma(red: u8, green: u8, blue: u8) -> u8 {
    ((299 * u32::from(red) + 587 * u32::from(green) + 114 * u32::from(blue)) / 1000) as u8
}

fn jpeg(bytes: &[u8]) -> Option<Photo> {
    let options = DecoderOptions::default().jpeg_set_out_colorspace(ColorSpace::Luma);
    let mut decoder = JpegDecoder::new_with_options(Cursor::new(bytes), options);
    decoder.decode_headers().ok()?;
    let (width, height) = decoder.dimensions()?;
    if width.checked_mul(height)? > MOST_PIXELS {
        return None;
    }
    Photo::new(width, height, decoder.decode().ok()?)
}
