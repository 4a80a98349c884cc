//! Promise: sheets print on three pages at most, whole and without a network, and drawings look in a browser as they do in the window.
//!
//! Needs `chromium` (or Chrome) and Debian's `poppler-utils`. Where they are missing nothing is tested, and that is said; with
//! `BUFFYCOAT_MUST_PRINT=1`, as in CI, they must be there, and every case is printed.

use std::io::{BufRead as _, BufReader};
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use buffycoat::preset::BUNDLED;
use buffycoat::report::sheet;
use buffycoat::sim::explain::Explanations;
use buffycoat::sim::simulate;
use buffycoat::text::Text;
use rayon::prelude::*;

use crate::bundled;

/// How long one page may take, on a machine that is busy.
const LONGEST: Duration = Duration::from_secs(90);

const MOST_PAGES: usize = 3;

/// Papers with their width and height in points.
const PAPERS: [(&str, [f64; 2]); 2] = [("A4", [594.96, 841.92]), ("letter", [612.0, 792.0])];

/// The colors of the curves on paper, and how wide they are drawn: nothing else is.
const CURVE: &str = "stroke-width=\"2.5\"";

/// A browser without a window and without a network.
struct Browser {
    program: PathBuf,
    /// Stands where a network would: every request comes here, and is noted.
    proxy: u16,
    requests: Arc<Mutex<Vec<String>>>,
}

fn found(name: &str) -> Option<PathBuf> {
    let folders = std::env::var_os("PATH")?;
    std::env::split_paths(&folders).map(|folder| folder.join(name)).find(|path| path.is_file())
}

fn must_print() -> bool {
    std::env::var_os("BUFFYCOAT_MUST_PRINT").is_some_and(|value| !value.is_empty())
}

impl Browser {
    /// `None`, and a sentence, where something is missing.
    fn find() -> Option<Self> {
        let program = ["chromium", "chromium-browser", "google-chrome"].iter().find_map(|name| found(name));
        let has_poppler = ["pdfinfo", "pdftotext", "pdftoppm"].iter().all(|name| found(name).is_some());
        let Some(program) = program.filter(|_| has_poppler) else {
            assert!(!must_print(), "BUFFYCOAT_MUST_PRINT is set, and chromium or poppler-utils is missing");
            eprintln!("Not tested: this needs chromium and poppler-utils.");
            return None;
        };
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let proxy = listener.local_addr().expect("a port").port();
        let requests = Arc::new(Mutex::new(Vec::new()));
        let noted = Arc::clone(&requests);
        std::thread::spawn(move || {
            for request in listener.incoming().flatten() {
                let mut line = String::new();
                let _ = BufReader::new(request).read_line(&mut line);
                // A connection that is closed before a word was said asks for nothing.
                if !line.trim().is_empty() {
                    noted.lock().expect("no panic").push(line.trim().to_owned());
                }
            }
        });
        Some(Self { program, proxy, requests })
    }

    /// Opens a file and does this with it, with a profile of its own.
    fn run(&self, file: &Path, arguments: &[String]) {
        let profile = tempfile::tempdir().expect("a folder");
        let mut browser = Command::new(&self.program)
            .args(["--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run"])
            .args([
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--disable-extensions",
            ])
            .arg(format!("--user-data-dir={}", profile.path().display()))
            .arg(format!("--proxy-server=http://127.0.0.1:{}", self.proxy))
            .arg("--proxy-bypass-list=<-loopback>")
            .args(arguments)
            .arg(format!("file://{}", file.display()))
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("a browser");
        let since = Instant::now();
        while browser.try_wait().expect("a browser").is_none() {
            if since.elapsed() > LONGEST {
                browser.kill().expect("ended");
                panic!("{} is never done", file.display());
            }
            std::thread::sleep(Duration::from_millis(20));
        }
    }

