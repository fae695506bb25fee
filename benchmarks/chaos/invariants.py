"""Whether nothing was lost and nothing came twice: reliability.md 3.6, I1 to I10."""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from itertools import pairwise

from benchmarks.chaos.almanac import APART
from benchmarks.chaos.callers import MENTION, Asked
from benchmarks.chaos.evidence import Evidence, Row
from benchmarks.chaos.slack import Seen
from benchmarks.chaos.words import CANARY, newest, version
from benchmarks.chaos.world import ALMANAC
from bot.domain.ids import OutboxId, TeamId
from bot.domain.outbox import UNCLEAR, MessageKind, MessageState

#: Slack's own words for a trouble of its own: a message that they come back for again and again is given up.
SLACKS_TROUBLE = frozenset({"internal_error", "fatal_error", "request_timeout", "service_unavailable"})
#: What forms that cannot be posted must come to.
ENDS: Mapping[str, set[tuple[MessageState, str | None]]] = {
    "poison": {(MessageState.FAILED, reason) for reason in ("not_rendered", "invalid_blocks", *SLACKS_TROUBLE)},
    "left": {(MessageState.CANCELLED, "not_in_channel")},
    "late": {(MessageState.EXPIRED, None)},
    "far": {(MessageState.CANCELLED, None)},
}
#: What the answer to a command names when it was saved.
LABEL = re.compile(r"\b[RT]-\d+\b")
#: Provoked on purpose: blocks that are none, calls that were under way when another was told to wait, and acks that
#: whoever was to give them took to the grave.
PROVOKED = ("invalid_blocks in ", "rate_limited in ", "ack_late in ")


@dataclass(frozen=True)
class Verdict:
    """`lost` and `duplicated` name messages, `broken` the other invariants that do not hold."""

    messages: int
    lost: Sequence[str]
    duplicated: Sequence[str]
    broken: Sequence[str]

    @property
    def is_clean(self) -> bool:
        return not (self.lost or self.duplicated or self.broken)


def judged(evidence: Evidence) -> Verdict:
    case = Case(evidence)
    broken = [fault for check in CHECKS for fault in check(case)]
    committed = {id_ for entry in evidence.entries for id_ in entry.ids}
    return Verdict(len(committed), list(_lost(case)), list(_duplicated(case)), broken)


@dataclass(frozen=True)
class Case:
    evidence: Evidence

    @cached_property
    def rows(self) -> Mapping[OutboxId, Row]:
        return {row.id: row for row in self.evidence.rows}

    @cached_property
    def posts(self) -> Mapping[str, Sequence[Seen]]:
        """Where each row became visible as a new message, however often."""
        found: dict[str, list[Seen]] = defaultdict(list)
        for seen in self.evidence.seen:
            if seen.what == "message" and seen.row is not None:
                found[seen.row].append(seen)
        return found

    @cached_property
    def waiting(self) -> set[OutboxId]:
        """What workers whose clock was an hour ahead wanted to tell people then, tried or not: its time will come."""
        early = (row for row in self.evidence.rows if row.kind is MessageKind.NOTICE and row.due_at > self.evidence.at)
        return {row.id for row in early if not row.has_ended}

    @cached_property
    def effects(self) -> Counter[str]:
        """How many requests and tasks have a title, and how many answers a message has; a key ends with its ts."""
        replies = (row for row in self.evidence.rows if row.kind is MessageKind.REPLY)
        return self.evidence.logged + Counter(row.key.rpartition(":")[2] for row in replies)

    @cached_property
    def forms(self) -> Mapping[OutboxId, str]:
        return {id_: entry.form for entry in self.evidence.entries for id_ in entry.ids}


def _lost(case: Case) -> Iterator[str]:
    """I1, and the half of I2 that is about too few."""
    for entry in case.evidence.entries:
        for id_ in entry.ids:
            if id_ not in case.rows:
                yield f"{id_} ({entry.form}) was committed and is not in the store"
    for row in case.evidence.rows:
        if row.id in case.waiting:
            continue
        if not row.has_ended:
            yield f"{row.id} has not ended: {row.state.value}, {row.reason}"
        elif row.state is MessageState.SENT and row.is_post and not case.posts.get(row.id):
            yield f"{row.id} counts as sent and nobody has seen it"
        elif not _may_end_so(row, case.forms.get(row.id, "")):
            yield f"{row.id} ended as {row.state.value}, {row.reason}"
    yield from _forgotten(case)
    yield from _left_out(case)


