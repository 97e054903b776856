Feature: F. Remote control; the station is under test

  Scenario: TC_F_01_CS Starts remotely with the cable in place
    Given a connected station
    And the station's settings
      | setting                              | value | when           |
      | AuthCtrlr.Enabled                    | true  | if writable    |
      | AuthCtrlr.DisableRemoteAuthorization | false | if implemented |
    And the measurands of SampledDataCtrlr.TxStartedMeasurands
    And the reusable state EVConnectedPreSession
    When the reusable state AuthorizedRemotely is entered
    And the reusable state EnergyTransferStarted is entered

  Scenario: TC_F_05_CS Refuses to unlock during a transaction
    Given a connected station
    And the measurands of SampledDataCtrlr.TxStartedMeasurands
    And the reusable state EnergyTransferStarted
    When the CSMS sends an UnlockConnector request
      | field       | value         |
      | evseId      | $evse_id      |
      | connectorId | $connector_id |
    Then the station answers
      | field  | check | value                        | requirement |
      | status | is    | OngoingAuthorizedTransaction | F05.FR.02   |
    And this shows the effect of UnlockConnector

  Scenario: TC_F_20_CS Triggered heartbeat
    Given a connected station
    And the station's settings
      | setting                         | value | when        |
      | OCPPCommCtrlr.HeartbeatInterval | 3600  | if writable |
    When the CSMS sends a TriggerMessage request
      | field            | value     |
      | requestedMessage | Heartbeat |
    Then the station answers
      | field  | check | value    | requirement |
      | status | is    | Accepted | F06.FR.05   |
    And the station sends a Heartbeat request
    And this shows the effect of TriggerMessage
