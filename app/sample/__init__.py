"""The sample centre: invented people and figures, the same every time."""
