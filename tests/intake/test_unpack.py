import gzip
import io

import pytest

from tocsin.errors import UnreadableInput
from tocsin.intake.unpack import Damaged, Unpacker, open_bytes, unpack


def test_several_gzip_members_are_read_as_one_stream():
    packed = gzip.compress(b"one ") + gzip.compress(b"two ") + gzip.compress(b"three")
    assert unpack(packed, "x.gz", 100) == b"one two three"


def test_plain_bytes_pass_through_unchanged():
    assert unpack(b"plain", "x", 1) == b"plain"


@pytest.mark.parametrize("kept", [3, 12, 40, -1])
def test_half_a_gzip_file_is_an_error_and_not_half_a_text(kept):
    packed = gzip.compress(bytes(range(256)) * 40)
    with pytest.raises(UnreadableInput, match=r"x\.gz: the gzip data breaks off"):
        unpack(packed[:kept], "x.gz", 1 << 20)


def test_a_corrupt_gzip_file_is_an_error():
    packed = bytearray(gzip.compress(b"word " * 1000))
    packed[20:30] = b"\xff" * 10
    with pytest.raises(UnreadableInput, match="damaged"):
        unpack(bytes(packed), "x.gz", 1 << 20)


def test_a_gzip_bomb_is_stopped_at_the_limit():
    bomb = gzip.compress(b"\0" * 50_000_000)
    with pytest.raises(UnreadableInput, match="TOCSIN_MAX_FILE_BYTES"):
        unpack(bomb, "x.gz", 1_000_000)


def test_trailing_zero_padding_after_a_member_is_no_damage():
    assert unpack(gzip.compress(b"text") + b"\0" * 512, "x.gz", 100) == b"text"


def test_a_packed_stream_tells_its_place_and_refuses_to_rewind():
    stream = Unpacker(io.BytesIO(gzip.compress(b"abcdef")), 100)
    assert stream.read(4) == b"abcd"
    assert stream.tell() == 4
    assert stream.seek(4) == 4
    with pytest.raises(OSError):
        stream.seek(0)


def test_a_file_is_unpacked_by_its_first_bytes_whatever_its_name(tmp_path):
    path = tmp_path / "article.txt"
    path.write_bytes(gzip.compress(b"text"))
    with open_bytes(path, 100) as file:
        assert file.read() == b"text"


def test_a_stream_of_records_may_grow_fifty_times_but_no_further(tmp_path):
    path = tmp_path / "bomb.jsonl.gz"
    path.write_bytes(gzip.compress(b"\n" * 5_000_000))
    with open_bytes(path, 1000, stream=True) as file, pytest.raises(Damaged):
        file.read()
