"""Cohorts: the list, the form, the page of one cohort with its tabs."""
