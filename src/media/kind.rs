//! Selfie, event camera, screenshot or document, by what the file says. What nothing says stays unknown.

use crate::model::device::DeviceFacts;
use crate::model::photo::PhotoKind;

/// What a kind is told by.
pub(super) struct KindEvidence<'a> {
    pub(super) device: &'a DeviceFacts,
    /// EXIF UserComment.
    pub(super) comment: Option<&'a str>,
    /// Xiaomi's JSON in EXIF tag 0x9999.
    pub(super) xiaomi: Option<&'a str>,
    pub(super) file_name: &'a str,
    /// Apple's maker note says that the front camera took it.
    pub(super) is_front: bool,
    /// Samsung's trailer has what the front camera wrote.
    pub(super) is_samsung_front: bool,
    /// EXIF FileSource (0xA300).
    pub(super) file_source: Option<u32>,
}

/// How phones and computers call the pictures of their screens.
const SCREENSHOT_NAMES: [&str; 7] =
    ["screenshot", "screen shot", "bildschirmfoto", "스크린샷", "屏幕截图", "截屏", "截图"];

/// How scanners and the apps that scan with a phone call what they make, in lower case; behind it comes no letter.
const SCAN_NAMES: [&str; 7] = [
    "scan",
    "scanned document",
    "scanned_document",
    "camscanner",
    "adobe scan",
    "office lens",
    "microsoft lens",
];

/// The scanners of prints, slides and pages, and the programs that drive them, by what they write as make, model or software, in lower case.
const SCANNERS: [&str; 13] = [
    "scanjet",
    "canoscan",
    "coolscan",
    "epson scan",
    "perfection v",
    "scansnap",
    "vuescan",
    "silverfast",
    "flextight",
    "opticfilm",
    "qss-3",
    "qss3",
    "scanmaker",
];

/// The apps that scan pages with a phone's camera, by what they write as software, in lower case.
const SCAN_APPS: [&str; 5] = ["camscanner", "adobe scan", "office lens", "microsoft lens", "genius scan"];

/// Cameras whose lens does not come off, by a part of their model, in lower case: their lens says nothing of who holds them.
const COMPACTS: [&str; 7] = ["powershot", "ixus", "ixy", "coolpix", "finepix", "cyber-shot", "dsc-"];

/// How people and phones call selfies.
const SELFIE_NAMES: [&str; 3] = ["selfie", "셀카", "自拍"];

/// What says that a scanner made the picture: FileSource 1 (of film) or 2 (of prints; CIPA DC-008-2023, 4.6.6.7.26), or its name.
pub(super) fn scanner(device: &DeviceFacts, file_source: Option<u32>) -> Option<String> {
    match file_source {
        Some(1) => return Some("the file says that a film scanner made it (EXIF FileSource)".to_owned()),
        Some(2) => return Some("the file says that a print scanner made it (EXIF FileSource)".to_owned()),
        _ => {}
    }
    let names = [&device.model, &device.make, &device.software].into_iter().flatten();
    let named = |name: &&String| {
        let lower = name.to_lowercase();
        SCANNERS.iter().any(|scanner| lower.contains(scanner))
    };
    names.into_iter().find(named).map(|name| format!("a scanner or its program made it ({name})"))
}

/// The kind of a picture, and what says so in plain words.
pub(super) fn kind_of(evidence: &KindEvidence<'_>) -> (PhotoKind, Vec<String>) {
    let name = evidence.file_name.to_lowercase();
    let lens = evidence.device.lens.as_deref().unwrap_or_default();
    let lens_lower = lens.to_lowercase();
    let mut screenshot = Vec::new();
    if evidence.comment.is_some_and(|comment| comment.eq_ignore_ascii_case("screenshot")) {
        screenshot.push("the file's comment says Screenshot".to_owned());
    }
    if SCREENSHOT_NAMES.iter().any(|word| name.starts_with(word)) {
        screenshot.push("its name is one that screenshots get".to_owned());
    }
    let mut document: Vec<String> = scanner(evidence.device, evidence.file_source).into_iter().collect();
    if let Some(software) = &evidence.device.software
        && SCAN_APPS.iter().any(|app| software.to_lowercase().contains(app))
    {
        document.push(format!("an app that scans pages made it ({software})"));
    }
    let is_scan_name = |word: &str| {
        name.strip_prefix(word).is_some_and(|rest| !rest.starts_with(|c: char| c.is_alphabetic()))
    };
    if SCAN_NAMES.iter().any(|word| is_scan_name(word)) {
        document.push("its name is one that scanners give".to_owned());
    }
    let mut selfie = Vec::new();
    // Apple: "iPhone 13 Pro front camera 2.71mm f/2.2", "… front TrueDepth camera …"; Google: "Pixel 6 front camera …".
    if lens_lower.contains("front") && lens_lower.contains("camera") {
        selfie.push(format!("the lens is \"{lens}\""));
    }
    if evidence.is_front {
        selfie.push("the phone notes its front camera (Apple's maker note)".to_owned());
    }
    if evidence.is_samsung_front {
        selfie.push("the phone notes its front camera (Samsung's trailer, Front_Cam_Selfie_Info)".to_owned());
    }
    if evidence.xiaomi.is_some_and(says_front) {
        selfie.push("the phone notes its front sensor (Xiaomi, EXIF 0x9999)".to_owned());
    }
    if SELFIE_NAMES.iter().any(|word| name.contains(word)) {
        selfie.push("its name says selfie".to_owned());
    }
    let mut event = Vec::new();
    // A lens that can be named apart from its body; phones name theirs "… camera …" and have no serial number.
    let model = evidence.device.model.as_deref().unwrap_or_default().to_lowercase();
    let is_fixed = lens_lower.contains("camera") || COMPACTS.iter().any(|compact| model.contains(compact));
    if let (Some(serial), false) = (&evidence.device.serial, lens.is_empty() || is_fixed) {
        event.push(format!("a camera with a serial number ({serial}) and a lens of its own ({lens})"));
    }
    let kinds = [
        (PhotoKind::Screenshot, screenshot),
        (PhotoKind::Document, document),
        (PhotoKind::Selfie, selfie),
        (PhotoKind::Event, event),
    ];
    kinds.into_iter().find(|(_, why)| !why.is_empty()).unwrap_or_default()
}

