"""Makes the environment Sijil runs in: Python packages with fixed hashes, and on Linux the libraries Qt needs.

Only the standard library, and only syntax that old Pythons can read, so that they get a sentence and not a
traceback. From the second start on it compares two short texts and is done.

Environment: SIJIL_SETUP=off uses the running Python as it is (packagers). A folder `wheels` beside main.py is used
instead of the internet. Exit status of every refusal: 3.
"""

import os
import sys

TYPE_CHECKING = False  # typing costs time at every start
if TYPE_CHECKING:
    from typing import NoReturn

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
VENV = os.path.join(ROOT, ".venv")
WHEELS = os.path.join(ROOT, "wheels")
BIN = os.path.join(VENV, "Scripts" if os.name == "nt" else "bin")
PYTHON = os.path.join(BIN, "python.exe" if os.name == "nt" else "python")
OLDEST = (3, 11)
REFUSED = 3
REBUILD = "SIJIL_SETUP_REBUILD"

COMMANDS = ("demo", "init", "import", "cohorts", "trainees", "roster", "attendance-sheet", "mark", "sessions",
            "holidays", "packet", "cards", "t3", "certificates", "verify", "publish", "names",
            "exams", "results", "results-export", "transcript", "slip", "figures", "risk", "policy",
            "leave", "check", "backup", "restore", "history", "users", "selftest", "template", "form", "series", "keys",
            "print", "print-log", "badge", "duplicates", "merge", "unmerge", "not-same",
            "export", "presets", "exports")
VALUED = ("--database", "--user", "--language")
"""Options that may come before the command and have a value."""

LIBRARIES = {
    "libGL.so.1": "libgl1", "libEGL.so.1": "libegl1", "libxkbcommon.so.0": "libxkbcommon0",
    "libglib-2.0.so.0": "libglib2.0-0", "libdbus-1.so.3": "libdbus-1-3", "libfontconfig.so.1": "libfontconfig1"}
SCREEN_LIBRARIES = {
    "libxcb-cursor.so.0": "libxcb-cursor0", "libxcb-icccm.so.4": "libxcb-icccm4", "libcups.so.2": "libcups2",
    "libxcb-keysyms.so.1": "libxcb-keysyms1", "libxcb-shape.so.0": "libxcb-shape0", "libxcb-xkb.so.1": "libxcb-xkb1",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0", "libxcb-image.so.0": "libxcb-image0",
    "libxcb-render-util.so.0": "libxcb-render-util0"}

NETWORK = ("newconnectionerror", "name resolution", "getaddrinfo", "connection broken", "connection refused",
           "unreachable", "timed out", "proxyerror", "sslerror", "max retries", "connectionerror", "remotedisconnected")

SENTENCES = {
    "old": ("Sijil needs Python %s or newer; this is %s. Install it from python.org, then start again.",
            "Sijil memerlukan Python %s atau lebih baharu; ini %s. Pasang dari python.org, kemudian mula semula."),
    "first": ("Setting Sijil up; this happens once and takes a minute or two.",
              "Sijil sedang disediakan; ini berlaku sekali sahaja dan mengambil masa seminit dua."),
    "part": ("Part %d of %d: %s", "Bahagian %d daripada %d: %s"),
    "placing": ("Putting all in place", "Meletakkan semuanya"),
    "ready": ("Sijil is set up.", "Sijil sudah sedia."),
    "waiting": ("Another start is setting Sijil up; waiting for it.",
                "Sijil sedang disediakan oleh tetingkap lain; menunggu."),
    "offline": ("Sijil could not be set up: the internet was not reached. Connect this computer once and start again, "
                "or put a folder 'wheels' beside main.py. Nothing else needs the internet.",
                "Sijil tidak dapat disediakan: internet tidak dapat dicapai. Sambungkan komputer ini sekali dan mula "
                "semula, atau letakkan folder 'wheels' di sebelah main.py. Yang lain tidak memerlukan internet."),
    "wheels": ("Sijil could not be set up: the folder 'wheels' lacks a part for this computer. %s",
               "Sijil tidak dapat disediakan: folder 'wheels' tiada satu bahagian untuk komputer ini. %s"),
    "platform": ("Sijil could not be set up: there is no ready-made part for this computer. %s",
                 "Sijil tidak dapat disediakan: tiada bahagian siap untuk komputer ini. %s"),
    "hash": ("Sijil was not set up: a part that arrived is not the one that was asked for. Try another network.",
             "Sijil tidak disediakan: satu bahagian yang diterima bukan yang diminta. Cuba rangkaian lain."),
    "full": ("Sijil could not be set up: the disk is full. It needs about 600 MB in %s.",
             "Sijil tidak dapat disediakan: cakera penuh. Sijil memerlukan kira-kira 600 MB di %s."),
    "folder": ("Sijil could not be set up: it may not write in %s. Copy Sijil to a folder of your own.",
               "Sijil tidak dapat disediakan: tidak boleh menulis di %s. Salin Sijil ke folder anda sendiri."),
    "other": ("Sijil could not be set up. What happened is written in %s.",
              "Sijil tidak dapat disediakan. Butirannya ada di %s."),
    "system": ("Adding what this system lacks: %s", "Menambah apa yang tiada pada sistem ini: %s"),
    "run-once": ("This system lacks some libraries. Run once, then start again:\n    %s",
                 "Sistem ini kekurangan beberapa pustaka. Jalankan sekali, kemudian mula semula:\n    %s"),
    "libraries": ("This system lacks libraries that the window needs: %s. Install them, then start again.",
                  "Sistem ini tiada pustaka yang diperlukan oleh tetingkap: %s. Pasang, kemudian mula semula."),
    "screen": ("There is no screen here, so the window cannot open. These commands work without one: %s. "
               "See: main.py --help",
               "Tiada skrin di sini, jadi tetingkap tidak dapat dibuka. Perintah ini tidak memerlukannya: %s. "
               "Lihat: main.py --help"),
    "stopped": ("Stopped. Start again to finish the set-up.", "Dihentikan. Mula semula untuk menyiapkannya."),
}


