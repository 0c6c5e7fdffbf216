"""FAULTS 22: of a controlled delivery no command tells those who are not cleared more than that it
is to be set aside. A new command has to say here how it is walked."""

from collections.abc import Callable
from pathlib import Path

import argon2
import pytest

from tests.builders import make_line, make_party
from tests.cli.record_cli import Run, runner
from tests.working_home import BAG, CODES, TODAY, announce, hold, new_station, working
from triage_app.app import assemble
from triage_app.cli import COMMANDS
from triage_app.flow.bag_report import bag_sheet
from triage_app.flow.report import PrintedAt
from triage_app.model.inspector import Inspector, Role
from triage_app.settings import load_settings

HELD, DECIDED, SIBLING, PLAIN = CODES
PINS = {"ADA": "wr9-olive", "LI.W": "q7-plum$8", "CLEO": "x1-fig,22"}
SECRET = "Zyx"
"""Begins every word that nobody but who is cleared may read."""

WALKED: dict[str, list[list[str]]] = {
    "show": [[code] for code in CODES] + [[code, "--json"] for code in CODES],
    "search": [[word] for word in ("Zyxsender", "zyxgoods", "zyxrecipient", "Zyxagent", "zyxcity")]
    + [[HELD], [DECIDED, "--json"], ["--held"], ["--held", "--json"], ["--flagged", "--json"]]
    + [["--origin", "CN", "--json"], ["--carrier", "Zyxcarrier"]],
    "assess": [[code, "--why-not", "--json"] for code in CODES]
    + [[HELD], [DECIDED], ["--all", "--json"], ["--all"], ["--stale"]],
    "worklist": [
        *(["--held"], ["--held", "--json"], ["--due", "--json"], ["--targeted", "--json"]),
        *(["--bag", BAG], ["--bag", BAG, "--json"], ["--flight", "CA981", "--json"]),
    ],
    "reconcile": [[BAG], [BAG, "--json"], [BAG, "--json", "--not-found"]],
    "record": [[HELD, "REL", "--json"], [HELD, "RTS", "--field", "reason=x"], [DECIDED, "REL"]],
    "log": [[], ["--json"], [HELD], [DECIDED, "--json"]],
    "export": [["--out", "all.jsonl"], ["--out", "all.csv"]],
    "undo": [["no-such-act", "--why", "x"]],
    "hold": [["lift", "no-such-hold"], ["add", HELD, "--why", "mine"]],
    "purge": [["--dry-run"]],
    "weigh": [[HELD, "1", "kg", "--json"], [DECIDED, "1", "kg"]],
    "marks": [[HELD, "--json"], [DECIDED, "--out", "marked"]],
    "report": [["outcome", HELD, "--json"], ["outcome", DECIDED], ["shift", "--json"]],
    "quality": [
        *(["--by", "seller", "--fewest", "1", "--json"], ["--by", "post"]),
        ["--by", "carrier", "--corrections", "all.edi"],
    ],
    "measure": [["--json"], []],
    "pack": [["list", "--json"], ["preview", "shipped", "--json"], ["preview", "shipped"]],
    "attach": [[HELD, "no-such-file.png", "--json"]],
    "identify": [[HELD, "--json"]],
    "inspector": [["list"], ["list", "--json"]],
    "recovery-key": [["--new"]],
    "sheet": [["commands", "--renew"]],
    "verify": [["--json"]],
    "check": [["--json"]],
    "doctor": [[]],
    "lists": [["match", "Zy"]],
    "sync": [["--once"]],
}
NOT_WALKED = {
    "window": "tests/journeys/test_people.py looks at the bench",
    "demo": "fills an empty home",
    "shift": "plays the window",
    "screens": "a home of its own",
    "selftest": "a home of its own",
    "bench": "homes of its own",
    "read-labels": "reads no home",
    "names": "reads no home",
    "scorecard": "reads no home",
    "xray": "reads no home",
    "import": "says what the file holds to who has it",
    "watch": "says numbers and file names",
    "enroll": "reads no item",
    "bundle": "sealed for the hub",
    "backtest": "counts over many items; controlled deliveries are not among them",
    "hub": "tests/hub/test_export.py: its export leaves them out",
    "backup": "sealed",
    "restore": "reads a sealed file",
}


@pytest.fixture(autouse=True)
def plain_hashes(monkeypatch: pytest.MonkeyPatch) -> None:
    quick = argon2.PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    monkeypatch.setattr(argon2, "PasswordHasher", lambda: quick)


def plant(home: Path) -> None:
    """A held one, one decided as a controlled delivery, one that shares their person and day."""
    new_station(home)
    secret = {
        "sender": make_party(name="Zyxsender Trading", city="Zyxcity"),
        "lines": (make_line(description="Zyxgoods 4-piperidone, gift", value_minor=79_000),),
        "url": "https://zyx.example/Zyxurl",
        "value_minor": 79_000,
    }
    announce(home, HELD, **secret)
    announce(home, DECIDED, **secret, recipient=make_party(name="Zyxrecipient Doe"))
    announce(home, SIBLING)  # the same person on the same day as the one that is held
    announce(home, PLAIN)
    hold(home, HELD, why="Zyxwhy", placed_by="Zyxagent", cleared_only=True)
    hold(home, HELD, id="open", why="another", placed_by="unit")
    with assemble(load_settings(home)) as parts:
        fields = {"agent": "Zyxagent", "agency": "Zyxagency", "until": "2040-01-01"}
        examination = examine(parts.station, DECIDED)
        act = parts.station.record(examination, "CD", fields, "root")
        assert not hasattr(act, "reason"), act
        parts.evidence.put(b"Zyxpicture")


