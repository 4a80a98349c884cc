//! The browser's timer.

use std::time::Duration;

use wasm_bindgen::JsCast as _;
use wasm_bindgen::closure::Closure;

/// Calls back once.
pub fn after(delay: Duration, call: impl FnOnce() + 'static) {
    let call = Closure::once_into_js(call);
    let delay_ms = i32::try_from(delay.as_millis()).unwrap_or(i32::MAX);
    if let Some(window) = web_sys::window() {
        // A page that is being closed calls nobody back.
        let _ = window.set_timeout_with_callback_and_timeout_and_arguments_0(call.unchecked_ref(), delay_ms);
    }
}
