"""gzip and zstd: the same bytes for the same content, read by the usual tools."""

from __future__ import annotations

import gzip
import io
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rowsmith.formats.compression import compressions


def packed(suffix: str, parts: list[bytes]) -> bytes:
    out = io.BytesIO()
    sink = compressions[suffix].open(out, always=True)
    for part in parts:
        sink.write(part)
    sink.finish()
    return out.getvalue()


@pytest.mark.parametrize("suffix", compressions)
@settings(max_examples=6, deadline=None)
@given(cuts=st.lists(st.integers(0, 3 << 20), max_size=5))
def test_the_bytes_depend_on_the_content_alone(suffix: str, cuts: list[int]) -> None:
    content = b"".join(b"%d,row\n" % i for i in range(230_000))
    edges = [0, *sorted(min(cut, len(content)) for cut in cuts), len(content)]
    parts = [content[a:b] for a, b in pairwise(edges)]
    assert packed(suffix, parts) == packed(suffix, [content])


@pytest.mark.parametrize("suffix", compressions)
def test_members_one_after_the_other_read_as_one(suffix: str) -> None:
    data = packed(suffix, [b"a\n"]) + packed(suffix, []) + packed(suffix, [b"b\n" * 10])
    assert compressions[suffix].reader(io.BytesIO(data)).read() == b"a\n" + b"b\n" * 10


def test_gzip_has_no_time_in_it_and_python_reads_it() -> None:
    data = packed("gz", [b"hello"])
    assert data[4:8] == bytes(4)
    assert gzip.decompress(data + data) == b"hellohello"
