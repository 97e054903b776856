"""What Local Controllers publish: kept by request, and withdrawn by checksum."""

from datetime import UTC, datetime

from reference_csms import job_views
from reference_csms.jobs import FileJob, FileKind
from reference_csms.services.files import FileService
from reference_csms.store.memory import MemoryStore

SUM = "0123456789abcdef0123456789abcdef"
PLACE = "http://127.0.0.1/firmware"


class Clock:
    def now(self):
        return datetime(2026, 1, 1, tzinfo=UTC)


async def published():
    store = MemoryStore()
    service = FileService(store, Clock())
    kind = FileKind.PUBLICATION
    await service.asked(FileJob("LC1", kind, 4, answer="Accepted", checksum=SUM))
    await service.reported("LC1", kind, 4, "Downloading")
    await service.reported("LC1", kind, 4, "Published", locations=(PLACE,))
    return store, service


def test_a_publication_is_followed_to_its_address(run):
    async def scenario():
        store, _ = await published()
        (shown,) = await job_views.published_firmware(store, "LC1")
        assert (shown["status"], shown["locations"]) == ("Published", [PLACE])
        assert [entry["status"] for entry in shown["history"]] == ["Downloading", "Published"]
        assert await job_views.firmware_updates(store, "LC1") == []

    run(scenario())


def test_only_what_is_gone_has_no_address(run):
    async def scenario():
        store, service = await published()
        await service.withdrawn("LC1", SUM.upper(), "DownloadOngoing", gone=False)
        (shown,) = await job_views.published_firmware(store)
        assert (shown["withdrawal"], shown["locations"]) == ("DownloadOngoing", [PLACE])
        await service.withdrawn("LC1", SUM, "Unpublished", gone=True)
        (shown,) = await job_views.published_firmware(store)
        assert (shown["withdrawal"], shown["locations"]) == ("Unpublished", [])

    run(scenario())


def test_a_status_that_overtakes_the_answer_counts(run):
    async def scenario():
        store = MemoryStore()
        service, kind = FileService(store, Clock()), FileKind.PUBLICATION
        asked = FileJob("LC1", kind, 4, answer="Accepted", checksum=SUM)
        await service.reported("LC1", kind, 4, "Published", locations=(PLACE,))
        await service.asked(asked)
        (shown,) = await job_views.published_firmware(store)
        assert (shown["answer"], shown["status"]) == ("Accepted", "Published")
        assert (shown["checksum"], shown["locations"]) == (SUM, [PLACE])
        assert [entry["status"] for entry in shown["history"]] == ["Published"]
        await service.asked(asked)  # another request of that id begins anew
        (shown,) = await job_views.published_firmware(store)
        assert (shown["status"], shown["history"]) == (None, [])

    run(scenario())


def test_what_somebody_else_published_can_be_withdrawn(run):
    async def scenario():
        store, service = await published()
        await service.withdrawn("LC2", SUM, "NoFirmware", gone=True)
        (shown,) = await job_views.published_firmware(store, "LC2")
        assert (shown["checksum"], shown["withdrawal"]) == (SUM, "NoFirmware")

    run(scenario())
