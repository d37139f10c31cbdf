//! A finished zip file, read again: nothing but the files of one album, and nothing about who packed them.
//!
//! Source: APPNOTE.TXT 6.3.10: 4.3.7 local file header, 4.3.12 central directory header, 4.3.16 end of central directory record, 4.4 their
//! fields. Every byte of the file has to belong to one of these or to the content of a file, in this order and without a gap.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, Read as _, Seek as _, SeekFrom};
use std::path::Path;

use miniz_oxide::inflate::TINFLStatus;
use miniz_oxide::inflate::core::inflate_flags::TINFL_FLAG_USING_NON_WRAPPING_OUTPUT_BUF;
use miniz_oxide::inflate::core::{DecompressorOxide, decompress};
use sha2::{Digest as _, Sha256};

use super::report::{Finding, FindingKind};
use super::words::Known;
use super::{AuditError, AuditReport, MAX_BYTES, hex, manifest};

/// 1980-01-01, the first day that the format knows, at midnight.
const FIXED_TIME: (u16, u16) = (0, 0x0021);
const LOCAL: u32 = 0x0403_4b50;
const CENTRAL: u32 = 0x0201_4b50;
const END: u32 = 0x0605_4b50;
const LOCAL_BYTES: u64 = 30;
const CENTRAL_BYTES: usize = 46;
const END_BYTES: u64 = 22;
/// The list of files of the largest album is far smaller.
const MOST_LIST_BYTES: u64 = 64 << 20;

/// A file as the central directory describes it.
#[derive(Debug)]
struct Entry {
    name: String,
    method: u16,
    crc32: u32,
    packed: u64,
    unpacked: u64,
    at: u64,
}

/// Whether this zip file is one album, whole, and nothing else. What the files themselves say is not judged here: they were audited
/// before they were packed, and each is compared with the manifest.
///
/// # Errors
/// [`AuditError`] when it cannot be read.
pub fn audit_zip(path: &Path, known: &Known) -> Result<AuditReport, AuditError> {
    audit_entries(path, known, &mut |_, _| Ok(()))
}

/// The same; `take` is given each file, until something is found that makes its name or its place doubtful.
///
/// # Errors
/// [`AuditError`] when it cannot be read, or `take` fails.
pub fn audit_entries(
    path: &Path,
    known: &Known,
    take: &mut dyn FnMut(&str, &[u8]) -> io::Result<()>,
) -> Result<AuditReport, AuditError> {
    let failed = |source| AuditError::Read { path: path.to_owned(), source };
    let mut zip = Zip { file: File::open(path).map_err(failed)?, findings: Vec::new(), known };
    let n_files = zip.judge(take).map_err(failed)?;
    let mut findings = zip.findings;
    findings.sort();
    findings.dedup();
    Ok(AuditReport { findings, n_files, ..AuditReport::default() })
}

struct Zip<'a> {
    file: File,
    findings: Vec<Finding>,
    known: &'a Known,
}

