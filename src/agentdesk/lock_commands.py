"""`agentdesk lock --forget`: the way back when nobody knows the passphrase of the desk any more."""

import getpass
import hmac
import sys
from contextlib import ExitStack
from datetime import date

from agentdesk.desk.locking import LockShelf
from agentdesk.guarding import standing_token
from agentdesk.options import KeepingOptions
from agentdesk.safekeeping import done, keys_of
from agentdesk.storage.aside import data_names, put_data_aside
from agentdesk.storage.folders import held_folder
from agentdesk.travel.errors import NotKept


def forget_main(options: KeepingOptions) -> int:
    """Take the lock off: by the upstream's token where one is kept, else by moving all data aside first."""
    return done(lambda: _forget(options))


def _forget(options: KeepingOptions) -> None:
    keys = keys_of(options)
    if not isinstance(keys, LockShelf) or keys.lock_record() is None:
        print("The desk has no lock.")
        return
    names = data_names(options.data)
    with ExitStack() as held:  # a desk at work would write its lock anew
        for name in names:
            held.enter_context(held_folder(options.data / name))
        token = standing_token(keys, options.data, "")
        if token is not None:
            given = _asked(f"Duffel token of {token.world.upper()}, of which data is kept here: ")
            if not hmac.compare_digest(given.strip().encode(), token.kept.encode()):
                raise NotKept("this is not the token that is kept here")
            keys.forget_lock_record()
            print("The lock is off. Nothing else was changed; choose a new passphrase in the settings.")
            return
        print(
            "No token is kept here that could stand for the passphrase, so all data is moved aside first: it is kept,"
        )
        print("and the desk begins empty. What the airline has of an account is read again once its token is entered.")
        if _asked("Write `begin empty` to go on: ", echo=True).strip() != "begin empty":
            raise NotKept("the lock is as it was")
        kept = put_data_aside(options.data, names, date.today()) if names else None  # noqa: DTZ011  # a folder's name
        keys.forget_lock_record()
    print(f"The lock is off{f', and what was here is kept in {kept}' if kept is not None else ''}.")


def _asked(question: str, *, echo: bool = False) -> str:
    """Never an argument: other users see those."""
    if not sys.stdin.isatty():
        raise NotKept("there is nobody to ask")
    return input(question) if echo else getpass.getpass(question)
