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

  Scenario: TC_E_21_CSMS Ends a transaction remotely at TxStopPoint Authorized
    Given a connected station
    And the reusable state EnergyTransferStarted
    When the CSMS is asked for remote-stop
      | field          | value           |
      | transaction_id | $transaction_id |
    Then the CSMS sends a RequestStopTransaction request
      | field         | check | value           | requirement |
      | transactionId | is    | $transaction_id | F03.FR.01   |
    When the station answers
      | field  | value    |
      | status | Accepted |
    And the station sends a TransactionEvent request
      | field                         | value      |
      | eventType                     | Ended      |
      | triggerReason                 | RemoteStop |
      | transactionInfo.stoppedReason | Remote     |
    Then the CSMS answers
    And the CSMS shows the effect of RequestStopTransaction in its transactions
      | field          | check | value           |
      | transaction_id | is    | $transaction_id |
      | active         | is    | false           |
      | stopped_reason | is    | Remote          |

  Scenario: TC_E_30_CSMS Asks about a running transaction with none queued
    Given a connected station
    And the reusable state EnergyTransferStarted
    When the CSMS is asked for get-transaction-status
      | field          | value           |
      | transaction_id | $transaction_id |
    Then the CSMS sends a GetTransactionStatus request
      | field         | check | value           | requirement |
      | transactionId | is    | $transaction_id | E14.FR.02   |
    When the station answers
      | field            | value |
      | ongoingIndicator | true  |
      | messagesInQueue  | false |
    Then the CSMS shows the effect of GetTransactionStatus in its transactions
      | field          | check | value           | requirement |
      | transaction_id | is    | $transaction_id |             |
      | told_ongoing   | is    | true            | E14.FR.02   |
      | told_queued    | is    | false           | E14.FR.05   |
