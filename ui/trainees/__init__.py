"""Trainees: list, form, and bringing in a list."""