def say(key: str, *values: object) -> str:
    """A sentence in the language of the computer: Malay where that is set, else English."""
    told = os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG") or ""
    text = SENTENCES[key][1 if told.lower().startswith(("ms", "malay")) else 0]
    return text % values if values else text


def tell(text: str) -> None:
    """A line on stderr; stdout belongs to the command. A pythonw has no stderr at all."""
    if sys.stderr is not None:
        sys.stderr.write(text + "\n")
        sys.stderr.flush()


def refuse(key: str, *values: object) -> "NoReturn":
    """Say why not, and end."""
    tell(say(key, *values))
    sys.exit(REFUSED)


def command_in(arguments: "list[str]") -> bool:
    """Whether the command line names a command (or asks for help): then no window is wanted."""
    rest = list(arguments)
    while rest:
        first = rest.pop(0)
        if first in VALUED:
            del rest[:1]
        elif not first.startswith(tuple(option + "=" for option in VALUED)):
            return True
    return False


def check_python() -> None:
    """Refuse a Python that cannot run Sijil."""
    if sys.version_info[:2] < OLDEST:
        refuse("old", "%d.%d" % OLDEST, "%d.%d" % sys.version_info[:2])


def check_screen() -> None:
    """Refuse to open a window where there is no screen; the commands are named."""
    told = any(os.environ.get(name) for name in ("QT_QPA_PLATFORM", "DISPLAY", "WAYLAND_DISPLAY"))
    if sys.platform.startswith("linux") and not told:
        refuse("screen", ", ".join(COMMANDS))


def ensure(kind: str, arguments: "list[str]") -> None:
    """Return inside an environment with the packages of `kind` ('run' or 'dev'); start over in it if need be.

    `arguments` is what Python is given to start over; the user's own arguments are appended. Ends with a sentence
    when it cannot be done.
    """
    check_python()
    if getattr(sys, "frozen", False) or os.environ.get("SIJIL_SETUP") == "off":
        return
    try:
        _ensure(kind, arguments)
    except KeyboardInterrupt:
        tell("")
        refuse("stopped")
    except OSError as error:
        if error.errno == 28:
            refuse("full", ROOT)
        if error.errno in (1, 13, 30):
            refuse("folder", ROOT)
        refuse("other", "%s (%s)" % (error.filename, error.strerror))


def _ensure(kind: str, arguments: "list[str]") -> None:
    inside = os.path.realpath(sys.prefix) == os.path.realpath(VENV)
    if inside and _ready(kind):
        if _same_python():
            return
        os.environ[REBUILD] = "1"  # the system's Python was replaced under the environment
        _start_over(getattr(sys, "_base_executable", sys.executable), arguments)
    if os.environ.pop(REBUILD, "") or not _ready(kind) or not _whole():
        _install(kind, inside)
    _start_over(PYTHON, arguments)


