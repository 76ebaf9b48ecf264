"""The list of keys: columns, looks and words."""

from __future__ import annotations

from app.exchange.columns import Column
from app.i18n import _, local_time, show_date
from app.trust.queries import KeyRow
from ui.kit.look import MUTED, STRONG, Look


def _state_look(key: KeyRow) -> Look:
    tone, icon = {"active": ("ok", "circle-check"), "retired": ("", ""), "revoked": ("danger", "shield-x")}[key.state]
    return Look(tone, icon) if tone else MUTED


COLUMNS: tuple[Column[KeyRow], ...] = (
    Column("use", lambda: _("For"), lambda k: k.use_words(), width=26),
    Column("kid", lambda: _("Key ID"), lambda k: k.kid, width=11),
    Column("state", lambda: _("State"), lambda k: k.state_words(), width=29),
    Column("made", lambda: _("Made"), lambda k: local_time(k.made_at).date(), show=show_date, width=13),
    Column("until", lambda: _("Certificate ends"), lambda k: k.until, show=show_date, width=15),
    Column("reason", lambda: _("Reason"), lambda k: k.reason, width=20),
)
LOOKS = {"use": lambda k: STRONG if k.state == "active" else MUTED, "state": _state_look, "made": lambda k: MUTED,
         "until": lambda k: MUTED, "reason": lambda k: MUTED}
