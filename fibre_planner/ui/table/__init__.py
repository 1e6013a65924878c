"""The attribute table: any table of project and plan, sorted, filtered, chosen, edited, copied."""
