"""The people who train: one record for life, with every identity they ever had."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, UniqueConstraint, event
from sqlalchemy.orm import Mapped, mapped_column

from app.db.base import Record, UtcDateTime, ref
from app.trainees.index import make_search_index


class Organisation(Record):
    """An employer, agency or school that sends trainees."""

    __tablename__ = "organisation"

    name: Mapped[str]
    name_key: Mapped[str] = mapped_column(unique=True)  # capitals, SDN BHD unified
    kind: Mapped[str] = mapped_column(default="")
    sector: Mapped[str] = mapped_column(default="")
    ssm_no: Mapped[str] = mapped_column(default="")
    state: Mapped[str] = mapped_column(default="")


class Trainee(Record):
    """A person who trains."""

    __tablename__ = "trainee"
    __table_args__ = (Index("ix_trainee_sort", "sort_key", "id"), Index("ix_trainee_match", "match_key", "birth_date"))

    number: Mapped[str] = mapped_column(unique=True)  # T26-00041, given once
    full_name: Mapped[str]  # as on the identity card, 1-200 characters
    match_key: Mapped[str]  # for suggesting duplicates (domain 2.3)
    sort_key: Mapped[str]
    search: Mapped[str] = mapped_column(default="")  # folded name, numbers, phones, e-mail
    certificate_name: Mapped[str] = mapped_column(default="")
    certificate_name_by: Mapped[str] = mapped_column(default="")
    certificate_name_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    other_script: Mapped[str] = mapped_column(default="")
    birth_date: Mapped[date | None] = mapped_column(index=True)
    gender: Mapped[str] = mapped_column(default="")  # L, P
    citizenship: Mapped[str] = mapped_column(default="")  # MY, PR, NON
    nationality: Mapped[str] = mapped_column(default="")  # ISO 3166, two letters
    phone_mobile: Mapped[str] = mapped_column(default="", index=True)  # E.164
    phone_other: Mapped[str] = mapped_column(default="")
    email: Mapped[str] = mapped_column(default="", index=True)
    address_1: Mapped[str] = mapped_column(default="")
    address_2: Mapped[str] = mapped_column(default="")
    address_3: Mapped[str] = mapped_column(default="")
    postcode: Mapped[str] = mapped_column(default="")
    city: Mapped[str] = mapped_column(default="")
    state: Mapped[str] = mapped_column(default="")
    country: Mapped[str] = mapped_column(default="")
    education: Mapped[str] = mapped_column(default="")
    ethnicity: Mapped[str] = mapped_column(default="")
    category: Mapped[str] = mapped_column(default="")
    sector: Mapped[str] = mapped_column(default="")
    organisation_id: Mapped[int | None] = ref("organisation.id", null=True)
    position: Mapped[str] = mapped_column(default="")
    notes: Mapped[str] = mapped_column(default="")
    status: Mapped[str] = mapped_column(default="active")  # active, merged, disposed
    merged_into_id: Mapped[int | None] = ref("trainee.id", null=True)


event.listen(Trainee.__table__, "after_create", make_search_index)


class Title(Record):
    """A title (gelaran) of a trainee, in the order and spelling of its owner."""

    __tablename__ = "trainee_title"

    trainee_id: Mapped[int] = ref("trainee.id")
    position: Mapped[int]
    text: Mapped[str]
    from_date: Mapped[date | None]


class Identity(Record):
    """A document number of a trainee; several over time, one current."""

    __tablename__ = "identity"
    __table_args__ = (UniqueConstraint("type_group", "number", "country"),)

    trainee_id: Mapped[int] = ref("trainee.id")
    type: Mapped[str]  # MYKAD MYPR MYKAS OLDIC POLIS TENTERA PASPORT LAIN
    type_group: Mapped[str]  # NRIC for the three of twelve digits, else the type
    number: Mapped[str]  # 12 digits, or capitals and digits
    country: Mapped[str] = mapped_column(default="")
    expiry: Mapped[date | None]
    is_current: Mapped[bool] = mapped_column(default=True)
    checked_by: Mapped[str] = mapped_column(default="")  # "checked against the card"
    checked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    override_reason: Mapped[str] = mapped_column(default="")


class TraineePhoto(Record):
    """The photo of a trainee, made small. The history keeps only its hash: who has it removed has it removed."""

    __tablename__ = "trainee_photo"

    trainee_id: Mapped[int] = mapped_column(
        ForeignKey("trainee.id", deferrable=True, initially="IMMEDIATE"), unique=True)
    hash: Mapped[str]  # SHA-256 of the bytes
    data: Mapped[bytes]  # JPEG, 35 to 45
    by: Mapped[str] = mapped_column(default="")
    at: Mapped[datetime] = mapped_column(UtcDateTime)


class NameChange(Record):
    """A name that a trainee no longer bears."""

    __tablename__ = "name_change"

    trainee_id: Mapped[int] = ref("trainee.id")
    old_name: Mapped[str]
    new_name: Mapped[str]
    reason: Mapped[str] = mapped_column(default="")
    by: Mapped[str] = mapped_column(default="")
    at: Mapped[datetime] = mapped_column(UtcDateTime)


class ImportBatch(Record):
    """A list that was brought in."""

    __tablename__ = "import_batch"

    file_name: Mapped[str]
    file_hash: Mapped[str] = mapped_column(index=True)  # SHA-256 of the bytes
    kind: Mapped[str] = mapped_column(default="trainees")
    cohort_id: Mapped[int | None]
    added: Mapped[int] = mapped_column(default=0)
    changed: Mapped[int] = mapped_column(default=0)
    left_out: Mapped[int] = mapped_column(default=0)
    sheet: Mapped[str] = mapped_column(default="", server_default="")
    mode: Mapped[str] = mapped_column(default="", server_default="")  # add, update, both
    unchanged: Mapped[int] = mapped_column(default=0, server_default="0")
    by: Mapped[str] = mapped_column(default="")
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    undone_by: Mapped[str] = mapped_column(default="", server_default="")
    undone_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class ListLayout(Record):
    """How the columns of lists with these headings were matched last time."""

    __tablename__ = "list_layout"
    __table_args__ = (UniqueConstraint("kind", "headings"),)

    kind: Mapped[str]  # of the import
    headings: Mapped[str]  # SHA-256 of the folded headings in their order
    matches: Mapped[str]  # JSON
    by: Mapped[str] = mapped_column(default="")
    at: Mapped[datetime] = mapped_column(UtcDateTime)


class NotSame(Record):
    """Two trainees who look like one person and are not, as somebody has said."""

    __tablename__ = "not_same"
    __table_args__ = (UniqueConstraint("one_id", "other_id"),)

    one_id: Mapped[int] = ref("trainee.id", index=False)  # the smaller key
    other_id: Mapped[int] = ref("trainee.id")
    reason: Mapped[str] = mapped_column(default="")
    by: Mapped[str] = mapped_column(default="")
    at: Mapped[datetime] = mapped_column(UtcDateTime)


class TraineeMerge(Record):
    """Two records of one person that became one; the record that went stays and points to the other."""

    __tablename__ = "trainee_merge"

    kept_id: Mapped[int] = ref("trainee.id")
    gone_id: Mapped[int] = ref("trainee.id")
    reason: Mapped[str] = mapped_column(default="")
    by: Mapped[str] = mapped_column(default="")
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    undone_by: Mapped[str] = mapped_column(default="")
    undone_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
