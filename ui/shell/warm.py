"""Reads the modules of pages nobody has opened yet, beside the window, so that their first opening does not wait."""

from __future__ import annotations

import gc
import logging
import threading
from importlib import import_module

from ui.shell.places import HIDDEN, PLACES, SETTINGS

LIBRARIES = ("ui.rosters.dialog", "app.certificates.paper", "uharfbuzz", "pypdfium2")
"""The dialog of lists, which any page may open, and the preview of a certificate."""
log = logging.getLogger(__name__)


def begin() -> threading.Thread:
    """Start reading; the thread, for tests."""
    thread = threading.Thread(target=_read, name="sijil-warm", daemon=True)
    thread.start()
    return thread


def targets() -> list[str]:
    """Names of the modules, in the order people go to them."""
    from ui.shell.cohort_tabs import TABS

    makers = [p.target for p in (*PLACES, *HIDDEN.values(), SETTINGS)] + [t.make for t in TABS]
    return [m.split(":")[0] for m in makers if isinstance(m, str)] + [*LIBRARIES]


def _read() -> None:
    for name in targets():
        try:
            import_module(name)
        except ImportError as error:  # uharfbuzz is missing on some machines; whoever needs it says so
            log.info("not read ahead: %s", error.name)
    gc.freeze()  # what was read stays; to look through it for rubbish would hold the window
