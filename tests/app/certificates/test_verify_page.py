"""The verify page in a real Chromium at the size of a phone: every state, every way in, and no word to the network."""

from __future__ import annotations

import base64
import hashlib
import shutil
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from PIL import Image
from selenium.webdriver.support.ui import WebDriverWait

from app.certificates.publish import entry
from app.certificates.verify_page import page
from app.exchange.qr import encode
from app.trust.statement import Claims, sample
from tests.app.certificates.phone import INSECURE, KID, Phone, page_data, phone, serving, statement

if not shutil.which("chromium") or not shutil.which("chromedriver"):
    pytest.skip("chromium is not there", allow_module_level=True)

KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
PUBLIC = KEY.public_key().public_bytes_raw()
OTHER = Ed25519PrivateKey.from_private_bytes(bytes(range(1, 33)))
TODAY = datetime.now(UTC)
NAME = "Adriana Sofia binti Fauzi"
ABOUT: dict[str, Any] = {
    "number": "KL26-00388-H", "name": NAME, "course": "HCIA-AI, Kecerdasan Buatan", "kind": "completion",
    "issued_on": date(2026, 7, 14), "starts": date(2026, 6, 15), "ends": date(2026, 7, 10), "status_index": 5,
    "anchor": "17:0123456789abcdef", "centre": "KL"}
VOID, REPLACED = 6, 7


def say(**more: Any) -> str:
    return statement(KEY, **(ABOUT | more))


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Phone]:
    seen = tmp_path_factory.mktemp("camera") / "paper.mjpeg"
    look = Image.new("RGB", (1280, 720), "#666")
    look.paste(drawn(say()).rotate(7, expand=True, fillcolor="#fff"), (420, 120))
    look.save(seen, "JPEG", quality=85)
    with phone(seen) as made:
        yield made


def drawn(text: str, cell: int = 5) -> Image.Image:
    """A QR code with its quiet zone."""
    code = encode(text)
    assert code is not None
    dots = Image.frombytes("1", (code.side, code.side), code.rows)
    sheet = Image.new("1", (code.side + 8, code.side + 8), 1)
    sheet.paste(dots, (4, 4))
    return sheet.resize((sheet.width * cell, sheet.height * cell)).convert("RGB")


def test_the_camera_reads_a_code_and_is_put_out_then(browser: Phone, folder: Path) -> None:
    browser.open(write(folder))
    browser.driver.find_element("css selector", "button.big.main").click()
    WebDriverWait(browser.driver, 20, 0.05).until(lambda d: d.find_elements("id", "state"))
    assert (browser.state, NAME in browser.text) == ("valid", True)
    assert browser.run("return document.querySelector('video')") is None


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("web")


def write(folder: Path, name: str = "semak.html", **more: Any) -> str:
    """A page with a list of today; gives its address."""
    told = {"made": f"{TODAY:%Y-%m-%dT%H:%M:%SZ}", "void": [VOID, 9684], "replaced": [REPLACED, 9690]} | more
    data = page_data(public=PUBLIC, **told)
    (folder / name).write_bytes(page(data))
    return (folder / name).as_uri()


STATES = {
    "valid": (say(), "Sijil ini sah", "This certificate is valid"),
    "void": (say(status_index=VOID), "Sijil ini telah dibatalkan", "This certificate has been revoked"),
    "replaced": (say(status_index=REPLACED), "Cetakan ini telah digantikan", "This print has been replaced"),
    "expired": (say(expires_on=date(2026, 8, 1)), "Sijil ini telah luput", "This certificate has expired"),
    "unknown_key": (statement(KEY, "ffffffff", **ABOUT), "Tidak dapat disahkan di sini", "It cannot be confirmed here"),
    "forged": (statement(OTHER, **ABOUT), "Bukan sijil kami", "Not issued by this centre"),
    "unreadable": ("#12345", "Tidak dapat dibaca", "It could not be read"),
    "sample": (sample(Claims(**ABOUT)), "Contoh sahaja, bukan sijil", "Only a sample, no certificate")}


