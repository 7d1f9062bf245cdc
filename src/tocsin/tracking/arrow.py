"""Measurements and tracks as Arrow tables.  Needs pyarrow: ``pip install 'tocsin[arrow]'``.

A table read from Parquet, pandas, polars or DuckDB goes in by ``from_arrow``; tracks go out by ``tracks_to_arrow``.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from tocsin.errors import ModelRangeError
from tocsin.tracking.feed import ESTIMATE, MEASUREMENT, check_columns, check_measurements, measurements_from

try:
    import pyarrow as pa  # type: ignore[import-untyped]
except ImportError as missing:
    raise ImportError(
        "tocsin.tracking.arrow needs pyarrow, which is not there; pip install 'tocsin[arrow]'"
    ) from missing

Table = NDArray[np.void]

MAY_BE_NULL = ("range_m", "range_rate_m_s", "sigma_range_m", "sigma_range_rate_m_s")  # not measured


def to_arrow(measurements: Table) -> Any:
    """Return checked measurements (m,) of ``feed.MEASUREMENT`` as an Arrow table; NaN stays NaN.

    ``from_arrow`` gives the same array again, bit for bit.
    """
    check_measurements(measurements)
    return pa.table({name: measurements[name] for name in MEASUREMENT.names or ()})


def from_arrow(table: Any) -> Table:
    """Return an Arrow table as checked measurements.

    Parameters
    ----------
    table : pyarrow.Table
        The columns of ``feed.MEASUREMENT``, in any order.  A null stands for NaN where that means not measured,
        and is refused elsewhere.
    """
    check_columns(dict.fromkeys(table.column_names, ()))
    columns = {}
    for name in table.column_names:
        column = table[name]
        if column.null_count and name not in MAY_BE_NULL:
            raise ModelRangeError(
                f"measurements: {name} has {column.null_count} nulls and must have none; drop the rows"
            )
        columns[name] = column.to_numpy()
    return measurements_from(columns)


def tracks_to_arrow(tracks: Table) -> Any:
    """Return tracks (n,) of ``feed.ESTIMATE`` as an Arrow table: x as lists of 6, P as lists of 36, row by row."""
    columns = {}
    for name in ESTIMATE.names or ():
        values = np.ascontiguousarray(tracks[name])
        width = values[0].size if values.size else int(np.prod(ESTIMATE[name].shape))
        flat = pa.array(values.reshape(-1))
        columns[name] = flat if values.ndim == 1 else pa.FixedSizeListArray.from_arrays(flat, width)
    return pa.table(columns)


def tracks_from_arrow(table: Any) -> Table:
    """Return an Arrow table that ``tracks_to_arrow`` made as tracks, bit for bit."""
    out = np.zeros(table.num_rows, dtype=ESTIMATE)
    for name in ESTIMATE.names or ():
        column = table[name].combine_chunks()
        flat = column.flatten() if ESTIMATE[name].shape else column
        out[name] = flat.to_numpy(zero_copy_only=False).reshape(out[name].shape)
    return out
