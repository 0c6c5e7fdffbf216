"""The station's end of the road: HTTPS to the hub; imported by the lane that syncs, no other."""

from triage_app.uplink.opening import open_road

__all__ = ["open_road"]