    /// The page as a PDF beside it.
    fn print(&self, page: &Path) -> PathBuf {
        let pdf = page.with_extension("pdf");
        self.run(page, &["--no-pdf-header-footer".to_owned(), format!("--print-to-pdf={}", pdf.display())]);
        assert!(pdf.is_file(), "{} was not printed", page.display());
        pdf
    }

    /// What was asked of the network, but for the browser's own affairs.
    fn requests(&self) -> Vec<String> {
        let is_own = |line: &&String| ["google", "gvt1"].iter().any(|name| line.contains(name));
        self.requests.lock().expect("no panic").iter().filter(|line| !is_own(line)).cloned().collect()
    }
}

/// What a tool says of a file.
fn said(tool: &str, arguments: &[&str], file: &Path) -> String {
    let output = Command::new(tool).args(arguments).arg(file).arg("-").output().expect(tool);
    String::from_utf8_lossy(&output.stdout).into_owned()
}

/// Pages, and the size of the first in points.
fn measured(pdf: &Path) -> (usize, [f64; 2]) {
    let output = Command::new("pdfinfo").arg(pdf).output().expect("pdfinfo");
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    let line = |name: &str| said.lines().find_map(|line| line.strip_prefix(name)).unwrap_or_default().trim().to_owned();
    let numbers = line("Page size:");
    let mut sides = numbers.split_whitespace().filter_map(|word| word.parse().ok());
    let pages = line("Pages:").parse().expect(&said);
    (pages, [sides.next().expect(&said), sides.next().expect(&said)])
}

/// A picture in red, green and blue.
struct Picture {
    #[cfg(feature = "window")]
    width: usize,
    pixels: Vec<[u8; 3]>,
}

fn picture(file: &Path) -> Picture {
    let bytes = std::fs::read(file).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
    let mut decoder = png::Decoder::new(std::io::Cursor::new(bytes));
    decoder.set_transformations(png::Transformations::normalize_to_color8());
    let mut reader = decoder.read_info().expect("a picture");
    let mut buffer = vec![0; reader.output_buffer_size().expect("a size")];
    let info = reader.next_frame(&mut buffer).expect("pixels");
    let step = info.color_type.samples();
    let rgb = |pixel: &[u8]| if step < 3 { [pixel[0]; 3] } else { [pixel[0], pixel[1], pixel[2]] };
    let pixels = buffer[..info.buffer_size()].chunks_exact(step).map(rgb).collect();
    Picture {
        #[cfg(feature = "window")]
        width: info.width as usize,
        pixels,
    }
}

/// How many pixels of the printed pages have about this color.
fn inked(pdf: &Path, colors: &[[u8; 3]]) -> Vec<usize> {
    let start = pdf.with_extension("");
    let done = Command::new("pdftoppm").args(["-png", "-r", "80"]).arg(pdf).arg(&start).status().expect("pdftoppm");
    assert!(done.success(), "{}", pdf.display());
    let is_near = |a: &[u8; 3], b: &[u8; 3]| a.iter().zip(b).all(|(a, b)| a.abs_diff(*b) < 30);
    let pages: Vec<_> = (1..=MOST_PAGES)
        .map(|number| PathBuf::from(format!("{}-{number}.png", start.display())))
        .filter(|page| page.is_file())
        .map(|page| picture(&page))
        .collect();
    let of = |color| pages.iter().flat_map(|page| &page.pixels).filter(|pixel| is_near(pixel, color)).count();
    colors.iter().map(of).collect()
}

/// The colors in which curves are drawn on a sheet.
fn curve_colors(page: &str) -> Vec<[u8; 3]> {
    let lines = page.lines().filter(|line| line.contains(CURVE) && line.contains("<polyline"));
    let color = |line: &str| {
        let (_, rest) = line.split_once("stroke=\"#")?;
        let channel = |i: usize| u8::from_str_radix(rest.get(2 * i..2 * i + 2)?, 16).ok();
        Some([channel(0)?, channel(1)?, channel(2)?])
    };
    lines.filter_map(color).collect()
}

