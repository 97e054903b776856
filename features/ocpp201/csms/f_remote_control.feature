Feature: F. Remote control; the CSMS is under test

  Scenario: TC_F_04_CSMS Handles a remote start that ends for want of a cable
    Given a connected station
    When the CSMS is asked to start a transaction for $valid_token
    Then the CSMS sends a RequestStartTransaction request
      | field           | check      | value             | requirement |
      | idToken.idToken | is         | $valid_token      | F02.FR.12   |
      | idToken.type    | is         | $valid_token_type | F02.FR.12   |
    And the message's remoteStartId is kept as remote_start_id
    When the station answers
      | field         | value    |
      | status        | Accepted |
      | transactionId | (absent) |
    And the station sends a TransactionEvent request
      | field                         | value             |
      | eventType                     | Started           |
      | triggerReason                 | RemoteStart       |
      | transactionInfo.remoteStartId | $remote_start_id  |
      | idToken.idToken               | $valid_token      |
      | idToken.type                  | $valid_token_type |
    Then the CSMS answers
      | field              | check | value    | requirement |
      | idTokenInfo.status | is    | Accepted | F02.FR.11   |
    When $transaction_duration_s s pass
    And the station sends a TransactionEvent request
      | field         | value            |
      | eventType     | Updated          |
      | triggerReason | EVConnectTimeout |
    Then the CSMS answers
    And the CSMS shows the effect of RequestStartTransaction in its transactions
      | field           | check | value            |
      | id_token        | is    | $valid_token     |
      | remote_start_id | is    | $remote_start_id |
      | last_seq_no     | is    | 1                |
      | active          | is    | true             |
    And the CSMS shows the effect of RequestStartTransaction in its remote-starts
      | field           | check  | value            |
      | remote_start_id | is     | $remote_start_id |
      | id_token        | is     | $valid_token     |
      | status          | is     | Accepted         |
      | transaction_id  | is not | null             |

  Scenario: TC_F_06_CSMS Unlocks a connector
    Given a connected station
    When the CSMS is asked for unlock-connector
      | field        | value         |
      | evse_id      | $evse_id      |
      | connector_id | $connector_id |
    Then the CSMS sends an UnlockConnector request
      | field       | check | value         | requirement |
      | evseId      | is    | $evse_id      | F05.FR.01   |
      | connectorId | is    | $connector_id | F05.FR.01   |
    When the station answers
      | field  | value    |
      | status | Unlocked |
    Then the CSMS shows the effect of UnlockConnector in its outcomes
      | field        | check | value           |
      | station      | is    | $identity       |
      | action       | is    | UnlockConnector |
      | evse_id      | is    | $evse_id        |
      | connector_id | is    | $connector_id   |
      | status       | is    | Unlocked        |

  Scenario: TC_F_11_CSMS Triggers meter values of one EVSE
    Given a connected station
    When the CSMS is asked for trigger-message
      | field   | value       |
      | message | MeterValues |
      | evse_id | $evse_id    |
    Then the CSMS sends a TriggerMessage request
      | field            | check | value       | requirement |
      | requestedMessage | is    | MeterValues | F06.FR.01   |
      | evse.id          | is    | $evse_id    | F06.FR.02   |
    When the station answers
      | field  | value    |
      | status | Accepted |
    And the station sends a MeterValues request
      | field                                 | value    |
      | evseId                                | $evse_id |
      | meterValue[0].sampledValue[0].value   | 4711.5   |
      | meterValue[0].sampledValue[0].context | Trigger  |
    Then the CSMS answers
    And the CSMS shows the effect of TriggerMessage in its commands
      | field                    | check | value          |
      | station                  | is    | $identity      |
      | action                   | is    | TriggerMessage |
      | request.requestedMessage | is    | MeterValues    |
      | request.evse.id          | is    | $evse_id       |
      | result.status            | is    | Accepted       |
    And the CSMS shows the effect of MeterValues in its meter-values
      | field             | check | value     |
      | station           | is    | $identity |
      | evse_id           | is    | $evse_id  |
      | values[0].value   | is    | 4711.5    |
      | values[0].context | is    | Trigger   |

  Scenario: TC_F_20_CSMS Triggers a heartbeat
    Given a connected station
    When the CSMS is asked for trigger-message
      | field   | value     |
      | message | Heartbeat |
    Then the CSMS sends a TriggerMessage request
      | field            | check | value     | requirement |
      | requestedMessage | is    | Heartbeat | F06.FR.01   |
    When the station answers
      | field  | value    |
      | status | Accepted |
    And the station sends a Heartbeat request
    Then the CSMS answers
      | field       | check   | value | requirement |
      | currentTime | is near | $now  | G02.FR.04   |
    And the CSMS shows the effect of Heartbeat in its stations
      | field        | check   | value     |
      | identity     | is      | $identity |
      | heartbeat_at | is near | $now      |
