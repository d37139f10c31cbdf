//! The namespaces of XMP that are read and written.

/// RDF, the grammar of XMP (XMP specification part 1, 7).
pub const RDF: &str = "http://www.w3.org/1999/02/22-rdf-syntax-ns#";
/// Dublin Core (XMP specification part 1, 8.3).
pub const DC: &str = "http://purl.org/dc/elements/1.1/";
/// XMP basic (part 1, 8.4).
pub const XMP: &str = "http://ns.adobe.com/xap/1.0/";
/// XMP media management (part 1, 8.6).
pub const XMP_MM: &str = "http://ns.adobe.com/xap/1.0/mm/";
/// Photoshop (part 2, 3.2).
pub const PHOTOSHOP: &str = "http://ns.adobe.com/photoshop/1.0/";
/// Camera raw (part 2, 3.3).
pub const CAMERA_RAW: &str = "http://ns.adobe.com/camera-raw-settings/1.0/";
/// EXIF for TIFF properties (CIPA DC-010).
pub const TIFF: &str = "http://ns.adobe.com/tiff/1.0/";
/// EXIF properties (CIPA DC-010).
pub const EXIF: &str = "http://ns.adobe.com/exif/1.0/";
/// IPTC Core (IPTC Photo Metadata Standard 2025.1).
pub const IPTC_CORE: &str = "http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/";
/// IPTC Extension.
pub const IPTC_EXT: &str = "http://iptc.org/std/Iptc4xmpExt/2008-02-29/";
/// Regions of the Metadata Working Group ("Guidelines for Handling Image Metadata" 2.0, 5.9).
pub const MWG_REGIONS: &str = "http://www.metadataworkinggroup.com/schemas/regions/";
/// Areas (the same, 5.9.1).
pub const AREA: &str = "http://ns.adobe.com/xmp/sType/Area#";
/// Sizes (XMP specification part 2, 1.2.2.1).
pub const DIMENSIONS: &str = "http://ns.adobe.com/xap/1.0/sType/Dimensions#";
/// People tags of Windows Photo Gallery (Microsoft, "People Tagging Overview").
pub const MICROSOFT: &str = "http://ns.microsoft.com/photo/1.2/";
/// Their list.
pub const MICROSOFT_INFO: &str = "http://ns.microsoft.com/photo/1.2/t/RegionInfo#";
/// One of them.
pub const MICROSOFT_REGION: &str = "http://ns.microsoft.com/photo/1.2/t/Region#";
/// Our own, for what the standards have no place for: headlines in several languages.
pub const ATTACHE: &str = "urn:uuid:7c1d8a52-3f0e-4b6f-9c55-2e0a4d9b7f16#";
