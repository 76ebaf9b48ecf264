"""Commands about one person, once: who may be recorded twice, merging, not the same."""

from __future__ import annotations

from argparse import Namespace
from typing import TYPE_CHECKING

from app.console.desk import office_for
from app.console.output import Console, UsageError
from app.errors import Invalid, Missing
from app.i18n import _, ngettext

if TYPE_CHECKING:
    from app.office.office import Office
    from app.trainees.queries import TraineeWhole


def trainee_of(office: Office, number: str) -> TraineeWhole:
    """The trainee of a number. Missing, naming the number, when there is none."""
    from app.trainees.queries import TraineeDetail

    try:
        return office.ask(TraineeDetail(number=number))[0]
    except Missing:
        raise Missing(_("There is no trainee {number}. 'trainees' lists them.").format(number=number)) from None


def duplicates(args: Namespace, console: Console) -> None:
    """List the pairs that may be one person, the likeliest first."""
    from app.trainees.alike import STRENGTHS
    from app.trainees.duplicates import PossibleDuplicates

    with office_for(args, writes=False) as office:
        found = office.ask(PossibleDuplicates(limit=args.limit), console.progress)
    console.result = [
        {"one": r.one.number, "one_name": r.one.name, "one_identity": r.one.identity, "other": r.other.number,
         "other_name": r.other.name, "other_identity": r.other.identity, "score": r.likeness.score,
         "strength": r.likeness.strength, "reasons": list(r.likeness.reasons), "why": r.likeness.why()} for r in found]
    console.table([_("How likely"), _("Number"), _("Trainee"), _("Number"), _("May be the same as"), _("Why")],
                  [(_(STRENGTHS[r.likeness.strength]), r.one.number, r.one.name, r.other.number, r.other.name,
                    r.likeness.why()) for r in found])
    console.say(ngettext("{n} pair may be one person.", "{n} pairs may be one person.", len(found)).format(
        n=len(found)))


def merge(args: Namespace, console: Console) -> None:
    """Make one record of two; or say what that would do."""
    from app.trainees.merge import MergeTrainees
    from app.trainees.merge_view import FIELDS, BeforeMerge

    with office_for(args, writes=not args.dry_run) as office:
        kept, gone = trainee_of(office, args.kept), trainee_of(office, args.gone)
        view = office.ask(BeforeMerge(kept_id=kept.id, gone_id=gone.id))[0]
        unknown = sorted(set(args.take) - set(FIELDS))
        if unknown:
            raise UsageError(_("There is no field '{name}'. The fields are: {fields}.").format(
                name=unknown[0], fields=", ".join(FIELDS)))
        said = {"full_name": args.name, "identity": args.identity}
        take = set(view.take()) | set(args.take) | {key for key, side in said.items() if side == "right"}
        take -= {key for key, side in said.items() if side == "left"}
        open_ = [one for one in view.lines if one.taken is None and not said.get(one.key) and one.key not in take]
        for one in view.lines:
            stays = "?" if one in open_ else one.right if one.key in take else one.left
            console.say(f"{one.words}: {one.left or '–'} | {one.right or '–'}" + ("" if one.same else f"  -> {stays}"))
        for meeting in view.meetings:
            console.say(meeting.sentence())
        console.say(_("{number} has: {what}").format(number=view.right.number, what=", ".join(view.right.has) or "–"))
        console.result = {"kept": view.left.number, "gone": view.right.number, "take": sorted(take),
                          "asked": [one.key for one in open_], "follows": list(view.right.has),
                          "meetings": [one.sentence() for one in view.meetings], "merged": False}
        if view.refused:
            raise Invalid(view.refused)
        if args.dry_run:
            return
        if open_:
            raise UsageError(_("Both have another {field}: say which stays, {option} left or {option} right.").format(
                field=open_[0].words, option="--name" if open_[0].key == "full_name" else "--identity"))
        names = _("{gone} into {kept}").format(gone=f"{view.right.name} {view.right.number}",
                                               kept=f"{view.left.name} {view.left.number}")
        office.do(MergeTrainees(kept_id=kept.id, gone_id=gone.id, take=frozenset(take), reason=args.reason,
                                kept_version=view.left.version, gone_version=view.right.version, about=names))
        console.result["merged"] = True
        console.say(_("{gone} is now one record with {kept}").format(gone=view.right.number, kept=view.left.number))


def unmerge(args: Namespace, console: Console) -> None:
    """Take the merge of a record back."""
    from app.trainees.merge import UndoMerge

    with office_for(args) as office:
        whole = trainee_of(office, args.number)
        found = next((one for one in whole.made_of if one.number == args.number.strip().upper()), None)
        if found is None:
            raise Missing(_("{number} was not merged into another record.").format(number=args.number))
        office.do(UndoMerge(merge_id=found.merge_id, about=f"{found.name} {found.number}"))
        console.result = {"kept": whole.number, "back": found.number}
        console.say(_("The merge has been taken back"))


def not_same(args: Namespace, console: Console) -> None:
    """Remember that two trainees are two people, or take that back."""
    from app.trainees.not_same import SayNotSame, TakeBackNotSame

    with office_for(args) as office:
        one, other = trainee_of(office, args.one), trainee_of(office, args.other)
        if args.take_back:
            office.do(TakeBackNotSame(one_id=one.id, other_id=other.id))
        else:
            office.do(SayNotSame(one_id=one.id, other_id=other.id, reason=args.why,
                                 about=f"{one.name}, {other.name}"))
        console.result = {"one": one.number, "other": other.number, "two_people": not args.take_back,
                          "why": args.why}
        console.say(_("They may be one person after all.") if args.take_back else _("Remembered: two people"))
