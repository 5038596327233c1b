"""Keys, tokens, links, rates: who may ask what, and how often."""

from __future__ import annotations

import asyncio
import base64
import hmac
import json
import time
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from joserfc import jwt
from joserfc.jwk import KeySet, RSAKey

from rowsmith.api_server.keys import KeyChecker, create_key, revoke_key
from rowsmith.api_server.links import Links
from rowsmith.api_server.oidc import TokenChecker, TokenRefused
from rowsmith.api_server.problems import Refused
from rowsmith.api_server.records import SqlKeys, shared_secret
from rowsmith.api_server.settings import ServerSettings
from rowsmith.errors import InvalidInput, NotFound, Unavailable
from rowsmith.jobs.sql.database import Database
from rowsmith.jobs.sql.upgrade import upgrade
from tests.api_server.conftest import SPEC, running
from tests.api_server.test_errors import assert_problem

ACME, OTHER = {"authorization": "Bearer acme-key-1"}, {"x-api-key": "other-key-1"}
READER, WRITER = {"x-api-key": "reader-key-1"}, {"x-api-key": "writer-key-1"}
KEYS = "acme=acme-key-1, other=other-key-1, acme:read=reader-key-1, acme:write=writer-key-1"
PUBLIC = {"/health/live", "/health/ready"}


@pytest.fixture(scope="module")
def keyed(tmp_path_factory):
    with running(tmp_path_factory.mktemp("keyed"), api_keys=KEYS) as client:
        yield client


@pytest.fixture(scope="module")
def acme_job(keyed):
    made = keyed.post("/jobs", json=SPEC, headers=ACME).json()["job_id"]
    assert keyed.get(f"/jobs/{made}?wait=60", headers=ACME).json()["status"] == "completed"
    return made


def operations():
    import tempfile
    from pathlib import Path

    from rowsmith.api_server.app import create_app

    document = create_app(ServerSettings(data_dir=Path(tempfile.gettempdir()))).openapi()
    return [
        (verb.upper(), path, operation)
        for path, verbs in document["paths"].items()
        for verb, operation in verbs.items()
    ]


OPERATIONS = operations()
IDS = [f"{verb} {path}" for verb, path, _ in OPERATIONS]


def body_for(path):
    if path.endswith("/control"):
        return {"action": "pause"}
    schema = SPEC["schema"]
    return {"/jobs": SPEC, "/jobs/quote": SPEC, "/schema/validate": schema, "/schema/preview": {"schema": schema},
            "/schema/extract": {"user_input": "5 users with name"},
            "/schema/import": {"kind": "ddl", "content": "x"}}.get(path)  # fmt: skip


def ask(client, verb, path, headers, **ids):
    named = path.format(
        job_id=ids.get("job", "x"), chunk_id=0, file_id=ids.get("file", "x"), name="person.age"
    )
    return client.request(verb, named, headers=headers, json=body_for(path) if verb == "POST" else None)


@pytest.mark.parametrize(("verb", "path", "operation"), OPERATIONS, ids=IDS)
class TestEveryOperation:
    def test_without_a_key_it_is_401(self, keyed, verb, path, operation):
        answer = ask(keyed, verb, path, {})
        if path in PUBLIC:
            assert answer.status_code == 200
            return
        assert answer.status_code == 401
        assert answer.headers["www-authenticate"].startswith("Bearer")
        assert operation["security"]

    def test_with_a_wrong_key_it_is_401(self, keyed, verb, path, operation):
        if path not in PUBLIC:
            assert ask(keyed, verb, path, {"x-api-key": "rsk_000000000000_" + "A" * 43}).status_code == 401

    def test_without_the_scope_it_is_403(self, keyed, verb, path, operation):
        if path in PUBLIC:
            return
        lacking = {"read": WRITER, "write": READER, "admin": READER}[operation["x-scope"]]
        assert ask(keyed, verb, path, lacking).status_code == 403

    def test_another_tenants_job_is_as_unknown_as_no_job(self, keyed, acme_job, verb, path, operation):
        if "{job_id}" not in path and "{file_id}" not in path:
            return
        file = keyed.get("/storage", headers=ACME).json()["files"][0]["id"]
        foreign = ask(keyed, verb, path, OTHER, job=acme_job, file=file)
        unknown = ask(keyed, verb, path, OTHER, job="f" * 32, file="f" * 32)
        assert foreign.status_code == unknown.status_code == 404
        if verb != "HEAD":
            shown = [
                {
                    **answer.json(),
                    "request_id": "",
                    "instance": "",
                    "detail": answer.json()["detail"].replace(name, ""),
                }
                for answer, names in ((foreign, (acme_job, file)), (unknown, ("f" * 32,)))
                for name in names
                if name in answer.json()["detail"]
            ]
            assert shown[0] == shown[1]


