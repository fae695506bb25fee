"""How many there are, and which of them are shown, as somebody would say it."""

import pytest

from handlers.views.paging import standing


@pytest.mark.parametrize(
    ("offset", "count", "total", "words"),
    [
        (0, 1, 1, "only one"),
        (0, 2, 2, "2 in all"),
        (0, 1200, 1200, "1,200 in all"),
        (0, 10, 11, "1–10 of 11"),
        (10, 1, 11, "the last of 11"),
        (1980, 20, 12345, "1,981–2,000 of 12,345"),
        (12344, 1, 12345, "the last of 12,345"),
    ],
)
def test_where_a_page_stands(offset: int, count: int, total: int, words: str) -> None:
    assert standing(offset, count, total) == words