/// One sheet of one case.
struct Sheet {
    name: String,
    page: String,
    has_curves: bool,
    paper: (&'static str, [f64; 2]),
}

fn sheets() -> Vec<Sheet> {
    let text = Text::english();
    // The case with most to tell stands for the others where there is no time for all.
    let cases: Vec<_> = BUNDLED.iter().map(|case| case.name).take(if must_print() { usize::MAX } else { 1 }).collect();
    let of_case = |name: &&str| {
        let preset = bundled(name);
        let run = simulate(&preset.protocol).expect("runs");
        let pages = [
            ("report", sheet::report(&run, &Explanations::of(&run), &preset, &text), true),
            ("worksheet", sheet::student(&run, &preset, &text), false),
            ("solution", sheet::solution(&run, &preset, &text), true),
        ];
        let on_papers = pages.into_iter().flat_map(|(kind, page, has_curves)| {
            PAPERS.map(|paper| Sheet {
                name: format!("{name}_{kind}_{}", paper.0),
                page: page.clone(),
                has_curves,
                paper,
            })
        });
        on_papers.collect::<Vec<_>>()
    };
    cases.iter().flat_map(of_case).collect()
}

#[test]
fn sheets_print_whole_on_three_pages_and_ask_nothing_of_a_network() {
    let Some(browser) = Browser::find() else { return };
    let folder = tempfile::tempdir().expect("a folder");
    let wrong: Vec<String> = sheets()
        .par_iter()
        .flat_map_iter(|Sheet { name, page, has_curves, paper: (paper, size) }| {
            let file = folder.path().join(format!("{name}.html"));
            // What a printer's dialog would choose.
            let on_paper = page.replacen("</head>", &format!("<style>@page {{ size: {paper} }}</style></head>"), 1);
            std::fs::write(&file, on_paper).expect("written");
            let pdf = browser.print(&file);
            let mut wrong = Vec::new();
            let (pages, found) = measured(&pdf);
            if !(1..=MOST_PAGES).contains(&pages) {
                wrong.push(format!("{name}: {pages} pages"));
            }
            if found.iter().zip(size).any(|(found, wanted)| (found - wanted).abs() > 1.0) {
                wrong.push(format!("{name}: {found:?} points and not {size:?}"));
            }
            let words = said("pdftotext", &["-layout"], &pdf);
            for plot in
                page.split("<svg ").skip(1).filter_map(|svg| svg.split_once("<title>")?.1.split_once("</title>"))
            {
                if !words.contains(&format!("{},", plot.0)) {
                    wrong.push(format!("{name}: the plot of {} is not there", plot.0));
                }
            }
            let colors = curve_colors(page);
            if *has_curves && (colors.len() < 4 || inked(&pdf, &colors).iter().any(|count| *count < 60)) {
                wrong.push(format!("{name}: of curves of {colors:?} there are {:?} pixels", inked(&pdf, &colors)));
            }
            wrong
        })
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert_eq!(browser.requests(), Vec::<String>::new());

    // One that does ask is seen.
    let asking = folder.path().join("asking.html");
    std::fs::write(&asking, "<!doctype html><img src=\"http://sheet.invalid/a.png\">").expect("written");
    browser.print(&asking);
    assert!(browser.requests().iter().any(|line| line.contains("sheet.invalid")), "{:?}", browser.requests());
}

#[cfg(feature = "window")]
mod drawings {
    use buffycoat::app::platform::export::{Export, Format, Ground, Plots, Subject};
    use buffycoat::picture::plot::Content;
    use buffycoat::sim::quantities::Quantity;

    use super::*;

    const SIZE: (u16, u16) = (1200, 900);

    /// Letters are of another font in a browser, edges are smoothed otherwise: what is compared is the mean color of squares of so many
    /// pixels.
    const SQUARE: usize = 12;

