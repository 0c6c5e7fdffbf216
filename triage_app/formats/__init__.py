"""Files of the trade, in and out, streaming."""
