"""The command line: which way to start, and with what."""

import argparse
from collections.abc import Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import NoReturn
from urllib.parse import urlsplit

from agentdesk.options import DeskOptions, KeepingOptions, PersonOptions, ServeOptions, Shade, TourOptions, data_folder
from agentdesk.resources import VERSION

_LOOPBACK = {"127.0.0.1", "localhost", "::1"}
_SMALLEST, _LARGEST = (640, 480), (7680, 4320)  # pixels a window of the tour may have


def main(arguments: Sequence[str] | None = None) -> int:
    """Start what was asked for; its exit code. Wrong options end the program with a sentence and exit code 2.

    Each way to start is imported only when it is the one: the desk need not load a server, nor the practice airline Qt.
    """
    given = parser().parse_args(arguments)
    match given.command:
        case "tour":
            return _tour(given)
        case "practice":
            return _practice(given)
        case "serve":
            return _serve(given)
        case "doctor":
            return _doctor(given)
        case "key" | "backup" | "restore":
            return _keep(given)
        case "person":
            return _person(given)
        case "lock":
            return _forget_lock(given)
        case _:
            return _desk(given)


def _desk(given: argparse.Namespace) -> int:
    from agentdesk import app

    # Whoever names an upstream has begun already: scripts, tests, an agency's own starter.
    welcomes = given.upstream is None
    return app.main(DeskOptions(data=given.data or data_folder(), upstream=given.upstream or "", welcomes=welcomes))


def _tour(given: argparse.Namespace) -> int:
    from agentdesk import tour

    return tour.main(
        TourOptions(
            out=given.out,
            data=given.data,
            upstream=given.upstream or "",
            size=given.size,
            theme=Shade(given.theme),
            visible=given.visible,
            trouble=given.trouble,
        )
    )


def _practice(given: argparse.Namespace) -> int:
    from agentdesk.practice import server

    return server.main(
        port=given.port,
        seed=given.seed,
        state=given.state,
        with_stdin=given.with_stdin,
        now=given.now,
        speed=given.speed,
    )


def _serve(given: argparse.Namespace) -> int:
    from agentdesk import serve, serve_commands

    options = ServeOptions(
        data=given.data or data_folder(),
        upstream=given.upstream or "",
        world=given.world,
        host=given.host,
        port=given.port,
        hosts=tuple(given.allow_host),
        key_file=given.key_file,
        token_file=given.token_file,
        calls=given.calls_per_minute,
        searches=given.searches_per_minute,
        database=given.database or "",
        tls_cert=given.tls_cert,
        tls_key=given.tls_key,
        keep_orders_months=given.keep_orders_months,
    )
    if given.what == "token":
        return serve_commands.token_main(options, given.deed, getattr(given, "name", ""), getattr(given, "role", ""))
    if given.what == "webhook":
        return serve_commands.webhook_main(options, given.deed, getattr(given, "url", ""))
    return serve.main(options)


def _doctor(given: argparse.Namespace) -> int:
    from agentdesk import doctor
    from agentdesk.duffel.transport import DUFFEL

    return doctor.main(given.data or data_folder(), given.upstream or DUFFEL)


def _forget_lock(given: argparse.Namespace) -> int:
    from agentdesk import lock_commands

    return lock_commands.forget_main(KeepingOptions(given.data or data_folder(), unlock_file=given.unlock_file))


def _keep(given: argparse.Namespace) -> int:
    from agentdesk import safekeeping

    options = KeepingOptions(
        data=given.data or data_folder(),
        service=given.service or given.key_file is not None,
        key_file=given.key_file,
        passphrase_file=getattr(given, "passphrase_file", None),
        unlock_file=given.unlock_file,
    )
    if given.command == "backup":
        return safekeeping.backup_main(options, given.file)
    if given.command == "restore":
        return safekeeping.restore_main(options, given.file)
    return safekeeping.rotate_main(options) if given.deed == "rotate" else safekeeping.lost_main(options)


