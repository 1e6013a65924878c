"""What two plans share and where they differ."""
