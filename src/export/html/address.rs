//! Whole addresses, for what needs them: cards of social media, the feed, the site map.

/// The address under which an album will stand, with a slash at its end.
///
/// # Errors
/// What is wrong with it and what to give instead.
pub fn base_url(text: &str) -> Result<String, String> {
    let text = text.trim();
    let advice = "give the address of the album's folder as readers will open it, such as https://example.org/visits/beijing/";
    let Some(rest) = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://")) else {
        return Err(format!("the base URL \"{text}\" does not begin with https://; {advice}"));
    };
    let host = rest.split('/').next().unwrap_or_default();
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.' | '~' | '/' | ':');
    if host.is_empty() || host.starts_with([':', '.', '-']) || !rest.chars().all(plain) || rest.contains("//")
    {
        return Err(format!(
            "the base URL \"{text}\" has no host, or what an address of a folder does not have (blanks, ?, #, @, letters outside ASCII); {advice}"
        ));
    }
    if rest.split('/').any(|part| part == "." || part == "..") {
        return Err(format!("the base URL \"{text}\" climbs with dots; {advice}"));
    }
    Ok(if text.ends_with('/') { text.to_owned() } else { format!("{text}/") })
}

/// The address of a page on the web, which search engines are told.
///
/// # Errors
/// What is wrong with it and what to give instead.
pub fn web_page(text: &str) -> Result<String, String> {
    let text = text.trim();
    let advice = "give the whole address of a page, such as https://example.org/licence";
    let Some(rest) = text.strip_prefix("https://") else {
        return Err(format!("the address \"{text}\" does not begin with https://; {advice}"));
    };
    let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let plain = |c: char| c.is_ascii_alphanumeric() || "-_.~/:?=&#%+,;".contains(c);
    if host.is_empty() || host.starts_with([':', '.', '-']) || !rest.chars().all(plain) {
        return Err(format!(
            "the address \"{text}\" has no host, or signs that an address does not have (blanks, @, letters outside ASCII); {advice}"
        ));
    }
    Ok(text.to_owned())
}

/// The whole address of a page or file at this path within the album. `index.html` is what a folder's address gives.
pub fn absolute(base: &str, path: &str) -> String {
    let path = match path.strip_suffix("index.html") {
        Some(folder) if folder.is_empty() || folder.ends_with('/') => folder,
        _ => path,
    };
    format!("{base}{path}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_base_url_is_a_folder_on_the_web() {
        assert_eq!(base_url(" https://example.org/a ").unwrap(), "https://example.org/a/");
        assert_eq!(base_url("http://localhost:8080").unwrap(), "http://localhost:8080/");
        for bad in [
            "example.org",
            "ftp://x/",
            "https://",
            "https:///x",
            "https://a/?b",
            "https://u@h/",
            "https://h/a b",
            "https://h/../",
        ] {
            assert!(base_url(bad).unwrap_err().contains("example.org/visits"), "{bad}");
        }
        assert_eq!(
            web_page(" https://example.org/licence?id=1 ").unwrap(),
            "https://example.org/licence?id=1"
        );
        for bad in ["example.org", "http://example.org/", "https://", "https://u@h/", "https://h/a b"] {
            assert!(web_page(bad).unwrap_err().contains("example.org/licence"), "{bad}");
        }
        assert_eq!(absolute("https://h/", "ko/index.html"), "https://h/ko/");
        assert_eq!(absolute("https://h/", "v/a.html"), "https://h/v/a.html");
    }
}
