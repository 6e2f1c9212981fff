"""Makes the gate's own modules importable by name."""

import sys
from pathlib import Path

for folder in (Path(__file__).parent, Path(__file__).resolve().parents[2] / "tools"):
    if str(folder) not in sys.path:
        sys.path.insert(0, str(folder))