def test_every_operation_documents_its_refusals():
    for verb, path, operation in OPERATIONS:
        assert operation["operationId"], (verb, path)
        assert operation["summary"], (verb, path)
        codes = {"500"} if path in PUBLIC else {"401", "403", "429", "500"}
        assert codes <= set(operation["responses"]), (verb, path)


def test_two_keys_that_differ_are_refused(keyed):
    assert keyed.get("/jobs", headers={**ACME, **OTHER}).status_code == 401
    assert keyed.get("/jobs", headers={**ACME, "x-api-key": "acme-key-1"}).status_code == 200
    assert keyed.get("/jobs", headers={"authorization": "Basic YTpi"}).status_code == 401


def test_a_list_shows_only_the_tenants_own_jobs(keyed, acme_job):
    assert acme_job in str(keyed.get("/jobs", headers=ACME).json())
    assert keyed.get("/jobs", headers=OTHER).json()["total"] == 0
    assert keyed.get("/storage", headers=OTHER).json()["total"] == 0


def test_an_idempotency_key_belongs_to_its_tenant(keyed):
    key = {"idempotency-key": "same"}
    ids = {
        keyed.post("/jobs", json=SPEC, headers={**who, **key}).json()["job_id"] for who in (ACME, ACME, OTHER)
    }
    assert len(ids) == 2


class TestKeys:
    @pytest.fixture
    def records(self, tmp_path):
        database = Database(f"sqlite:///{tmp_path}/keys.db")
        upgrade(database)
        yield SqlKeys(database)
        database.close()

    def test_a_key_proves_its_tenant_and_scopes(self, records):
        _, text = create_key(records, "acme", scopes=("read",))
        found = KeyChecker(records).check(text)
        assert (found.tenant, found.scopes) == ("acme", {"read"})

    def test_the_text_of_a_key_is_kept_nowhere(self, records, tmp_path):
        _, text = create_key(records, "acme")
        assert text.encode()[-43:] not in b"".join(path.read_bytes() for path in tmp_path.iterdir())

    def test_a_changed_key_proves_nothing(self, records):
        _, text = create_key(records, "acme")
        checker = KeyChecker(records)
        assert checker.check(text[:-1] + ("A" if text[-1] != "A" else "B")) is None
        assert checker.check("") is None
        assert checker.check("rsk_\udcff") is None

    def test_a_revoked_key_proves_nothing(self, records):
        key, text = create_key(records, "acme")
        revoke_key(records, key.id)
        assert KeyChecker(records).check(text) is None
        with pytest.raises(NotFound):
            revoke_key(records, "nothing")

    def test_an_expired_key_proves_nothing(self, records):
        key, text = create_key(records, "acme", days=1e-9)
        assert key.expires_at is not None
        assert KeyChecker(records).check(text) is None

    def test_the_last_use_is_noted(self, records):
        key, text = create_key(records, "acme")
        KeyChecker(records).check(text)
        assert time.time() - records.find(key.id).last_used_at < 60

    @pytest.mark.parametrize(
        "given", ["acme", "acme=short", "=12345678", "a b=12345678", "acme:fly=12345678"]
    )
    def test_settings_that_hold_no_key_are_refused_without_showing_it(self, given):
        with pytest.raises(InvalidInput) as caught:
            KeyChecker(None, given)
        assert "12345678" not in caught.value.message

    def test_all_servers_on_a_database_share_the_secret_of_links(self, tmp_path):
        one, two = (Database(f"sqlite:///{tmp_path}/keys.db") for _ in range(2))
        upgrade(one)
        assert shared_secret(one, "links") == shared_secret(two, "links")
        one.close()
        two.close()


