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
