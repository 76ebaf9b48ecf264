"""The verify page: one HTML file with all that it needs inside, made from `resources/verify`.

It asks nobody anything: no script, font or picture comes from elsewhere, and its Content-Security-Policy forbids it.
What the records say goes in as JSON that the browser never runs, and reaches the page as text only.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections.abc import Mapping
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

_ROOT = Path(__file__).resolve().parents[2] / "resources"
_SCRIPTS = ("vendor/nacl-fast.min.js", "vendor/jsQR.js", "statement.js", "pdf.js", "photo.js", "words.js", "page.js")
_ICONS = ("ban", "clock", "eye", "flag", "image", "mail", "phone", "refresh-cw", "scan-line", "search", "shield-x",
          "triangle-alert")
_FONTS = (("Inter", 400, "inter-400"), ("Inter", 600, "inter-600"), ("JetBrains Mono", 600, "mono-600"))
"""Latin letters alone; other scripts are in every phone."""
LOGO_PIXELS = 160


def page(data: Mapping[str, Any]) -> bytes:
    """The file. The same data give the same bytes."""
    script, style = _script(), _style()
    parts = {"CSP": "; ".join((
        "default-src 'none'", f"script-src '{_hash(script)}'", f"style-src '{_hash(style)}'", "img-src data: blob:",
        "font-src data:", "media-src blob: mediastream:", "connect-src 'none'", "base-uri 'none'",
        "form-action 'none'")),
        "CSS": style, "ICONS": _icons(), "DATA": as_json(data), "SCRIPT": script}
    return re.sub(r"@([A-Z]+)@", lambda found: parts[found[1]], _read("page.html")).encode("utf-8")


def as_json(data: Mapping[str, Any]) -> str:
    """JSON that cannot end the element it stands in."""
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")


def data_address(picture: bytes | None) -> str:
    """A logo as a small PNG inside an address; '' when there is none or it cannot be read."""
    if not picture:
        return ""
    from PIL import Image, UnidentifiedImageError

    out = BytesIO()
    try:
        with Image.open(BytesIO(picture)) as image:
            small = image.convert("RGBA")
            small.thumbnail((LOGO_PIXELS, LOGO_PIXELS))
            small.save(out, "PNG", optimize=True)
    except (UnidentifiedImageError, OSError, Image.DecompressionBombError):
        return ""
    return "data:image/png;base64," + base64.b64encode(out.getvalue()).decode("ascii")


@cache
def _script() -> str:
    return "\n".join(_read(name) for name in _SCRIPTS)


@cache
def _style() -> str:
    faces = []
    for family, weight, name in _FONTS:
        data = base64.b64encode((_ROOT / "verify" / f"{name}.woff2").read_bytes()).decode("ascii")
        faces.append(f'@font-face {{ font-family: "{family}"; font-weight: {weight}; '
                     f'src: url(data:font/woff2;base64,{data}) format("woff2") }}\n')
    return "".join(faces) + _read("page.css")


def _read(name: str) -> str:
    return (_ROOT / "verify" / name).read_text("utf-8")


def _icons() -> str:
    found = []
    for name in _ICONS:
        drawn = (_ROOT / "icons" / f"{name}.svg").read_text("utf-8")
        inner = drawn[drawn.index(">", drawn.index("<svg")) + 1:drawn.rindex("</svg>")]
        found.append(f'<symbol id="i-{name}" viewBox="0 0 24 24">{" ".join(inner.split())}</symbol>')
    return "\n".join(found)


def _hash(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode("utf-8")).digest()).decode("ascii")
