//! Links of all times: what was shared once goes on parsing, and means what it meant.

use lab::link::Link;

#[test]
fn old_links_go_on_parsing() {
    let corpus = include_str!("../links.txt");
    let links = corpus.lines().filter(|line| !line.starts_with('#'));
    let mut count = 0;
    for line in links {
        let (link, meant) = line.split_once("  ").unwrap_or_else(|| panic!("what does it mean? {line}"));
        let read = Link::parse(link).map_or_else(|_| "refused".to_owned(), |link| link.write());
        assert_eq!(read, meant, "{link}");
        count += 1;
    }
    assert!(count >= 14, "a link of the corpus is gone");
}
