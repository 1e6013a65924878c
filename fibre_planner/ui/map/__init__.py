"""The map: what it shows (Qt-free), how it is painted, and the widget that shows it."""
