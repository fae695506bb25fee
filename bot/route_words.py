"""Routing rules in words, and as facts for scripts: what is in force, and what would become of a request."""

from collections.abc import Iterator, Sequence

from bot.domain.config_files import ConfigVersion
from bot.domain.queues import EVERYONE, Queue, Strategy, WhyNot
from bot.domain.routing import FALLBACK, Miss, Routing, Rule
from bot.services.routing_files import Explained, Person

STRATEGY = {
    Strategy.ROUND_ROBIN: "in turn",
    Strategy.LEAST_OPEN: "to whoever has the least open",
    Strategy.OWNER: "to the client's owner",
    Strategy.NONE: "to whoever takes it",
}
WHY_NOT = {
    WhyNot.NO_MEMBER: "is no full member here",
    WhyNot.NOT_THERE: "is not in the private channel of its card",
    WhyNot.DECLINED: "declined it",
    WhyNot.AT_CAP: "has as many open as one person may",
}
NONE_YET = "No rules were loaded here yet: what nobody is named for waits for whoever takes it."


def counted(routing: Routing) -> str:
    rules = _number(len(routing.rules), "rule")
    return f"{_number(len(routing.queues), 'queue')}, {rules}{' and a fallback' if routing.fallback else ''}"


def lines(routing: Routing, versions: Sequence[ConfigVersion]) -> Iterator[str]:
    if not versions:
        yield NONE_YET
        return
    yield f"Version {versions[0].number} is in force: {counted(routing)}."
    for one in versions:
        yield f"  {one.number} loaded by {one.loaded_by} at {one.loaded_at:%Y-%m-%d %H:%M} UTC"
    for queue in routing.queues:
        yield f"Queue {queue.name}: {_queue(queue)}"
    for rule in _every(routing):
        yield f"{_name(rule.number)}: {_rule(rule)}"


def shown_facts(routing: Routing, versions: Sequence[ConfigVersion]) -> dict[str, object]:
    loaded = [{"version": one.number, "by": one.loaded_by, "at": one.loaded_at.isoformat()} for one in versions]
    queues = [_queue_facts(queue) for queue in routing.queues]
    rules = [
        {"rule": one.number, "says": _rule(one), "queue": one.queue, "owner": one.owner} for one in _every(routing)
    ]
    return {"version": versions[0].number if versions else 0, "loaded": loaded, "queues": queues, "rules": rules}


def explained(found: Explained) -> Iterator[str]:
    """Each rule in turn, then who would get it and why."""
    decision, rule = found.decision, found.decision.rule
    for one in decision.passed:
        yield f"Rule {one.number} does not fit: {'; '.join(map(_miss, one.misses))}."
    if rule is None:
        yield "No rule fits, and there is no fallback." if found.version else NONE_YET
    else:
        yield f"{_name(rule.number)} {'counts' if rule.number == FALLBACK else 'fits'}: {_rule(rule)}."
    if found.queue is not EVERYONE:
        yield f"Queue {found.queue.name}: {_queue(found.queue)}."
    for person in found.people:
        if person.why_not is not None:
            yield f"{_who(person)} {WHY_NOT[person.why_not]}{_open(person)}."
    yield _outcome(found)


def explained_facts(found: Explained) -> dict[str, object]:
    rule = found.decision.rule
    passed = [{"rule": one.number, "misses": [vars(miss) for miss in one.misses]} for one in found.decision.passed]
    return {
        "version": found.version,
        "rule": None if rule is None else rule.number,
        "fallback": rule is not None and rule.number == FALLBACK,
        "passed": passed,
        "queue": None if found.queue is EVERYONE else found.queue.name,
        "owner": found.to,
        "priority": found.priority.value,
        "channel": found.place,
        "people": [{**vars(person)} for person in found.people],
    }


def _outcome(found: Explained) -> str:
    to = next((person for person in found.people if person.user == found.to), None)
    if to is None:
        waits = "Nobody would get it" if found.people else "Nobody gets it by rule"
        lead = f" and {found.queue.lead}, who leads the queue, is told at once" if found.people else ""
        return f"{waits}: it waits for whoever takes it{lead}."
    why = "because the rule names them" if found.is_named else f"whose turn it is{_open(to)}"
    return f"{_who(to)} gets it, {why}."


def _queue_facts(queue: Queue) -> dict[str, object]:
    facts = {name: value for name, value in vars(queue).items() if name != "patience"}
    return {**facts, "unowned_minutes": _minutes(queue)}


def _miss(miss: Miss) -> str:
    return f"{miss.condition} is {miss.found}, not {miss.wanted}"


def _queue(queue: Queue) -> str:
    people = f" among {', '.join(queue.people)}" if queue.people and queue.takes_turns else ""
    cap = f", at most {queue.cap} open each" if queue.cap else ""
    lead = f"; {queue.lead} is told of what nobody has after {_minutes(queue)} minutes" if queue.lead else ""
    return f"{STRATEGY[queue.strategy]}{people}{cap}{lead}"


def _rule(rule: Rule) -> str:
    asked = (
        ("client", rule.clients),
        ("type", rule.types),
        ("priority", rule.priorities),
        ("channel", rule.channels),
        ("source", rule.sources),
        ("words", rule.words),
        ("time", [str(rule.times)] if rule.times else []),
    )
    when = "; ".join(f"{name} is {' or '.join(values)}" for name, values in asked if values)
    results = (("queue", rule.queue), ("owner", rule.owner), ("priority", rule.priority), ("posted in", rule.channel))
    then = ", ".join(f"{name} {value}" for name, value in results if value)
    return f"{when} -> {then}" if when else then


def _every(routing: Routing) -> Sequence[Rule]:
    return (*routing.rules, *([routing.fallback] if routing.fallback else []))


def _name(number: int) -> str:
    return "The fallback" if number == FALLBACK else f"Rule {number}"


def _who(person: Person) -> str:
    return f"{person.name} ({person.user})" if person.name else person.user


def _open(person: Person) -> str:
    return f" ({person.open} open)"


def _minutes(queue: Queue) -> int:
    return int(queue.patience.total_seconds() // 60)


def _number(count: int, word: str) -> str:
    return f"{count} {word}" if count == 1 else f"{count} {word}s"
