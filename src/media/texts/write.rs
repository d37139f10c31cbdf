//! Texts of a photo as properties of XMP, to be put into a packet or into a sidecar that is there.
//!
//! A text in several languages is an rdf:Alt whose `x-default` comes first (XMP specification part 1, 8.2.2.4). Headlines have no
//! languages in the standard: theirs are in a property of our own beside it, so that nothing is lost.

use super::namespaces::{ATTACHE, DC, EXIF, IPTC_CORE, IPTC_EXT, MWG_REGIONS, PHOTOSHOP, RDF, XMP};
use super::regions::{Standard, inner};
use crate::model::photo::{Embedded, Removed};
use crate::model::place::{Location, LocationPart};
use crate::model::region::StoredRegions;
use crate::model::text::{LangTag, LangText};
use crate::model::time::sidecar::correction_words;

/// A property of XMP.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Name {
    /// Its namespace.
    pub namespace: &'static str,
    /// Its name within that.
    pub local: &'static str,
}

/// What a property holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Content {
    /// A text.
    Plain(String),
    /// Texts by language, `x-default` first.
    Alternatives(Vec<(String, String)>),
    /// Texts in no order.
    Bag(Vec<String>),
    /// Texts in an order.
    Sequence(Vec<String>),
    /// One location: its members and their texts.
    Place(Vec<(&'static str, String)>),
    /// Where persons are, as a standard writes it.
    Marks(Standard, StoredRegions),
}

/// Prefixes as everybody writes them.
pub const PREFIXES: [(&str, &str); 9] = [
    ("dc", DC),
    ("exif", EXIF),
    ("photoshop", PHOTOSHOP),
    ("xmp", XMP),
    ("Iptc4xmpCore", IPTC_CORE),
    ("Iptc4xmpExt", IPTC_EXT),
    ("mwg-rs", MWG_REGIONS),
    ("attache", ATTACHE),
    ("rdf", RDF),
];

/// Where the words of IPTC's vocabulary of sources are.
const SOURCE_TYPES: &str = "http://cv.iptc.org/newscodes/digitalsourcetype/";

/// Every property that we write; what a photo has nothing to say of has `None`. `first`: the language that stands for all where only
/// one is asked for. `created`: ISO 8601, if it is to be written whatever a sidecar says.
pub fn properties(texts: &Embedded, first: &LangTag, created: Option<&str>) -> Vec<(Name, Option<Content>)> {
    let name = |namespace, local| Name { namespace, local };
    let alternatives = |of: &LangText| alternatives(of, first);
    let line = |of: &Option<String>| of.clone().map(Content::Plain);
    let bag = |of: &[String]| (!of.is_empty()).then(|| Content::Bag(of.to_vec()));
    let shown = |part| texts.shown.as_deref().and_then(|shown| shown.get(part)).map(str::to_owned);
    let place = |of: &Option<Box<Location>>| of.as_deref().map(members).map(Content::Place);
    let source_type = texts.source_type.as_ref().map(|word| {
        let is_word = word.chars().all(|c| c.is_ascii_alphanumeric());
        if is_word { format!("{SOURCE_TYPES}{word}") } else { word.clone() }
    });
    let marks = |standard| {
        let regions = texts.regions.as_deref()?;
        inner(standard, regions).map(|_| Content::Marks(standard, regions.clone()))
    };
    let mut taken = texts.taken.as_deref().cloned().unwrap_or_default();
    taken.created = created.map(str::to_owned).or(taken.created);
    let copyright = texts.copyright.as_ref().map(|text| vec![("x-default".to_owned(), text.clone())]);
    vec![
        (name(DC, "title"), alternatives(&texts.title)),
        (name(PHOTOSHOP, "Headline"), default_of(&texts.headline, first).map(Content::Plain)),
        (name(ATTACHE, "Headline"), alternatives(&texts.headline).filter(|_| has_language(&texts.headline))),
        (name(DC, "description"), alternatives(&texts.caption)),
        (name(IPTC_CORE, "AltTextAccessibility"), alternatives(&texts.alt)),
        (name(IPTC_CORE, "ExtDescrAccessibility"), alternatives(&texts.extended)),
        (name(IPTC_EXT, "Event"), alternatives(&texts.event)),
        (name(DC, "creator"), (!texts.creator.is_empty()).then(|| Content::Sequence(texts.creator.clone()))),
        (name(PHOTOSHOP, "Credit"), line(&texts.credit)),
        (name(DC, "rights"), copyright.map(Content::Alternatives)),
        (name(PHOTOSHOP, "Source"), line(&texts.source)),
        (name(PHOTOSHOP, "Instructions"), line(&texts.instructions)),
        (name(DC, "subject"), bag(&texts.keywords)),
        (name(IPTC_EXT, "PersonInImage"), bag(&texts.persons)),
        (name(IPTC_EXT, "DigitalSourceType"), source_type.map(Content::Plain)),
        (name(IPTC_EXT, "LocationCreated"), place(&texts.created)),
        (name(IPTC_EXT, "LocationShown"), place(&texts.shown)),
        // The older fields, which many programs read alone: they are the location that is shown (Metadata Working Group 2.0, 5.8).
        (name(IPTC_CORE, "Location"), shown(LocationPart::Sublocation).map(Content::Plain)),
        (name(PHOTOSHOP, "City"), shown(LocationPart::City).map(Content::Plain)),
        (name(PHOTOSHOP, "State"), shown(LocationPart::Region).map(Content::Plain)),
        (name(PHOTOSHOP, "Country"), shown(LocationPart::Country).map(Content::Plain)),
        (name(IPTC_CORE, "CountryCode"), shown(LocationPart::CountryCode).map(Content::Plain)),
        (name(PHOTOSHOP, "DateCreated"), line(&taken.created)),
        (name(EXIF, "DateTimeOriginal"), line(&taken.original)),
        (name(ATTACHE, "Corrected"), taken.correction.as_ref().map(correction_words).map(Content::Bag)),
        (name(XMP, "Rating"), texts.rating.map(|stars| Content::Plain(stars.to_string()))),
        (name(MWG_REGIONS, "Regions"), marks(Standard::Mwg)),
        (name(IPTC_EXT, "ImageRegion"), marks(Standard::Iptc)),
        // What is gone is gone to other programs by its absence; that it is gone on purpose is for us alone.
        (name(ATTACHE, "Removed"), bag(&texts.removed.iter().map(removed).collect::<Vec<_>>())),
    ]
}

/// The one text of several that stands for all: of no language, or of the first, or of another.
pub fn default_of(of: &LangText, first: &LangTag) -> Option<String> {
    let unmarked = of.get(&LangTag::und());
    unmarked.or_else(|| of.best(first).map(|(_, text)| text)).map(str::to_owned)
}

fn removed((field, lang): &Removed) -> String {
    lang.as_ref().map_or_else(|| field.code().to_owned(), |lang| format!("{} {lang}", field.code()))
}

fn has_language(of: &LangText) -> bool {
    of.iter().any(|(lang, _)| *lang != LangTag::und())
}

fn alternatives(of: &LangText, first: &LangTag) -> Option<Content> {
    let default = default_of(of, first)?;
    let in_languages = of.iter().filter(|(lang, _)| **lang != LangTag::und());
    let mut out = vec![("x-default".to_owned(), default)];
    out.extend(in_languages.map(|(lang, text)| (lang.as_str().to_owned(), text.to_owned())));
    Some(Content::Alternatives(out))
}

fn members(of: &Location) -> Vec<(&'static str, String)> {
    let member = |part| match part {
        LocationPart::Sublocation => "Sublocation",
        LocationPart::City => "City",
        LocationPart::Region => "ProvinceState",
        LocationPart::Country => "CountryName",
        LocationPart::CountryCode => "CountryCode",
    };
    LocationPart::ALL.into_iter().filter_map(|part| Some((member(part), of.get(part)?.to_owned()))).collect()
}

/// The prefix that everybody writes for a namespace.
pub fn prefix_of(namespace: &str) -> &'static str {
    PREFIXES.iter().find(|(_, uri)| *uri == namespace).map_or("ns", |(prefix, _)| prefix)
}

