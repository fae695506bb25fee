"""What a task's line says of the whole that it is part of, and of the department that does it."""

import re
from dataclasses import dataclass

from bot.domain.ids import TaskNumber
from bot.domain.quick_marks import Line, plain
from bot.domain.sub_tasks import DEPARTMENT_LIMIT
from bot.domain.text import clipped, one_line

#: Without one of these words a task that is named is one of the words of the title.
_PARENT = re.compile(r"(?<![\w-])(?:as\s+)?(?:for|under|part\s+of)\s+T-([0-9]{1,9})(?![\w-])", re.IGNORECASE)
_DEPARTMENT = re.compile(r"(?<!\S)dep(?:t|artment)[:=](\x02+|(?:&(?:amp|lt|gt);|[^\s,;:<>\x02])+)", re.IGNORECASE)


@dataclass(frozen=True)
class TakenParts:
    parent: TaskNumber | None
    department: str


def take_parts(line: Line) -> TakenParts:
    """`for T-4`, and `dept:print` or `dept:"large format"`."""
    return TakenParts(_take_parent(line), take_department(line))


def take_department(line: Line) -> str:
    match = _DEPARTMENT.search(line.seen)
    if match is None:
        return ""
    named = one_line(plain(line.left[match.start(1) : match.end(1)].strip('"')))
    line.take(match.start(), match.end())
    return clipped(named, DEPARTMENT_LIMIT)


def _take_parent(line: Line) -> TaskNumber | None:
    match = _PARENT.search(line.seen)
    if match is None:
        return None
    line.take(match.start(), match.end())
    return TaskNumber(int(match[1]))