def test_keys_made_while_the_server_runs_close_it(tmp_path):
    with running(tmp_path) as client:
        assert client.get("/jobs").status_code == 200
        _, text = create_key(SqlKeys(client.app_.state.services.manager.repository.database), "acme")
        client.app_.state.services.keys._any = (float("-inf"), False)
        assert client.get("/jobs").status_code == 401
        assert client.get("/jobs", headers={"x-api-key": text}).status_code == 200


@pytest.mark.parametrize("host", ["0.0.0.0", "192.168.1.7", "::"])
def test_a_public_address_without_keys_is_refused(tmp_path, host):
    with pytest.raises(InvalidInput, match="--insecure"), running(tmp_path, host=host):
        pass
    with running(tmp_path, host=host, insecure=True) as client:
        assert client.get("/jobs").status_code == 200


def test_a_server_without_keys_answers_no_foreign_page(client):
    assert_problem(client.get("/jobs", headers={"host": "evil.example"}), 421)
    assert_problem(client.get("/jobs", headers={"sec-fetch-site": "cross-site"}), 403)
    assert client.get("/jobs", headers={"host": "127.0.0.1:8000"}).status_code == 200
    assert client.get("/jobs", headers={"host": "[::1]:8000"}).status_code == 200


class TestLinks:
    def test_a_link_works_without_a_key_and_only_as_it_is(self, keyed, acme_job):
        link = keyed.post(f"/jobs/{acme_job}/download", headers=ACME).json()["download_url"]
        assert keyed.get(link).content.startswith(b"age,email")
        parts = urlsplit(link)
        params = {name: values[0] for name, values in parse_qs(parts.query).items()}
        for name, other in [
            ("tenant", "other"),
            ("expires", "99999999999"),
            ("format", "json"),
            ("signature", "0"),
            ("wait", "1"),
        ]:
            changed = urlencode({**params, name: other})
            assert_problem(keyed.get(f"{parts.path}?{changed}"), 403)
        assert_problem(keyed.post(link), 403)
        assert keyed.get(f"/jobs/{acme_job}?{parts.query}").status_code == 401

    def test_a_link_ends(self):
        links = Links(b"secret")
        link, _ = links.make("acme", "/jobs/x/download", {}, -1)
        params = {name: values[0] for name, values in parse_qs(urlsplit(link).query).items()}
        with pytest.raises(Refused, match="expired"):
            links.check("/jobs/x/download", params)

    def test_a_stored_file_gets_a_link(self, keyed, acme_job):
        file = keyed.get("/storage", headers=ACME).json()["files"][0]
        link = keyed.post(f"/storage/{file['id']}/sign?seconds=60", headers=ACME).json()["url"]
        assert len(keyed.get(link).content) == file["size_bytes"]


class TestRates:
    def test_too_many_requests_are_told_when_to_come_again(self, tmp_path):
        with running(tmp_path, api_keys=KEYS, rate_limit="3/minute") as client:
            answers = [client.get("/jobs", headers=ACME) for _ in range(4)]
            assert [answer.status_code for answer in answers] == [200, 200, 200, 429]
            assert 0 < int(assert_problem(answers[-1], 429) and answers[-1].headers["retry-after"]) <= 60
            assert "r=2" in answers[0].headers["ratelimit"]
            assert client.get("/jobs", headers=OTHER).status_code == 200
            assert client.get("/health/live").status_code == 200

    def test_wrong_keys_are_counted_by_address(self, tmp_path):
        with running(tmp_path, api_keys=KEYS) as client:
            codes = [client.get("/jobs", headers={"x-api-key": f"guess-{n}"}).status_code for n in range(61)]
            assert codes == [401] * 60 + [429]

    @pytest.mark.parametrize("given", ["often", "0/minute/x", "60/parsec"])
    def test_a_rate_that_is_none_is_refused(self, tmp_path, given):
        with pytest.raises(InvalidInput, match="RATE_LIMIT"), running(tmp_path, rate_limit=given):
            pass


