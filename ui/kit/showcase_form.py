"""The page of all components: a form with its problems, two values side by side, a wizard."""

from __future__ import annotations

from ui.kit.card import Card
from ui.kit.colour_box import ColourBox
from ui.kit.form import Form, FormFoot, Spec
from ui.kit.side_by_side import LEFT, RIGHT, Line, SideBySide
from ui.kit.text import label
from ui.kit.text_box import NumberBox, TextBox
from ui.kit.tokens import PAPER
from ui.kit.wizard import Wizard


def form_card() -> Card:
    """Changed fields with a dot, problems beside the fields and summed up with links."""
    inks = (("Inks", [(PAPER["petrol"], "Petrol"), (PAPER["gold"], "Gold")]),)
    form = Form([Spec("name", "Full name", TextBox(), required=True), Spec("age", "Age", NumberBox()),
                 Spec("colour", "Colour", ColourBox(lambda: inks))])
    form.set_values({"name": "Nur Aisyah binti Zulkifli", "age": 22, "colour": PAPER["gold"]})
    form.put({"name": "", "age": "x"})
    form.refuse({"name": "Write the name as it stands on the identity card.", "age": "Write a number."})
    return Card("Form", form, FormFoot(form, lambda: None), role="label")


def sides_card() -> Card:
    """What two people wrote, one of each taken."""
    sides = SideBySide([Line("n", "Name", "Muhammad Hazim", "Muhd Hazim", LEFT),
                        Line("i", "MyKad", "020504-••-••••", "020504-••-••••", same=True),
                        Line("p", "Phone", "013-000 1120", "013-000 6642", RIGHT)],
                       ("Yours", "not saved yet"), ("Saved by Wong at 08:31", ""))  # fmt: skip
    return Card("Two values", sides, role="label")


def wizard_card() -> Card:
    """Steps at the left, what is missing in the foot."""
    wizard = Wizard(["Language", "Your centre", "Ready"], side="left")
    for words in ("Choose the language", "Tell us about your centre", "Everything is ready"):
        wizard.add(label(words, "section"), missing=lambda: "Type the name of the centre")
    wizard.go(1)
    wizard.setMinimumHeight(220)
    return Card("Wizard", wizard, role="label")
