"""The manual of the program, shown in a window of its own, in the language in use."""
