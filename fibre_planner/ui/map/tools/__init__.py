"""What clicks, drags and keys over the map mean: one small class per purpose."""
