"""The trade, without a window: records, rules, papers, command line."""

VERSION = "0.1.0"
