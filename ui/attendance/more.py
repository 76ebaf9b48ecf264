"""What surrounds the register, in the menu behind the three dots: each a line here, its code read when it is used."""

from __future__ import annotations

from ui.desk.later import Later

MORE: tuple[Later | None, ...] = ()
