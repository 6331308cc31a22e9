"""Fuzzes one target with atheris (libFuzzer), guided by which of our lines it reaches; `./dev fuzz` runs each."""

import argparse
import sys
import tempfile
from pathlib import Path

import atheris  # type: ignore[import-not-found, import-untyped, unused-ignore]

with atheris.instrument_imports(include=["agentdesk"]):
    from tests.fuzzing.targets import TARGETS


def main() -> None:
    asked = argparse.ArgumentParser(prog="tests.fuzzing", description=__doc__)
    asked.add_argument("target", choices=sorted(TARGETS))
    asked.add_argument("--seconds", type=int, default=60)
    asked.add_argument("--findings", type=Path, required=True, help="the folder that takes what was found")
    given = asked.parse_args()
    target = TARGETS[given.target]
    given.findings.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="agentdesk-fuzz-") as corpus:
        for number, seed in enumerate(target.seeds()):
            (Path(corpus) / str(number)).write_bytes(seed)
        flags = [f"-max_total_time={given.seconds}", f"-artifact_prefix={given.findings}/", "-timeout=20"]
        limits = ["-rss_limit_mb=2048", "-max_len=65536", "-print_final_stats=1"]
        atheris.Setup([sys.argv[0], corpus, *flags, *limits], target.run)
        atheris.Fuzz()


if __name__ == "__main__":
    main()
