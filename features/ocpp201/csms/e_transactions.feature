Feature: E. Transactions; the CSMS is under test

  Scenario: TC_E_03_CSMS Takes a session that begins with the cable
    Given a connected station
    And the reusable state EVConnectedPreSession
    When the reusable state Authorized is entered
    And the reusable state EnergyTransferStarted is entered
    Then the CSMS shows the effect of TransactionEvent in its transactions
      | field          | check | value         |
      | station        | is    | $identity     |
      | evse_id        | is    | $evse_id      |
      | connector_id   | is    | $connector_id |
      | id_token       | is    | $valid_token  |
      | charging_state | is    | Charging      |
      | active         | is    | true          |
