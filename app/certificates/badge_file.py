"""A certificate's Open Badge as a file of its own, and whether such a file is the centre's and unaltered."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from io import BytesIO
from pathlib import Path
from typing import Any

from app.certificates.badge import bake, unbake
from app.certificates.queries import CertificateWhole
from app.certificates.signing import credential
from app.certificates.verify import Verdict, Verify
from app.errors import Refused, Unavailable
from app.exchange.files import write_bytes
from app.i18n import _
from app.office.command import Query, Work
from app.office.office import Office
from app.office.permissions import Permission
from app.trust.keys import statement_keys

WIDTH = 1000  # pixels of the picture
MOST_BYTES = 5_000_000


def export(whole: CertificateWhole, path: Path) -> Path:
    """Write the credential as JSON, or baked into a picture of the paper where the name ends in .png.

    Refused where there is none: for old papers, and where this PC cannot sign. Unavailable when it cannot be written.
    """
    data = credential(whole)
    if data is None:
        raise Refused(_("An old paper has no badge.") if whole.row.legacy else
                      _("This PC cannot sign, so it can make no badge. See Settings, Signing keys."))
    write_bytes(path, bake(_picture(whole), data) if path.suffix.lower() == ".png" else data)
    return path


def _picture(whole: CertificateWhole) -> bytes:
    """The paper as a PNG."""
    from PIL import Image

    from app.certificates.press import picture

    found = picture(whole.facts, WIDTH, whole.layout, whole.assets)
    out = BytesIO()
    Image.frombytes("RGB", (found.width, found.height), found.data, "raw", "BGRX", found.stride).save(out, "PNG")
    return out.getvalue()


@dataclass(frozen=True, kw_only=True)
class StatementKeys(Query[tuple[str, bytes]]):
    """All keys that badges were ever signed with: key id and raw public key."""

    needs = Permission.CERTIFICATES_VIEW
    reads = frozenset({"signing_key"})

    def rows(self, work: Work) -> list[tuple[str, bytes]]:
        return list(statement_keys(work).items())


def verify_badge(office: Office, path: Path) -> Verdict:
    """The verdict on a badge: whose it is, whether it was altered, and how the certificate stands. Unavailable when
    the file is none."""
    given = _read(path)
    from app.trust.credential import holds, method_of

    method = str(_of(given, "proof").get("verificationMethod", ""))
    key = next((public for _kid, public in office.ask(StatementKeys()) if method_of(public) == method), None)
    if key is None:
        return Verdict("not_ours", path.name)
    if not holds(given, key):
        return Verdict("altered", path.name)
    number = str(_of(given, "credentialSubject").get("licenseNumber", ""))
    return replace(office.ask(Verify(what=number))[0], what=path.name)


def _of(given: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    found = given.get(key)
    return found if isinstance(found, dict) else {}


def _read(path: Path) -> dict[str, Any]:
    try:
        data = path.read_bytes()[:MOST_BYTES]
        if path.suffix.lower() == ".png":
            data = unbake(data) or b""
        given = json.loads(data)
    except OSError as error:
        raise Unavailable(_("The file {name} cannot be read.").format(name=path.name)) from error
    except (ValueError, SyntaxError, RecursionError) as error:
        raise Unavailable(_("{name} is not an Open Badge.").format(name=path.name)) from error
    if not isinstance(given, dict) or "credentialSubject" not in given:
        raise Unavailable(_("{name} is not an Open Badge.").format(name=path.name))
    return given
