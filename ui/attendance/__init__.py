"""Attendance on screen: the register of a cohort."""
