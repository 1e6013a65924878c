"""The cheapest trench tree that joins all addresses, with a bound that shows how near it is."""

from fibre_planner.analysis.steiner.entry import SteinerError, reachable
from fibre_planner.analysis.steiner.plain import plain_tree
from fibre_planner.analysis.steiner.solver import is_warm, solve, warm_up
from fibre_planner.analysis.steiner.tree import Tree

__all__ = ["SteinerError", "Tree", "is_warm", "plain_tree", "reachable", "solve", "warm_up"]
