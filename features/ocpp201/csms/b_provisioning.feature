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

  Scenario: TC_B_09_CSMS Sets one variable at a station
    Given a connected station
    When the CSMS is asked for set-variables
      | field                  | value            |
      | variables[0].component | OCPPCommCtrlr    |
      | variables[0].variable  | OfflineThreshold |
      | variables[0].value     | "123"            |
    Then the CSMS sends a SetVariables request
      | field                               | check        | value            | requirement |
      | setVariableData[any].component.name | is           | OCPPCommCtrlr    | B05.FR.01   |
      | setVariableData[any].variable.name  | is           | OfflineThreshold | B05.FR.01   |
      | setVariableData[any].attributeValue | is           | 123              | B05.FR.01   |
      | setVariableData[any].attributeType  | is absent or | Actual           | B05.FR.03   |
    When the station answers
      | field                                | value            |
      | setVariableResult[0].attributeStatus | Accepted         |
      | setVariableResult[0].attributeType   | Actual           |
      | setVariableResult[0].component.name  | OCPPCommCtrlr    |
      | setVariableResult[0].variable.name   | OfflineThreshold |
    Then the CSMS shows the effect of SetVariables in its variables
      | field     | check | value            | requirement |
      | component | is    | OCPPCommCtrlr    | B05.FR.02   |
      | variable  | is    | OfflineThreshold | B05.FR.02   |
      | attribute | is    | Actual           | B05.FR.12   |
      | value     | is    | 123              | B05.FR.10   |
      | status    | is    | Accepted         | B05.FR.10   |

  Scenario: TC_B_12_CSMS Asks for the configuration inventory
    Given a connected station
    When the CSMS is asked for get-base-report
      | field  | value                  |
      | report | ConfigurationInventory |
    Then the CSMS sends a GetBaseReport request
      | field      | check    | value                  | requirement |
      | reportBase | is       | ConfigurationInventory | B07.FR.07   |
      | requestId  | at least | 0                      | B07.FR.07   |
    And the message's requestId is kept as request_id
    When the station answers
      | field  | value    |
      | status | Accepted |
    And the station sends a NotifyReport request
      | field                                              | value            |
      | requestId                                          | $request_id      |
      | seqNo                                              | 1                |
      | tbc                                                | false            |
      | reportData[0].component.name                       | TxCtrlr          |
      | reportData[0].variable.name                        | EVConnectionTimeOut |
      | reportData[0].variableAttribute[0].value           | 42               |
      | reportData[0].variableAttribute[0].mutability      | ReadWrite        |
    Then the CSMS answers
    And the CSMS shows the effect of GetBaseReport in its reports
      | field      | check | value       |
      | request_id | is    | $request_id |
      | answer     | is    | Accepted    |
      | complete   | is    | false       |
    When the station sends a NotifyReport request
      | field                                              | value            |
      | requestId                                          | $request_id      |
      | seqNo                                              | 0                |
      | tbc                                                | true             |
      | reportData[0].component.name                       | OCPPCommCtrlr    |
      | reportData[0].variable.name                        | OfflineThreshold |
      | reportData[0].variableAttribute[0].value           | 77               |
      | reportData[0].variableAttribute[0].mutability      | ReadWrite        |
    Then the CSMS answers
    And the CSMS shows the effect of NotifyReport in its reports
      | field      | check | value       |
      | request_id | is    | $request_id |
      | complete   | is    | true        |
      | variables  | is    | 2           |
    And the CSMS shows the effect of NotifyReport in its variables
      | field      | check | value            |
      | component  | is    | OCPPCommCtrlr    |
      | variable   | is    | OfflineThreshold |
      | value      | is    | 77               |
      | mutability | is    | ReadWrite        |

  Scenario: TC_B_18_CSMS Asks for a report by criteria and names, even an empty one
    Given a connected station
    When the CSMS is asked for get-report
      | field                  | value             |
      | criteria[0]            | Problem           |
      | variables[0].component | EVSE              |
      | variables[0].evse_id   | 1                 |
      | variables[0].variable  | AvailabilityState |
    Then the CSMS sends a GetReport request
      | field                                  | check    | value             | requirement |
      | componentCriteria                      | is       | ["Problem"]       | B08.FR.05   |
      | componentVariable                      | has size | 1                 | B08.FR.05   |
      | componentVariable[0].component.name    | is       | EVSE              | B08.FR.05   |
      | componentVariable[0].component.evse.id | is       | 1                 | B08.FR.05   |
      | componentVariable[0].variable.name     | is       | AvailabilityState | B08.FR.05   |
    And the message's requestId is kept as first_request
    When the station answers
      | field  | value          |
      | status | EmptyResultSet |
    Then the CSMS shows the effect of GetReport in its reports
      | field      | check | value          |
      | request_id | is    | $first_request |
      | answer     | is    | EmptyResultSet |
      | complete   | is    | false          |
    When the CSMS is asked for get-report
      | field                  | value             |
      | criteria[0]            | Available         |
      | variables[0].component | EVSE              |
      | variables[0].evse_id   | 1                 |
      | variables[0].variable  | AvailabilityState |
    Then the CSMS sends a GetReport request
      | field                                  | check    | value             | requirement |
      | componentCriteria                      | is       | ["Available"]     | B08.FR.05   |
      | componentVariable                      | has size | 1                 | B08.FR.05   |
      | componentVariable[0].component.name    | is       | EVSE              | B08.FR.05   |
      | componentVariable[0].component.evse.id | is       | 1                 | B08.FR.05   |
      | componentVariable[0].variable.name     | is       | AvailabilityState | B08.FR.05   |
    And the message's requestId is kept as second_request
    When the station answers
      | field  | value    |
      | status | Accepted |
    And the station sends a NotifyReport request
      | field                                         | value             |
      | requestId                                     | $second_request   |
      | seqNo                                         | 0                 |
      | tbc                                           | false             |
      | reportData[0].component.name                  | EVSE              |
      | reportData[0].component.evse.id               | 1                 |
      | reportData[0].variable.name                   | AvailabilityState |
      | reportData[0].variableAttribute[0].value      | Available         |
      | reportData[0].variableAttribute[0].mutability | ReadOnly          |
    Then the CSMS answers
    And the CSMS shows the effect of GetReport in its reports
      | field      | check | value           |
      | request_id | is    | $second_request |
      | answer     | is    | Accepted        |
      | complete   | is    | true            |
    And the CSMS shows the effect of NotifyReport in its variables
      | field     | check | value             |
      | component | is    | EVSE              |
      | evse_id   | is    | 1                 |
      | variable  | is    | AvailabilityState |
      | value     | is    | Available         |

  Scenario: TC_B_20_CSMS Orders Reset OnIdle of an idle station
    Given a connected station
    When the CSMS is asked for reset
      | field | value  |
      | type  | OnIdle |
    Then the CSMS sends a Reset request
      | field  | check     | value  | requirement |
      | type   | is        | OnIdle | B11.FR.01   |
      | evseId | is absent |        | B11.FR.03   |
    When the station answers
      | field  | value    |
      | status | Accepted |
    And the station sends a BootNotification request
      | field  | value       |
      | reason | RemoteReset |
    Then the CSMS answers
      | field  | check | value    | requirement |
      | status | is    | Accepted | B11.FR.04   |
    When the station reports every connector as Available
    Then the CSMS shows the effect of Reset in its outcomes
      | field   | check   | value     |
      | station | is      | $identity |
      | action  | is      | Reset     |
      | kind    | is      | OnIdle    |
      | status  | is      | Accepted  |
      | done_at | is near | $now      |
    And the CSMS shows the effect of BootNotification in its stations
      | field       | check | value       |
      | identity    | is    | $identity   |
      | boot.reason | is    | RemoteReset |

  Scenario: TC_B_42_CSMS Writes a network profile to a station
    Given a connected station
    When the CSMS is asked for set-network-profile
      | field            | value                        |
      | slot             | 2                            |
      | url              | wss://csms.example.org/ocpp  |
      | security_profile | 2                            |
      | interface        | Wired0                       |
      | message_timeout  | 30                           |
    Then the CSMS sends a SetNetworkProfile request
      | field                          | check | value                       | requirement |
      | configurationSlot              | is    | 2                           | B09.FR.01   |
      | connectionData.ocppCsmsUrl     | is    | wss://csms.example.org/ocpp | B09.FR.01   |
      | connectionData.messageTimeout  | is    | 30                          | B09.FR.01   |
      | connectionData.ocppInterface   | is    | Wired0                      | B09.FR.01   |
      | connectionData.ocppTransport   | is    | JSON                        | B09.FR.01   |
      | connectionData.ocppVersion     | is    | OCPP20                      | B09.FR.01   |
      | connectionData.securityProfile | is    | 2                           | B09.FR.01   |
    When the station answers
      | field  | value    |
      | status | Accepted |
    Then the CSMS shows the effect of SetNetworkProfile in its network-profiles
      | field               | check | value                       |
      | station             | is    | $identity                   |
      | slot                | is    | 2                           |
      | status              | is    | Accepted                    |
      | data.ocppCsmsUrl    | is    | wss://csms.example.org/ocpp |
