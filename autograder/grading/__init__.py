"""Grading with nbgrader: rebuild, execute, verify, record. One module for each step, one for the loop over a class."""
