"""Templates as a list: columns, looks and words."""

from __future__ import annotations

from app.certificates.templates.queries import TemplateRow
from app.completion.words import kind_word
from app.exchange.columns import Column
from app.i18n import N_, _
from ui.kit.look import MUTED, Look

STATES = {"published": (N_("Published"), "ok", "circle-check"), "draft": (N_("Draft"), "warn", "pencil"),
          "retired": (N_("Retired"), "neutral", "archive")}
"""Words, tone and icon."""


def kinds_words(row: TemplateRow) -> str:
    """What a template is offered for."""
    if not row.kinds:
        return _("All certificates")
    return ", ".join(_("Transcript") if kind == "transcript" else kind_word(kind) for kind in row.kinds)


def state_words(row: TemplateRow) -> str:
    """`Published, version 3`."""
    words = _(STATES[row.state][0])
    n = row.version or row.draft
    return _("{state}, version {n}").format(state=words, n=n) if n else words


def draft_words(row: TemplateRow) -> str:
    """`Draft, version 4` beside a published version; '' when there is none."""
    return _("Draft, version {n}").format(n=row.draft) if row.draft and row.version else ""


def used_words(row: TemplateRow) -> str:
    """Whose certificates get it."""
    return ", ".join((*([_("the centre")] if row.centre else []), *row.courses))


COLUMNS = (
    Column("name", lambda: _("Template"), lambda r: r.name, width=18),
    Column("state", lambda: _("State"), state_words, width=20),
    Column("draft", lambda: _("Being changed"), draft_words, width=16),
    Column("used", lambda: _("Used by"), used_words, width=16),
    Column("kinds", lambda: _("For"), kinds_words, width=20),
)
LOOKS = {
    "state": lambda r: Look(STATES[r.state][1], STATES[r.state][2], pill=r.state != "published"),
    "draft": lambda r: Look("warn", "pencil") if draft_words(r) else None,
    "used": lambda r: MUTED,
    "kinds": lambda r: MUTED,
}
