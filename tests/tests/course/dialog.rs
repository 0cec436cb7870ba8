//! The dialog with its snippets.

use anyhow::{Context, Result, ensure};
use serde_json::json;
use tests::{Browser, Page, Window};

use crate::{RUN, elsewhere, ensure_open_to_everybody, until};

/// What the dialog makes at this moment.
async fn snippet(page: &Page) -> Result<String> {
    page.settle().await?;
    let text = page.script("return document.getElementById('embed-snippet').value").await?;
    Ok(text.as_str().unwrap_or_default().to_owned())
}

/// Presses what stands beside a choice of the dialog.
async fn choose(page: &Page, value: &str) -> Result<()> {
    page.click(&format!(".embedding input[value='{value}']")).await
}

/// What the frame in the dialog shows, read from inside of it.
const PREVIEW: &str = "const frame = document.getElementById('embed-preview').contentDocument;
    const main = frame?.querySelector('main');
    if (main?.dataset.state !== 'ready') return null;
    return { hash: frame.location.hash, theme: frame.documentElement.dataset.theme ?? '', lang: frame.documentElement.lang,
        run: frame.getElementById('run').hidden, panels: frame.querySelectorAll('[data-panel]').length,
        kept: frame.defaultView.kept ?? false,
        embed: frame.getElementById('embed')?.checkVisibility() ?? false };";

#[tokio::test]
async fn course_dialog_makes_snippets_that_work_elsewhere() -> Result<()> {
    let page = Browser::Chromium.start(Window::default()).await?;
    // A certificate and what is looked at are not part of what is embedded.
    page.open(&format!("{RUN}&view=3&theme=light")).await?;
    page.reaches("ready").await?;
    page.click("#embed").await?;
    page.wait_for("dialog.embedding[open]", |_| true).await?;
    let seen = until(&page, PREVIEW).await?;
    ensure!(seen["embed"] == json!(false), "a frame offers frames of itself: {seen}");
    ensure!(seen["panels"] == json!(3) && seen["run"] == json!(false), "{seen}");
    let usual = snippet(&page).await?;
    ensure!(
        usual.contains("#rev=1&amp;seed=7&amp;members=2&amp;steps=64&amp;backend=exact\" height=\"560\">"),
        "{usual}"
    );

    // What is chosen reaches snippet and preview, which is not loaded again for it.
    page.script("document.getElementById('embed-preview').contentWindow.kept = true").await?;
    for value in ["plane", "point", "predict", "step", "share"] {
        choose(&page, value).await?;
    }
    page.script(
        "const set = (id, value) => {
             const field = document.getElementById(id);
             field.value = value;
             field.dispatchEvent(new Event('input', { bubbles: true }));
         };
         set('embed-theme', 'dark');
         set('embed-height', '700');",
    )
    .await?;
    let element = snippet(&page).await?;
    for part in [
        "show=\"accuracy,predict\"",
        "theme=\"dark\"",
        "height=\"700\"",
        "<a href=",
        "/some/folder/embed.js\"",
    ] {
        ensure!(element.contains(part), "{part} is not in {element}");
    }
    ensure!(element.contains("controls=\"run,reset,speed,members,"), "{element}");
    let seen =
        until(&page, &PREVIEW.replace("!== 'ready'", "!== 'ready' || !frame.documentElement.dataset.theme"))
            .await?;
    ensure!(seen["theme"] == json!("dark") && seen["panels"] == json!(1), "{seen}");
    ensure!(seen["kept"] == json!(true), "the preview was loaded again");
    // A height that is none leaves the last one, and says what is accepted.
    page.set("#embed-height", "7").await?;
    let invalid = page.wait_for("#embed-height", |it| it.attribute("aria-invalid") == Some("true")).await?;
    ensure!(invalid.attribute("aria-describedby") == Some("embed-limits"));
    page.set("#embed-height", "700").await?;

    let mut made = vec![("element", element)];
    for form in ["frame", "jupyter", "quarto", "reveal"] {
        choose(&page, form).await?;
        made.push((form, snippet(&page).await?));
    }
    let code = &made[2].1;
    ensure!(code.starts_with("from IPython.display import IFrame\n\nIFrame(\n    \"http://"), "{code}");
    let quarto = made[3].1.strip_prefix("```{=html}\n").and_then(|it| it.strip_suffix("\n```"));
    let quarto = quarto.context("this is no raw block of Quarto")?.to_owned();

    // Elsewhere: each frame says that it is ready, from inside of another origin.
    let notebook = jupyter_html(code)?;
    // Reveal.js turns the one attribute into the other when it shows the slide.
    let slide = made[4].1.replace("data-src=", "src=");
    let host = |body: &str| {
        format!(
            "<!doctype html><meta charset=\"utf-8\"><title>Elsewhere</title><body><script>
             var ready = [];
             addEventListener('message', ({{ data }}) => {{
                 if (data?.source === 'gedanken' && data.type === 'ready') ready.push(data.payload.experiment);
             }});
             </script>{body}"
        )
    };
    let bodies = [
        ("element", made[0].1.clone()),
        ("frame", made[1].1.clone()),
        ("jupyter", notebook),
        ("quarto", quarto),
        ("reveal", slide),
    ];
    let files: Vec<(String, String)> =
        bodies.iter().map(|(form, body)| (format!("{form}.html"), host(body))).collect();
    let files: Vec<(&str, String)> = files.iter().map(|(name, text)| (name.as_str(), text.clone())).collect();
    let (_folder, there) = elsewhere(&files).await?;
    for (form, _) in &bodies {
        page.visit(&format!("{}{form}.html", there.address())).await?;
        let ready = until(
            &page,
            "return ready[0] ?? document.querySelector('gedanken-experiment')?.dataset.state === 'failed'",
        )
        .await;
        let ready = ready.with_context(|| format!("{form} does not work elsewhere"))?;
        ensure!(ready == json!("two-moons"), "{form}: {ready}");
    }
    Ok(())
}

