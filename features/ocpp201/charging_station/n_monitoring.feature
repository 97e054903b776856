Feature: N. Diagnostics: monitoring; the station is under test

  Scenario: TC_N_08_CS Sets one monitor
    Given a connected station
    When the CSMS sends a SetVariableMonitoring request
      | field                                  | value             |
      | setMonitoringData[0].value             | 1                 |
      | setMonitoringData[0].type              | Delta             |
      | setMonitoringData[0].severity          | 8                 |
      | setMonitoringData[0].component.name    | EVSE              |
      | setMonitoringData[0].component.evse.id | $evse_id          |
      | setMonitoringData[0].variable.name     | AvailabilityState |
    Then the station answers
      | field                                        | check        | value             | requirement |
      | setMonitoringResult                          | has size     | 1                 | N04.FR.01   |
      | setMonitoringResult[0].status                | is           | Accepted          | N04.FR.08   |
      | setMonitoringResult[0].id                    | is present   |                   | N04.FR.11   |
      | setMonitoringResult[0].type                  | is           | Delta             | N04.FR.02   |
      | setMonitoringResult[0].severity              | is           | 8                 | N04.FR.02   |
      | setMonitoringResult[0].component.name        | is           | EVSE              | N04.FR.02   |
      | setMonitoringResult[0].component.evse.id     | is           | $evse_id          | N04.FR.02   |
      | setMonitoringResult[0].variable.name         | is           | AvailabilityState | N04.FR.02   |
      | setMonitoringResult[0].statusInfo.reasonCode | is absent or | NoError           |             |
    And the message's setMonitoringResult[0].id is kept as monitor
    When the CSMS sends a GetMonitoringReport request
      | field                                  | value             |
      | requestId                              | 408               |
      | componentVariable[0].component.name    | EVSE              |
      | componentVariable[0].component.evse.id | $evse_id          |
      | componentVariable[0].variable.name     | AvailabilityState |
    Then the station answers
      | field                 | check        | value    | requirement |
      | status                | is           | Accepted | N02.FR.01   |
      | statusInfo.reasonCode | is absent or | NoError  |             |
    And the station sends a NotifyMonitoringReport request
      | field                                          | check        | value             | requirement |
      | requestId                                      | is           | 408               | N02.FR.04   |
      | seqNo                                          | is           | 0                 | N02.FR.09   |
      | tbc                                            | is absent or | false             | N02.FR.03   |
      | monitor[*].component.name                      | is           | EVSE              | N02.FR.08   |
      | monitor[*].component.evse.id                   | is           | $evse_id          | N02.FR.08   |
      | monitor[*].variable.name                       | is           | AvailabilityState | N02.FR.08   |
      | monitor[0].variableMonitoring[any].id          | is           | $monitor          | N04.FR.11   |
      | monitor[0].variableMonitoring[any].type        | is           | Delta             | N04.FR.08   |
      | monitor[0].variableMonitoring[any].severity    | is           | 8                 | N04.FR.08   |
      | monitor[0].variableMonitoring[any].value       | is           | 1                 | N04.FR.08   |
      | monitor[0].variableMonitoring[any].transaction | is           | false             | N04.FR.08   |
    And this shows the effect of SetVariableMonitoring
    And this shows the effect of GetMonitoringReport

  Scenario: TC_N_16_CS Reports only events up to the monitoring level
    Given a connected station
    And the measurands of SampledDataCtrlr.TxStartedMeasurands
    When the CSMS sends a SetVariableMonitoring request
      | field                                  | value             |
      | setMonitoringData[0].value             | 1                 |
      | setMonitoringData[0].type              | Delta             |
      | setMonitoringData[0].severity          | 8                 |
      | setMonitoringData[0].component.name    | EVSE              |
      | setMonitoringData[0].component.evse.id | $evse_id          |
      | setMonitoringData[0].variable.name     | AvailabilityState |
    Then the station answers
      | field                                    | check      | value             | requirement |
      | setMonitoringResult                      | has size   | 1                 | N04.FR.01   |
      | setMonitoringResult[0].status            | is         | Accepted          | N04.FR.08   |
      | setMonitoringResult[0].id                | is present |                   | N04.FR.11   |
      | setMonitoringResult[0].type              | is         | Delta             | N04.FR.02   |
      | setMonitoringResult[0].severity          | is         | 8                 | N04.FR.02   |
      | setMonitoringResult[0].component.name    | is         | EVSE              | N04.FR.02   |
      | setMonitoringResult[0].component.evse.id | is         | $evse_id          | N04.FR.02   |
      | setMonitoringResult[0].variable.name     | is         | AvailabilityState | N04.FR.02   |
    And the message's setMonitoringResult[0].id is kept as monitor
    When the CSMS sends a GetMonitoringReport request
      | field                                  | value             |
      | requestId                              | 416               |
      | componentVariable[0].component.name    | EVSE              |
      | componentVariable[0].component.evse.id | $evse_id          |
      | componentVariable[0].variable.name     | AvailabilityState |
    Then the station answers
      | field  | check | value    | requirement |
      | status | is    | Accepted | N02.FR.01   |
    And the station sends all parts of a NotifyMonitoringReport report (N02.FR.09)
      | field                                            | check   | value             | requirement |
      | requestId                                        | is      | 416               | N02.FR.04   |
      | generatedAt                                      | is near | $now              |             |
      | monitor[*].component.name                        | is      | EVSE              | N02.FR.08   |
      | monitor[*].component.evse.id                     | is      | $evse_id          | N02.FR.08   |
      | monitor[*].variable.name                         | is      | AvailabilityState | N02.FR.08   |
      | monitor[any].variableMonitoring[any].id          | is      | $monitor          | N04.FR.11   |
      | monitor[any].variableMonitoring[any].type        | is      | Delta             | N04.FR.08   |
      | monitor[any].variableMonitoring[any].severity    | is      | 8                 | N04.FR.08   |
      | monitor[any].variableMonitoring[any].value       | is      | 1                 | N04.FR.08   |
      | monitor[any].variableMonitoring[any].transaction | is      | false             | N04.FR.08   |
    When the CSMS sends a SetMonitoringLevel request
      | field    | value |
      | severity | 7     |
    Then the station answers
      | field                 | check        | value    | requirement |
      | status                | is           | Accepted | N05.FR.01   |
      | statusInfo.reasonCode | is absent or | NoError  |             |
    When the reusable state EVConnectedPreSession is entered
    Then the station sends no NotifyEvent request for 5 s
      | field                            | check | value             | requirement |
      | eventData[any].component.name    | is    | EVSE              | N05.FR.03   |
      | eventData[any].component.evse.id | is    | $evse_id          | N05.FR.03   |
      | eventData[any].variable.name     | is    | AvailabilityState | N05.FR.03   |
    And this shows the effect of SetMonitoringLevel

  Scenario: TC_N_17_CS Refuses a severity outside the allowed levels
    Given a connected station
    When the CSMS sends a SetMonitoringLevel request
      | field    | value |
      | severity | 10    |
    Then the station answers
      | field                 | check        | value                         | requirement |
      | status                | is           | Rejected                      | N05.FR.02   |
      | statusInfo.reasonCode | is absent or | ValueOutOfRange, ValueTooHigh |             |
    When the CSMS sends a SetMonitoringLevel request
      | field    | value |
      | severity | -1    |
    Then the station answers
      | field                 | check        | value                        | requirement |
      | status                | is           | Rejected                     | N05.FR.02   |
      | statusInfo.reasonCode | is absent or | ValueOutOfRange, ValueTooLow |             |

  Scenario: TC_N_18_CS Clears a monitor by its id
    Given a connected station
    When the CSMS sends a SetVariableMonitoring request
      | field                                  | value             |
      | setMonitoringData[0].value             | 1                 |
      | setMonitoringData[0].type              | Delta             |
      | setMonitoringData[0].severity          | 8                 |
      | setMonitoringData[0].component.name    | ChargingStation   |
      | setMonitoringData[0].variable.name     | AvailabilityState |
      | setMonitoringData[1].value             | 1                 |
      | setMonitoringData[1].type              | Delta             |
      | setMonitoringData[1].severity          | 8                 |
      | setMonitoringData[1].component.name    | EVSE              |
      | setMonitoringData[1].component.evse.id | 1                 |
      | setMonitoringData[1].variable.name     | AvailabilityState |
    Then the station answers
      | field                                      | check    | value             | requirement |
      | setMonitoringResult                        | has size | 2                 | N04.FR.01   |
      | setMonitoringResult[*].status              | is       | Accepted          | N04.FR.08   |
      | setMonitoringResult[*].variable.name       | is       | AvailabilityState | N04.FR.02   |
      | setMonitoringResult[*].type                | is       | Delta             | N04.FR.02   |
      | setMonitoringResult[*].severity            | is       | 8                 | N04.FR.02   |
      | setMonitoringResult[any].component.name    | is       | EVSE              | N04.FR.02   |
      | setMonitoringResult[any].component.evse.id | is       | 1                 | N04.FR.02   |
    And the message's setMonitoringResult[0].id is kept as first
    And the message's setMonitoringResult[1].id is kept as second
    When the CSMS sends a ClearVariableMonitoring request
      | field | value   |
      | id[0] | $first  |
      | id[1] | $second |
    Then the station answers
      | field                                          | check        | value          | requirement |
      | clearMonitoringResult                          | has size     | 2              | N06.FR.05   |
      | clearMonitoringResult[*].status                | is           | Accepted       | N06.FR.01   |
      | clearMonitoringResult[*].id                    | is one of    | $first,$second | N06.FR.05   |
      | clearMonitoringResult[*].statusInfo.reasonCode | is absent or | NoError        |             |
      | clearMonitoringResult[any].id                  | is           | $first         | N06.FR.05   |
    When the CSMS sends a GetMonitoringReport request
      | field                                  | value             |
      | requestId                              | 418               |
      | componentVariable[0].component.name    | ChargingStation   |
      | componentVariable[0].variable.name     | AvailabilityState |
      | componentVariable[1].component.name    | EVSE              |
      | componentVariable[1].component.evse.id | 1                 |
      | componentVariable[1].variable.name     | AvailabilityState |
    Then the station answers
      | field                 | check        | value          | requirement |
      | status                | is           | EmptyResultSet | N02.FR.10   |
      | statusInfo.reasonCode | is absent or | NotFound       |             |
    And this shows the effect of ClearVariableMonitoring

  Scenario: TC_N_19_CS Answers NotFound to clearing an unknown monitor
    Given a connected station
    When the CSMS sends a ClearVariableMonitoring request
      | field | value               |
      | id[0] | $unknown_monitor_id |
    Then the station answers
      | field                                          | check        | value               | requirement |
      | clearMonitoringResult                          | has size     | 1                   | N06.FR.05   |
      | clearMonitoringResult[0].status                | is           | NotFound            | N06.FR.02   |
      | clearMonitoringResult[0].id                    | is           | $unknown_monitor_id | N06.FR.05   |
      | clearMonitoringResult[0].statusInfo.reasonCode | is absent or | NotFound            |             |

  Scenario: TC_N_20_CS Alerts when a threshold is passed
    Given a connected station
    And the measurands of SampledDataCtrlr.TxStartedMeasurands
    And the measurands of SampledDataCtrlr.TxEndedMeasurands
    When the CSMS sends a SetMonitoringBase request
      | field          | value |
      | monitoringBase | All   |
    Then the station answers
      | field  | check | value    | requirement |
      | status | is    | Accepted | N03.FR.01   |
    When the CSMS sends a SetMonitoringLevel request
      | field    | value |
      | severity | 8     |
    Then the station answers
      | field  | check | value    | requirement |
      | status | is    | Accepted | N05.FR.01   |
    When the CSMS sends a SetVariableMonitoring request
      | field                                  | value                |
      | setMonitoringData[0].value             | $upper_threshold     |
      | setMonitoringData[0].type              | UpperThreshold       |
      | setMonitoringData[0].severity          | 5                    |
      | setMonitoringData[0].component.name    | $monitored_component |
      | setMonitoringData[0].component.evse.id | $evse_id             |
      | setMonitoringData[0].variable.name     | $monitored_variable  |
    Then the station answers
      | field                                    | check      | value                | requirement |
      | setMonitoringResult[0].status            | is         | Accepted             | N04.FR.08   |
      | setMonitoringResult[0].type              | is         | UpperThreshold       | N04.FR.02   |
      | setMonitoringResult[0].severity          | is         | 5                    | N04.FR.02   |
      | setMonitoringResult[0].component.name    | is         | $monitored_component | N04.FR.02   |
      | setMonitoringResult[0].component.evse.id | is         | $evse_id             | N04.FR.02   |
      | setMonitoringResult[0].variable.name     | is         | $monitored_variable  | N04.FR.02   |
      | setMonitoringResult[0].id                | is present |                      | N04.FR.11   |
    And the message's setMonitoringResult[0].id is kept as upper
    When the reusable state EnergyTransferStarted is entered
    Then meanwhile the station sends a NotifyEvent request
      | field                                | check        | value                | requirement |
      | generatedAt                          | is near      | $now                 |             |
      | seqNo                                | is           | 0                    | N07.FR.07   |
      | tbc                                  | is absent or | false                |             |
      | eventData[any].variableMonitoringId  | is           | $upper               | N07.FR.06   |
      | eventData[any].trigger               | is           | Alerting             | N07.FR.16   |
      | eventData[any].cleared               | is absent or | false                | N07.FR.16   |
      | eventData[any].actualValue           | at least     | $upper_threshold     | N07.FR.16   |
      | eventData[any].actualValue           | is not       | $upper_threshold     | N07.FR.16   |
      | eventData[any].transactionId         | is           | $transaction_id      |             |
      | eventData[any].eventNotificationType | is           | CustomMonitor        |             |
      | eventData[any].component.name        | is           | $monitored_component | N07.FR.06   |
      | eventData[any].component.evse.id     | is           | $evse_id             | N07.FR.06   |
      | eventData[any].variable.name         | is           | $monitored_variable  | N07.FR.06   |
    And this shows the effect of SetVariableMonitoring
    When the CSMS sends a SetVariableMonitoring request
      | field                                  | value                |
      | setMonitoringData[0].value             | $lower_threshold     |
      | setMonitoringData[0].type              | LowerThreshold       |
      | setMonitoringData[0].severity          | 5                    |
      | setMonitoringData[0].component.name    | $monitored_component |
      | setMonitoringData[0].component.evse.id | $evse_id             |
      | setMonitoringData[0].variable.name     | $monitored_variable  |
    Then the station answers
      | field                                    | check      | value                | requirement |
      | setMonitoringResult[0].status            | is         | Accepted             | N04.FR.08   |
      | setMonitoringResult[0].type              | is         | LowerThreshold       | N04.FR.02   |
      | setMonitoringResult[0].severity          | is         | 5                    | N04.FR.02   |
      | setMonitoringResult[0].component.name    | is         | $monitored_component | N04.FR.02   |
      | setMonitoringResult[0].component.evse.id | is         | $evse_id             | N04.FR.02   |
      | setMonitoringResult[0].variable.name     | is         | $monitored_variable  | N04.FR.02   |
      | setMonitoringResult[0].id                | is present |                      | N04.FR.11   |
    And the message's setMonitoringResult[0].id is kept as lower
    When the reusable state StopAuthorized is entered
    Then meanwhile the station sends a NotifyEvent request
      | field                                | check   | value                | requirement |
      | generatedAt                          | is near | $now                 |             |
      | seqNo                                | is      | 0                    | N07.FR.07   |
      | eventData[any].variableMonitoringId  | is      | $upper               | N07.FR.06   |
      | eventData[any].trigger               | is      | Alerting             | N07.FR.02   |
      | eventData[any].cleared               | is      | true                 | N07.FR.02   |
      | eventData[any].actualValue           | at most | $upper_threshold     | N07.FR.02   |
      | eventData[any].transactionId         | is      | $transaction_id      |             |
      | eventData[any].eventNotificationType | is      | CustomMonitor        |             |
      | eventData[any].component.name        | is      | $monitored_component | N07.FR.06   |
      | eventData[any].component.evse.id     | is      | $evse_id             | N07.FR.06   |
      | eventData[any].variable.name         | is      | $monitored_variable  | N07.FR.06   |
    And meanwhile the station sends a NotifyEvent request
      | field                                | check        | value                | requirement |
      | generatedAt                          | is near      | $now                 |             |
      | eventData[any].variableMonitoringId  | is           | $lower               | N07.FR.06   |
      | eventData[any].trigger               | is           | Alerting             | N07.FR.17   |
      | eventData[any].cleared               | is absent or | false                | N07.FR.17   |
      | eventData[any].actualValue           | at most      | $lower_threshold     | N07.FR.17   |
      | eventData[any].actualValue           | is not       | $lower_threshold     | N07.FR.17   |
      | eventData[any].transactionId         | is           | $transaction_id      |             |
      | eventData[any].eventNotificationType | is           | CustomMonitor        |             |
      | eventData[any].component.name        | is           | $monitored_component | N07.FR.06   |
      | eventData[any].component.evse.id     | is           | $evse_id             | N07.FR.06   |
      | eventData[any].variable.name         | is           | $monitored_variable  | N07.FR.06   |

  Scenario: TC_N_24_CS Sends an event each period of a periodic monitor
    Given a connected station
    When the CSMS sends a SetMonitoringLevel request
      | field    | value |
      | severity | 8     |
    Then the station answers
      | field  | check | value    | requirement |
      | status | is    | Accepted | N05.FR.01   |
    When the CSMS sends a SetVariableMonitoring request
      | field                                  | value                |
      | setMonitoringData[0].value             | $monitor_interval_s  |
      | setMonitoringData[0].type              | Periodic             |
      | setMonitoringData[0].severity          | 5                    |
      | setMonitoringData[0].component.name    | $monitored_component |
      | setMonitoringData[0].component.evse.id | $evse_id             |
      | setMonitoringData[0].variable.name     | $monitored_variable  |
    Then the station answers
      | field                                        | check        | value                | requirement |
      | setMonitoringResult                          | has size     | 1                    | N04.FR.01   |
      | setMonitoringResult[0].status                | is           | Accepted             | N04.FR.08   |
      | setMonitoringResult[0].type                  | is           | Periodic             | N04.FR.02   |
      | setMonitoringResult[0].severity              | is           | 5                    | N04.FR.02   |
      | setMonitoringResult[0].component.name        | is           | $monitored_component | N04.FR.02   |
      | setMonitoringResult[0].component.evse.id     | is           | $evse_id             | N04.FR.02   |
      | setMonitoringResult[0].variable.name         | is           | $monitored_variable  | N04.FR.02   |
      | setMonitoringResult[0].statusInfo.reasonCode | is absent or | NoError              |             |
      | setMonitoringResult[0].id                    | is present   |                      | N04.FR.11   |
    And the message's setMonitoringResult[0].id is kept as monitor
    And the station sends 3 NotifyEvent requests, their eventData[any].timestamp $monitor_interval_s s apart (N08.FR.06)
      | field                                | check        | value                | requirement |
      | seqNo                                | is           | 0                    | N08.FR.04   |
      | tbc                                  | is absent or | false                |             |
      | eventData[any].trigger               | is           | Periodic             | N08.FR.05   |
      | eventData[any].variableMonitoringId  | is           | $monitor             | N07.FR.06   |
      | eventData[any].eventNotificationType | is           | CustomMonitor        |             |
      | eventData[any].component.name        | is           | $monitored_component | N07.FR.06   |
      | eventData[any].component.evse.id     | is           | $evse_id             | N07.FR.06   |
      | eventData[any].variable.name         | is           | $monitored_variable  | N07.FR.06   |
    And this shows the effect of SetVariableMonitoring

  Scenario: TC_N_41_CS Restores the factory monitors
    Given a connected station
    When the CSMS sends a SetMonitoringBase request
      | field          | value          |
      | monitoringBase | FactoryDefault |
    Then the station answers
      | field  | check | value    | requirement |
      | status | is    | Accepted | N03.FR.01   |
    When the CSMS sends a GetMonitoringReport request
      | field     | value |
      | requestId | 441   |
    Then the station answers
      | field  | check | value    | requirement |
      | status | is    | Accepted | N02.FR.01   |
    And the station sends all parts of a NotifyMonitoringReport report (N02.FR.09)
      | field                                   | check   | value                     | requirement |
      | requestId                               | is      | 441                       | N02.FR.04   |
      | generatedAt                             | is near | $now                      |             |
      | monitor[any].variableMonitoring[any].id | is      | $preconfigured_monitor_id | N02.FR.11   |
    And the message's monitor[any].component is kept as component
    And the message's monitor[any].variable is kept as variable
    And the message's monitor[any].variableMonitoring[any].type is kept as type
    And the message's monitor[any].variableMonitoring[any].value is kept as value
    And the message's monitor[any].variableMonitoring[any].transaction is kept as transaction
    And the message's monitor[any].variableMonitoring[any].severity is kept as severity
    When the CSMS sends a SetVariableMonitoring request
      | field                            | value                     |
      | setMonitoringData[0].id          | $preconfigured_monitor_id |
      | setMonitoringData[0].transaction | $transaction              |
      | setMonitoringData[0].value       | $value                    |
      | setMonitoringData[0].type        | $type                     |
      | setMonitoringData[0].severity    | $other_severity           |
      | setMonitoringData[0].component   | $component                |
      | setMonitoringData[0].variable    | $variable                 |
    Then the station answers
      | field                            | check    | value                     | requirement |
      | setMonitoringResult              | has size | 1                         | N04.FR.01   |
      | setMonitoringResult[0].status    | is       | Accepted                  | N04.FR.12   |
      | setMonitoringResult[0].id        | is       | $preconfigured_monitor_id | N04.FR.12   |
      | setMonitoringResult[0].type      | is       | $type                     | N04.FR.02   |
      | setMonitoringResult[0].severity  | is       | $other_severity           | N04.FR.02   |
      | setMonitoringResult[0].component | is       | $component                | N04.FR.02   |
      | setMonitoringResult[0].variable  | is       | $variable                 | N04.FR.02   |
    When the CSMS sends a GetMonitoringReport request
      | field                          | value      |
      | requestId                      | 442        |
      | componentVariable[0].component | $component |
      | componentVariable[0].variable  | $variable  |
    Then the station answers
      | field  | check | value    | requirement |
      | status | is    | Accepted | N02.FR.01   |
    And the station sends all parts of a NotifyMonitoringReport report (N02.FR.09)
      | field                                            | check   | value                     | requirement |
      | requestId                                        | is      | 442                       | N02.FR.04   |
      | generatedAt                                      | is near | $now                      |             |
      | monitor[*].component                             | is      | $component                | N02.FR.08   |
      | monitor[*].variable                              | is      | $variable                 | N02.FR.08   |
      | monitor[any].variableMonitoring[any].id          | is      | $preconfigured_monitor_id | N04.FR.12   |
      | monitor[any].variableMonitoring[any].severity    | is      | $other_severity           | N04.FR.12   |
      | monitor[any].variableMonitoring[any].type        | is      | $type                     | N04.FR.12   |
      | monitor[any].variableMonitoring[any].value       | is      | $value                    | N04.FR.12   |
      | monitor[any].variableMonitoring[any].transaction | is      | $transaction              | N04.FR.12   |
    And this shows the effect of SetVariableMonitoring
    When the CSMS sends a SetMonitoringBase request
      | field          | value          |
      | monitoringBase | FactoryDefault |
    Then the station answers
      | field  | check | value    | requirement |
      | status | is    | Accepted | N03.FR.01   |
    When the CSMS sends a GetMonitoringReport request
      | field                          | value      |
      | requestId                      | 443        |
      | componentVariable[0].component | $component |
      | componentVariable[0].variable  | $variable  |
    Then the station answers
      | field  | check | value    | requirement |
      | status | is    | Accepted | N02.FR.01   |
    And the station sends all parts of a NotifyMonitoringReport report (N02.FR.09)
      | field                                            | check   | value                     | requirement |
      | requestId                                        | is      | 443                       | N02.FR.04   |
      | generatedAt                                      | is near | $now                      |             |
      | monitor[*].component                             | is      | $component                | N02.FR.08   |
      | monitor[*].variable                              | is      | $variable                 | N02.FR.08   |
      | monitor[any].variableMonitoring[any].id          | is      | $preconfigured_monitor_id | N03.FR.04   |
      | monitor[any].variableMonitoring[any].severity    | is      | $severity                 | N03.FR.04   |
      | monitor[any].variableMonitoring[any].type        | is      | $type                     | N03.FR.04   |
      | monitor[any].variableMonitoring[any].value       | is      | $value                    | N03.FR.04   |
      | monitor[any].variableMonitoring[any].transaction | is      | $transaction              | N03.FR.04   |
    And this shows the effect of SetMonitoringBase
    And this shows the effect of GetMonitoringReport
