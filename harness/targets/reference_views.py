"""What the built-in CSMS shows of its state, by the names that `Question` gives to it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from reference_csms import (
    charging_views,
    control_views,
    display_views,
    job_views,
    listing,
    monitoring_views,
    views,
)

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping

    from reference_csms.csms import Csms


VIEWS: Final[Mapping[str, Callable[[Csms, str | None], Awaitable[list[dict[str, Any]]]]]] = {
    "stations": lambda csms, _: views.stations(csms),
    "transactions": lambda csms, station: views.transactions(csms.store, station=station),
    "meter-values": lambda csms, station: views.meter_values(csms.store, station=station),
    "variables": lambda csms, station: views.variables(csms.store, station=station),
    "configuration-keys": lambda csms, station: views.configuration_keys(
        csms.store, station=station
    ),
    "reports": lambda csms, station: views.reports(csms.store, station=station),
    "tokens": lambda csms, _: views.tokens(csms.store),
    "commands": lambda csms, station: listing.log(csms.store.commands, station=station),
    "vendor-messages": lambda csms, station: listing.log(
        csms.store.vendor_messages, station=station
    ),
    "security-events": lambda csms, station: listing.log(
        csms.store.security_events, station=station
    ),
    "certificates": lambda csms, station: views.certificates(csms.store, station=station),
    "outcomes": lambda csms, station: control_views.outcomes(csms.store, station),
    "remote-starts": lambda csms, station: control_views.remote_starts(csms.store, station),
    "reservations": job_views.reservations,
    "network-profiles": lambda csms, station: job_views.network_profiles(csms.store, station),
    "display-messages": lambda csms, station: display_views.display_messages(csms.store, station),
    "display-reports": lambda csms, station: display_views.display_reports(csms.store, station),
    "monitors": lambda csms, station: monitoring_views.monitors(csms.store, station),
    "monitoring-reports": lambda csms, station: monitoring_views.monitoring_reports(
        csms.store, station
    ),
    "monitoring-settings": lambda csms, station: monitoring_views.monitoring_settings(
        csms.store, station
    ),
    "monitoring-events": lambda csms, station: listing.log(
        csms.store.monitoring_events, station=station
    ),
    "local-lists": lambda csms, station: job_views.local_lists(csms.store, station),
    "customer-information": lambda csms, station: job_views.customer_information(
        csms.store, station
    ),
    "firmware-updates": lambda csms, station: job_views.firmware_updates(csms.store, station),
    "published-firmware": lambda csms, station: job_views.published_firmware(csms.store, station),
    "log-uploads": lambda csms, station: job_views.log_uploads(csms.store, station),
    "charging-profiles": lambda csms, station: charging_views.charging_profiles(
        csms.store, station
    ),
    "charging-profile-reports": lambda csms, station: charging_views.charging_profile_reports(
        csms.store, station
    ),
    "composite-schedules": lambda csms, station: charging_views.composite_schedules(
        csms.store, station
    ),
    "charging-limits": lambda csms, station: charging_views.charging_limits(csms.store, station),
    "ev-charging": lambda csms, station: charging_views.ev_charging(csms.store, station),
}
"""Each collection is read for one station, or for all (None)."""
