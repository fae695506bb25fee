"""Serving the page's files."""

import re
from http.client import HTTPConnection
from urllib.parse import urlsplit
from urllib.request import urlopen

import pytest

from sandbox import Sandbox
from tests.patience import PATIENCE
from tests.sandbox.manifest import SPECIMEN


def get(slack: Sandbox, path: str) -> tuple[int, str | None, str | None]:
    """Status, content type and caching; the path goes out as it is written here."""
    connection = HTTPConnection(urlsplit(slack.url).netloc, timeout=PATIENCE)
    try:
        connection.request("GET", path)
        response = connection.getresponse()
        response.read()
        return response.status, response.getheader("content-type"), response.getheader("cache-control")
    finally:
        connection.close()


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        pytest.param("/", "text/html; charset=utf-8", id="the page"),
        pytest.param("/page/dom.js", "text/javascript; charset=utf-8", id="a module"),
        pytest.param("/page/icon.svg", "image/svg+xml", id="a picture"),
        pytest.param("/favicon.ico", "image/svg+xml", id="the icon that browsers ask for"),
    ],
)
def test_files_with_their_types(slack: Sandbox, path: str, kind: str) -> None:
    assert get(slack, path) == (200, kind, "no-store")


def test_what_the_page_asks_for_may_be_kept(slack: Sandbox) -> None:
    with urlopen(slack.url, timeout=PATIENCE) as page:
        script = re.search(r'src="(/page/@\w+/main\.js)"', page.read().decode())
    assert script is not None
    status, kind, caching = get(slack, script[1])
    assert (status, kind) == (200, "text/javascript; charset=utf-8")
    assert caching == "private, max-age=31536000, immutable"


@pytest.mark.parametrize(
    "path",
    [
        "/page/nothing.js",
        "/page/",
        "/page/../driver.py",
        "/page/%2e%2e/driver.py",
        "/page/@1/../../driver.py",
        "/page/../README.md",
        "/page/%00.js",
        f"/page/{'x' * 300}.js",
        "/elsewhere",
    ],
)
def test_nothing_else(slack: Sandbox, path: str) -> None:
    assert get(slack, path)[0] == 404


def test_the_page_waits_until_it_is_shown() -> None:
    with Sandbox(SPECIMEN, shown=False) as slack:
        assert get(slack, "/") == (503, "text/plain; charset=utf-8", "no-store")
        assert get(slack, "/page/dom.js")[0] == 200
        slack.show()
        assert get(slack, "/")[0] == 200
