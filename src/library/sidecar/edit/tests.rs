//! Whatever a sidecar holds and whatever is changed in it: everything else stays as it was.

use proptest::prelude::*;

use super::*;
use crate::media::texts::namespaces::{IPTC_CORE, PHOTOSHOP, XMP};
use crate::media::texts::sidecar::sidecar_of;
use crate::media::texts::write::properties;
use crate::model::text::LangTag;

const OURS: [(&str, &str, &str); 6] = [
    ("dc", DC, "description"),
    ("dc", DC, "subject"),
    ("photoshop", PHOTOSHOP, "Headline"),
    ("xmp", XMP, "Rating"),
    ("core", IPTC_CORE, "AltTextAccessibility"),
    ("ext", IPTC_EXT, "LocationShown"),
];

fn name(of: (&str, &'static str, &'static str)) -> Name {
    Name { namespace: of.1, local: of.2 }
}

fn wrap(descriptions: &str) -> String {
    let declared: std::collections::BTreeSet<String> =
        OURS.iter().map(|(prefix, uri, _)| format!(" xmlns:{prefix}='{uri}'")).collect();
    let declared: String = declared.into_iter().collect();
    format!(
        "<?xpacket begin='\u{feff}'?>\n<x:xmpmeta xmlns:x='adobe:ns:meta/'{declared} xmlns:o='http://other/'>\n\
         <r:RDF xmlns:r='{RDF}'>\n{descriptions}</r:RDF>\n</x:xmpmeta>\n<?xpacket end='w'?>"
    )
}

/// Everything that is not one of ours, in order: elements with their attributes, texts, comments.
fn rest_of(text: &str) -> Vec<String> {
    let mut reader = NsReader::from_str(text);
    let (mut out, mut depth, mut skip) = (Vec::new(), 0_usize, None::<usize>);
    loop {
        let event = reader.read_event().unwrap();
        let mut element = |start: &BytesStart<'_>, skip: &mut Option<usize>, depth: usize| {
            let (namespace, local) = reader.resolver().resolve_element(start.name());
            let local = local.as_ref().to_owned();
            let namespace = bound(&namespace).to_owned();
            let is_ours = OURS.iter().any(|of| of.1 == namespace && of.2 == local);
            if skip.is_none() && is_ours && depth == 3 {
                *skip = Some(depth);
            }
            // An rdf:Description is a frame: how many there are says nothing.
            if skip.is_none() && !(depth == 2 && local == "Description") {
                out.push(format!("{depth} {namespace}{local}"));
            }
            for attribute in start.attributes().flatten().filter(|_| skip.is_none()) {
                let key = attribute.key.as_ref();
                let (of, local) = reader.resolver().resolve_attribute(QName(key));
                let is_ours = OURS.iter().any(|our| our.1 == bound(&of) && our.2 == local.as_ref());
                if !key.starts_with("xmlns") && !is_ours && local.as_ref() != "about" {
                    out.push(format!("{depth} @{}{}={}", bound(&of), local.as_ref(), attribute.value));
                }
            }
        };
        match event {
            Event::Start(start) => {
                element(&start, &mut skip, depth);
                depth += 1;
            }
            Event::Empty(start) => {
                element(&start, &mut skip, depth);
                skip = skip.filter(|at| *at != depth);
            }
            Event::End(_) => {
                depth -= 1;
                skip = skip.filter(|at| *at != depth);
            }
            Event::Text(text) if skip.is_none() && !text.xml10_content().trim().is_empty() => {
                out.push(text.xml10_content().into_owned());
            }
            Event::Comment(comment) if skip.is_none() => out.push(format!("{comment:?}")),
            Event::Eof => return out,
            _ => {}
        }
    }
}

fn words() -> impl Strategy<Value = String> {
    prop::sample::select(vec!["회담", "a &amp; b", "&#x4e2d;", "  x  ", "e\u{301}", "👩🏽‍🚀", "&lt;b&gt;"])
        .prop_map(str::to_owned)
}

