"""Checks, coverage, network design and cost: computations on tables, without files or windows."""
