"""What hangs in the trench tree: POPs, cabinets and who is served by which."""
