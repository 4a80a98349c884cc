//! Work that a window left behind.
#![no_main]

#[path = "../../hostile/readers.rs"]
#[allow(dead_code, reason = "each target has one way in")]
mod readers;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| readers::unsaved_work(bytes));
