Feature: I. Tariff and cost; the station is under test

  Scenario: TC_I_01_CS Shows the running cost sent in CostUpdated
    Given a connected station
    And the station's settings
      | setting                            | value             |
      | SampledDataCtrlr.TxUpdatedInterval | $meter_interval_s |
    And the measurands of SampledDataCtrlr.TxStartedMeasurands
    And the measurands of SampledDataCtrlr.TxUpdatedMeasurands
    And the reusable state EVConnectedPreSession
    And the CSMS will answer Authorize with
      | field                               | value              |
      | idTokenInfo.personalMessage.format  | $display_format    |
      | idTokenInfo.personalMessage.content | 0.50 EUR for a kWh |
    When the reusable state EnergyTransferStarted is entered
    Given the CSMS will answer TransactionEvent with
      | field                          | value           |
      | updatedPersonalMessage.format  | $display_format |
      | updatedPersonalMessage.content | 2.10 EUR so far |
    Then the station sends 2 TransactionEvent requests, their timestamp $meter_interval_s s apart (J02.FR.11)
      | field                         | check | value              | requirement |
      | eventType                     | is    | Updated            | J02.FR.11   |
      | triggerReason                 | is    | MeterValuePeriodic | J02.FR.11   |
      | transactionInfo.transactionId | is    | $transaction_id    |             |
    And these requests carry the measurands (J02.FR.11)
    When the CSMS sends a CostUpdated request
      | field         | value           |
      | totalCost     | 3.45            |
      | transactionId | $transaction_id |
    Then the station answers
    And the station shows the effect of CostUpdated in its display
      | field | check    | value | requirement |
      | text  | contains | 3.45  | I02.FR.03   |
    And the station sends 2 TransactionEvent requests, their timestamp $meter_interval_s s apart (J02.FR.11)
      | field                         | check | value              | requirement |
      | eventType                     | is    | Updated            | J02.FR.11   |
      | triggerReason                 | is    | MeterValuePeriodic | J02.FR.11   |
      | transactionInfo.transactionId | is    | $transaction_id    |             |
    And these requests carry the measurands (J02.FR.11)
    When the CSMS sends a CostUpdated request
      | field         | value           |
      | totalCost     | 6.78            |
      | transactionId | $transaction_id |
    Then the station answers
    And the station shows the effect of CostUpdated in its display
      | field | check    | value | requirement |
      | text  | contains | 6.78  | I02.FR.03   |
