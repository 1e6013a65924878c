"""Compiled inner loops of the choice of addresses."""
