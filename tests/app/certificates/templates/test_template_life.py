"""The life of a template: drafts, approval, versions that never change, and which one is used where."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.centre.commands import SaveCentre
from app.certificates.paper import check
from app.certificates.templates import commands, queries, shipped
from app.certificates.templates.commands import (
    AddTemplate,
    DeleteDraft,
    NewDraft,
    PublishTemplate,
    RenameTemplate,
    RetireTemplate,
    SaveDraft,
)
from app.certificates.templates.model import Layout, Name
from app.certificates.templates.queries import TemplateDetail, TemplateRow, Templates, VersionOf, VersionWhole
from app.errors import Conflict, Damaged, Invalid, Missing, Refused
from app.office.command import Command, Work
from app.office.office import Office
from app.office.permissions import Actor, Permission
from app.programmes.commands import SaveCourse


class _Within(Command[object]):
    """Something done inside a transaction, as issuing does it."""

    needs = Permission.ANYONE
    undoable = False

    def __init__(self, what: object) -> None:
        self.what = what

    def label(self) -> str:
        return "within"

    def run(self, work: Work) -> object:
        return self.what(work)  # type: ignore[operator]


def within(office: Office, what: object) -> object:
    return office.do(_Within(what)).value


def row(office: Office, code: str) -> TemplateRow:
    return next(r for r in office.ask(Templates()) if r.code == code)


def whole(office: Office, key: int) -> VersionWhole:
    return office.ask(VersionOf(version_id=key))[0]


def wider(layout: Layout, by: float) -> str:
    name = layout.thing("name")
    assert isinstance(name, Name)
    return layout.put(replace(name, w=name.w + by)).to_json()


def kept(office: Office, code: str) -> tuple[str, int]:
    found = within(office, lambda w: (lambda v: (v.digest, v.number))(commands.keep(w, code)))
    return found  # type: ignore[return-value]


def test_a_shipped_template_is_kept_when_it_is_first_used(centre: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    assert [(r.code, r.version, r.template_id) for r in centre.ask(Templates())] == [("klasik", 1, 0), ("moden", 1, 0)]
    before = shipped.layouts()["klasik"]
    digest, number = kept(centre, "klasik")
    assert (digest, number) == (before.digest, 1)
    assert row(centre, "klasik").template_id
    monkeypatch.setattr(shipped, "layouts", lambda: {"klasik": Layout(margin=15)})  # the next release draws otherwise
    assert within(centre, lambda w: queries.layout_of(w, digest)) == before
    assert kept(centre, "klasik") == (digest, 1)
    with pytest.raises(Missing):
        within(centre, lambda w: queries.current(w, "nowhere"))
    with pytest.raises(Damaged):
        within(centre, lambda w: queries.layout_of(w, "0" * 64))


def test_a_draft_is_saved_undone_published_and_then_stays(centre: Office) -> None:
    key = centre.do(AddTemplate(name="Sijil Rakan", like="klasik")).value
    first = whole(centre, key)
    assert (first.state, first.number, first.code) == ("draft", 1, "sijil-rakan")
    centre.do(SaveDraft(version_id=key, version=first.version, content=wider(first.layout, 10)))
    centre.do(SaveDraft(version_id=key, content=wider(first.layout, 20)))
    assert whole(centre, key).layout.thing("name").w == 250  # type: ignore[union-attr]
    centre.undo()
    assert whole(centre, key).layout.thing("name").w == 240  # type: ignore[union-attr]
    with pytest.raises(Conflict):
        centre.do(SaveDraft(version_id=key, version=first.version, content=first.layout.to_json()))
    with pytest.raises(Refused, match="published yet"):
        within(centre, lambda w: queries.current(w, "sijil-rakan"))
    centre.do(PublishTemplate(version_id=key, note="Checked on paper"))
    with pytest.raises(Refused, match="never changes"):
        centre.do(SaveDraft(version_id=key, content=first.layout.to_json()))
    with pytest.raises(Refused, match="never changes"):
        centre.do(DeleteDraft(version_id=key))
    with pytest.raises(Conflict):
        centre.undo()  # of the save before: what it changed is published
    told = centre.ask(TemplateDetail(code="Sijil Rakan"))[0].versions[0]
    assert (told.state, told.approved_by, told.note) == ("published", "Sijil", "Checked on paper")
    assert kept(centre, "sijil-rakan")[1] == 1


def test_the_next_draft_is_the_next_version(centre: Office) -> None:
    kept(centre, "klasik")
    key = centre.do(NewDraft(code="klasik")).value
    assert centre.do(NewDraft(code="klasik")).value == key
    draft = whole(centre, key)
    assert draft.number == 2
    centre.do(SaveDraft(version_id=key, content=wider(draft.layout, 5)))
    assert kept(centre, "klasik") == (draft.layout.digest, 1)  # a draft is used nowhere
    centre.do(PublishTemplate(version_id=key))
    assert kept(centre, "klasik")[1] == 2
    assert [(v.number, v.state) for v in centre.ask(TemplateDetail(code="klasik"))[0].versions] == [
        (2, "published"), (1, "published")]
    assert within(centre, lambda w: queries.layout_of(w, draft.layout.digest)) == draft.layout


def test_a_template_that_would_not_be_read_is_not_published(centre: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    from types import SimpleNamespace

    monkeypatch.setattr(check, "check_layout", lambda _layout: [
        SimpleNamespace(thing="qr", sentence="The QR code is too small.", severity="stop"),
        SimpleNamespace(thing="name", sentence="It is near the edge.", severity="warn")], raising=False)
    key = centre.do(AddTemplate(name="Kecil", like="klasik")).value
    with pytest.raises(Refused) as told:
        centre.do(PublishTemplate(version_id=key))
    assert "too small" in str(told.value) and "edge" not in str(told.value)
    assert whole(centre, key).state == "draft"


def test_who_may_draft_may_not_approve(centre: Office) -> None:
    key = centre.do(AddTemplate(name="Baharu", like="klasik")).value
    maker = Office(centre.engine, Actor(5, "siti", "Siti", frozenset({"certificates"})))
    judge = Office(centre.engine, Actor(6, "ravi", "Ravi", frozenset({"verifier"})))
    with pytest.raises(Refused):
        maker.do(PublishTemplate(version_id=key))
    with pytest.raises(Refused):
        judge.do(SaveDraft(version_id=key, content=Layout().to_json()))
    judge.do(PublishTemplate(version_id=key))
    assert centre.ask(TemplateDetail(code="baharu"))[0].versions[0].approved_by == "Ravi"


def test_a_template_in_use_is_not_retired(centre: Office) -> None:
    with pytest.raises(Refused, match="of the centre"):
        centre.do(RetireTemplate(code="klasik"))
    course = centre.do(SaveCourse(code="AI", title="AI", certificate_design="moden")).value
    assert row(centre, "moden").courses == ("AI",)
    with pytest.raises(Refused, match="AI"):
        centre.do(RetireTemplate(code="moden"))
    centre.do(SaveCourse(course_id=course, code="AI", title="AI"))
    centre.do(RetireTemplate(code="moden"))
    with pytest.raises(Refused, match="retired"):
        within(centre, lambda w: queries.current(w, "moden"))
    assert [r.code for r in centre.ask(Templates(usable=True))] == ["klasik"]
    centre.do(RetireTemplate(code="moden", active=True))
    assert kept(centre, "moden")[1] == 1


def test_names_are_told_apart(centre: Office) -> None:
    centre.do(AddTemplate(name="Ceramah", like="klasik", kinds="participation"))
    with pytest.raises(Invalid, match="already"):
        centre.do(AddTemplate(name="ceramah", like="klasik"))
    with pytest.raises(Invalid):
        centre.do(RenameTemplate(code="ceramah", name="Klasik"))
    centre.do(RenameTemplate(code="ceramah", name="Seminar", kinds="participation award"))
    told = row(centre, "ceramah")
    assert (told.name, told.kinds) == ("Seminar", ("participation", "award"))
    assert told.serves("award") and not told.serves("completion")
    centre.undo()
    assert row(centre, "ceramah").name == "Ceramah"


def test_a_draft_is_deleted_with_a_template_that_was_never_published(centre: Office) -> None:
    key = centre.do(AddTemplate(name="Silap")).value
    centre.do(DeleteDraft(version_id=key))
    assert [r.code for r in centre.ask(Templates())] == ["klasik", "moden"]
    centre.undo()
    assert row(centre, "silap").state == "draft"


def test_taking_a_shipped_one_in_is_not_undone(centre: Office) -> None:
    centre.do(NewDraft(code="klasik"))
    with pytest.raises(Refused, match="stays"):
        centre.undo()
    centre.do(SaveCentre(certificate_design="moden"))


def test_altered_content_is_found(centre: Office) -> None:
    from sqlalchemy import text

    digest, _n = kept(centre, "klasik")
    with centre.engine.begin() as connection:
        connection.execute(text("UPDATE template_version SET content = replace(content, '160', '150')"))
    with pytest.raises(Damaged, match="altered"):
        within(centre, lambda w: queries.layout_of(w, digest))
