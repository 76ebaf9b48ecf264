"""Names of certificates' files by a pattern that the user writes: `{number} - {name}`, `{cohort}`, `{seq}`.

A pattern is never a format string of Python: only the words in braces that are listed here are filled.
"""

from __future__ import annotations

import re

from app.certificates.queries import CertificateWhole
from app.errors import Invalid
from app.i18n import _

USUAL = "{number} - {name}"
FIELDS = ("number", "name", "cohort", "seq")
_FIELD = re.compile(r"\{([^{}]*)\}")


def pattern_problem(pattern: str) -> str:
    """Why this is no pattern; '' when it is one."""
    said = _FIELD.findall(pattern)
    unknown = [word for word in said if word not in FIELDS]
    if unknown or "{" in _FIELD.sub("", pattern) or "}" in _FIELD.sub("", pattern):
        return _("Write {fields} in braces, and no other word.").format(
            fields=", ".join(f"{{{name}}}" for name in FIELDS))
    if not {"number", "name", "seq"} & set(said):
        return _("Name the files by {fields}, so that each has its own.").format(fields="{number}, {name}, {seq}")
    return ""


def stem_of(pattern: str, whole: CertificateWhole, seq: int, total: int) -> str:
    """The name without its ending; it is cleaned when the file is named. Invalid for what is no pattern."""
    wrong = pattern_problem(pattern)
    if wrong:
        raise Invalid({"pattern": wrong})
    values = {"number": whole.row.number, "name": whole.facts.name, "cohort": whole.row.cohort_code,
              "seq": str(seq).zfill(max(3, len(str(total))))}
    return _FIELD.sub(lambda found: values[found[1]], pattern)
