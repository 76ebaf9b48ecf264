"""What happens in the sample centre: courses, cohorts, and the finished cohort HCIA-AI-03 of 32 trainees.

Of the 32, 26 qualify and six do not, each for a reason of his own.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from app.i18n import MALAYSIA
from app.programmes.commands import DEFAULT_GRADES, ComponentSpec, GradeSpec, RequirementSpec

NOW = datetime(2026, 7, 14, 8, 31, tzinfo=MALAYSIA)
"""The moment at which the sample was made; everything in it lies around this day."""

SEED = 20260714
CENTRE_NAME = "ILP Kuala Lumpur TVET Centre"
CENTRE_NAME_MS = "Pusat TVET ILP Kuala Lumpur"


@dataclass(frozen=True)
class CourseStory:
    """A course of the sample."""

    programme: str
    code: str
    title: str
    title_ms: str
    title_en: str
    theory: int
    practical: int
    components: tuple[ComponentSpec, ...]


@dataclass(frozen=True)
class CohortStory:
    """A cohort of the sample: so many trainees, sessions on weekday mornings, marked up to `NOW`."""

    code: str
    course: str
    title: str
    starts: date
    ends: date
    size: int
    places: int
    venue: str
    instructors: tuple[str, ...]
    status: str


def _component(code: str, title: str, title_ms: str, kind: str, weight: int, passing: int) -> ComponentSpec:
    return ComponentSpec(code, title, title_ms, kind, weight=Decimal(weight), pass_mark=Decimal(passing))


QUIZ = _component("QUIZ", "Quiz", "Kuiz", "theory", 10, 40)
LAB1 = _component("LAB1", "Lab practical 1", "Amali makmal 1", "practical", 20, 50)
LAB2 = _component("LAB2", "Lab practical 2", "Amali makmal 2", "practical", 20, 50)
PROJECT = _component("PROJ", "Project", "Projek", "project", 20, 50)
FINAL = _component("FINAL", "Final exam", "Peperiksaan akhir", "exam", 30, 50)
FULL = (QUIZ, LAB1, LAB2, PROJECT, FINAL)
SHORT = (
    _component("LAB", "Lab practical", "Amali makmal", "practical", 50, 50),
    _component("FINAL", "Final exam", "Peperiksaan akhir", "exam", 50, 50),
)
CAPSTONE = (_component("CAP", "Capstone project", "Projek capstone", "project", 100, 60),)
GRADES: tuple[GradeSpec, ...] = DEFAULT_GRADES

PROGRAMMES = (
    ("ICT", "ICT Academy", "Akademi ICT", "AI, 5G, Cloud, Cybersecurity"),
    (
        "DLE",
        "Digital Leadership Excellence (DLE) Programme",
        "Digital Leadership Excellence (DLE) Programme",
        "Digital leadership",
    ),
)

COURSES = (
    CourseStory("ICT", "HCIA-AI", "HCIA-AI", "Kecerdasan Buatan", "Artificial Intelligence", 32, 48, FULL),
    CourseStory("ICT", "HCIA-5G", "HCIA-5G", "Rangkaian 5G", "5G networks", 32, 48, FULL),
    CourseStory("ICT", "CYBER", "Cybersecurity", "Keselamatan Siber", "Network and endpoint security", 40, 40, SHORT),
    CourseStory("ICT", "CLOUD", "Cloud Service", "Perkhidmatan Awan", "Cloud services", 30, 30, SHORT),
    CourseStory("DLE", "DLE", "Digital Leadership Excellence (DLE) Programme", "", "", 90, 30, CAPSTONE),
)

COHORTS = (
    CohortStory(
        "HCIA-AI-03",
        "HCIA-AI",
        "Cohort 03",
        date(2026, 6, 15),
        date(2026, 7, 10),
        32,
        35,
        "Makmal AI, Blok C",
        ("Ts. Farah Nadia Hassan",),
        "finished",
    ),
    CohortStory(
        "HCIA-5G-07",
        "HCIA-5G",
        "Cohort 07",
        date(2026, 6, 29),
        date(2026, 7, 24),
        40,
        40,
        "Makmal 3, Blok B",
        ("Pn. Rohaya Idris", "En. Hafizuddin Karim"),
        "running",
    ),
    CohortStory(
        "CYBER-05",
        "CYBER",
        "Cohort 05",
        date(2026, 7, 6),
        date(2026, 7, 31),
        36,
        40,
        "Makmal 1, Blok B",
        ("Mr. Gopinath a/l Krishnan",),
        "running",
    ),
    CohortStory(
        "CLOUD-02",
        "CLOUD",
        "Cohort 02",
        date(2026, 4, 6),
        date(2026, 4, 24),
        44,
        45,
        "Makmal 2, Blok B",
        ("En. Hafizuddin Karim",),
        "finished",
    ),
    CohortStory(
        "DLE-CH2",
        "DLE",
        "Chapter 2",
        date(2026, 7, 13),
        date(2026, 7, 31),
        50,
        50,
        "Dewan Seminar INTAN",
        ("Prof. Madya Dr. Noraini Salleh",),
        "running",
    ),
    CohortStory(
        "HCIA-5G-08",
        "HCIA-5G",
        "Cohort 08",
        date(2026, 8, 3),
        date(2026, 8, 28),
        38,
        40,
        "Makmal 3, Blok B",
        ("Pn. Rohaya Idris",),
        "planned",
    ),
)

HOLIDAYS = (
    (date(2026, 6, 1), "Hari Keputeraan Agong"),
    (date(2026, 8, 31), "Hari Kebangsaan"),
    (date(2026, 9, 16), "Hari Malaysia"),
)

REQUIREMENTS_FULL = (
    RequirementSpec("attendance"),
    *(RequirementSpec("component", c.code) for c in FULL),
    RequirementSpec("total", limit=Decimal(60)),
)

# name, sessions attended of 20, quiz, lab 1, lab 2, project, final exam (None: no mark), resit of the final exam
AI_03: tuple[tuple[str, int, int, int, int | None, int, int | None, int | None], ...] = (
    ("Abdul Hadi bin Rosli", 19, 74, 81, 78, 80, 72, None),
    ("Adriana Sofia binti Fauzi", 20, 88, 90, 86, 91, 84, None),
    ("Alicia Wong Pei Shan", 20, 92, 94, 90, 88, 90, None),
    ("Anand a/l Sivakumar", 18, 66, 70, 72, 75, 64, None),
    ("Azri Hakimi bin Jamaludin", 17, 58, 66, 71, 70, 61, None),
    ("Benedict anak Lawai", 15, 70, 74, 69, 72, 66, None),
    ("Cheah Yong Sheng", 19, 61, 72, 70, 74, 44, None),
    ("Deepa a/p Krishnasamy", 19, 79, 82, 80, 77, 47, 68),
    ("Fatin Nabilah binti Yusri", 18, 72, 77, 75, 82, 70, None),
    ("Goh Xin Yi", 20, 90, 87, 92, 94, 88, None),
    ("Hakim Luqman bin Saidin", 17, 52, 60, 57, 64, 56, None),
    ("Hema Latha a/p Murugan", 20, 84, 85, 80, 83, 79, None),
    ("Imran Hariz bin Nordin", 18, 68, 71, 66, 73, 65, None),
    ("Jason Ling Tuong Hock", 19, 77, 80, 82, 79, 74, None),
    ("Kartini binti Sulong", 19, 70, 78, None, 76, 71, None),
    ("Khoo Jia Hui", 20, 86, 88, 84, 90, 82, None),
    ("Kishen a/l Balakrishnan", 18, 63, 69, 70, 72, 62, None),
    ("Liyana Hazirah binti Samsuri", 19, 81, 83, 79, 85, 77, None),
    ("Melvin Jipanus", 14, 60, 65, 62, 38, 58, None),
    ("Mohd Syazwan bin Ab Latif", 17, 64, 68, 73, 70, 63, None),
    ("Nabila Husna binti Tarmizi", 20, 89, 91, 88, 87, 85, None),
    ("Nancy anak Dundang", 18, 73, 76, 74, 78, 69, None),
    ("Ng Kai Xuan", 19, 82, 86, 85, 81, 80, None),
    ("Nik Adlina binti Nik Rosdi", 19, 76, 79, 77, 84, 73, None),
    ("Pavithra a/p Manogaran", 18, 71, 75, 78, 76, 67, None),
    ("Raja Iskandar bin Raja Hisham", 17, 65, 72, 68, 74, 64, None),
    ("Sanjay Singh a/l Balwant Singh", 18, 69, 74, 71, 75, None, None),
    ("Siti Mariam binti Abdul Ghani", 20, 87, 89, 83, 86, 81, None),
    ("Suresh a/l Perumal", 18, 67, 73, 76, 71, 66, None),
    ("Teoh Wen Bin", 19, 80, 84, 82, 83, 78, None),
    ("Wan Nurin binti Wan Kamal", 19, 78, 81, 79, 80, 75, None),
    ("Yasmin Aqilah binti Ridzuan", 20, 85, 86, 87, 89, 83, None),
)
EXAM_DAY = date(2026, 7, 9)
RESIT_DAY = date(2026, 7, 13)
RESIT_BOOKED = date(2026, 7, 21)
BOOKED_AGAIN = ("Cheah Yong Sheng", "Sanjay Singh a/l Balwant Singh")

# the first eleven sessions of those whose marks the handbook shows: letters in English
FIVE_G = {
    "Daniel anak Nyambar": "PAPPAPPAPPPA",
    "Jeffrey anak Unggang": "PPAPPPAPPAAA",
    "Thinesh a/l Kumaran": "PPPAPSPAPPA",
    "Umairah binti Saiful Bahri": "PLPAPPPAPAP",
    "Bryan Lim Zhi Hao": "PPPPALPPAPPL",
    "Kavitha a/p Subramaniam": "PPPLPPPPEPP",
    "Nur Aisyah binti Zulkifli": "PPPPPPPPPPP",
    "Tan Wei Jie": "PPLPPPPPPPP",
    "Fong Kah Yan": "PPPPPPPSSPPP",
    "Nur Syafiqah Hidayatul Husna binti Muhammad Khairulanuar": "PPPPPPPPPLP",
}
FIVE_G_NAMES = tuple(
    """Ahmad Danish bin Roslan|Aiman Haziq bin Shahril|Amirul Hakim bin Mohd Noor|Anis Sofea binti Kamaruddin
