"""Commands about the centre's signing keys: list, backup, drill, restore, rotate, revoke, export."""

from __future__ import annotations

import getpass
import json
import sys
from argparse import Namespace
from datetime import date
from pathlib import Path

from app.console.desk import office_for
from app.console.output import Console, UsageError
from app.errors import Refused, Unavailable
from app.i18n import _, local_time, ngettext, show_date
from app.office.office import Office


def first_line(path: str) -> str:
    """The first line of a file that holds a secret."""
    try:
        return Path(path).read_text("utf-8").split("\n", 1)[0].strip("\r")
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(_("{path} cannot be read.").format(path=path)) from error


def unlock(args: Namespace) -> None:
    """Open the authority's key, where this PC signs files with one: by --pin-file, or its PIN is asked for.

    Refused where nobody can be asked. Called before anything is written or issued.
    """
    from app.trust import authority

    where = authority.place()
    if where.kind and authority.opened() is None:
        authority.unlock(where, pin_of(args.pin_file))


def pin_of(file: str | None) -> str:
    """The PIN of an authority's key."""
    if file:
        return first_line(file)
    if not sys.stdin.isatty():
        raise Refused(_("Files are signed with the key of an authority, and there is nobody to ask for its PIN. Use "
                        "--pin-file FILE."))
    return getpass.getpass(_("PIN of the signing key: "), sys.stderr)


def say_unsigned(office: Office, console: Console) -> None:
    """Say that files just written carry no signature, where this PC has no keys; they are whole otherwise."""
    from app.trust.queries import SigningKeys

    why = office.ask(SigningKeys())[0].why_not if office.may(SigningKeys) else ""
    if why:
        console.partly(_("The files are not signed. {why}").format(why=why))


def passphrase_of(args: Namespace, *, again: bool = False) -> str:
    """The first line of --passphrase-file, else asked for; a new one twice."""
    if args.passphrase_file:
        return first_line(args.passphrase_file)
    if not sys.stdin.isatty():
        raise Refused(_("There is nobody to ask for the passphrase. Use --passphrase-file FILE."))
    given = getpass.getpass(_("Passphrase of the key backup: "), sys.stderr)
    if again and given != getpass.getpass(_("Once more: "), sys.stderr):
        raise Refused(_("The two passphrases differ. Nothing was changed."))
    return given


def list_(args: Namespace, console: Console) -> None:
    """All keys with their state, whether this PC can sign, and what is to be done."""
    from app.trust.queries import SigningKeys

    with office_for(args, writes=False) as office:
        state = office.ask(SigningKeys())[0]
    console.result = {
        "can_sign": not state.why_not and bool(state.keys), "why_not": state.why_not, "due": state.due,
        "root_here": state.root_here, "fingerprint": state.root.fingerprint if state.root else "",
        "backup": state.backup.at if state.backup else None, "drill": state.drill.at if state.drill else None,
        "keys": [{"kid": k.kid, "use": k.use, "state": k.state, "made": k.made_at, "until": k.until,
                  "retired": k.retired_at, "revoked_from": k.revoked_from, "reason": k.reason,
                  "fingerprint": k.fingerprint} for k in state.keys]}
    console.table((_("Key ID"), _("For"), _("State"), _("Made"), _("Certificate ends"), _("Reason")),
                  [(k.kid, k.use_words(), k.state_words(), show_date(local_time(k.made_at).date()), show_date(k.until),
                    k.reason) for k in state.keys])
    if state.root:
        console.say(_("Fingerprint of the root key: {text}").format(text=state.root.fingerprint))
    for sentence in (state.why_not, *state.due):
        if sentence:
            console.complain(sentence)
    if not state.keys:
        console.say(_("There are no signing keys yet. They are made with the first certificate."))


