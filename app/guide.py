"""The user guide: a Markdown file for each topic and language in `resources/help`, for the window to show."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from app.i18n import language

FOLDER = Path(__file__).resolve().parents[1] / "resources" / "help"
ORDER = ("start", "home", "trainees", "duplicates", "import", "programmes", "cohorts", "own-forms",
         "lists-out", "timetable", "attendance", "roll-call", "check-in", "attendance-files", "absence", "policy",
         "papers", "results", "result-papers", "capstone", "completion", "certificates", "certificate-life",
         "templates", "designer", "numbers", "verify", "verify-page", "signed-files", "printing", "ceremony",
         "settings", "backups", "signing-keys", "keys", "privacy", "whats-new")
"""Topics in the order of the guide; each is a file in every language."""

PAGES = {"cohort": "cohorts", "cohort/roster": "cohorts", "cohort/timetable": "timetable",
         "cohort/attendance": "attendance",
         "cohort/results": "results", "cohort/completion": "completion", "cohort/history": "cohorts", "check": "verify",
         "template": "designer", "old-certificates": "numbers", "imports": "import", "import-sessions": "import",
         "import-exams": "import"}
"""Page (and tab) of the window -> topic, where they are not named alike."""


@dataclass(frozen=True)
class Topic:
    """One page of the guide: its key, the title (its first line), and Markdown below it."""

    key: str
    title: str
    text: str


def topics(code: str = "") -> tuple[Topic, ...]:
    """All topics in a language; '' is the one in use."""
    return _read(code or language())


@cache
def _read(code: str) -> tuple[Topic, ...]:
    found = []
    for key in ORDER:
        text = (FOLDER / code / f"{key}.md").read_text("utf-8")
        head, _line, rest = text.partition("\n")
        found.append(Topic(key, head.lstrip("# ").strip(), rest.strip()))
    return tuple(found)


def topic_for(page: str, tab: str = "") -> str:
    """The key of the topic about a page of the window, 'start' when there is none."""
    for name in (f"{page}/{tab}", page):
        if name in PAGES:
            return PAGES[name]
        if name in ORDER:
            return name
    return "start"


def search(words: str, code: str = "") -> list[Topic]:
    """Topics that hold every word: first those with all of them side by side, then those with them in the title."""
    wanted = [_plain(w) for w in words.split()]
    together = " ".join(wanted)
    scored = []
    for topic in topics(code):
        title, text = _plain(topic.title), _plain(topic.text)
        if all(w in title or w in text for w in wanted):
            score = 100 * (together in f"{title} {text}") + sum(10 * (w in title) + text.count(w) for w in wanted)
            scored.append((-score, ORDER.index(topic.key), topic))
    return [topic for *_rank, topic in sorted(scored, key=lambda s: s[:2])]


def links(topic: Topic) -> list[str]:
    """Keys of the topics it points to, as `[words](topic:key)`."""
    return re.findall(r"\]\(topic:([\w-]+)\)", topic.text)


def _plain(text: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(c))
