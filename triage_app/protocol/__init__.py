"""The wire between station and hub: versioned messages, one module a family, for both ends."""
