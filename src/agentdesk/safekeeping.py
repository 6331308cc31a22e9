"""`agentdesk key`, `agentdesk backup` and `agentdesk restore`: what keeps the data safe, without a window."""

import getpass
import sys
from collections.abc import Callable
from contextlib import ExitStack
from datetime import UTC, date, datetime
from pathlib import Path

from agentdesk.desk.passphrases import SHORTEST
from agentdesk.options import KeepingOptions
from agentdesk.resources import VERSION
from agentdesk.storage.aside import data_names, put_data_aside
from agentdesk.storage.backup import Contents, back_up, environment_in, look_over
from agentdesk.storage.folders import folder_id, held_folder
from agentdesk.storage.key_file import KeyFile
from agentdesk.storage.keys import KeyringKeys, LastingKeys
from agentdesk.storage.memory import leave_no_dumps
from agentdesk.storage.opening import FILE_NAME
from agentdesk.storage.restoring import restore
from agentdesk.storage.rotating import change_key
from agentdesk.storage.sealed import FILE_NAME as SEALED
from agentdesk.storage.sealed import SealedFileKeys
from agentdesk.storage.sealed_stream import COST
from agentdesk.storage.snapshot import has_key
from agentdesk.travel.errors import DataFolderInUse, NoKeyring, NotKept, TravelError, WrongKey, WrongPassphrase

SERVICE = "service"

CANNOT_COME_BACK = (
    "What the airline never had cannot come back: notes, your own references and fees, unfinished bookings, the record "
    "of what was tried and how it ended, and the tokens of the service's agents."
)

LOST = (
    "That happens when the keyring was reset or the folder came from another computer. Nothing has been changed. "
    "Bring the old keyring or key file back; or restore a backup with `agentdesk restore FILE`; or let "
    "`agentdesk key lost` put the data aside (nothing is deleted): the next start then begins anew and reads the "
    f"account's orders again from the airline. {CANNOT_COME_BACK}"
)
"""What to do when there is a database and no key to it."""


class HalfDone(NotKept):
    """Something has been changed already; the words say what to do."""


def rotate_main(options: KeepingOptions) -> int:
    """Give each database another key."""
    return done(lambda: _rotate(keys_of(options), root_of(options)))


def lost_main(options: KeepingOptions) -> int:
    """Put aside what no key opens any more."""
    return done(lambda: _put_lost_aside(keys_of(options), root_of(options)))


def backup_main(options: KeepingOptions, file: Path) -> int:
    """Everything into one file."""
    return done(lambda: _back_up(options, file))


def restore_main(options: KeepingOptions, file: Path) -> int:
    """Everything out of that file."""
    return done(lambda: _restore(options, file))


def lost(root: Path, keys: LastingKeys) -> tuple[str, ...]:
    """The folders of environments whose databases no key at hand opens; nothing is made nor changed."""
    return tuple(name for name in data_names(root) if not has_key(root / name / FILE_NAME, keys, environment_in(name)))


def done(deed: Callable[[], None]) -> int:
    """Its exit code, 1 with what went wrong and what to do."""
    leave_no_dumps()
    try:
        deed()
    except TravelError as trouble:
        print(_said(trouble), file=sys.stderr)
        return 1
    return 0


def _said(trouble: TravelError) -> str:
    match trouble:
        case HalfDone():
            return _sentence(trouble)
        case DataFolderInUse():
            return "AgentDesk is at work on this data. Close its window, or end the service, then try again."
        case WrongPassphrase():
            return f"{_sentence(trouble)} Nothing was changed. Try again with the words it was made with."
        case WrongKey():
            return f"{_sentence(trouble)} {LOST}"
        case NoKeyring():
            return (
                f"The keys cannot be reached: {trouble}. Nothing was changed. Unlock the keyring and try again; "
                "the agency service may keep its keys in a file, which --key-file names."
            )
        case _:
            return f"{_sentence(trouble)} Nothing was changed."


def _sentence(trouble: TravelError) -> str:
    text = str(trouble)
    return f"{text[:1].upper()}{text[1:]}."


def root_of(options: KeepingOptions) -> Path:
    return options.data / SERVICE if options.service else options.data


