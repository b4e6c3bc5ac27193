"""A course on recurrent networks: its reference, its checks and its grading."""
