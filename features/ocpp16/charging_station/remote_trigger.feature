Feature: OCPP 1.6 RemoteTrigger; the station is under test

  Scenario: TC_054_CS Sends each message that TriggerMessage asks for
    Given a connected station
    And the station's settings
      | setting           | value |
      | HeartbeatInterval | 3600  |
    When the CSMS sends a TriggerMessage request
      | field            | value         |
      | requestedMessage | MeterValues   |
      | connectorId      | $connector_id |
    Then the station answers
      | field  | check | value    | requirement    |
      | status | is    | Accepted | OCPP 1.6, 5.17 |
    And the station sends a MeterValues request
      | field                                 | check   | value         | requirement    |
      | connectorId                           | is      | $connector_id | OCPP 1.6, 5.17 |
      | meterValue[*].timestamp               | is near | $now          | OCPP 1.6, 5.17 |
      | meterValue[*].sampledValue[*].context | is      | Trigger       | OCPP 1.6, 7.35 |
    When the CSMS sends a TriggerMessage request
      | field            | value     |
      | requestedMessage | Heartbeat |
    Then the station answers
      | field  | check | value    | requirement    |
      | status | is    | Accepted | OCPP 1.6, 5.17 |
    And the station sends a Heartbeat request
    When the CSMS sends a TriggerMessage request
      | field            | value              |
      | requestedMessage | StatusNotification |
      | connectorId      | $connector_id      |
    Then the station answers
      | field  | check | value    | requirement    |
      | status | is    | Accepted | OCPP 1.6, 5.17 |
    And the station reports the connector as Available (OCPP 1.6, 5.17)
    And this shows the effect of TriggerMessage
    When the CSMS sends a TriggerMessage request
      | field            | value                         |
      | requestedMessage | DiagnosticsStatusNotification |
    Then the station answers
      | field  | check | value    | requirement    |
      | status | is    | Accepted | OCPP 1.6, 5.17 |
    And the station sends a DiagnosticsStatusNotification request
      | field  | check | value | requirement   |
      | status | is    | Idle  | OCPP 1.6, 4.4 |
    When the CSMS sends a TriggerMessage request
      | field            | value                      |
      | requestedMessage | FirmwareStatusNotification |
    Then the station answers
      | field  | check     | value                    | requirement    |
      | status | is one of | Accepted, NotImplemented | OCPP 1.6, 5.17 |
    And the station may send a FirmwareStatusNotification request
      | field  | check | value | requirement   |
      | status | is    | Idle  | OCPP 1.6, 4.5 |
