"""The photo of a trainee: made small on its way in, refused when it is none, and nowhere in the history."""

from __future__ import annotations

import base64
import hashlib
import zlib
from io import BytesIO

import pytest
from PIL import Image
from sqlalchemy import select, text

from app.errors import Invalid, Refused
from app.exchange.pictures import portrait
from app.office.office import Office
from app.office.permissions import Actor
from app.trainees.commands import AddTrainee, RemoveTrainee
from app.trainees.merge import MergeTrainees, UndoMerge
from app.trainees.photos import Photos, RemovePhoto, SetPhoto
from app.trainees.queries import TraineeHistory, TraineePage
from tests.app.cohorts.test_undo_import import Centre

RED, BLUE = (200, 30, 30), (30, 30, 200)


def picture(size: tuple[int, int] = (1200, 1600), kind: str = "JPEG", mode: str = "RGB", *,
            top: tuple[int, int, int] = RED, turned: int = 1) -> bytes:
    """A picture with one colour above another, as a camera makes it."""
    image = Image.new(mode, size, BLUE if mode == "RGB" else (*BLUE, 255))
    image.paste(top if mode == "RGB" else (*top, 255), (0, 0, size[0], size[1] // 2))
    exif = Image.Exif()
    exif[0x0112] = turned
    exif[0x010F] = "Contoh Camera"  # who made it
    held = BytesIO()
    image.save(held, kind, **({"exif": exif} if kind == "JPEG" else {}))
    return held.getvalue()


def opened(data: bytes) -> Image.Image:
    return Image.open(BytesIO(data))


def near(one: object, other: tuple[int, int, int]) -> bool:
    return isinstance(one, tuple) and all(abs(a - b) < 12 for a, b in zip(one, other, strict=True))


def add(office: Office, name: str = "NUR AISYAH BINTI ZULKIFLI", number: str = "040229-14-0126") -> int:
    return office.do(AddTrainee(full_name=name, identity_number=number)).value


def photos(office: Office, *keys: int) -> dict[int, bytes]:
    return {p.trainee_id: p.data for p in office.ask(Photos(trainee_ids=keys))}


@pytest.mark.parametrize("given", [picture(), picture(kind="PNG"), picture((4000, 3000)), picture((900, 5000))])
def test_a_photo_is_cut_to_35_by_45_and_small(given: bytes) -> None:
    made = opened(portrait(given))
    assert (made.format, made.mode, made.size) == ("JPEG", "RGB", (413, 531))
    assert near(made.getpixel((200, 20)), RED) and near(made.getpixel((200, 510)), BLUE)
    assert len(portrait(given)) < 40_000


def test_a_small_photo_is_not_made_larger() -> None:
    assert opened(portrait(picture((100, 100)))).size == (78, 100)
    assert opened(portrait(picture((1, 1), "PNG"))).size == (1, 1)


def test_a_photo_stands_upright_and_forgets_its_camera() -> None:
    given = picture((1600, 1200), turned=6)  # taken on its side: the top is at the right
    assert b"Contoh Camera" in given
    small = portrait(given)
    assert b"Contoh Camera" not in small and not opened(small).getexif()
    assert near(opened(small).getpixel((400, 265)), RED) and near(opened(small).getpixel((10, 265)), BLUE)


def test_what_is_clear_becomes_white_and_what_is_grey_stays_grey() -> None:
    held = BytesIO()
    Image.new("RGBA", (700, 900), (0, 0, 0, 0)).save(held, "PNG")
    assert near(opened(portrait(held.getvalue())).getpixel((5, 5)), (255, 255, 255))
    for mode, colour in (("L", 90), ("CMYK", (0, 0, 0, 165)), ("P", 0), ("I;16", 0)):
        held = BytesIO()
        Image.new(mode, (700, 900), colour).save(held, "JPEG" if mode == "CMYK" else "PNG")
        assert opened(portrait(held.getvalue())).mode == "RGB"


def bomb() -> bytes:
    """A PNG of 30,000 x 30,000 pixels in a few kilobytes."""
    def chunk(kind: bytes, held: bytes) -> bytes:
        return len(held).to_bytes(4) + kind + held + zlib.crc32(kind + held).to_bytes(4)

    head = (30_000).to_bytes(4) * 2 + bytes((1, 0, 0, 0, 0))
    parts = {b"IHDR": head, b"IDAT": zlib.compress(bytes(10_000)), b"IEND": b""}
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunk(kind, held) for kind, held in parts.items())


def gif() -> bytes:
    held = BytesIO()
    Image.new("RGB", (70, 90)).save(held, "GIF")
    return held.getvalue()


@pytest.mark.parametrize(("given", "says"), [
    (b"", "cannot be read"), (b"%PDF-1.7 renamed to photo.jpg", "cannot be read"), (gif(), "cannot be read"),
    (picture()[:2000], "cannot be read"), (picture(kind="PNG")[:300], "cannot be read"), (bomb(), "cannot be read"),
    (picture((6000, 5000), "PNG"), "more than 25 million pixels"), (bytes(30_000_001), "larger than 30 MB")])
def test_what_is_no_photo_is_refused_with_a_sentence(office: Office, given: bytes, says: str) -> None:
    key = add(office)
    with pytest.raises(Invalid, match=says) as told:
        office.do(SetPhoto(trainee_id=key, data=given))
    assert set(told.value.problems) == {"photo"}
    assert photos(office, key) == {}


def test_a_photo_comes_changes_goes_and_comes_back(office: Office) -> None:
    key, other = add(office), add(office, "TAN WEI MING", "900101-14-5567")
    office.do(SetPhoto(trainee_id=key, data=picture(), about="Aisyah"))
    first = photos(office, key, other)
    assert list(first) == [key] and office.ask(Photos(trainee_ids=(key,)))[0].hash == hashlib.sha256(
        first[key]).hexdigest()
    office.do(SetPhoto(trainee_id=key, data=picture(top=(30, 160, 30))))
    second = photos(office, key)
    assert second != first
    office.do(RemovePhoto(trainee_id=key))
    assert photos(office, key) == {}
    with pytest.raises(Invalid, match="no photo"):
        office.do(RemovePhoto(trainee_id=key))
    office.undo()
    assert photos(office, key) == second
    office.undo()
    assert photos(office, key) == first
    office.redo()
    assert photos(office, key) == second
    labels = [line.label for line in office.ask(TraineeHistory(trainee_id=key))]
    assert labels[-2:] == ["Photo of Aisyah", "Add NUR AISYAH BINTI ZULKIFLI"] and "Remove a photo" in labels
    assert all("photo" not in line.label.lower() for line in office.ask(TraineeHistory(trainee_id=other)))


def test_the_same_photo_again_changes_nothing(office: Office) -> None:
    key = add(office)
    office.do(SetPhoto(trainee_id=key, data=picture()))
    assert not office.do(SetPhoto(trainee_id=key, data=picture())).changes.kinds


def test_the_history_holds_no_photo(office: Office) -> None:
    key = add(office)
    office.do(SetPhoto(trainee_id=key, data=picture()))
    small = photos(office, key)[key]
    office.do(RemovePhoto(trainee_id=key))
    office.undo()
    with office.engine.connect() as connection:
        told = " ".join(f"{b} {a}" for b, a in connection.execute(text("SELECT before, after FROM history_row")))
    assert hashlib.sha256(small).hexdigest() in told
    assert base64.b64encode(small).decode()[:40] not in told and len(told) < 8_000


def test_who_may_only_look_sets_no_photo(office: Office) -> None:
    key = add(office)
    office.do(SetPhoto(trainee_id=key, data=picture()))
    office.actor = Actor(7, "Rosnah", ("viewer",))
    with pytest.raises(Refused):
        office.do(SetPhoto(trainee_id=key, data=picture()))
    with pytest.raises(Refused):
        office.do(RemovePhoto(trainee_id=key))


def test_a_trainee_is_removed_with_the_photo(office: Office) -> None:
    key = add(office)
    office.do(SetPhoto(trainee_id=key, data=picture()))
    office.do(RemoveTrainee(trainee_id=key))
    with office.engine.connect() as connection:
        assert connection.scalar(select(text("count(*)")).select_from(text("trainee_photo"))) == 0
    office.undo()
    assert list(photos(office, key)) == [key]


@pytest.mark.parametrize("both", [False, True])
def test_a_photo_follows_a_merge_and_goes_back(office: Office, both: bool) -> None:
    kept, gone = add(office), add(office, "NUR AISYAH ZULKIFLI", "")
    office.do(SetPhoto(trainee_id=gone, data=picture(top=(30, 160, 30))))
    if both:
        office.do(SetPhoto(trainee_id=kept, data=picture()))
    before = photos(office, kept, gone)
    merge = office.do(MergeTrainees(kept_id=kept, gone_id=gone)).value
    assert photos(office, kept)[kept] == before[kept if both else gone]
    assert (gone in photos(office, gone)) is both
    with pytest.raises(Invalid, match="was merged into"):
        office.do(SetPhoto(trainee_id=gone, data=picture()))
    office.do(UndoMerge(merge_id=merge))
    assert photos(office, kept, gone) == before
    office.undo()
    office.undo()
    assert photos(office, kept, gone) == before


def test_a_list_is_not_taken_back_over_a_photo(sqlite_office: Office) -> None:
    centre = Centre(sqlite_office)
    centre.office.do(SetPhoto(trainee_id=centre.first, data=picture()))
    with pytest.raises(Refused, match="1 photo"):
        centre.undo()
    assert list(photos(centre.office, centre.first)) == [centre.first]
    centre.office.do(RemovePhoto(trainee_id=centre.first))
    centre.undo()
    assert not centre.office.ask(TraineePage(text="WAN RUZITA"))
