"""A world without sockets, and whole runs of feature files through a real pytest."""

from __future__ import annotations

import contextlib
import io
import json
import random
from pathlib import Path

import pytest

import steps
from harness import cases, plugin, results
from harness.loop import ScenarioLoop
from harness.plan import Limits, Plan
from harness.script import Script
from harness.sides import Tools
from harness.targets.settings import Parameters
from harness.world import World
from ocppj import frames
from ocppj.clock import LoopClock
from ocppj.dialect import DIALECTS
from ocppj.frames import CallResult
from ocppj.problems import BugLog
from ocppj.session import CallReceived
from ocppj.trace import Direction, Kind, Trace


class Target:
    """A system under test that does what the test says, in `did` and `shows`."""

    name = "target"
    in_process = True

    def __init__(self, role, version):
        self.features = {}
        self.role, self.version = role, version
        self.did = []
        self.shows = []

    async def perform(self, action):
        self.did.append(action)
        for outcome in self.shows:
            if isinstance(outcome, Exception):
                raise outcome

    async def settled(self, timeout=None):
        return

    async def read(self, question):
        for outcome in self.shows:
            if isinstance(outcome, Exception):
                raise outcome
        return self.shows


class OwnSide:
    """The harness's end: what it sends is kept, and answered as `answers` says."""

    def __init__(self):
        self.sent = []
        self.answers = {}

    async def call(self, action, payload):
        self.sent.append((action, payload))
        answer = self.answers.get(action, {})
        if isinstance(answer, Exception):
            raise answer
        return CallResult("own", answer) if isinstance(answer, dict) else answer

    def draft(self, action):
        return {}


class Stand:
    """A world on a virtual clock, fed with frames of the system under test by hand."""

    def __init__(self, case_id, limits):
        case = cases.find(case_id)
        self.runner = ScenarioLoop(virtual=True)
        self.clock = LoopClock(self.runner.loop)
        self.dialect = DIALECTS[case.version]
        self.trace = Trace(self.clock.time)
        self.target = Target(case.role, case.version)
        self.side = OwnSide()
        self.script = Script(limits.answer_delay_s)
        rng = random.Random(0)
        tools = Tools(
            self.clock, rng, lambda: "id", self.trace, self.script, lambda *_: None, BugLog()
        )
        parameters = {**Parameters().as_mapping(), "identity": "CS001"}
        self.world = World(case, self.dialect, self.target, tools, limits, parameters)
        self.world._host = self.side
        self.world.step, self.world.preparing = "Then it is so", False
        self._count = 0

    def run(self, work):
        return self.runner.run(work)

    def text(self, direction, text):
        return self.trace.text(1, direction, text, frames.parse(text, self.dialect))

    def sends(self, action, **payload):
        """Let the system under test send a CALL that the judge has nothing against."""
        self._count += 1
        return self.text(Direction.IN, json.dumps([2, f"m{self._count}", action, payload]))

    def errs(self, action="MakeCoffee"):
        """Let it send one that the judge hears of."""
        self.world.observe(1, CallReceived(self.sends(action).frame))

    def answered(self, **payload):
        """Let the harness answer the last CALL."""
        return self.text(Direction.OUT, json.dumps([3, f"m{self._count}", payload]))

    def later(self, seconds, action, **payload):
        """Let the system under test send a CALL after some time."""
        self.runner.loop.call_later(seconds, lambda: self.sends(action, **payload))

    def observed(self):
        return [r.data["message"] for r in self.trace.records if r.kind is Kind.OBSERVATION]

    def close(self):
        self.runner.close()


@pytest.fixture
def stand():
    """Give a maker of worlds by case id; its role and version follow from the case."""
    made = []

    def make(case_id="TC_B_01_CS", **limits):
        one = Stand(case_id, Limits(**limits))
        made.append(one)
        return one

    yield make
    for one in made:
        one.close()


class Surround:
    """A pytest plugin that changes what the built-in systems are given."""

    def __init__(self, change):
        self._change = change

    @pytest.hookimpl(trylast=True)
    def pytest_configure(self, config):
        config.stash[plugin._STAGE].surround = self._change


@pytest.fixture
def play(tmp_path, monkeypatch):
    """Run scenarios through pytest, as the command line does; gives the results by case id.

    `texts` maps a path below a features folder to its text, `wanted` narrows the cases.
    """
    monkeypatch.delenv("PYTEST_ADDOPTS", raising=False)

    def run(texts, *, wanted=None, sut_file=None, change=None, **limits):
        files = []
        for name, text in texts.items():
            file = tmp_path / "features" / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, encoding="utf-8")
            files.append(file)
        ids = wanted if wanted is not None else written(texts)
        out = tmp_path / "out"
        out.mkdir(exist_ok=True)
        Plan(out, tuple(ids), Limits(**limits), sut_file).save(out / "plan.json")
        gatherer = plugin.Gatherer(out / "results.jsonl")
        extra = [gatherer] if change is None else [gatherer, Surround(change)]
        played = run_pytest(files, out / "plan.json", extra)
        return Played({r.id: r for r in gatherer.results}, out, played)

    return run


class Played(dict):
    """Results by case id; `exit_code` is pytest's."""

    def __init__(self, found, out, exit_code):
        super().__init__(found)
        self.out, self.exit_code = out, exit_code

    def verdicts(self):
        return {case: result.verdict.value for case, result in self.items()}

    def trace(self, case_id):
        text = (self.out / self[case_id].trace).read_text(encoding="utf-8")
        return [json.loads(line) for line in text.splitlines()]


def written(texts):
    lines = [line.strip() for text in texts.values() for line in text.splitlines()]
    return [line.split()[1] for line in lines if line.startswith("Scenario:")]


def run_pytest(files, plan_file, extra):
    names = ("harness.plugin", *steps.MODULES)
    root = str(Path(plan_file).parent)
    arguments = [
        *map(str, files),
        *("-c", "/dev/null", "--rootdir", root, "--confcutdir", root, "-p", "no:cacheprovider"),
        *("--disable-plugin-autoload", "--assert=plain", "-p", "pytest_bdd.plugin"),
        *(part for name in names for part in ("-p", name)),
        *("--import-mode=importlib", "-q", "--ocpp-plan", str(plan_file)),
        *("-W", "error", "-W", "ignore::ResourceWarning"),
    ]
    with contextlib.redirect_stdout(io.StringIO()):
        return int(pytest.main(arguments, plugins=extra))


@pytest.fixture
def results_of():
    """Read back what a run has written."""
    return lambda out: {r.id: r for r in results.read(out / "results.jsonl")}
