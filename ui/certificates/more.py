"""What surrounds the register of certificates: each a line here, its code read when it is used."""

from __future__ import annotations

from ui.desk.later import Later

MORE: tuple[Later | None, ...] = ()
"""For the page of the register: `module:function` gets the page, which has `desk`, `table` and `pane`."""
