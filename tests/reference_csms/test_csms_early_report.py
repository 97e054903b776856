"""A report whose parts overtake the answer to the request for it."""

import asyncio
from datetime import UTC, datetime

import pytest

from reference_csms.records import exact
from reference_csms.services.device_model import DeviceModelService
from reference_csms.store.memory import MemoryStore


class Clock:
    def now(self):
        return datetime(2026, 1, 1, tzinfo=UTC)


class Slow:
    """A collection of a store that lets others in before each access, as a database does."""

    def __init__(self, collection):
        self._collection = collection

    def __getattr__(self, name):
        async def access(*arguments):
            await asyncio.sleep(0)
            result = await getattr(self._collection, name)(*arguments)
            await asyncio.sleep(0)
            return result

        return access


def told(service, seq_no, *, last):
    return service.take_part("CS1", 7, seq_no, at="2026-01-01T00:00:00Z", size=3, last=last)


def judged(report):
    return report.answer, report.parts, report.variables, report.last_part


@pytest.mark.parametrize("order", [(0, 1, 2), (1, 0, 2), (1, 2, 0), (2, 1, 0), (2, 0, 1)])
@pytest.mark.parametrize("at_once", [False, True])
def test_whatever_comes_first_nothing_is_lost(order, at_once):
    async def scenario():
        store = MemoryStore()
        store.reports = Slow(store.reports)
        service = DeviceModelService(store, Clock())
        work = [
            lambda: service.expect_report("CS1", 7, "Accepted"),
            lambda: told(service, 0, last=False),
            lambda: told(service, 1, last=True),
        ]
        if at_once:
            await asyncio.gather(*(work[number]() for number in order))
        else:
            for number in order:
                await work[number]()
        return await store.reports.get(exact("CS1", 7))

    assert judged(asyncio.run(scenario())) == ("Accepted", (0, 1), 6, 1)


def test_a_later_request_with_that_id_begins_anew():
    async def scenario():
        store = MemoryStore()
        service = DeviceModelService(store, Clock())
        await told(service, 0, last=True)
        await service.expect_report("CS1", 7, "Accepted")
        await service.expect_report("CS1", 7, "EmptyResultSet")
        return await store.reports.get(exact("CS1", 7))

    assert judged(asyncio.run(scenario())) == ("EmptyResultSet", (), 0, None)
