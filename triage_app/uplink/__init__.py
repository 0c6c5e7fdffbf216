"""The station's end of the road."""