def _start_over(python: str, arguments: "list[str]") -> None:
    command = [python, *arguments, *sys.argv[1:]]
    environment = dict(os.environ)
    environment.pop("__PYVENV_LAUNCHER__", None)
    if os.name == "nt":  # exec on Windows returns to the prompt at once
        import subprocess

        sys.exit(subprocess.call(command, env=environment))
    os.execve(python, command, environment)


def _text(path: str) -> str:
    try:
        with open(path, encoding="utf-8") as file:
            return file.read()
    except OSError:
        return ""


def lock_file(kind: str) -> str:
    """The list of packages with their hashes."""
    return os.path.join(ROOT, "resources", "lock", kind + ".txt")


def _stamp(kind: str) -> str:
    return os.path.join(VENV, "sijil-" + kind + ".txt")


def _digest(kind: str) -> str:
    import zlib

    content = _text(lock_file(kind)).encode()
    return "%08x %d" % (zlib.crc32(content) & 0xFFFFFFFF, len(content))


def _ready(kind: str) -> bool:
    return os.path.exists(PYTHON) and _text(_stamp(kind)).split("\n")[0] == _digest(kind)


def _same_python() -> bool:
    return _text(_stamp("python")).strip() == "%d.%d" % sys.version_info[:2]


def _whole() -> bool:
    """Whether the Python the environment was made from is still there, and is still the one it was."""
    for line in _text(os.path.join(VENV, "pyvenv.cfg")).split("\n"):
        if line.startswith("home"):
            home = line.split("=", 1)[1].strip()
            if os.path.realpath(home) == os.path.realpath(os.path.dirname(sys.executable)) and not _same_python():
                return False
            return os.path.isdir(home)
    return False


def _install(kind: str, inside: bool) -> None:
    with _Lock():
        if _ready(kind) and _whole():  # the other start has done it
            return
        tell(say("first"))
        if inside:
            _write(_stamp("python"), "%d.%d" % sys.version_info[:2])
        elif not (os.path.exists(PYTHON) and _whole() and _made_here()):
            _make_environment()
        _pip(kind)
        for each in ("run", "dev") if kind == "dev" else ("run",):
            _write(_stamp(each), _digest(each))
        tell(say("ready"))


def _made_here() -> bool:
    """An environment whose Python has the right version can be added to; any other is made anew."""
    import subprocess

    version = "import sys; print('%d.%d' % sys.version_info[:2])"
    try:
        found = subprocess.check_output([PYTHON, "-c", version], stderr=subprocess.DEVNULL).decode().strip()
    except (OSError, subprocess.CalledProcessError):
        return False
    same = found == "%d.%d" % sys.version_info[:2]
    if same:
        _write(_stamp("python"), found)
    return same


def _write(path: str, text: str) -> None:
    with open(path + ".tmp", "w", encoding="utf-8") as file:
        file.write(text + "\n")
    os.replace(path + ".tmp", path)


def _has(module: str) -> bool:
    import importlib.util

    return importlib.util.find_spec(module) is not None


