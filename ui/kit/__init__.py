"""Widgets with one purpose each and the look they share; knows no room of the program."""
