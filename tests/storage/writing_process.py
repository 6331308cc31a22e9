"""A process that writes as fast as it can and says what was acknowledged, until it is killed: FOLDER ROUND."""

import asyncio
import sys
from pathlib import Path

from agentdesk.storage.opening import open_storage
from agentdesk.travel.environment import PRACTICE
from tests.fakes.storage import MemoryKeys
from tests.storage.every_write import WRITES

ALL = "all"


def say(what: str) -> None:
    print(what, flush=True)


async def main(folder: Path, prefix: str) -> None:
    async with open_storage(folder, PRACTICE, MemoryKeys()) as storage:
        say("open")
        for number in range(100_000):
            name = f"{prefix}-{number}"
            for word, (write, _) in WRITES.items():
                await write(storage, name)
                say(f"{word} {name}")
            say(f"{ALL} {name}")


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1]), sys.argv[2]))
