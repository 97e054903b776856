"""Who may charge: one rule for Authorize and for the tokens inside transaction messages."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING, Protocol

from reference_csms.device_records import Variable
from reference_csms.records import Caching, Token, TokenStatus, fold
from reference_csms.store.protocols import DeviceModelStore, TokenStore, TransactionStore

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from ocppj.clock import Clock
    from reference_csms.records import Transaction
    from reference_csms.settings import Settings


class AuthorizationStore(TokenStore, TransactionStore, DeviceModelStore, Protocol):
    """Tokens, the transactions that they are used in, and what stations call their master group."""


@dataclass(frozen=True, slots=True)
class Authorization:
    """The answer about a token; `token` is None where it is unknown.

    `cache_until` ends the time for which a station may keep this answer.
    """

    status: TokenStatus
    token: Token | None = None
    cache_until: datetime | None = None


NO_AUTHORIZATION = "NoAuthorization"


class AuthorizationService:
    def __init__(self, store: AuthorizationStore, clock: Clock, settings: Settings) -> None:
        self._store = store
        self._clock = clock
        self._settings = settings

    async def authorize(
        self,
        id_token: str,
        type: str | None = None,
        *,
        station: str | None = None,
        within: Transaction | None = None,
        starts: bool = False,
    ) -> Authorization:
        """Judge a token (C01.FR.07; 1.6 section 7.2).

        `within` is the transaction that it was presented in, which does not count against it;
        `starts` tells that it is the token which the transaction runs on.
        """
        if type == NO_AUTHORIZATION:
            return Authorization(TokenStatus.ACCEPTED)
        token = await self.find(id_token, type)
        if token is None:
            return Authorization(TokenStatus.UNKNOWN)
        status = await self._status(token, within)
        if starts and token.master_pass and status is TokenStatus.ACCEPTED:
            status = TokenStatus.INVALID  # C12.FR.09, C16.FR.03
        if token.master_pass and token.group is None and station is not None:
            token = await self._grouped(token, station)
        return Authorization(status, token, self._cache_until(token))

    def listed(self, token: Token) -> Authorization:
        """Say what goes on a local list about a token, where its answer is not a cached one."""
        return Authorization(self._standing(token), token)

    async def _grouped(self, token: Token, station: str) -> Token:
        """Put a master pass that has no group into the one that the station knows (C16)."""
        named = Variable(station, "AuthCtrlr", "MasterPassGroupId")
        told = await self._store.variables.get(named.key)
        return token if told is None or not told.value else replace(token, group=told.value)

    async def find(self, id_token: str, type: str | None = None) -> Token | None:
        """Look a token up; 1.6 has no token types, so there any type will do."""
        if type is not None:
            return await self._store.tokens.get(fold(id_token, type))
        found = await self._store.tokens.find(folded=fold(id_token))
        return found[0] if found else None

    async def _status(self, token: Token, within: Transaction | None) -> TokenStatus:
        status = self._standing(token)
        if status is not TokenStatus.ACCEPTED or not self._settings.refuse_concurrent_tx:
            return status
        in_use = await self._in_use(token, within)
        return TokenStatus.CONCURRENT_TX if in_use else TokenStatus.ACCEPTED

    def _standing(self, token: Token) -> TokenStatus:
        """Tell what holds of a token wherever it is used."""
        ended = token.expires_at is not None and token.expires_at <= self._clock.now()
        accepted = token.status is TokenStatus.ACCEPTED
        return TokenStatus.EXPIRED if accepted and ended else token.status

    async def _in_use(self, token: Token, within: Transaction | None) -> bool:
        active = await self._store.transactions.find(active=True)
        others = (other for other in active if within is None or other.key != within.key)
        return _uses(others, token)

    def _cache_until(self, token: Token) -> datetime | None:
        if token.cache is not Caching.ALWAYS:
            return self._clock.now()
        if token.cache_s is None:
            return None
        return self._clock.now() + timedelta(seconds=token.cache_s)


def _uses(transactions: Iterable[Transaction], token: Token) -> bool:
    return any(
        transaction.id_token is not None and fold(transaction.id_token) == token.folded
        for transaction in transactions
    )
