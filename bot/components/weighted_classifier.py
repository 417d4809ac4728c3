"""Rasa's logistic regression on weighted counts: rare word parts count more than common ones.

Rasa's own classifier is given raw counts and can't be told how strongly to regularise; both together
cost it four points of accuracy on our questions (docs/adr/0002-bot-pipeline.md).
"""

from __future__ import annotations

from typing import Any

import numpy as np
from rasa.engine.graph import ExecutionContext
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.logistic_regression_classifier import LogisticRegressionClassifier
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from scipy.sparse import csr_matrix, vstack
from sklearn.preprocessing import normalize

FILE = "classifier.npz"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class WeightedLogisticRegressionClassifier(LogisticRegressionClassifier):
    """Classifies intents by a logistic regression on sublinear TF-IDF weights of the counts."""

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """Return the settings of the parent and ``C``, the inverse strength of regularisation."""
        return {**LogisticRegressionClassifier.get_default_config(), "C": 1.0}

    def __init__(
        self, config: dict[str, Any], name: str, model_storage: ModelStorage, resource: Resource
    ) -> None:
        super().__init__(config, name, model_storage, resource)
        self.clf.set_params(C=self.config["C"])
        self._idf: np.ndarray | None = None

    def train(self, training_data: TrainingData) -> Resource:
        """Learn the weights, then the classes."""
        counts, intents = self._create_training_matrix(training_data)
        self._idf = inverse_document_frequency(counts)
        self.clf.fit(weighted(counts, self._idf), intents)
        self.persist()
        return self._resource

    def _create_X(self, messages: list[Message]) -> csr_matrix:  # noqa: N802 - the parent's name
        # The featurizers' counts stand side by side already; there are no dense features to add.
        counts = vstack([message.get_sparse_features(TEXT)[1].features for message in messages], format="csr")
        return counts if self._idf is None else weighted(counts, self._idf)

    def persist(self) -> None:
        """Write the numbers alone: no pickle, and nothing of scikit-learn's to import on the way back."""
        with self._model_storage.write_to(self._resource) as folder:
            np.savez(
                folder / FILE,
                idf=self._idf,
                classes=np.asarray(self.clf.classes_, dtype=str),
                coefficients=self.clf.coef_.astype(np.float32),
                intercept=self.clf.intercept_,
            )

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **_: Any,
    ) -> WeightedLogisticRegressionClassifier:
        """Load what was written; raises ValueError or OSError where that can't be read."""
        component = cls(config, execution_context.node_name, model_storage, resource)
        with (
            model_storage.read_from(resource) as folder,
            np.load(folder / FILE, allow_pickle=False) as numbers,
        ):
            component._idf = numbers["idf"]
            component.clf.classes_ = numbers["classes"]
            # In this order a prediction needs no copy of them all.
            component.clf.coef_ = np.asfortranarray(numbers["coefficients"], dtype=np.float64)
            component.clf.intercept_ = numbers["intercept"]
        return component


def inverse_document_frequency(counts: csr_matrix) -> np.ndarray:
    """Return log((1 + n) / (1 + df)) + 1 for each column, as scikit-learn defines it.

    Args:
        counts: Messages by features, shape (n, features).
    """
    messages = counts.shape[0]
    frequency = np.bincount(counts.nonzero()[1], minlength=counts.shape[1])
    return np.log((1 + messages) / (1 + frequency)) + 1


def weighted(counts: csr_matrix, idf: np.ndarray) -> csr_matrix:
    """Return (1 + log count) times idf, each row of length 1."""
    weights = csr_matrix(counts, dtype=np.float64, copy=True)
    weights.data = (1 + np.log(weights.data)) * idf[weights.indices]
    return normalize(weights, copy=False)
