"""The life of the certificate that is shown: what can happen to it now, and the forms that make it happen."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from app.certificates.approve import AskVoid
from app.certificates.commands import VoidCertificate
from app.certificates.editions import NewEdition
from app.certificates.life import why_not_out
from app.certificates.queries import CertificateDetail, CertificateWhole
from app.i18n import _, ngettext, show_date
from ui.desk.desk import Desk
from ui.kit.date_field import DateBox
from ui.kit.dialog import Dialog
from ui.kit.field import Field

if TYPE_CHECKING:
    from ui.certificates.register import RegisterPage


def why_not(key: str, whole: CertificateWhole | None, desk: Desk) -> str:
    """Why something of more.LIFE cannot happen to this certificate; '' when it can."""
    if whole is None:  # not read yet: whether it can is told when it is asked for
        return ""
    row = whole.row
    if row.state == "void":
        return _("It is void already.")
    out = row.state in ("collected", "posted")
    if key == "correct":
        return (_("An old paper can be replaced.") if row.legacy else
                _("It has been handed out: replace it, or note that it came back.") if out else "")
    if key == "replace":
        return "" if row.prints or row.legacy else _("It has never been printed: print it, or correct it first.")
    if key in ("collect", "post"):
        return why_not_out(row)
    if key in ("back", "mistake"):
        return "" if out else _("It has not been handed out.")
    if key in ("approve", "refuse"):
        return "" if whole.asked is not None else _("Nobody has asked to make it void.")
    if not desk.may(VoidCertificate) and not desk.may(AskVoid):
        return desk.why_not(AskVoid)
    return _("A verifier is asked already.") if whole.asked is not None and not desk.may(VoidCertificate) else ""


def _with(page: RegisterPage, key: str, then: Callable[[CertificateWhole], object]) -> None:
    """Do it with the certificate under the cursor, or say why it cannot be done; read it where it is not shown."""
    def go(whole: CertificateWhole) -> None:
        why = why_not(key, whole, page.desk)
        if why:
            page.desk.tell(why)
        else:
            then(whole)

    row, pane = page.table.current_row(), page.beside.pane
    shown = page.pane.whole if pane is not None else None
    if shown is not None and (row is None or row.id == shown.row.id or page.pane.isVisible()):
        go(shown)
    elif row is not None:
        page.desk.ask(CertificateDetail(wanted=row.id), owner=page, tag="life", then=lambda rows: go(rows[0]))
    else:
        page.desk.tell(_("Choose a certificate first."))


def correct(page: RegisterPage) -> None:
    """Correct and print again."""
    from ui.certificates.editing import correct as form

    _with(page, "correct", lambda w: form(page.desk, page, w.row.number, lambda made: _renewed(page, made)))


def replace(page: RegisterPage) -> None:
    """Replace a paper that was handed out."""
    from ui.certificates.editing import replace as form

    _with(page, "replace", lambda w: form(page.desk, page, w.row.number, lambda made: _renewed(page, made)))


def _renewed(page: RegisterPage, made: NewEdition) -> None:
    page.desk.tell(_("{number} has a new print to be made: print {n}.").format(number=made.number, n=made.edition))
    page.reload()


def _ticked(page: RegisterPage) -> tuple[int, ...]:
    ticked = tuple(page.table.picked()) if page.table.rows_model.checked else ()
    return ticked if len(ticked) > 1 else ()


def _said(ids: tuple[int, ...]) -> str:
    return ngettext("{n} certificate", "{n} certificates", len(ids)).format(n=len(ids))


def collect(page: RegisterPage) -> None:
    """Those that are ticked, or the one shown, were collected."""
    from ui.certificates.handing import collect as form

    many = _ticked(page)
    if many:
        form(page.desk, page, many, _said(many), page.reload)
    else:
        _with(page, "collect", lambda w: form(page.desk, page, (w.row.id,), f"{w.row.number}, {w.row.holder}",
                                              page.reload))


def post(page: RegisterPage) -> None:
    """Those that are ticked, or the one shown, were posted."""
    from ui.certificates.handing import post as form

    many = _ticked(page)
    if many:
        form(page.desk, page, many, _said(many), page.reload)
    else:
        _with(page, "post", lambda w: form(page.desk, page, (w.row.id,), f"{w.row.number}, {w.row.holder}",
                                           page.reload))


def come_back(page: RegisterPage) -> None:
    """The paper is here again."""
    from ui.certificates.handing import come_back as form

    _with(page, "back", lambda w: form(page.desk, page, w.row.id, w.row.number, page.reload))


def take_back(page: RegisterPage) -> None:
    """The note of handing out was wrong."""
    from ui.certificates.handing import take_back as form

    _with(page, "mistake", lambda w: form(page.desk, page, w.row.id, w.row.number, page.reload))


def void(page: RegisterPage) -> None:
    """Make it void, or ask a verifier to."""
    from ui.certificates.voiding import void as ask

    _with(page, "void", lambda w: ask(page.desk, page, w.row.number, page.reload))


def approve(page: RegisterPage) -> None:
    """Do what was asked."""
    from ui.certificates.voiding import approve as ask

    _with(page, "approve", lambda w: ask(page.desk, page, w.row.number, w.asked.reason if w.asked else "",
                                         page.reload))


def refuse(page: RegisterPage) -> None:
    """Let it stay valid."""
    from ui.certificates.voiding import refuse as ask

    _with(page, "refuse", lambda w: ask(page.desk, page, w.row.number, page.reload))


def scan(page: RegisterPage) -> None:
    """One after the other, by scanner or keyboard."""
    from ui.certificates.scan import ScanDialog

    ScanDialog(page.desk, page.reload, page.window()).open()


def between(page: RegisterPage) -> None:
    """Only those issued between two days, either of which may be left open."""
    dialog = Dialog(_("Issued between two days"), action=_("Show"), safe=_("Cancel"), icon="calendar-days",
                    parent=page.window())
    dialog.setObjectName("between")
    where = page.tools.where()
    fields = {key: Field(words, DateBox()) for key, words in (("since", _("From")), ("until", _("Until")))}
    for key, field in fields.items():
        field.editor.setObjectName(key)
        if where.get(key):
            field.set_value(where[key])
        dialog.body.addWidget(field)

    def check() -> bool:
        unread = {k: f.value() for k, f in fields.items() if isinstance(f.value(), str) and f.value()}
        for key, field in fields.items():
            field.set_error(_("Write a day, such as 14/7/2026.") if key in unread else "")
        return not unread

    def show() -> None:
        days = {key: field.value() for key, field in fields.items()}
        rest = {k: v for k, v in page.tools.where().items() if k not in days}
        given = {k: d.isoformat() for k, d in days.items() if d and not isinstance(d, str)}
        page.filters.set_where({**rest, **given}, words={k: show_date(days[k]) for k in given})
        page.filters.changed.emit()

    dialog.check = check
    dialog.accepted.connect(show)
    dialog.open()
