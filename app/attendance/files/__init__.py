"""Attendance that comes back in files: reports of online sessions, packets, instructors' own grids."""
