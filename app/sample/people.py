"""Invented people with the name mix of Malaysia, from a fixed seed.

No number is anybody's: the ninth digit of every MyKad is 9 (born before 2000) or 4 (from 2000), serials that
the register has not reached; phones lie in 01x-000 xxxx; e-mail domains end in `.example`.
"""

from __future__ import annotations

import random
import re
import unicodedata
from dataclasses import dataclass
from datetime import date, timedelta

MALAY_MEN = (
    "Ahmad Danish",
    "Aiman Haziq",
    "Amirul Hakim",
    "Faris Irfan",
    "Hazwan",
    "Izzat Fahmi",
    "Khairul Anwar",
    "Luqman Hakim",
    "Mohd Firdaus",
    "Mohd Hafiz",
    "Muhammad Afiq",
    "Muhammad Ammar",
    "Muhd Syahmi",
    "Nazrin",
    "Nik Aiman",
    "Rahimi",
    "Saiful Nizam",
    "Shahrul Azmi",
    "Syed Hamzah",
    "Tengku Amir",
    "Wan Haikal",
    "Zulhilmi",
)
MALAY_WOMEN = (
    "Aina Sofea",
    "Anis Sofea",
    "Dayang Nurfarah",
    "Fatin Nabilah",
    "Hajar",
    "Irdina Batrisyia",
    "Khalisah",
    "Maisarah",
    "Nor Azura",
    "Nur 'Ain",
    "Nur Alia",
    "Nurul Iman",
    "Puteri Balqis",
    "Qistina",
    "Rabiatul",
    "Sharifah Alya",
    "Siti Hajar",
    "Siti Mariam",
    "Umairah",
    "Wan Nurin",
    "Yasmin Aqilah",
    "Zulaikha",
)
MALAY_FATHERS = (
    "Abdul Ghani",
    "Abdul Rahim",
    "Ahmad",
    "Azmi",
    "Haji Osman",
    "Hairul",
    "Ismail",
    "Jamaludin",
    "Kamaruddin",
    "Mat Noh",
    "Mohd Noor",
    "Mohd Shukri",
    "Othman",
    "Ridzuan",
    "Roslan",
    "Saidin",
    "Shahril",
    "Syed Hafiz",
    "Wan Kamal",
    "Yusri",
    "Zainol",
    "Zulkifli",
)
CHINESE = (
    "Chan",
    "Cheah",
    "Chin",
    "Chong",
    "Foo",
    "Goh",
    "Khoo",
    "Lee",
    "Lim",
    "Loh",
    "Ng",
    "Ong",
    "Pang",
    "Tan",
    "Teoh",
    "Wong",
    "Yap",
    "Yeoh",
)
CHINESE_GIVEN = (
    "Chee Keong",
    "Hui Wen",
    "Jia Hui",
    "Jia Xin",
    "Jun Kit",
    "Kah Yan",
    "Kai Xuan",
    "Mei Ling",
    "Pei Shan",
    "Sze Ting",
    "Wai Loon",
    "Wei Jie",
    "Wei Xiang",
    "Wen Bin",
    "Xin Yi",
    "Yee Ling",
    "Yong Sheng",
    "Zhi Hao",
)
WESTERN = ("Alex", "Alicia", "Bryan", "Jason", "Rachel", "Vincent")
INDIAN_MEN = (
    "Anand",
    "Arvind",
    "Ganesh",
    "Kishen",
    "Naveen Kumar",
    "Prakash",
    "Ravin Raj",
    "Suresh",
    "Thinesh",
    "Vikneswaran",
)
INDIAN_WOMEN = ("Deepa", "Hema Latha", "Kavitha", "Logeswary", "Pavithra", "Priya Darshini", "Sangeetha", "Thulasi")
INDIAN_FATHERS = (
    "Balakrishnan",
    "Chelliah",
    "Gopal",
    "Krishnasamy",
    "Kumaran",
    "Manogaran",
    "Muniandy",
    "Perumal",
    "Rajendran",
    "Selvam",
    "Sivakumar",
    "Subramaniam",
    "Velu",
)
BORNEO = ("Benedict", "Daniel", "Jeffrey", "Jennifer", "Nancy", "Rosnah", "Stephanie")
BORNEO_FATHERS = ("Belaja", "Dundang", "Jalin", "Lawai", "Libau", "Linggi", "Nyambar", "Unggang")
KADAZAN = ("Elvina Gumbih", "Melvin Gaibin", "Olivia Jupin", "Marcella Lojimin", "Justin Majawat")
FOREIGN = (("Nguyen Thi Minh Chau", "VN"), ("José Fernández", "PH"), ("Md. Rafiqul Islam", "BD"))
SENDERS = (
    "",
    "",
    "Kolej Vokasional Contoh",
    "Jaringan Utara Rekaan Sdn Bhd",
    "Polisas Elektrik Misalan Sdn Bhd",
    "Jabatan Contoh Negeri Selangor",
    "Telekom Rekaan Berhad",
)
BIRTHPLACES = ("14", "10", "10", "01", "07", "08", "03", "12", "13", "05", "06", "02")


