"""The window: the only room that knows Qt. It shows; it does not know."""
