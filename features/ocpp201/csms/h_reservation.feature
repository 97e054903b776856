Feature: H. Reservation; the CSMS is under test

  Scenario: TC_H_07_CSMS Handles a reservation that expires unused
    Given a connected station
    When the CSMS is asked for reserve
      | field    | value        |
      | evse_id  | $evse_id     |
      | id_token | $valid_token |
      | minutes  | 2            |
    Then the CSMS sends a ReserveNow request
      | field           | check      | value             | requirement |
      | evseId          | is         | $evse_id          | H01.FR.23   |
      | connectorType   | is absent  |                   | H01.FR.23   |
      | expiryDateTime  | is near    | $now+120s         |             |
      | idToken.idToken | is         | $valid_token      | H03.FR.01   |
      | idToken.type    | is         | $valid_token_type | H03.FR.01   |
    And the message's id is kept as reservation_id
    When the station answers
      | field  | value    |
      | status | Accepted |
    And the station reports the connector as Reserved
    Then the CSMS shows the effect of ReserveNow in its reservations
      | field          | check | value           |
      | station        | is    | $identity       |
      | reservation_id | is    | $reservation_id |
      | evse_id        | is    | $evse_id        |
      | id_token       | is    | $valid_token    |
      | status         | is    | Accepted        |
    When 125 s pass
    And the station reports the connector as Available
    And the station sends a ReservationStatusUpdate request
      | field                   | value           |
      | reservationId           | $reservation_id |
      | reservationUpdateStatus | Expired         |
    Then the CSMS answers
    And the CSMS shows the effect of ReservationStatusUpdate in its reservations
      | field          | check | value           |
      | reservation_id | is    | $reservation_id |
      | status         | is    | Expired         |
      | reported       | is    | Expired         |

  Scenario: TC_H_17_CSMS Cancels a reservation
    Given a connected station
    When the reusable state Reserved is entered
    And the CSMS is asked for cancel-reservation
      | field          | value           |
      | reservation_id | $reservation_id |
    Then the CSMS sends a CancelReservation request
      | field         | check | value           | requirement |
      | reservationId | is    | $reservation_id | H02.FR.02   |
    When the station answers
      | field  | value    |
      | status | Accepted |
    And the station reports the connector as Available
    Then the CSMS shows the effect of CancelReservation in its reservations
      | field          | check | value           |
      | reservation_id | is    | $reservation_id |
      | status         | is    | Cancelled       |
