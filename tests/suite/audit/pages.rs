//! Leaks in what is text: pages, style sheets, scripts, the manifest, the feed, the map; and files that are none of an album.

use attache::export::audit::report::FindingKind::{
    ActiveContent, DanglingUrl, FineTime, MachinePath, Metadata, NotUnderstood, OriginalName, OutsideUrl,
    Position, UnknownType, WeakPolicy,
};

use super::first;
use super::plants::{Clean, Plant, base64, replace};
use crate::support::photo_maker::TestPhoto;

pub fn plants(clean: &Clean) -> Vec<Plant> {
    [
        in_page(),
        in_head(),
        in_style(&first(&clean.files, ".css")),
        in_script(&first(&clean.files, ".js")),
        in_manifest(),
        in_feed(),
        in_map(),
        strangers(),
    ]
    .concat()
}

/// What stands behind `<main id="content">`.
fn in_page() -> Vec<Plant> {
    let told = format!(
        "<img src=\"data:image/jpeg;base64,{}\" alt=\"\">",
        base64(&TestPhoto::new().size(8, 8).gps(39.9, 116.4).jpeg())
    );
    let large = format!(
        "<img src=\"data:image/jpeg;base64,{}\" alt=\"\">",
        base64(&TestPhoto::new().size(300, 200).jpeg())
    );
    let plants: Vec<(&'static str, &str, _)> = vec![
        ("a picture from outside", "<img src=\"https://example.org/x.gif\" alt=\"\">", OutsideUrl),
        (
            "a picture of this album's address",
            "<img src=\"https://example.org/visit/media/0123456789abcdef-640.webp\" alt=\"\">",
            OutsideUrl,
        ),
        ("a picture without a protocol", "<img src=\"//example.org/x.gif\" alt=\"\">", OutsideUrl),
        ("a picture with capitals", "<img src=\"HTTPS://example.org/x.gif\" alt=\"\">", OutsideUrl),
        ("entities in sizes", "<img srcset=\"https:&#47;&#47;example.org/x.gif 1w\" alt=\"\">", OutsideUrl),
        (
            "a second size from outside",
            "<img srcset=\"media/0123456789abcdef-640.webp 1w,https://example.org/x.gif 2w\" alt=\"\">",
            OutsideUrl,
        ),
        (
            "a source from outside",
            "<picture><source srcset=\"https://example.org/x.webp\" type=\"image/webp\"></picture>",
            OutsideUrl,
        ),
        ("percent signs", "<a href=\"%68ttps%3A//example.org\">x</a>", OutsideUrl),
        ("a link to data", "<a href=\"data:text/html,x\">x</a>", OutsideUrl),
        ("a link to a script", "<a href=\"javascript:alert(1)\">x</a>", OutsideUrl),
        ("a link to a script with entities", "<a href=\"&#x6a;avascript:alert(1)\">x</a>", OutsideUrl),
        ("a link to a file", "<a href=\"file:///home/kim/x\">x</a>", OutsideUrl),
        ("a link to a letter", "<a href=\"mailto:kim@example.org\">x</a>", OutsideUrl),
        ("a link out of the album", "<a href=\"../../outside.html\">x</a>", OutsideUrl),
        ("a link with a query", "<a href=\"index.html?from=kim\">x</a>", OutsideUrl),
        ("a link to another host", "<a href=\"https://example.org.evil/visit/\">x</a>", OutsideUrl),
        ("a link to nowhere", "<a href=\"gone.html\">x</a>", DanglingUrl),
        (
            "a link to nowhere of the base",
            "<a href=\"https://example.org/visit/gone.html\">x</a>",
            DanglingUrl,
        ),
        ("a picture within with a position", &told, Metadata),
        ("a picture within that is large", &large, OutsideUrl),
        ("a drawing within", "<img src=\"data:image/svg+xml;base64,PHN2Zy8+\" alt=\"\">", OutsideUrl),
        (
            "a picture within with words after it",
            "<img src=\"data:image/webp;base64,UklGRg==kim\" alt=\"\">",
            OutsideUrl,
        ),
        ("a script within", "<script>fetch(\"x\")</script>", ActiveContent),
        ("an event handler", "<p onclick=\"x()\">x</p>", ActiveContent),
        ("a style of one element", "<p style=\"background: red\">x</p>", ActiveContent),
        ("a style within", "<style>p { color: red }</style>", ActiveContent),
        ("a frame", "<iframe src=\"index.html\"></iframe>", ActiveContent),
        ("a form", "<form action=\"x\"></form>", ActiveContent),
        ("a button that sends", "<button>x</button>", NotUnderstood),
        ("another base", "<base href=\"https://example.org/\">", ActiveContent),
        ("a drawing", "<svg><image href=\"https://example.org/x\"/></svg>", ActiveContent),
        ("an object", "<object data=\"x\"></object>", ActiveContent),
        ("a video", "<video src=\"index.html\"></video>", NotUnderstood),
        ("a sound", "<audio src=\"index.html\"></audio>", NotUnderstood),
        ("a comment", "<!-- exported by kim -->", NotUnderstood),
        ("an instruction", "<?kim x?>", NotUnderstood),
        ("a refresh", "<meta http-equiv=\"refresh\" content=\"0; url=x\">", NotUnderstood),
        ("a name of a meta", "<meta name=\"author-machine\" content=\"x\">", NotUnderstood),
        ("capitals", "<IMG SRC=x>", NotUnderstood),
        ("an attribute without quotes", "<img src=x alt=y>", NotUnderstood),
        ("an attribute of data", "<p data-path=\"x\">x</p>", NotUnderstood),
        ("a ping", "<a href=\"index.html\" ping=\"https://example.org\">x</a>", NotUnderstood),
        ("a path of Unix", "<p>from /home/kim/Pictures/visit</p>", MachinePath),
        ("a path in entities", "<p>from &#x2f;Users&#x2F;kim</p>", MachinePath),
        ("a path in percent signs", "<p>from %2Fhome%2Fkim%2Fvisit</p>", MachinePath),
        ("a path of Windows", "<p title=\"C:\\Fotos\\Besuch\">x</p>", MachinePath),
        ("a path of Windows with a slash", "<p>C:\\Users\\kim</p>", MachinePath),
        ("a path of a server", "<p>\\\\server\\pool\\visit</p>", MachinePath),
        ("a path of a share", "<p>smb://server/pool</p>", MachinePath),
        ("a path from home", "<p>~/Pictures/visit</p>", MachinePath),
        ("a path in a comment", "<!-- /home/kim/album -->", MachinePath),
        ("a file's address", "<p>file:///C:/x</p>", MachinePath),
        ("an original of an iPhone", "<p>IMG_20260105_183012.HEIC</p>", OriginalName),
        ("an original of a camera", "<img src=\"media/x.jpg\" alt=\"DSC_0042\">", OriginalName),
        ("an original of KakaoTalk", "<p>KakaoTalk_20260105_183012345</p>", OriginalName),
        ("an original of WeChat", "<p>mmexport1767609012345</p>", OriginalName),
        ("a position", "<p>39.9042, 116.4074</p>", Position),
        ("a position in two elements", "<p title=\"39.90421 116.40739\">x</p>", Position),
        ("a position in degrees", "<p>39°54′26″N 116°23′29″E</p>", Position),
        ("a position in entities", "<p>39&#176;54&#8242;26&#8243;</p>", Position),
        ("a position in Korean", "<p>북위 39도 54분 26초</p>", Position),
        ("a position in Korean numbers", "<p>위도 39.9042, 경도 116.4074</p>", Position),
        ("a position in Chinese", "<p>北纬39度54分26秒，东经116度23分29秒</p>", Position),
        ("a position as an address", "<p>geo:39.9,116.4</p>", Position),
        ("a position as a code", "<p>8PFRW9X4+8Q</p>", Position),
        ("a time to the second", "<p>2026-01-05T18:30:12+08:00</p>", FineTime),
        ("a time as EXIF has it", "<p>2026:01:05 18:30:12</p>", FineTime),
        (
            "a time in a machine's words",
            "<time datetime=\"2026-01-05T18:30:12\">half past six</time>",
            FineTime,
        ),
        (
            "a time to the millisecond",
            "<time datetime=\"2026-01-05T18:30:00.123\">half past six</time>",
            FineTime,
        ),
        ("milliseconds since 1970", "<p>1767609012345</p>", FineTime),
        (
            "a second policy that is weaker",
            "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src *\">",
            WeakPolicy,
        ),
    ];
    let planted = |(name, html, kind): (&'static str, &str, _)| {
        let to = format!("<main id=\"content\">{html}");
        Plant::new(name, "index.html", kind, move |d| replace(d, "<main id=\"content\">", &to))
    };
    plants.into_iter().map(planted).collect()
}

