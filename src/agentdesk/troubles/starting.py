"""Trouble at a start: no keyring, a locked one, another key, a folder that cannot be used, no line."""

from agentdesk.assembly import environment_of
from agentdesk.storage.folders import held_folder
from agentdesk.travel.environment import World
from agentdesk.troubles.stage import Chapter, Stage

_WORDS = "correct horse battery staple"


async def keyrings(stage: Stage) -> None:
    """None, a wrong passphrase, a locked one that opens, one that holds another key."""
    stage.keyring.is_missing = True
    async with stage.window("sealed") as hands:
        await stage.shows("keyring-missing", "There is no keyring on this machine")
        for field in ("Passphrase", "Passphrase again"):
            await hands.fill(field, _WORDS)
        await hands.press("Return")
        await hands.find("From", patience=60)
    async with stage.window("sealed") as hands:
        await hands.hear("Your passphrase opens the desk", 30)
        await hands.fill("Passphrase", "wrong horse battery staple")
        await hands.press("Return")
        await stage.shows("passphrase-wrong", "This passphrase does not open it")
        await hands.fill("Passphrase", _WORDS)
        await hands.press("Return")
        await hands.find("From", patience=60)
    stage.keyring.is_missing = False
    stage.keyring.lock()
    async with stage.window("locked") as hands:
        await stage.shows("keyring-locked", "The system's keyring is still locked")
        stage.keyring.unlock()
        await hands.find("From", patience=60)
    stage.keyring.lock()
    async with stage.window("locked") as hands:
        await stage.shows("keyring-locked-with-data", "For this session you can work without them")
        stage.keyring.unlock()
        await hands.find("From", patience=60)
    stage.keyring.forget()
    async with stage.window("locked") as hands:
        await stage.shows("key-does-not-fit", "What is kept here cannot be opened")
        await hands.click("Begin with empty data, keep the old")
        await hands.find("From", patience=60)
        await stage.shows("old-data-kept", "The old data is kept")


async def folders(stage: Stage) -> None:
    """A folder that cannot be made, one that is taken, damaged settings, a full disk: each mended and tried again."""
    blocked = stage.data / "blocked"
    blocked.write_text("a file stands where the folder should be\n", encoding="utf-8")
    async with stage.window("blocked") as hands:
        await stage.shows("folder-not-usable", "The desk cannot be opened")
        blocked.unlink()
        await hands.click("Try again")
        await hands.find("From", patience=60)
    (stage.data / "blocked" / "settings.json").write_text("{", encoding="utf-8")
    async with stage.window("blocked") as hands:
        await hands.find("From", patience=60)
        await stage.shows("settings-damaged", "The settings could not be read")
    environment = environment_of(World.PRACTICE, stage.line.address)
    with held_folder(stage.data / "blocked" / environment.folder):
        async with stage.window("blocked") as hands:
            await stage.shows("open-already", "Another AgentDesk works on this data folder")
    if not stage.disk.can_be_full:
        return
    stage.disk.fill()
    async with stage.window("full") as hands:
        await stage.shows("disk-full-at-start", "The desk cannot be opened")
        stage.disk.free()
        await hands.click("Try again")
        await hands.find("From", patience=60)


async def no_line(stage: Stage) -> None:
    """The desk opens without its airline, which comes back."""
    async with stage.window("desk") as hands:
        await hands.find("From", patience=60)
        await stage.shows("no-line-at-start", "no answer, looking again")
        await stage.line.up()
        await hands.until(lambda: not hands.says("no answer, looking again"), "the line", 60)
        await stage.show("line-back-after-start")


CHAPTERS = (
    Chapter("no line", no_line, ("no-line-at-start", "line-back-after-start"), has_desk=False, has_line=False),
    Chapter(
        "keyrings",
        keyrings,
        (
            *("keyring-missing", "passphrase-wrong", "keyring-locked", "keyring-locked-with-data"),
            *("key-does-not-fit", "old-data-kept"),
        ),
        has_desk=False,
    ),
    Chapter(
        "folders",
        folders,
        ("folder-not-usable", "settings-damaged", "open-already", "disk-full-at-start"),
        needs_disk=frozenset({"disk-full-at-start"}),
        has_desk=False,
    ),
)