/// Whether Xiaomi's JSON names the front sensor: `"sensor_type":"front"`, the key with or without a leading `?`, in either
/// spelling. Searched, not parsed: writers cut the JSON off.
fn says_front(json: &str) -> bool {
    let lower = json.to_ascii_lowercase().replace([' ', '_'], "");
    lower.contains("sensortype\":\"front")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kind(lens: &str, serial: &str, comment: &str, xiaomi: &str, file_name: &str) -> PhotoKind {
        let some = |text: &str| (!text.is_empty()).then(|| text.to_owned());
        let device = DeviceFacts { lens: some(lens), serial: some(serial), ..Default::default() };
        let evidence = KindEvidence {
            device: &device,
            comment: some(comment).as_deref(),
            xiaomi: some(xiaomi).as_deref(),
            file_name,
            is_front: false,
            is_samsung_front: false,
            file_source: None,
        }
        .into_kind();
        assert_eq!(evidence.0 == PhotoKind::Unknown, evidence.1.is_empty());
        evidence.0
    }

    impl KindEvidence<'_> {
        fn into_kind(self) -> (PhotoKind, Vec<String>) {
            kind_of(&self)
        }
    }

    #[test]
    fn facts_of_makers_and_scanners() {
        let kind = |model: &str, software: &str, is_front, is_samsung_front, file_source| {
            let some = |text: &str| (!text.is_empty()).then(|| text.to_owned());
            let device = DeviceFacts { model: some(model), software: some(software), ..Default::default() };
            let (kind, why) = kind_of(&KindEvidence {
                device: &device,
                comment: None,
                xiaomi: None,
                file_name: "a.jpg",
                is_front,
                is_samsung_front,
                file_source,
            });
            assert_eq!(
                scanner(&device, file_source).is_some(),
                why.iter().any(|why| why.contains("scanner"))
            );
            kind
        };
        use PhotoKind as K;
        assert_eq!(kind("iPhone 15", "", true, false, None), K::Selfie);
        assert_eq!(kind("SM-S901U1", "", false, true, None), K::Selfie);
        assert_eq!(kind("", "", false, false, Some(1)), K::Document);
        assert_eq!(kind("", "", false, false, Some(2)), K::Document);
        assert_eq!(kind("Canon EOS R5", "", false, false, Some(3)), K::Unknown);
        assert_eq!(kind("CanoScan LiDE 110", "", false, false, None), K::Document);
        assert_eq!(kind("", "VueScan 9 x64 (9.7.50)", false, false, None), K::Document);
        assert_eq!(kind("", "Adobe Scan for Android", false, false, None), K::Document);
    }

    #[test]
    fn each_kind_by_its_evidence() {
        use PhotoKind as K;
        let mi_rear = r#"{"mirror":false,"?sensor_type":"rear","Hdr":"off","OpMode":32769"#;
        let mi_front = r#"{"mirror":true,"sensor_type":"front","Hdr":"off"}"#;
        for (lens, serial, comment, xiaomi, name, want) in [
            ("iPhone 13 Pro front camera 2.71mm f/2.2", "", "", "", "IMG_1.HEIC", K::Selfie),
            ("iPhone X front TrueDepth camera 2.87mm f/2.2", "", "", "", "IMG_1.JPG", K::Selfie),
            ("iPhone 13 Pro back triple camera 5.7mm f/1.5", "", "", "", "IMG_1.HEIC", K::Unknown),
            ("", "", "", mi_front, "IMG_1.jpg", K::Selfie),
            ("", "", "", r#"{"sensorType":"front"}"#, "IMG_1.jpg", K::Selfie),
            ("", "", "", mi_rear, "IMG_1.jpg", K::Unknown),
            ("", "", "", "", "President_Selfie_2.jpg", K::Selfie),
            ("EF24-105mm f/4L IS USM", "0123", "", "", "_K6A7946.JPG", K::Event),
            ("EF24-105mm f/4L IS USM", "", "", "", "_K6A7946.JPG", K::Unknown),
            ("", "0123", "", "", "IMG_1909.JPG", K::Unknown),
            ("", "", "Screenshot", "", "IMG_0001.PNG", K::Screenshot),
            ("", "", "", "", "Screenshot_20260105-183012.png", K::Screenshot),
            ("", "", "", "", "Bildschirmfoto 2026-01-05 um 18.30.12.png", K::Screenshot),
            ("", "", "", "", "my screenshot.png", K::Unknown),
            ("", "", "", "", "Scan_20260105.jpg", K::Document),
            ("", "", "", "", "scan0001.jpg", K::Document),
            ("", "", "", "", "CamScanner 01-05-2026 18.30.jpg", K::Document),
            ("", "", "", "", "Scandinavia_01.jpg", K::Unknown),
            ("", "", "", "", "IMG_0001.JPG", K::Unknown),
        ] {
            assert_eq!(kind(lens, serial, comment, xiaomi, name), want, "{name} {lens}");
        }
    }
}
