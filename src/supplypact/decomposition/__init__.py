"""Two-stage linear problems solved by decomposition; see docs/decomposition.md.

A library of its own: it knows numpy, HiGHS and ``supplypact.errors``, and nothing of supply.
"""
