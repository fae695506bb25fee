"""An app's side of Socket Mode, frame by frame."""

import json
from typing import Any

from slack_sdk import WebClient
from websockets.sync.client import ClientConnection

from sandbox import Sandbox
from tests.patience import PATIENCE

Json = dict[str, Any]


def address(slack: Sandbox) -> str:
    client = WebClient(base_url=slack.api_url)
    return str(client.apps_connections_open(app_token=slack.app_token)["url"])


def frame(socket: ClientConnection) -> Json:
    received = json.loads(socket.recv(timeout=PATIENCE))
    assert isinstance(received, dict)
    return received


def ack(socket: ClientConnection, envelope: Json, **payload: Any) -> None:
    answer = {"envelope_id": envelope["envelope_id"]} | ({"payload": payload} if payload else {})
    socket.send(json.dumps(answer))
