"""The values that all stages share: project, plan, scenario, rule set, prices, findings."""
