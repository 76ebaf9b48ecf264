"""Help over the window: the guide, what is new, and a report of a problem."""
