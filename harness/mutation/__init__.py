"""The mutation oracle: passing runs are repeated with one changed frame, which must be noticed."""
