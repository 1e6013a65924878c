"""The map of others that lies below ours: fetched in tiles, kept on disk, fitted to our scale."""