/// A property as an element, indented; its prefixes are those of [`PREFIXES`].
pub fn element(name: Name, content: &Content) -> String {
    let tag = format!("{}:{}", prefix_of(name.namespace), name.local);
    let list = |kind: &str, items: String| format!("   <{tag}><rdf:{kind}>{items}</rdf:{kind}></{tag}>\n");
    let items = |of: &[String]| -> String {
        of.iter().map(|text| format!("<rdf:li>{}</rdf:li>", escape(text))).collect()
    };
    match content {
        Content::Plain(text) => format!("   <{tag}>{}</{tag}>\n", escape(text)),
        Content::Bag(of) => list("Bag", items(of)),
        Content::Sequence(of) => list("Seq", items(of)),
        Content::Alternatives(of) => {
            let item = |(lang, text): &(String, String)| {
                format!("<rdf:li xml:lang=\"{}\">{}</rdf:li>", escape(lang), escape(text))
            };
            list("Alt", of.iter().map(item).collect())
        }
        Content::Marks(standard, regions) => {
            let inner = inner(*standard, regions).unwrap_or_default();
            let resource = if *standard == Standard::Mwg { " rdf:parseType=\"Resource\"" } else { "" };
            format!("   <{tag}{resource}>{inner}</{tag}>\n")
        }
        Content::Place(members) => {
            let member = |(member, text): &(&str, String)| {
                format!("<Iptc4xmpExt:{member}>{}</Iptc4xmpExt:{member}>", escape(text))
            };
            let members: String = members.iter().map(member).collect();
            list("Bag", format!("<rdf:li rdf:parseType=\"Resource\">{members}</rdf:li>"))
        }
    }
}

