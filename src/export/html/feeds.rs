//! For those who follow an album on the web: an Atom feed for each language (RFC 4287) and a site map (sitemaps.org, 0.9).
//!
//! Both need whole addresses, so they are there when a base URL was given. Their dates are those of the photos: nothing tells when the export was
//! run, and the same album has the same feed.

use std::fmt::Write as _;

use jiff::civil::Date;

use super::address::absolute;
use super::pages::Writer;
use super::paths::Page;
use super::{Site, TextFile};
use crate::export::plan::{PlannedVisit, Taken};

/// A feed has the newest visits, as many as a reader will look at.
const MOST_ENTRIES: usize = 50;

/// The day that stands for what nothing dates: a feed must name one.
const NO_DAY: &str = "1970-01-01";

/// The feed of a language: its visits, newest first.
pub fn feed(site: &Site<'_>, lang: usize, base: &str) -> Option<TextFile> {
    let writer = Writer::new(site, lang, Page::Cover)?;
    let path = writer.path.replace("index.html", "feed.xml");
    let mut visits: Vec<&PlannedVisit> = site.plan.visits.iter().collect();
    visits.sort_by_key(|visit| std::cmp::Reverse(newest(visit)));
    let updated = visits.first().and_then(|visit| newest(visit));
    let title = writer.album_title().text;
    let mut out = String::from(
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\"",
    );
    // Writing to a String cannot fail.
    let _ = writeln!(out, " xml:lang=\"{}\">", escaped(writer.phrases.lang.as_str()));
    let _ = writeln!(out, "<title>{}</title>", escaped(&title));
    let _ = writeln!(out, "<id>{}</id>", escaped(&absolute(base, &writer.path)));
    let _ = writeln!(
        out,
        "<link rel=\"alternate\" type=\"text/html\" href=\"{}\"/>",
        escaped(&absolute(base, &writer.path))
    );
    let _ = writeln!(
        out,
        "<link rel=\"self\" type=\"application/atom+xml\" href=\"{}\"/>",
        escaped(&absolute(base, &path))
    );
    let _ = writeln!(out, "<updated>{}</updated>", moment(updated));
    let _ = writeln!(out, "<author><name>{}</name></author>", escaped(&title));
    for visit in visits.into_iter().take(MOST_ENTRIES) {
        let url = absolute(base, &writer.path_of(Page::Visit(&visit.folder)));
        let (heading, line) = writer.phrases.visit_heading(visit);
        let count = writer.phrases.n_photos(visit.photos().count());
        let caption = writer.words(&visit.caption).map(|words| words.text);
        let said: Vec<String> = [line, Some(count), caption].into_iter().flatten().collect();
        let _ = writeln!(out, "<entry>\n<title>{}</title>", escaped(&writer.heading(&heading).text));
        let _ = writeln!(out, "<id>{}</id>", escaped(&url));
        let _ = writeln!(out, "<link rel=\"alternate\" type=\"text/html\" href=\"{}\"/>", escaped(&url));
        let _ = writeln!(out, "<updated>{}</updated>", moment(newest(visit)));
        let _ = writeln!(out, "<summary>{}</summary>\n</entry>", escaped(&said.join(" · ")));
    }
    out.push_str("</feed>\n");
    Some(TextFile { path, text: out })
}

/// Every page in every language, with the day of its newest photo.
pub fn site_map(site: &Site<'_>, base: &str) -> TextFile {
    let mut out = String::from(
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\" \
         xmlns:xhtml=\"http://www.w3.org/1999/xhtml\">\n",
    );
    let mut add = |page: Page<'_>, day: Option<Date>| {
        let folders = || {
            let languages = site.phrases.iter().enumerate();
            languages.map(|(n, phrases)| (phrases.reader.as_str(), (n > 0).then(|| phrases.reader.as_str())))
        };
        for (_, folder) in folders() {
            let _ = writeln!(out, "<url>\n<loc>{}</loc>", escaped(&absolute(base, &page.path(folder))));
            if let Some(day) = day {
                let _ = writeln!(out, "<lastmod>{day}</lastmod>");
            }
            for (lang, other) in folders().filter(|_| site.phrases.len() > 1) {
                let url = escaped(&absolute(base, &page.path(other)));
                let _ = writeln!(out, "<xhtml:link rel=\"alternate\" hreflang=\"{lang}\" href=\"{url}\"/>");
            }
            out.push_str("</url>\n");
        }
    };
    add(Page::Cover, site.plan.visits.iter().filter_map(newest).max());
    for visit in &site.plan.visits {
        add(Page::Visit(&visit.folder), newest(visit));
        for photo in visit.photos() {
            add(Page::Photo(&visit.folder, &photo.page), photo.taken.map(day_of));
        }
    }
    out.push_str("</urlset>\n");
    TextFile { path: "sitemap.xml".to_owned(), text: out }
}

fn day_of(taken: Taken) -> Date {
    match taken {
        Taken::Day(day) => day,
        Taken::Minute(civil) => civil.date(),
    }
}

/// The day of the newest photo.
fn newest(visit: &PlannedVisit) -> Option<Date> {
    visit.photos().filter_map(|photo| photo.taken.map(day_of)).max()
}

/// A day as a feed wants it, with a time (RFC 4287, 3.3).
fn moment(day: Option<Date>) -> String {
    format!("{}T00:00:00Z", day.map_or_else(|| NO_DAY.to_owned(), |day| day.to_string()))
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
