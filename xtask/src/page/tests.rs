//! What stands in pages.

use super::*;

/// A site with nothing but this template and a style sheet, handed to `write`.
fn with_site<T>(template: &str, host: &Host, write: impl FnOnce(&Site<'_>) -> T) -> T {
    let assets = Assets { style: "style-4.css".to_owned(), ..Assets::default() };
    let paper = Paper { light: "#fff".to_owned(), dark: "#000".to_owned() };
    let words = words::site(None);
    write(&Site { words, folder: "", template, assets: &assets, host, paper: &paper, release: "7" })
}

/// A page made with this template, on a site whose host is not known.
fn filled(template: &str, page: &Page<'_>) -> Result<String> {
    with_site(template, &Host::UNKNOWN, |site| fill(site, page))
}

#[test]
fn text_is_escaped_and_assets_are_relative() {
    let page = Page { base: "../", title: "a < \"b\"", body: "<p>1</p>", ..Page::default() };
    let html = filled("{{title}}|{{style}}|{{body}}|{{gallery}}", &page).unwrap();
    let style = "<link rel=\"stylesheet\" href=\"../assets/style-4.css\">";
    assert_eq!(html, format!("a &lt; &quot;b&quot;|{style}|<p>1</p>|../"));
}

#[test]
fn an_unknown_placeholder_is_refused() {
    assert!(filled("{{tilte}}", &Page::default()).is_err());
    assert!(filled("{{title", &Page::default()).is_err());
}

#[test]
fn every_experiment_has_a_page_and_a_card() {
    with_site("{{title}}{{body}}", &Host::UNKNOWN, |site| {
        let gallery = gallery(site).unwrap();
        for it in lab::EXPERIMENTS {
            assert!(gallery.contains(&format!("href=\"{}/\"", it.id)));
            assert!(experiment(site, it).unwrap().contains("id=\"evidence\""));
        }
    });
}

#[test]
fn every_page_but_the_missing_one_has_its_place_on_the_device() {
    with_site("{{device}}|{{theme}}|{{release}}", &Host::UNKNOWN, |site| {
        let [gallery, about] =
            [gallery(site).unwrap(), about(site, &About { text: String::new(), language: TOLD }).unwrap()];
        assert!(gallery.contains("<link rel=\"manifest\" href=\"manifest.webmanifest\">"), "{gallery}");
        assert!(about.contains("<link rel=\"manifest\" href=\"../manifest.webmanifest\">"), "{about}");
        let missing = not_found(site).unwrap();
        assert!(!missing.contains("manifest") && !missing.contains("<script"), "{missing}");
        for page in [gallery, about, missing] {
            assert!(page.contains("(prefers-color-scheme: dark)\" content=\"#000\">"), "{page}");
            assert!(page.ends_with("|7"), "{page}");
        }
    });
}

#[test]
fn a_page_that_is_missing_finds_its_styles_at_any_depth() {
    let missing =
        |host: &Host| with_site("{{style}}|{{gallery}}|{{unfurl}}", host, |site| not_found(site).unwrap());
    let anywhere = missing(&Host::UNKNOWN);
    for way in ["\"assets/", "\"../assets/", "\"../../assets/", "\"../../../assets/"] {
        assert!(anywhere.contains(&format!("href={way}style-4.css\"")), "{anywhere}");
    }
    let there = missing(&"https://example.org/sub/".parse().unwrap());
    assert_eq!(
        there,
        "<link rel=\"stylesheet\" href=\"https://example.org/sub/assets/style-4.css\">|https://example.org/sub/|\
         <meta name=\"robots\" content=\"noindex\">"
    );
}

#[test]
fn the_header_says_where_one_is() {
    let template = "{{in-gallery}}|{{in-about}}";
    let at = |path| filled(template, &Page { path, ..Page::default() }).unwrap();
    assert_eq!(at(""), " aria-current=\"page\"|");
    assert_eq!(at(ABOUT), "| aria-current=\"page\"");
    assert_eq!(at("x/"), "|");
}

#[test]
fn pages_of_other_languages_share_the_assets_and_lead_to_each_other() {
    let template = "{{language}}|{{top}}|{{base}}|{{style}}|{{languages}}|{{gallery}}|{{unfurl}}{{body}}";
    let known: Host = "https://example.org/sub/".parse().unwrap();
    with_site(template, &known, |site| {
        let german = Site { words: words::site(Some("de")), folder: "de/", ..*site };
        let it = lab::EXPERIMENTS[0];
        let page = experiment(&german, it).unwrap();
        let (to_english, to_german) = (
            format!("<a href=\"../../{}/\" lang=\"en\" hreflang=\"en\">", it.id),
            format!("<a href=\"../de/{}/\" lang=\"de\" hreflang=\"de\">", it.id),
        );
        for part in [
            "de|../../|../|<link rel=\"stylesheet\" href=\"../../assets/style-4.css\">|",
            &to_english,
            "|../|",
            &format!("rel=\"canonical\" href=\"https://example.org/sub/de/{}/\"", it.id),
            &format!("hreflang=\"x-default\" href=\"https://example.org/sub/{}/\"", it.id),
            &format!("<h1 lang=\"en\">{}</h1>", escape(it.question)),
            "<article class=\"lesson\" lang=\"en\">\n<h2 class=\"unseen\" lang=\"de\">",
            "role=\"tooltip\" lang=\"de\"",
        ] {
            assert!(page.contains(part), "{part} is not in\n{page}");
        }
        let english = experiment(site, it).unwrap();
        assert!(english.contains(&to_german) && !english.contains(" lang=\"en\""), "{english}");
        let missing = not_found(&german).unwrap();
        assert!(missing.starts_with("de|https://example.org/sub/|https://example.org/sub/de/|"), "{missing}");
        let gallery = gallery(&german).unwrap();
        assert!(gallery.contains("de|../||") && gallery.contains("<h3 lang=\"en\">"), "{gallery}");
    });
}
