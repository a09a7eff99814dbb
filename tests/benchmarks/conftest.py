"""The measurements use the hosts and relays of tests/faults, the tickets of tests/printer."""

import sys
from pathlib import Path

for folder in ("faults", "printer"):
    sys.path.insert(0, str(Path(__file__).parents[1] / folder))
