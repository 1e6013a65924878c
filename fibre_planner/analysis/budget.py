"""Which addresses a plan serves where its scenario sets a budget."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import ArrayLike

from fibre_planner.analysis import prize
from fibre_planner.analysis.budget_bound import bound_model
from fibre_planner.analysis.budget_fit import Choice, Pool, fit
from fibre_planner.analysis.budget_model import BudgetModel, budget_model
from fibre_planner.analysis.former_choice import FormerChoice
from fibre_planner.analysis.hierarchy.equipment import equip
from fibre_planner.analysis.plan_assembly import bill_of
from fibre_planner.analysis.rooted_tree import RootedTree, root_tree
from fibre_planner.analysis.routing import Network, route
from fibre_planner.analysis.selection import Entry, NetworkCosts, Selection, served_only
from fibre_planner.analysis.sizing import Material
from fibre_planner.analysis.sketching import Onlooker
from fibre_planner.analysis.streets.house_joining import Joined
from fibre_planner.analysis.streets.trench_graph import BoolArray, FloatArray, IntArray
from fibre_planner.analysis.streets.trench_prices import Prices
from fibre_planner.analysis.weights import weights_of
from fibre_planner.language import tr
from fibre_planner.model.errors import PlannerError
from fibre_planner.model.plan import BudgetFigures
from fibre_planner.model.project import Project
from fibre_planner.model.scenario import Scenario
from fibre_planner.progress import Report, Watched, part, silent


@dataclass(frozen=True, eq=False)
class Task:
    """All that a choice of addresses is made from.

    start: edges of the model to begin with. near: share of the weight that a choice may lack.
    """

    project: Project
    scenario: Scenario
    joined: Joined
    costs: NetworkCosts
    tools: tuple[Material, Prices]
    model: BudgetModel
    start: IntArray
    near: float = 0.0

    def search(self, amounts: Sequence[float], report: Report) -> tuple[prize.Stop, ...]:
        """Return what some amounts buy in the model."""
        model = self.model
        return prize.budget_curve(
            model.ends,
            model.costs,
            model.weights,
            model.root,
            amounts,
            seconds=self.scenario.seconds,
            seed=self.scenario.seed,
            report=report,
            start=self.start,
            near=self.near,
        )

    def bounds(self, budgets: ArrayLike, report: Report) -> FloatArray:
        """Return the most weight that any plan within each budget can serve, by another count."""
        strict = bound_model(
            self.model, self.project, self.scenario, self.joined, self.costs, self.tools
        )
        stops = prize.budget_curve(
            strict.ends,
            strict.costs,
            strict.weights,
            strict.root,
            np.maximum(np.asarray(budgets) - strict.fixed_eur, 0.0),
            seed=self.scenario.seed,
            report=report,
            near=math.inf,
        )
        return np.array([stop.weight_bound for stop in stops])

    def price(self, served: BoolArray, edges: IntArray) -> float:
        """Return the base cost of the finished plan for some houses on a tree of the model."""
        if not served.any():
            return 0.0
        return self.price_on(served, self.model.tree(self.joined, edges))

    def price_on(self, served: BoolArray, tree: RootedTree) -> float:
        """Return the base cost of the finished plan for some houses on a network."""
        joined = served_only(self.joined, Selection(served, np.where(served, "", "over_budget")))
        equipment = equip(self.project, self.scenario, joined, tree, self.tools[0])
        bill = bill_of(self.project, self.scenario, joined, equipment, self.tools)
        return float(bill.total.base)


def make_task(
    project: Project,
    scenario: Scenario,
    joined: Joined,
    costs: NetworkCosts,
    tools: tuple[Material, Prices],
    former: FormerChoice | None = None,
) -> Task:
    """Return the choice of addresses of a scenario. tools: sizing rules and prices.

    former: what a former plan served, to begin with.
    Raises PlannerError where no address counts anything by the scenario's weight.
    """
    weights = weights_of(project, scenario.weight, joined.row)
    model = budget_model(project, scenario, joined, costs, weights, tools)
    start = np.empty(0, dtype=np.int64)
    if former is not None:
        start = _still_joined(model, joined, former)
    return Task(project, scenario, joined, costs, tools, model, start)


def _still_joined(model: BudgetModel, joined: Joined, former: FormerChoice) -> IntArray:
    """Return the edges of the model of a former choice, as far as they are joined to a root."""
    tree = root_tree(joined.graph.ends, joined.graph.length_m, former.edges, joined.roots)
    houses = former.houses & (model.house_weights > 0.0) & np.isin(joined.frontage, tree.node)
    used = np.zeros(len(tree.node), dtype=np.int64)
    used[tree.place_of(joined.frontage[houses])] = 1
    leads = (tree.edge >= 0) & (tree.below(used) > 0)
    tree = root_tree(joined.graph.ends, joined.graph.length_m, tree.edge[leads], joined.roots)
    return model.edges_of(joined, tree, houses)


def select_within_budget(
    project: Project,
    scenario: Scenario,
    joined: Joined,
    costs: NetworkCosts,
    tools: tuple[Material, Prices],
    report: Report = silent,
    former: FormerChoice | None = None,
) -> Selection:
    """Return the houses that the scenario's budget serves, with their network.

    The finished plan costs no more than the budget at base prices. report: may raise Cancelled, or
    Enough to take the best choice so far. former: what a former plan served; where that is still
    within the budget, no less is served. Raises PlannerError where the budget does not reach the
    cheapest address, or no address counts anything.
    """
    assert scenario.budget_eur is not None
    task = make_task(project, scenario, joined, costs, tools, former)
    budget = float(scenario.budget_eur)
    report = watched = Watched(report)
    pool = fit(task.model, np.array([budget]), task.search, task.price, part(report, 0.0, 0.7))
    pool.bounds = np.minimum(pool.bounds, task.bounds(pool.budgets, part(report, 0.7, 0.8)))
    chosen = pool.best(budget, *_former_choice(task))
    if not chosen.served.any():
        chosen = _cheapest_house(task, budget)
    network = _network(task, chosen, budget, part(report, 0.8, 1.0))
    weights = task.model.house_weights
    reason = np.where(weights > 0.0, "over_budget", "no_weight").astype(object)
    reason[chosen.served] = ""
    return Selection(
        chosen.served,
        reason,
        network,
        _figures(task, pool, chosen, budget),
        _entry(task, network, chosen.served),
        based_on=former.plan_id if former is not None else "",
        stopped=watched.stopped,
    )


def _former_choice(task: Task) -> tuple[Choice, ...]:
    """Return what a former plan served as a choice of today, nothing where there was none."""
    model, edges = task.model, task.start
    if not len(edges):
        return ()
    served = np.zeros(model.houses, dtype=bool)
    own = len(model.ends) - model.houses
    served[edges[edges >= own] - own] = True
    spent, weight = float(model.costs[edges].sum()), math.fsum(model.house_weights[served])
    cost_eur = task.price(served, edges)
    return (Choice(spent, spent, served, edges, weight, 0.0, cost_eur),)


def _figures(task: Task, pool: Pool, chosen: Choice, budget: float) -> BudgetFigures:
    weights = task.model.house_weights
    served = math.fsum(weights[chosen.served])
    bound = max(float(pool.bounds[0]), served)
    return BudgetFigures(
        budget_eur=budget,
        weight=task.scenario.weight,
        served=served,
        of=math.fsum(weights),
        bound=bound,
        gap=bound / served - 1.0 if served > 0.0 else 0.0,
        model_gap=chosen.gap,
        rounds=pool.rounds,
    )


def _network(task: Task, chosen: Choice, budget: float, report: Report) -> Network:
    """Return the trenches for the chosen houses: searched anew, as the choice drew them else."""
    joined, dig_eur = task.joined, task.costs.dig_eur
    frontage = joined.frontage[chosen.served]
    onlooker = Onlooker(report)
    found = route(joined.graph, dig_eur, frontage, joined.roots, task.scenario, onlooker)
    if task.price_on(chosen.served, found.tree) <= budget:
        return found
    # Another way through the streets may need more equipment than its trenches save.
    tree = task.model.tree(joined, chosen.edges)
    cost_eur = float(dig_eur[tree.edge[tree.edge >= 0]].sum())
    return replace(found, tree=tree, cost_eur=cost_eur, proven=False)


def _cheapest_house(task: Task, budget: float) -> Choice:
    """Return the choice of the one house that is cheapest to serve alone.

    Raises PlannerError where the budget does not reach it.
    """
    model = task.model
    prices = prize.entry_prices(
        model.ends, model.costs, model.weights, model.root, np.empty(0, dtype=np.int64)
    )
    alone = np.where(model.house_weights > 0.0, prices.joining_cost[model.first_house :], np.inf)
    served = np.zeros(model.houses, dtype=bool)
    served[int(np.argmin(alone))] = True
    network = route(
        task.joined.graph,
        task.costs.dig_eur,
        task.joined.frontage[served],
        task.joined.roots,
        task.scenario,
    )
    cost_eur = task.price_on(served, network.tree)
    if cost_eur > budget:
        _refuse(task, served, budget, cost_eur)
    edges = model.edges_of(task.joined, network.tree, served)
    spent = float(model.costs[edges].sum())
    weight = float(model.house_weights[served].sum())
    return Choice(spent, spent, served, edges, weight, 0.0, cost_eur)


def _refuse(task: Task, served: BoolArray, budget: float, cost_eur: float) -> None:
    row = task.project.addresses.iloc[int(task.joined.row[served][0])]
    name = f"{row['street']} {row['house_number']}{row['suffix']}".strip() or row["address_id"]
    cost = math.ceil(cost_eur)
    raise PlannerError(
        tr(
            "A budget of {budget} EUR connects no address: the cheapest, {address}, costs "
            "{cost} EUR with cabinet and PoP."
        ).format(budget=math.floor(budget), address=name, cost=cost),
        tr("Raise the budget to at least {cost} EUR, or leave it out.").format(cost=cost),
    )


def _entry(task: Task, network: Network, served: BoolArray) -> Entry:
    """Return what would join the houses that are not served to a network."""
    model = task.model
    edges = model.edges_of(task.joined, network.tree, served)
    found = prize.entry_prices(model.ends, model.costs, model.weights, model.root, edges)
    return Entry(
        _known(found.joining_cost[model.first_house :], served),
        _known(found.enters_at[model.first_house :], served),
    )


def _known(values: FloatArray, served: BoolArray) -> FloatArray:
    return np.where(served | ~np.isfinite(values), np.nan, values)
