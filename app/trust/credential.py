"""W3C credentials signed with Data Integrity, suite eddsa-rdfc-2022: canonical RDF, SHA-256, Ed25519.

Contexts are bundled and never fetched. A term that no context knows would be left out of what is signed without a
word, so a credential with such a term is refused.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from datetime import datetime
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, cast

Credential = dict[str, Any]
Sign = Callable[[bytes], bytes]
"""Ed25519 over a message."""

W3C = "https://www.w3.org/ns/credentials/v2"
BADGES = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"
_FOLDER = Path(__file__).resolve().parents[2] / "resources" / "contexts"
_FILES = {W3C: "credentials-v2.json", BADGES: "open-badges-3.0.3.json"}
_MULTICODEC = b"\xed\x01"  # Ed25519 public key


def did_key(public: bytes) -> str:
    """The did:key of a raw Ed25519 public key (32 bytes)."""
    return "did:key:" + _multikey(public)


def method_of(public: bytes) -> str:
    """The verification method of that key: its did:key with itself as fragment."""
    return f"{did_key(public)}#{_multikey(public)}"


def _multikey(public: bytes) -> str:
    import base58

    return "z" + str(base58.b58encode(_MULTICODEC + public).decode("ascii"))


def seal(credential: Mapping[str, Any], sign: Sign, public: bytes, created: datetime) -> Credential:
    """The credential with its proof. ValueError when it has a term that no context knows."""
    unknown = unknown_terms(credential)
    if unknown:
        raise ValueError(f"terms without meaning: {', '.join(unknown)}")
    proof = {"type": "DataIntegrityProof", "cryptosuite": "eddsa-rdfc-2022",
             "created": created.strftime("%Y-%m-%dT%H:%M:%SZ"), "verificationMethod": method_of(public),
             "proofPurpose": "assertionMethod"}
    import base58

    value = "z" + base58.b58encode(sign(message(credential, proof))).decode("ascii")
    return {**credential, "proof": {**proof, "proofValue": value}}


def holds(credential: Mapping[str, Any], public: bytes) -> bool:
    """Whether the proof is that key's over exactly this credential."""
    import base58
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    bare = {key: value for key, value in credential.items() if key != "proof"}
    given = credential.get("proof")
    if not isinstance(given, dict) or unknown_terms(bare) or given.get("verificationMethod") != method_of(public):
        return False
    proof = {key: value for key, value in given.items() if key != "proofValue"}
    if set(proof) != {"type", "cryptosuite", "created", "verificationMethod", "proofPurpose"} or (
            proof["cryptosuite"], proof["proofPurpose"]) != ("eddsa-rdfc-2022", "assertionMethod"):
        return False
    try:
        signature = base58.b58decode(str(given.get("proofValue", ""))[1:])
        Ed25519PublicKey.from_public_bytes(public).verify(signature, message(bare, proof))
    except (ValueError, InvalidSignature):
        return False
    return True


def message(credential: Mapping[str, Any], proof: Mapping[str, Any]) -> bytes:
    """What is signed: the SHA-256 of the proof's canonical form, then that of the document's."""
    options = json.dumps({"@context": credential["@context"], **proof}, sort_keys=True)
    return _options_digest(options) + hashlib.sha256(canonical(credential)).digest()


@lru_cache(maxsize=16)
def _options_digest(options: str) -> bytes:
    """The same for a whole batch; making it costs as much as that of a document."""
    return hashlib.sha256(canonical(json.loads(options))).digest()


def canonical(document: Mapping[str, Any]) -> bytes:
    """RDF canonical form (RDFC-1.0 and URDNA2015 give the same for these)."""
    from pyld import jsonld

    found = jsonld.normalize(dict(document), {
        "algorithm": "URDNA2015", "format": "application/n-quads", "documentLoader": _load,
        "contextResolver": _resolver()})
    return cast("str", found).encode("utf-8")


@cache
def _resolver() -> Any:
    """One for all: bundled contexts never change, and reading them anew costs more than the rest."""
    from pyld.context_resolver import ContextResolver

    return ContextResolver({}, _load)


def _load(url: str, _options: Any = None) -> dict[str, Any]:
    if url not in _FILES:
        raise ValueError(f"context {url} is not bundled")
    return {"contentType": "application/ld+json", "contextUrl": None, "documentUrl": url, "document": context(url)}


@cache
def context(url: str) -> Any:
    """A bundled context."""
    return json.loads((_FOLDER / _FILES[url]).read_text("utf-8"))


@cache
def _known(urls: tuple[str, ...]) -> frozenset[str]:
    found: set[str] = set()

    def gather(part: Any) -> None:
        for one in part if isinstance(part, list) else [part]:
            if isinstance(one, dict):
                for term, meaning in one.items():
                    if not term.startswith("@"):
                        found.add(term)
                    if isinstance(meaning, dict) and "@context" in meaning:
                        gather(meaning["@context"])

    for url in urls:
        gather(context(url)["@context"])
    return frozenset(found)


def unknown_terms(document: Mapping[str, Any]) -> list[str]:
    """Keys and types that no context of the document knows, wherever they stand; sorted."""
    urls = document.get("@context")
    if not isinstance(urls, list) or not set(urls) <= set(_FILES):
        return ["@context"]
    known = _known(tuple(urls))
    found: set[str] = set()

    def walk(part: Any) -> None:
        if isinstance(part, list):
            for one in part:
                walk(one)
        elif isinstance(part, dict):
            for key, value in part.items():
                if key == "type":
                    found.update(t for t in (value if isinstance(value, list) else [value]) if t not in known)
                elif key != "@context" and key not in known:
                    found.add(key)
                else:
                    walk(value)

    walk({key: value for key, value in document.items() if key != "@context"})
    return sorted(map(str, found))
