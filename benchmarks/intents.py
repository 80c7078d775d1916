"""Which classifier understands citizens better, and at what price?

Run with Rasa's environment from the project's root: `.venv-rasa/bin/python -m benchmarks.intents`.
Five folds, the same for every pipeline; each pipeline in a process of its own, so its memory is its own.
With `--texts FILE` (one message a line) it also counts which intents the trained pipelines give to those messages.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

os.environ |= {"RASA_TELEMETRY_ENABLED": "false", "TF_CPP_MIN_LOG_LEVEL": "3", "PYTHONWARNINGS": "ignore"}

FOLDS = 5
JIEBA = {"name": "JiebaTokenizer", "dictionary_path": "bot/dictionary"}
WORDS = {"name": "CountVectorsFeaturizer"}
CHARACTERS = {"name": "CountVectorsFeaturizer", "analyzer": "char", "min_ngram": 1, "max_ngram": 3}


def vectors(weight: float) -> dict:
    return {"name": "bot.components.sentence_vectors.SentenceVectors", "weight": weight}


def regression() -> dict:
    return {"name": "LogisticRegressionClassifier", "max_iter": 300}


PIPELINES = {
    "regression, characters": [JIEBA, CHARACTERS, regression()],
    "regression, vectors x 1 + characters": [JIEBA, vectors(1.0), CHARACTERS, regression()],
    "regression, vectors x 4 + characters": [JIEBA, vectors(4.0), CHARACTERS, regression()],
    "regression, vectors x 8 + characters": [JIEBA, vectors(8.0), CHARACTERS, regression()],
    "DIET, words + characters": [JIEBA, WORDS, CHARACTERS, {"name": "DIETClassifier", "epochs": 60}],
}


def examples() -> list[tuple[str, str]]:
    """All (sentence, intent) pairs of nlu_data."""
    from rasa.shared.importers.rasa import RasaFileImporter

    data = RasaFileImporter(training_data_paths=["nlu_data"]).get_nlu_data()
    return [(example.get("text"), example.get("intent")) for example in data.intent_examples]


def trained(pipeline: list[dict], rows: list[tuple[str, str]], folder: Path):
    """A loaded agent for the pipeline, and the seconds its training took."""
    import yaml
    from rasa.core.agent import Agent
    from rasa.model_training import train_nlu

    by_intent: dict[str, list[str]] = {}
    for text, intent in rows:
        by_intent.setdefault(intent, []).append(text)
    nlu = [{"intent": name, "examples": "\n".join(f"- {text}" for text in texts)} for name, texts in by_intent.items()]
    config = {"recipe": "default.v1", "assistant_id": "benchmark", "language": "zh", "pipeline": pipeline}
    (folder / "config.yml").write_text(yaml.safe_dump(config, allow_unicode=True))
    (folder / "nlu.yml").write_text(yaml.safe_dump({"version": "3.1", "nlu": nlu}, allow_unicode=True))
    start = time.perf_counter()
    model = train_nlu(str(folder / "config.yml"), str(folder / "nlu.yml"), str(folder / "models"))
    return Agent.load(model), time.perf_counter() - start


def understood(agent, texts: list[str]) -> list[str]:
    async def all_of_them() -> list[str]:
        return [(await agent.parse_message(text))["intent"]["name"] for text in texts]

    return asyncio.run(all_of_them())


def measured(name: str, texts: list[str]) -> dict:
    """Cross-validated figures for one pipeline; runs in a process of its own."""
    from sklearn.metrics import accuracy_score, f1_score
    from sklearn.model_selection import StratifiedKFold

    rows = examples()
    intents = [intent for _, intent in rows]
    truth, guesses, training, speed, agent = [], [], [], [], None
    for learn, probe in StratifiedKFold(FOLDS, shuffle=True, random_state=7).split(rows, intents):
        with tempfile.TemporaryDirectory() as folder:
            agent, seconds = trained(PIPELINES[name], [rows[i] for i in learn], Path(folder))
        training.append(seconds)
        understood(agent, ["先热身一次"])
        start = time.perf_counter()
        guesses += understood(agent, [rows[i][0] for i in probe])
        speed.append(len(probe) / (time.perf_counter() - start))
        truth += [intents[i] for i in probe]
    wrong = Counter((a, b) for a, b in zip(truth, guesses, strict=True) if a != b)
    return {
        "pipeline": name,
        "accuracy": accuracy_score(truth, guesses),
        "macro_f1": f1_score(truth, guesses, average="macro"),
        "train_seconds": sum(training) / FOLDS,
        "messages_per_second": sum(speed) / FOLDS,
        "megabytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        "confused": wrong.most_common(8),
        "texts": Counter(understood(agent, texts)).most_common(8) if texts else [],
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", choices=PIPELINES, help="measure this pipeline in this process and print JSON")
    parser.add_argument("--texts", type=Path, help="messages to classify, one a line")
    options = parser.parse_args()
    if options.only:
        texts = options.texts.read_text().splitlines() if options.texts else []
        print(json.dumps(measured(options.only, texts), ensure_ascii=False))
        return
    print("| pipeline | accuracy | macro-F1 | training, s | messages/s | memory, MB |\n|---|---|---|---|---|---|")
    for name in PIPELINES:
        print(row(name, options.texts), flush=True)


def row(name: str, texts: Path | None) -> str:
    extra = ["--texts", str(texts)] if texts else []
    command = [sys.executable, "-m", "benchmarks.intents", "--only", name, *extra]
    output = subprocess.run(command, check=True, text=True, stdout=subprocess.PIPE).stdout
    found = json.loads(output.splitlines()[-1])
    print(found["confused"], found["texts"], file=sys.stderr)
    return (
        f"| {name} | {found['accuracy']:.3f} | {found['macro_f1']:.3f} | {found['train_seconds']:.1f} "
        f"| {found['messages_per_second']:.0f} | {found['megabytes']:.0f} |"
    )


if __name__ == "__main__":
    main()
