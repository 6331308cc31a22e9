"""What an operator does beside the running service: agents' tokens, and the webhook upstream."""

import asyncio
import getpass
import os
import sys

from agentdesk.desk.agency import NameTaken
from agentdesk.desk.ports import Keys
from agentdesk.duffel.transport import open_webhooks
from agentdesk.options import ServeOptions
from agentdesk.practice_process import TOKEN
from agentdesk.serve_desk import keys_of, own_desk, why
from agentdesk.travel.agents import Role
from agentdesk.travel.errors import RefusedByUpstream, TravelError


def token_main(options: ServeOptions, deed: str, name: str, role: str) -> int:
    """Give, list or revoke agents' tokens; a token is printed once."""
    try:
        return asyncio.run(_tokens(options, keys_of(options), deed, name, role))
    except TravelError as error:
        print(f"The service's data cannot be opened: {why(error, options)}", file=sys.stderr)
        return 1


def webhook_main(options: ServeOptions, deed: str, url: str) -> int:
    """Register, list or remove the webhook by which the upstream tells this service what has happened."""
    try:
        return asyncio.run(_webhooks(options, keys_of(options), deed, url))
    except RefusedByUpstream as refused:
        print(f"The upstream has refused: {refused.message or refused.code}", file=sys.stderr)
        return 1
    except TravelError as error:
        print(f"That has not been done: {why(error, options)}", file=sys.stderr)
        return 1


def _user() -> str:
    """Who gives the command, for the audit; a process may run as a number without a name."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return f"user {os.getuid()}" if hasattr(os, "getuid") else "an unnamed user"


async def _tokens(options: ServeOptions, keys: Keys, deed: str, name: str, role: str) -> int:
    async with own_desk(options, keys) as found:
        book, now, origin = found.storage.agents, found.desk.clock(), f"command of {_user()}"
        match deed:
            case "add":
                try:
                    agent, token = await book.add(name, Role(role), now, origin)
                except NameTaken:
                    print(f"There is a working token for {name}: revoke it first.", file=sys.stderr)
                    return 1
                print(f"{agent.name}, {agent.role.value}. The token is shown this once:\n{token}")
            case "revoke":
                if not await book.revoke(name, now, origin):
                    print(f"There is no working token for {name}.", file=sys.stderr)
                    return 1
                print(f"The token of {name} no longer works.")
            case _:
                for one in await book.all():
                    state = "revoked" if one.revoked_at else "works"
                    print(f"{one.name}\t{one.role.value}\t{one.created_at:%Y-%m-%d}\t{state}")
    return 0


async def _webhooks(options: ServeOptions, keys: Keys, deed: str, url: str) -> int:
    async with own_desk(options, keys) as found:
        found.load.set()
        environment, inbox = found.desk.environment, found.storage.inbox
        token = await asyncio.to_thread(keys.token, environment) or TOKEN
        async with open_webhooks(await found.upstream, token, environment) as calls:
            ours = {one.id for one in await inbox.webhooks()}
            match deed:
                case "register":
                    made = await calls.register(url)
                    try:
                        await inbox.register(made, found.desk.clock())
                    except TravelError:  # its secret is told once: without it the webhook is of no use
                        await calls.remove(made.id)
                        raise
                    print(f"{made.url} is told of {len(made.events)} kinds of events.")
                case "remove":
                    for one in await calls.all():
                        if one.id in ours:
                            await calls.remove(one.id)
                    for webhook_id in ours:
                        await inbox.forget_webhook(webhook_id)
                    print("This service is told nothing any more." if ours else "There was none of this service.")
                case _:
                    for one in await calls.all():
                        whose = "of this service" if one.id in ours else "of somebody else"
                        print(f"{one.url}\t{whose}\t{'active' if one.active else 'off'}")
    return 0
