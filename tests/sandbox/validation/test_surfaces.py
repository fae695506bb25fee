"""Where each block and element may stand."""

import pytest

from tests.sandbox.validation.newer import CARD, NEWER
from tests.sandbox.validation.payloads import (
    IMAGE,
    OVERFLOW,
    RICH_TEXT,
    STATEFUL,
    TABLE,
    VIDEO,
    Payload,
    actions,
    asking,
    button,
    element,
    found,
    home,
    message,
    modal,
    plain,
    section,
)

SURFACES = {"message": message, "modal": modal, "home": home}
EVERYWHERE = {"message", "modal", "home"}

BLOCKS: dict[str, tuple[Payload, set[str]]] = {
    "section": (section(), EVERYWHERE),
    "actions": (actions(button()), EVERYWHERE),
    "context": ({"type": "context", "elements": [plain(), IMAGE]}, EVERYWHERE),
    "header": ({"type": "header", "text": plain()}, EVERYWHERE),
    "image": (IMAGE, EVERYWHERE),
    "input": (asking(element("plain_text_input")), EVERYWHERE),
    "divider": ({"type": "divider"}, EVERYWHERE),
    "rich_text": (RICH_TEXT, EVERYWHERE),
    "video": (VIDEO, EVERYWHERE),
    "markdown": ({"type": "markdown", "text": "Words"}, {"message"}),
    "table": (TABLE, {"message", "home"}),
    "file": ({"type": "file", "external_id": "F1", "source": "remote"}, set()),
    "alert": (NEWER["alert"], {"modal"}),
    "card": (CARD, EVERYWHERE),
    **{kind: (NEWER[kind], {"message", "home"}) for kind in ("carousel", "container", "data_table", "pie", "bars")},
    **{kind: (NEWER[kind], {"message"}) for kind in ("context_actions", "plan", "task_card")},
}

ONLY_MODAL = {"email_text_input", "url_text_input", "number_input", "file_input"}
ELEMENTS = {kind: {"modal"} if kind in ONLY_MODAL else EVERYWHERE for kind in STATEFUL} | {
    "datetimepicker": {"message", "modal"},
    "rich_text_input": {"modal", "home"},
}

TYPED = {"plain_text_input", "email_text_input", "url_text_input", "number_input", "rich_text_input", "file_input"}
STILL: dict[str, Payload] = {"button": button(), "overflow": OVERFLOW, "image": IMAGE}
PLACES = {
    **{kind: {"section", "actions", "input"} for kind in STATEFUL if kind not in TYPED},
    **{kind: {"input"} for kind in sorted(TYPED)},
    "datetimepicker": {"actions", "input"},
    "button": {"section", "actions"},
    "overflow": {"section", "actions"},
    "image": {"section", "context"},
}


def held(place: str, inner: Payload) -> tuple[Payload, str]:
    """The block with the element in it, and where its type stands."""
    match place:
        case "section":
            return section(accessory=inner), "/blocks/0/accessory/type"
        case "input":
            return asking(inner), "/blocks/0/element/type"
        case _:
            return {"type": place, "elements": [inner]}, "/blocks/0/elements/0/type"


@pytest.mark.parametrize("surface", SURFACES)
@pytest.mark.parametrize("kind", BLOCKS)
def test_blocks_stand_only_on_their_surfaces(kind: str, surface: str) -> None:
    block, allowed = BLOCKS[kind]
    assert found(SURFACES[surface](block)) == (set() if surface in allowed else {("/blocks/0/type", "wrong_surface")})


@pytest.mark.parametrize("surface", SURFACES)
@pytest.mark.parametrize("kind", ELEMENTS)
def test_elements_stand_only_on_their_surfaces(kind: str, surface: str) -> None:
    expected = set() if surface in ELEMENTS[kind] else {("/blocks/0/element/type", "wrong_surface")}
    assert found(SURFACES[surface](asking(element(kind)))) == expected


@pytest.mark.parametrize("place", ["section", "actions", "input", "context"])
@pytest.mark.parametrize("kind", PLACES)
def test_elements_stand_only_in_their_blocks(kind: str, place: str) -> None:
    block, pointer = held(place, STILL.get(kind) or element(kind))
    assert found(modal(block)) == (set() if place in PLACES[kind] else {(pointer, "unsupported_type")})


@pytest.mark.parametrize("surface", SURFACES)
def test_unknown_blocks_are_refused(surface: str) -> None:
    assert found(SURFACES[surface]({"type": "poem"})) == {("/blocks/0/type", "unsupported_type")}


def test_a_response_url_can_only_be_asked_in_an_input_of_a_modal() -> None:
    asked = element("conversations_select", response_url_enabled=True)
    refused = {("/blocks/0/element/response_url_enabled", "wrong_surface")}
    assert found(modal(asking(asked))) == set()
    assert found(home(asking(asked))) == refused
    assert found(modal(actions(asked))) == {("/blocks/0/elements/0/response_url_enabled", "wrong_surface")}
