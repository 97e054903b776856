Feature: OCPP 1.6 Core, booting and sessions; the CSMS is under test

  Scenario: TC_001_CSMS Accepts a booting station, its connector statuses and heartbeats
    Given a station that is not connected
    When the station connects
    And the station sends a BootNotification request
      | field             | value   |
      | chargePointVendor | $vendor |
      | chargePointModel  | $model  |
    Then the CSMS answers
      | field       | check    | value    | requirement   |
      | status      | is       | Accepted | OCPP 1.6, 4.2 |
      | currentTime | is near  | $now     | OCPP 1.6, 4.2 |
      | interval    | at least | 0        |               |
    And the CSMS shows the effect of BootNotification in its stations
      | field                  | check | value     |
      | identity               | is    | $identity |
      | boot.chargePointVendor | is    | $vendor   |
      | boot.chargePointModel  | is    | $model    |
    When the station reports every connector as Available
    Then the CSMS shows the effect of StatusNotification in its stations
      | field                    | check | value         |
      | identity                 | is    | $identity     |
      | connectors[any].connector_id | is | $connector_id |
      | connectors[any].status   | is    | Available     |
    When the station sends a Heartbeat request
    Then the CSMS answers
      | field       | check   | value | requirement   |
      | currentTime | is near | $now  | OCPP 1.6, 4.6 |
    And the CSMS shows the effect of Heartbeat in its stations
      | field        | check   | value     |
      | identity     | is      | $identity |
      | heartbeat_at | is near | $now      |

  Scenario: TC_003_CSMS Handles a session that begins with the cable
    Given a connected station
    When the station reports the connector as Preparing
    And the station sends an Authorize request
      | field | value        |
      | idTag | $valid_token |
    Then the CSMS answers
      | field            | check | value    | requirement   |
      | idTagInfo.status | is    | Accepted | OCPP 1.6, 4.1 |
    When the station sends a StartTransaction request
      | field       | value         |
      | connectorId | $connector_id |
      | idTag       | $valid_token  |
    Then the CSMS answers
      | field            | check | value    | requirement   |
      | idTagInfo.status | is    | Accepted | OCPP 1.6, 4.8 |
    And this shows the effect of Authorize
    And the message's transactionId is kept as transaction_id
    When the station reports the connector as Charging
    Then the CSMS shows the effect of StartTransaction in its transactions
      | field          | check | value           |
      | transaction_id | is    | $transaction_id |
      | connector_id   | is    | $connector_id   |
      | id_token       | is    | $valid_token    |
      | active         | is    | true            |

  Scenario: TC_010_CSMS Starts a session remotely, cable already in place
    Given a connected station
    When the station reports the connector as Preparing
    And the CSMS is asked to start a transaction for $valid_token
    Then the CSMS sends a RemoteStartTransaction request
      | field       | check        | value         | requirement    |
      | idTag       | is           | $valid_token  | OCPP 1.6, 5.11 |
      | connectorId | is absent or | $connector_id | OCPP 1.6, 5.11 |
    When the station answers
      | field  | value    |
      | status | Accepted |
    And the station sends an Authorize request
      | field | value        |
      | idTag | $valid_token |
    Then the CSMS answers
      | field            | check | value    | requirement   |
      | idTagInfo.status | is    | Accepted | OCPP 1.6, 4.1 |
    When the station sends a StartTransaction request
      | field       | value         |
      | connectorId | $connector_id |
      | idTag       | $valid_token  |
    Then the CSMS answers
      | field            | check | value    | requirement   |
      | idTagInfo.status | is    | Accepted | OCPP 1.6, 4.8 |
    And the message's transactionId is kept as transaction_id
    When the station reports the connector as Charging
    Then the CSMS shows the effect of StartTransaction in its transactions
      | field          | check | value           |
      | transaction_id | is    | $transaction_id |
      | connector_id   | is    | $connector_id   |
    And the CSMS shows the effect of RemoteStartTransaction in its remote-starts
      | field          | check | value           |
      | id_token       | is    | $valid_token    |
      | status         | is    | Accepted        |
      | transaction_id | is    | $transaction_id |

  Scenario: TC_023_1_CSMS Authorize answered Invalid for an unknown idTag
    Given a connected station
    When the station sends an Authorize request
      | field | value          |
      | idTag | $invalid_token |
    Then the CSMS answers
      | field            | check | value   | requirement   |
      | idTagInfo.status | is    | Invalid | OCPP 1.6, 4.1 |
