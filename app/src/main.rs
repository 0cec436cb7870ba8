//! The page program; everything is in [`app::page`].

fn main() {
    app::page::start();
}
