"""What is found as a file: the answer to whoever asks for it, and the file as it comes."""

from collections.abc import Sequence
from zoneinfo import ZoneInfo

from bot.domain.exports import Format
from bot.domain.find_lines import FindLine
from bot.domain.finds import Kind
from bot.services.export_files import MOST, Asked, ExportFile
from handlers import blocks
from handlers.blocks import Block, Message
from handlers.language import Counted
from handlers.moments import long_date
from handlers.text import Mrkdwn, all_of, code, joined, plainly, said
from handlers.uploads import Upload
from handlers.views.finds import COMMANDS, THINGS, not_understood, understood

HOW = {Format.CSV: "a spreadsheet (CSV)", Format.JSON: "JSON"}
TITLES = {
    Kind.REQUESTS: "Requests, {day}",
    Kind.TASKS: "Tasks, {day}",
    Kind.BOTH: "Requests and tasks, {day}",
}
HOLDS = {
    Kind.REQUESTS: Counted("{count} request fits *{what}*.", "{count} requests fit *{what}*."),
    Kind.TASKS: Counted("{count} task fits *{what}*.", "{count} tasks fit *{what}*."),
    Kind.BOTH: Counted("{count} request or task fits *{what}*.", "{count} requests and tasks fit *{what}*."),
}
TOO_MANY = {
    Kind.REQUESTS: (
        "More than {count:,} requests fit *{what}*, and a file has at most so many. I send none: add a filter."
    ),
    Kind.TASKS: "More than {count:,} tasks fit *{what}*, and a file has at most so many. I send none: add a filter.",
    Kind.BOTH: (
        "More than {count:,} requests and tasks fit *{what}*, and a file has at most so many. "
        "I send none: add a filter."
    ),
}


def asked(done: Asked, line: FindLine, zone: ZoneInfo) -> Message:
    what = understood(line, zone)
    if not done.found:
        words = "Nothing fits *{what}*, so there is no file. {find} looks without one; {new} logs it instead."
        new = "/task new export …" if done.kind is Kind.TASKS else "/request new export …"
        return blocks.only(said(words, what=what, find=code(COMMANDS[done.kind]), new=code(new)))
    words = "The {things} that fit *{what}* come as {how} in a direct message from me."
    if len(done.found) > 1:
        words = "The {things} that fit *{what}* come in a file each, as {how}, in direct messages from me."
    return blocks.only(said(words, things=_things(done.found), what=what, how=plainly(HOW[done.how])))


def result(message: Message) -> Block:
    """Over the form whose button asks for it."""
    return blocks.modal("export.result", plainly("Send as a file"), message.blocks, submit=None)


def _things(kinds: Sequence[Kind]) -> Mrkdwn:
    return all_of([said(THINGS[kind]) for kind in kinds])


def upload(made: ExportFile) -> Upload:
    day = made.at.astimezone(made.zone)
    return Upload(
        name=f"{THINGS[made.kind]}-{day:%Y-%m-%d}",
        ending=made.how.value,
        title=plainly(TITLES[made.kind], day=long_date(day)),
        comment=_comment(made),
        content=made.content,
    )


def too_many(made: ExportFile) -> Message:
    return blocks.only(said(TOO_MANY[made.kind], count=MOST, what=understood(made.line, made.zone)))


def nothing_left(made: ExportFile) -> Message:
    if made.line.problems or made.line.asks_for_nothing:
        head = said("What you looked for cannot be understood any more, so I send no file.")
        return blocks.only(joined([head, not_understood(made.line.problems).text]))
    words = "Nothing fits *{what}* any more, so I send no file."
    return blocks.only(said(words, what=understood(made.line, made.zone)))


def _comment(made: ExportFile) -> Mrkdwn:
    holds = said(HOLDS[made.kind], count=made.rows, what=understood(made.line, made.zone))
    return joined([holds, said("Only what you may see is in it.")], " ")