def examine(station: object, code: str) -> object:
    from datetime import UTC, datetime

    from triage_app.model.scan import Scan, ScanSource

    return station.examine(Scan(code, datetime.now(UTC), ScanSource.TYPED))  # type: ignore[attr-defined]


def let_in(home: Path) -> None:
    with assemble(load_settings(home)) as parts:
        people = parts.people
        added = [people.add("ADA", "Ada", [Role.ADMINISTRATOR], PINS["ADA"], "root")]
        people.log_in("ADA", PINS["ADA"])
        roles = [Role.INSPECTOR, Role.SUPERVISOR, Role.AUDITOR]
        added.append(people.add("LI.W", "Li", roles, PINS["LI.W"], "ADA"))
        roles = [Role.INSPECTOR, Role.CLEARED]
        added.append(people.add("CLEO", "Cleo", roles, PINS["CLEO"], "ADA"))
    assert all(isinstance(one, Inspector) for one in added)


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    home = tmp_path / "home"
    plant(home)
    return home


@pytest.fixture
def run(home: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    return runner(home, capsys)


@pytest.fixture
def logged_in(home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    let_in(home)

    def as_(who: str) -> None:
        pin = tmp_path / "pin"
        pin.write_text(PINS[who] + "\n", "utf-8")
        monkeypatch.setenv("TRIAGE_PIN_FILE", str(pin))
        monkeypatch.setenv("TRIAGE_INSPECTOR", who)

    return as_


def test_every_command_is_walked_or_says_why_not() -> None:
    assert set(WALKED) | set(NOT_WALKED) == set(COMMANDS)


def said_by(run: Run, command: str, words: list[str]) -> str:
    _, lines, err = run(command, *words)
    files = [Path(word).read_text("utf-8") for word in words if word.startswith("all.")]
    return repr(lines) + err + "".join(files)


@pytest.mark.parametrize("command", WALKED)
def test_no_command_tells_who_is_not_cleared(
    run: Run, logged_in: Callable[[str], None], command: str
) -> None:
    logged_in("LI.W")
    for words in WALKED[command]:
        assert SECRET not in said_by(run, command, words), (command, words)


@pytest.mark.parametrize("command", ["show", "search", "assess", "worklist", "log", "export"])
def test_where_no_inspectors_are_set_up_nobody_is_cleared(run: Run, command: str) -> None:
    for words in WALKED[command]:
        assert SECRET not in said_by(run, command, words), (command, words)


@pytest.mark.parametrize(
    ("command", "words"),
    [
        ("show", [HELD]),
        ("show", [DECIDED, "--json"]),
        ("search", ["zyxgoods"]),
        ("worklist", ["--held", "--json"]),
        ("export", ["--out", "all.jsonl"]),
    ],
)
def test_who_is_cleared_sees_it(
    run: Run, logged_in: Callable[[str], None], command: str, words: list[str]
) -> None:
    logged_in("CLEO")
    assert SECRET in said_by(run, command, words)


def test_one_reason_is_told_however_many_there_are(
    run: Run, logged_in: Callable[[str], None]
) -> None:
    logged_in("LI.W")
    one, other = (run("assess", code, "--why-not", "--json")[1][0] for code in (HELD, DECIDED))
    assert {**one, "code": ""} == {**other, "code": ""}
    assert [flag["text"] for flag in one["flags"]] == ["HOLD, set aside, call supervisor"]
    assert one["not_flagged"] == []


def test_the_sheet_of_its_bag_names_it_by_number_alone(
    home: Path, logged_in: Callable[[str], None]
) -> None:
    let = PrintedAt("JFK", "bench-7", TODAY, demonstration=False)
    with working(home) as house:
        found = house.work.reconcile(BAG)
        assert found is not None
        said = repr(bag_sheet(found, let))
    assert HELD in said
    assert SECRET not in said


def test_without_a_log_in_nothing_is_read_or_written(
    run: Run, logged_in: Callable[[str], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("TRIAGE_INSPECTOR", raising=False)
    for command, words in (("show", [PLAIN]), ("log", []), ("record", [PLAIN, "REL"])):
        code, lines, err = run(command, *words)
        assert (code, lines) == (1, [])
        assert "--inspector ID" in err


def test_a_role_is_asked_for_where_it_matters(run: Run, logged_in: Callable[[str], None]) -> None:
    logged_in("CLEO")
    for command, words in (
        ("hold", ["lift", "open"]),
        ("purge", ["--dry-run"]),
        ("recovery-key", ["--new"]),
        ("sheet", ["commands", "--renew"]),
    ):
        code, _, err = run(command, *words)
        assert (code, "Your role may not do this. Call" in err) == (1, True), (command, err)
    logged_in("LI.W")
    assert run("hold", "add", PLAIN, "--why", "x", "--cleared-only")[0] == 1
    assert run("hold", "lift", "open")[0] == 0
    assert run("record", PLAIN, "CD", "--json")[1][0]["refused"].startswith("Your role")
