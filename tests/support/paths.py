"""Where the project is."""

from pathlib import Path

ROOT = Path(__file__).parents[2]
SEEDS = ROOT / "seeds"
EVAL = ROOT / "tests" / "eval"
