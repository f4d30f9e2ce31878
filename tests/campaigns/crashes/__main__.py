"""Run as `python -m tests.campaigns.crashes --kills 100 --write-errors 30 --seed 1`; exits with 1 on any violation."""

import argparse
import random
import sys
from collections import Counter

from .harness import run


def say(line):
    """Print a line at once."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def print_outcome(outcome):
    """Print what came of a build, so that a run that is stopped was not for nothing."""
    verdict = "; ".join(outcome.violations) or "sound"
    say(f"{outcome.what}, {outcome.stage}, {outcome.exit_code}, {outcome.answers}: {verdict}")


def print_table(outcomes):
    """Print how many builds ended where, and which generation answered after them."""
    rows = Counter(
        (outcome.what, outcome.stage, outcome.exit_code, outcome.answers, bool(outcome.violations))
        for outcome in outcomes
    )
    say(f"{'what':28} {'reached':14} {'exit':>4} {'answers':8} {'builds':>6} {'violations':>10}")
    for (what, stage, exit_code, answers, is_wrong), count in sorted(rows.items()):
        say(f"{what:28} {stage:14} {exit_code:>4} {answers:8} {count:>6} {count if is_wrong else 0:>10}")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=100)
    parser.add_argument("--write-errors", type=int, default=30)
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(1_000_000))
    parser.add_argument("--folders", type=int, default=2, help="data folders worked in at the same time")
    parser.add_argument("--mend-every", type=int, default=1, metavar="N", help="a build left alone after every N")
    options = parser.parse_args()
    say(f"seed {options.seed}, {options.folders} folders")
    crashes = run(
        options.kills,
        options.write_errors,
        options.seed,
        folders=options.folders,
        mend_every=options.mend_every,
        tell=print_outcome,
    )
    outcomes = crashes.outcomes
    print_table(outcomes)
    for name, reason in crashes.unavailable.items():
        say(f"not done: {name} ({reason})")
    say(f"{crashes.asked:,} questions were asked meanwhile; the longest took {crashes.longest_seconds:.1f} s")
    wrong = sum(bool(outcome.violations) for outcome in outcomes)
    killed = sum(outcome.exit_code < 0 or outcome.what == "child killed" for outcome in outcomes)
    refused = sum(not outcome.what.endswith("killed") for outcome in outcomes)
    say(f"{len(outcomes)} builds: {killed} killed, {refused} refused their writes; {wrong} with violations")
    sys.exit(1 if wrong else 0)
