"""Checks of a project's data: one function per rule, all told in the same shape."""
