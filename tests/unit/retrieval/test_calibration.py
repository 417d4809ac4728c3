import numpy as np
import pytest

from retrieval.calibration import Calibrator, expected_calibration_error, threshold_for


class TestCalibrator:
    def test_lowers_a_confidence_that_is_too_sure(self) -> None:
        probabilities = np.full(100, 0.95)
        right = np.arange(100) < 60

        calibrated = Calibrator.fit(np.append(probabilities, 0.05), np.append(right, False))(probabilities)

        assert calibrated[0] == pytest.approx(0.6, abs=0.05)

    def test_keeps_the_order(self) -> None:
        calibrated = Calibrator(slope=0.7, shift=-0.2)(np.array([0.1, 0.5, 0.9]))

        assert list(calibrated) == sorted(calibrated)


class TestExpectedCalibrationError:
    def test_is_nought_where_confidence_is_accuracy(self) -> None:
        right = np.arange(10) < 8

        assert expected_calibration_error(np.full(10, 0.8), right) == pytest.approx(0)

    def test_is_the_distance_otherwise(self) -> None:
        assert expected_calibration_error(np.full(10, 0.9), np.zeros(10, bool)) == pytest.approx(0.9)


class TestThresholdFor:
    CONFIDENCES = np.linspace(0.01, 1.0, 100)

    def test_lets_no_more_wrong_answers_pass_than_allowed(self) -> None:
        right = np.arange(100) % 4 != 0

        line = threshold_for(self.CONFIDENCES, right, allowed=0.05)

        assert (~right & (line <= self.CONFIDENCES)).sum() == 5

    def test_answers_everything_where_nothing_is_wrong(self) -> None:
        assert threshold_for(self.CONFIDENCES, np.ones(100, bool), allowed=0.02) == 0.0

    def test_passes_the_surest_wrong_answer_where_none_is_allowed(self) -> None:
        right = np.arange(100) != 99

        assert threshold_for(self.CONFIDENCES, right, allowed=0.001) > 1.0