def _forgotten(case: Case) -> Iterator[str]:
    for asked in case.evidence.asked:
        if _was_promised(asked) and not case.effects[asked.mark]:
            yield f"{asked.what} {asked.mark} was answered and came to nothing"


def _left_out(case: Case) -> Iterator[str]:
    """F14: on each local date, whatever the clocks and the zone data do."""
    came = {row.key for row in case.evidence.rows if row.team == ALMANAC}
    for series, day in case.evidence.expected:
        if series.key(day) not in came:
            yield f"what recurs at {series.rule.local_time:%H:%M} in {series.rule.zone} did not come on {day}"


def _came_too_often(case: Case) -> Iterator[str]:
    """Also under another date."""
    times: dict[str, list[datetime]] = defaultdict(list)
    for row in case.evidence.rows:
        if row.team == ALMANAC and row.kind is MessageKind.NUDGE:
            times[row.about].append(row.due_at)
    for about, comings in times.items():
        for one, other in pairwise(sorted(comings)):
            if other - one < APART:
                yield f"{about} came at {one} and at {other}"


def _was_promised(asked: Asked) -> bool:
    """A mention is acked once it is committed; a command is acked also where nothing was saved, and then says so."""
    return asked.answer is not None and (asked.what == MENTION or LABEL.search(asked.answer) is not None)


def _may_end_so(row: Row, form: str) -> bool:
    if form in ENDS:
        return (row.state, row.reason) in ENDS[form]
    if row.state is MessageState.SENT or (row.team == ALMANAC and row.state is MessageState.EXPIRED):
        # Its clock leaps, so that what is late at all may be too late: that is told, which is looked at elsewhere.
        return True
    if not row.is_post:
        return (row.state, row.reason) == (MessageState.CANCELLED, "merged")
    return row.state is MessageState.FAILED and row.reason in SLACKS_TROUBLE


def _duplicated(case: Case) -> Iterator[str]:
    for id_, seen in case.posts.items():
        for again in seen[1:]:
            yield f"{id_} ({case.forms.get(OutboxId(id_), 'notice')}) came again at {again.ts} after {seen[0].ts}"
    for asked in case.evidence.asked:
        for _ in range(1, case.effects[asked.mark]):
            yield f"{asked.what} {asked.mark} was taken for two"
    yield from _came_too_often(case)


def _unknown(case: Case) -> Iterator[str]:
    """I3."""
    for id_ in case.posts.keys() - case.rows.keys():
        yield f"{id_} was seen and is not in the store"


def _misplaced(case: Case) -> Iterator[str]:
    """I4 and I5."""
    for id_, all_seen in case.posts.items():
        row = case.rows.get(OutboxId(id_))
        for seen in all_seen:
            if row is None:
                continue
            if seen.team != row.team:
                yield f"{id_} of {row.team} was seen in {seen.team}"
            elif row.id in case.waiting:
                continue
            elif row.state is not MessageState.SENT:
                yield f"{id_} was seen and ended as {row.state.value}, {row.reason}"
            elif (row.channel, row.ts) not in {(one.channel, one.ts) for one in all_seen}:
                yield f"{id_} is said to stand at {row.channel} {row.ts} and stands at {seen.channel} {seen.ts}"


def _out_of_order(case: Case) -> Iterator[str]:
    """I6, where an order was asked for: what comes after another, and what stands under it."""
    for row in case.evidence.rows:
        before, root = case.rows.get(row.after or OutboxId("")), case.rows.get(row.under or OutboxId(""))
        if before and before.ts and row.ts and float(before.ts) > float(row.ts):
            yield f"{row.id} came before {before.id}, which it was to come after"
        if root and root.ts and any(seen.thread_ts != root.ts for seen in case.posts.get(row.id, ())):
            yield f"{row.id} is not in the thread of {root.id}"


