"""Replies to a market survey: whose address they mean, and what speaks against them."""
