//! The program is its command line, from which the window opens; in a page of a browser it is the window alone.

#[cfg(not(target_arch = "wasm32"))]
fn main() -> std::process::ExitCode {
    buffycoat::cli::main()
}

#[cfg(target_arch = "wasm32")]
fn main() {
    buffycoat::app::platform::page::open();
}
