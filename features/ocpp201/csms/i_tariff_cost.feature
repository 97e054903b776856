Feature: I. Tariff and cost; the CSMS is under test

  Scenario: TC_I_01_CSMS Sends the running cost in CostUpdated
    Given a connected station
    When the CSMS is asked for set-tariff
      | field    | value |
      | currency | EUR   |
      | per_kwh  | 0.5   |
    And the reusable state Authorized is entered
    And the reusable state EVConnectedPreSession is entered
    And the reusable state EnergyTransferStarted is entered
    And the station sends a TransactionEvent request
      | field                                   | value                         |
      | eventType                               | Updated                       |
      | triggerReason                           | MeterValuePeriodic            |
      | meterValue[0].timestamp                 | $now                          |
      | meterValue[0].sampledValue[0].value     | 1000                          |
      | meterValue[0].sampledValue[0].context   | Sample.Periodic               |
      | meterValue[0].sampledValue[0].measurand | Energy.Active.Import.Register |
    Then the CSMS answers with totalCost or sends a CostUpdated request
      | field         | check | value           | requirement |
      | totalCost     | is    | 0               | I02.FR.01   |
      | transactionId | is    | $transaction_id | I02.FR.01   |
    When $meter_interval_s s pass
    And the station sends a TransactionEvent request
      | field                                   | value                         |
      | eventType                               | Updated                       |
      | triggerReason                           | MeterValuePeriodic            |
      | meterValue[0].timestamp                 | $now                          |
      | meterValue[0].sampledValue[0].value     | 4000                          |
      | meterValue[0].sampledValue[0].context   | Sample.Periodic               |
      | meterValue[0].sampledValue[0].measurand | Energy.Active.Import.Register |
    Then the CSMS answers with totalCost or sends a CostUpdated request
      | field         | check | value           | requirement |
      | totalCost     | is    | 1.5             | I02.FR.01   |
      | transactionId | is    | $transaction_id | I02.FR.01   |
    And the CSMS shows the effect of CostUpdated in its transactions
      | field      | check | value        |
      | station    | is    | $identity    |
      | id_token   | is    | $valid_token |
      | total_cost | is    | 1.5          |
      | currency   | is    | EUR          |
