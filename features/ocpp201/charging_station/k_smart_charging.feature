Feature: K. Smart charging; the station is under test

  Scenario: TC_K_09_CS Clears a TxDefaultProfile under a running transaction
    Given a connected station
    And the station's settings
      | setting                                    | value | when        |
      | SmartChargingCtrlr.LimitChangeSignificance | 1.0   | if writable |
    And the measurands of SampledDataCtrlr.TxStartedMeasurands
    And the time 0 s ago is kept as begin
    When the CSMS sends a SetChargingProfile request
      | field                                                                      | value               |
      | evseId                                                                     | $evse_id            |
      | chargingProfile.id                                                         | 109                 |
      | chargingProfile.stackLevel                                                 | 0                   |
      | chargingProfile.chargingProfilePurpose                                     | TxDefaultProfile    |
      | chargingProfile.chargingProfileKind                                        | Absolute            |
      | chargingProfile.chargingSchedule[0].id                                     | 1                   |
      | chargingProfile.chargingSchedule[0].startSchedule                          | $begin              |
      | chargingProfile.chargingSchedule[0].duration                               | 3600                |
      | chargingProfile.chargingSchedule[0].chargingRateUnit                       | $charging_rate_unit |
      | chargingProfile.chargingSchedule[0].chargingSchedulePeriod[0].startPeriod  | 0                   |
      | chargingProfile.chargingSchedule[0].chargingSchedulePeriod[0].limit        | $rate_6             |
      | chargingProfile.chargingSchedule[0].chargingSchedulePeriod[0].numberPhases | $number_phases      |
    Then the station answers
      | field  | check | value    | requirement |
      | status | is    | Accepted | K01.FR.15   |
    When the reusable state EnergyTransferStarted is entered
    And the CSMS sends a GetCompositeSchedule request
      | field            | value               |
      | evseId           | $evse_id            |
      | duration         | 300                 |
      | chargingRateUnit | $charging_rate_unit |
    Then the station answers
      | field                     | check   | value               | requirement |
      | status                    | is      | Accepted            | K08.FR.02   |
      | schedule.evseId           | is      | $evse_id            | K08.FR.02   |
      | schedule.duration         | is      | 300                 | K08.FR.02   |
      | schedule.scheduleStart    | is near | $now                | K08.FR.02   |
      | schedule.chargingRateUnit | is      | $charging_rate_unit | K08.FR.02   |
    And the schedule in the answer allows (K08.FR.04)
      | from   | limit   |
      | $begin | $rate_6 |
    And this shows the effect of SetChargingProfile
    When the CSMS sends a ClearChargingProfile request
      | field                                          | value            |
      | chargingProfileCriteria.chargingProfilePurpose | TxDefaultProfile |
    Then the station answers
      | field  | check | value    | requirement |
      | status | is    | Accepted | K10.FR.04   |
    When the CSMS sends a GetCompositeSchedule request
      | field            | value               |
      | evseId           | $evse_id            |
      | duration         | 300                 |
      | chargingRateUnit | $charging_rate_unit |
    Then the station answers
      | field                                          | check   | value               | requirement |
      | status                                         | is      | Accepted            | K08.FR.02   |
      | schedule.evseId                                | is      | $evse_id            | K08.FR.02   |
      | schedule.duration                              | is      | 300                 | K08.FR.02   |
      | schedule.scheduleStart                         | is near | $now                | K08.FR.02   |
      | schedule.chargingRateUnit                      | is      | $charging_rate_unit | K08.FR.02   |
      | schedule.chargingSchedulePeriod[0].startPeriod | is      | 0                   | K01.FR.31   |
      | schedule.chargingSchedulePeriod[0].limit       | is not  | $rate_6             | K10.FR.07   |
    And this shows the effect of GetCompositeSchedule
    And this shows the effect of ClearChargingProfile

  Scenario: TC_K_13_CS Keeps its profiles across a reboot
    Given a connected station
    And the time 0 s ago is kept as begin
    When the CSMS sends a SetChargingProfile request
      | field                                                                      | value               |
      | evseId                                                                     | $evse_id            |
      | chargingProfile.id                                                         | 113                 |
      | chargingProfile.stackLevel                                                 | 0                   |
      | chargingProfile.chargingProfilePurpose                                     | TxDefaultProfile    |
      | chargingProfile.chargingProfileKind                                        | Absolute            |
      | chargingProfile.chargingSchedule[0].id                                     | 1                   |
      | chargingProfile.chargingSchedule[0].startSchedule                          | $begin              |
      | chargingProfile.chargingSchedule[0].duration                               | 3600                |
      | chargingProfile.chargingSchedule[0].chargingRateUnit                       | $charging_rate_unit |
      | chargingProfile.chargingSchedule[0].chargingSchedulePeriod[0].startPeriod  | 0                   |
      | chargingProfile.chargingSchedule[0].chargingSchedulePeriod[0].limit        | $rate_6             |
      | chargingProfile.chargingSchedule[0].chargingSchedulePeriod[0].numberPhases | $number_phases      |
    Then the station answers
      | field  | check | value    | requirement |
      | status | is    | Accepted | K01.FR.15   |
    When the reusable state Booted is entered
    And the CSMS sends a GetChargingProfiles request
      | field                                | value |
      | requestId                            | 413   |
      | chargingProfile.chargingProfileId[0] | 113   |
    Then the station answers
      | field  | check | value    | requirement |
      | status | is    | Accepted | K09.FR.06   |
    And the station sends a ReportChargingProfiles request
      | field                                                                         | check        | value               | requirement |
      | requestId                                                                     | is           | 413                 | K09.FR.01   |
      | evseId                                                                        | is           | $evse_id            | K01.FR.27   |
      | chargingLimitSource                                                           | is           | CSO                 | K01.FR.27   |
      | tbc                                                                           | is absent or | false               | K09.FR.02   |
      | chargingProfile                                                               | has size     | 1                   | K09.FR.06   |
      | chargingProfile[0].id                                                         | is           | 113                 | K01.FR.27   |
      | chargingProfile[0].stackLevel                                                 | is           | 0                   | K01.FR.27   |
      | chargingProfile[0].chargingProfilePurpose                                     | is           | TxDefaultProfile    | K01.FR.27   |
      | chargingProfile[0].chargingProfileKind                                        | is           | Absolute            | K01.FR.27   |
      | chargingProfile[0].chargingSchedule                                           | has size     | 1                   | K01.FR.27   |
      | chargingProfile[0].chargingSchedule[0].id                                     | is           | 1                   | K01.FR.27   |
      | chargingProfile[0].chargingSchedule[0].startSchedule                          | is near      | $begin              | K01.FR.27   |
      | chargingProfile[0].chargingSchedule[0].duration                               | is           | 3600                | K01.FR.27   |
      | chargingProfile[0].chargingSchedule[0].chargingRateUnit                       | is           | $charging_rate_unit | K01.FR.27   |
      | chargingProfile[0].chargingSchedule[0].chargingSchedulePeriod                 | has size     | 1                   | K01.FR.27   |
      | chargingProfile[0].chargingSchedule[0].chargingSchedulePeriod[0].startPeriod  | is           | 0                   | K01.FR.27   |
      | chargingProfile[0].chargingSchedule[0].chargingSchedulePeriod[0].limit        | is           | $rate_6             | K01.FR.27   |
      | chargingProfile[0].chargingSchedule[0].chargingSchedulePeriod[0].numberPhases | is           | $number_phases      | K01.FR.27   |
    And this shows the effect of SetChargingProfile
    And this shows the effect of GetChargingProfiles

  Scenario: TC_K_53_CS ISO 15118: charges within the schedule the CSMS sends
    Given a connected station
    And the measurands of SampledDataCtrlr.TxStartedMeasurands
    And an EV that speaks ISO 15118
    And the reusable state EVConnectedPreSession
    When the reusable state Authorized is entered
    Then the station sends a NotifyEVChargingNeeds request
      | field  | check | value    | requirement |
      | evseId | is    | $evse_id | K15.FR.01   |
    When the CSMS answers
      | field  | value    |
      | status | Accepted |
    And the CSMS sends a SetChargingProfile request
      | field                                                                      | value               |
      | evseId                                                                     | $evse_id            |
      | chargingProfile.id                                                         | 153                 |
      | chargingProfile.stackLevel                                                 | 0                   |
      | chargingProfile.chargingProfilePurpose                                     | TxProfile           |
      | chargingProfile.chargingProfileKind                                        | Absolute            |
      | chargingProfile.transactionId                                              | $transaction_id     |
      | chargingProfile.chargingSchedule[0].id                                     | 1                   |
      | chargingProfile.chargingSchedule[0].startSchedule                          | $now                |
      | chargingProfile.chargingSchedule[0].duration                               | 3600                |
      | chargingProfile.chargingSchedule[0].chargingRateUnit                       | $charging_rate_unit |
      | chargingProfile.chargingSchedule[0].chargingSchedulePeriod[0].startPeriod  | 0                   |
      | chargingProfile.chargingSchedule[0].chargingSchedulePeriod[0].limit        | $rate_6             |
      | chargingProfile.chargingSchedule[0].chargingSchedulePeriod[0].numberPhases | $number_phases      |
    Then the station answers
      | field  | check | value    | requirement |
      | status | is    | Accepted | K01.FR.04   |
    And the station sends a NotifyEVChargingSchedule request
      | field                                                  | check   | value    | requirement |
      | evseId                                                 | is      | $evse_id | K15.FR.10   |
      | timeBase                                               | is near | $now     | K15.FR.10   |
      | chargingSchedule.chargingSchedulePeriod[0].startPeriod | is      | 0        | K01.FR.31   |
    And the schedule in this request stays within 6 A (K15.FR.09)
    And this shows the effect of SetChargingProfile
    And the station sends a TransactionEvent request
      | field                         | check     | value                | requirement |
      | triggerReason                 | is        | ChargingStateChanged | E02.FR.15   |
      | eventType                     | is one of | Started, Updated     | E02.FR.15   |
      | transactionInfo.transactionId | is        | $transaction_id      | E01.FR.08   |
      | transactionInfo.chargingState | is        | Charging             | E02.FR.13   |
    And this shows the effect of NotifyEVChargingNeeds

  Scenario: TC_K_54_CS ISO 15118: goes on when the CSMS rejects the needs
    Given a connected station
    And the measurands of SampledDataCtrlr.TxStartedMeasurands
    And an EV that speaks ISO 15118
    And the reusable state EVConnectedPreSession
    When the reusable state Authorized is entered
    Then the station sends a NotifyEVChargingNeeds request
      | field  | check | value    | requirement |
      | evseId | is    | $evse_id | K15.FR.01   |
    When the CSMS answers
      | field  | value    |
      | status | Rejected |
    Then the station may send a NotifyEVChargingSchedule request
      | field  | check | value    | requirement |
      | evseId | is    | $evse_id | K15.FR.10   |
    And the station sends a TransactionEvent request
      | field                         | check     | value                | requirement |
      | triggerReason                 | is        | ChargingStateChanged | E02.FR.15   |
      | eventType                     | is one of | Started, Updated     | E02.FR.15   |
      | transactionInfo.transactionId | is        | $transaction_id      | E01.FR.08   |
      | transactionInfo.chargingState | is        | Charging             | E02.FR.13   |
    And this shows the effect of NotifyEVChargingNeeds

  Scenario: X_K_01_CS Charges no faster than an external system allows
    Given a connected station
    And the station's settings
      | setting                                             | value             | when           |
      | SmartChargingCtrlr.ExternalControlSignalsEnabled    | true              | if implemented |
      | SmartChargingCtrlr.NotifyChargingLimitWithSchedules | true              |                |
      | SmartChargingCtrlr.LimitChangeSignificance          | 1.0               | if writable    |
      | SampledDataCtrlr.TxUpdatedMeasurands                | Current.Import    |                |
      | SampledDataCtrlr.TxUpdatedInterval                  | $meter_interval_s |                |
    And the measurands of SampledDataCtrlr.TxStartedMeasurands
    And the reusable state EnergyTransferStarted
    When the EMS limits the station to 10 A
    Then the station sends, in any order
      | message             | field                                                     | check        | value               | requirement |
      | NotifyChargingLimit | chargingLimit.chargingLimitSource                         | is           | EMS                 | K11.FR.05   |
      |                     | evseId                                                    | is absent or | 0                   | K11.FR.02   |
      |                     | chargingSchedule                                          | has size     | 1                   | K11.FR.03   |
      |                     | chargingSchedule[0].chargingRateUnit                      | is           | $charging_rate_unit | K11.FR.03   |
      |                     | chargingSchedule[0].chargingSchedulePeriod[0].startPeriod | is           | 0                   | K01.FR.31   |
      |                     | chargingSchedule[0].chargingSchedulePeriod[0].limit       | is           | $rate_10            | K11.FR.03   |
      | TransactionEvent    | triggerReason                                             | is           | ChargingRateChanged | K11.FR.04   |
      |                     | eventType                                                 | is           | Updated             | K11.FR.04   |
      |                     | transactionInfo.transactionId                             | is           | $transaction_id     | K11.FR.04   |
    And the station sends a TransactionEvent request
      | field                                   | check | value              | requirement |
      | triggerReason                           | is    | MeterValuePeriodic | J02.FR.02   |
      | meterValue[*].sampledValue[*].measurand | is    | Current.Import     | J02.FR.03   |
    And the station sends 2 TransactionEvent requests, their timestamp $meter_interval_s s apart (J02.FR.11)
      | field                                   | check   | value              | requirement |
      | eventType                               | is      | Updated            | J02.FR.02   |
      | triggerReason                           | is      | MeterValuePeriodic | J02.FR.02   |
      | transactionInfo.transactionId           | is      | $transaction_id    | E01.FR.08   |
      | meterValue[*].sampledValue[*].measurand | is      | Current.Import     | J02.FR.03   |
      | meterValue[*].sampledValue[*].value     | at most | 10                 | K11.FR.01   |
    And this shows the effect of NotifyChargingLimit

  Scenario: X_K_02_CS Tells of a limit that an external system sets while idle
    Given a connected station
    And the station's settings
      | setting                                             | value | when           |
      | SmartChargingCtrlr.ExternalControlSignalsEnabled    | true  | if implemented |
      | SmartChargingCtrlr.NotifyChargingLimitWithSchedules | true  |                |
      | SmartChargingCtrlr.LimitChangeSignificance          | 1.0   | if writable    |
    And the time 5 s ago is kept as begin
    When the EMS limits the station to 10 A
    Then the station sends a NotifyChargingLimit request
      | field                                                     | check        | value               | requirement |
      | chargingLimit.chargingLimitSource                         | is           | EMS                 | K12.FR.04   |
      | evseId                                                    | is absent or | 0                   | K12.FR.02   |
      | chargingSchedule                                          | has size     | 1                   | K12.FR.03   |
      | chargingSchedule[0].chargingRateUnit                      | is           | $charging_rate_unit | K12.FR.03   |
      | chargingSchedule[0].chargingSchedulePeriod[0].startPeriod | is           | 0                   | K01.FR.31   |
      | chargingSchedule[0].chargingSchedulePeriod[0].limit       | is           | $rate_10            | K12.FR.03   |
    When the CSMS sends a GetChargingProfiles request
      | field                                  | value                              |
      | requestId                              | 402                                |
      | chargingProfile.chargingProfilePurpose | ChargingStationExternalConstraints |
    Then the station answers
      | field  | check | value    | requirement |
      | status | is    | Accepted | K12.FR.05   |
    And the station sends a ReportChargingProfiles request
      | field                                                                  | check        | value                              | requirement |
      | requestId                                                              | is           | 402                                | K09.FR.01   |
      | tbc                                                                    | is absent or | false                              | K09.FR.02   |
      | evseId                                                                 | is           | 0                                  | K12.FR.05   |
      | chargingLimitSource                                                    | is           | EMS                                | K12.FR.04   |
      | chargingProfile                                                        | has size     | 1                                  | K09.FR.06   |
      | chargingProfile[0].chargingProfilePurpose                              | is           | ChargingStationExternalConstraints | K12.FR.05   |
      | chargingProfile[0].chargingSchedule[0].chargingRateUnit                | is           | $charging_rate_unit                | K12.FR.03   |
      | chargingProfile[0].chargingSchedule[0].chargingSchedulePeriod[0].limit | is           | $rate_10                           | K12.FR.03   |
    And the message's chargingProfile[0].id is kept as limit_id
    When the CSMS sends a GetCompositeSchedule request
      | field            | value               |
      | evseId           | 0                   |
      | duration         | 300                 |
      | chargingRateUnit | $charging_rate_unit |
    Then the station answers
      | field                     | check   | value               | requirement |
      | status                    | is      | Accepted            | K08.FR.03   |
      | schedule.duration         | is      | 300                 | K08.FR.02   |
      | schedule.evseId           | is      | 0                   | K08.FR.03   |
      | schedule.scheduleStart    | is near | $now                | K08.FR.02   |
      | schedule.chargingRateUnit | is      | $charging_rate_unit | K08.FR.02   |
    And the schedule in the answer allows (K12.FR.01)
      | from   | limit    |
      | $begin | $rate_10 |
    And this shows the effect of NotifyChargingLimit
    And this shows the effect of GetCompositeSchedule
    When the CSMS sends a ClearChargingProfile request
      | field             | value     |
      | chargingProfileId | $limit_id |
    Then the station answers
      | field  | check | value   | requirement |
      | status | is    | Unknown | K10.FR.09   |

  Scenario: X_K_03_CS Charges faster again when an external limit is released
    Given a connected station
    And the station's settings
      | setting                                          | value | when           |
      | SmartChargingCtrlr.ExternalControlSignalsEnabled | true  | if implemented |
      | SmartChargingCtrlr.LimitChangeSignificance       | 1.0   | if writable    |
    And the measurands of SampledDataCtrlr.TxStartedMeasurands
    And the reusable state EnergyTransferStarted
    When the EMS limits the station to 10 A
    Then the station sends, in any order
      | message             | field                                               | check        | value               | requirement |
      | NotifyChargingLimit | chargingLimit.chargingLimitSource                   | is           | EMS                 | K11.FR.05   |
      |                     | chargingSchedule[0].chargingRateUnit                | is absent or | $charging_rate_unit | K11.FR.03   |
      |                     | chargingSchedule[0].chargingSchedulePeriod[0].limit | is absent or | $rate_10            | K11.FR.03   |
      | TransactionEvent    | triggerReason                                       | is           | ChargingRateChanged | K11.FR.04   |
    When the EMS releases its limit
    Then the station sends, in any order
      | message              | field                         | check        | value               | requirement |
      | ClearedChargingLimit | chargingLimitSource           | is           | EMS                 | K13.FR.02   |
      |                      | evseId                        | is absent or | 0                   | K13.FR.02   |
      | TransactionEvent     | triggerReason                 | is           | ChargingRateChanged | K13.FR.03   |
      |                      | eventType                     | is           | Updated             | K13.FR.03   |
      |                      | transactionInfo.transactionId | is           | $transaction_id     | K13.FR.03   |
    When the CSMS sends a GetCompositeSchedule request
      | field            | value               |
      | evseId           | $evse_id            |
      | duration         | 300                 |
      | chargingRateUnit | $charging_rate_unit |
    Then the station answers
      | field                                          | check   | value               | requirement |
      | status                                         | is      | Accepted            | K08.FR.02   |
      | schedule.evseId                                | is      | $evse_id            | K08.FR.02   |
      | schedule.duration                              | is      | 300                 | K08.FR.02   |
      | schedule.scheduleStart                         | is near | $now                | K08.FR.02   |
      | schedule.chargingRateUnit                      | is      | $charging_rate_unit | K08.FR.02   |
      | schedule.chargingSchedulePeriod[0].startPeriod | is      | 0                   | K01.FR.31   |
      | schedule.chargingSchedulePeriod[*].limit       | is not  | $rate_10            | K13.FR.01   |
    And this shows the effect of ClearedChargingLimit
    When the CSMS sends a GetChargingProfiles request
      | field                                  | value                              |
      | requestId                              | 403                                |
      | chargingProfile.chargingProfilePurpose | ChargingStationExternalConstraints |
    Then the station answers
      | field  | check | value      | requirement |
      | status | is    | NoProfiles | K13.FR.01   |
