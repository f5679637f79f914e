"""Trials of the ledger: ``python -m tools.reliability [NAME] --trials N --seed S --database URL``.

The database is ``sqlite`` or ``postgres``: a server of one's own is started for the trials.
"""

from __future__ import annotations

import argparse
