"""A program: processes in which four threads are the first to read an order, all at once; tells how each has ended."""

import os
import sys
import threading

from agentdesk.storage.encoding import from_json, to_json
from agentdesk.travel.orders import Order
from tests.samples import an_order


def main(processes: int) -> None:
    sys.setswitchinterval(1e-6)
    text = to_json(an_order())
    ended = []
    for _ in range(processes):
        child = os.fork()
        if child == 0:
            _race(text)
        _, status = os.waitpid(child, 0)
        ended.append(status)
    print(*sorted(set(ended)))


def _race(text: str) -> None:
    start = threading.Barrier(4)

    def read() -> None:
        start.wait()
        from_json(text, Order)

    threads = [threading.Thread(target=read) for _ in range(4)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    os._exit(0)


if __name__ == "__main__":
    main(int(sys.argv[1]))
