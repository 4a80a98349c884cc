//! The program is its command line; the window opens from there.

fn main() -> std::process::ExitCode {
    buffycoat::cli::main()
}
