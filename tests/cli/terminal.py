"""What does somebody at a terminal see: standard output, standard error and the exit status of one command?"""

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from typer.testing import CliRunner

from hotline.cli import app

HOTLINE = Path(sys.executable).parent / "hotline"
PATIENCE_SECONDS = 60


@dataclass(frozen=True, kw_only=True)
class Seen:
    status: int
    out: str
    err: str

    @property
    def rows(self) -> list[dict]:
        """Standard output as JSON lines; anything else on it is an error."""
        return [json.loads(line) for line in self.out.splitlines()]


@dataclass(frozen=True, kw_only=True)
class Terminal:
    """A terminal with the settings of one installation."""

    settings: dict[str, str]

    def type(self, *words: str) -> Seen:
        """The command in this process: quick, but without its outermost shell."""
        done = CliRunner().invoke(app, words, env=self.settings, prog_name="hotline")
        if done.exception and not isinstance(done.exception, SystemExit):
            raise done.exception
        return Seen(status=done.exit_code, out=done.stdout, err=done.stderr)

    def run(self, *words: str, **settings: str) -> Seen:
        """The installed command as a process of its own."""
        environment = {**os.environ, **self.settings, **settings}
        done = subprocess.run(
            [HOTLINE, *words], env=environment, capture_output=True, text=True, timeout=PATIENCE_SECONDS
        )
        return Seen(status=done.returncode, out=done.stdout, err=done.stderr)
