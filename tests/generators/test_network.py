from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_network

import pytest

from rowsmith.errors import InvalidInput
from rowsmith.generators import Context, Rows, Stream, semantic_types

ROWS = Rows(0, 5000)


def values(name: str, rows: Rows = ROWS, unique: bool = False, **params: object) -> list[str]:
    context = Context(table=Stream((7, "t")), unique=unique)
    return semantic_types.get(f"internet.{name}")(Stream((7, "t", name)), rows, context, **params).to_pylist()


def test_public_addresses_are_public_and_private_ones_private() -> None:
    assert all(IPv4Address(text).is_global for text in values("ipv4"))
    assert all(IPv4Address(text).is_private for text in values("ipv4", kind="private"))
    blocks = [ip_network(text) for text in ("192.0.2.0/24", "198.51.100.0/24", "203.0.113.0/24")]
    assert all(
        any(IPv4Address(text) in block for block in blocks) for text in values("ipv4", kind="documentation")
    )


def test_ipv6_addresses_are_those_of_documents() -> None:
    assert all(IPv6Address(text) in IPv6Network("2001:db8::/32") for text in values("ipv6"))


def test_mac_addresses_belong_to_no_maker() -> None:
    assert all(int(text[:2], 16) & 2 for text in values("mac", separator="-"))


def test_small_unique_spaces_are_used_up_exactly() -> None:
    made = values("ipv4", Rows(0, 768), unique=True, kind="documentation")
    assert len(set(made)) == 768
    with pytest.raises(InvalidInput, match="unique"):
        values("ipv4", Rows(768, 1), unique=True, kind="documentation")


def test_ports_keep_their_bounds() -> None:
    made = values("port", min_value=8000, max_value=8002)
    assert set(made) == {8000, 8001, 8002}
    with pytest.raises(InvalidInput, match="swap them"):
        values("port", min_value=2, max_value=1)


def test_a_mail_domain_is_taken_and_a_wrong_one_refused() -> None:
    assert all(text.endswith("@test.example") for text in values("email", domain="test.example"))
    assert {text.partition("@")[2] for text in values("email", domain=["a.example", "b.example"])} == {
        "a.example",
        "b.example",
    }
    for wrong in ("no domain", "a@b.example", "", [], "x" * 300 + ".example"):
        with pytest.raises(InvalidInput, match="is no domain"):
            values("email", domain=wrong)


def test_passwords_have_the_asked_length() -> None:
    for length in (4, 8, 12, 33):
        made = values("password", length=length)
        assert {len(text) for text in made} == {length}
        assert len(set(made)) > 4900
