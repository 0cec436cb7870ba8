//! The QR code of a link.

use std::path::Path;

use anyhow::{Context, Result, ensure};
use tests::{Browser, Window};

use crate::RUN;

/// The text of the one QR code in a picture.
fn decoded(file: &Path) -> Result<String> {
    let mut reader = png::Decoder::new(std::io::BufReader::new(std::fs::File::open(file)?)).read_info()?;
    let mut pixels = vec![0; reader.output_buffer_size().context("the picture is too large")?];
    let info = reader.next_frame(&mut pixels)?;
    let (width, height, step) = (info.width as usize, info.height as usize, info.color_type.samples());
    let mut image =
        rqrr::PreparedImage::prepare_from_greyscale(width, height, |x, y| pixels[(y * width + x) * step]);
    let grids = image.detect_grids();
    ensure!(grids.len() == 1, "{} codes are in the picture", grids.len());
    Ok(grids[0].decode()?.1)
}

#[tokio::test]
async fn course_code_is_read_off_the_screen() -> Result<()> {
    let folder = tempfile::tempdir()?;
    let file = folder.path().join("code.png");
    let page = Browser::Chromium.start(Window { dark: true, ..Window::default() }).await?;
    for window in [
        Window { width: 1920, height: 1080, dark: true, scale: 1.0 },
        Window { width: 375, height: 700, dark: true, scale: 2.0 },
    ] {
        page.resize(window).await?;
        page.open(&format!("{RUN}&digest=00112233445566778899aabbccddeeff&bits=1&theme=dark")).await?;
        page.reaches("ready").await?;
        page.click("#embed").await?;
        page.wait_for("dialog.embedding[open]", |_| true).await?;
        page.click("#embed-code").await?;
        page.wait_for("dialog.projected[open] svg", |_| true).await?;
        page.settle().await?;
        page.picture(&file).await?;
        let text = decoded(&file).with_context(|| format!("in {window:?}"))?;
        let here = page.script("return location.origin").await?;
        assert_eq!(text, format!("{}/some/folder/{RUN}", here.as_str().unwrap_or_default()));
        let side =
            page.script("return document.querySelector('.sheet svg').getBoundingClientRect().height").await?;
        let least = f64::from(window.width.min(window.height)) * 0.7;
        ensure!(side.as_f64().is_some_and(|side| side >= least), "the code is {side} pixels high");
        page.press("\u{e00c}").await?;
        // It goes with the event that closes it, which comes after the key.
        page.wait_for("body:not(:has(dialog.projected)) dialog.embedding[open]", |_| true).await?;
    }
    // What no camera could read is said instead.
    page.open(&format!("{RUN}&data={}", "A".repeat(1500))).await?;
    page.reaches("ready").await?;
    page.click("#embed").await?;
    page.wait_for("dialog.embedding[open]", |_| true).await?;
    page.click("#embed-code").await?;
    page.wait_for("dialog.projected .refused", |it| it.text.starts_with("This link is too long")).await?;
    Ok(())
}

/// The maker of QR codes is the published one, below its licence.
#[test]
fn course_code_is_made_by_what_was_published() -> Result<()> {
    let own = std::fs::read_to_string(xtask::places::root().join("public/lean-qr.js"))?;
    let published = std::fs::read_to_string(xtask::setup::lean_qr()?)?;
    let (licence, rest) = own.split_once("*/\n").context("its licence is missing")?;
    ensure!(licence.contains("MIT License") && licence.contains("Permission is hereby granted"), "{licence}");
    ensure!(rest == published, "public/lean-qr.js is not the file nano.mjs of lean-qr");
    Ok(())
}
