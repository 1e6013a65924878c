from benchmarks.million_addresses import TODAY, generate
from fibre_planner.analysis.checks import check
from fibre_planner.analysis.coverage import compute_coverage
from fibre_planner.analysis.gaps import group_gaps
from fibre_planner.model.ruleset import read_ruleset


def test_a_generated_town_of_3000_addresses_goes_through_all_stages() -> None:
    project = generate(3000)
    assert len(project.addresses) == 3000
    assert len(project.supply) == 4000
    ruleset = read_ruleset("rl2.0-2024")
    coverage = compute_coverage(project.addresses, project.supply, ruleset, TODAY)
    coverage, gaps = group_gaps(project.addresses, coverage)
    assert set(coverage["eligible"]) == {"yes", "no", "check", "unknown"}
    assert (coverage["gap_id"] != "").sum() == gaps["addresses"].sum()
    codes = {finding.code for finding in check(project, today=TODAY)}
    assert "contradictory_supply" in codes
    assert not codes & {"duplicate_address", "street_island", "far_from_street"}
