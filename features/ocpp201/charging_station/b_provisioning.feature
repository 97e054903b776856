Feature: B. Provisioning; the station is under test

  Scenario: TC_B_01_CS Boots, is accepted and reports all connectors
    Given a connected station
    When the reusable state Booted is entered
    Then the station sends 2 Heartbeat requests, $heartbeat_interval_s s apart (B01.FR.04)

  Scenario: TC_B_06_CS Reads out one variable
    Given a connected station
    And the station's settings
      | setting                        | value |
      | OCPPCommCtrlr.OfflineThreshold | 300   |
    When the CSMS sends a GetVariables request
      | field                             | value            |
      | getVariableData[0].component.name | OCPPCommCtrlr    |
      | getVariableData[0].variable.name  | OfflineThreshold |
      | getVariableData[0].attributeType  | Actual           |
    Then the station answers
      | field                                                | check        | value            | requirement |
      | getVariableResult                                    | has size     | 1                | B06.FR.02   |
      | getVariableResult[0].attributeStatus                 | is           | Accepted         | B06.FR.04   |
      | getVariableResult[0].attributeType                   | is           | Actual           | B06.FR.11   |
      | getVariableResult[0].attributeValue                  | is           | 300              | B06.FR.10   |
      | getVariableResult[0].component.name                  | is           | OCPPCommCtrlr    | B06.FR.03   |
      | getVariableResult[0].variable.name                   | is           | OfflineThreshold | B06.FR.03   |
      | getVariableResult[0].attributeStatusInfo.reasonCode  | is absent or | NoError          |             |
    And this shows the effect of GetVariables