def backup(args: Namespace, console: Console) -> None:
    """Write the key backup and try it at once."""
    from app.trust.safe import back_up

    with office_for(args) as office:
        path, bundle = back_up(office, Path(args.file), passphrase_of(args, again=True))
    console.result = {"file": path, "root": bundle.root_kid, "has_root": bundle.has_root,
                      "keys": [k.kid for k in bundle.keys]}
    console.say(_("Backed up and tried: {name}").format(name=path))
    console.say(_("The root key is now only in that file. Keep two copies, away from this PC.") if bundle.has_root else
                _("The root key is not in it; keep the first backup as well."))


def drill(args: Namespace, console: Console) -> None:
    """Open a key backup and sign with what is in it."""
    from app.trust.safe import drill as practise

    with office_for(args) as office:
        proved = practise(office, Path(args.file), passphrase_of(args))
    console.result = {"proved": proved}
    console.say(ngettext("The backup works: {n} key signs and verifies.", "The backup works: {n} keys sign and verify.",
                         proved).format(n=proved))


def restore(args: Namespace, console: Console) -> None:
    """Let this PC sign with the keys of a backup."""
    from app.trust.safe import restore as put_back

    with office_for(args) as office:
        bundle = put_back(office, Path(args.file), passphrase_of(args))
    console.result = {"root": bundle.root_kid, "keys": [k.kid for k in bundle.keys]}
    console.say(_("This PC can sign again."))


def rotate(args: Namespace, console: Console) -> None:
    """New keys: under the same root, or all anew."""
    from app.trust.commands import MakeKeys
    from app.trust.safe import rotate as renew

    with office_for(args) as office:
        if args.all:
            office.do(MakeKeys())
        elif args.backup:
            renew(office, Path(args.backup), passphrase_of(args))
        else:
            renew(office)
    console.result = {"rotated": True}
    console.say(_("New keys are in force. Back them up, and publish the verify page again."))


def revoke(args: Namespace, console: Console) -> None:
    """No longer believe a key from a day on."""
    from app.trust.commands import RevokeKey

    try:
        since = date.fromisoformat(args.since)
    except ValueError:
        raise UsageError(_("'{text}' is no date. Write it like 2026-07-14.").format(text=args.since)) from None
    with office_for(args) as office:
        office.do(RevokeKey(kid=args.kid, since=since, reason=args.reason))
    console.result = {"kid": args.kid, "revoked_from": since}
    console.say(_("Key {kid} is revoked.").format(kid=args.kid))


def export(args: Namespace, console: Console) -> None:
    """Write the published key file."""
    from app.trust.published import KeyFile

    with office_for(args, writes=False) as office:
        told = office.ask(KeyFile())[0]
    try:
        Path(args.out).write_text(json.dumps(told, ensure_ascii=False, indent=1) + "\n", "utf-8")
    except OSError as error:
        raise Unavailable(_("{path} cannot be written: {why}").format(path=args.out, why=error.strerror)) from error
    console.result = {"file": args.out, "keys": len(told["keys"]), "signed_by": told["signed_by"],
                      "fingerprint": told["fingerprint"]}
    console.say(_("Written: {name}").format(name=args.out))
    console.say(_("Signed by the root key.") if told["signed_by"]["use"] == "root" else _(
        "Signed by the statement key, since the root key is not on this PC."))


def signer(args: Namespace, console: Console) -> None:
    """Which key PDF files are signed with on this PC; tried before it is kept."""
    from app.trust.authority import Place, choose, place

    where = (Place("pkcs12", str(Path(args.pkcs12).resolve())) if args.pkcs12 else
             Place("pkcs11", args.pkcs11, args.token, args.certificate) if args.pkcs11 else Place())
    if not where.kind and not args.own:
        where = place()
        console.result = {"kind": where.kind, "path": where.path, "token": where.token, "certificate": where.label}
        console.say(where.path or _("Files are signed with the centre's own key."))
        return
    with office_for(args) as office:
        words = choose(office, where, pin_of(args.pin_file) if where.kind else "")
    console.result = {"kind": where.kind, "path": where.path, "said": words}
    console.say(words)
