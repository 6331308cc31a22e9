"""The token: sent over TLS that the system believes, to the address it was entered for, in its own world."""

import asyncio
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import httpx
import pytest

from agentdesk.assembly import environment_of
from agentdesk.duffel.client import Client, Limits
from agentdesk.duffel.transport import open_airline
from agentdesk.duffel.trust import system_trust
from agentdesk.storage.key_file import KeyFile
from agentdesk.travel.environment import PRACTICE, Environment, World
from agentdesk.travel.errors import ConnectionLost, TravelError
from tests.rest.test_tls import a_certificate

TOKEN = "duffel_test_Secret-0123456789"
QUICK = Limits(connect=5, read=5, search=5, change=5)


@asynccontextmanager
async def an_upstream(answer: bytes, cert: tuple[Path, Path] | None = None) -> AsyncIterator[tuple[int, list[bytes]]]:
    """A port on this machine that answers whatever it is asked, and what it has heard."""
    heard: list[bytes] = []

    async def hear(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            heard.append(await reader.readuntil(b"\r\n\r\n"))
            writer.write(answer)
            await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError):
            pass  # it hung up, which is what some of these tests are about
        finally:
            writer.close()

    context = None
    if cert is not None:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(*cert)
    async with await asyncio.start_server(hear, "127.0.0.1", 0, ssl=context) as server:
        yield server.sockets[0].getsockname()[1], heard
        server.close()
        if others := asyncio.all_tasks() - {asyncio.current_task()}:
            await asyncio.wait(others, timeout=5)  # connections that never came to be


_FINE = b'HTTP/1.1 200 OK\r\nContent-Length: 11\r\n\r\n{"data":[]}'


def test_trust_is_the_systems_and_nothing_is_waved_through(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("SSLKEYLOGFILE", str(tmp_path / "session-keys"))
    trust, systems = system_trust(), ssl.create_default_context()
    assert trust.verify_mode is ssl.CERT_REQUIRED
    assert trust.check_hostname
    assert trust.minimum_version >= ssl.TLSVersion.TLSv1_2
    assert str(trust.keylog_filename) == "None"
    assert trust.cert_store_stats()["x509_ca"] >= systems.cert_store_stats()["x509_ca"]


async def test_a_certificate_that_the_system_does_not_believe_ends_the_call_before_the_token(tmp_path: Path) -> None:
    async with an_upstream(_FINE, a_certificate(tmp_path)) as (port, heard):
        test = Environment(World.TEST, f"https://localhost:{port}")
        async with open_airline(test.address, TOKEN, test, QUICK) as airline:
            with pytest.raises(ConnectionLost):
                await airline.account()
    assert heard == []


async def test_one_that_the_system_does_believe_is_spoken_to_and_only_by_its_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cert, key = a_certificate(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(cert))  # how a system is told of an authority of its own
    async with an_upstream(_FINE, (cert, key)) as (port, heard):
        for name, is_heard in (("localhost", True), ("127.0.0.1", False)):
            heard.clear()
            test = Environment(World.TEST, f"https://{name}:{port}")
            async with open_airline(test.address, TOKEN, test, QUICK) as airline:
                with pytest.raises(TravelError):
                    await airline.offer("off_1")
            assert any(TOKEN.encode() in one for one in heard) is is_heard


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
@pytest.mark.parametrize("writes", [False, True])
async def test_no_redirect_takes_the_token_to_another_host(status: int, writes: bool) -> None:
    async with an_upstream(_FINE) as (elsewhere, heard_elsewhere):
        away = f"HTTP/1.1 {status} Away\r\nLocation: http://localhost:{elsewhere}/\r\nContent-Length: 0\r\n\r\n"
        async with an_upstream(away.encode()) as (port, heard), _http(port) as http:
            client = Client(http, TOKEN, limits=QUICK)
            if writes:
                answer = await client.change("POST", "/air/orders", {})
                assert answer.status == status
            else:
                with pytest.raises(TravelError):
                    await client.ask("GET", "/air/orders", attempts=1)
        assert len(heard) == 1
        assert TOKEN.encode() in heard[0]
    assert heard_elsewhere == []


def _http(port: int) -> httpx.AsyncClient:
    return httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", trust_env=False)


def test_a_token_is_given_back_only_for_the_address_and_the_world_it_was_entered_for(tmp_path: Path) -> None:
    keys = KeyFile(tmp_path / "keys", "folder")
    entered = environment_of(World.TEST, "https://api.example.com")
    keys.keep_token(entered, TOKEN)
    assert keys.token(entered) == TOKEN
    others = [
        environment_of(World.TEST, ""),
        environment_of(World.LIVE, "https://api.example.com"),
        environment_of(World.TEST, "https://api.example.com.evil.example"),
        environment_of(World.TEST, "https://api.example.com:8443"),
        environment_of(World.TEST, "http://127.0.0.1:9"),
        PRACTICE,
    ]
    assert [keys.token(one) for one in others] == [None] * len(others)


def test_each_world_has_a_folder_and_a_key_of_its_own(tmp_path: Path) -> None:
    keys = KeyFile(tmp_path / "keys", "folder")
    worlds = [environment_of(world, "") for world in World]
    assert len({one.folder for one in worlds}) == len(worlds)
    assert len({keys.database_key(one) for one in worlds}) == len(worlds)
