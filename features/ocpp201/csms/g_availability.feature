Feature: G. Availability; the CSMS is under test

  Scenario: TC_G_03_CSMS Takes an EVSE out of service
    Given a connected station
    When the reusable state Unavailable is entered
    Then the CSMS shows the effect of ChangeAvailability in its stations
      | field                          | check | value     |
      | identity                       | is    | $identity |
      | availability[any].evse_id      | is    | $evse_id  |
      | availability[any].operational  | is    | false     |
      | availability[any].answer       | is    | Accepted  |
    And the CSMS shows the effect of StatusNotification in its stations
      | field                        | check | value         |
      | identity                     | is    | $identity     |
      | connectors[any].evse_id      | is    | $evse_id      |
      | connectors[any].connector_id | is    | $connector_id |
      | connectors[any].status       | is    | Unavailable   |

  Scenario: TC_G_17_CSMS Schedules a connector out of service while it charges
    Given a connected station
    And the reusable state EnergyTransferStarted
    When the CSMS is asked for change-availability
      | field        | value         |
      | operational  | false         |
      | evse_id      | $evse_id      |
      | connector_id | $connector_id |
    Then the CSMS sends a ChangeAvailability request
      | field             | check | value         |
      | operationalStatus | is    | Inoperative   |
      | evse.id           | is    | $evse_id      |
      | evse.connectorId  | is    | $connector_id |
    When the station answers
      | field  | value     |
      | status | Scheduled |
    Then the CSMS shows the effect of ChangeAvailability in its stations
      | field                          | check | value         |
      | identity                       | is    | $identity     |
      | availability[any].evse_id      | is    | $evse_id      |
      | availability[any].connector_id | is    | $connector_id |
      | availability[any].operational  | is    | false         |
      | availability[any].answer       | is    | Scheduled     |
    When the reusable state StopAuthorized is entered
    And the reusable state EVConnectedPostSession is entered
    And the reusable state EVDisconnected is entered
    And the station sends a StatusNotification request
      | field           | value         |
      | evseId          | $evse_id      |
      | connectorId     | $connector_id |
      | connectorStatus | Unavailable   |
    Then the CSMS answers
    And the CSMS shows the effect of StatusNotification in its stations
      | field                        | check | value         |
      | identity                     | is    | $identity     |
      | connectors[any].evse_id      | is    | $evse_id      |
      | connectors[any].connector_id | is    | $connector_id |
      | connectors[any].status       | is    | Unavailable   |
