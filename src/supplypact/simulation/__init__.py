"""Histories of disruptions, drawn and lived through month by month without the optimiser."""
