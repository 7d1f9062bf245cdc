"""The report of a study: one HTML file that needs nothing else."""

import functools
from importlib.resources import files
from pathlib import Path

from jinja2 import Environment, StrictUndefined, Template

from tocsin.review.page_style import MARKING
from tocsin.study.report.block import Section
from tocsin.study.report.columns import others_words
from tocsin.study.report.curve import curve_section
from tocsin.study.report.differences import contribution_section, differences_section
from tocsin.study.report.each_point import each_point_section
from tocsin.study.report.exposure import exposure_section
from tocsin.study.report.factorial import factorial_section
from tocsin.study.report.family import Family, compared_factors, family_of, primary_tie
from tocsin.study.report.head import changed_words, facts, is_as_registered, registered_words
from tocsin.study.report.measures import measures_blocks
from tocsin.study.report.primary import Primary, answers, primary_of, primary_stamp
from tocsin.study.report.representative import failed_section, representative_section
from tocsin.study.report.run_picture import run_blocks
from tocsin.study.report.sampled import unit_words
from tocsin.study.report.sensitivity import sensitivity_section
from tocsin.study.report.survival import survival_section
from tocsin.study.report.verdicts import lead_of
from tocsin.study.results import Results

TEMPLATE = "report.html.j2"


def report_path(results: Results) -> Path:
    """Return where a study's report goes if nothing else is asked for: into its folder, EXERCISE in its name."""
    return results.folder / f"{results.design.name}.study.EXERCISE.html"


def write_report(results: Results, out: Path | None = None) -> Path:
    """Write the report of a study, of whatever has been played.

    Parameters
    ----------
    results : Results
    out : Path or None
        The page, in a folder that exists; None: in the study's folder (``report_path``).

    Returns
    -------
    Path
        Where it was written.

    Raises
    ------
    StudyError
        If the primary measure applies in no run of either arm; nothing is written then.

    Notes
    -----
    The same study gives the same page, byte for byte: intervals are resampled with the study's seed.  What a launch
    was drawn to (place, time, azimuth, class, make-up of a raid) is no column and no term of any part.
    """
    primary = primary_of(results)
    family = family_of(results)
    path = report_path(results) if out is None else out
    registered = registered_words(results)
    page = template().render(
        marking=MARKING,
        study=results.design.file.study,
        registered=registered,
        is_as_registered=is_as_registered(registered),
        facts=facts(results),
        changed=changed_words(results),
        units=unit_words(results.design),
        lead=lead_of(results, primary),
        answers=answers(primary, primary_tie(results, family)),
        primary_blocks=run_blocks(results, primary),
        primary=primary,
        others=others_words(results.design, primary.contrast.factor),
        primary_stamp=primary_stamp(results, primary),
        sections=sections(results, primary, family),
    )
    path.write_text(page, encoding="utf-8")
    return path


def sections(results: Results, primary: Primary, family: Family) -> list[Section]:
    """Return everything below the primary answer."""
    factors = compared_factors(results.design)
    found = [
        Section("What each level gave", (), tuple(measures_blocks(results))),
        each_point_section(results),
        *(differences_section(results, family, factor) for factor in factors if not factor.is_contribution),
        survival_section(results),
        exposure_section(results),
        curve_section(results),
        *(contribution_section(results, family, factor) for factor in factors if factor.is_contribution),
        factorial_section(results),
        sensitivity_section(results),
        representative_section(results, primary),
        failed_section(results),
    ]
    return [section for section in found if section.blocks]


@functools.cache
def template() -> Template:
    """Return the page's template; it escapes every text that it is given."""
    text = files("tocsin.study.report").joinpath("templates", TEMPLATE).read_text(encoding="utf-8")
    return Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True).from_string(
        text
    )
