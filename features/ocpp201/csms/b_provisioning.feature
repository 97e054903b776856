Feature: B. Provisioning; the CSMS is under test

  Scenario: TC_B_01_CSMS Accepts a booting station and its connector statuses
    Given a station that is not connected
    When the station connects
    And the reusable state Booted is entered
    Then the CSMS shows the effect of BootNotification in its stations
      | field                           | check | value     | requirement |
      | identity                        | is    | $identity |             |
      | answered                        | is    | accepted  | B01.FR.02   |
      | boot.chargingStation.model      | is    | $model    |             |
      | boot.chargingStation.vendorName | is    | $vendor   |             |
    And the CSMS shows the effect of StatusNotification in its stations
      | field                        | check | value         |
      | identity                     | is    | $identity     |
      | connectors[any].evse_id      | is    | $evse_id      |
      | connectors[any].connector_id | is    | $connector_id |
      | connectors[any].status       | is    | Available     |

  Scenario: TC_B_06_CSMS Asks for one variable
    Given a connected station
    When the CSMS is asked to read the variable OCPPCommCtrlr.OfflineThreshold
    Then the CSMS sends a GetVariables request
      | field                               | check        | value                         | requirement |
      | getVariableData[any].component.name | is           | OCPPCommCtrlr                 | B06.FR.01   |
      | getVariableData[any].variable.name  | is           | OfflineThreshold              | B06.FR.01   |
      | getVariableData[any].attributeType  | is absent or | Actual, Target, MinSet, MaxSet |             |
    When the station answers
      | field                                | value            |
      | getVariableResult[0].attributeStatus | Accepted         |
      | getVariableResult[0].attributeType   | Actual           |
      | getVariableResult[0].attributeValue  | 600              |
      | getVariableResult[0].component.name  | OCPPCommCtrlr    |
      | getVariableResult[0].variable.name   | OfflineThreshold |
    Then the CSMS shows the effect of GetVariables in its variables
      | field          | check | value            |
      | component      | is    | OCPPCommCtrlr    |
      | variable       | is    | OfflineThreshold |
      | attribute      | is    | Actual           |
      | value          | is    | 600              |
