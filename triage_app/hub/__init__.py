"""The facility's end of the road. An extra: installed where a hub is wanted."""
