"""Join codes, and the signed sessions that they are exchanged for."""

import secrets
from collections.abc import Iterable
from hmac import compare_digest

from itsdangerous import BadData, URLSafeTimedSerializer

CODE_LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"  # none that is read as another
CODE_LENGTH = 8  # 31^8: 8.5e11 codes
SESSION_S = 14 * 86_400  # a session lasts two weeks: longer than an exercise


class Codes:
    """One code a group, made anew at every start of the server; told to whoever started it, never written down."""

    def __init__(self, groups: Iterable[str]) -> None:
        self.of_group = {group: new_code() for group in groups}

    def group_of(self, code: str) -> str | None:
        """Return the group that a code lets in; every code is compared, each in constant time."""
        given = plain(code)
        fitting = [group for group, own in self.of_group.items() if compare_digest(plain(own), given)]
        return fitting[0] if fitting else None


def new_code() -> str:
    """Return a code to be read out and typed: two groups of four."""
    letters = "".join(secrets.choice(CODE_LETTERS) for _ in range(CODE_LENGTH))
    return f"{letters[:4]}-{letters[4:]}"


def plain(code: str) -> bytes:
    """Return a code as it is compared: small or capital, with or without the stroke."""
    return code.upper().replace("-", "").replace(" ", "").encode()


class Sessions:
    """Signed tokens of one exercise; a server started again with the same key takes them too.

    Parameters
    ----------
    key : bytes
    exercise_id : str
        Tokens of another exercise are not taken, whatever their key.
    """

    def __init__(self, key: bytes, exercise_id: str) -> None:
        self._signer = URLSafeTimedSerializer(key, salt=f"tocsin session {exercise_id}")

    def token(self, seat_id: str) -> str:
        """Return a token for a seat."""
        return self._signer.dumps(seat_id)

    def seat_id_of(self, token: str) -> str | None:
        """Return whose token it is; None if it is forged, of another exercise or too old."""
        try:
            seat_id = self._signer.loads(token, max_age=SESSION_S)
        except BadData:
            return None
        return seat_id if isinstance(seat_id, str) else None