/// An rdf:Description of these properties, with its namespaces. `about` as the rest of the packet has it.
pub fn description(about: &str, properties: &[(Name, Content)]) -> String {
    let has_place = properties.iter().any(|(_, content)| matches!(content, Content::Place(_)));
    // Its own prefix, too: the packet around it may have another one.
    let used = |uri: &str| {
        let has_place = has_place && uri == IPTC_EXT;
        uri == RDF || has_place || properties.iter().any(|(name, _)| name.namespace == uri)
    };
    let mut out = format!("  <rdf:Description rdf:about=\"{}\"", escape(about));
    for (prefix, uri) in PREFIXES.iter().filter(|(_, uri)| used(uri)) {
        out.push_str(&format!("\n    xmlns:{prefix}=\"{uri}\""));
    }
    out.push_str(">\n");
    for (name, content) in properties {
        out.push_str(&element(*name, content));
    }
    out.push_str("  </rdf:Description>\n");
    out
}

/// A whole packet (XMP specification part 1, 7.3.2), not to be edited in place.
pub fn packet(properties: &[(Name, Content)]) -> String {
    format!(
        "<?xpacket begin=\"\u{feff}\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>\n{}<?xpacket end=\"r\"?>",
        document(properties)
    )
}

/// The same without its wrapper, as sidecars have it.
pub fn document(properties: &[(Name, Content)]) -> String {
    format!(
        "<x:xmpmeta xmlns:x=\"adobe:ns:meta/\">\n <rdf:RDF xmlns:rdf=\"{RDF}\">\n{} </rdf:RDF>\n</x:xmpmeta>\n",
        description("", properties)
    )
}

/// A text for XML 1.0: without the characters that it forbids even as references (2.2).
pub fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\r' => out.push_str("&#xD;"),
            '\n' | '\t' => out.push(c),
            '\u{0}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}' => {}
            _ => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::super::iptc::IptcFacts;
    use super::super::merge::merge;
    use super::super::xmp::read_xmp;
    use super::*;
    use crate::media::exif::ExifFacts;

    fn read(packet: &str) -> Embedded {
        let facts = read_xmp(packet.as_bytes(), None);
        assert_eq!(facts.fault, None);
        merge(&facts, &IptcFacts::default(), &ExifFacts::default(), false)
    }

    fn written(texts: &Embedded) -> String {
        let all = properties(texts, &LangTag::en(), None);
        packet(&all.into_iter().filter_map(|(name, content)| Some((name, content?))).collect::<Vec<_>>())
    }

    #[test]
    fn what_is_written_is_read() {
        let mut headline = LangText::of(LangTag::en(), "Talks");
        headline.set(LangTag::parse("ko").unwrap(), "회담 <&>\"' \n둘");
        let mut place = Location::default();
        LocationPart::ALL.into_iter().for_each(|part| place.set(part, &format!("{part:?} 곳")));
        let texts = Embedded {
            title: LangText::of(LangTag::und(), "IMG"),
            caption: headline.clone(),
            alt: headline.clone(),
            headline,
            creator: vec!["김".into(), "B".into()],
            credit: Some("C".into()),
            copyright: Some("©".into()),
            keywords: vec!["k".into()],
            persons: vec!["p".into(), "q".into()],
            source_type: Some("digitalCapture".into()),
            created: Some(Box::new(place.clone())),
            shown: Some(Box::new(place)),
            rating: Some(-1),
            ..Embedded::default()
        };
        assert_eq!(read(&written(&texts)), texts);
        assert_eq!(read(&written(&Embedded::default())), Embedded::default());
    }

    #[test]
    fn the_default_is_the_first_language() {
        let mut caption = LangText::of(LangTag::parse("ko").unwrap(), "회담");
        caption.set(LangTag::en(), "Talks");
        let texts = Embedded { caption, ..Embedded::default() };
        assert!(written(&texts).contains("<rdf:Alt><rdf:li xml:lang=\"x-default\">Talks</rdf:li>"));
    }
}
