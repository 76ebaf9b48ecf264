"""The Qt side of the door: commands, queries, jobs and errors as the window meets them."""