def keys_of(options: KeepingOptions) -> LastingKeys:
    """Those of the desk or of the service: a file, what a passphrase seals, or the keyring."""
    root = root_of(options)
    owner = folder_id(root)
    if options.key_file is not None:
        return KeyFile(options.key_file, owner)
    sealed = root / SEALED
    if not sealed.exists():
        return KeyringKeys(owner)
    words = _from_file(options.unlock_file) if options.unlock_file else _asked("Passphrase that AgentDesk asks for: ")
    keys = SealedFileKeys(sealed, words, owner)
    keys.open()
    return keys


def _rotate(keys: LastingKeys, root: Path) -> None:
    names = data_names(root)
    if not names:
        raise NotKept(f"there is no data in {root}")
    for name in names:
        with held_folder(root / name):
            change_key(root / name / FILE_NAME, keys, environment_in(name))
        print(f"{name}: has a new key; the old one opens it no more.")
    print(
        "What was copied before, as into a backup of the disk, still opens with the old key: delete it where you can."
    )


def _put_lost_aside(keys: LastingKeys, root: Path) -> None:
    names = lost(root, keys)
    if not names:
        print("Every database here opens with the key at hand. Nothing is put aside.")
        return
    with ExitStack() as held:
        for name in names:
            held.enter_context(held_folder(root / name))
        kept = put_data_aside(root, names, _today())
    print(f"Put aside, and not deleted: {', '.join(names)}, in {kept}.")
    print("The next start begins anew and reads the account's orders again from the airline.")
    print(CANNOT_COME_BACK)


def _back_up(options: KeepingOptions, file: Path) -> None:
    if file.exists():
        raise NotKept(f"{file} exists already: name a new file")
    keys = keys_of(options)
    contents = back_up(
        root_of(options),
        keys,
        file,
        _new_passphrase(options),
        whose=_whose(options),
        program=VERSION,
        now=datetime.now(UTC),
        n=COST,
    )
    print(f"Backed up to {file}: {_listed(contents)}. It was read again and is whole.")
    print("Without the passphrase nobody opens it, neither do you. Your Duffel token is not in it.")


def _restore(options: KeepingOptions, file: Path) -> None:
    look_over(file)
    words = _from_file(options.passphrase_file) if options.passphrase_file else _asked("Passphrase of the backup: ")
    restored = restore(root_of(options), keys_of(options), file, words, whose=_whose(options), today=_today())
    made_at = restored.contents.made_at
    print(f"Restored what was backed up on {made_at:%d %B %Y at %H:%M} UTC: {_listed(restored.contents)}.")
    if restored.kept is not None:
        print(f"What was here before is kept in {restored.kept}.")
    print("Whoever was erased after that is in it again: `agentdesk person erase` has to be given once more for them.")
    print("Your Duffel token is in no backup: where this machine does not have it, enter it at the next start.")


def _listed(contents: Contents) -> str:
    return ", ".join(
        f"{one.name.partition('/')[0]} ({one.orders:,} {'order' if one.orders == 1 else 'orders'})"
        for one in contents.databases
    )


def _whose(options: KeepingOptions) -> str:
    return SERVICE if options.service else "desk"


def _new_passphrase(options: KeepingOptions) -> str:
    """Typed twice, or from a file; long enough to be worth its name."""
    if options.passphrase_file is not None:
        words = _from_file(options.passphrase_file)
    else:
        words = _asked("Passphrase for the backup: ")
        if words != _asked("The same again: "):
            raise NotKept("the two passphrases differ: no backup was made")
    if len(words) < SHORTEST:
        raise NotKept(f"the passphrase needs {SHORTEST} characters or more: no backup was made")
    return words


def _asked(question: str) -> str:
    """Without an echo. A passphrase is never an argument: other users see those."""
    if not sys.stdin.isatty():
        raise NotKept("there is nobody to ask for the passphrase: name a file that holds it with --passphrase-file")
    return getpass.getpass(question)


def _from_file(path: Path) -> str:
    """The first line."""
    try:
        words = path.read_text(encoding="utf-8").partition("\n")[0].rstrip("\r")
    except (OSError, ValueError) as error:
        raise NotKept(f"the passphrase cannot be read from {path}: {error}") from error
    if not words:
        raise NotKept(f"there is no passphrase in the first line of {path}")
    return words


def _today() -> date:
    return date.today()  # noqa: DTZ011  # the name of a folder, in the agent's own days
