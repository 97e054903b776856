Feature: OCPP 1.6 Reservation; the station is under test

  Scenario: TC_047_CS Releases a connector when its reservation expires
    Given a connected station
    And the reusable state SetConnectorUnavailable
    When the CSMS sends a ReserveNow request
      | field         | value         |
      | connectorId   | $connector_id |
      | idTag         | $valid_token2 |
      | reservationId | 4711          |
      | expiryDate    | $now+30s      |
    Then the station answers
      | field  | check | value    | requirement    |
      | status | is    | Accepted | OCPP 1.6, 5.13 |
    And the station reports the connector as Reserved (OCPP 1.6, 5.13)
    And the station reports the connector as Available (OCPP 1.6, 5.13)
    And this shows the effect of ReserveNow
    When the reusable state Charging is entered
    And the CSMS sends a CancelReservation request
      | field         | value |
      | reservationId | 4711  |
    Then the station answers
      | field  | check | value    | requirement   |
      | status | is    | Rejected | OCPP 1.6, 5.1 |

  Scenario: TC_052_CS Refuses to cancel a reservation it does not know
    Given a connected station
    And the reusable state Reserved
    When the CSMS sends a CancelReservation request
      | field         | value |
      | reservationId | 815   |
    Then the station answers
      | field  | check | value    | requirement   |
      | status | is    | Rejected | OCPP 1.6, 5.1 |
    When the CSMS sends a TriggerMessage request
      | field            | value              |
      | requestedMessage | StatusNotification |
      | connectorId      | $connector_id      |
    Then the station answers
      | field  | check | value    | requirement    |
      | status | is    | Accepted | OCPP 1.6, 5.17 |
    And the station reports the connector as Reserved (OCPP 1.6, 5.1)
    And this shows the effect of CancelReservation