/// Something in an rdf:Description: ours in any of its forms, or of another program.
fn part() -> impl Strategy<Value = (String, String)> {
    let attribute =
        |name: &'static str| words().prop_map(move |text| (format!("\n  {name}=\"{text}\""), String::new()));
    let child = |open: &'static str, close: &'static str| {
        words().prop_map(move |text| (String::new(), format!("   {open}{text}{close}\n")))
    };
    prop_oneof![
        Just(("\n xmp:Rating = '3'".to_owned(), String::new())),
        attribute("photoshop:Headline"),
        attribute("o:sharpness"),
        child("<dc:description><r:Alt><r:li xml:lang=\"x-default\">", "</r:li></r:Alt></dc:description>"),
        child("<dc:subject><r:Bag><r:li>", "</r:li><r:li>b</r:li></r:Bag></dc:subject>"),
        child("<core:AltTextAccessibility>", "</core:AltTextAccessibility>"),
        child("<ext:LocationShown><r:Bag><r:li ext:City='", "'/></r:Bag></ext:LocationShown>"),
        child(
            "<ext:LocationShown><r:Bag><r:li ext:City='",
            "'><ext:LocationId>1</ext:LocationId></r:li></r:Bag></ext:LocationShown>"
        ),
        child("<o:history><r:Seq><r:li o:num='0' dc:title='inner'>", "</r:li></r:Seq></o:history>"),
        child("<o:nested><r:Description><dc:description>", "</dc:description></r:Description></o:nested>"),
        child("<!-- ", " -->"),
        child("<o:tags>", "</o:tags>"),
    ]
}

fn sidecars() -> impl Strategy<Value = String> {
    let description = prop::collection::vec(part(), 0..5).prop_map(|parts| {
        let mut seen = std::collections::BTreeSet::new();
        let attributes: String = parts
            .iter()
            .map(|(attribute, _)| attribute.as_str())
            .filter(|attribute| seen.insert(attribute.split('=').next().unwrap().trim().to_owned()))
            .collect();
        let children: String = parts.iter().map(|(_, child)| child.as_str()).collect();
        match children.is_empty() {
            true => format!("  <r:Description r:about='' {attributes}/>\n"),
            false => format!("  <r:Description r:about='' {attributes}>\n{children}  </r:Description>\n"),
        }
    });
    prop::collection::vec(description, 0..4).prop_map(|all| wrap(&all.concat()))
}

fn contents() -> impl Strategy<Value = Vec<(Name, Option<Content>)>> {
    let content = |n: usize| match n {
        0 => Content::Alternatives(vec![
            ("x-default".into(), "새 <글>".into()),
            ("ko".into(), "새 <글>".into()),
        ]),
        1 => Content::Bag(vec!["하나".into(), "b & c".into()]),
        4 => Content::Alternatives(vec![("x-default".into(), "alt".into())]),
        5 => Content::Place(vec![("City", "서울".into())]),
        3 => Content::Plain("5".into()),
        _ => Content::Plain("\"머리\"\n둘".into()),
    };
    prop::collection::vec(prop::option::of(any::<bool>()), OURS.len()).prop_map(move |wanted| {
        let pairs = OURS.into_iter().zip(wanted).enumerate();
        pairs.filter_map(|(n, (of, wanted))| Some((name(of), wanted?.then(|| content(n))))).collect()
    })
}

