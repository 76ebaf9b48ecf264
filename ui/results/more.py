"""What surrounds the results of a cohort, in the menu behind the three dots: its code is read when it is used."""

from __future__ import annotations

from ui.desk.later import Later

MORE: tuple[Later | None, ...] = ()
