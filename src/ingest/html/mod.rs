//! Web pages: the article's text, without menus, cookie notices, related links, comments and credits, and what the page
//! says of itself.
//!
//! Three steps, each linear in the page and none recursive: [`page`] turns the tokens of the markup into a flat list of
//! blocks of text with the elements that hold them; [`meta`] reads title, outlet, date and language; [`article`] picks the
//! blocks that are the article. No tree is built and no script is run.

mod article;
mod bounded;
mod marks;
mod meta;
mod page;
mod tags;

use crate::model::Language;

use super::boilerplate::Pages;
use super::normalize;
use super::read::Draft;

/// Largest page, in bytes; what is larger is a data dump, not an article.
const LARGEST_PAGE: usize = 8 << 20;

/// Reads a decoded page.
///
/// # Errors
/// Where it is too large or holds no article, with the reason.
pub(super) fn parse(html: &str, pages: &Pages) -> Result<Draft, String> {
    if html.len() > LARGEST_PAGE {
        return Err(format!("is a page of more than {} MB, which no article is", LARGEST_PAGE >> 20));
    }
    let marks = marks::Marks::get()?;
    let page = page::read(html, marks);
    let meta = meta::Meta::of(&page);
    let article = article::pick(&page, &meta, pages);
    if article.text.trim().is_empty() {
        return Err("holds no article text".to_string());
    }
    let (title, suffix) = meta.title(article.heading.as_deref());
    Ok(Draft {
        title,
        text: normalize(&article.text).into_owned(),
        source: meta.source.clone().or(suffix),
        published: meta.published.clone().or(article.time).or(meta.modified.clone()),
        url: meta.url.clone(),
        language: meta.language.as_deref().and_then(|tag| tag.parse::<Language>().ok()),
        is_language_stated: false,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn draft(html: &str) -> Draft {
        parse(html, Pages::get().unwrap()).unwrap()
    }

    fn body(inner: &str) -> String {
        draft(&format!("<html><head><title>T | Post</title></head><body>{inner}</body></html>")).text
    }

    #[test]
    fn a_short_article_loses_no_paragraph() {
        assert_eq!(
            body("<article><h1>Pont fermé</h1><p>Oui.</p><p>Deux morts.</p></article>"),
            "Pont fermé\n\nOui.\n\nDeux morts."
        );
        assert_eq!(body("<p>Deux morts.</p>"), "Deux morts.");
        assert_eq!(body("Deux morts."), "Deux morts.");
        assert_eq!(body("<div><div>Deux <i>morts</i>.</div></div>"), "Deux morts.");
    }

    #[test]
    fn words_stay_as_a_browser_shows_them() {
        assert_eq!(
            body("<p>8&#8239;000\n  sol&shy;dats&nbsp;!<br>M<sup>e</sup> Roux<sup>[3]</sup></p>"),
            "8\u{202F}000 soldats\u{A0}!\nMe Roux"
        );
        assert_eq!(body("<p>a<span> b </span>c <b> d</b></p>"), "a b c d");
        assert_eq!(body("<pre>a  b\n  c</pre>"), "a  b\n  c");
        assert_eq!(body("<table><tr><th>An<th>Morts<tr><td>2023<td>7</table>"), "An\tMorts\n2023\t7");
    }

    #[test]
    fn what_a_browser_hides_gives_no_text() {
        let hidden = "<p hidden>1 mort.</p><p style='display: none'>2 morts.</p><p aria-hidden=true>3 morts.</p><template><p>4 morts.</p></template>\
                      <noscript><p>5 morts.</p></noscript><script>'<p>6 morts.</p>'</script><!-- 7 morts. -->";
        assert_eq!(body(&format!("<article><p>Le pont est fermé.</p>{hidden}</article>")), "Le pont est fermé.");
    }

    #[test]
    fn a_page_wrapped_in_a_frame_is_read_all_the_same() {
        let inner = "<h1>Pont fermé</h1><p>Le pont est fermé depuis mardi soir, selon la mairie.</p><p>Deux voitures sont tombées.</p>";
        for wrapped in [
            format!("<form>{inner}</form>"),
            format!("<div class='page sidebar'><div>{inner}</div></div>"),
            format!("<aside>{inner}</aside>"),
        ] {
            let text = body(&wrapped);
            assert!(text.contains("depuis mardi") && text.contains("Deux voitures"), "{wrapped}: {text}");
        }
    }

    #[test]
    fn the_outlet_behind_a_headline_is_told_apart() {
        let page = |head: &str, inner: &str| draft(&format!("<head>{head}</head><body>{inner}</body>"));
        let text = "<p>Le pont est fermé depuis mardi soir, selon la mairie.</p>";
        let found = page("<title>Pont fermé - Le Fil</title>", &format!("<h1>Pont fermé</h1>{text}"));
        assert_eq!((found.title.as_deref(), found.source.as_deref()), (Some("Pont fermé"), Some("Le Fil")));
        let found = page("<title>Pont fermé - trois blessés</title>", text);
        assert_eq!((found.title.as_deref(), found.source), (Some("Pont fermé - trois blessés"), None));
        let found = page("<title>Pont fermé — Le Fil</title><meta property=og:site_name content='Le Fil'>", text);
        assert_eq!((found.title.as_deref(), found.source.as_deref()), (Some("Pont fermé"), Some("Le Fil")));
    }

    #[test]
    fn broken_json_ld_costs_nothing_else() {
        let page = "<script type='application/ld+json'>{\"@type\": \"NewsArticle\", </script>\
                    <script type='application/ld+json'>{\"@type\":\"NewsArticle\",\"headline\":\"Pont\nfermé &amp; gardé\",\"datePublished\":\"2024-05-06\"}</script>\
                    <p>Le pont est fermé.</p>";
        let found = draft(page);
        assert_eq!(
            (found.title.as_deref(), found.published.as_deref()),
            (Some("Pont fermé & gardé"), Some("2024-05-06"))
        );
    }

    /// A tag of ten thousand attributes in double quotes ended the whole process: the tokenizer calls itself for each.
    #[test]
    fn no_tag_exhausts_the_stack() {
        let said = "The mayor of Lorne said that 40 people were hurt in the fire on Monday.";
        let tags = [
            format!("<div {}class=\"story\">", "a=\"b\" ".repeat(200_000)),
            format!("<div {}>", "a=\"b\"".repeat(200_000)),
            format!("<div {}>", "a='b' ".repeat(200_000)),
            format!("<div {}>", "a = b ".repeat(200_000)),
            format!("<div {}>", "a ".repeat(200_000)),
            format!("<div {}>", "a=\"&amp;\" / = > ".repeat(40)),
            format!("<div></p {}>", "a=\"b\" ".repeat(200_000)),
            format!("<title>T</title {}><div>", "a=\"b\" ".repeat(200_000)),
            format!("<script>let page = '<div {}>'</script><div>", "a=\"b\" ".repeat(200_000)),
            format!("<!-- <div {}>--><div>", "a=\"b\" ".repeat(200_000)),
            format!("<div {}>", "a".repeat(400_000)),
        ];
        for tag in tags {
            let start = tag.get(..40).unwrap_or_default().to_owned();
            let read =
                std::thread::Builder::new().stack_size(1 << 20).spawn(move || body(&format!("{tag}<p>{said}</p>")));
            let text = read.unwrap().join().unwrap();
            assert!(text.contains(said), "{start}: {text}");
        }
    }

    /// Whatever stands a hundred thousand times is read without a call for each.
    #[test]
    fn no_markup_exhausts_the_stack() {
        for mark in [
            "</",
            "<!",
            "<",
            "&",
            "&#",
            "&am",
            "<!--",
            "<![CDATA[",
            "<?",
            "</a",
            "<a",
            "<b>",
            "<a b=\"",
            "<script>",
            "<!doctype \"",
            "\r",
        ] {
            let page = format!("<p>Read me, says the page of the town.</p>{}", mark.repeat(100_000));
            let read =
                std::thread::Builder::new().stack_size(1 << 20).spawn(move || parse(&page, Pages::get().unwrap()));
            assert!(read.unwrap().join().is_ok(), "{mark}");
        }
    }

    /// The attributes that are too many go, the tag and what follows it stay; so do the words of a script.
    #[test]
    fn attributes_are_bounded_in_tags_alone() {
        let many = "a=\"b > c\" ".repeat(2_000);
        assert_eq!(
            body(&format!("<p>Before the tag.</p><p {many}hidden>After the tag.</p>")),
            "Before the tag.\n\nAfter the tag."
        );
        let title = format!("A <b {many} c");
        let page = format!("<title>{title}</title><p>Forty people were hurt in the fire, the mayor said.</p>");
        assert_eq!(draft(&page).title.unwrap().matches("a=").count(), 2_000);
    }

    proptest! {
        #[test]
        fn every_sentence_of_a_plain_article_is_kept(words in prop::collection::vec("[a-zé]{2,9}( [a-zé0-9]{1,9}){2,20}\\.", 1..12)) {
            let paragraphs: String = words.iter().map(|p| format!("<p>{p}</p>")).collect();
            let text = body(&format!("<nav><a href=/>Accueil</a></nav><article><h1>Titre du jour</h1>{paragraphs}</article>"));
            let expected = format!("Titre du jour\n\n{}", words.join("\n\n"));
            prop_assert_eq!(text, expected);
        }

        #[test]
        fn any_markup_is_survived(html in "(<(p|div|article|a href=x|h1|li|td|sup|time|title|script)( class=ad)?>|</(p|div|article|a|h1|li|td|sup|time|title|script)>|[a-z.\\[\\] ]{1,20}){0,60}") {
            let _ = parse(&html, Pages::get().unwrap());
        }
    }
}
