"""What must hold before a start."""

from pathlib import Path

import pytest

from bot.startup import CannotStart, make_folder, only_process, sqlite_file


@pytest.mark.parametrize(
    ("url", "file"),
    [
        ("sqlite:///data/liaison.db", Path("data/liaison.db")),
        ("sqlite:////var/lib/liaison.db", Path("/var/lib/liaison.db")),
        ("sqlite:///:memory:", None),
        ("sqlite://liaison.db", None),
        ("postgresql://h/d", None),
    ],
)
def test_sqlite_file(url: str, file: Path | None) -> None:
    assert sqlite_file(url) == file


def test_a_second_liaison_on_the_same_file_is_refused_in_one_line(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'liaison.db'}"
    with only_process(url):
        with pytest.raises(CannotStart, match="another Liaison is at work") as refused, only_process(url):
            pass
        assert "\n" not in str(refused.value)
    with only_process(url):
        """Free again once the first has ended."""


def test_a_lock_that_cannot_be_opened_is_refused(tmp_path: Path) -> None:
    (tmp_path / "liaison.db.lock").mkdir()
    with pytest.raises(CannotStart, match="Is a directory"), only_process(f"sqlite:///{tmp_path / 'liaison.db'}"):
        pass


def test_a_data_folder_that_is_a_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "data").touch()
    with pytest.raises(CannotStart, match="cannot be used"):
        make_folder(tmp_path / "data")


def test_a_data_folder_is_made(tmp_path: Path) -> None:
    make_folder(tmp_path / "a" / "b")
    assert list((tmp_path / "a" / "b").iterdir()) == []
