Feature: K. Smart charging; the CSMS is under test

  Scenario: TC_K_05_CSMS Clears a profile by its id
    Given a connected station
    When the CSMS is asked for get-profiles
      | field   | value            |
      | evse_id | $evse_id         |
      | purpose | TxDefaultProfile |
    Then the CSMS sends a GetChargingProfiles request
      | field                                  | check | value            | requirement |
      | evseId                                 | is    | $evse_id         | K09.FR.04   |
      | chargingProfile.chargingProfilePurpose | is    | TxDefaultProfile | K09.FR.03   |
    And the message's requestId is kept as request_id
    When the station answers
      | field  | value    |
      | status | Accepted |
    And the station sends a ReportChargingProfiles request
      | field                                     | value            |
      | requestId                                 | $request_id      |
      | chargingLimitSource                       | CSO              |
      | evseId                                    | $evse_id         |
      | chargingProfile[0].id                     | 105              |
      | chargingProfile[0].stackLevel             | 0                |
      | chargingProfile[0].chargingProfilePurpose | TxDefaultProfile |
    Then the CSMS answers
    And the CSMS shows the effect of ReportChargingProfiles in its charging-profiles
      | field       | check | value            |
      | station     | is    | $identity        |
      | profile_id  | is    | 105              |
      | evse_id     | is    | $evse_id         |
      | purpose     | is    | TxDefaultProfile |
      | stack_level | is    | 0                |
      | installed   | is    | true             |
    And the CSMS shows the effect of GetChargingProfiles in its charging-profile-reports
      | field      | check | value       | requirement |
      | request_id | is    | $request_id | K09.FR.01   |
      | status     | is    | Accepted    |             |
      | complete   | is    | true        | K09.FR.02   |
    When the CSMS is asked for clear-limit
      | field      | value |
      | profile_id | 105   |
    Then the CSMS sends a ClearChargingProfile request
      | field                   | check     | value | requirement |
      | chargingProfileId       | is        | 105   | K10.FR.02   |
      | chargingProfileCriteria | is absent |       | K10.FR.02   |
    When the station answers
      | field  | value    |
      | status | Accepted |
    Then the CSMS shows the effect of ClearChargingProfile in its charging-profiles
      | field      | check | value     |
      | station    | is    | $identity |
      | profile_id | is    | 105       |
      | installed  | is    | false     |
      | cleared    | is    | Accepted  |

  Scenario: TC_K_29_CSMS Asks for the profiles of the station itself
    Given a connected station
    And the reusable state EnergyTransferStarted
    When the CSMS is asked for get-profiles
      | field   | value                     |
      | evse_id | 0                         |
      | purpose | ChargingStationMaxProfile |
    Then the CSMS sends a GetChargingProfiles request
      | field                                  | check     | value                     | requirement |
      | evseId                                 | is        | 0                         | K09.FR.05   |
      | chargingProfile.chargingProfilePurpose | is        | ChargingStationMaxProfile | K09.FR.03   |
      | chargingProfile.stackLevel             | is absent |                           | K09.FR.03   |
      | chargingProfile.chargingLimitSource    | is absent |                           | K09.FR.03   |
      | chargingProfile.chargingProfileId      | is absent |                           | K09.FR.03   |
    And the message's requestId is kept as request_id
    When the station answers
      | field  | value    |
      | status | Accepted |
    And the station sends a ReportChargingProfiles request
      | field                                                                  | value                     |
      | requestId                                                              | $request_id               |
      | chargingLimitSource                                                    | CSO                       |
      | evseId                                                                 | 0                         |
      | chargingProfile[0].id                                                  | 129                       |
      | chargingProfile[0].chargingProfilePurpose                              | ChargingStationMaxProfile |
      | chargingProfile[0].chargingSchedule[0].chargingRateUnit                | $charging_rate_unit       |
      | chargingProfile[0].chargingSchedule[0].chargingSchedulePeriod[0].limit | $rate_20                  |
      | tbc                                                                    | false                     |
    Then the CSMS answers
    And the CSMS shows the effect of GetChargingProfiles in its charging-profile-reports
      | field         | check | value       | requirement |
      | station       | is    | $identity   |             |
      | request_id    | is    | $request_id | K09.FR.01   |
      | status        | is    | Accepted    |             |
      | profiles[any] | is    | 129         |             |
      | complete      | is    | true        | K09.FR.02   |
    And the CSMS shows the effect of ReportChargingProfiles in its charging-profiles
      | field                                        | check | value                     |
      | station                                      | is    | $identity                 |
      | profile_id                                   | is    | 129                       |
      | evse_id                                      | is    | 0                         |
      | source                                       | is    | CSO                       |
      | purpose                                      | is    | ChargingStationMaxProfile |
      | schedules[0].chargingRateUnit                | is    | $charging_rate_unit       |
      | schedules[0].chargingSchedulePeriod[0].limit | is    | $rate_20                  |

  Scenario: TC_K_43_CSMS Asks for the composite schedule of one EVSE
    Given a connected station
    When the CSMS is asked for composite-schedule
      | field    | value               |
      | evse_id  | $evse_id            |
      | duration | 300                 |
      | unit     | $charging_rate_unit |
    Then the CSMS sends a GetCompositeSchedule request
      | field            | check | value               | requirement |
      | evseId           | is    | $evse_id            | K08.FR.01   |
      | duration         | is    | 300                 | K08.FR.01   |
      | chargingRateUnit | is    | $charging_rate_unit | K08.FR.01   |
    When the station answers
      | field                                          | value               |
      | status                                         | Accepted            |
      | schedule.evseId                                | $evse_id            |
      | schedule.duration                              | 300                 |
      | schedule.scheduleStart                         | $now                |
      | schedule.chargingRateUnit                      | $charging_rate_unit |
      | schedule.chargingSchedulePeriod[0].startPeriod | 0                   |
      | schedule.chargingSchedulePeriod[0].limit       | $rate_10            |
    Then the CSMS shows the effect of GetCompositeSchedule in its composite-schedules
      | field                  | check   | value               |
      | station                | is      | $identity           |
      | evse_id                | is      | $evse_id            |
      | status                 | is      | Accepted            |
      | duration               | is      | 300                 |
      | unit                   | is      | $charging_rate_unit |
      | begin                  | is near | $now                |
      | periods[0].startPeriod | is      | 0                   |
      | periods[0].limit       | is      | $rate_10            |

  Scenario: TC_K_48_CSMS Takes a limit set from outside while idle
    Given a connected station
    When the station sends a NotifyChargingLimit request
      | field                                               | value               |
      | chargingLimit.chargingLimitSource                   | EMS                 |
      | chargingSchedule[0].chargingRateUnit                | $charging_rate_unit |
      | chargingSchedule[0].chargingSchedulePeriod[0].limit | $rate_10            |
    Then the CSMS answers
    And the CSMS shows the effect of NotifyChargingLimit in its charging-limits
      | field                                        | check   | value               | requirement |
      | station                                      | is      | $identity           |             |
      | source                                       | is      | EMS                 | K12.FR.02   |
      | evse_id                                      | is      | null                |             |
      | notified_at                                  | is near | $now                |             |
      | released_at                                  | is      | null                |             |
      | schedules[0].chargingRateUnit                | is      | $charging_rate_unit | K12.FR.03   |
      | schedules[0].chargingSchedulePeriod[0].limit | is      | $rate_10            | K12.FR.03   |

  Scenario: TC_K_50_CSMS Takes the release of an outside limit while idle
    Given a connected station
    When the station sends a NotifyChargingLimit request
      | field                             | value |
      | chargingLimit.chargingLimitSource | EMS   |
    Then the CSMS answers
    When the station sends a ClearedChargingLimit request
      | field               | value |
      | chargingLimitSource | EMS   |
    Then the CSMS answers
    And the CSMS shows the effect of ClearedChargingLimit in its charging-limits
      | field       | check   | value     |
      | station     | is      | $identity |
      | source      | is      | EMS       |
      | evse_id     | is      | null      |
      | released_at | is near | $now      |

  Scenario: TC_K_53_CSMS ISO 15118: sends a schedule for the EV's needs
    Given a connected station
    And the reusable state Authorized
    And the reusable state EVConnectedPreSession
    When the reusable state ISO15118SmartCharging is entered
    Then the CSMS shows the effect of NotifyEVChargingNeeds in its ev-charging
      | field                         | check     | value                | requirement |
      | station                       | is        | $identity            |             |
      | evse_id                       | is        | $evse_id             |             |
      | transaction_id                | is        | $transaction_id      |             |
      | needs.requestedEnergyTransfer | is        | AC_three_phase       |             |
      | needs_answer                  | is one of | Accepted, Processing | K15.FR.03   |
    And the CSMS shows the effect of SetChargingProfile in its charging-profiles
      | field          | check | value           | requirement |
      | station        | is    | $identity       |             |
      | evse_id        | is    | $evse_id        |             |
      | purpose        | is    | TxProfile       | K15.FR.07   |
      | transaction_id | is    | $transaction_id | K15.FR.07   |
      | installed      | is    | true            |             |
    And the CSMS shows the effect of NotifyEVChargingSchedule in its ev-charging
      | field           | check | value        | requirement |
      | station         | is    | $identity    |             |
      | evse_id         | is    | $evse_id     |             |
      | schedule.id     | is    | $schedule_id |             |
      | schedule_answer | is    | Accepted     | K15.FR.11   |
    And the CSMS sends no SetChargingProfile request for 120 s
