"""HTTP/1.1 as uvicorn speaks it, with a problem document where the request was not even HTTP."""

from __future__ import annotations

import secrets

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

from rowsmith.api_server.problems import MEDIA_TYPE, ErrorResponse


class Protocol(H11Protocol):
    """Differs from uvicorn's in this one answer."""

    def send_400_response(self, msg: str) -> None:
        """Say what was wrong, and close the connection."""
        document = ErrorResponse(
            type="urn:rowsmith:problem:bad-request",
            title="Bad Request",
            status=400,
            detail=f"the request is not HTTP/1.1 as it should be: {msg}",
            instance="",
            request_id=secrets.token_hex(8),
            errors=None,
        )
        content = document.model_dump_json(exclude_none=True).encode()
        headers = [
            (b"content-type", MEDIA_TYPE.encode()),
            (b"content-length", str(len(content)).encode()),
            (b"connection", b"close"),
        ]
        for event in (
            h11.Response(status_code=400, headers=headers, reason=b"Bad Request"),
            h11.Data(data=content),
            h11.EndOfMessage(),
        ):
            self.transport.write(self.conn.send(event) or b"")
        self.transport.close()
