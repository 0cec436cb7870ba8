//! The page program; everything is in [`app::page`].

use wasm_bindgen::prelude::*;

fn main() {
    app::page::prepare();
}

/// Opens the page that this program was loaded by. Whoever loaded the program calls this, and says what went wrong.
#[wasm_bindgen]
pub async fn open() -> Result<(), JsError> {
    app::page::open().await.map_err(JsError::from)
}
