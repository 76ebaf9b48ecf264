"""How the state of a trainee looks: words, sign and tone go together."""

from __future__ import annotations

from ui.kit.look import MUTED, Look

_LOOKS = {
    "training": Look(tone="accent", icon="play"), "certified": Look(tone="ok", icon="award"),
    "completed": Look(tone="muted", icon="circle-check"), "planned": Look(tone="muted", icon="calendar-days"),
    "withdrawn": Look(tone="muted", icon="log-out"), "dismissed": Look(tone="muted", icon="ban"),
    "transferred": Look(tone="muted", icon="arrow-right"), "replaced": Look(tone="muted", icon="replace"),
    "deferred": Look(tone="muted", icon="pause"), "none": Look(tone="hint"),
}


def status_look(status: str) -> Look:
    """The look of a state of app.cohorts.people."""
    return _LOOKS.get(status, MUTED)
