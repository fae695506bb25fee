"""Asking the driver over HTTP."""

import json
from typing import Any
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest

from sandbox import Sandbox
from tests.patience import PATIENCE

Json = dict[str, Any]


def get(slack: Sandbox, path: str) -> Any:
    with urlopen(f"{slack.url}/_sandbox/{path}", timeout=PATIENCE) as response:
        return json.load(response)


def post(slack: Sandbox, path: str, **body: Any) -> Json:
    request = Request(f"{slack.url}/_sandbox/{path}", json.dumps(body).encode(), method="POST")
    with urlopen(request, timeout=PATIENCE) as response:
        answer = json.load(response)
    assert isinstance(answer, dict)
    return answer


def mistake(slack: Sandbox, path: str, body: bytes | None, method: str = "POST") -> tuple[int, Json]:
    request = Request(f"{slack.url}/_sandbox/{path}", body, method=method)
    with pytest.raises(HTTPError) as refused:
        urlopen(request, timeout=PATIENCE)
    with refused.value as response:
        return response.code, json.load(response)