class Issuer:
    """An issuer of tokens; `fetch` is how a checker reaches it."""

    url = "https://issuer.example"

    def __init__(self):
        self.keys = [RSAKey.generate_key(2048, auto_kid=True)]
        self.down = False
        self.asked = 0

    async def fetch(self, address):
        if self.down:
            raise OSError("down")
        if address.endswith("/openid-configuration"):
            return {"issuer": self.url, "jwks_uri": f"{self.url}/keys"}
        self.asked += 1
        return KeySet(self.keys).as_dict()

    def token(self, key=None, header=None, **claims):
        key = key or self.keys[-1]
        said = {"iss": self.url, "aud": "rowsmith", "sub": "u1", "tenant": "acme", "scope": "read openid",
                "exp": int(time.time()) + 300, **claims}  # fmt: skip
        said = {name: value for name, value in said.items() if value is not None}
        return jwt.encode(header or {"alg": "RS256", "kid": key.kid}, said, key)

    def checker(self, **given):
        return TokenChecker(**{"issuer": self.url, "audience": "rowsmith", "algorithms": ["RS256"],
                               "tenant_claim": "tenant", "scope_claim": "scope", "fetch": self.fetch,
                               "pause_seconds": 0.0, **given})  # fmt: skip


@pytest.fixture(scope="module")
def issuer():
    return Issuer()


class TestTokens:
    def test_a_token_proves_tenant_and_scopes(self, issuer):
        found = asyncio.run(issuer.checker().check(issuer.token()))
        assert (found.tenant, found.scopes, found.name) == ("acme", {"read"}, "token:u1")

    @pytest.mark.parametrize(
        "claims",
        [{"iss": "https://other.example"}, {"aud": "other"}, {"exp": 1}, {"exp": None}, {"aud": None},
         {"tenant": None}, {"tenant": "a b"}, {"tenant": 7}, {"nbf": 99_999_999_999}],
        ids=str,
    )  # fmt: skip
    def test_a_token_with_wrong_claims_is_refused(self, issuer, claims):
        with pytest.raises(TokenRefused):
            asyncio.run(issuer.checker().check(issuer.token(**claims)))

    def test_a_token_signed_by_another_is_refused(self, issuer):
        stranger = RSAKey.generate_key(2048, auto_kid=True)
        header = {"alg": "RS256", "kid": issuer.keys[0].kid}
        for forged in (issuer.token(stranger), issuer.token(stranger, header)):
            with pytest.raises(TokenRefused):
                asyncio.run(issuer.checker().check(forged))

    def test_other_algorithms_are_refused(self, issuer):
        for forged in (forged_token(issuer, "HS256"), forged_token(issuer, "none"), "a.b.c", "x" * 20_000):
            with pytest.raises(TokenRefused):
                asyncio.run(issuer.checker().check(forged))
        with pytest.raises(InvalidInput):
            issuer.checker(algorithms=["HS256"])

    def test_a_new_key_of_the_issuer_is_fetched_once(self):
        issuer = Issuer()

        async def rotate():
            checker = issuer.checker()
            await checker.check(issuer.token())
            issuer.keys.append(RSAKey.generate_key(2048, auto_kid=True))
            await checker.check(issuer.token())
            await checker.check(issuer.token())

        asyncio.run(rotate())
        assert issuer.asked == 2

    def test_an_issuer_that_is_down_is_not_the_callers_fault(self):
        issuer = Issuer()
        token = issuer.token()
        issuer.down = True
        with pytest.raises(Unavailable):
            asyncio.run(issuer.checker().check(token))

    def test_a_token_opens_the_service(self, tmp_path):
        issuer = Issuer()
        with running(tmp_path, oidc_issuer=issuer.url, oidc_audience="rowsmith") as client:
            client.app_.state.services.tokens._fetch = issuer.fetch
            bearer = {"authorization": f"Bearer {issuer.token()}"}
            assert client.get("/jobs", headers=bearer).status_code == 200
            assert client.post("/jobs", headers=bearer, json=SPEC).status_code == 403
            assert_problem(
                client.get("/jobs", headers={"authorization": f"Bearer {issuer.token(exp=1)}"}), 401
            )
            assert client.get("/jobs").status_code == 401


def forged_token(issuer, algorithm):
    """A token that is signed with the issuer's public key as if it were a secret, or not at all."""

    def part(value):
        return base64.urlsafe_b64encode(value).rstrip(b"=").decode()

    key = issuer.keys[0]
    header = {"alg": algorithm, "kid": key.kid}
    claims = {"iss": issuer.url, "aud": "rowsmith", "tenant": "acme", "exp": int(time.time()) + 300}
    text = f"{part(json.dumps(header).encode())}.{part(json.dumps(claims).encode())}"
    proof = hmac.digest(key.as_pem(private=False), text.encode(), "sha256")
    return f"{text}.{part(proof) if algorithm != 'none' else ''}"
