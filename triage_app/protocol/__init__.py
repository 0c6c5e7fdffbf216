"""The wire: versioned messages, shared by both ends."""
