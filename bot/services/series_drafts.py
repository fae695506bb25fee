"""What is to be made again and again, as a line or a form says it."""

from dataclasses import dataclass
from typing import Any, TypeAlias

from bot.domain.ids import ClientNumber, UserId
from bot.domain.priority import Priority
from bot.domain.recurrence import Rule
from bot.domain.series import DueIn, Series, SeriesKind

Shown: TypeAlias = dict[str, str]


@dataclass(frozen=True, kw_only=True)
class Template:
    """`checklist` and `parts` hold a line for each; `typed` are the words that the rule was read from."""

    kind: SeriesKind
    title: str
    rule: Rule
    typed: str
    details: str = ""
    priority: Priority = Priority.NORMAL
    client_number: ClientNumber | None = None
    client_words: str | None = None
    owner: UserId | None = None
    department: str = ""
    due_in: DueIn | None = None
    checklist: str = ""
    parts: str = ""


def fields_of(series: Series | Template) -> dict[str, str]:
    """What a form shows, as text to compare."""
    due = series.due_in
    return {
        "title": series.title,
        "details": series.details,
        "priority": series.priority.value,
        "client": str(series.client_number or series.client_words or ""),
        "owner": series.owner or "",
        "department": series.department,
        "due_in": f"{due.days} {'working ' if due.is_working else ''}days" if due else "",
        "checklist": series.checklist,
        "parts": series.parts,
        "when": series.typed,
    }


def values_of(template: Template) -> dict[str, Any]:
    due = template.due_in
    names = ("title", "details", "priority", "client_number", "client_words", "owner", "department")
    return {
        **{name: getattr(template, name) for name in (*names, "checklist", "parts")},
        "due_days": due.days if due else None,
        "due_working": due.is_working if due else False,
    }
