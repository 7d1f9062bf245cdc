"""What if: a copy of a World that runs on, under another agreement or with another luck if wanted."""

from dataclasses import replace

from tocsin.chance.luck import Luck
from tocsin.exchange.agreement import Agreement
from tocsin.exercise.snapshot import frozen, thawed
from tocsin.exercise.stages.sharing import set_up_joint_cell
from tocsin.exercise.world import World


def fork(world: World, agreement: Agreement | None = None, luck: Luck | None = None) -> World:
    """Return a copy of a World at the same moment; the two share nothing that changes.

    Parameters
    ----------
    world : World
        Between two ticks.
    agreement : Agreement, optional
        In force from now on, suspended by nobody.  What has been told and learned stays so.
    luck : Luck, optional
        Of every draw from now on.  What flies was drawn before the run, and stays.
    """
    copy = thawed(frozen(world), world.scenario)
    if luck is not None:
        copy.luck, copy.lasting = luck, {}  # how quick a cell is was drawn too
    if agreement is not None and agreement != world.agreement:
        copy.agreement, copy.amendments = agreement, {}
        copy.agreement_state = replace(copy.agreement_state, suspended_by=())
        set_up_joint_cell(copy)
    return copy
