"""The keys of a design file."""

from typing import Annotated, Any, Literal

from pydantic import Discriminator, Field, Tag, model_validator

from tocsin.scenario.brief_part import Settings
from tocsin.scenario.part import Id, Part

PlanKind = Literal["full", "one_at_a_time", "latin_hypercube", "sobol", "saltelli"]
Withheld = Literal["sensors", "batteries"]
Number = int | float

BLOCK = 50  # runs: the stopping rule looks after whole blocks of so many, in run order
MOST_RUNS = 100_000
DRAWN: tuple[PlanKind, ...] = ("latin_hypercube", "sobol", "saltelli")


class LevelPart(Part):
    """One level of a factor that sets several things at once, or nothing."""

    name: Annotated[str, Field(min_length=1, max_length=60, description="what tables and plots call it")]
    set: Settings = Field(default={}, description="path to value; empty: as the scenario declares it")


def kind_of_level(level: Any) -> str:
    """Return whether a level is a value or a table: a named level."""
    return "level" if isinstance(level, dict | LevelPart) else "value"


OneLevel = Annotated[Annotated[LevelPart, Tag("level")] | Annotated[Any, Tag("value")], Discriminator(kind_of_level)]


class FactorPart(Part):
    """One thing that is varied: by levels of one path, by named levels, over a range, or by what is withheld."""

    name: Annotated[str, Field(min_length=1, max_length=60, description="what tables and plots call it")]
    path: Annotated[
        str | tuple[str, ...],
        Field(
            description="what is set: agreement, agreement.TERM, variant, doctrine, doctrine[NATION], or a key of "
            "the scenario such as link[alder-birch].loss; several paths get one value. Never of a launch"
        ),
    ] = ""
    levels: Annotated[tuple[OneLevel, ...], Field(description="values of the path, or named levels")] = ()
    low: Annotated[Number | None, Field(description="of a range; for plans over ranges, else its two ends")] = None
    high: Annotated[Number | None, Field(description="of a range")] = None
    withhold: Annotated[
        tuple[Withheld, ...],
        Field(description="levels: nothing withheld, then each party's sensors or batteries withheld from sharing"),
    ] = ()

    @model_validator(mode="after")
    def _is_one_kind(self) -> "FactorPart":
        is_range = self.low is not None or self.high is not None
        given = [bool(self.levels), is_range, bool(self.withhold)]
        if sum(given) != 1:
            raise ValueError(
                f"factor {self.name!r} must have levels, or low and high, or withhold; give it one of the three"
            )
        if is_range and (self.low is None or self.high is None or not self.low < self.high):
            raise ValueError(f"factor {self.name!r}: low = {self.low}, high = {self.high}: low must be below high")
        if not self.path and (is_range or any(not isinstance(level, LevelPart) for level in self.levels)):
            raise ValueError(f"factor {self.name!r}: has values but no path; say what they are values of")
        return self


class PlanPart(Part):
    """How points are chosen from the factors."""

    kind: Annotated[PlanKind, Field(description="full factorial where not given")] = "full"
    points: Annotated[int, Field(ge=1, le=65_536, description="of latin_hypercube, sobol, saltelli")] = 64
    notional: Annotated[
        bool, Field(description="also every notional number of the parties' packs, each a factor over its range")
    ] = False
    leave_out: Annotated[
        tuple[str, ...],
        Field(description="of the notional numbers: those that stay as they are, such as 'early-warning: pulses'"),
    ] = ()


class PrimaryPart(Part):
    """The one question that the study is registered for; all else in its report is exploratory."""

    measure: Annotated[str, Field(description="a measure's name, see docs/measures.md")]
    nation: Annotated[str, Field(description="a nation's id, or all")] = "all"
    scenario: Annotated[str, Field(description="where there are several: in which")] = ""
    factor: Annotated[str, Field(description="the name of the factor whose two levels are compared")]
    contrast: Annotated[
        tuple[str, str], Field(description="two levels of it, first minus second, by name or value as written")
    ]
    minimum: Annotated[int, Field(ge=2, le=MOST_RUNS, description="runs of each point before any look")] = BLOCK
    maximum: Annotated[
        int | None, Field(ge=2, le=MOST_RUNS, description="runs of each point; absent: replications")
    ] = None
    looks: Annotated[
        tuple[int, ...], Field(description=f"runs after which the rule looks, whole blocks of {BLOCK}; empty: never")
    ] = ()
    half_width: Annotated[
        float | None, Field(gt=0, description="stop when the 95 % interval of the contrast is narrower, either side")
    ] = None
    tolerance: Annotated[
        float, Field(ge=0, description="with study.lead = verdict: a difference of a run up to this is nothing")
    ] = 0.0


class WorldPart(Part):
    """A scenario of many nations that is made for the study, as `tocsin world` makes one."""

    nations: Annotated[int, Field(description="that run a node, 2 to 26")] = 26
    sensors: Annotated[int, Field(description="in all, 0 to 500")] = 500
    batteries: Annotated[int, Field(description="in all, 0 to 200")] = 200
    graph: Annotated[str, Field(description="who is linked with whom: full, hub, pairwise")] = "full"
    launches: Annotated[int, Field(description="declared, 0 to 200; each flies with one half")] = 26
    minutes: Annotated[int, Field(description="1 to 240")] = 40


class StudyPart(Part):
    """What the study is and what it plays."""

    name: Id
    title: Annotated[str, Field(min_length=1, max_length=100)]
    question: Annotated[str, Field(min_length=1, max_length=600, description="what it is to answer, in words")]
    scenarios: Annotated[
        tuple[str, ...],
        Field(
            min_length=1,
            max_length=50,
            description="shipped, a path that begins at this file's folder, or one of [world]; each plays all points",
        ),
    ]
    agreement: Annotated[str, Field(description="where no factor varies it; absent: each scenario's own")] = ""
    replications: Annotated[int, Field(ge=2, le=MOST_RUNS, description="runs of each point")] = 200
    seed: Annotated[
        int, Field(ge=0, le=2**31 - 1, description="of the study: run r has the same luck everywhere")
    ] = 1
    lead: Annotated[
        Literal["answer", "verdict"],
        Field(
            description="what the report begins with: the primary difference, or in what share of runs the first "
            "level helped, did nothing, harmed (where the scenario draws its places: each run is a geometry)"
        ),
    ] = "answer"
    measures: Annotated[tuple[str, ...], Field(description="what the report shows beside the primary measure")] = ()
    set: Settings = Field(default={}, description="path to value, at every point")


class DesignFile(Part):
    """A whole design file."""

    study: StudyPart
    primary: PrimaryPart
    plan: PlanPart = PlanPart()
    world: Annotated[dict[Id, WorldPart], Field(description="scenarios made for the study, by name")] = Field(
        default={}
    )
    factor: Annotated[tuple[FactorPart, ...], Field(min_length=1, max_length=200)]
