//! What other programs write is read, and of what they wrote only the marks change.

use super::*;

const HEAD: &str = "<x:xmpmeta xmlns:x='adobe:ns:meta/'><rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#'>\
    <rdf:Description rdf:about='' xmlns:mwg-rs='http://www.metadataworkinggroup.com/schemas/regions/' \
    xmlns:stArea='http://ns.adobe.com/xmp/sType/Area#' xmlns:stDim='http://ns.adobe.com/xap/1.0/sType/Dimensions#' \
    xmlns:e='http://iptc.org/std/Iptc4xmpExt/2008-02-29/' xmlns:xmp='http://ns.adobe.com/xap/1.0/' \
    xmlns:MP='http://ns.microsoft.com/photo/1.2/' xmlns:MPRI='http://ns.microsoft.com/photo/1.2/t/RegionInfo#' \
    xmlns:MPReg='http://ns.microsoft.com/photo/1.2/t/Region#' xmlns:o='http://other/'>";

fn packet(body: &str) -> String {
    format!("{HEAD}\n{body}\n</rdf:Description></rdf:RDF></x:xmpmeta>")
}

/// As digiKam, Lightroom and Picasa write them: elements, attributes, a description within, and others' regions among them.
const MIXED: &str = "<mwg-rs:Regions rdf:parseType='Resource'>
  <mwg-rs:AppliedToDimensions stDim:w='4000' stDim:h='3000' stDim:unit='pixel'/>
  <mwg-rs:RegionList><rdf:Bag>
   <rdf:li><rdf:Description mwg-rs:Name='김 &amp; Co' mwg-rs:Type='Face' mwg-rs:Rotation='0.1'><mwg-rs:Area stArea:x='0.25' stArea:y='0.5' stArea:w='0.1' stArea:h='0.2' stArea:unit='normalized'/>
    <mwg-rs:Extensions o:vector='00ff'/></rdf:Description></rdf:li>
   <rdf:li rdf:parseType='Resource'><mwg-rs:Type>Pet</mwg-rs:Type><mwg-rs:Name>Bo</mwg-rs:Name><mwg-rs:Area rdf:parseType='Resource'><stArea:x>0.1</stArea:x><stArea:y>0.1</stArea:y><stArea:w>0.1</stArea:w><stArea:h>0.1</stArea:h></mwg-rs:Area></rdf:li>
   <rdf:li rdf:parseType='Resource'><mwg-rs:Type>Face</mwg-rs:Type><mwg-rs:Area rdf:parseType='Resource'><stArea:x>0.75</stArea:x><stArea:y>0.123457</stArea:y><stArea:w>0.1</stArea:w><stArea:h>0.1</stArea:h></mwg-rs:Area></rdf:li>
   <rdf:li rdf:parseType='Resource'><mwg-rs:Type>Focus</mwg-rs:Type><mwg-rs:Area stArea:x='0.5' stArea:y='0.5' stArea:w='0' stArea:h='0'/></rdf:li>
  </rdf:Bag></mwg-rs:RegionList>
 </mwg-rs:Regions>";

fn region(name: &str, x: u32, y: u32, w: u32, h: u32) -> Region {
    Region { name: name.to_owned(), area: Area { x, y, w, h } }
}

fn read(text: &str) -> Vec<Region> {
    read_regions(text).map(|regions| regions.list).unwrap_or_default()
}

fn stored(list: Vec<Region>) -> StoredRegions {
    StoredRegions { applied_px: Some((4000, 3000)), list }
}

fn rewritten(text: &str, standard: Standard, list: &[Region]) -> String {
    match rewrite(text, standard, Some(&stored(list.to_vec()))) {
        Rewritten::Text(text) => text,
        other => panic!("{other:?}"),
    }
}

#[test]
fn faces_are_read_in_every_form() {
    let got = read_regions(&packet(MIXED)).unwrap();
    assert_eq!(got.applied_px, Some((4000, 3000)));
    assert_eq!(
        got.list,
        [
            region("김 & Co", 250_000, 500_000, 100_000, 200_000),
            region("", 750_000, 123_457, 100_000, 100_000)
        ]
    );
    assert_eq!(read_regions(&packet("<mwg-rs:Regions/>")), None);
}

#[test]
fn windows_tags_count_where_there_is_nothing_else() {
    let tags = "<MP:RegionInfo><rdf:Description><MPRI:Regions><rdf:Bag>\
        <rdf:li MPReg:Rectangle='0.2, 0.4, 0.1, 0.2' MPReg:PersonDisplayName='이나래'/>\
        <rdf:li MPReg:PersonDisplayName='no place'/></rdf:Bag></MPRI:Regions></rdf:Description></MP:RegionInfo>";
    assert_eq!(read(&packet(tags)), [region("이나래", 250_000, 500_000, 100_000, 200_000)]);
    assert_eq!(read(&packet(&format!("{tags}{MIXED}"))).len(), 2);
}

