"""Versions of Halte to update to, published in the repository that the field's systems clone from."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path
from tempfile import TemporaryDirectory


def publish(repository: Path, version: str) -> None:
    """The newest commit again, under another version."""
    with TemporaryDirectory() as folder:
        clone = Path(folder) / "halte"
        _git("clone", "--quiet", str(repository), str(clone))
        project = clone / "pyproject.toml"
        text = re.sub(r'(?m)^version = ".*"', f'version = "{version}"', project.read_text("utf-8"))
        project.write_text(text, "utf-8")
        who = ["-c", "user.name=field", "-c", "user.email=field@example.org"]
        _git("-C", str(clone), *who, "commit", "--quiet", "--all", "--message", f"Version {version}")
        _git("-C", str(clone), "push", "--quiet")


def _git(*words: str) -> None:
    subprocess.run(["git", *words], check=True)
