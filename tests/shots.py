"""A picture of every screen, in both languages and both themes, from the sample centre: for a person to look at.

`python3 -m tests shots [FOLDER]` writes them to the ignored folder `shots`. Nothing compares them.
`python3 -m tests shots readme` makes those of the README anew.
`python3 -m tests shots colour-blind [FOLDER]` shows four of them as eyes without one kind of receptor see them.
"""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
README = {"01-home-en-light": "home.png", "04-attendance-ms-dark": "attendance.png",
          "07-completion-en-light": "completion.png"}
COLOUR_BLIND = {f"{name}-en-{mode}": f"27-colour-blind-{name}-{mode}.png" for mode in ("light", "dark")
                for name in ("03-roster", "04-attendance", "06-results", "11-certificates")}
SIZES = {"": (1440, 868), "-1366x768": (1366, 736)}


def main(arguments: list[str]) -> int:
    """Write the pictures; prints where they are."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    blind = arguments[:1] == ["colour-blind"]
    names = README if arguments == ["readme"] else COLOUR_BLIND if blind else {}
    arguments = arguments[1:] if names else arguments
    folder = (ROOT / "resources" / "screenshots" if names is README else Path(arguments[0]) if arguments
              else ROOT / "shots")
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch:
        os.environ["SIJIL_HOME"] = scratch
        _shoot(folder, Path(scratch), names)
    if blind:
        from PySide6.QtGui import QImage

        from tests.colour_blind import four_views

        for name in names.values():
            four_views(QImage(str(folder / name)), folder / name)
    print(f"Screens are in {folder}")
    return 0


def _shoot(folder: Path, scratch: Path, names: dict[str, str]) -> None:
    """Save every picture, or only those of `names` under their other names."""
    from PySide6.QtWidgets import QApplication

    from app.i18n import use_language
    from app.sample.sample import sample_centre
    from ui.kit import qt_texts
    from ui.kit.theme import theme

    application = QApplication.instance() or QApplication(sys.argv[:1])
    theme().install()
    qt_texts.install()
    with sample_centre(scratch / "sijil.db") as office:
        from app.sample.papers import write_papers

        write_papers(office, scratch / "papers")
        for language in ("en", "ms"):
            use_language(language)
            for mode in ("light", "dark"):
                theme().set_mode(mode)
                for name, picture in _screens(office, application, scratch):
                    whole = f"{name}-{language}-{mode}"
                    if not names or whole in names:
                        picture(folder / names.get(whole, f"{whole}.png"))
        use_language("en")


def _screens(office: Any, application: Any, scratch: Path) -> Iterator[tuple[str, Callable[[Path], None]]]:
    from PySide6.QtCore import QThread

    from app.certificates.templates.commands import NewDraft
    from app.cohorts.queries import CohortDetail
    from app.office.command import Ref
    from app.office.office import Office
    from app.office.permissions import NOBODY, SYSTEM, Actor
    from ui.desk.desk import Desk
    from ui.shell.first_run import FirstRun
    from ui.shell.window import MainWindow
    from ui.staff.sign_in import SignInScreen

    actor = Actor(1, "aminah", "Aminah Yusof", SYSTEM.roles)
    desk = Desk(Office(office.engine, actor, clock=office.clock), synchronous=True)

    def settle() -> None:
        for _turn in range(4):
            application.processEvents()
            QThread.msleep(30)  # some panels wait until no key comes any more
        application.processEvents()

    def of(widget: Any) -> Callable[[Path], None]:
        def save(path: Path) -> None:
            settle()
            widget.grab().save(str(path))

        return save

    sign = SignInScreen(Desk(Office(office.engine, NOBODY), synchronous=True))
    sign.resize(1180, 760)
    sign.show()
    yield "16-sign-in", of(sign)
    sign.close()
    first = FirstRun(desk, str(scratch / "new.db"))
    first.resize(1180, 760)
    first.show()
    for step in range(len(first.pages)):
        first.wizard.go(step)
        yield f"17-first-run-{step + 1}", of(first)
    first.close()
    window = MainWindow(desk)
    window.showNormal()
    draft = office.do(NewDraft(code="klasik", name="Klasik")).value
    for suffix, size in SIZES.items():
        window.resize(*size)
        for number, key in (("01", "home"), ("02", "trainees"), ("03a", "programmes"), ("03b", "cohorts"),
                            ("11", "certificates")):
            window.go(key)
            yield f"{number}-{key}{suffix}", of(window)
        window.show_ref(Ref("trainees", 0, "status=training&employer=0"))
        settle()
        window.page.table.rows_model.toggle([0, 2])  # type: ignore[union-attr]
        yield f"02b-trainees-filtered{suffix}", of(window)
        window.page.tools.set_where({})  # type: ignore[union-attr]
        running = office.ask(CohortDetail(code="HCIA-5G-07"))[0].id
        finished = office.ask(CohortDetail(code="HCIA-AI-03"))[0].id
        for number, key, tab in (("03", running, "roster"), ("03c", running, "timetable"),
                                 ("04", running, "attendance"), ("06", finished, "results"),
                                 ("07", finished, "completion"), ("08", finished, "history")):
            window.show_ref(Ref("cohort", key, tab))
            yield f"{number}-{tab}{suffix}", of(window)
            if tab == "attendance":
                yield from _roll_call(window, suffix, of)
            if tab in ("timetable", "attendance", "results") and not suffix:
                yield from _dialogs(window.page.front_part(), number, of)  # type: ignore[union-attr]
        for section in ("centre", "numbering", "calendar", "statuses", "users", "privacy", "backups", "display",
                        "left", "history"):
            window.show_ref(Ref("settings", None, section))
            yield f"15-settings-{section}{suffix}", of(window)
        yield from _lists(window, running, suffix, of)
        window.show_ref(Ref("import"))
        yield f"09-import{suffix}", of(window)
        window.show_ref(Ref("template", draft))
        yield f"08-designer{suffix}", of(window)
    yield from _papers(desk, window, of)
    window.desk.close()
    window.hide()
    window.deleteLater()


def _lists(window: Any, cohort_id: int, suffix: str, of: Any) -> Iterator[tuple[str, Callable[[Path], None]]]:
    """What leaves: the choice of a list, with full numbers, and how a list is made."""
    from app.office.command import Ref
    from ui.desk import talk
    from ui.rosters.editor import PresetEditor

    opened: list[Any] = []
    before, talk.open_dialog = talk.open_dialog, opened.append
    window.show_ref(Ref("cohort", cohort_id, "roster"))
    window.page.front_part().export()
    talk.open_dialog = before
    dialog = opened[0]
    dialog.open()
    yield f"23-lists{suffix}", of(dialog)
    dialog.table.choose("nominal-roll")
    yield f"23-lists-in-full{suffix}", of(dialog)
    editor = PresetEditor(window.desk, dialog._rows["nominal-roll"], dialog.outgoing.subjects, dialog, lambda _k: None)
    editor.open()
    yield f"23-lists-own{suffix}", of(editor)
    editor.close()
    dialog.close()


def _papers(desk: Any, window: Any, of: Any) -> Iterator[tuple[str, Callable[[Path], None]]]:
    """The window before printing, with a printer that is not there, and the answers of a check."""
    from app.certificates.queries import Register
    from ui.certificates.check import CheckDialog
    from ui.completion.papers import Stack
    from ui.desk import printers
    from ui.desk.print_dialog import PrintDialog

    before = printers.printers, printers.reach
    printers.printers = lambda: printers.Found(("Pejabat, laser",), "Pejabat, laser")
    printers.reach = lambda *_a: printers.Reach((4.2, 4.2, 4.2, 4.2))
    rows = desk.office.ask(Register(limit=60))
    paper = Stack(desk, window, [row.id for row in rows], "certificates").paper()
    dialog = PrintDialog(desk, paper, paper.make(lambda *_a: None), window)
    dialog.show()
    yield "24-print-batch", of(dialog)
    dialog.close()
    printers.printers, printers.reach = before
    for name, what in (("19a-valid", rows[0].number), ("19c-unknown", "KL26-99999-X")):
        check = CheckDialog(desk, lambda _key: None, window)
        check.show()
        check.box.setText(what)
        check.action_button.click()
        yield name, of(check)
        check.close()


def _roll_call(window: Any, suffix: str, of: Callable[[Any], Callable[[Path], None]]
               ) -> Iterator[tuple[str, Callable[[Path], None]]]:
    tab = window.page.front_part()
    tab.marking.roll_call()
    yield f"05-roll-call{suffix}", of(tab.roll)
    tab.roll.close()


def _dialogs(tab: Any, number: str, of: Callable[[Any], Callable[[Path], None]]
             ) -> Iterator[tuple[str, Callable[[Path], None]]]:
    """Every dialog that a command of the tab opens, named after its class; none is answered."""
    from PySide6.QtWidgets import QWidget

    from ui.desk import talk
    from ui.kit.dialog import Dialog

    opened: list[Dialog] = []
    before = {name: getattr(talk, name) for name in ("ask", "tell", "_choose", "open_dialog")}
    open_before = Dialog.open
    for name in before:
        setattr(talk, name, lambda *_a, **_k: None)
    talk.open_dialog = opened.append
    Dialog.open = opened.append  # type: ignore[assignment,method-assign]
    seen = set()
    try:
        for act in list(tab.acts):
            if act.isEnabled() and act.text().endswith("…"):  # the others do something at once
                act.trigger()
            for dialog in opened:
                QWidget.show(dialog)
                name = type(dialog).__name__.removesuffix("Dialog").lower()
                if name not in seen:
                    seen.add(name)
                    yield f"{number}-dialog-{name}", of(dialog)
                dialog.close()
            opened.clear()
    finally:
        Dialog.open = open_before  # type: ignore[method-assign]
        for name, function in before.items():
            setattr(talk, name, function)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
