"""How lines of the register look; what stands in them says app.certificates.columns."""

from __future__ import annotations

from app.certificates.queries import CertificateRow
from ui.kit.look import MUTED, Look

LOOK_OF = {"valid": ("ok", "circle-check"), "legacy": ("neutral", "archive"), "replaced": ("neutral", "replace"),
           "expired": ("warn", "calendar-x"), "void": ("danger", "ban")}
"""Tone and icon of where a certificate stands."""


def state_look(row: CertificateRow) -> Look:
    """Valid is icon and words; what needs a second look is a pill."""
    tone, icon = LOOK_OF[row.standing]
    return Look(tone, icon, pill=row.standing not in ("valid", "legacy"))


def handed_look(row: CertificateRow) -> Look:
    """A tick for what was collected, an envelope for what was posted."""
    return Look("muted", {"collected": "check", "posted": "mail"}.get(row.state, ""))


LOOKS = {"cohort": lambda _r: MUTED, "kind": lambda _r: MUTED, "state": state_look, "collected": handed_look,
         "holder": lambda r: MUTED if r.state == "void" else Look()}