impl Zip<'_> {
    fn find(&mut self, path: &str, kind: FindingKind, message: impl Into<String>) {
        self.findings.push(Finding { path: path.to_owned(), kind, message: message.into() });
    }

    fn bytes(&mut self, at: u64, n: u64) -> io::Result<Vec<u8>> {
        self.file.seek(SeekFrom::Start(at))?;
        let mut out = Vec::new();
        (&mut self.file).take(n).read_to_end(&mut out)?;
        Ok(out)
    }

    /// How many files there are.
    fn judge(&mut self, take: &mut dyn FnMut(&str, &[u8]) -> io::Result<()>) -> io::Result<usize> {
        let length = self.file.metadata()?.len();
        let Some((entries, list_at)) = self.directory(length)? else { return Ok(0) };
        let mut hashes: BTreeMap<String, (u64, String)> = BTreeMap::new();
        let mut listed = None;
        let mut expected = 0_u64;
        for entry in &entries {
            if entry.at != expected {
                self.find(
                    &entry.name,
                    FindingKind::HiddenData,
                    "has bytes of nobody before it in the zip file",
                );
            }
            let (Some(data), end) = self.content(entry)? else { return Ok(entries.len()) };
            expected = end;
            hashes.insert(entry.name.clone(), (data.len() as u64, hex(&Sha256::digest(&data))));
            if entry.name == "manifest.json" {
                listed = Some(manifest::read(&data, self.known));
            }
            // Never under a name that leads out of a folder, or twice under one.
            if self.findings.iter().all(|found| found.kind == FindingKind::Metadata) {
                take(&entry.name, &data)?;
            }
        }
        if expected != list_at {
            self.find("", FindingKind::HiddenData, "has bytes of nobody before its list of files");
        }
        match listed {
            None => self.find(
                "manifest.json",
                FindingKind::NotInManifest,
                "is not there: this is not a whole album",
            ),
            Some(listed) => {
                for (path, is) in hashes.iter().filter(|(path, _)| *path != "manifest.json") {
                    match listed.files.get(path) {
                        None => self.find(path, FindingKind::NotInManifest, "is not in the manifest"),
                        Some(said) if said != is => self.find(
                            path,
                            FindingKind::Changed,
                            "is not what the manifest says: its bytes have changed",
                        ),
                        Some(_) => {}
                    }
                }
                for path in listed.files.keys().filter(|path| !hashes.contains_key(*path)) {
                    self.find(path, FindingKind::Changed, "is in the manifest and not in the zip file");
                }
            }
        }
        Ok(entries.len())
    }

    /// What the end of the file and its list say; `None` where that is no plain zip file.
    fn directory(&mut self, length: u64) -> io::Result<Option<(Vec<Entry>, u64)>> {
        let end = self.bytes(length.saturating_sub(END_BYTES), END_BYTES)?;
        let mut fields = Fields(&end);
        let (mark, disks) = (fields.u32(), (fields.u16(), fields.u16()));
        let (n_here, n_all) = (fields.u16(), fields.u16());
        let (size, at, comment) = (fields.u32(), fields.u32(), fields.u16());
        let (Some(size), Some(at), Some(n_all)) = (size, at, n_all) else {
            self.find("", FindingKind::NotUnderstood, "is no zip file");
            return Ok(None);
        };
        let (size, at) = (u64::from(size), u64::from(at));
        if mark != Some(END) || comment != Some(0) {
            self.find("", FindingKind::HiddenData, "does not end where a zip file without a comment ends");
            return Ok(None);
        }
        let fits = at.saturating_add(size).saturating_add(END_BYTES) == length;
        if disks != (Some(0), Some(0)) || n_here != Some(n_all) || !fits || size > MOST_LIST_BYTES {
            self.find("", FindingKind::NotUnderstood, "has a list of files that is not where its end says");
            return Ok(None);
        }
        let list = self.bytes(at, size)?;
        let (mut rest, mut entries) = (list.as_slice(), Vec::<Entry>::new());
        while !rest.is_empty() {
            let Some((entry, after)) = self.central(rest) else {
                self.find("", FindingKind::NotUnderstood, "has a list of files that cannot be read");
                return Ok(None);
            };
            if entries.last().is_some_and(|before| before.name >= entry.name) {
                self.find(&entry.name, FindingKind::NotUnderstood, "is not in the order of names");
            }
            entries.push(entry);
            rest = after;
        }
        if entries.len() != usize::from(n_all) {
            self.find("", FindingKind::NotUnderstood, "has another number of files than it says");
        }
        Ok(Some((entries, at)))
    }

    /// One entry of the list, and what comes after it.
    fn central<'b>(&mut self, bytes: &'b [u8]) -> Option<(Entry, &'b [u8])> {
        let (head, rest) = bytes.split_at_checked(CENTRAL_BYTES)?;
        let mut fields = Fields(head);
        let mark = fields.u32()?;
        let (made_by, _needed, flags, method) = (fields.u16()?, fields.u16()?, fields.u16()?, fields.u16()?);
        let time = (fields.u16()?, fields.u16()?);
        let (crc32, packed, unpacked) = (fields.u32()?, fields.u32()?, fields.u32()?);
        let (name, extra, comment) = (fields.u16()?, fields.u16()?, fields.u16()?);
        let (disk, inner, outer, at) = (fields.u16()?, fields.u16()?, fields.u32()?, fields.u32()?);
        let (name, rest) = rest.split_at_checked(usize::from(name))?;
        let (_, rest) = rest.split_at_checked(usize::from(extra).checked_add(usize::from(comment))?)?;
        if mark != CENTRAL {
            return None;
        }
        let is_plain = |c: u8| c.is_ascii_alphanumeric() || b"-_./".contains(&c);
        let is_within = |part: &[u8]| !part.is_empty() && !part.starts_with(b".");
        let shown = String::from_utf8_lossy(name).into_owned();
        if !name.iter().all(|c| is_plain(*c)) || !name.split(|c| *c == b'/').all(is_within) {
            self.find(&shown, FindingKind::UnknownType, "has a name that an album does not give");
        }
        let mut metadata = |is_so: bool, what: &str| {
            if is_so {
                self.find(&shown, FindingKind::Metadata, what);
            }
        };
        metadata(time != FIXED_TIME, "says in the zip file when it was changed");
        metadata(extra != 0 || comment != 0, "has further fields or a comment in the zip file");
        metadata(
            made_by >> 8 != 0 || inner != 0 || outer != 0,
            "says in the zip file on which system and with which rights it was packed",
        );
        if flags != 0 || disk != 0 || !matches!(method, 0 | 8) {
            self.find(&shown, FindingKind::NotUnderstood, "is packed in a way that an album is not");
        }
        let entry = Entry {
            name: shown,
            method,
            crc32,
            packed: packed.into(),
            unpacked: unpacked.into(),
            at: at.into(),
        };
        Some((entry, rest))
    }

    /// The content of a file, and where the next one begins; no content where it cannot be unpacked.
    fn content(&mut self, entry: &Entry) -> io::Result<(Option<Vec<u8>>, u64)> {
        let head = self.bytes(entry.at, LOCAL_BYTES + entry.name.len() as u64)?;
        let mut fields = Fields(&head);
        let (mark, _needed, flags) = (fields.u32(), fields.u16(), fields.u16());
        let (method, time) = (fields.u16(), (fields.u16(), fields.u16()));
        let (crc32, packed, unpacked) = (fields.u32(), fields.u32(), fields.u32());
        let (name_bytes, extra) = (fields.u16(), fields.u16());
        let name = fields.0;
        let sizes = (packed.map(u64::from), unpacked.map(u64::from));
        let is_same = mark == Some(LOCAL)
            && (flags, method, crc32) == (Some(0), Some(entry.method), Some(entry.crc32))
            && sizes == (Some(entry.packed), Some(entry.unpacked))
            && name_bytes.map(usize::from) == Some(name.len())
            && name == entry.name.as_bytes();
        let data_at = entry.at.saturating_add(head.len() as u64);
        let end = data_at.saturating_add(entry.packed);
        if !is_same || extra != Some(0) || time != (Some(FIXED_TIME.0), Some(FIXED_TIME.1)) {
            self.find(
                &entry.name,
                FindingKind::Metadata,
                "is described otherwise at its place than in the list",
            );
            return Ok((None, end));
        }
        if entry.packed > MAX_BYTES || entry.unpacked > MAX_BYTES {
            self.find(&entry.name, FindingKind::NotUnderstood, "is larger than any file of an album");
            return Ok((None, end));
        }
        let packed = self.bytes(data_at, entry.packed)?;
        let data = if entry.method == 0 { Some(packed) } else { inflated(&packed, entry.unpacked) };
        let sound = data.filter(|data| data.len() as u64 == entry.unpacked && crc32_of(data) == entry.crc32);
        if sound.is_none() {
            self.find(&entry.name, FindingKind::HiddenData, "is packed damaged, or with bytes after its end");
        }
        Ok((sound, end))
    }
}

