"""A process that writes as fast as it can and says what was acknowledged, until it is killed: FOLDER ROUND."""

import asyncio
import sys
from dataclasses import replace
from pathlib import Path

from agentdesk.desk.ports import OrderAnswer
from agentdesk.storage.opening import open_storage
from agentdesk.travel.booking import Booked
from agentdesk.travel.deeds import DeedDone, DeedSent, PayHold
from agentdesk.travel.environment import PRACTICE
from tests.fakes.storage import MemoryKeys
from tests.samples import NOON, a_draft, a_sent, an_order, gbp


def say(what: str) -> None:
    print(what, flush=True)


async def main(folder: Path, prefix: str) -> None:
    async with open_storage(folder, PRACTICE, MemoryKeys()) as storage:
        say("open")
        for number in range(100_000):
            sent = a_sent(f"{prefix}-{number}")
            await storage.journal.write(sent)
            say(f"written {sent.attempt}")
            await storage.drafts.save(replace(a_draft(ident=prefix), attempt=sent.attempt), 0)
            say(f"draft {sent.attempt}")
            if number % 2:
                order = f"ord_{sent.attempt}"
                await storage.journal.settle(sent, Booked(sent, order, "4QK7ZB", NOON))
                say(f"settled {sent.attempt}")
                await storage.orders.save(OrderAnswer(an_order(order), b"{}", NOON), sent)
                say(f"saved {order}")
                deed = DeedSent(PayHold(order, gbp("1612.77")), f"deed-{sent.attempt}", NOON)
                await storage.deeds.write(deed)
                say(f"intended {deed.attempt}")
                if number % 4 == 1:
                    await storage.deeds.settle(deed, DeedDone(deed, NOON, "pay_1"))
                    say(f"done {deed.attempt}")


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1]), sys.argv[2]))