@pytest.mark.parametrize("state", STATES)
def test_each_state_is_told_in_both_languages(browser: Phone, folder: Path, state: str) -> None:
    text, malay, english = STATES[state]
    address = write(folder)
    browser.open(address, text)
    for code, first, second in (("ms", malay, english), ("en", english, malay)):
        browser.language(code)
        assert browser.state == state
        heading = browser.driver.find_element("css selector", "#state").text.split("\n")
        assert heading == [first, second]
    shown = browser.text
    assert (NAME in shown) == (state in ("valid", "replaced", "expired"))  # of a void one it concerns nobody
    assert ("KL26-00388-H" in shown) == (state in ("valid", "void", "replaced", "expired"))
    assert browser.run("return document.documentElement.scrollWidth") <= 390
    assert browser.asked() == [address]
    assert browser.complaints() == []


def test_a_valid_one_says_what_to_compare_and_how_old_the_list_is(browser: Phone, folder: Path) -> None:
    browser.open(write(folder), say(expires_on=date(2099, 8, 1), edition=2))
    browser.language("en")
    for said in (NAME, "HCIA-AI, Kecerdasan Buatan", "Certificate of completion · 15 June – 10 July 2026", "print 2",
                 "14 July 2026", "1 August 2099", "Compare the name, serial number, programme and dates", "(today)"):
        assert said in browser.text, said


def test_c5_a_page_with_a_week_old_list_says_so(browser: Phone, folder: Path) -> None:
    old = f"{TODAY - timedelta(days=9, hours=1):%Y-%m-%dT%H:%M:%SZ}"
    browser.open(write(folder, made=old), say(issued_on=date(2026, 1, 1)))
    browser.language("en")
    assert browser.state == "valid"
    assert "is 9 days old" in browser.text
    assert "(9 days ago)" in browser.text
    browser.open(write(folder, made=old), say(status_index=VOID))
    assert browser.state == "void"  # what is known stays known


def test_one_without_a_place_or_newer_than_the_list_is_said(browser: Phone, folder: Path) -> None:
    address = write(folder)
    browser.open(address, say(status_index=None))
    browser.language("en")
    assert "cannot tell whether it was revoked" in browser.text
    browser.open(address, say(issued_on=TODAY.date() + timedelta(days=3)))
    browser.language("en")
    assert "issued after this page's list" in browser.text


def test_a_statement_of_a_revoked_key_is_believed_only_when_it_was_known_before(browser: Phone, folder: Path) -> None:
    before, after = say(), say(number="KL26-00999-X", status_index=9)
    known = hashlib.sha512(before.rpartition("#")[2].encode()).digest()[:8]
    keys = [{"kid": KID, "use": "statement", "public": base64.b64encode(PUBLIC).decode(),
             "revoked": "2026-08-01T00:00:00Z", "known": base64.b64encode(known).decode()}]
    address = write(folder, keys=keys)
    browser.open(address, before)
    assert browser.state == "valid"
    browser.open(address, after)  # dated before the day, as whoever stole the key would date it
    assert browser.state == "revoked_key"
    assert "KL26-00999-X" not in browser.text


def test_a_plain_web_address_does_as_well_and_nothing_else_is_asked_for(browser: Phone, folder: Path) -> None:
    write(folder)
    with serving(folder) as port:
        for host in ("127.0.0.1", INSECURE):
            address = f"http://{host}:{port}/semak.html"
            browser.open(address, say())
            assert browser.run("return window.isSecureContext") == (host != INSECURE)
            assert browser.state == "valid"
            assert {a for a in browser.asked() if not a.endswith("/favicon.ico")} == {address}
        tried = browser.run(f"""
            var image = new Image(); image.src = "http://127.0.0.1:{port}/trap";
            return fetch("http://{INSECURE}:{port}/trap").then(
                function () {{ return "went" }}, function () {{ return "held" }})""")
        assert tried == "held"
        assert any("Content Security Policy" in said for said in browser.complaints())


