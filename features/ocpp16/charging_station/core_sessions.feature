Feature: OCPP 1.6 Core, booting, sessions and configuration; the station is under test

  Scenario: TC_001_CS Boots, is rejected once, then reports its connectors and heartbeats
    Given a connected station
    When the station is power-cycled
    Then the station sends a BootNotification request
      | field             | check | value   | requirement   |
      | chargePointVendor | is    | $vendor | OCPP 1.6, 4.2 |
      | chargePointModel  | is    | $model  | OCPP 1.6, 4.2 |
    When the CSMS answers
      | field    | value                   |
      | status   | Rejected                |
      | interval | $boot_retry_interval_s  |
    Then the station sends a BootNotification request after $boot_retry_interval_s s (OCPP 1.6, 4.2)
      | field             | check | value   | requirement   |
      | chargePointVendor | is    | $vendor | OCPP 1.6, 4.2 |
      | chargePointModel  | is    | $model  | OCPP 1.6, 4.2 |
    When the CSMS answers
      | field    | value                 |
      | status   | Accepted              |
      | interval | $heartbeat_interval_s |
    Then the station reports every connector as Available (OCPP 1.6, 4.9)
    And the station sends 3 Heartbeat requests, $heartbeat_interval_s s apart (OCPP 1.6, 4.2)

  Scenario: TC_003_CS Charges when the cable comes before the idTag
    Given a connected station
    When the EV driver plugs in the cable
    Then the station reports the connector as Preparing (OCPP 1.6, 4.9)
    When the EV driver presents $valid_token
    Then the station sends an Authorize request
      | field | check | value        | requirement   |
      | idTag | is    | $valid_token | OCPP 1.6, 4.1 |
    And the station sends, in any order
      | message            | field       | check | value         | requirement   |
      | StartTransaction   | connectorId | is    | $connector_id | OCPP 1.6, 4.8 |
      |                    | idTag       | is    | $valid_token  | OCPP 1.6, 4.8 |
      |                    | timestamp   | is near | $now        | OCPP 1.6, 4.8 |
      | StatusNotification | connectorId | is    | $connector_id | OCPP 1.6, 4.9 |
      |                    | status      | is    | Charging      | OCPP 1.6, 4.9 |

  Scenario: TC_013_CS Hard Reset while idle: reboots and reports itself again
    Given a connected station
    When the CSMS sends a ChangeAvailability request
      | field       | value         |
      | connectorId | $connector_id |
      | type        | Inoperative   |
    Then the station answers
      | field  | check | value    | requirement   |
      | status | is    | Accepted | OCPP 1.6, 5.2 |
    And the station reports the connector as Unavailable (OCPP 1.6, 5.2)
    When the CSMS sends a Reset request
      | field | value |
      | type  | Hard  |
    Then the station answers
      | field  | check | value    | requirement    |
      | status | is    | Accepted | OCPP 1.6, 5.14 |
    And the station sends a BootNotification request
      | field             | check | value   | requirement   |
      | chargePointVendor | is    | $vendor | OCPP 1.6, 4.2 |
      | chargePointModel  | is    | $model  | OCPP 1.6, 4.2 |
    And this shows the effect of Reset
    And the station reports the connector as Unavailable and every other one as Available (OCPP 1.6, 5.2)
    And this shows the effect of ChangeAvailability
    When the CSMS sends a ChangeAvailability request
      | field       | value         |
      | connectorId | $connector_id |
      | type        | Operative     |
    Then the station answers
      | field  | check | value    | requirement   |
      | status | is    | Accepted | OCPP 1.6, 5.2 |
    And the station reports the connector as Available (OCPP 1.6, 5.2)

  Scenario: TC_019_CS Lists all required configuration keys, and single ones by name
    Given a connected station
    When the CSMS sends a GetConfiguration request
      | field  | value                    |
      | key[0] | SupportedFeatureProfiles |
    Then the station answers
      | field                                          | check        | value | requirement   |
      | unknownKey                                     | is absent or | []    | OCPP 1.6, 5.8 |
      | configurationKey                               | has size     | 1     | OCPP 1.6, 5.8 |
      | configurationKey[key=SupportedFeatureProfiles].value | contains | Core | OCPP 1.6, 9.1 |
    When the CSMS sends a GetConfiguration request
    Then the station answers
      | field                                                            | check      | value | requirement   |
      | configurationKey[key=AuthorizeRemoteTxRequests].readonly         | is present |       | OCPP 1.6, 9.1 |
      | configurationKey[key=ClockAlignedDataInterval].readonly          | is         | false | OCPP 1.6, 9.1 |
      | configurationKey[key=ConnectionTimeOut].readonly                 | is         | false | OCPP 1.6, 9.1 |
      | configurationKey[key=ConnectorPhaseRotation].readonly            | is         | false | OCPP 1.6, 9.1 |
      | configurationKey[key=GetConfigurationMaxKeys].readonly           | is         | true  | OCPP 1.6, 9.1 |
      | configurationKey[key=HeartbeatInterval].readonly                 | is         | false | OCPP 1.6, 9.1 |
      | configurationKey[key=LocalAuthorizeOffline].readonly             | is         | false | OCPP 1.6, 9.1 |
      | configurationKey[key=LocalPreAuthorize].readonly                 | is         | false | OCPP 1.6, 9.1 |
      | configurationKey[key=MeterValuesAlignedData].readonly            | is         | false | OCPP 1.6, 9.1 |
      | configurationKey[key=MeterValuesSampledData].readonly            | is         | false | OCPP 1.6, 9.1 |
      | configurationKey[key=MeterValueSampleInterval].readonly          | is         | false | OCPP 1.6, 9.1 |
      | configurationKey[key=NumberOfConnectors].readonly                | is         | true  | OCPP 1.6, 9.1 |
      | configurationKey[key=ResetRetries].readonly                      | is         | false | OCPP 1.6, 9.1 |
      | configurationKey[key=StopTransactionOnInvalidId].readonly        | is         | false | OCPP 1.6, 9.1 |
      | configurationKey[key=StopTxnAlignedData].readonly                | is         | false | OCPP 1.6, 9.1 |
      | configurationKey[key=StopTxnSampledData].readonly                | is         | false | OCPP 1.6, 9.1 |
      | configurationKey[key=SupportedFeatureProfiles].readonly          | is         | true  | OCPP 1.6, 9.1 |
      | configurationKey[key=TransactionMessageAttempts].readonly        | is         | false | OCPP 1.6, 9.1 |
      | configurationKey[key=TransactionMessageRetryInterval].readonly   | is         | false | OCPP 1.6, 9.1 |
      | configurationKey[key=UnlockConnectorOnEVSideDisconnect].readonly | is present |       | OCPP 1.6, 9.1 |
    And the message's configurationKey[*].key is kept as keys
    When the CSMS sends a GetConfiguration request
      | field  | value                   |
      | key[0] | GetConfigurationMaxKeys |
    Then the station answers
      | field                                               | check    | value | requirement   |
      | configurationKey[key=GetConfigurationMaxKeys].value | at least | 1     | OCPP 1.6, 9.1 |
    And the message's configurationKey[0].value is kept as max_keys
    And the first $max_keys of $keys are kept as asked
    When the CSMS sends a GetConfiguration request
      | field | value  |
      | key   | $asked |
    Then the station answers
      | field                   | check        | value  | requirement   |
      | unknownKey              | is absent or | []     | OCPP 1.6, 5.8 |
      | configurationKey        | has size     | $asked | OCPP 1.6, 5.8 |
      | configurationKey[*].key | is one of    | $asked | OCPP 1.6, 5.8 |
    And this shows the effect of GetConfiguration