/// What a deflated file holds, if all of its bytes are needed for it.
fn inflated(packed: &[u8], unpacked: u64) -> Option<Vec<u8>> {
    // One more than is wanted shows whether there is more.
    let mut out = vec![0; usize::try_from(unpacked).ok()?.checked_add(1)?];
    let flags = TINFL_FLAG_USING_NON_WRAPPING_OUTPUT_BUF;
    let (status, read, written) = decompress(&mut DecompressorOxide::new(), packed, &mut out, 0, flags);
    out.truncate(written);
    (status == TINFLStatus::Done && read == packed.len() && written as u64 == unpacked).then_some(out)
}

/// CRC-32 as zip files have it (APPNOTE.TXT, 4.4.7).
fn crc32_of(data: &[u8]) -> u32 {
    let mut table = [0_u32; 256];
    for (value, n) in table.iter_mut().zip(0_u32..) {
        *value = (0..8).fold(n, |c, _| if c & 1 == 1 { 0xEDB8_8320 ^ (c >> 1) } else { c >> 1 });
    }
    !data.iter().fold(u32::MAX, |crc, byte| {
        let [low, ..] = crc.to_le_bytes();
        (crc >> 8) ^ table.get(usize::from(low ^ byte)).copied().unwrap_or_default()
    })
}

/// Little-endian numbers one after the other.
struct Fields<'a>(&'a [u8]);

impl Fields<'_> {
    fn u16(&mut self) -> Option<u16> {
        let (value, rest) = self.0.split_first_chunk()?;
        self.0 = rest;
        Some(u16::from_le_bytes(*value))
    }

    fn u32(&mut self) -> Option<u32> {
        let (value, rest) = self.0.split_first_chunk()?;
        self.0 = rest;
        Some(u32::from_le_bytes(*value))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sum_is_the_one_of_zip_files() {
        // The check value of CRC-32/ISO-HDLC.
        assert_eq!(crc32_of(b"123456789"), 0xCBF4_3926);
    }

    #[test]
    fn nothing_hides_behind_a_deflated_file() {
        let packed = miniz_oxide::deflate::compress_to_vec(b"caption caption caption", 6);
        assert_eq!(inflated(&packed, 23).as_deref(), Some(b"caption caption caption".as_slice()));
        assert_eq!(inflated(&packed, 22), None);
        let more = [packed, vec![1]].concat();
        assert_eq!(inflated(&more, 23), None);
    }
}
