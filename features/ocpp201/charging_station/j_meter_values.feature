Feature: J. Meter values; the station is under test

  Scenario: TC_J_09_CS Sampled values in Updated events
    Given a connected station
    And the station's settings
      | setting                            | value             |
      | SampledDataCtrlr.TxUpdatedInterval | $meter_interval_s |
    And the measurands of SampledDataCtrlr.TxStartedMeasurands
    And the measurands of SampledDataCtrlr.TxUpdatedMeasurands
    And the reusable state EnergyTransferStarted
    Then the station sends 3 TransactionEvent requests, their timestamp $meter_interval_s s apart (J02.FR.11)
      | field                                    | check        | value                      | requirement   |
      | eventType                                | is           | Updated                    | J02.FR.02     |
      | triggerReason                            | is           | MeterValuePeriodic         | J02.FR.02     |
      | meterValue[*].sampledValue[*].context    | is           | Sample.Periodic            | J02.FR.04     |
      | meterValue[*].sampledValue[*].location   | is absent or | Body, Cable, Inlet, Outlet | Errata 6.2.58 |
    And these requests carry the measurands (J02.FR.03)

  Scenario: TC_J_01_CS Clock-aligned values while idle
    Given a connected station
    And the station's settings
      | setting                   | value             |
      | AlignedDataCtrlr.Interval | $meter_interval_s |
    And the measurands of AlignedDataCtrlr.Measurands
    Then the station sends 3 MeterValues requests, their meterValue[0].timestamp $meter_interval_s s apart (J01.FR.14)
      | field                                  | check        | value                      | requirement   |
      | evseId                                 | at least     | 0                          | J01.FR.02     |
      | meterValue[*].sampledValue[*].context  | is           | Sample.Clock               | J01.FR.08     |
      | meterValue[*].sampledValue[*].location | is absent or | Body, Cable, Inlet, Outlet | Errata 6.2.58 |
    And these requests carry the measurands (J01.FR.14)