def _make_environment() -> None:
    """A virtual environment; Debian without python3-venv has no ensurepip, then the system's pip is used on it."""
    import subprocess

    if not _has("ensurepip") and not _has("pip"):
        system_packages(["python3-venv", "python3-pip"])
    base = getattr(sys, "_base_executable", sys.executable)
    make = [base, "-m", "venv", "--clear"] + ([] if _has("ensurepip") else ["--without-pip"]) + [VENV]
    made = subprocess.run(make, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    if made.returncode:
        _write(_log(), made.stdout.decode("utf-8", "replace"))
        refuse("other", _log())
    _write(_stamp("python"), "%d.%d" % sys.version_info[:2])


def _log() -> str:
    return os.path.join(VENV if os.path.isdir(VENV) else ROOT, "sijil-set-up.log")


def _pip(kind: str) -> None:
    """Install what the lock names, every file checked by its hash; one line that tells how far it is."""
    import subprocess

    own = subprocess.call([PYTHON, "-c", "import pip"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) == 0
    base = getattr(sys, "_base_executable", sys.executable)
    command = [PYTHON, "-m", "pip"] if own else [base, "-m", "pip", "--python", PYTHON]
    command += ["install", "--disable-pip-version-check", "--no-input", "--progress-bar", "off", "--retries", "2",
                "--require-hashes", "--only-binary", ":all:", "-r", lock_file(kind)]
    if os.path.isdir(WHEELS):
        command += ["--no-index", "--find-links", WHEELS]
    environment = dict(os.environ, PIP_USER="0", PIP_REQUIRE_VIRTUALENV="0", PYTHONIOENCODING="utf-8",
                       PIP_ROOT_USER_ACTION="ignore")
    for name in ("PIP_TARGET", "PIP_PREFIX", "PYTHONHOME", "PYTHONPATH"):
        environment.pop(name, None)
    parts = sum(1 for line in _text(lock_file(kind)).split("\n") if "==" in line)
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, env=environment)
    assert process.stdout is not None
    heard = []
    done = 0
    for raw in process.stdout:
        line = raw.decode("utf-8", "replace").strip()
        heard.append(line)
        if line.startswith(("Collecting ", "Requirement already satisfied: ")):
            done += 1
            name = line.replace("Requirement already satisfied: ", "").replace("Collecting ", "").split("==")[0]
            _progress(say("part", min(done, parts), parts, name))
        elif line.startswith("Installing collected"):
            _progress(say("placing"))
    status = process.wait()
    _progress("")
    _write(_log(), "\n".join(heard))
    if status:
        _explain("\n".join(heard))


def _progress(text: str) -> None:
    """One line, written over again; nothing where nobody watches."""
    if sys.stderr is not None and sys.stderr.isatty():
        sys.stderr.write("\r" + text[:78].ljust(78) + ("\r" if not text else ""))
        sys.stderr.flush()


def _explain(heard: str) -> None:
    """What pip said, as a sentence a person can act on."""
    low = heard.lower()
    wrong = [line for line in heard.split("\n") if line.startswith("ERROR: ")]
    which = wrong[-1][len("ERROR: "):] if wrong else ""
    if "no space left" in low:
        refuse("full", ROOT)
    if "do not match the hashes" in low:
        refuse("hash")
    if os.path.isdir(WHEELS) and "no matching distribution" in low:
        refuse("wheels", which)
    if any(word in low for word in NETWORK):
        refuse("offline")
    if "no matching distribution" in low or "is not a supported wheel" in low:
        refuse("platform", which)
    refuse("other", _log())


class _Lock:
    """Holds .venv.lock while this start installs; another start waits. The system frees it however we end."""

    def __enter__(self) -> None:
        self.file = open(os.path.join(ROOT, ".venv.lock"), "a+")
        if not self._take():
            import time

            tell(say("waiting"))
            while not self._take():
                time.sleep(0.5)

    def _take(self) -> bool:
        try:
            if sys.platform == "win32":
                import msvcrt

                self.file.seek(0)
                msvcrt.locking(self.file.fileno(), msvcrt.LK_NBLCK, 1)
            else:
                import fcntl

                fcntl.flock(self.file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            if error.errno in (11, 13, 35, 36):
                return False
            raise
        return True

    def __exit__(self, *error: object) -> None:
        self.file.close()


def system_libs() -> None:
    """On Linux, see that the libraries Qt loads are there: install them as root, else say the one command."""
    if not sys.platform.startswith("linux") or getattr(sys, "frozen", False):
        return
    import ctypes

    needed = dict(LIBRARIES)
    if os.environ.get("QT_QPA_PLATFORM", "xcb").split(":")[0] == "xcb":
        needed.update(SCREEN_LIBRARIES)
    missing = {}
    for library, package in needed.items():
        try:
            ctypes.CDLL(library)
        except OSError:
            missing[library] = package
    if missing and set(missing) != {"libcups.so.2"}:  # without CUPS only printing is missing
        system_packages(sorted(set(missing.values())), sorted(missing))


def system_packages(packages: "list[str]", libraries: "tuple[str, ...] | list[str]" = ()) -> None:
    """Install packages of Debian and its kin as root; otherwise say the one command (or the libraries) and end."""
    import shutil
    import subprocess

    install = ["apt-get", "install", "-y", "--no-install-recommends", *packages]
    if not shutil.which("apt-get"):
        refuse("libraries", ", ".join(libraries or packages))
    if os.geteuid() != 0:
        refuse("run-once", "sudo " + " ".join(install))
    tell(say("system", ", ".join(packages)))
    def quietly(command: "list[str]") -> int:
        return subprocess.call(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                               env=dict(os.environ, DEBIAN_FRONTEND="noninteractive"))

    quietly(["apt-get", "update", "-qq"])
    if quietly(install) != 0:
        refuse("run-once", "apt-get update && " + " ".join(install))
