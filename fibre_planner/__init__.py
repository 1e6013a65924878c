"""Fibre Planner: plan a city's gigabit network, price it, prove it, report it."""

__version__ = "0.1.0"
