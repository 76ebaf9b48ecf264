"""A real Chromium at the size of a phone, which tells what a page asked the network for."""

from __future__ import annotations

import base64
import http.server
import json
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

from selenium import webdriver
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.support.ui import WebDriverWait

from app.trust.statement import Claims, make

KID = "0a1b2c3d"
INSECURE = "semak.test"
"""A host that leads here but is no secure context, as a plain http address is not."""


@contextmanager
def phone(seen: Path | None = None) -> Iterator[Phone]:
    """One browser; starting it takes a second. Its camera sees the picture, a JPEG file named .mjpeg."""
    options = webdriver.ChromeOptions()
    if seen is not None:
        for argument in ("--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream",
                         f"--use-file-for-fake-video-capture={seen}"):
            options.add_argument(argument)
    for argument in ("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--hide-scrollbars",
                     f"--host-resolver-rules=MAP {INSECURE} 127.0.0.1", "--lang=en"):
        options.add_argument(argument)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    driver = webdriver.Chrome(options=options, service=Service(shutil.which("chromedriver")))
    try:
        driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", {
            "width": 390, "height": 844, "deviceScaleFactor": 1, "mobile": True})
        yield Phone(driver)
    finally:
        driver.quit()


class Phone:
    """The browser with what people do on the page."""

    def __init__(self, driver: webdriver.Chrome) -> None:
        self.driver: Any = driver

    def open(self, address: str, text: str = "") -> None:
        """Open the page as a camera does: with the digits of a QR text behind '#'."""
        self.driver.get("about:blank")
        self.asked(), self.complaints()
        digits = text.rpartition("#")[2].rpartition(":")[2]
        self.driver.get(address + (f"#{digits}" if digits else ""))

    def language(self, code: str) -> None:
        """Touch BM or EN."""
        self.driver.find_element("id", code).click()

    def upload(self, path: Path) -> None:
        """Choose a photo or PDF, and wait for the answer."""
        self.driver.find_element("id", "file").send_keys(str(path))
        WebDriverWait(self.driver, 20, 0.05).until(lambda d: d.find_elements("id", "state"))

    def type(self, number: str, code: str = "") -> None:
        """Type number and code, and press Enter."""
        self.driver.find_element("id", "number").send_keys(number)
        self.driver.find_element("id", "code").send_keys(code + "\n")

    @property
    def state(self) -> str:
        """The state that is shown; '' on the first screen."""
        found = self.driver.find_elements("id", "state")
        return str(found[0].get_attribute("data-state")) if found else ""

    @property
    def text(self) -> str:
        """All that is to be read."""
        return str(self.driver.find_element("id", "page").text)

    def run(self, script: str) -> Any:
        """The value of a script in the page."""
        return self.driver.execute_script(script)

    def asked(self) -> list[str]:
        """Addresses that were asked for since the last call, but for pictures inside the page."""
        events = [json.loads(e["message"])["message"] for e in self.driver.get_log("performance")]
        found = [e["params"]["request"]["url"] for e in events if e["method"] == "Network.requestWillBeSent"]
        return [url.partition("#")[0] for url in found if not url.startswith(("data:", "blob:", "about:", "chrome"))]

    def complaints(self) -> list[str]:
        """What the browser complained of since the last call."""
        return [str(e["message"]) for e in self.driver.get_log("browser") if "favicon" not in e["message"]]


@contextmanager
def serving(folder: Path) -> Iterator[int]:
    """A plain web server over a folder; gives its port."""
    class Quiet(http.server.SimpleHTTPRequestHandler):
        def log_message(self, *_given: Any) -> None:
            """Say nothing."""

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(folder)))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield server.server_address[1]
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def page_data(*, made: str, public: bytes, **more: Any) -> dict[str, Any]:
    """What a page of one key holds."""
    return {"made": made, "centre": {"code": "KL", "name": "ILP Kuala Lumpur TVET Centre", "name_ms": "",
                                     "phone": "03-0000 1200", "email": "urusetia@ilpkl.example", "logo": ""},
            "keys": [{"kid": KID, "use": "statement", "public": base64.b64encode(public).decode()}],
            "void": [], "replaced": [],
            "index": {"salt": "", "valid": "", "void": "", "replaced": "", "expiring": "", "old": ""}} | more


def statement(private: Any, kid: str = KID, **claims: Any) -> str:
    """The text of a QR code of this key."""
    return make(Claims(**claims), kid, private.sign, "https://ilpkl.example/semak.html")
