"""What may be dug, where and at which price, and how houses join it."""