def _person(given: argparse.Namespace) -> int:
    from agentdesk import people_commands

    options = PersonOptions(
        keeping=KeepingOptions(
            data=given.data or data_folder(),
            service=given.service or given.key_file is not None,
            key_file=given.key_file,
            unlock_file=given.unlock_file,
        ),
        world=given.world or "",
        born=getattr(given, "born", None),
        email=getattr(given, "email", ""),
        database=given.database or "",
    )
    words = " ".join(given.words)
    match given.deed:
        case "export":
            return people_commands.export_main(options, words, given.out)
        case "erase":
            return people_commands.erase_main(options, words, sure=given.yes)
        case _:
            return people_commands.find_main(options, words)


class _Parser(argparse.ArgumentParser):
    """A parser that answers a wrong option with one sentence instead of the whole usage."""

    def error(self, message: str) -> NoReturn:
        self.exit(2, f"agentdesk: {message.rstrip('.')}. `{self.prog} --help` tells what there is.\n")


def parser() -> argparse.ArgumentParser:
    """All commands and options; also what the documentation is held against."""
    top = _Parser(prog="agentdesk", description="A desk for travel agents: search, book and look after flights.")
    top.add_argument("--version", action="version", version=f"AgentDesk {VERSION}")
    _add_shared(top, default=None)
    commands = top.add_subparsers(dest="command", metavar="COMMAND", parser_class=_Parser)

    desk = commands.add_parser("desk", help="open the desk (what happens without a command)")
    _add_shared(desk, default=argparse.SUPPRESS)

    tour = commands.add_parser("tour", help="book a trip through the real window, with pictures and a report")
    _add_shared(tour, default=argparse.SUPPRESS)
    tour.add_argument(
        "--out", type=_folder, default=Path("tour-out"), metavar="DIR", help="where pictures and papers go"
    )
    tour.add_argument(
        "--size", type=_size, default=(1280, 800), metavar="WxH", help="the window's size, such as 1280x800"
    )
    tour.add_argument("--theme", choices=[shade.value for shade in Shade], default="light", help="light or dark")
    tour.add_argument("--trouble", action="store_true", help="walk through every kind of trouble instead")
    tour.add_argument("--visible", action="store_true", help="on the screen instead of off it")

    practice = commands.add_parser("practice", help="run the practice airline alone, for scripts and tests")
    practice.add_argument(
        "--port", type=_port, default=0, metavar="N", help="its port on this machine; 0 picks a free one"
    )
    practice.add_argument("--seed", type=int, default=1, metavar="S", help="the same number gives the same flights")
    practice.add_argument("--state", type=_folder, metavar="FILE", help="keep its orders in this file")
    practice.add_argument("--now", type=_instant, metavar="TIME", help="start its clock there, as at 2027-03-28T06:00Z")
    practice.add_argument("--speed", type=_speed, default=1.0, metavar="N", help="run its clock N times as fast")
    practice.add_argument("--with-stdin", action="store_true", help="end when standard input closes")

    _add_serve(commands)

    _add_keeping(commands)
    _add_person(commands)
    lock = commands.add_parser("lock", help="take the lock off a desk whose passphrase nobody knows any more")
    _add_data(lock, default=argparse.SUPPRESS)
    lock.add_argument("--forget", action="store_true", required=True, help="by the Duffel token, or with empty data")
    lock.add_argument(
        "--unlock-file", type=_folder, metavar="FILE", help="read the passphrase of each start there, not typed"
    )

    doctor = commands.add_parser("doctor", help="say what is missing on this machine, and how to mend it")
    _add_shared(doctor, default=argparse.SUPPRESS)
    return top


