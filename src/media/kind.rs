//! Selfie, event camera or screenshot, by what the file says. What nothing says stays unknown.

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
}

/// How phones and computers call the pictures of their screens.
const SCREENSHOT_NAMES: [&str; 7] =
    ["screenshot", "screen shot", "bildschirmfoto", "스크린샷", "屏幕截图", "截屏", "截图"];

/// How people and phones call selfies.
const SELFIE_NAMES: [&str; 3] = ["selfie", "셀카", "自拍"];

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
    let mut selfie = Vec::new();
    // Apple: "iPhone 13 Pro front camera 2.71mm f/2.2", "… front TrueDepth camera …"; Google: "Pixel 6 front camera …".
    if lens_lower.contains("front") && lens_lower.contains("camera") {
        selfie.push(format!("the lens is \"{lens}\""));
    }
    if evidence.xiaomi.is_some_and(says_front) {
        selfie.push("the phone notes its front sensor (Xiaomi, EXIF 0x9999)".to_owned());
    }
    if SELFIE_NAMES.iter().any(|word| name.contains(word)) {
        selfie.push("its name says selfie".to_owned());
    }
    let mut event = Vec::new();
    // A lens that can be named apart from its body; phones name theirs "… camera …" and have no serial number.
    if let (Some(serial), false) = (&evidence.device.serial, lens.is_empty() || lens_lower.contains("camera"))
    {
        event.push(format!("a camera with a serial number ({serial}) and a lens of its own ({lens})"));
    }
    [(PhotoKind::Screenshot, screenshot), (PhotoKind::Selfie, selfie), (PhotoKind::Event, event)]
        .into_iter()
        .find(|(_, why)| !why.is_empty())
        .unwrap_or_default()
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
            ("", "", "", "", "IMG_0001.JPG", K::Unknown),
        ] {
            assert_eq!(kind(lens, serial, comment, xiaomi, name), want, "{name} {lens}");
        }
    }
}
