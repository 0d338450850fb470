//! Web pages: the article's text, without menus, cookie notices, related links, comments and credits, and what the page
//! says of itself.
//!
//! Three steps, each linear in the page and none recursive: [`page`] turns the tokens of the markup into a flat list of
//! blocks of text with the elements that hold them; [`meta`] reads title, outlet, date and language; [`article`] picks the
//! blocks that are the article. No tree is built and no script is run.

mod article;
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
