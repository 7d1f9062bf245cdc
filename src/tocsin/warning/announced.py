"""What is told of a launch in other words than a notice, put into a notice's words: the register knows no others."""

from tocsin.exchange.agreement import Coarsening
from tocsin.exchange.coarsen import around_cell_m
from tocsin.exchange.payload import InterceptorLaunchNotice, PostLaunchNotification, PreLaunchNotification

CONFIRMED_SLACK_MS = 60_000  # notional: a confirmation gives the time to the minute,
CONFIRMED_RADIUS_M = 20e3  # and the place to some km
INTERCEPTOR_SLACK_MS = 10_000  # a shot flies when it is ordered to
INTERCEPTOR_RADIUS_M = 10e3  # m, notional: a battery's launchers stand some km apart, and its place is told roughly


def confirmed(
    told: PostLaunchNotification, known: PreLaunchNotification | None, coarsening: Coarsening
) -> PreLaunchNotification | None:
    """Return the notice as a confirmation of its launch leaves it: time and place of the launch itself.

    Parameters
    ----------
    told : PostLaunchNotification
    known : PreLaunchNotification or None
        The newest revision held of the notice it names.
    coarsening : Coarsening
        How coarsely it was told: window and circle grow by as much.

    Returns
    -------
    PreLaunchNotification or None
        A further revision of the known notice, or a notice of its own where none is held.  None where the notice is
        of a group: it says when and where the others fly as well, and stands.
    """
    if known is not None and known.n_launches > 1:
        return None
    return PreLaunchNotification(
        notice_id=told.notice_id or f"{told.launching_nation}-launch-{told.launch_time_ms // 1000}",
        launching_nation=told.launching_nation,
        generic_class=told.generic_class,
        window_start_ms=told.launch_time_ms - CONFIRMED_SLACK_MS - coarsening.time_round_ms,
        window_end_ms=told.launch_time_ms + CONFIRMED_SLACK_MS + coarsening.time_round_ms,
        lat_rad=told.lat_rad,
        lon_rad=told.lon_rad,
        radius_m=around_cell_m(CONFIRMED_RADIUS_M, coarsening),
        azimuth_rad=told.azimuth_rad,
        n_launches=told.n_launches,
        revision=0 if known is None else known.revision + 1,
    )


def interceptor_notice(told: InterceptorLaunchNotice, coarsening: Coarsening) -> PreLaunchNotification:
    """Return the notice that announces a defensive shot: some seconds about its launch, some km about its battery.

    Told coarsely, both grow by as much.
    One launch: the interceptors of a shot rise together and are one plume to a satellite.
    """
    return PreLaunchNotification(
        notice_id=told.notice_id,
        launching_nation=told.nation,
        generic_class="interceptor",
        window_start_ms=told.launch_time_ms - INTERCEPTOR_SLACK_MS - coarsening.time_round_ms,
        window_end_ms=told.launch_time_ms + INTERCEPTOR_SLACK_MS + coarsening.time_round_ms,
        lat_rad=told.lat_rad,
        lon_rad=told.lon_rad,
        radius_m=around_cell_m(INTERCEPTOR_RADIUS_M, coarsening),
        azimuth_rad=told.azimuth_rad,
    )