def _add_serve(commands: "argparse._SubParsersAction[_Parser]") -> None:
    serve = commands.add_parser("serve", help="sell for a whole agency over a REST API")
    _add_shared(serve, default=argparse.SUPPRESS)
    serve.add_argument(
        "--world", choices=("practice", "test", "live"), default="practice", help="where it sells (practice)"
    )
    serve.add_argument("--host", default="127.0.0.1", metavar="ADDRESS", help="listen there (127.0.0.1)")
    serve.add_argument("--port", type=_port, default=8000, metavar="N", help="its port (8000); 0 picks a free one")
    serve.add_argument(
        "--allow-host",
        action="append",
        default=[],
        metavar="NAME",
        help="a name by which it may be called, such as desk.example.com; localhost always may",
    )
    serve.add_argument("--key-file", type=_folder, metavar="FILE", help="keep secrets there, where there is no keyring")
    serve.add_argument("--token-file", type=_folder, metavar="FILE", help="read the upstream's token from this file")
    serve.add_argument("--calls-per-minute", type=_count, default=600, metavar="N", help="of one token (600)")
    serve.add_argument("--searches-per-minute", type=_count, default=30, metavar="N", help="of one token (30)")
    serve.add_argument(
        "--database",
        type=_database,
        metavar="URL",
        help="keep the data in this PostgreSQL, which several processes may share",
    )
    serve.add_argument("--tls-cert", type=_folder, metavar="FILE", help="speak TLS, with this chain of certificates")
    serve.add_argument("--tls-key", type=_folder, metavar="FILE", help="the key of the certificate")
    serve.add_argument(
        "--keep-orders-months", type=_months, metavar="N", help="erase orders so long after the last flight; 0 never"
    )
    parts = serve.add_subparsers(dest="what", metavar="WHAT", parser_class=_Parser)
    token = parts.add_parser("token", help="give, list and revoke the tokens of agents")
    deeds = token.add_subparsers(dest="deed", metavar="DEED", required=True, parser_class=_Parser)
    add = deeds.add_parser("add", help="a new token, shown once")
    add.add_argument("name", help="whose name stands on what is done with it")
    add.add_argument("--role", choices=("agent", "supervisor", "reader"), default="agent")
    deeds.add_parser("list", help="who has a token")
    revoke = deeds.add_parser("revoke", help="from now on the token does not work")
    revoke.add_argument("name")
    webhook = parts.add_parser("webhook", help="have the upstream tell the service what happens")
    told = webhook.add_subparsers(dest="deed", metavar="DEED", required=True, parser_class=_Parser)
    register = told.add_parser("register", help="from now on this address is told")
    register.add_argument("url", type=_address, help="such as https://desk.example.com/webhooks/duffel")
    told.add_parser("list", help="who is told")
    told.add_parser("remove", help="this service is told no more")


def _add_keeping(commands: "argparse._SubParsersAction[_Parser]") -> None:
    backup = commands.add_parser("backup", help="write all data into one file, sealed with a passphrase")
    restore = commands.add_parser("restore", help="bring the data of a backup back; what is here is kept aside")
    for one, what in ((backup, "a new file"), (restore, "the backup")):
        _add_whose(one)
        one.add_argument("file", type=_folder, metavar="FILE", help=what)
        one.add_argument(
            "--passphrase-file", type=_folder, metavar="FILE", help="read the backup's passphrase there, not typed"
        )
    key = commands.add_parser("key", help="change the keys of the data, or begin anew where they are lost")
    deeds = key.add_subparsers(dest="deed", metavar="DEED", required=True, parser_class=_Parser)
    _add_whose(deeds.add_parser("rotate", help="encrypt the data anew with keys of their own; the old ones are gone"))
    _add_whose(deeds.add_parser("lost", help="put aside the data that no key opens; nothing is deleted"))


