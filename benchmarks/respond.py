"""Measure ``supplypact respond``: one incident, all materials at once, the cold command.

python -m benchmarks.respond

The incident is a full stop of what China exports, of unknown duration.
"""

from __future__ import annotations

import time
from collections import defaultdict
from dataclasses import replace
from functools import partial

from benchmarks.measure import cpu_of_command, spread
from benchmarks.respond_case import NOW, PACT, Case, Clock, Runs, load, print_runs, sum_of, timed
from supplypact.algebra.response_sides import Rules
from supplypact.domain.response import DELAYS, LINES, MODES, RespondOptions
from supplypact.responding.incident import Setting, Situation
from supplypact.responding.modes import rules_of
from supplypact.responding.playbook import Question, shorten
from supplypact.responding.respond import respond
from supplypact.responding.solve import IncidentLp

RUNS = 5
COLD = ("respond", PACT, "--event", "gallium-germanium-2023", "--as-of", NOW.isoformat())
MILLI = 1e-3


def main() -> None:
    """Print all measurements."""
    case = load()
    cold()
    one(case)
    everything(case)


def cold() -> None:
    """Print the command in a fresh process, import and tables included."""
    runs, memory = [], 0.0
    for _ in range(RUNS):
        started = time.perf_counter()
        cpu, peak = cpu_of_command(COLD)
        runs.append((cpu, time.perf_counter() - started))
        memory = max(memory, peak)
    print(f"'supplypact {' '.join(COLD)}', {RUNS} fresh processes, seconds")
    print_runs("the command", runs)
    print(f"  peak memory {memory:.0f} MB")


def one(case: Case) -> None:
    """Print one incident of one material, over the materials."""
    setting = case.setting(case.chinese_stop())
    models = [(each, IncidentLp(each.middle).size) for each in _situations(case, setting)]
    alone, whole = Runs(), Runs()
    for situation, _ in models:
        name = situation.middle.material
        for _ in range(RUNS):
            lp = IncidentLp(situation.middle)
            alone.append(timed(partial(lp.solve, situation.middle, Rules())))
            whole.append(timed(partial(_from_tables, case, setting, name)))
    print(f"one incident, one material: {len(models)} materials x {RUNS} runs, milliseconds")
    rows, columns = (spread([size[side] for _, size in models]) for side in (0, 1))
    print(f"  rows {rows}, columns {columns}")
    print_runs("solve", alone, MILLI)
    print_runs("base case, state, model and solve", whole, MILLI)


def _situations(case: Case, setting: Setting, *materials: str) -> list[Situation]:
    found = [setting.situation(chain) for chain in case.chains(*materials)]
    return [each for each in found if each is not None]


def _from_tables(case: Case, setting: Setting, material: str) -> None:
    for situation in _situations(case, setting, material):
        IncidentLp(situation.middle).solve(situation.middle, Rules())


def everything(case: Case) -> None:
    """Print each part of a response of all materials."""
    event, times = case.chinese_stop(), defaultdict[str, Runs](list)
    setting = case.setting(event)
    for _ in range(RUNS):
        clock = Clock()
        questions = _asked(case, setting, times)
        before = clock.lap()
        for each in questions:
            each.solve()
        times["optimum of each material"].append(clock.lap())
        questions = _asked(case, setting, defaultdict(Runs))
        clock.lap()
        shorten(questions, LINES)
        solved = clock.lap()
        times[f"optimum and playbook of {LINES} lines"].append(solved)
        times["from the tables to the playbook"].append(sum_of(before, solved))
        _waited(questions)
        times["cost of delay, 4"].append(clock.lap())
        _in_every_mode(questions)
        times["modes, 4"].append(clock.lap())
        asked = (case.pact, case.network, case.data, [event], RespondOptions())
        times["the whole response"].append(timed(partial(respond, *asked)))
    print(f"all materials at once, after load, {RUNS} runs, seconds")
    for name, runs in times.items():
        print_runs(name, runs)


def _asked(case: Case, setting: Setting, times: dict[str, Runs]) -> list[Question]:
    clock = Clock()
    chains = case.chains()
    times["base case"].append(clock.lap())
    found = [setting.situation(chain) for chain in chains]
    times["state"].append(clock.lap())
    questions = [
        Question(situation=each, lp=IncidentLp(each.middle), rules=Rules())
        for each in found
        if each is not None
    ]
    times["models"].append(clock.lap())
    questions = [each.without_needless_waivers() for each in questions]
    times["which waivers are needed"].append(clock.lap())
    return questions


def _waited(questions: list[Question]) -> None:
    for weeks in DELAYS:
        for each in questions:
            rules = replace(each.rules, delay=7.0 * weeks)
            each.lp.solve(each.situation.middle, rules)


def _in_every_mode(questions: list[Question]) -> None:
    for mode in MODES:
        for each in questions:
            incident = each.situation.middle
            each.lp.solve(incident, rules_of(mode, incident, each.situation.chain))


if __name__ == "__main__":
    main()
