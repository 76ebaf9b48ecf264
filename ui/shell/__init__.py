"""The window: composes pages, knows them all."""
