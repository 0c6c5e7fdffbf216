"""The made-up facility and its planted truth."""
