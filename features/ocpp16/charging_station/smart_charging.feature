Feature: OCPP 1.6 Smart charging; the station is under test

  Scenario: TC_056_CS Applies a TxDefaultProfile to new transactions
    Given a connected station
    And the time 5 s ago is kept as begin
    When the CSMS sends a SetChargingProfile request
      | field                                                                      | value               |
      | connectorId                                                                | $connector_id       |
      | csChargingProfiles.chargingProfileId                                       | 156                 |
      | csChargingProfiles.stackLevel                                              | 0                   |
      | csChargingProfiles.chargingProfilePurpose                                  | TxDefaultProfile    |
      | csChargingProfiles.chargingProfileKind                                     | Absolute            |
      | csChargingProfiles.chargingSchedule.startSchedule                          | $begin              |
      | csChargingProfiles.chargingSchedule.duration                               | 300                 |
      | csChargingProfiles.chargingSchedule.chargingRateUnit                       | $charging_rate_unit |
      | csChargingProfiles.chargingSchedule.chargingSchedulePeriod[0].startPeriod  | 0                   |
      | csChargingProfiles.chargingSchedule.chargingSchedulePeriod[0].limit        | $rate_6             |
      | csChargingProfiles.chargingSchedule.chargingSchedulePeriod[0].numberPhases | $number_phases      |
    Then the station answers
      | field  | check | value    | requirement      |
      | status | is    | Accepted | OCPP 1.6, 5.16.3 |
    When the CSMS sends a GetCompositeSchedule request
      | field            | value               |
      | connectorId      | $connector_id       |
      | duration         | 300                 |
      | chargingRateUnit | $charging_rate_unit |
    Then the station answers
      | field                             | check   | value               | requirement   |
      | status                            | is      | Accepted            | OCPP 1.6, 5.7 |
      | connectorId                       | is      | $connector_id       | OCPP 1.6, 5.7 |
      | scheduleStart                     | is near | $now                | OCPP 1.6, 5.7 |
      | chargingSchedule.duration         | is      | 300                 | OCPP 1.6, 5.7 |
      | chargingSchedule.chargingRateUnit | is      | $charging_rate_unit | OCPP 1.6, 5.7 |
    And the schedule in the answer allows (OCPP 1.6, 3.13.3)
      | from        | limit   |
      | $begin      | $rate_6 |
      | $begin+300s | (any)   |
    And this shows the effect of SetChargingProfile
    And this shows the effect of GetCompositeSchedule

  Scenario: TC_067_CS Clears charging profiles by id and by criteria
    Given a connected station
    And the time 5 s ago is kept as begin
    When the CSMS sends a SetChargingProfile request
      | field                                                                      | value               |
      | connectorId                                                                | $connector_id       |
      | csChargingProfiles.chargingProfileId                                       | 671                 |
      | csChargingProfiles.stackLevel                                              | 1                   |
      | csChargingProfiles.chargingProfilePurpose                                  | TxDefaultProfile    |
      | csChargingProfiles.chargingProfileKind                                     | Absolute            |
      | csChargingProfiles.chargingSchedule.startSchedule                          | $begin              |
      | csChargingProfiles.chargingSchedule.duration                               | 400                 |
      | csChargingProfiles.chargingSchedule.chargingRateUnit                       | $charging_rate_unit |
      | csChargingProfiles.chargingSchedule.chargingSchedulePeriod[0].startPeriod  | 0                   |
      | csChargingProfiles.chargingSchedule.chargingSchedulePeriod[0].limit        | $rate_6             |
      | csChargingProfiles.chargingSchedule.chargingSchedulePeriod[0].numberPhases | $number_phases      |
      | csChargingProfiles.chargingSchedule.chargingSchedulePeriod[1].startPeriod  | 60                  |
      | csChargingProfiles.chargingSchedule.chargingSchedulePeriod[1].limit        | $rate_8             |
      | csChargingProfiles.chargingSchedule.chargingSchedulePeriod[1].numberPhases | $number_phases      |
      | csChargingProfiles.chargingSchedule.chargingSchedulePeriod[2].startPeriod  | 200                 |
      | csChargingProfiles.chargingSchedule.chargingSchedulePeriod[2].limit        | $rate_10            |
      | csChargingProfiles.chargingSchedule.chargingSchedulePeriod[2].numberPhases | $number_phases      |
    Then the station answers
      | field  | check | value    | requirement      |
      | status | is    | Accepted | OCPP 1.6, 5.16.3 |
    When the CSMS sends a SetChargingProfile request
      | field                                                                      | value               |
      | connectorId                                                                | $connector_id       |
      | csChargingProfiles.chargingProfileId                                       | 672                 |
      | csChargingProfiles.stackLevel                                              | 0                   |
      | csChargingProfiles.chargingProfilePurpose                                  | TxDefaultProfile    |
      | csChargingProfiles.chargingProfileKind                                     | Absolute            |
      | csChargingProfiles.validFrom                                               | $begin              |
      | csChargingProfiles.validTo                                                 | $begin+401s         |
      | csChargingProfiles.chargingSchedule.startSchedule                          | $begin              |
      | csChargingProfiles.chargingSchedule.duration                               | 400                 |
      | csChargingProfiles.chargingSchedule.chargingRateUnit                       | $charging_rate_unit |
      | csChargingProfiles.chargingSchedule.chargingSchedulePeriod[0].startPeriod  | 0                   |
      | csChargingProfiles.chargingSchedule.chargingSchedulePeriod[0].limit        | $rate_7             |
      | csChargingProfiles.chargingSchedule.chargingSchedulePeriod[0].numberPhases | $number_phases      |
      | csChargingProfiles.chargingSchedule.chargingSchedulePeriod[1].startPeriod  | 100                 |
      | csChargingProfiles.chargingSchedule.chargingSchedulePeriod[1].limit        | $rate_9             |
      | csChargingProfiles.chargingSchedule.chargingSchedulePeriod[1].numberPhases | $number_phases      |
    Then the station answers
      | field  | check | value    | requirement      |
      | status | is    | Accepted | OCPP 1.6, 5.16.3 |
    When the CSMS sends a SetChargingProfile request
      | field                                                                      | value                 |
      | connectorId                                                                | 0                     |
      | csChargingProfiles.chargingProfileId                                       | 673                   |
      | csChargingProfiles.stackLevel                                              | 0                     |
      | csChargingProfiles.chargingProfilePurpose                                  | ChargePointMaxProfile |
      | csChargingProfiles.chargingProfileKind                                     | Absolute              |
      | csChargingProfiles.validFrom                                               | $begin                |
      | csChargingProfiles.validTo                                                 | $begin+401s           |
      | csChargingProfiles.chargingSchedule.startSchedule                          | $begin                |
      | csChargingProfiles.chargingSchedule.duration                               | 86400                 |
      | csChargingProfiles.chargingSchedule.chargingRateUnit                       | $charging_rate_unit   |
      | csChargingProfiles.chargingSchedule.chargingSchedulePeriod[0].startPeriod  | 0                     |
      | csChargingProfiles.chargingSchedule.chargingSchedulePeriod[0].limit        | $rate_11              |
      | csChargingProfiles.chargingSchedule.chargingSchedulePeriod[0].numberPhases | $number_phases        |
      | csChargingProfiles.chargingSchedule.chargingSchedulePeriod[1].startPeriod  | 200                   |
      | csChargingProfiles.chargingSchedule.chargingSchedulePeriod[1].limit        | $rate_12              |
      | csChargingProfiles.chargingSchedule.chargingSchedulePeriod[1].numberPhases | $number_phases        |
    Then the station answers
      | field  | check | value    | requirement      |
      | status | is    | Accepted | OCPP 1.6, 5.16.3 |
    When the CSMS sends a ClearChargingProfile request
      | field | value |
      | id    | 671   |
    Then the station answers
      | field  | check | value    | requirement   |
      | status | is    | Accepted | OCPP 1.6, 5.5 |
    When the CSMS sends a GetCompositeSchedule request
      | field            | value               |
      | connectorId      | $connector_id       |
      | duration         | 350                 |
      | chargingRateUnit | $charging_rate_unit |
    Then the station answers
      | field                             | check   | value               | requirement   |
      | status                            | is      | Accepted            | OCPP 1.6, 5.7 |
      | connectorId                       | is      | $connector_id       | OCPP 1.6, 5.7 |
      | scheduleStart                     | is near | $now                | OCPP 1.6, 5.7 |
      | chargingSchedule.duration         | is      | 350                 | OCPP 1.6, 5.7 |
      | chargingSchedule.chargingRateUnit | is      | $charging_rate_unit | OCPP 1.6, 5.7 |
    And the schedule in the answer allows (OCPP 1.6, 3.13.3)
      | from        | limit   |
      | $begin      | $rate_7 |
      | $begin+100s | $rate_9 |
    And this shows the effect of SetChargingProfile
    When the CSMS sends a ClearChargingProfile request
      | field                  | value            |
      | chargingProfilePurpose | TxDefaultProfile |
      | stackLevel             | 0                |
    Then the station answers
      | field  | check | value    | requirement   |
      | status | is    | Accepted | OCPP 1.6, 5.5 |
    When the CSMS sends a GetCompositeSchedule request
      | field            | value               |
      | connectorId      | $connector_id       |
      | duration         | 350                 |
      | chargingRateUnit | $charging_rate_unit |
    Then the station answers
      | field                             | check   | value               | requirement   |
      | status                            | is      | Accepted            | OCPP 1.6, 5.7 |
      | connectorId                       | is      | $connector_id       | OCPP 1.6, 5.7 |
      | scheduleStart                     | is near | $now                | OCPP 1.6, 5.7 |
      | chargingSchedule.duration         | is      | 350                 | OCPP 1.6, 5.7 |
      | chargingSchedule.chargingRateUnit | is      | $charging_rate_unit | OCPP 1.6, 5.7 |
    And the schedule in the answer allows (OCPP 1.6, 3.13.3)
      | from        | limit    |
      | $begin      | $rate_11 |
      | $begin+200s | $rate_12 |
    And this shows the effect of ClearChargingProfile
    When the CSMS sends a ClearChargingProfile request
    Then the station answers
      | field  | check | value    | requirement   |
      | status | is    | Accepted | OCPP 1.6, 5.5 |
    When the CSMS sends a GetCompositeSchedule request
      | field            | value               |
      | connectorId      | $connector_id       |
      | duration         | 350                 |
      | chargingRateUnit | $charging_rate_unit |
    Then the station answers
      | field                                                  | check   | value               | requirement    |
      | status                                                 | is      | Accepted            | OCPP 1.6, 5.7  |
      | connectorId                                            | is      | $connector_id       | OCPP 1.6, 5.7  |
      | scheduleStart                                          | is near | $now                | OCPP 1.6, 5.7  |
      | chargingSchedule.duration                              | is      | 350                 | OCPP 1.6, 5.7  |
      | chargingSchedule.chargingRateUnit                      | is      | $charging_rate_unit | OCPP 1.6, 5.7  |
      | chargingSchedule.chargingSchedulePeriod[0].startPeriod | is      | 0                   | OCPP 1.6, 7.14 |
      | chargingSchedule.chargingSchedulePeriod[0].limit       | is not  | $rate_11            | OCPP 1.6, 5.5  |
    And this shows the effect of GetCompositeSchedule
