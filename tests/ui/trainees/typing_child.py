"""Types into the form of a trainee and waits to be killed. Arguments: the database, the login."""

from __future__ import annotations

import sys
import time

from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.db.engine import make_engine
from app.office.office import Office
from app.office.permissions import SYSTEM, Actor
from app.trainees.queries import TraineeDetail
from ui.desk.desk import Desk
from ui.trainees.form import TraineeForm


def main(database: str, login: str) -> None:
    """Never comes back."""
    app = QApplication([])
    desk = Desk(Office(make_engine(database), Actor(1, login, "Aminah", SYSTEM.roles)), synchronous=True)
    form = TraineeForm(desk)
    form.show()
    form.show_trainee(desk.office.ask(TraineeDetail(trainee_id=1))[0])
    email = form.form.fields["email"].editor
    email.setFocus()
    email.selectAll()
    QTest.keyClicks(email, "typed@mel.example")
    number = form.identity.number
    number.setFocus()
    number.selectAll()
    QTest.keyClicks(number, "040312140125")
    while form.keeper._timer.isActive():
        app.processEvents()
        time.sleep(0.01)
    print("typed", flush=True)
    time.sleep(60)


if __name__ == "__main__":
    main(*sys.argv[1:3])
