"""What `./dev` can do, one function a command."""

from tools import ground


def main(arguments: list[str]) -> int:
    """Carry out one command; 0 where all is well."""
    try:
        ground.prepare()
    except ground.Trouble as trouble:
        print(trouble)
        return 1
    return 0
