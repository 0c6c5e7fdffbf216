"""The only file that knows every room of the station: it puts the parts together."""