#[test]
fn only_rectangles_of_one_person_are_taken_of_iptc() {
    let item = |boundary: &str, rest: &str| {
        format!("<rdf:li rdf:parseType='Resource'><e:RegionBoundary {boundary}/>{rest}</rdf:li>")
    };
    let at = "e:rbShape='rectangle' e:rbUnit='relative' e:rbX='0.2' e:rbY='0.4' e:rbW='0.1' e:rbH='0.2'";
    let person = |names: &str| format!("<e:PersonInImage><rdf:Bag>{names}</rdf:Bag></e:PersonInImage>");
    let human = "<e:Name><rdf:Alt><rdf:li xml:lang='x-default'>B</rdf:li></rdf:Alt></e:Name><e:rCtype><rdf:Bag><rdf:li \
        rdf:parseType='Resource'><xmp:Identifier><rdf:Bag><rdf:li>http://cv.iptc.org/newscodes/imageregiontype/human</rdf:li>\
        </rdf:Bag></xmp:Identifier></rdf:li></rdf:Bag></e:rCtype>";
    let all = [
        item(at, &person("<rdf:li>A</rdf:li>")),
        item(at, human),
        item(at, &person("<rdf:li>C</rdf:li><rdf:li>D</rdf:li>")),
        item(
            "e:rbShape='circle' e:rbUnit='relative' e:rbX='0.2' e:rbY='0.4' e:rbRx='0.1'",
            &person("<rdf:li>E</rdf:li>"),
        ),
        item(at, "<e:Name><rdf:Alt><rdf:li xml:lang='x-default'>Car</rdf:li></rdf:Alt></e:Name>"),
    ];
    let text = packet(&format!("<e:ImageRegion><rdf:Bag>{}</rdf:Bag></e:ImageRegion>", all.concat()));
    let names: Vec<String> = read(&text).into_iter().map(|region| region.name).collect();
    assert_eq!(names, ["A", "B"]);
    let moved =
        [region("A", 300_000, 500_000, 100_000, 200_000), region("둘", 250_000, 500_000, 100_000, 200_000)];
    let after = rewritten(&text, Standard::Iptc, &moved);
    assert_eq!(read(&after), moved);
    let want = text.replacen("e:rbX='0.2'", "e:rbX='0.25'", 1).replacen(">B<", ">둘<", 1);
    assert_eq!(after, want);
}

#[test]
fn what_changes_is_put_in_its_place_and_the_rest_stays_to_the_byte() {
    let text = packet(MIXED);
    let [kim, nobody] = read(&text).try_into().unwrap();
    // Nothing.
    assert_eq!(rewritten(&text, Standard::Mwg, &[kim.clone(), nobody.clone()]), text);
    // Moved, and named.
    let moved = Region { area: Area { x: 300_001, ..kim.area }, ..kim.clone() };
    let named = Region { name: "박 'x' \"y\"".into(), ..nobody.clone() };
    let after = rewritten(&text, Standard::Mwg, &[moved.clone(), named.clone()]);
    let want = text.replacen("stArea:x='0.25'", "stArea:x='0.300001'", 1).replacen(
        "<mwg-rs:Area rdf:parseType='Resource'><stArea:x>0.75",
        "<mwg-rs:Name>박 &apos;x&apos; &quot;y&quot;</mwg-rs:Name><mwg-rs:Area rdf:parseType='Resource'><stArea:x>0.75",
        1,
    );
    assert_eq!(after, want);
    assert_eq!(read(&after), [moved, named]);
    // One goes, one comes.
    let new = region("새 사람", 900_000, 900_000, 8_001, 10_000);
    let after = rewritten(&text, Standard::Mwg, &[kim.clone(), new.clone()]);
    assert_eq!(read(&after), [kim, new]);
    assert!(after.contains(">Pet<") && after.contains(">Focus<") && after.contains("o:vector='00ff'"));
    assert!(!after.contains("0.123457"));
    // All go: what is others' stays.
    let after = rewritten(&text, Standard::Mwg, &[]);
    assert!(read(&after).is_empty() && after.contains(">Pet<"));
}

#[test]
fn what_we_write_is_read_again_and_goes_when_it_is_taken_away() {
    let list =
        vec![region("한별 <&>", 123_457, 654_321, 81_001, 100_000), region("", 500_000, 500_000, 100_000, 1)];
    for standard in [Standard::Mwg, Standard::Iptc] {
        let (namespace, name) = standard.property();
        let inner = inner(standard, &stored(list.clone())).unwrap();
        let resource = if standard == Standard::Mwg { " rdf:parseType='Resource'" } else { "" };
        let text = packet(&format!("<p:{name} xmlns:p='{namespace}'{resource}>{inner}</p:{name}>"));
        let want: Vec<Region> = list.iter().filter(|region| is_for(standard, region)).cloned().collect();
        assert_eq!(read(&text), want, "{text}");
        assert_eq!(rewritten(&text, standard, &list), text);
        assert_eq!(rewritten(&text, standard, &[]), packet("").replacen("\n\n", "\n", 1));
    }
}

#[test]
fn what_has_no_place_is_left_and_damage_ends_the_reading() {
    let wanted = stored(vec![region("A", 500_000, 500_000, 100_000, 100_000)]);
    let rewrite = |body: &str| rewrite(&packet(body), Standard::Mwg, Some(&wanted));
    assert_eq!(rewrite("<o:x/>"), Rewritten::Absent);
    for odd in [
        "<mwg-rs:Regions/>",
        "<mwg-rs:Regions rdf:parseType='Resource'><mwg-rs:RegionList/></mwg-rs:Regions>",
        "<mwg-rs:Regions rdf:parseType='Resource'><mwg-rs:RegionList><rdf:Bag/></mwg-rs:RegionList></mwg-rs:Regions>",
    ] {
        assert_eq!(rewrite(odd), Rewritten::Kept, "{odd}");
    }
    assert_eq!(rewrite(&format!("{MIXED}{MIXED}")), Rewritten::Kept);
    let text = packet(MIXED);
    for end in 0..text.len() {
        if let Some(cut) = text.get(..end) {
            read_regions(cut);
            super::rewrite(cut, Standard::Mwg, Some(&wanted));
        }
    }
    assert!(read_regions(&packet(&"<mwg-rs:Regions>".repeat(100_000))).is_none());
}
