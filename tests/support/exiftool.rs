//! exiftool, an independent reader and writer of metadata, where it is installed.

use std::ffi::OsStr;
use std::path::Path;
use std::process::Command;

use serde_json::{Map, Value};

/// Whether it is there; says so where it is not.
pub fn is_there() -> bool {
    let found = Command::new("exiftool").arg("-ver").output().is_ok_and(|output| output.status.success());
    if !found {
        println!("left out: exiftool is not installed");
    }
    found
}

/// Writes tags into a file.
pub fn write<S: AsRef<OsStr>>(file: &Path, args: impl IntoIterator<Item = S>) {
    let output = Command::new("exiftool")
        .args(["-q", "-overwrite_original", "-charset", "iptc=UTF8", "-codedcharacterset=utf8"])
        .args(args)
        .arg(file)
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}

/// Everything that it reads of a file, by group and tag: `XMP-dc:Title`. Of warnings it says `ExifTool:Warning`.
pub fn read<S: AsRef<OsStr>>(file: &Path, args: impl IntoIterator<Item = S>) -> Map<String, Value> {
    read_all(&[file], args).remove(0)
}

/// The same of many files by one process, which takes long to start.
pub fn read_all<S: AsRef<OsStr>>(
    files: &[impl AsRef<Path>],
    args: impl IntoIterator<Item = S>,
) -> Vec<Map<String, Value>> {
    let files = files.iter().map(|file| file.as_ref().as_os_str());
    let output = Command::new("exiftool").args(["-json", "-G1"]).args(args).args(files).output().unwrap();
    serde_json::from_slice(&output.stdout).unwrap()
}

/// A tag as one text; the items of a list with `; ` between them.
pub fn text(of: &Map<String, Value>, tag: &str) -> Option<String> {
    let one = |value: &Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    match of.get(tag)? {
        Value::Array(items) => Some(items.iter().map(one).collect::<Vec<_>>().join("; ")),
        value => Some(one(value)),
    }
}
