"""`triage bench`: our figure, the floor or the peer in the same run, the ratio."""
