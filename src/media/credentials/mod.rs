//! Content Credentials (C2PA): found, and read as far as they say who made them. Nothing is verified: that needs a list of whom to
//! trust, and a network to ask whether a certificate still holds.
//!
//! - `jumbf`: the boxes they are kept in; `cbor`: what is in the boxes; `certificate`: the name of who signed
//!
//! Sources: C2PA Technical Specification 2.1, 11 "Claims", 18 "Standard assertions", A.3 "Embedding manifests"; ISO 19566-5 (JUMBF).

mod cbor;
mod certificate;
mod jumbf;

use self::cbor::Cbor;
use self::jumbf::Labelled;
use crate::model::hidden::Credentials;

/// The largest manifest store that is read: thumbnails of every step may be in it.
pub(super) const MAX_BYTES: usize = 4 * 1024 * 1024;

/// Actions that are told.
const MAX_ACTIONS: usize = 16;

/// What a manifest store says; `None` where the bytes are none. One that cannot be understood is there all the same.
pub(super) fn read(store: &[u8]) -> Option<Credentials> {
    let root = jumbf::superboxes(store).find(|found| found.label == "c2pa")?;
    let mut out = Credentials::default();
    // The last manifest is the one of the picture as it is; those before it are of what it was made from.
    let Some(manifest) = jumbf::superboxes(root.content).last() else { return Some(out) };
    for part in jumbf::superboxes(manifest.content) {
        match part.label.as_str() {
            "c2pa.claim" | "c2pa.claim.v2" => {
                out.generator = content(&part).and_then(|claim| generator(&claim));
            }
            "c2pa.signature" => out.signer = content(&part).and_then(|signature| signer(&signature)),
            "c2pa.assertions" => jumbf::superboxes(part.content)
                .filter(|assertion| assertion.label.starts_with("c2pa.actions"))
                .for_each(|assertion| actions(&assertion, &mut out)),
            _ => {}
        }
    }
    Some(out)
}

/// The first CBOR box of a superbox.
fn content(of: &Labelled<'_>) -> Option<Cbor> {
    jumbf::content(of, b"cbor").and_then(cbor::read)
}

/// `claim_generator_info` has a name and perhaps a version (a list of them in the first version of claims); before it there was one text,
/// like those of browsers: `Adobe_Photoshop/26.0 c2pa-rs/0.31`.
fn generator(claim: &Cbor) -> Option<String> {
    let info = claim.get("claim_generator_info").map(|info| info.items().first().unwrap_or(info));
    let named = info.and_then(|info| {
        let name = info.get("name")?.text()?;
        let version = info.get("version").and_then(Cbor::text);
        Some(version.map_or_else(|| name.to_owned(), |version| format!("{name} {version}")))
    });
    let short = || {
        let text = claim.get("claim_generator")?.text()?;
        Some(text.split_whitespace().next()?.replace('_', " ").replacen('/', " ", 1))
    };
    named.or_else(short).and_then(|text| clean(&text))
}

/// COSE_Sign1 (RFC 9052, 4.2): headers, headers without protection, payload, signature. The certificates are in header 33, `x5chain`
/// (RFC 9360), the signer's first.
fn signer(signature: &Cbor) -> Option<String> {
    let [protected, unprotected, ..] = signature.items() else { return None };
    let protected = protected.bytes().and_then(cbor::read);
    let chain = [protected.as_ref(), Some(unprotected)]
        .into_iter()
        .flatten()
        .find_map(|headers| headers.get_number(33).or_else(|| headers.get("x5chain")).cloned())?;
    let first = chain.items().first().unwrap_or(&chain);
    certificate::subject(first.bytes()?).and_then(|name| clean(&name))
}

fn actions(of: &Labelled<'_>, out: &mut Credentials) {
    let Some(list) = content(of) else { return };
    for action in list.get("actions").map(Cbor::items).unwrap_or_default() {
        let name = action
            .get("action")
            .and_then(Cbor::text)
            .and_then(|name| clean(name.strip_prefix("c2pa.").unwrap_or(name)));
        if let Some(name) = name.filter(|_| out.actions.len() < MAX_ACTIONS) {
            out.actions.push(name);
        }
        let source = action.get("digitalSourceType").and_then(Cbor::text);
        let word = source.and_then(|source| clean(source.rsplit('/').next().unwrap_or(source)));
        // What a model did is not undone by what was done after it.
        if !out.says_made_by_model() {
            out.source = word.or(out.source.take());
        }
    }
}

/// At most 80 characters, none of them a control character; `None` where nothing is left.
fn clean(text: &str) -> Option<String> {
    let text: String = text.chars().filter(|c| !c.is_control()).take(80).collect();
    let text = text.trim().to_owned();
    (!text.is_empty()).then_some(text)
}

#[cfg(test)]
pub(super) mod tests;
