"""Which slot of the network profiles is dialled (B10)."""

from types import SimpleNamespace

from station_sim.network_profiles import Dialling, Profiles

FACTORY = "ws://factory"


def dialling(priority, attempts=2, **urls):
    profiles = Profiles({int(slot[1:]): url for slot, url in urls.items()})
    policy = SimpleNamespace(network_priority=priority, network_attempts=attempts)
    return profiles, Dialling(profiles, policy)


def test_a_new_priority_counts_from_the_next_boot():
    profiles, it = dialling([2, 1], s2="ws://second")
    assert it.address(FACTORY) == FACTORY
    it.rebooted()
    assert it.address(FACTORY) == "ws://second"
    assert profiles.active == 2


def test_each_slot_is_tried_as_often_as_set_and_then_the_last_that_worked():
    profiles, it = dialling([2, 3], s2="ws://second", s3="ws://third")
    it.attempted(None)  # slot 1 works
    it.rebooted()
    dialled = []
    for _ in range(5):
        dialled.append(profiles.active)
        it.attempted(OSError())
    assert dialled == [2, 2, 3, 3, 1]


def test_a_lost_connection_changes_nothing_once_it_worked():
    profiles, it = dialling([2, 1], s2="ws://second")
    it.rebooted()
    it.attempted(None)
    for _ in range(9):
        it.attempted(OSError())
    assert profiles.active == 2


def test_slots_without_a_profile_are_passed_over():
    profiles, it = dialling([3, 1])
    it.rebooted()
    assert profiles.active == 1
