"""What a plan costs and earns over years, what is missing, and who pays it."""
