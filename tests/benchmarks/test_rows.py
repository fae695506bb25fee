"""Both sides of a comparison do the same: the driver alone writes the product's rows, and requests come when due."""

import time
from functools import partial
from itertools import pairwise

import pytest

from benchmarks.goals import raw
from benchmarks.goals.open_loop import THREADS, latencies
from benchmarks.goals.p03_rows import Saving, move_in
from tests.engines import EMPTIED, kept_engine


@pytest.mark.parametrize("kind", ["empty_sqlite_url", "empty_postgresql_url"])
def test_the_driver_alone_writes_the_rows_that_the_product_wrote(kind: str, request: pytest.FixtureRequest) -> None:
    url: str = request.getfixturevalue(kind)
    engine = kept_engine(url)
    saving = Saving(engine)
    with raw.connected(url) as connection:
        stood = [raw.tables(connection)]
        for change in (partial(move_in, engine), saving.save, saving.save):
            change()
            stood.append(raw.tables(connection))
        transactions = [raw.written(connection, before, after) for before, after in pairwise(stood)]
        connection.commit([(emptied, ()) for emptied in EMPTIED])
        for statements in transactions:
            connection.commit(statements)
        assert raw.tables(connection) == stood[-1]
    engine.dispose()
    written = [tuple(statement.split()[:3]) for statement, _ in transactions[-1]]
    assert sorted(written) == [
        *(("insert", "into", name) for name in ("audit", "inbox", "outbox", "task", "task_search")),
        ("update", "counter", "set"),
    ]


def test_each_request_has_its_number_and_none_comes_before_it_is_due() -> None:
    begun, asked = time.perf_counter(), list[int]()
    taken = latencies(asked.append, times=3 * THREADS, a_second=1000)
    assert sorted(asked) == list(range(3 * THREADS))
    assert min(taken) >= 0
    assert time.perf_counter() - begun > 3 * THREADS / 1000
