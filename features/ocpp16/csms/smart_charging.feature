Feature: OCPP 1.6 Smart charging; the CSMS is under test

  Scenario: TC_066_CSMS Asks for a composite schedule
    Given a connected station
    When the CSMS is asked for composite-schedule
      | field        | value               |
      | connector_id | $connector_id       |
      | duration     | 300                 |
      | unit         | $charging_rate_unit |
    Then the CSMS sends a GetCompositeSchedule request
      | field            | check | value               | requirement   |
      | connectorId      | is    | $connector_id       | OCPP 1.6, 5.7 |
      | duration         | is    | 300                 | OCPP 1.6, 5.7 |
      | chargingRateUnit | is    | $charging_rate_unit | OCPP 1.6, 5.7 |
    When the station answers
      | field                                                  | value               |
      | status                                                 | Accepted            |
      | connectorId                                            | $connector_id       |
      | scheduleStart                                          | $now                |
      | chargingSchedule.duration                              | 300                 |
      | chargingSchedule.chargingRateUnit                      | $charging_rate_unit |
      | chargingSchedule.chargingSchedulePeriod[0].startPeriod | 0                   |
      | chargingSchedule.chargingSchedulePeriod[0].limit       | $rate_10            |
    Then the CSMS shows the effect of GetCompositeSchedule in its composite-schedules
      | field                  | check   | value               |
      | station                | is      | $identity           |
      | connector_id           | is      | $connector_id       |
      | status                 | is      | Accepted            |
      | duration               | is      | 300                 |
      | unit                   | is      | $charging_rate_unit |
      | begin                  | is near | $now                |
      | periods[0].startPeriod | is      | 0                   |
      | periods[0].limit       | is      | $rate_10            |

  Scenario: TC_067_CSMS Clears charging profiles at a station
    Given a connected station
    When the CSMS is asked for limit-current
      | field        | value               |
      | connector_id | $connector_id       |
      | limit        | $rate_6             |
      | unit         | $charging_rate_unit |
      | purpose      | TxDefaultProfile    |
      | stack_level  | 1                   |
      | duration     | 300                 |
    Then the CSMS sends a SetChargingProfile request
      | field                                                                     | check     | value               | requirement      |
      | connectorId                                                               | is        | $connector_id       | OCPP 1.6, 5.16.1 |
      | csChargingProfiles.chargingProfilePurpose                                 | is        | TxDefaultProfile    | OCPP 1.6, 3.13.1 |
      | csChargingProfiles.stackLevel                                             | is        | 1                   | OCPP 1.6, 3.13.2 |
      | csChargingProfiles.transactionId                                          | is absent |                     | OCPP 1.6, 7.8    |
      | csChargingProfiles.chargingSchedule.duration                              | is        | 300                 | OCPP 1.6, 7.13   |
      | csChargingProfiles.chargingSchedule.chargingRateUnit                      | is        | $charging_rate_unit | OCPP 1.6, 7.13   |
      | csChargingProfiles.chargingSchedule.chargingSchedulePeriod                | has size  | 1                   | OCPP 1.6, 7.13   |
      | csChargingProfiles.chargingSchedule.chargingSchedulePeriod[0].startPeriod | is        | 0                   | OCPP 1.6, 7.14   |
      | csChargingProfiles.chargingSchedule.chargingSchedulePeriod[0].limit       | is        | $rate_6             | OCPP 1.6, 7.14   |
    And the message's csChargingProfiles.chargingProfileId is kept as first_id
    When the station answers
      | field  | value    |
      | status | Accepted |
    Then the CSMS shows the effect of SetChargingProfile in its charging-profiles
      | field                                        | check | value            |
      | station                                      | is    | $identity        |
      | profile_id                                   | is    | $first_id        |
      | connector_id                                 | is    | $connector_id    |
      | purpose                                      | is    | TxDefaultProfile |
      | stack_level                                  | is    | 1                |
      | schedules[0].chargingSchedulePeriod[0].limit | is    | $rate_6          |
      | installed                                    | is    | true             |
    When the CSMS is asked for limit-current
      | field        | value               |
      | connector_id | $connector_id       |
      | limit        | $rate_8             |
      | unit         | $charging_rate_unit |
      | purpose      | TxDefaultProfile    |
      | stack_level  | 2                   |
    Then the CSMS sends a SetChargingProfile request
      | field                                                               | check  | value               | requirement      |
      | connectorId                                                         | is     | $connector_id       | OCPP 1.6, 5.16.1 |
      | csChargingProfiles.chargingProfileId                                | is not | $first_id           | OCPP 1.6, 5.16.3 |
      | csChargingProfiles.chargingProfilePurpose                           | is     | TxDefaultProfile    | OCPP 1.6, 3.13.1 |
      | csChargingProfiles.stackLevel                                       | is     | 2                   | OCPP 1.6, 3.13.2 |
      | csChargingProfiles.chargingSchedule.chargingSchedulePeriod[0].limit | is     | $rate_8             | OCPP 1.6, 7.14   |
      | csChargingProfiles.chargingSchedule.chargingRateUnit                | is     | $charging_rate_unit | OCPP 1.6, 7.13   |
    And the message's csChargingProfiles.chargingProfileId is kept as second_id
    When the station answers
      | field  | value    |
      | status | Accepted |
    And the CSMS is asked for limit-current
      | field        | value               |
      | connector_id | $connector_id       |
      | limit        | $rate_10            |
      | unit         | $charging_rate_unit |
      | purpose      | TxDefaultProfile    |
      | stack_level  | 3                   |
    Then the CSMS sends a SetChargingProfile request
      | field                                                               | check  | value               | requirement      |
      | connectorId                                                         | is     | $connector_id       | OCPP 1.6, 5.16.1 |
      | csChargingProfiles.chargingProfileId                                | is not | $second_id          | OCPP 1.6, 5.16.3 |
      | csChargingProfiles.chargingProfilePurpose                           | is     | TxDefaultProfile    | OCPP 1.6, 3.13.1 |
      | csChargingProfiles.stackLevel                                       | is     | 3                   | OCPP 1.6, 3.13.2 |
      | csChargingProfiles.chargingSchedule.chargingSchedulePeriod[0].limit | is     | $rate_10            | OCPP 1.6, 7.14   |
      | csChargingProfiles.chargingSchedule.chargingRateUnit                | is     | $charging_rate_unit | OCPP 1.6, 7.13   |
    And the message's csChargingProfiles.chargingProfileId is kept as third_id
    When the station answers
      | field  | value    |
      | status | Accepted |
    And the CSMS is asked for clear-limit
      | field      | value     |
      | profile_id | $first_id |
    Then the CSMS sends a ClearChargingProfile request
      | field                  | check     | value     | requirement   |
      | id                     | is        | $first_id | OCPP 1.6, 5.5 |
      | connectorId            | is absent |           | OCPP 1.6, 5.5 |
      | chargingProfilePurpose | is absent |           | OCPP 1.6, 5.5 |
      | stackLevel             | is absent |           | OCPP 1.6, 5.5 |
    When the station answers
      | field  | value    |
      | status | Accepted |
    Then the CSMS shows the effect of ClearChargingProfile in its charging-profiles
      | field      | check | value     |
      | station    | is    | $identity |
      | profile_id | is    | $first_id |
      | installed  | is    | false     |
      | cleared    | is    | Accepted  |
    When the CSMS is asked for clear-limit
      | field        | value            |
      | connector_id | $connector_id    |
      | purpose      | TxDefaultProfile |
      | stack_level  | 2                |
    Then the CSMS sends a ClearChargingProfile request
      | field                  | check     | value            | requirement   |
      | id                     | is absent |                  | OCPP 1.6, 5.5 |
      | connectorId            | is        | $connector_id    | OCPP 1.6, 5.5 |
      | chargingProfilePurpose | is        | TxDefaultProfile | OCPP 1.6, 5.5 |
      | stackLevel             | is        | 2                | OCPP 1.6, 5.5 |
    When the station answers
      | field  | value    |
      | status | Accepted |
    Then the CSMS shows the effect of ClearChargingProfile in its charging-profiles
      | field      | check | value      |
      | station    | is    | $identity  |
      | profile_id | is    | $second_id |
      | installed  | is    | false      |
    When the CSMS is asked for clear-limit
    Then the CSMS sends a ClearChargingProfile request
      | field                  | check     | requirement   |
      | id                     | is absent | OCPP 1.6, 5.5 |
      | connectorId            | is absent | OCPP 1.6, 5.5 |
      | chargingProfilePurpose | is absent | OCPP 1.6, 5.5 |
      | stackLevel             | is absent | OCPP 1.6, 5.5 |
    When the station answers
      | field  | value    |
      | status | Accepted |
    Then the CSMS shows the effect of ClearChargingProfile in its charging-profiles
      | field      | check | value     |
      | station    | is    | $identity |
      | profile_id | is    | $third_id |
      | installed  | is    | false     |
