"""Sends the DIS PDUs of a view to a UDP port of this machine, paced or at once.  Never to another machine."""

import socket
import time
from ipaddress import ip_address

from tocsin.errors import ScenarioError
from tocsin.review.exports.dis import Sent

LAST_PORT = 65_535
FASTEST = 1_000.0
AT_ONCE_S = 0.0002  # between PDUs sent at once: a receiver on the same machine keeps up


def check_target(address: str, port: int, speed_ratio: float) -> None:
    """Raise ScenarioError unless PDUs may be sent there: to the loopback address and no other."""
    try:
        is_here = address in ("127.0.0.1", "::1") and ip_address(address).is_loopback
    except ValueError:
        is_here = False
    if not is_here:
        raise ScenarioError(f"--to-address {address!r}: must be 127.0.0.1 or ::1; PDUs never leave this machine")
    if not 1 <= port <= LAST_PORT:
        raise ScenarioError(f"--to-port {port}: must be 1 to {LAST_PORT}; 3000 is where DIS programs listen")
    if not 0.0 <= speed_ratio <= FASTEST:
        raise ScenarioError(f"--speed {speed_ratio:g}: must be 0 (all at once) to {FASTEST:g}")


def send(sent: list[Sent], address: str, port: int, speed_ratio: float) -> None:
    """Send PDUs, so many seconds of exercise a second; with speed 0 all at once."""
    check_target(address, port, speed_ratio)
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    with socket.socket(family, socket.SOCK_DGRAM) as door:
        door.bind((address, 0))
        start_s = time.monotonic()
        for item in sent:
            due_s = (item.time_ms - sent[0].time_ms) / 1000.0 / speed_ratio if speed_ratio else 0.0
            wait_s = start_s + due_s - time.monotonic()
            time.sleep(max(wait_s, 0.0) if speed_ratio else AT_ONCE_S)
            door.sendto(item.pdu, (address, port))
