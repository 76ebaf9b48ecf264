"""A template in one file (.sijiltemplate), to take to another PC: a zip of manifest, layout, pictures and fonts.

Such a file may come from anybody. It holds data and no paths: names other than the three kinds below are refused, sizes
are limited as they are declared and again as they come out, everything is read into memory and looked at before the
first row is written, and what it brings begins as a draft.
"""

from __future__ import annotations

import hashlib
import json
import re
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

from app.centre.commands import MAX_PICTURE
from app.certificates.templates import assets, queries
from app.certificates.templates.commands import FOR_KINDS, add_draft, add_template, free_name
from app.certificates.templates.model import Layout
from app.errors import Invalid, Unavailable
from app.i18n import _
from app.office.command import Command, Query, Work
from app.office.permissions import Permission

SUFFIX = ".sijiltemplate"
FORMAT = 1
MANIFEST, LAYOUT = "manifest.json", "layout.json"
_ASSET = re.compile(r"assets/([0-9a-f]{64})")
MOST_FILE = 40_000_000  # bytes of the file
MOST_WHOLE = 60_000_000  # bytes of all that is in it
MOST_PARTS = 60
LIMITS = {MANIFEST: 64_000, LAYOUT: 1_000_000}
_MOST_ASSET = max(assets.MAX_FONT, MAX_PICTURE)
_WHEN = (2020, 1, 1, 0, 0, 0)  # the same template is the same file


@dataclass(frozen=True)
class Bundle:
    """What a file brings, looked at: assets are digest -> kind, name, data."""

    name: str
    kinds: str
    layout: Layout
    assets: Mapping[str, tuple[str, str, bytes]]


@dataclass(frozen=True, kw_only=True)
class ExportTemplate(Query[bytes]):
    """The file of a template: of its version in force, else of its draft, or of the version that is named."""

    needs = Permission.CERTIFICATES_VIEW
    reads = frozenset({"template", "template_version", "template_asset"})

    code: str = ""
    version_id: int = 0

    def rows(self, work: Work) -> list[bytes]:
        code = "" if self.version_id else queries.named(work, self.code).code
        whole = queries.VersionOf(version_id=self.version_id, code=code).rows(work)[0]
        kept = {row.digest: row for kind in ("image", "font") for row in queries.Assets(kind=kind).rows(work)}
        return [write(Bundle(whole.name, whole.kinds, whole.layout, {
            digest: (kept[digest].kind, kept[digest].name, data) for digest, data in whole.assets.items()}))]


def write(bundle: Bundle) -> bytes:
    """The file; equal templates are equal files."""
    manifest = {"format": FORMAT, "name": bundle.name, "kinds": bundle.kinds, "layout": bundle.layout.digest,
                "assets": {digest: {"kind": kind, "name": name}
                           for digest, (kind, name, _data) in sorted(bundle.assets.items())}}
    parts = {MANIFEST: json.dumps(manifest, ensure_ascii=False, sort_keys=True, indent=1).encode(),
             LAYOUT: bundle.layout.to_json().encode(),
             **{f"assets/{digest}": data for digest, (_kind, _name, data) in sorted(bundle.assets.items())}}
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            part = zipfile.ZipInfo(name, _WHEN)
            part.compress_type = zipfile.ZIP_DEFLATED
            part.external_attr = 0o644 << 16
            archive.writestr(part, data)
    return out.getvalue()


def read_file(path: Path) -> Bundle:
    """What the file brings. Invalid with a sentence, or Unavailable when it cannot be read."""
    try:
        if path.stat().st_size > MOST_FILE:
            raise Invalid(_("{file} is larger than a template can be.").format(file=path.name))
        return read(path.read_bytes())
    except OSError as error:
        raise Unavailable(_("The file cannot be read: {why}").format(why=error.strerror)) from error


