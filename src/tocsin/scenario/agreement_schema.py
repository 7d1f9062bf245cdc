"""The keys of an agreement file, in km, deg, h and s."""

from typing import Annotated, Literal

from pydantic import Field

from tocsin.exchange.agreement import (
    PUBLIC_FACTS,
    EngagementSharing,
    JointCell,
    MessageKind,
    PublicFact,
    Publicity,
    ThirdStateRule,
)
from tocsin.exchange.payload import GenericClass
from tocsin.scenario.part import Bearing, Id, Part


class CoarseningPart(Part):
    """How released numbers lose precision."""

    grid_deg: Annotated[float, Field(ge=0, le=30, description="places go to the centre of a cell this wide, deg")] = (
        0.0
    )
    time_round_s: Annotated[
        int, Field(ge=0, le=3600, description="times go to the middle of a step this long, s")
    ] = 0
    class_generic_only: Annotated[bool, Field(description="the class is told as unknown")] = False
    azimuth_step_deg: Annotated[
        float,
        Field(
            ge=0, le=180, description="directions go to the middle of a sector this wide; divides 360; 90: quadrant"
        ),
    ] = 0.0


class DirectionPart(Part):
    """A sector into which launches of one party are in scope; more than one may be given for a party."""

    party: Annotated[
        int | None, Field(ge=1, le=12, description="which of the scenario's parties, counted from 1; or `nation`")
    ] = None
    nation: Annotated[Id | None, Field(description="a party of the scenario by its id; or `party`")] = None
    from_deg: Annotated[Bearing, Field(description="first bearing, from true north over east, deg")]
    to_deg: Annotated[Bearing, Field(description="last bearing, clockwise from the first, deg")]
    classes: Annotated[
        tuple[GenericClass, ...], Field(description="classes that the sector bounds; empty: all in scope")
    ] = ()


class AgreementFile(Part):
    """A whole agreement file."""

    name: Annotated[str, Field(pattern=r"^[a-z][a-z0-9-]*$", description="what runs and journals call it")]
    version: Annotated[str, Field(min_length=1, description="goes with every message released under it")]
    rung: Annotated[int, Field(ge=0, le=6, description="place on the integration ladder, see the glossary")]
    follows: Annotated[str, Field(description="the real arrangement it is modelled on")] = ""
    documented: Annotated[
        dict[str, str],
        Field(
            default_factory=dict,
            description="term to what open sources say of it; terms as `tocsin agreement show NAME` names them",
        ),
    ]
    our_reading: Annotated[
        dict[str, str],
        Field(
            default_factory=dict,
            description="term, or a group as `messages`, to why it is as it is where open sources say nothing",
        ),
    ]
    classes: Annotated[tuple[GenericClass, ...], Field(description="generic classes in scope")]
    min_range_km: Annotated[
        float, Field(ge=0, le=20000, description="a launch known to fly less far is out of scope, km; 0: no bound")
    ] = 0.0
    min_apogee_km: Annotated[
        float,
        Field(ge=0, le=40000, description="the same of height; with both bounds, out of scope below both, km"),
    ] = 0.0
    direction_scope: Annotated[
        tuple[DirectionPart, ...], Field(description="sectors; a party without one is in scope in all directions")
    ] = ()
    third_state_rule: Annotated[
        ThirdStateRule,
        Field(description="launches from the ground of others than parties; each includes the one before"),
    ] = "report_third_state_launches"
    fields_released: Annotated[tuple[str, ...], Field(description="fields of a LaunchReport, and `track`")]
    messages: Annotated[tuple[MessageKind, ...], Field(description="other kinds of message that may leave")] = ()
    coarsening: CoarseningPart = CoarseningPart()
    min_delay_s: Annotated[
        float, Field(ge=0, le=86400, description="every message waits this long before it is released, s")
    ] = 0.0
    notice_lead_h: Annotated[
        float | None, Field(ge=0, le=720, description="a notice is owed this long before its window, h; absent: none")
    ] = None
    post_launch_h: Annotated[
        float | None,
        Field(ge=0, le=720, description="a launch is confirmed this long after lift-off, h; absent: none"),
    ] = None
    withhold_quota_per_year: Annotated[
        int, Field(ge=0, le=1000, description="how many notices each party may withhold a year")
    ] = 0
    joint_cells: Annotated[JointCell, Field(description="what the parties run together; it proposes, they order")] = (
        "none"
    )
    engage_on_remote: Annotated[bool, Field(description="a battery may fire on tracks only the partner holds")] = (
        False
    )
    engagement_sharing: Annotated[
        EngagementSharing, Field(description="planned engagements (intentions), and stocks left too (status)")
    ] = "none"
    sensors_withheld_by: Annotated[
        tuple[str | int, ...],
        Field(description="parties that share nothing their sensors see, by id or counted from 1; for studies"),
    ] = ()
    batteries_withheld_by: Annotated[
        tuple[str | int, ...],
        Field(description="parties that tell nothing of their batteries, by id or counted from 1; for studies"),
    ] = ()
    report_interval_s: Annotated[float, Field(ge=1, le=3600, description="between two track reports, s")] = 5.0
    relay: Annotated[
        bool, Field(description="a party passes on unchanged what another told it, to whom that other has no link")
    ] = False
    separate_command: Annotated[
        Literal[True], Field(description="always true: no message carries an order; each nation's commander fires")
    ] = True
    may_suspend: Annotated[bool, Field(description="a party may suspend the agreement by its own order")] = True
    publicity: Annotated[
        Publicity, Field(description="when the parties may tell the public of the exercise, in a joint statement")
    ] = "none"
    public_facts: Annotated[
        tuple[PublicFact, ...], Field(description="what may be cleared for such a statement; all if not given")
    ] = PUBLIC_FACTS
    clear_within_min: Annotated[
        float, Field(ge=1, le=10080, description="a statement should be out so long after its draft, real time, min")
    ] = 60.0
    in_force_s: Annotated[float, Field(ge=0, le=31622400, description="from when it binds, exercise time, s")] = 0.0
    expiry_s: Annotated[
        float | None, Field(gt=0, le=31622400, description="when it ends, exercise time, s; absent: it does not")
    ] = None
