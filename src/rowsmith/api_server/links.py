"""Signed download links: one path, one tenant, until one moment; they work without a key."""

from __future__ import annotations

import hmac
import time
from collections.abc import Mapping
from hashlib import sha256
from urllib.parse import urlencode

from rowsmith.api_server.principal import Principal
from rowsmith.api_server.problems import Refused


class Links:
    """Makes and checks links: `/jobs/01k/download?format=csv&expires=...&tenant=acme&signature=...`."""

    def __init__(self, secret: bytes) -> None:
        self._secret = secret

    def make(self, tenant: str, path: str, params: Mapping[str, str], seconds: int) -> tuple[str, int]:
        """A link and the moment (seconds since 1970) at which it ends."""
        expires = int(time.time()) + seconds
        signed = {**params, "expires": str(expires), "tenant": tenant}
        return f"{path}?{urlencode({**signed, 'signature': self._sign(path, signed)})}", expires

    def check(self, path: str, params: Mapping[str, str]) -> Principal:
        """Whose link this is; raises a 403 for a forged or an expired one."""
        said = {name: value for name, value in params.items() if name != "signature"}
        proof = params.get("signature", "").encode("utf-8", "replace")
        genuine = hmac.compare_digest(proof, self._sign(path, said).encode())
        expires = said.get("expires", "")
        if not genuine or not expires.isdigit():
            raise Refused(403, "the link's signature is wrong; ask for a new link", kind="link-refused")
        if time.time() >= int(expires):
            raise Refused(403, "the link has expired; ask for a new one", kind="link-expired")
        return Principal(said.get("tenant", ""), frozenset({"read"}), f"link:{said.get('tenant', '')}")

    def _sign(self, path: str, params: Mapping[str, str]) -> str:
        text = "\n".join([path, urlencode(sorted(params.items()))])
        return hmac.new(self._secret, text.encode("utf-8", "replace"), sha256).hexdigest()