def _add_person(commands: "argparse._SubParsersAction[_Parser]") -> None:
    person = commands.add_parser("person", help="find a person in all data, export what is kept of them, erase them")
    deeds = person.add_subparsers(dest="deed", metavar="DEED", required=True, parser_class=_Parser)
    find = deeds.add_parser("find", help="who is kept, by the beginning of any name")
    export = deeds.add_parser("export", help="write all that is kept of one person into a file")
    erase = deeds.add_parser("erase", help="erase one person for good; what is still needed stays and is named")
    for one in (find, export, erase):
        _add_whose(one)
        one.add_argument("words", nargs="+", metavar="WORDS", help="the name, or the beginning of each part of it")
        one.add_argument("--world", choices=("practice", "test", "live"), help="in this environment alone")
        one.add_argument("--database", type=_database, metavar="URL", help="in this PostgreSQL of the service")
    for one in (export, erase):
        one.add_argument(
            "--born", type=_birthday, metavar="DATE", help="of several of one name, as 1987-07-24; `unknown` for none"
        )
        one.add_argument("--email", default="", metavar="ADDRESS", help="of several of one name")
    export.add_argument("--out", type=_folder, required=True, metavar="FILE", help="a new file")
    erase.add_argument("--yes", action="store_true", help="do not ask; it cannot be taken back")


def _add_whose(target: argparse.ArgumentParser) -> None:
    _add_data(target, default=argparse.SUPPRESS)
    target.add_argument("--service", action="store_true", help="of the agency service instead of the desk")
    target.add_argument("--key-file", type=_folder, metavar="FILE", help="where the service keeps its keys")
    target.add_argument(
        "--unlock-file", type=_folder, metavar="FILE", help="read the passphrase of each start there, not typed"
    )


def _add_shared(target: argparse.ArgumentParser, default: str | None) -> None:
    target.add_argument(
        "--upstream", type=_address, default=default, metavar="URL", help="another address than Duffel's own"
    )
    _add_data(target, default)


def _add_data(target: argparse.ArgumentParser, default: str | None) -> None:
    target.add_argument("--data", type=_folder, default=default, metavar="DIR", help="keep all data in this folder")


def _folder(text: str) -> Path:
    if not text:
        raise argparse.ArgumentTypeError("it needs a name")
    return Path(text).expanduser().absolute()


def _address(text: str) -> str:
    """A base URL without its last slash; https, since a token never travels in the clear, or this machine."""
    try:
        parts = urlsplit(text)
        host, _ = parts.hostname, parts.port
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"{text!r} is not an address") from error
    if not host or parts.scheme not in ("http", "https") or parts.query or parts.fragment or parts.username:
        raise argparse.ArgumentTypeError(f"{text!r} is not an address such as https://api.example.com")
    if parts.scheme == "http" and host not in _LOOPBACK:
        raise argparse.ArgumentTypeError("an address on another machine must begin with https://")
    return text.rstrip("/")


def _database(text: str) -> str:
    if not text.startswith("postgresql+psycopg://"):
        raise argparse.ArgumentTypeError("it begins with postgresql+psycopg://")
    return text


def _size(text: str) -> tuple[int, int]:
    width, x, height = text.lower().partition("x")
    if not (x and width.isdecimal() and height.isdecimal()):
        raise argparse.ArgumentTypeError(f"{text!r} is not a size such as 1280x800")
    size = int(width), int(height)
    if any(not low <= side <= high for low, side, high in zip(_SMALLEST, size, _LARGEST, strict=True)):
        raise argparse.ArgumentTypeError(f"{text!r} is outside 640x480 to 7680x4320")
    return size


def _instant(text: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"{text!r} is not a time such as 2027-03-28T06:00Z") from error
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    if not 2000 <= moment.year < 2100:
        raise argparse.ArgumentTypeError(f"{text!r} is outside this century")
    return moment


def _birthday(text: str) -> str:
    if text == "unknown":
        return ""
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"{text!r} is not a date such as 1987-07-24") from error


def _speed(text: str) -> float:
    try:
        speed = float(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number") from error
    if not 0 <= speed <= 1_000_000:
        raise argparse.ArgumentTypeError(f"{text!r} is outside 0 to 1000000")
    return speed


def _count(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text) <= 1_000_000:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number from 1 to 1000000")
    return int(text)


def _months(text: str) -> int:
    if not text.isdecimal() or int(text) > 1200:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number from 0 to 1200")
    return int(text)


def _port(text: str) -> int:
    if not text.isdecimal() or int(text) > 65535:
        raise argparse.ArgumentTypeError(f"{text!r} is not a port from 0 to 65535")
    return int(text)
