"""Measure planning, assessing, responding and the ledger, ``--quick`` without growth of the plan.

``benchmarks.decomposition``, ``.risk``, ``.simulation``, ``.grid``, ``.cluster`` and
``.respond_batch`` run alone.
Times are CPU seconds of this process (or of the child), memory is the peak resident size.
"""

from __future__ import annotations

from benchmarks import assess, import_risk, ledger, plan, respond

if __name__ == "__main__":
    import_risk.main()
    assess.main()
    respond.main()
    ledger.main()
    plan.main()
