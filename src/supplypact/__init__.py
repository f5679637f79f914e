"""Plan, run and check an agreement on critical-mineral supply.

import supplypact as sp
plan = sp.plan(sp.load_pact("us-japan-2025"), sp.load_network())
"""
