"""A preview of many fits Slack's limits, a page at a time."""

import json
import re
from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from bot.domain.bulk_judging import Hindrance
from bot.domain.bulks import MOST, Bulk, BulkTold, BulkVerb, Picked
from bot.domain.ids import ClientNumber, OutboxId, RequestNumber, UserId
from bot.domain.request_types import RequestType
from bot.services.bulk_news import BulkNews
from bot.services.bulk_shown import Applied, Preview
from handlers.blocks import Message
from handlers.bulk_fields import Offers
from handlers.views import bulk_forms, bulks
from tests.storage import make
from tests.storage.make import ANA, BEN, NOW, T1

LONDON = ZoneInfo("Europe/London")
ITEMS = [make.request(number=RequestNumber(number), title="<&*" * 100, owner=BEN) for number in range(1, MOST + 1)]
SHOWN = {item.label: item for item in ITEMS}
VIEW = 250_000


def bulk() -> Bulk:
    due_at = NOW + timedelta(days=1)
    values = {"owner": None, "due_at": due_at, "due_zone": "Europe/London", "cause": None, "why": "&" * 300}
    picked = tuple(Picked(item.label, 1, Hindrance.CLOSED.value if item.number > 450 else "") for item in ITEMS)
    of = {"team_id": T1, "number": 7, "made_by": ANA, "made_at": NOW, "verb": BulkVerb.DUE}
    return Bulk(picked=picked, **values, **of)  # type: ignore[arg-type]


def test_five_hundred_fit_page_by_page() -> None:
    shown, seen = Preview(bulk(), SHOWN), set[str]()
    for offset in range(0, MOST, bulks.PAGE):
        view = bulk_forms.preview(shown, LONDON, NOW, {}, offset)
        assert len(json.dumps(view)) < VIEW
        assert len(view["blocks"]) <= 50  # type: ignore[arg-type]
        seen |= {item.label for item in ITEMS if f"*{item.label}*" in json.dumps(view, ensure_ascii=False)}
    assert seen == {one.label for one in shown.bulk.free}
    assert len(json.dumps(bulk_forms.choose([*ITEMS, ITEMS[0]], {}, Offers(list(SHOWN), (), ())))) < VIEW


def buttons(message: Message) -> dict[str, str]:
    elements = [one for block in message.blocks if block["type"] == "actions" for one in block["elements"]]  # type: ignore[attr-defined]
    return {str(one["text"]["text"]): str(one["value"]) for one in elements}


def labels(message: Message) -> list[str]:
    said = "\n".join(str(block["text"]["text"]) for block in message.blocks if block["type"] == "section")  # type: ignore[index]
    return re.findall(r"^• \*(R-[0-9]+)\*", said, re.MULTILINE)


