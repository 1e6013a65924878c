"""The sample town Weidenfurt am Main: invented, made by a script, free for any use (CC0)."""