def test_names_are_text_whatever_they_hold(browser: Phone, folder: Path) -> None:
    name = "<img src=x onerror=hacked=1> \"'</dd><script>hacked=1</script> &amp; *x*"
    centre = {"code": "KL", "name": "</script><script>hacked=1</script> @DATA@ $& {centre}", "name_ms": "", "phone": "",
              "email": "", "logo": ""}
    address = write(folder, centre=centre)
    browser.open(address, say(name=name, course="<b onclick=hacked=1>C</b>"))
    assert browser.state == "valid"
    assert name in browser.text
    assert "<b onclick=hacked=1>C</b>" in browser.text
    browser.open(address, statement(OTHER, **ABOUT))
    assert centre["name"] in browser.text
    assert browser.run("return typeof hacked") == "undefined"
    assert browser.complaints() == []


def test_names_in_any_script_are_read(browser: Phone, folder: Path) -> None:
    address = write(folder)
    for name in ("அருண் குமார் a/l முத்து", "نورالهدى بنت احمد", "陳小明 𠮷", "Ts. Ñandú Ødegård"):
        browser.open(address, say(name=name))
        assert (browser.state, name in browser.text) == ("valid", True), name


def test_a_number_typed_with_its_code_is_confirmed(browser: Phone, folder: Path) -> None:
    def listed(*papers: tuple[str, str]) -> str:
        return base64.b64encode(b"".join(sorted(entry("salt", *p) for p in papers))).decode()

    many = [(f"KL26-{n:05}-H", "ACDEF34679") for n in range(500)]
    ended, lasting = date(2026, 8, 1), date(2090, 1, 1)
    address = write(folder, index={
        "salt": "salt", "valid": listed(*many), "void": listed(("KL26-09001-A", "XXACDEF346")),
        "replaced": listed(("KL26-09002-A", "XXACDEF347")), "old": listed(("ADTEC/2015/001", "")),
        "expiring": base64.b64encode(b"".join(sorted(
            entry("salt", number, "ACDEF34679") + (day - date(2000, 1, 1)).days.to_bytes(2, "big")
            for number, day in (("KL26-09003-A", ended), ("KL26-09004-A", lasting))))).decode()})
    for number, code, state in (
            ("kl26 00007 h", "acdef-34679", "code_valid"), ("KL26-00007-H", "ACDEF34677", "code_unknown"),
            ("KL26-00007-H", "", "code_unknown"), ("adtec 2015 / 001", "", "old_paper"),
            ("ADTEC/2015/001", "ACDEF34679", "code_unknown"), ("KL26-09001-A", "XXACDEF346", "void"),
            ("KL26-09002-A", "XXACDEF347", "replaced"), ("KL26-09003-A", "ACDEF-34679", "expired"),
            ("KL26-09004-A", "ACDEF-34679", "code_valid"), (say(), "", "valid"),
            (f"KL26-00007-H|{NAME}|0138|HCIA-AI|2026-07-14|ACDEF34679", "", "code_valid")):
        browser.open(address)
        browser.type(number, code)
        assert browser.state == state, (number, code)
    assert browser.asked() == [address]


def test_the_page_is_left_and_another_one_checked(browser: Phone, folder: Path) -> None:
    browser.open(write(folder), statement(OTHER, **ABOUT))
    browser.language("en")
    mail = browser.driver.find_element("css selector", "a.big.main").get_attribute("href")
    assert mail is not None and mail.startswith("mailto:urusetia@ilpkl.example?subject=")
    browser.driver.find_element("css selector", "main button.big").click()
    assert browser.state == ""
    assert not browser.run("return location.hash")
    browser.run(f"location.hash = '{say().rpartition('#')[2]}'")
    browser.driver.implicitly_wait(1)
    assert browser.driver.find_element("id", "state").get_attribute("data-state") == "valid"
    browser.driver.implicitly_wait(0)
