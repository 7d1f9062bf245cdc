"""Arrow tables in and out: nothing is lost, and what does not fit is named."""

import math
import subprocess
import sys

import numpy as np
import pyarrow as pa
import pytest

from tocsin.errors import ModelRangeError
from tocsin.tracking.arrow import from_arrow, to_arrow, tracks_from_arrow, tracks_to_arrow
from tocsin.tracking.feed import ESTIMATE, MEASUREMENT


def some_measurements(count: int) -> np.ndarray:
    rng = np.random.default_rng(5)
    rows = np.zeros(count, dtype=MEASUREMENT)
    rows["time_ms"] = np.sort(rng.integers(0, 9000, count))
    rows["sensor"] = rng.choice(["north", "ñandú", "x" * 32], count)
    for name in MEASUREMENT.names[2:]:
        rows[name] = rng.uniform(1e-3, 1.0, count)
    rows["range_m"][::3] = math.nan
    rows["sigma_range_rate_m_s"][rng.random(count) < 0.5] = math.inf
    rows["range_rate_m_s"] = np.where(np.isinf(rows["sigma_range_rate_m_s"]), math.nan, 5e-324)
    return rows


@pytest.mark.parametrize("count", [0, 1, 1000])
def test_measurements_come_back_bit_for_bit(count: int) -> None:
    rows = some_measurements(count)
    table = to_arrow(rows)
    assert table.column_names == list(MEASUREMENT.names)
    back = from_arrow(table.select(table.column_names[::-1]))
    assert back.dtype == MEASUREMENT
    assert back.tobytes() == rows.tobytes()


def test_nulls_mean_not_measured_where_that_is_allowed() -> None:
    table = to_arrow(some_measurements(6))
    rate = table.column_names.index("range_rate_m_s")
    silent = table.set_column(rate, "range_rate_m_s", pa.nulls(6, pa.float64()))
    assert np.isnan(from_arrow(silent)["range_rate_m_s"]).all()
    blind = table.set_column(5, "azimuth_rad", pa.nulls(6, pa.float64()))
    with pytest.raises(ModelRangeError, match="azimuth_rad has 6 nulls"):
        from_arrow(blind)


def test_columns_that_do_not_fit_are_named() -> None:
    table = to_arrow(some_measurements(4))
    with pytest.raises(ModelRangeError, match="column 'sensor' is missing"):
        from_arrow(table.drop_columns("sensor"))
    with pytest.raises(ModelRangeError, match="column 'truth' must be one of"):
        from_arrow(table.append_column("truth", pa.array([1, 2, 3, 4])))
    with pytest.raises(ModelRangeError, match="time_ms is float64"):
        from_arrow(table.set_column(0, "time_ms", pa.array([0.0, 1.0, 2.0, 3.0])))


def test_chunks_and_dictionaries_of_text_are_taken() -> None:
    rows = some_measurements(10)
    table = to_arrow(rows)
    halves = pa.concat_tables([table.slice(0, 4), table.slice(4)])
    assert from_arrow(halves).tobytes() == rows.tobytes()
    coded = table.set_column(1, "sensor", table["sensor"].dictionary_encode())
    assert from_arrow(coded).tobytes() == rows.tobytes()


@pytest.mark.parametrize("count", [0, 1, 7])
def test_tracks_come_back_bit_for_bit(count: int) -> None:
    rng = np.random.default_rng(6)
    tracks = np.frombuffer(rng.bytes(count * ESTIMATE.itemsize), dtype=ESTIMATE).copy()
    tracks["confirmed"] = rng.random(count) < 0.5
    table = tracks_to_arrow(tracks)
    assert table.schema.field("P").type == pa.list_(pa.float64(), 36)
    assert table.schema.field("x").type == pa.list_(pa.float64(), 6)
    assert tracks_from_arrow(table).tobytes() == tracks.tobytes()
    assert tracks_from_arrow(table.slice(count // 2)).tobytes() == tracks[count // 2 :].tobytes()


@pytest.mark.parametrize(("module", "needs"), [("arrow", "pyarrow"), ("stone_soup", "stonesoup")])
def test_what_is_not_installed_is_asked_for_by_name(module: str, needs: str) -> None:
    code = f"import sys; sys.modules[{needs!r}] = None; import tocsin.tracking.{module}"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    last = done.stderr.strip().splitlines()[-1]
    assert last.startswith(f"ImportError: tocsin.tracking.{module} needs {needs}, which is not there; pip install")