@dataclass(frozen=True)
class Person:
    """One invented trainee, as a list would name him."""

    name: str
    id_type: str
    id_number: str
    country: str
    birth: date
    gender: str  # L, P
    phone: str
    email: str
    sender: str


def invent(count: int, taken: set[str], seed: int) -> list[Person]:
    """So many people whose names are not taken yet; the same for the same seed."""
    dice = random.Random(seed)
    people: list[Person] = []
    while len(people) < count:
        name, gender, country = _name(dice)
        if name.casefold() in taken:
            continue
        taken.add(name.casefold())
        people.append(person(name, gender, dice, country))
    return people


def person(name: str, gender: str, dice: random.Random, country: str = "") -> Person:
    """The rest of a person whose name is given."""
    birth = date(1985, 1, 1) + timedelta(days=dice.randrange(8000))
    parity = dice.choice("13579" if gender == "L" else "02468")
    serial = ("9" if birth.year < 2000 else "4") + f"{dice.randrange(100):02}" + parity
    number = f"{birth:%y%m%d}{dice.choice(BIRTHPLACES)}{serial}"
    kind = "MYKAD"
    if country:
        kind, number = "PASPORT", f"{country[0]}{dice.randrange(10**6, 10**7)}"
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    words = re.findall(r"[a-z]+", plain)
    return Person(
        name,
        kind,
        number,
        country,
        birth,
        gender,
        f"01{dice.choice('2346789')}-000 {dice.randrange(10**4):04}",
        f"{'.'.join(words[:2])}{dice.randrange(90) + 10}@pelatih.example",
        dice.choice(SENDERS),
    )


def gender_of(name: str) -> str:
    """L or P by what the name says; for names of the sample only."""
    words = f" {name.casefold()} "
    if " binti " in words or " a/p " in words:
        return "P"
    if " bin " in words or " a/l " in words:
        return "L"
    return (
        "P"
        if any(
            w in words
            for w in (
                " nancy ",
                " alicia ",
                " xin yi ",
                " jia hui ",
                " elvina ",
                " mei ling ",
                " sze ting ",
                " stephanie ",
                " rachel ",
                " kah yan ",
            )
        )
        else "L"
    )


def _name(dice: random.Random) -> tuple[str, str, str]:
    roll = dice.random()
    gender = dice.choice("LP")
    if roll < 0.57:
        given = dice.choice(MALAY_MEN if gender == "L" else MALAY_WOMEN)
        return f"{given} {'bin' if gender == 'L' else 'binti'} {dice.choice(MALAY_FATHERS)}", gender, ""
    if roll < 0.79:
        name = f"{dice.choice(CHINESE)} {dice.choice(CHINESE_GIVEN)}"
        if dice.random() < 0.15:
            name = f"{name} @ {dice.choice(WESTERN)} {name.split()[0]}"
        return name, gender, ""
    if roll < 0.87:
        given = dice.choice(INDIAN_MEN if gender == "L" else INDIAN_WOMEN)
        return f"{given} {'a/l' if gender == 'L' else 'a/p'} {dice.choice(INDIAN_FATHERS)}", gender, ""
    if roll < 0.93:
        return f"{dice.choice(BORNEO)} anak {dice.choice(BORNEO_FATHERS)}", gender, ""
    if roll < 0.98:
        return dice.choice(KADAZAN), gender, ""
    name, country = dice.choice(FOREIGN)
    return name, gender, country
