"""The command palette: every command and every place, found by typing a few letters."""