def _early(case: Case) -> Iterator[str]:
    """I7, beyond what a clock here may be off; what came too late must not have come at all, which I4 holds."""
    for id_, form in case.forms.items():
        if form == "far" and id_ in case.posts:
            yield f"{id_} came before it was due"


def _held(case: Case) -> Iterator[str]:
    """I9."""
    for row in case.evidence.rows:
        if row.owner is not None and row.id not in case.waiting:
            yield f"{row.id} is still claimed"


def _unreported(case: Case) -> Iterator[str]:
    """What cannot be delivered is told to a person, by its label, unless more was told than a message names."""
    told = {
        (row.team, row.to, label)
        for row in case.evidence.rows
        if row.kind is MessageKind.NOTICE
        for label in (row.about, *row.facts.get("others", "").split(), *(["more"] if "more" in row.facts else []))
    }
    for row in case.evidence.rows:
        is_over = row.state in {MessageState.FAILED, MessageState.EXPIRED} or row.reason == "not_in_channel"
        if not is_over or row.kind is MessageKind.NOTICE or not row.fallback:
            continue
        if told.isdisjoint({(row.team, row.fallback, row.about), (row.team, row.fallback, "more")}):
            yield f"{row.id} ended as {row.state.value} and {row.fallback} was not told"


def _alarming(case: Case) -> Iterator[str]:
    """I8: each cause, which is a place and a reason there, is told to a person at most once an hour."""
    told = Counter(
        (row.team, row.to, row.facts.get("to", ""), row.facts["error"], f"{row.due_at:%d %B %H}h")
        for row in case.evidence.rows
        if row.kind is MessageKind.NOTICE and row.facts.get("error", UNCLEAR) != UNCLEAR
    )
    for (team, person, place, error, hour), times in told.items():
        if times > 1:
            yield f"{person} in {team} is told {times} times in the hour of {hour} of {error} in {place}"


def _outdated(case: Case) -> Iterator[str]:
    """Cards and Homes show what is true by now."""
    words_at = {(seen.team, seen.channel, seen.ts): seen.words for seen in case.evidence.seen}
    for entry in case.evidence.entries:
        if entry.form == "card":
            card = case.rows[entry.ids[0]]
            name, _ = case.evidence.shown[entry.team, entry.number]
            words = words_at.get((card.team, card.channel, card.ts), "")
            if card.state is MessageState.SENT and name not in words:
                yield f"the card {card.id} shows {words!r} and not {name}"
    yield from _outdated_homes(case)


def _outdated_homes(case: Case) -> Iterator[str]:
    """A card that is new is in no Home yet, so only those count that were changed since."""
    changed = {version(entry.number) for entry in case.evidence.entries if entry.form == "change"}
    owned: dict[tuple[TeamId, str], list[str]] = defaultdict(list)
    for (team, _), (name, owner) in case.evidence.shown.items():
        owned[team, owner].append(name)
    homes = {
        (seen.team, person): seen.words for seen in case.evidence.seen if seen.what == "home" for person in seen.to
    }
    for (team, owner), names in owned.items():
        wanted = newest(names)
        if wanted in changed and wanted not in homes.get((team, owner), ""):
            yield f"the Home of {owner} in {team} does not show {wanted}"


def _leaked(case: Case) -> Iterator[str]:
    """I10."""
    for log in case.evidence.logs:
        said = log.read_text(encoding="utf-8", errors="replace")
        if CANARY in said:
            yield f"{log.name} quotes a message"
        if any(token in said for token in case.evidence.tokens):
            yield f"{log.name} holds a token"


def _refused(case: Case) -> Iterator[str]:
    for violation, times in case.evidence.violations.items():
        if not violation.startswith(PROVOKED):
            yield f"Slack would have refused {times} times: {violation}"


CHECKS: Sequence[Callable[[Case], Iterator[str]]] = (
    _unknown,
    _misplaced,
    _out_of_order,
    _early,
    _held,
    _unreported,
    _alarming,
    _outdated,
    _leaked,
    _refused,
)
