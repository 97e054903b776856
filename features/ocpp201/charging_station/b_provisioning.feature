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

  Scenario: TC_B_02_CS Boots into Pending and does only what that state allows
    Given a connected station
    And the CSMS will answer BootNotification with
      | field    | value                 |
      | status   | Pending               |
      | interval | $heartbeat_interval_s |
    When the station is power-cycled
    Then the station sends a BootNotification request
      | field                      | check | value   | requirement |
      | reason                     | is    | PowerUp | B01.FR.09   |
      | chargingStation.model      | is    | $model  | B01.FR.01   |
      | chargingStation.vendorName | is    | $vendor | B01.FR.01   |
    When the CSMS sends a SetVariables request
      | field                             | value            |
      | setVariableData[0].component.name | OCPPCommCtrlr    |
      | setVariableData[0].variable.name  | OfflineThreshold |
      | setVariableData[0].attributeValue | 300              |
    Then the station answers
      | field                                | check | value    | requirement |
      | setVariableResult[0].attributeStatus | is    | Accepted | B05.FR.10   |
      | setVariableResult[0].attributeType   | is absent or | Actual | B05.FR.12 |
    When the CSMS sends a GetVariables request
      | field                             | value            |
      | getVariableData[0].component.name | OCPPCommCtrlr    |
      | getVariableData[0].variable.name  | OfflineThreshold |
    Then the station answers
      | field                                | check | value    | requirement |
      | getVariableResult[0].attributeStatus | is    | Accepted | B06.FR.10   |
      | getVariableResult[0].attributeValue  | is    | 300      | B05.FR.10   |
    And this shows the effect of SetVariables
    When the CSMS sends a GetBaseReport request
      | field      | value         |
      | requestId  | 71            |
      | reportBase | FullInventory |
    Then the station answers
      | field  | check | value    | requirement |
      | status | is    | Accepted | B07.FR.01   |
    And the station sends all parts of a NotifyReport report (B07.FR.10)
      | field                                 | check      | value | requirement |
      | requestId                             | is         | 71    | B07.FR.04   |
      | generatedAt                           | is near    | $now  | B07.FR.08   |
      | reportData[*].variableCharacteristics | is present |       | B07.FR.08   |
    And this shows the effect of GetBaseReport
    When the CSMS sends a RequestStartTransaction request
      | field           | value             |
      | idToken.idToken | $valid_token      |
      | idToken.type    | $valid_token_type |
      | remoteStartId   | 5                 |
      | evseId          | $evse_id          |
    Then the station answers
      | field  | check | value    | requirement |
      | status | is    | Rejected | B02.FR.05   |
    When the CSMS sends a TriggerMessage request
      | field            | value            |
      | requestedMessage | BootNotification |
    Then the station answers
      | field  | check     | value                    | requirement |
      | status | is one of | Accepted, NotImplemented | F06.FR.05   |
    And the station sends a BootNotification request
      | field                      | check | value     | requirement |
      | reason                     | is    | Triggered | F06.FR.10   |
      | chargingStation.model      | is    | $model    | B01.FR.01   |
      | chargingStation.vendorName | is    | $vendor   | B01.FR.01   |
    And this shows the effect of TriggerMessage
    And the station reports every connector as Available (B01.FR.05)
    And meanwhile the station sends a SecurityEventNotification request
      | field | check     | value                             | requirement |
      | type  | is one of | StartupOfTheDevice, ResetOrReboot | A04.FR.01   |

  Scenario: TC_B_09_CS Sets one variable
    Given a connected station
    When the CSMS sends a SetVariables request
      | field                             | value            |
      | setVariableData[0].component.name | OCPPCommCtrlr    |
      | setVariableData[0].variable.name  | OfflineThreshold |
      | setVariableData[0].attributeValue | 300              |
      | setVariableData[0].attributeType  | Actual           |
    Then the station answers
      | field                                               | check        | value            | requirement |
      | setVariableResult                                   | has size     | 1                | B05.FR.01   |
      | setVariableResult[0].attributeStatus                | is           | Accepted         | B05.FR.10   |
      | setVariableResult[0].attributeType                  | is           | Actual           | B05.FR.03   |
      | setVariableResult[0].component.name                 | is           | OCPPCommCtrlr    | B05.FR.02   |
      | setVariableResult[0].variable.name                  | is           | OfflineThreshold | B05.FR.02   |
      | setVariableResult[0].attributeStatusInfo.reasonCode | is absent or | NoError          |             |
    When the CSMS sends a GetVariables request
      | field                             | value            |
      | getVariableData[0].component.name | OCPPCommCtrlr    |
      | getVariableData[0].variable.name  | OfflineThreshold |
    Then the station answers
      | field                               | check | value | requirement |
      | getVariableResult[0].attributeValue | is    | 300   | B05.FR.10   |
    And this shows the effect of SetVariables

  Scenario: TC_B_18_CS Reports by criteria and names, the result may be empty
    Given a connected station
    When the CSMS sends a GetReport request
      | field                                  | value             |
      | requestId                              | 81                |
      | componentCriteria[0]                   | Available         |
      | componentVariable[0].component.name    | EVSE              |
      | componentVariable[0].component.evse.id | 1                 |
      | componentVariable[0].variable.name     | AvailabilityState |
    Then the station answers
      | field                 | check        | value    | requirement |
      | status                | is           | Accepted | B08.FR.01   |
      | statusInfo.reasonCode | is absent or | NoError  |             |
    And the station sends a NotifyReport request
      | field                                              | check      | value                                              | requirement |
      | requestId                                          | is         | 81                                                 | B08.FR.04   |
      | generatedAt                                        | is near    | $now                                               | B08.FR.03   |
      | seqNo                                              | is         | 0                                                  | B08.FR.14   |
      | reportData                                         | has size   | 1                                                  | B08.FR.05   |
      | reportData[0].component.name                       | is         | EVSE                                               | B08.FR.05   |
      | reportData[0].component.evse.id                    | is         | 1                                                  | B08.FR.05   |
      | reportData[0].variable.name                        | is         | AvailabilityState                                  | B08.FR.05   |
      | reportData[0].variableCharacteristics.dataType     | is         | OptionList                                         | B08.FR.12   |
      | reportData[0].variableCharacteristics.valuesList   | matches    | Available, ?Occupied, ?Reserved, ?Unavailable, ?Faulted | B08.FR.12 |
      | reportData[0].variableAttribute                    | has size   | 1                                                  | B08.FR.03   |
      | reportData[0].variableAttribute[0].mutability      | is         | ReadOnly                                           | B08.FR.03   |
      | reportData[0].variableAttribute[0].value           | is one of  | Available, Occupied, Reserved, Unavailable, Faulted | B08.FR.03  |
      | reportData[0].variableAttribute[0].constant        | is absent or | false                                            | B08.FR.03   |
      | tbc                                                | is absent or | false                                            | B08.FR.14   |
      | reportData[0].variableAttribute[0].type            | is absent or | Actual                                           | B08.FR.03   |
    And this shows the effect of GetReport
    When the CSMS sends a GetReport request
      | field                                  | value             |
      | requestId                              | 82                |
      | componentCriteria[0]                   | Problem           |
      | componentVariable[0].component.name    | EVSE              |
      | componentVariable[0].component.evse.id | 1                 |
      | componentVariable[0].variable.name     | AvailabilityState |
    Then the station answers
      | field                 | check        | value          | requirement |
      | status                | is           | EmptyResultSet | B08.FR.15   |
      | statusInfo.reasonCode | is absent or | NotFound       |             |

  Scenario: TC_B_20_CS Reset OnIdle while idle: reboots at once
    Given a connected station
    When the CSMS sends a Reset request
      | field | value  |
      | type  | OnIdle |
    Then the station answers
      | field  | check | value    | requirement |
      | status | is    | Accepted | B11.FR.01   |
    And the station sends a BootNotification request
      | field                      | check     | value                       | requirement |
      | reason                     | is one of | RemoteReset, ScheduledReset | B11.FR.04   |
      | chargingStation.model      | is        | $model                      | B01.FR.01   |
      | chargingStation.vendorName | is        | $vendor                     | B01.FR.01   |
    And this shows the effect of Reset
    And the station reports every connector as Available (B11.FR.04)
    And meanwhile the station sends a SecurityEventNotification request
      | field | check     | value                             | requirement |
      | type  | is one of | StartupOfTheDevice, ResetOrReboot | A04.FR.01   |

  Scenario: TC_B_43_CS Refuses a network profile with invalid data
    Given a connected station
    When the CSMS sends a SetNetworkProfile request
      | field                          | value     |
      | configurationSlot              | 999       |
      | connectionData.messageTimeout  | 30        |
      | connectionData.ocppCsmsUrl     | $csms_url |
      | connectionData.ocppInterface   | Wired0    |
      | connectionData.ocppTransport   | JSON      |
      | connectionData.ocppVersion     | OCPP20    |
      | connectionData.securityProfile | $security_profile |
    Then the station answers
      | field                 | check        | value           | requirement |
      | status                | is           | Rejected        | B09.FR.05   |
      | statusInfo.reasonCode | is absent or | InvalidConfSlot | B09.FR.05   |

  Scenario: TC_B_45_CS Moves to another network profile under the same root
    Given a connected station
    When the CSMS sends a SetNetworkProfile request
      | field                          | value             |
      | configurationSlot              | 2                 |
      | connectionData.messageTimeout  | 30                |
      | connectionData.ocppCsmsUrl     | $csms_url/second  |
      | connectionData.ocppInterface   | Wired0            |
      | connectionData.ocppTransport   | JSON              |
      | connectionData.ocppVersion     | OCPP20            |
      | connectionData.securityProfile | $security_profile |
    Then the station answers
      | field  | check | value    | requirement |
      | status | is    | Accepted | B09.FR.01   |
    When the CSMS sends a SetVariables request
      | field                             | value                        |
      | setVariableData[0].component.name | OCPPCommCtrlr                |
      | setVariableData[0].variable.name  | NetworkConfigurationPriority |
      | setVariableData[0].attributeValue | 2,1                          |
    Then the station answers
      | field                                | check     | value                    | requirement |
      | setVariableResult[0].attributeStatus | is one of | Accepted, RebootRequired | B10.FR.01   |
    When the CSMS sends a Reset request
      | field | value  |
      | type  | OnIdle |
    Then the station answers
      | field  | check | value    | requirement |
      | status | is    | Accepted | B11.FR.01   |
    And the station connects at $csms_url/second
    And this shows the effect of SetNetworkProfile
    And the station sends a BootNotification request
      | field                      | check     | value                       | requirement |
      | reason                     | is one of | RemoteReset, ScheduledReset | B01.FR.09   |
      | chargingStation.model      | is        | $model                      | B01.FR.01   |
      | chargingStation.vendorName | is        | $vendor                     | B01.FR.01   |
    And the station reports every connector as Available (B01.FR.05)
    And meanwhile the station sends a SecurityEventNotification request
      | field | check     | value                             | requirement |
      | type  | is one of | StartupOfTheDevice, ResetOrReboot | A04.FR.01   |
