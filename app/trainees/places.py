"""Place-of-birth codes of the twelve-digit identity card number (domain 2.1, from the register's own table)."""

from __future__ import annotations

from typing import Final

_STATES: Final = {
    "Johor": "01 21 22 23 24", "Kedah": "02 25 26 27", "Kelantan": "03 28 29", "Melaka": "04 30",
    "Negeri Sembilan": "05 31 59", "Pahang": "06 32 33", "Pulau Pinang": "07 34 35", "Perak": "08 36 37 38 39",
    "Perlis": "09 40", "Selangor": "10 41 42 43 44", "Terengganu": "11 45 46", "Sabah": "12 47 48 49",
    "Sarawak": "13 50 51 52 53", "W.P. Kuala Lumpur": "14 54 55 56 57", "W.P. Labuan": "15 58",
    "W.P. Putrajaya": "16", "Malaysia": "82",
}
_ABROAD: Final = {
    "60": "Brunei", "61": "Indonesia", "62": "Cambodia", "63": "Laos", "64": "Myanmar", "65": "Philippines",
    "66": "Singapore", "67": "Thailand", "68": "Vietnam", "71": "Abroad", "72": "Abroad", "74": "China",
    "75": "India", "76": "Pakistan", "77": "Saudi Arabia", "78": "Sri Lanka", "79": "Bangladesh",
    "83": "Australia, New Zealand, Pacific", "84": "South America", "85": "Africa",
    "86": "Western Europe, Nordic countries", "87": "Britain, Ireland", "88": "Middle East",
    "89": "Japan, Korea, Taiwan", "90": "Caribbean, Central America", "91": "North America",
    "92": "Eastern Europe, former USSR", "93": "Other", "98": "Stateless", "99": "No information",
}
PLACES: Final[dict[str, str]] = {code: state for state, codes in _STATES.items() for code in codes.split()} | _ABROAD


def is_malaysian_place(code: str) -> bool:
    """Whether the two digits stand for a state of Malaysia (82: state unknown)."""
    return code in PLACES and code not in _ABROAD
