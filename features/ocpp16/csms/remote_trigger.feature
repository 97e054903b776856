Feature: OCPP 1.6 RemoteTrigger; the CSMS is under test

  Scenario: TC_054_CSMS Triggers each message a station can send
    Given a connected station
    When the CSMS is asked for trigger-message
      | field        | value         |
      | message      | MeterValues   |
      | connector_id | $connector_id |
    Then the CSMS sends a TriggerMessage request
      | field            | check | value         | requirement    |
      | requestedMessage | is    | MeterValues   | OCPP 1.6, 5.17 |
      | connectorId      | is    | $connector_id | OCPP 1.6, 5.17 |
    When the station answers
      | field  | value    |
      | status | Accepted |
    And the station sends a MeterValues request
      | field                                 | value         |
      | connectorId                           | $connector_id |
      | meterValue[0].sampledValue[0].value   | 4711          |
      | meterValue[0].sampledValue[0].context | Trigger       |
    Then the CSMS answers
    And the CSMS shows the effect of MeterValues in its meter-values
      | field               | check | value         |
      | connector_id        | is    | $connector_id |
      | values[any].value   | is    | 4711          |
      | values[any].context | is    | Trigger       |
    When the CSMS is asked for trigger-message
      | field   | value     |
      | message | Heartbeat |
    Then the CSMS sends a TriggerMessage request
      | field            | check | value     | requirement    |
      | requestedMessage | is    | Heartbeat | OCPP 1.6, 5.17 |
    When the station answers
      | field  | value    |
      | status | Accepted |
    And the station sends a Heartbeat request
    Then the CSMS answers
      | field       | check   | value | requirement   |
      | currentTime | is near | $now  | OCPP 1.6, 4.6 |
    When the CSMS is asked for trigger-message
      | field        | value              |
      | message      | StatusNotification |
      | connector_id | $connector_id      |
    Then the CSMS sends a TriggerMessage request
      | field            | check | value              | requirement    |
      | requestedMessage | is    | StatusNotification | OCPP 1.6, 5.17 |
      | connectorId      | is    | $connector_id      | OCPP 1.6, 5.17 |
    When the station answers
      | field  | value    |
      | status | Accepted |
    And the station reports the connector as Available
    And the CSMS is asked for trigger-message
      | field   | value                         |
      | message | DiagnosticsStatusNotification |
    Then the CSMS sends a TriggerMessage request
      | field            | check | value                         | requirement    |
      | requestedMessage | is    | DiagnosticsStatusNotification | OCPP 1.6, 5.17 |
    When the station answers
      | field  | value    |
      | status | Accepted |
    And the station sends a DiagnosticsStatusNotification request
      | field  | value |
      | status | Idle  |
    Then the CSMS answers
    And the CSMS shows the effect of DiagnosticsStatusNotification in its log-uploads
      | field  | check | value |
      | status | is    | Idle  |
    When the CSMS is asked for trigger-message
      | field   | value                      |
      | message | FirmwareStatusNotification |
    Then the CSMS sends a TriggerMessage request
      | field            | check | value                      | requirement    |
      | requestedMessage | is    | FirmwareStatusNotification | OCPP 1.6, 5.17 |
    When the station answers
      | field  | value    |
      | status | Accepted |
    And the station sends a FirmwareStatusNotification request
      | field  | value |
      | status | Idle  |
    Then the CSMS answers
    And the CSMS shows the effect of FirmwareStatusNotification in its firmware-updates
      | field  | check | value |
      | status | is    | Idle  |
    And the CSMS shows the effect of TriggerMessage in its commands
      | field                    | check | value                      |
      | action                   | is    | TriggerMessage             |
      | request.requestedMessage | is    | FirmwareStatusNotification |
      | result.status            | is    | Accepted                   |
