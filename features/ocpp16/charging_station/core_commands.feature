Feature: OCPP 1.6 Core, commands and their effect; the station is under test

  Scenario: TC_005_2_CS Cable pulled at the EV: stops the transaction but stays locked
    Given a connected station
    And the station's settings
      | setting                           | value | when           |
      | MinimumStatusDuration             | 0     | if implemented |
      | StopTransactionOnEVSideDisconnect | true  | if writable    |
      | UnlockConnectorOnEVSideDisconnect | false | if writable    |
    And the reusable state Charging
    When the EV driver unplugs the cable
    Then the station sends, in any order
      | message            | field         | check     | value                | requirement    |
      | StopTransaction    | transactionId | is        | $transaction_id      | OCPP 1.6, 4.10 |
      |                    | reason        | is        | EVDisconnected       | OCPP 1.6, 4.10 |
      |                    | timestamp     | is near   | $now                 | OCPP 1.6, 4.10 |
      | StatusNotification | connectorId   | is        | $connector_id        | OCPP 1.6, 4.9  |
      |                    | status        | is one of | Finishing, Available | OCPP 1.6, 4.9  |
    When the CSMS sends an UnlockConnector request
      | field       | value         |
      | connectorId | $connector_id |
    Then the station answers
      | field  | check     | value                  | requirement    |
      | status | is one of | Unlocked, NotSupported | OCPP 1.6, 5.18 |
    And the station may send a StatusNotification request
      | field       | check     | value                | requirement   |
      | connectorId | is        | $connector_id        | OCPP 1.6, 4.9 |
      | status      | is one of | Finishing, Available | OCPP 1.6, 4.9 |

  Scenario: TC_018_1_CS Unlocks a detachable cable during a transaction and stops it
    Given a connected station
    And the reusable state Charging
    When the CSMS sends an UnlockConnector request
      | field       | value         |
      | connectorId | $connector_id |
    Then the station answers
      | field  | check | value    | requirement    |
      | status | is    | Unlocked | OCPP 1.6, 5.18 |
    And the station sends, in any order
      | message            | field         | check   | value           | requirement    |
      | StopTransaction    | transactionId | is      | $transaction_id | OCPP 1.6, 4.10 |
      |                    | reason        | is      | UnlockCommand   | OCPP 1.6, 5.18 |
      |                    | timestamp     | is near | $now            | OCPP 1.6, 4.10 |
      | StatusNotification | connectorId   | is      | $connector_id   | OCPP 1.6, 4.9  |
      |                    | status        | is      | Finishing       | OCPP 1.6, 4.9  |
    And this shows the effect of UnlockConnector
    When the EV driver unplugs the cable
    Then the station reports the connector as Available (OCPP 1.6, 4.9)

  Scenario: TC_028_CS Refuses a remote stop of an unknown transaction
    Given a connected station
    And the reusable state Charging
    When the CSMS sends a RemoteStopTransaction request
      | field         | value  |
      | transactionId | 471100 |
    Then the station answers
      | field  | check | value    | requirement    |
      | status | is    | Rejected | OCPP 1.6, 5.12 |
    And the station sends no StopTransaction request for 5 s
    And this shows the effect of RemoteStopTransaction

  Scenario: TC_040_1_CS Answers NotSupported to an unknown configuration key
    Given a connected station
    When the CSMS sends a ChangeConfiguration request
      | field | value   |
      | key   | Testing |
      | value | true    |
    Then the station answers
      | field  | check | value        | requirement   |
      | status | is    | NotSupported | OCPP 1.6, 5.3 |
    When the CSMS sends a GetConfiguration request
      | field  | value   |
      | key[0] | Testing |
    Then the station answers
      | field            | check        | value   | requirement   |
      | configurationKey | is absent or | []      | OCPP 1.6, 5.8 |
      | unknownKey[any]  | is           | Testing | OCPP 1.6, 5.8 |
    And this shows the effect of ChangeConfiguration

  Scenario: TC_061_CS Empties its authorization cache on ClearCache
    Given a connected station
    And the station's settings
      | setting                   | value                 |
      | AuthorizationCacheEnabled | true                  |
      | LocalPreAuthorize         | true                  |
      | ConnectionTimeOut         | $connection_timeout_s |
    When the EV driver presents $valid_token
    Then the station sends, in any order
      | message            | field       | check | value         | requirement   |
      | Authorize          | idTag       | is    | $valid_token  | OCPP 1.6, 4.1 |
      | StatusNotification | connectorId | is    | $connector_id | OCPP 1.6, 4.9 |
      |                    | status      | is    | Preparing     | OCPP 1.6, 4.9 |
    And the station reports the connector as Available (OCPP 1.6, 4.9)
    When the CSMS sends a ClearCache request
    Then the station answers
      | field  | check | value    | requirement   |
      | status | is    | Accepted | OCPP 1.6, 5.4 |
    When the EV driver presents $valid_token
    Then the station sends, in any order
      | message            | field       | check | value         | requirement   |
      | Authorize          | idTag       | is    | $valid_token  | OCPP 1.6, 4.1 |
      | StatusNotification | connectorId | is    | $connector_id | OCPP 1.6, 4.9 |
      |                    | status      | is    | Preparing     | OCPP 1.6, 4.9 |
    And this shows the effect of ClearCache

  Scenario: TC_062_CS Refuses DataTransfer of an unknown vendor
    Given a connected station
    When the CSMS sends a DataTransfer request
      | field     | value                       |
      | vendorId  | org.example.nobody-knows-it |
      | messageId | Hello                       |
      | data      | world                       |
    Then the station answers
      | field  | check     | value                                       | requirement   |
      | status | is one of | Rejected, UnknownMessageId, UnknownVendorId | OCPP 1.6, 5.6 |
    And this shows the effect of DataTransfer
