Feature: N. Diagnostics: monitoring; the CSMS is under test

  Scenario: TC_N_01_CSMS Asks for monitors by kind
    Given a connected station
    When the CSMS is asked for get-monitoring-report
      | field    | value               |
      | criteria | ["DeltaMonitoring"] |
    Then the CSMS sends a GetMonitoringReport request
      | field                 | check     | value           | requirement   |
      | monitoringCriteria    | has size  | 1               | N02.FR.05     |
      | monitoringCriteria[0] | is        | DeltaMonitoring | N02.FR.05     |
      | componentVariable     | is absent |                 | Errata 6.3.20 |
    And the message's requestId is kept as first
    When the station answers
      | field  | value          |
      | status | EmptyResultSet |
    Then the CSMS shows the effect of GetMonitoringReport in its monitoring-reports
      | field      | check | value          | requirement |
      | request_id | is    | $first         |             |
      | answer     | is    | EmptyResultSet | N02.FR.10   |
      | complete   | is    | false          |             |
    When the CSMS is asked for get-monitoring-report
      | field    | value                   |
      | criteria | ["ThresholdMonitoring"] |
    Then the CSMS sends a GetMonitoringReport request
      | field                 | check     | value               | requirement   |
      | monitoringCriteria    | has size  | 1                   | N02.FR.05     |
      | monitoringCriteria[0] | is        | ThresholdMonitoring | N02.FR.05     |
      | componentVariable     | is absent |                     | Errata 6.3.20 |
      | requestId             | is not    | $first              |               |
    And the message's requestId is kept as second
    When the station answers
      | field  | value    |
      | status | Accepted |
    And the station sends a NotifyMonitoringReport request
      | field                         | value                                                                                      |
      | requestId                     | $second                                                                                    |
      | seqNo                         | 0                                                                                          |
      | tbc                           | true                                                                                       |
      | monitor[0].component          | {"name": "EVSE", "evse": {"id": 1}}                                                        |
      | monitor[0].variable.name      | Power                                                                                      |
      | monitor[0].variableMonitoring | [{"id": 11, "transaction": false, "value": 9000, "type": "UpperThreshold", "severity": 4}] |
    Then the CSMS answers
    When the station sends a NotifyMonitoringReport request
      | field                         | value                                                                                    |
      | requestId                     | $second                                                                                  |
      | seqNo                         | 1                                                                                        |
      | tbc                           | false                                                                                    |
      | monitor[0].component          | {"name": "EVSE", "evse": {"id": 1}}                                                      |
      | monitor[0].variable.name      | Power                                                                                    |
      | monitor[0].variableMonitoring | [{"id": 12, "transaction": true, "value": 500, "type": "LowerThreshold", "severity": 6}] |
    Then the CSMS answers
    And the CSMS shows the effect of GetMonitoringReport in its monitoring-reports
      | field      | check | value    | requirement |
      | request_id | is    | $second  | N02.FR.04   |
      | answer     | is    | Accepted |             |
      | complete   | is    | true     |             |
    And the CSMS shows the effect of NotifyMonitoringReport in its monitors
      | field       | check | value          |
      | station     | is    | $identity      |
      | monitor_id  | is    | 11             |
      | component   | is    | EVSE           |
      | evse_id     | is    | 1              |
      | variable    | is    | Power          |
      | type        | is    | UpperThreshold |
      | value       | is    | 9000           |
      | severity    | is    | 4              |
      | transaction | is    | false          |
      | installed   | is    | true           |
    And the CSMS shows the effect of NotifyMonitoringReport in its monitors
      | field       | check | value          |
      | monitor_id  | is    | 12             |
      | type        | is    | LowerThreshold |
      | value       | is    | 500            |
      | severity    | is    | 6              |
      | transaction | is    | true           |

  Scenario: TC_N_05_CSMS Sets each of the three monitoring bases
    Given a connected station
    When the CSMS is asked for set-monitoring-base
      | field | value |
      | base  | All   |
    Then the CSMS sends a SetMonitoringBase request
      | field          | check | value | requirement |
      | monitoringBase | is    | All   | N03.FR.03   |
    When the station answers
      | field  | value    |
      | status | Accepted |
    Then the CSMS shows the effect of SetMonitoringBase in its monitoring-settings
      | field       | check | value     |
      | station     | is    | $identity |
      | base        | is    | All       |
      | base_answer | is    | Accepted  |
    When the CSMS is asked for set-monitoring-base
      | field | value          |
      | base  | FactoryDefault |
    Then the CSMS sends a SetMonitoringBase request
      | field          | check | value          | requirement |
      | monitoringBase | is    | FactoryDefault | N03.FR.04   |
    When the station answers
      | field  | value    |
      | status | Accepted |
    Then the CSMS shows the effect of SetMonitoringBase in its monitoring-settings
      | field | check | value          |
      | base  | is    | FactoryDefault |
    When the CSMS is asked for set-monitoring-base
      | field | value         |
      | base  | HardWiredOnly |
    Then the CSMS sends a SetMonitoringBase request
      | field          | check | value         | requirement |
      | monitoringBase | is    | HardWiredOnly | N03.FR.05   |
    When the station answers
      | field  | value    |
      | status | Accepted |
    Then the CSMS shows the effect of SetMonitoringBase in its monitoring-settings
      | field | check | value         |
      | base  | is    | HardWiredOnly |

  Scenario: TC_N_08_CSMS Sets one monitor at a station
    Given a connected station
    When the CSMS is asked for set-monitors
      | field                 | value             |
      | monitors[0].component | EVSE              |
      | monitors[0].evse_id   | $evse_id          |
      | monitors[0].variable  | AvailabilityState |
      | monitors[0].type      | Delta             |
      | monitors[0].severity  | 8                 |
    Then the CSMS sends a SetVariableMonitoring request
      | field                                  | check        | value             | requirement |
      | setMonitoringData                      | has size     | 1                 |             |
      | setMonitoringData[0].id                | is absent    |                   | N04.FR.11   |
      | setMonitoringData[0].value             | is           | 1                 | N04.FR.17   |
      | setMonitoringData[0].type              | is           | Delta             |             |
      | setMonitoringData[0].severity          | is           | 8                 |             |
      | setMonitoringData[0].transaction       | is absent or | false             |             |
      | setMonitoringData[0].component.name    | is           | EVSE              |             |
      | setMonitoringData[0].component.evse.id | is           | $evse_id          |             |
      | setMonitoringData[0].variable.name     | is           | AvailabilityState |             |
    When the station answers
      | field                                    | value             |
      | setMonitoringResult[0].status            | Accepted          |
      | setMonitoringResult[0].id                | 808               |
      | setMonitoringResult[0].type              | Delta             |
      | setMonitoringResult[0].severity          | 8                 |
      | setMonitoringResult[0].component.name    | EVSE              |
      | setMonitoringResult[0].component.evse.id | $evse_id          |
      | setMonitoringResult[0].variable.name     | AvailabilityState |
    Then the CSMS shows the effect of SetVariableMonitoring in its monitors
      | field      | check | value             | requirement |
      | station    | is    | $identity         |             |
      | monitor_id | is    | 808               | N04.FR.11   |
      | component  | is    | EVSE              |             |
      | evse_id    | is    | $evse_id          |             |
      | variable   | is    | AvailabilityState |             |
      | type       | is    | Delta             |             |
      | severity   | is    | 8                 |             |
      | answer     | is    | Accepted          |             |
      | installed  | is    | true              |             |

  Scenario: TC_N_16_CSMS Sets the monitoring level
    Given a connected station
    When the CSMS is asked for set-monitoring-level
      | field    | value |
      | severity | 4     |
    Then the CSMS sends a SetMonitoringLevel request
      | field    | check | value | requirement |
      | severity | is    | 4     | N05.FR.01   |
    When the station answers
      | field  | value    |
      | status | Accepted |
    Then the CSMS shows the effect of SetMonitoringLevel in its monitoring-settings
      | field        | check | value     |
      | station      | is    | $identity |
      | level        | is    | 4         |
      | level_answer | is    | Accepted  |

  Scenario: TC_N_18_CSMS Splits clearing monitors by the station's item limit
    Given a connected station
    When the CSMS is asked for get-variables
      | field                          | value                   |
      | variables[0].component         | MonitoringCtrlr         |
      | variables[0].variable          | ItemsPerMessage         |
      | variables[0].variable_instance | ClearVariableMonitoring |
    Then the CSMS sends a GetVariables request
      | field                                | check        | value                   | requirement |
      | getVariableData                      | has size     | 1                       |             |
      | getVariableData[0].component.name    | is           | MonitoringCtrlr         |             |
      | getVariableData[0].variable.name     | is           | ItemsPerMessage         |             |
      | getVariableData[0].variable.instance | is           | ClearVariableMonitoring |             |
      | getVariableData[0].attributeType     | is absent or | Actual                  |             |
    When the station answers
      | field                                  | value                   |
      | getVariableResult[0].attributeStatus   | Accepted                |
      | getVariableResult[0].attributeValue    | 2                       |
      | getVariableResult[0].component.name    | MonitoringCtrlr         |
      | getVariableResult[0].variable.name     | ItemsPerMessage         |
      | getVariableResult[0].variable.instance | ClearVariableMonitoring |
    Then the CSMS shows the effect of GetVariables in its variables
      | field             | check | value                   |
      | component         | is    | MonitoringCtrlr         |
      | variable          | is    | ItemsPerMessage         |
      | variable_instance | is    | ClearVariableMonitoring |
      | value             | is    | 2                       |
    When the CSMS is asked for clear-monitors
      | field       | value     |
      | monitor_ids | [1, 2, 3] |
    Then the CSMS sends a ClearVariableMonitoring request
      | field | check    | value | requirement |
      | id    | has size | 2     | N06.FR.04   |
      | id[0] | is       | 1     |             |
      | id[1] | is       | 2     |             |
    When the station answers
      | field                           | value    |
      | clearMonitoringResult[0].id     | 1        |
      | clearMonitoringResult[0].status | Accepted |
      | clearMonitoringResult[1].id     | 2        |
      | clearMonitoringResult[1].status | NotFound |
    Then the CSMS sends a ClearVariableMonitoring request
      | field | check    | value | requirement |
      | id    | has size | 1     | N06.FR.04   |
      | id[0] | is       | 3     |             |
    When the station answers
      | field                           | value    |
      | clearMonitoringResult[0].id     | 3        |
      | clearMonitoringResult[0].status | Rejected |
    Then the CSMS shows the effect of ClearVariableMonitoring in its monitors
      | field      | check | value    |
      | monitor_id | is    | 1        |
      | cleared    | is    | Accepted |
      | installed  | is    | false    |
    And the CSMS shows the effect of ClearVariableMonitoring in its monitors
      | field      | check | value    |
      | monitor_id | is    | 3        |
      | cleared    | is    | Rejected |

  Scenario: TC_N_24_CSMS Takes events of a periodic monitor
    Given a connected station
    When the station sends a NotifyEvent request
      | field                              | value                               |
      | eventData[0].trigger               | Periodic                            |
      | eventData[0].actualValue           | 7400.0                              |
      | eventData[0].eventNotificationType | CustomMonitor                       |
      | eventData[0].variableMonitoringId  | 24                                  |
      | eventData[0].component             | {"name": "EVSE", "evse": {"id": 1}} |
      | eventData[0].variable.name         | Power                               |
    Then the CSMS answers
    And the CSMS shows the effect of NotifyEvent in its monitors
      | field      | check | value         |
      | station    | is    | $identity     |
      | monitor_id | is    | 24            |
      | component  | is    | EVSE          |
      | variable   | is    | Power         |
      | origin     | is    | CustomMonitor |
      | last_value | is    | 7400.0        |
      | alerting   | is    | false         |
    When the station sends a NotifyEvent request
      | field                              | value                               |
      | eventData[0].trigger               | Periodic                            |
      | eventData[0].actualValue           | 7300.0                              |
      | eventData[0].eventNotificationType | CustomMonitor                       |
      | eventData[0].variableMonitoringId  | 24                                  |
      | eventData[0].component             | {"name": "EVSE", "evse": {"id": 1}} |
      | eventData[0].variable.name         | Power                               |
    Then the CSMS answers
    And the CSMS shows the effect of NotifyEvent in its monitoring-events
      | field                     | check | value    |
      | seq_no                    | is    | 0        |
      | data.trigger              | is    | Periodic |
      | data.actualValue          | is    | 7300.0   |
      | data.variableMonitoringId | is    | 24       |
