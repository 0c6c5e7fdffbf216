"""The made-up facility and its planted truth: a seed -> announcements, pictures, a filled home."""
