"""`python main.py api-server`: the command line without installing anything but the requirements."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent / "src"))

from rowsmith.cli import main

if __name__ == "__main__":
    main()
