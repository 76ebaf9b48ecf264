"""The centre's keys: public for ever, private only wrapped by a secret that is not in the database."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Mapped, mapped_column

from app.db.base import Record, UtcDateTime


class SigningKey(Record):
    """A key pair. `wrapped` is the private half, sealed with the PC's secret; None where it is kept elsewhere."""

    __tablename__ = "signing_key"

    kid: Mapped[str] = mapped_column(unique=True)  # short name, in QR codes and in the published key file
    use: Mapped[str]  # root, pdf (ECDSA P-256), statement (Ed25519: QR code, credential)
    public: Mapped[bytes]  # SubjectPublicKeyInfo, DER
    certificate: Mapped[bytes | None]  # X.509, DER; of root and pdf keys
    wrapped: Mapped[bytes | None]
    state: Mapped[str] = mapped_column(default="active")  # active retired revoked
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    made_by: Mapped[str]
    retired_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    revoked_from: Mapped[datetime | None] = mapped_column(UtcDateTime)  # signatures from then on are not believed
    reason: Mapped[str] = mapped_column(default="")


class Publication(Record):
    """The verify page, keys and status list as they were last given out."""

    __tablename__ = "publication"

    at: Mapped[datetime] = mapped_column(UtcDateTime)
    by: Mapped[str]
    target: Mapped[str]  # folder name
    status_digest: Mapped[str]
    certificates: Mapped[int]