    /// The mean colors of the squares of a picture's upper left part.
    fn squares(picture: &Picture) -> Vec<[f64; 3]> {
        let (columns, rows) = (usize::from(SIZE.0) / SQUARE, usize::from(SIZE.1) / SQUARE);
        let mean = |column: usize, row: usize| {
            let mut sum = [0.0; 3];
            for y in row * SQUARE..(row + 1) * SQUARE {
                for x in column * SQUARE..(column + 1) * SQUARE {
                    for (sum, part) in sum.iter_mut().zip(picture.pixels[y * picture.width + x]) {
                        *sum += f64::from(part);
                    }
                }
            }
            sum.map(|sum| sum / (SQUARE * SQUARE) as f64)
        };
        (0..rows)
            .flat_map(|row| (0..columns).map(move |column| (column, row)))
            .map(|(column, row)| mean(column, row))
            .collect()
    }

    /// How far two pictures are apart: the mean difference of squares, from 0 to 255, and the share of those that are clearly others.
    fn apart(one: &[[f64; 3]], other: &[[f64; 3]]) -> (f64, f64) {
        const CLEARLY: f64 = 40.0;
        let differences: Vec<f64> = one
            .iter()
            .zip(other)
            .map(|(one, other)| one.iter().zip(other).map(|(a, b)| (a - b).abs()).fold(0.0, f64::max))
            .collect();
        let count = differences.len() as f64;
        let clearly = differences.iter().filter(|difference| **difference > CLEARLY).count();
        (differences.iter().sum::<f64>() / count, clearly as f64 / count)
    }

    #[test]
    fn drawings_look_in_a_browser_as_they_do_in_the_window() {
        let Some(browser) = Browser::find() else { return };
        let folder = tempfile::tempdir().expect("a folder");
        let cases: Vec<_> = BUNDLED.iter().map(|case| case.name).step_by(if must_print() { 3 } else { 40 }).collect();
        let contents = [Quantity::WhiteCells, Quantity::Hemoglobin, Quantity::Platelets].map(Content::Quantity);
        let plots = Plots { contents: contents.to_vec(), ..Plots::default() };
        let jobs: Vec<_> = cases
            .iter()
            .flat_map(|case| [Subject::Plots(plots.clone()), Subject::Scene(58.0)].map(|subject| (*case, subject)))
            .collect();
        let drawn: Vec<_> = jobs
            .par_iter()
            .map(|(case, subject)| {
                let (preset, text) = (bundled(case), Text::english());
                let run = simulate(&preset.protocol).expect("runs");
                let kind = if matches!(subject, Subject::Scene(_)) { "scene" } else { "plots" };
                let export = |format, ending: &str| {
                    let file = folder.path().join(format!("{case}_{kind}.{ending}"));
                    let export = Export { subject: subject.clone(), format, size: SIZE, ground: Ground::Light };
                    let mut bytes = Vec::new();
                    export.write(&run, &preset, &text, &|| (), &mut bytes).expect("written");
                    std::fs::write(&file, bytes).expect("written");
                    file
                };
                let (ours, svg) = (export(Format::Png, "png"), export(Format::Svg, "svg"));
                let shot = svg.with_extension("shot.png");
                // The browser counts its own bars in the height of the window.
                let window = format!("--window-size={},{}", SIZE.0, SIZE.1 + 200);
                browser
                    .run(&svg, &[format!("--screenshot={}", shot.display()), window, "--hide-scrollbars".to_owned()]);
                (format!("{kind} of {case}"), squares(&picture(&ours)), squares(&picture(&shot)))
            })
            .collect();
        for (name, ours, theirs) in &drawn {
            let (mean, clearly) = apart(ours, theirs);
            eprintln!("{name}: {mean:.2}, {clearly:.4}");
            assert!(mean < 4.0 && clearly < 0.03, "{name}: mean difference {mean:.2}, {clearly:.4} of the squares");
        }
        // Another picture is told from it.
        let (mean, clearly) = apart(&drawn[0].1, &drawn[1].2);
        assert!(mean > 10.0 && clearly > 0.1, "plots and scene: {mean:.2}, {clearly:.4}");
    }
}
