"""From the register to what lies beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.office.command import Ref

if TYPE_CHECKING:
    from ui.certificates.register import RegisterPage


def templates(page: RegisterPage) -> None:
    """To the templates of certificates."""
    page.desk.show(Ref("templates"))


def old_certificates(page: RegisterPage) -> None:
    """To the list of certificates of the time before."""
    page.desk.show(Ref("old-certificates"))
