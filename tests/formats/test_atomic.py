"""A file is there whole or not at all, and what goes wrong is said."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pyarrow as pa
import pytest

from rowsmith.errors import InvalidInput, Unavailable
from rowsmith.formats import atomic, format_names, open_format


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_the_file_appears_when_it_is_complete(tmp_path: Path) -> None:
    with atomic(tmp_path / "a.csv") as sink:
        sink.write(b"x\n")
        assert not (tmp_path / "a.csv").exists()
    assert (tmp_path / "a.csv").read_bytes() == b"x\n"
    assert names(tmp_path) == ["a.csv"]


@pytest.mark.parametrize("error", [ValueError("x"), KeyboardInterrupt(), SystemExit(1)])
def test_nothing_is_left_after_an_error_and_the_old_file_stays(tmp_path: Path, error: BaseException) -> None:
    (tmp_path / "a.csv").write_text("old")
    with pytest.raises(type(error)), atomic(tmp_path / "a.csv") as sink:
        sink.write(b"new")
        raise error
    assert (tmp_path / "a.csv").read_text() == "old"
    assert names(tmp_path) == ["a.csv"]


@pytest.mark.parametrize("name", format_names())
def test_a_full_disk_is_unavailable_in_every_format(name: str) -> None:
    if not Path("/dev/full").exists():
        pytest.skip("this system has no /dev/full")
    batch = pa.RecordBatch.from_pydict(
        {"n": list(range(2_000)), "s": [os.urandom(700).hex() for _ in range(2_000)]}
    )
    with pytest.raises(Unavailable, match="no room left on the disk"), atomic("/dev/full") as sink:
        writer = open_format(name).writer(sink, batch.schema)
        writer.write(batch)
        writer.close()


def test_a_disk_that_fills_at_the_end_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(Unavailable, match="no room"), atomic(tmp_path / "a.csv") as sink:
        sink.write(b"x")
    assert names(tmp_path) == []


@pytest.mark.parametrize(
    ("path", "reason"),
    [
        ("missing/a.csv", "its folder does not exist"),
        ("file/a.csv", "is a file, not a folder"),
        ("folder", "it is a folder"),
        ("x" * 300 + ".csv", "the name is too long"),
        ("a\0b.csv", "null"),
    ],
)
def test_a_path_that_cannot_be_written_is_invalid_input(tmp_path: Path, path: str, reason: str) -> None:
    (tmp_path / "file").write_text("")
    (tmp_path / "folder").mkdir()
    with pytest.raises(InvalidInput, match=reason), atomic(tmp_path / path):
        pass
    assert names(tmp_path) == ["file", "folder"]


def test_a_folder_without_permission_is_invalid_input(tmp_path: Path) -> None:
    if os.geteuid() == 0:
        pytest.skip("root may write anywhere")
    tmp_path.chmod(0o500)
    with pytest.raises(InvalidInput, match="permission denied"), atomic(tmp_path / "a.csv"):
        pass


def test_a_link_is_followed_and_the_mode_kept(tmp_path: Path) -> None:
    (tmp_path / "real.csv").write_text("old")
    (tmp_path / "real.csv").chmod(0o640)
    (tmp_path / "link.csv").symlink_to("real.csv")
    with atomic(tmp_path / "link.csv") as sink:
        sink.write(b"new")
    assert (tmp_path / "link.csv").is_symlink()
    assert (tmp_path / "real.csv").read_text() == "new"
    assert (tmp_path / "real.csv").stat().st_mode & 0o777 == 0o640


def test_a_device_is_written_to_and_not_replaced() -> None:
    with atomic(os.devnull) as sink:
        sink.write(b"x")
    assert Path(os.devnull).is_char_device()
