"""Compiled loops over arrays; everything here is reached through the modules above it."""
