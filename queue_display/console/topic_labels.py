"""The packaged topics in other languages, for an agent who does not read French.

The kiosk sends each topic's key and its French label. Only where both are the packaged ones is another
language's label known; a van's own topics stay as they were written.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping

import assets
from queue_display.messages import TopicLabel


def topic_labels(language: str) -> Mapping[tuple[str, str], str]:
    """Labels in `language` by key and French label; empty for French."""
    if language == "fr":
        return {}
    tables = tomllib.loads(assets.path("topics.toml").read_text("utf-8"))["topics"]
    return {
        (table["key"], table["label"]["fr"]): table["label"][language]
        for table in tables
        if language in table["label"]
    }


def label(topic: TopicLabel, labels: Mapping[tuple[str, str], str]) -> str:
    return labels.get((topic.key, topic.label), topic.label)
