"""The facility's end of the road: a thin ASGI service; everything it knows lies in its stores."""
