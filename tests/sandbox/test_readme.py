"""The README's test of somebody else's bot, run as it stands there."""

import os
import re
import subprocess
import sys
from pathlib import Path

import yaml

import sandbox
from tests.patience import PATIENCE

README = Path(sandbox.__file__).with_name("README.md")
MANIFEST = {
    "display_information": {"name": "Greeter"},
    "features": {
        "bot_user": {"display_name": "Greeter"},
        "slash_commands": [{"command": "/hello", "description": "Greets"}],
    },
    "oauth_config": {"scopes": {"bot": ["commands"]}},
    "settings": {"socket_mode_enabled": True},
}


def test_the_ten_lines(tmp_path: Path) -> None:
    shown = re.search(r"## Somebody else's bot.*?```python\n(.*?)```", README.read_text(encoding="utf-8"), re.DOTALL)
    assert shown is not None
    (tmp_path / "test_bot.py").write_text(shown[1], encoding="utf-8")
    (tmp_path / "manifest.yml").write_text(yaml.safe_dump(MANIFEST), encoding="utf-8")

    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "test_bot.py"]
    env = {**os.environ, "PYTHONPATH": str(README.parent.parent)}
    ended = subprocess.run(
        command, cwd=tmp_path, env=env, capture_output=True, text=True, check=False, timeout=PATIENCE
    )

    assert (ended.returncode, "1 passed" in ended.stdout) == (0, True), ended.stdout
