"""Certificates for the tests of the paper, and how other programs read it."""

from __future__ import annotations

import subprocess
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from app.certificates.facts import Facts, Signature, qr_payload
from app.certificates.paper import draw

NAME = "Adriana Sofia binti Fauzi"
FACTS = Facts(
    number="KL26-00388-H", verification_code="ACDEF34679", kind="completion", language="bi", design="klasik", name=NAME,
    identity_text="040931-14-0138", centre_name="ILP Kuala Lumpur TVET Centre", course_title="HCIA-AI",
    course_title_ms="Kecerdasan Buatan", course_title_en="Artificial Intelligence", starts=date(2026, 6, 15),
    ends=date(2026, 7, 10), days=20, hours=Decimal(80), issued_on=date(2026, 7, 14), attended=19, held=20,
    signatories=(Signature(name="Ts. Dr. Azman bin Haji Sulaiman", post_ms="Pengarah", post_en="Director"),
                 Signature(name="Ts. Farah Nadia binti Hassan", post_ms="Ketua Program", post_en="Head of Programme")),
    verify_text=qr_payload(number="KL26-00388-H", name=NAME, identity_last4="0138", course="HCIA-AI",
                           issued_on=date(2026, 7, 14), code="ACDEF34679"))


def facts(**changes: Any) -> Facts:
    """The usual certificate with changes."""
    return replace(FACTS, **changes)


def written(folder: Path, *, name_of_file: str = "paper.pdf", **changes: Any) -> Path:
    """A certificate as a file."""
    path = folder / name_of_file
    path.write_bytes(draw(facts(**changes)))
    return path


def program(*words: str | Path) -> str:
    """What another program says; it must end well."""
    return subprocess.run([str(word) for word in words], check=True, capture_output=True, encoding="utf-8").stdout


def text_of(path: Path) -> str:
    """All words on the paper as poppler reads them, by one space apart."""
    return " ".join(program("pdftotext", "-layout", path, "-").split())


def lines_of(path: Path) -> list[str]:
    """The lines on the paper."""
    return [" ".join(line.split()) for line in program("pdftotext", "-raw", path, "-").splitlines()]