proptest! {
    #[test]
    fn everything_else_stays(sidecar in sidecars(), changes in contents()) {
        let edited = edit(&sidecar, &changes).unwrap();
        // What is not changed of ours stays, too.
        let read = |text: &str| properties(&sidecar_of(text.as_bytes()).texts, &LangTag::en(), None);
        let (before, after) = (read(&sidecar), read(&edited.text));
        for ((name, old), (_, new)) in before.iter().zip(&after) {
            let asked = changes.iter().find(|(of, _)| of == name).filter(|_| !edited.kept.contains(&name.local));
            match asked {
                Some((_, wanted)) => prop_assert_eq!(new, wanted),
                None if matches!(name.local, "City" | "State" | "Country" | "Location" | "CountryCode") => {}
                None => prop_assert_eq!(new, old),
            }
        }
        prop_assert_eq!(rest_of(&edited.text), rest_of(&sidecar));
        prop_assert_eq!(sidecar_of(edited.text.as_bytes()).fault, None);
        // Again, and nothing more changes.
        let again = edit(&edited.text, &changes).unwrap();
        prop_assert_eq!(read(&again.text), after);
        prop_assert!(again.text.len() <= edited.text.len() + 8);
        // Nothing to change changes nothing.
        prop_assert_eq!(edit(&sidecar, &[]).unwrap().text, sidecar);
    }
}

#[test]
fn other_bytes_stay_where_they_are() {
    let change = |text: &str| {
        edit(text, &[(name(OURS[3]), Some(Content::Plain("5".into())))]).map(|edited| edited.text)
    };
    let before = wrap(
        "  <r:Description r:about='uuid:1'\n    xmp:Rating='3'  o:a = \"1\"><o:b>\r\n\t</o:b></r:Description>\n",
    );
    let after = change(&before).unwrap();
    let mut want = before.replace("\n    xmp:Rating='3'", "");
    let new = "  <rdf:Description rdf:about=\"uuid:1\"";
    let at = after.find(new).unwrap();
    let end = after[at..].find("</rdf:Description>\n").unwrap() + at + 19;
    want.insert_str(want.find("</r:RDF>").unwrap(), &after[at..end]);
    assert_eq!(after, want);
}

#[test]
fn what_cannot_be_changed_without_risk_is_refused() {
    let whole = wrap("  <r:Description r:about=''><o:b>1</o:b></r:Description>\n");
    let change = |text: &str| edit(text, &[(name(OURS[3]), None)]).map(|_| ());
    assert_eq!(change(&whole), Ok(()));
    for broken in [
        &whole[..whole.len() / 2],
        &whole.replace("</o:b>", "</o:c>"),
        &whole.replace("<o:b>1", "<o:b>&unclosed"),
        &format!("<!DOCTYPE x [<!ENTITY a 'b'>]>{whole}"),
        &whole.replace("r:RDF", "r:Other"),
        "",
        "just words",
        "<x/>",
    ] {
        assert!(change(broken).is_err(), "{broken}");
    }
}

#[test]
fn an_empty_sidecar_takes_properties() {
    let content =
        Content::Alternatives(vec![("x-default".into(), "새 <글>".into()), ("ko".into(), "새 <글>".into())]);
    let edited = edit(&wrap(""), &[(name(OURS[0]), Some(content))]).unwrap();
    let read = sidecar_of(edited.text.as_bytes());
    assert_eq!(read.texts.caption.iter().count(), 1, "{read:?}\n{}", edited.text);
}

proptest! {
    /// Damage anywhere: what is changed all the same is sound afterwards, and what is refused is only refused.
    #[test]
    fn damage_is_refused_or_survived(
        sidecar in sidecars(),
        changes in contents(),
        at in any::<prop::sample::Index>(),
        with in prop::sample::select(vec!["", "<", ">", "\"", "'", "&", "/", "</r:RDF>", "<!--", "]]>", "\0", "회"]),
        len in 0_usize..12,
    ) {
        let mut chars: Vec<char> = sidecar.chars().collect();
        let from = at.index(chars.len());
        chars.splice(from..(from + len).min(chars.len()), with.chars());
        let damaged: String = chars.into_iter().collect();
        if let Ok(edited) = edit(&damaged, &changes) {
            prop_assert_eq!(sidecar_of(edited.text.as_bytes()).fault, None);
            prop_assert!(edit(&edited.text, &changes).is_ok());
        }
    }
}