/// What stands in the head of a page.
fn in_head() -> Vec<Plant> {
    let plants: [(&'static str, &str, &str, _); 21] = [
        ("a weaker policy", "script-src 'self'", "script-src 'self' https:", WeakPolicy),
        (
            "a policy with scripts within",
            "script-src 'self'",
            "script-src 'self' 'unsafe-inline'",
            WeakPolicy,
        ),
        ("a policy with styles within", "style-src 'self'", "style-src 'unsafe-inline'", WeakPolicy),
        ("no policy", "Content-Security-Policy", "Policy", WeakPolicy),
        ("no document type", "<!doctype html>", "", NotUnderstood),
        (
            "a card's picture from outside",
            "</head>",
            "<meta property=\"og:image\" content=\"https://example.net/x.jpg\"></head>",
            OutsideUrl,
        ),
        (
            "a card with a position",
            "</head>",
            "<meta property=\"og:latitude\" content=\"39.9\"></head>",
            NotUnderstood,
        ),
        (
            "a style from outside",
            "</head>",
            "<link rel=\"stylesheet\" href=\"https://example.org/visit/x.css\"></head>",
            OutsideUrl,
        ),
        (
            "a connection",
            "</head>",
            "<link rel=\"preconnect\" href=\"https://example.org/visit/\"></head>",
            NotUnderstood,
        ),
        ("a link's path", "<title>", "<title>/Users/kim/", MachinePath),
        (
            "a thing with a position",
            "\"@type\":\"ImageObject\"",
            "\"@type\":\"ImageObject\",\"contentLocation\":{\"@type\":\"GeoCoordinates\",\"latitude\":39.9}",
            NotUnderstood,
        ),
        ("a thing with EXIF", "\"width\":40", "\"exifData\":\"x\",\"width\":40", NotUnderstood),
        ("a thing to the second", "2026-01-04T09:00\"", "2026-01-04T09:00:12\"", FineTime),
        (
            "a thing from outside",
            "\"contentUrl\":\"https://example.org/visit/",
            "\"contentUrl\":\"https://example.net/",
            OutsideUrl,
        ),
        ("a thing's words with a path", "\"creditText\":\"Office", "\"creditText\":\"/home/kim", MachinePath),
        ("a thing's original", "\"creditText\":\"Office", "\"creditText\":\"IMG_0042.HEIC", OriginalName),
        ("a thing that is there twice", "\"width\":40", "\"width\":39,\"width\":40", NotUnderstood),
        (
            "a licence with words for entry",
            "https://example.net/licence",
            "https://kim:secret@example.net/",
            NotUnderstood,
        ),
        (
            "a licence that the album did not name",
            "https://example.net/licence",
            "https://example.net/other",
            NotUnderstood,
        ),
        ("other words than schema.org's", "https://schema.org", "https://example.org/context", NotUnderstood),
        (
            "a script among the words",
            "<script type=\"application/ld+json\">",
            "<script type=\"module\">",
            ActiveContent,
        ),
    ];
    let planted = |(name, from, to, kind): (&'static str, &'static str, &'static str, _)| {
        Plant::new(name, "index.html", kind, move |d| replace(d, from, to))
    };
    plants.into_iter().map(planted).collect()
}

/// Words at the end of a file.
fn at_end(
    path: &str,
    plants: &[(&'static str, &'static str, attache::export::audit::report::FindingKind)],
) -> Vec<Plant> {
    let planted = |(name, more, kind): &(&'static str, &'static str, _)| {
        let more = *more;
        Plant::new(name, path, *kind, move |d| d.extend(more.as_bytes()))
    };
    plants.iter().map(planted).collect()
}

fn in_style(path: &str) -> Vec<Plant> {
    at_end(
        path,
        &[
            ("a style from outside", "@import \"https://example.org/x.css\";", OutsideUrl),
            ("a style without a protocol", "@import \"//example.org/x.css\";", OutsideUrl),
            ("a picture", "p { background: url(x.png) }", OutsideUrl),
            ("a picture from outside", "p { background: url(\"https://example.org/x.png\") }", OutsideUrl),
            ("a picture in capitals", "p { background: URL(x.png) }", OutsideUrl),
            ("a set of pictures", "p { background: image-set(\"x.png\" 1x) }", OutsideUrl),
            ("data that is no picture", "p { background: url(data:text/plain;base64,a2lt) }", OutsideUrl),
            ("a backslash", "p { background: \\75rl(x.png) }", NotUnderstood),
            ("a font of the machine", "@font-face { src: local(x) }", NotUnderstood),
            ("a function of nobody", "p { width: paint(x) }", NotUnderstood),
            ("a comment", "/* made by Kim */", NotUnderstood),
            ("a comment with a path", "/* /home/kim/theme */", MachinePath),
            ("a position", "p::after { content: \"39.9042, 116.4074\" }", Position),
            ("an original", "p::after { content: \"DSC_0042\" }", OriginalName),
            ("a time", "p::after { content: \"2026-01-05 18:30:12\" }", FineTime),
        ],
    )
}

fn in_script(path: &str) -> Vec<Plant> {
    at_end(
        path,
        &[
            ("one more sign", ";", ActiveContent),
            ("a comment", "// made by Kim", ActiveContent),
            ("a request", "fetch(\"https://example.org\")", ActiveContent),
        ],
    )
}

fn in_manifest() -> Vec<Plant> {
    let plants: [(&'static str, &str, &str, _); 9] = [
        ("the target", "{", "{\"target\":\"/home/kim/album\",", NotUnderstood),
        ("a path as a title", "\"title\":null", "\"title\":\"/home/kim/album\"", MachinePath),
        ("an original as a title", "\"title\":null", "\"title\":\"IMG_0042.HEIC\"", OriginalName),
        ("a position as a title", "\"title\":null", "\"title\":\"39.9042, 116.4074\"", Position),
        ("the time of the run", "\"settings\":{", "\"settings\":{\"made\":\"2026-01-05\",", NotUnderstood),
        ("a time as a title", "\"title\":null", "\"title\":\"2026-01-05 18:30:12\"", FineTime),
        ("a key twice", "\"settings\":{", "\"settings\":{\"title\":\"kim\",", NotUnderstood),
        ("words for entry", "https://example.org/visit/", "https://kim:secret@example.org/", OutsideUrl),
        (
            "a file's original",
            "\"path\":\"assets/",
            "\"original\":\"IMG_0042.HEIC\",\"path\":\"assets/",
            NotUnderstood,
        ),
    ];
    let planted = |(name, from, to, kind): (&'static str, &'static str, &'static str, _)| {
        Plant::new(name, "manifest.json", kind, move |d| replace(d, from, to))
    };
    plants.into_iter().map(planted).collect()
}

fn in_feed() -> Vec<Plant> {
    let plants: [(&'static str, &str, &str, _); 13] = [
        (
            "a link from outside",
            "href=\"https://example.org/visit/index.html\"",
            "href=\"https://example.net/\"",
            OutsideUrl,
        ),
        (
            "a link to nowhere",
            "https://example.org/visit/index.html",
            "https://example.org/visit/gone.html",
            DanglingUrl,
        ),
        (
            "a name that tells",
            "urn:uuid:7c1d8a52-3f0e-4b6f-9c55-2e0a4d9b7f16",
            "tag:kim@example.org,2026:x",
            OutsideUrl,
        ),
        ("a time to the second", "2026-01-04T09:00:00Z", "2026-01-04T09:00:12Z", FineTime),
        ("the writer's letterbox", "<author>", "<author><email>kim@example.org</email>", NotUnderstood),
        ("a path in words", "Words", "/home/kim/Pictures", MachinePath),
        ("an original in words", "Words", "IMG_0042.HEIC", OriginalName),
        ("a position in words", "Words", "39.9042, 116.4074", Position),
        (
            "a position of its own",
            "<entry>",
            "<entry><georss xmlns=\"http://www.georss.org/georss\">39.9 116.4</georss>",
            NotUnderstood,
        ),
        ("markup", "type=\"text\"", "type=\"html\"", NotUnderstood),
        ("a comment", "<entry>", "<entry><!-- kim -->", NotUnderstood),
        ("a style", "<feed", "<?xml-stylesheet href=\"x\"?><feed", NotUnderstood),
        (
            "an entity",
            "<feed",
            "<!DOCTYPE feed [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><feed",
            NotUnderstood,
        ),
    ];
    let planted = |(name, from, to, kind): (&'static str, &'static str, &'static str, _)| {
        Plant::new(name, "feed.xml", kind, move |d| replace(d, from, to))
    };
    plants.into_iter().map(planted).collect()
}

fn in_map() -> Vec<Plant> {
    let plants: [(&'static str, &str, &str, _); 6] = [
        (
            "an address from outside",
            "<loc>https://example.org/visit/",
            "<loc>https://example.net/",
            OutsideUrl,
        ),
        (
            "an address to nowhere",
            "<loc>https://example.org/visit/",
            "<loc>https://example.org/visit/gone/",
            DanglingUrl,
        ),
        (
            "another language from outside",
            "href=\"https://example.org/visit/ko/\"",
            "href=\"//example.net/ko/\"",
            OutsideUrl,
        ),
        ("the time of the run", "2026-01-04<", "2026-01-04T09:12:34.567+09:00<", FineTime),
        ("words", "<url>", "<url>made by kim", NotUnderstood),
        ("an element of nobody", "<url>", "<url><owner>kim</owner>", NotUnderstood),
    ];
    let planted = |(name, from, to, kind): (&'static str, &'static str, &'static str, _)| {
        Plant::new(name, "sitemap.xml", kind, move |d| replace(d, from, to))
    };
    plants.into_iter().map(planted).collect()
}

/// Files that an album does not have, each with words in it.
fn strangers() -> Vec<Plant> {
    let picture = TestPhoto::new().size(8, 8).jpeg();
    [
        ("notes", "notes.txt"),
        ("a sound", "media/sound.mov"),
        ("a folder's settings", "Thumbs.db"),
        ("a folder's settings on a Mac", ".DS_Store"),
        ("a hidden folder", ".git/config"),
        ("a name in Korean", "media/청와대.jpg"),
        ("a hidden picture", "media/.x.jpg"),
        ("a sidecar", "media/x.xmp"),
        ("another feed", "news.xml"),
        ("a drawing", "assets/x.svg"),
        ("a script of another kind", "assets/x.mjs"),
        ("a file without an ending", "README"),
    ]
    .into_iter()
    .map(|(name, path)| {
        let content = if path.ends_with(".jpg") { picture.clone() } else { b"mine".to_vec() };
        Plant::new(name, path, UnknownType, move |d| *d = content.clone())
    })
    .chain([Plant::new("an original's name", "media/IMG_0042.jpg", OriginalName, {
        let picture = TestPhoto::new().size(8, 8).jpeg();
        move |d| *d = picture.clone()
    })])
    .collect()
}