def read(data: bytes) -> Bundle:
    """What the bytes of a file bring. Invalid with a sentence when they are not a template, or not a harmless one."""
    parts = _parts(data)
    manifest = _manifest(parts.pop(MANIFEST))
    layout_text = _text(parts.pop(LAYOUT))
    layout = Layout.from_json(layout_text)
    if layout.digest != manifest["layout"]:
        raise Invalid(_("The template was changed after it was exported, or the file is damaged. Export it again."))
    found: dict[str, tuple[str, str, bytes]] = {}
    for name, content in parts.items():
        digest = name.removeprefix("assets/")
        told = manifest["assets"].get(digest)
        if told is None or digest not in layout.assets:
            raise Invalid(_("The file brings something that its template does not use. It is not taken."))
        if hashlib.sha256(content).hexdigest() != digest:
            raise Invalid(_("A picture or font in the file is not the one that its template names. Export it again."))
        kept = assets.examine(told[0], content)
        fresh = hashlib.sha256(kept).hexdigest()
        found[fresh] = (told[0], told[1], kept)
        layout_text = layout_text.replace(digest, fresh)  # a picture that carried more than pixels was written anew
    layout = Layout.from_json(layout_text)
    if set(layout.assets) != set(found):
        raise Invalid(_("A picture or font of the template is not in the file. Export it again."))
    return Bundle(manifest["name"], manifest["kinds"], layout, found)


def _not_ours() -> Invalid:
    return Invalid(_("This is not a template of Sijil, or one of a later version."))


def _parts(data: bytes) -> dict[str, bytes]:
    """Name -> content of what is in the zip; all names and sizes are looked at first."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            entries = archive.infolist()
            _check_entries(entries)
            found = {entry.filename: _content(archive, entry) for entry in entries}
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, OSError, ValueError) as why:
        raise _not_ours() from why
    if not found.keys() >= {MANIFEST, LAYOUT}:
        raise _not_ours()
    return found


def _check_entries(entries: list[zipfile.ZipInfo]) -> None:
    if len(entries) > MOST_PARTS or sum(entry.file_size for entry in entries) > MOST_WHOLE:
        raise Invalid(_("There is more in this file than a template can have. It is not taken."))
    if len({entry.filename for entry in entries}) < len(entries):
        raise _not_ours()
    for entry in entries:
        name = entry.filename
        if name not in LIMITS and not _ASSET.fullmatch(name):
            raise Invalid(_("The file brings {name}, which is no part of a template. It is not taken.").format(
                name=ascii(name[:60])))
        if entry.flag_bits & 1 or entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise _not_ours()
        if entry.file_size > LIMITS.get(name, _MOST_ASSET):
            raise Invalid(_("There is more in this file than a template can have. It is not taken."))


def _content(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bytes:
    """What is in it, and never more than it says: a size can lie."""
    with archive.open(entry) as part:
        content = part.read(entry.file_size + 1)
    if len(content) != entry.file_size:
        raise _not_ours()
    return content


def _text(data: bytes) -> str:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as problem:
        raise _not_ours() from problem


def _manifest(data: bytes) -> dict[str, Any]:
    """name, kinds, layout, assets: digest -> (kind, name)."""
    try:
        given = json.loads(_text(data))
        found = {
            "name": " ".join(str(given["name"]).split())[:80], "kinds": given["kinds"], "layout": given["layout"],
            "assets": {digest: (told["kind"], str(told["name"])[:100]) for digest, told in given["assets"].items()}}
        fits = (given["format"] == FORMAT and found["name"] and isinstance(given["name"], str)
                and set(found["kinds"].split()) <= set(FOR_KINDS)
                and all(kind in ("image", "font") for kind, _name in found["assets"].values()))
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as problem:
        raise _not_ours() from problem
    if not fits:
        raise _not_ours()
    return found


@dataclass(frozen=True, kw_only=True)
class ImportTemplate(Command[int]):
    """A template from a file, as a draft under a name that is free; returns the key of the draft.

    Not undone: its pictures may be in use by then. A draft is deleted.
    """

    needs = Permission.TEMPLATES_CHANGE
    undoable = False

    bundle: Bundle

    def label(self) -> str:
        return _("Import the certificate template {name}").format(name=self.bundle.name)

    def run(self, work: Work) -> int:
        for kind, name, data in self.bundle.assets.values():
            assets.put(work, kind, name, data)
        template = add_template(work, free_name(work, self.bundle.name), self.bundle.kinds)
        return add_draft(work, template, self.bundle.layout).id
