"""How is the dialogue engine trained, and how is it started?

The engine lives in an environment of its own, so everything here is a command line and its variables. A model carries
the digest of its sources in its name: as long as nothing changed, nothing is trained again.
"""

from __future__ import annotations

import hashlib
import os
import subprocess
from dataclasses import dataclass
from pathlib import Path

SOURCES = ("config.yml", "bot/domain.yml", "bot/requirements.lock", "bot/components", "bot/dictionary", "nlu_data")
QUIET = {
    "RASA_TELEMETRY_ENABLED": "false",  # Rasa reports to its maker unless told not to
    "TF_CPP_MIN_LOG_LEVEL": "3",
    "SQLALCHEMY_SILENCE_UBER_WARNING": "1",
    "PYTHONWARNINGS": "ignore",
}


class TrainingFailed(Exception):
    """The dialogue model could not be trained; the message holds the last lines Rasa printed."""


@dataclass(frozen=True, kw_only=True)
class Engine:
    """Where the engine's parts lie: the project's root, Rasa's environment, the folder for models and caches."""

    root: Path
    environment: Path
    models: Path

    @property
    def rasa(self) -> Path:
        return self.environment / "bin" / "rasa"

    @property
    def model(self) -> Path:
        """The model file for the sources as they are now, whether it exists or not."""
        return self.models / f"dialogue-{digest_of(self.root)}.tar.gz"


def digest_of(root: Path) -> str:
    """Twelve hexadecimal digits that change with any source of the dialogue model."""
    digest = hashlib.sha256()
    for source in SOURCES:
        for file in _files_of(root / source):
            digest.update(file.relative_to(root).as_posix().encode() + b"\0" + file.read_bytes() + b"\0")
    return digest.hexdigest()[:12]


def _files_of(source: Path) -> list[Path]:
    if source.is_file():
        return [source]
    return sorted(file for file in source.rglob("*") if file.is_file() and file.suffix != ".pyc")


def ensure_model(engine: Engine) -> Path:
    """Trains when there is no model for these sources (about a quarter of a minute) and returns the model's file.

    Errors: `TrainingFailed`.
    """
    if not engine.model.exists():
        engine.models.mkdir(parents=True, exist_ok=True)
        variables = {**os.environ, **QUIET, "RASA_CACHE_DIRECTORY": str(engine.models / "cache")}
        done = subprocess.run(train_command(engine), cwd=engine.root, env=variables, capture_output=True, text=True)
        if done.returncode:
            raise TrainingFailed("\n".join((done.stdout + done.stderr).splitlines()[-15:]))
    return engine.model


def train_command(engine: Engine) -> list[str]:
    name = engine.model.name.removesuffix(".tar.gz")
    sources = ["--config", "config.yml", "--domain", "bot/domain.yml", "--data", "nlu_data"]
    return [str(engine.rasa), "train", *sources, "--out", str(engine.models), "--fixed-model-name", name]


def run_command(engine: Engine, port: int) -> list[str]:
    """Loopback only, the REST channel only, no HTTP API; run it in the project's root."""
    where = ["--interface", "127.0.0.1", "--port", str(port)]
    settings = ["--endpoints", "bot/endpoints.yml", "--credentials", "bot/credentials.yml"]
    return [str(engine.rasa), "run", "--model", str(engine.model), *where, *settings]


def run_variables(*, actions_url: str, action_secret: str, tracker_url: str) -> dict[str, str]:
    """What `bot/endpoints.yml` reads; the tracker's address is a complete one, e.g. sqlite:////data/dialogue.db."""
    return {
        **QUIET,
        "HOTLINE_ACTIONS_URL": actions_url,
        "HOTLINE_ACTION_SECRET": action_secret,
        "HOTLINE_TRACKER_URL": tracker_url,
    }
