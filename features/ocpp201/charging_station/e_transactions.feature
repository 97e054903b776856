Feature: E. Transactions; the station is under test

  Scenario: TC_E_03_CS Charges when the cable comes first, then the token
    Given a connected station
    And the station's settings
      | setting                              | value | when           |
      | AuthCtrlr.Enabled                    | true  | if writable    |
      | AuthCtrlr.DisableRemoteAuthorization | false | if implemented |
    And the measurands of SampledDataCtrlr.TxStartedMeasurands
    And the reusable state EVConnectedPreSession
    When the reusable state Authorized is entered
    And the reusable state EnergyTransferStarted is entered

  Scenario: TC_E_21_CS TxStopPoint Authorized: ends on a remote stop
    Given a connected station
    And the station's settings
      | setting             | value                  | when        |
      | TxCtrlr.TxStopPoint | EVConnected,Authorized | if writable |
    And the measurands of SampledDataCtrlr.TxStartedMeasurands
    And the measurands of SampledDataCtrlr.TxEndedMeasurands
    And the reusable state EnergyTransferStarted
    When the CSMS sends a RequestStopTransaction request
      | field         | value           |
      | transactionId | $transaction_id |
    Then the station answers
      | field  | check | value    | requirement |
      | status | is    | Accepted | F03.FR.07   |
    And the station sends a TransactionEvent request
      | field                         | check        | value                      | requirement |
      | transactionInfo.transactionId | is           | $transaction_id            | F03.FR.03   |
      | eventType                     | is           | Ended                      | E06.FR.03   |
      | triggerReason                 | is           | RemoteStop                 | F03.FR.09   |
      | transactionInfo.stoppedReason | is           | Remote                     | F03.FR.03   |
      | transactionInfo.chargingState | is absent or | EVConnected, SuspendedEVSE | Part 2, F03 |
    And this shows the effect of RequestStopTransaction

  Scenario: TC_E_28_CS Status of a transaction it does not know
    Given a connected station
    When the CSMS sends a GetTransactionStatus request
      | field         | value                                |
      | transactionId | 00000000-0000-4000-8000-000000000000 |
    Then the station answers
      | field            | check | value | requirement |
      | ongoingIndicator | is    | false | E14.FR.01   |
      | messagesInQueue  | is    | false | E14.FR.01   |

  Scenario: TC_E_30_CS Status of a running transaction, nothing queued
    Given a connected station
    And the measurands of SampledDataCtrlr.TxStartedMeasurands
    And the reusable state EnergyTransferStarted
    When the CSMS sends a GetTransactionStatus request
      | field         | value           |
      | transactionId | $transaction_id |
    Then the station answers
      | field            | check | value | requirement |
      | ongoingIndicator | is    | true  | E14.FR.02   |
      | messagesInQueue  | is    | false | E14.FR.05   |
    And this shows the effect of GetTransactionStatus
