"""Sijil: `main.py` opens the window, `main.py COMMAND …` does one job without it. See `main.py --help`."""

import os
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

from app import bootstrap


def window(arguments):
    """Open the window on the database and for the user that the options name."""
    bootstrap.check_python()
    bootstrap.check_screen()
    bootstrap.ensure("run", [os.path.abspath(__file__)])
    bootstrap.system_libs()
    sys.dont_write_bytecode = False  # a start that compiles everything anew takes a quarter longer
    from ui.shell.start import run

    return run(arguments)


def command(arguments):
    """Do one command. Help needs nothing installed; no command needs Qt."""
    if "-h" in arguments or "--help" in arguments:
        bootstrap.check_python()
    else:
        bootstrap.ensure("run", [os.path.abspath(__file__)])
    from app.console.main import main

    return main(arguments)


if __name__ == "__main__":
    _arguments = sys.argv[1:]
    sys.exit((command if bootstrap.command_in(_arguments) else window)(_arguments))