/// What IPython makes of the call: its `IFrame` writes the address, the sizes and the extras as they are.
fn jupyter_html(code: &str) -> Result<String> {
    let text = |line: &str| serde_json::from_str::<String>(line.trim().trim_end_matches(',')).ok();
    let texts: Vec<String> = code.lines().filter_map(text).collect();
    let [address, extras @ ..] = texts.as_slice() else { anyhow::bail!("there is no address in {code}") };
    Ok(format!(
        "<iframe width=\"100%\" height=\"700\" src=\"{address}\" frameborder=\"0\" {}></iframe>",
        extras.join(" ")
    ))
}

/// The keyboard opens and closes it, the focus comes back, nothing trains on behind it, and nobody is kept out.
#[tokio::test]
async fn course_dialog_on_a_phone() -> Result<()> {
    let page = Browser::Chromium.start(Window { width: 375, height: 812, dark: true, scale: 1.0 }).await?;
    page.open(&format!("de/{RUN}")).await?;
    page.reaches("ready").await?;
    page.script("document.getElementById('embed').focus()").await?;
    page.press("\u{e007}").await?;
    page.wait_for("dialog.embedding[open] #embed-title", |it| it.text == "Diesen Lauf einbetten").await?;
    let seen = until(&page, PREVIEW).await?;
    ensure!(seen["lang"] == json!("de"), "{seen}");
    let text = snippet(&page).await?;
    ensure!(text.contains("/some/folder/de/two-moons/#"), "{text}");
    let wide = page
        .script("const it = document.querySelector('.embedding'); return [it.scrollWidth, it.clientWidth]")
        .await?;
    ensure!(wide[0] == wide[1], "the dialog is wider than the phone: {wide}");
    ensure_open_to_everybody(&page).await?;
    // The keyboard stays in the dialog, and gets to what matters.
    page.tab_to("#embed-copy").await?;
    page.press("\u{e007}").await?;
    page.wait_for(".copied", |it| !it.text.is_empty()).await?;
    page.press("\u{e00c}").await?;
    until(&page, "return !document.querySelector('dialog')").await?;
    let focus = page.script("return document.activeElement.id").await?;
    ensure!(focus == json!("embed"), "the focus went to {focus}");
    Ok(())
}
