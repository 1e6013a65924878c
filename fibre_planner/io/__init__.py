"""Reading and writing files: every row read ends up in a layer or among the rejected."""