Arvind a/l Muniandy|Bryan Lim Zhi Hao|Chong Mei Ling|Daniel anak Nyambar|Dayangku Siti Hajar binti Awang Besar
Elvina Gumbih
Faris Irfan bin Mazlan|Fong Kah Yan|Ganesh a/l Rajendran|Harpreet Kaur a/p Jasbir Singh|Hazwan bin Abdul Rahim
Irdina Batrisyia binti Azhar|Jeffrey anak Unggang|Kavitha a/p Subramaniam|Khalisah binti Zainol|Lee Jun Kit
Lim Sze Ting
Muhammad Afiq bin Ismail|Muhammad Izzat Fahmi bin Mohd Shukri|Nur Aisyah binti Zulkifli
Nur Syafiqah Hidayatul Husna binti Muhammad Khairulanuar|Nurul Iman binti Hamdan|Ong Wei Xiang|Priya Darshini a/p Gopal
Puteri Balqis binti Megat Razali|Rachel Tan Hui Wen|Ravin Raj a/l Selvam|Sharifah Alya binti Syed Hafiz
Siti Hajar binti Mat Noh|Stephanie anak Jalin|Tan Wei Jie|Thinesh a/l Kumaran|Umairah binti Saiful Bahri
Wan Muhammad Haikal bin Wan Azmi|Yap Chee Keong|Zulhilmi bin Othman""".replace("\n", "|").split("|")
)

USERS = (
    ("aminah", "Aminah Yusof", ("administrator", "certificates", "verifier")),
    ("rohaya", "Pn. Rohaya Idris", ("instructor",)),
    ("farah", "Ts. Farah Nadia Hassan", ("instructor",)),
    ("siti", "Siti Khadijah Omar", ("certificates",)),
    ("audit", "En. Baharom Latif", ("viewer",)),
)
SIGNATORIES = (
    ("Ts. Dr. Azman bin Haji Sulaiman", "Pengarah", "Director", 1),
    ("Ts. Farah Nadia binti Hassan", "Ketua Program", "Head of Programme", 2),
)