@pytest.mark.parametrize("count", [0, 1, 59, 60, 61, 119, 120, 121, MOST])
def test_each_stands_on_one_page(count: int) -> None:
    of = {"owner": BEN, "due_at": None, "due_zone": None, "cause": None, "why": "", "verb": BulkVerb.ASSIGN}
    picked = tuple(Picked(item.label, 1, "" if item.number <= count else Hindrance.SAME.value) for item in ITEMS)
    shown = Preview(Bulk(team_id=T1, number=7, made_by=ANA, made_at=NOW, picked=picked, **of), SHOWN)  # type: ignore[arg-type]
    found, offset, pages = list[str](), 0, 0
    while True:
        message = bulks.preview(shown, LONDON, NOW, offset)
        found, pages, offered = [*found, *labels(message)], pages + 1, buttons(message)
        assert ("Apply" in offered, "Previous" in offered) == (count > 0, pages > 1)
        if "Next" not in offered:
            break
        offset = int(offered["Next"].partition("@")[2])
    assert found == [item.label for item in ITEMS[:count]]
    assert pages == max(1, -(-count // bulks.PAGE))
    beyond = bulks.preview(shown, LONDON, NOW, MOST * 2)
    assert labels(beyond) == found[(pages - 1) * bulks.PAGE :], "what is left of it may be fewer than there were"
    assert buttons(beyond) == offered


@pytest.mark.parametrize("count", [0, 1, 2, 99, 100, 101, MOST, MOST + 1])
def test_so_many_can_be_chosen(count: int) -> None:
    """Menus hold a hundred each; one more than can be chosen is found, so that it is said that there are more."""
    view: Any = bulk_forms.choose([*ITEMS, ITEMS[0]][:count], {}, Offers((), (), ()))
    menus = [one["element"]["options"] for one in view["blocks"] if str(one.get("block_id")).startswith("items_")]
    most = min(count, MOST)
    assert [len(menu) for menu in menus] == [min(100, most - first) for first in range(0, most, 100)]
    words = json.dumps(view, ensure_ascii=False)
    assert ("Or of 1–100" in words) == (count > 100)
    assert ("Or the last one" in words) == (count == 101)
    assert ("There is nothing to choose from" in words) == (count == 0)
    assert f"All {most}" in words if count > 1 else "All of them" not in words
    assert ("These are the first 500" in words) == (count > MOST)


MANY_OFFERS = Offers(["Print"], [make.client()], [RequestType(name="print", label="Print job")])


@pytest.mark.parametrize("verb", BulkVerb)
def test_what_is_done_to_a_single_one_is_said_of_one(verb: BulkVerb) -> None:
    offered = bulk_forms.choose(ITEMS[:1], {}, MANY_OFFERS)
    for view in (offered, bulk_forms.set_(verb, ["R-1"], LONDON, MANY_OFFERS, {})):
        assert not re.search(r"\b(?:them|their|theirs|they)\b", json.dumps(view), re.IGNORECASE)
    chosen = bulk_forms.set_(verb, ["R-1", "R-2"], LONDON, MANY_OFFERS, {})
    assert re.search(r"\b(?:them|their)\b", json.dumps(chosen))


def test_what_changed_alone_and_could_not_be_put_back_is_said_of_one() -> None:
    done = some(0, BulkVerb.DONE)
    done.picked = (Picked("R-1", 1, was={"state": "new"}, left="changed"),)
    assert "B-7 is undone: it is not as before. Left as it is, because it was changed since: R-1." in (
        bulks.undone(done).text
    )


def test_the_answer_and_the_news_of_five_hundred_fit() -> None:
    done = bulk()
    done.applied(
        [one._replace(was={"due_at": None}) for one in done.free],
        [BulkTold(UserId(f"U{n}"), OutboxId("a" * 32), ()) for n in range(100)],
        NOW,
    )
    told = bulks.news(BulkNews(done, ITEMS, BEN, LONDON), NOW)
    last = bulks.applied(Applied(done, SHOWN, ["R-3", "R-9"]), LONDON, NOW).blocks[-1]
    assert [one["text"]["text"] for one in last["elements"]] == ["Undo", "Milestones of R-3", "Milestones of R-9"]  # type: ignore[attr-defined]
    for message in (bulks.applied(Applied(done, SHOWN, list(SHOWN)), LONDON, NOW), told):
        assert len(message.blocks) <= 50
        assert len(message.text) < 3_000
    named = {label.strip("*,") for block in told.blocks[1:-1] for label in str(block["text"]["text"]).split()}  # type: ignore[index]
    assert SHOWN.keys() <= named


def some(count: int, verb: BulkVerb, **values: object) -> Bulk:
    """Of which the first would change, and so many would not."""
    picked = [Picked(f"R-{n}", 1, Hindrance.SAME.value if n > 1 else "") for n in range(1, count + 2)]
    of = {"owner": None, "due_at": None, "due_zone": None, "cause": None, "why": "", **values}
    made = {"team_id": T1, "number": 7, "made_by": ANA, "made_at": NOW, "verb": verb}
    return Bulk(picked=tuple(picked), **of, **made)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("count", "left"),
    [
        (1, "*1 left as it is*\n• R-2: is like that already"),
        (2, "*2 left as they are*\n• R-2, R-3: are like that already"),
    ],
)
def test_what_is_left_is_worded_as_one_or_as_several(count: int, left: str) -> None:
    preview = bulks.preview(Preview(some(count, BulkVerb.DONE), SHOWN), LONDON, NOW)
    assert left in json.dumps(preview.blocks, ensure_ascii=False).replace("\\n", "\n")


@pytest.mark.parametrize(
    ("why", "ended"), [("They moved.", "They moved. N"), ("They moved", "They moved. N"), ("Well..", "Well... N")]
)
def test_a_full_stop_of_somebodys_own_is_not_doubled(why: str, ended: str) -> None:
    bulk = some(1, BulkVerb.DUE, due_at=NOW + timedelta(days=1), due_zone="Europe/London", why=why)
    assert f"{ended}othing is saved yet." in bulks.preview(Preview(bulk, SHOWN), LONDON, NOW).text
    bulk = some(1, BulkVerb.CLIENT, client_number=ClientNumber(4))
    done = Preview(bulk, SHOWN, clients={ClientNumber(4): "Cedar & Co."})
    assert "put under Cedar &amp; Co. Nothing is saved yet." in bulks.preview(done, LONDON, NOW).text
