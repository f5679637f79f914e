"""The formulas applied to exposures: every measure in every draw."""
