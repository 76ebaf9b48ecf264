"""The Open Badge of the certificate in front, as a file for its holder."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.certificates.badge_file import export
from app.certificates.queries import CertificateDetail, CertificateWhole
from app.i18n import _
from app.job import Job
from ui.desk import talk

if TYPE_CHECKING:
    from ui.certificates.register import RegisterPage


def as_json(page: RegisterPage) -> None:
    """The credential itself, for other programs and wallets."""
    _write(page, _("Save the badge"), _("Credential") + " (*.json)", ".json")


def as_picture(page: RegisterPage) -> None:
    """The paper as a picture with the credential in it, to show and to post."""
    _write(page, _("Save the badge"), _("Picture") + " (*.png)", ".png")


def _write(page: RegisterPage, title: str, kinds: str, ending: str) -> None:
    row = page.table.current_row()
    if row is None:
        page.desk.tell(_("Choose a certificate first."))
        return

    def ask(rows: Any) -> None:
        whole: CertificateWhole = rows[0]

        def save(path: Any) -> None:
            target = Path(path)
            if target.suffix.lower() != ending:
                target = target.with_name(target.name + ending)
            page.desk.start(Job(title, lambda _step: export(whole, target), "files"), owner=page,
                            then=lambda made: page.desk.tell(_("Saved as {name}").format(name=made.name)))

        talk.choose_save(title, kinds, f"{whole.row.number}{ending}", save, page)

    page.desk.ask(CertificateDetail(wanted=row.id), owner=page, tag="badge", then=ask)
