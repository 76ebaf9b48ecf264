"""The ground of every record: key, version, column types that read back exactly what was stored."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import DateTime, ForeignKey, Integer, MetaData
from sqlalchemy.engine import Dialect
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
from sqlalchemy.types import TypeDecorator

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
}


class UtcDateTime(TypeDecorator[datetime]):
    """A moment, always aware and in UTC; stored without zone so that both databases read it alike."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment without time zone")
        return value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return None if value is None else value.replace(tzinfo=UTC)


class Fixed2(TypeDecorator[Decimal]):
    """A number with two decimal places, stored as whole hundredths: exact on both databases."""

    impl = Integer
    cache_ok = True

    def process_bind_param(self, value: Decimal | int | None, dialect: Dialect) -> int | None:
        if value is None:
            return None
        hundredths = Decimal(value) * 100
        if hundredths != int(hundredths):
            raise ValueError(f"more than two decimal places: {value}")
        return int(hundredths)

    def process_result_value(self, value: Any, dialect: Dialect) -> Decimal | None:
        return None if value is None else Decimal(value) / 100


class Base(DeclarativeBase):
    """All tables."""

    metadata = MetaData(naming_convention=NAMING)


class Record(Base):
    """A row that people change: integer key never used twice, and a version that a stale form fails on."""

    __abstract__ = True
    __table_args__: Any = {"sqlite_autoincrement": True}

    id: Mapped[int] = mapped_column(primary_key=True, sort_order=-2)
    version: Mapped[int] = mapped_column(default=1, nullable=False, sort_order=-1)

    def __init_subclass__(cls, **kw: Any) -> None:
        args = cls.__dict__.get("__table_args__")
        if isinstance(args, tuple):
            cls.__table_args__ = (*args, {"sqlite_autoincrement": True})
        super().__init_subclass__(**kw)
        if "__tablename__" in cls.__dict__:
            cls.__mapper__.version_id_col = cls.__table__.c.version


def ref(target: str, *, null: bool = False, index: bool = True) -> Any:
    """A reference to another record. Deferrable, so that an undo may put rows back in any order."""
    return mapped_column(
        ForeignKey(target, deferrable=True, initially="IMMEDIATE"), nullable=null, index=index)
