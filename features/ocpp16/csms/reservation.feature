Feature: OCPP 1.6 Reservation; the CSMS is under test

  Scenario: TC_048_3_CSMS Handles Unavailable to a reservation
    Given a connected station
    When the CSMS is asked for change-availability
      | field        | value         |
      | operational  | false         |
      | connector_id | $connector_id |
    Then the CSMS sends a ChangeAvailability request
      | field       | check | value         | requirement   |
      | connectorId | is    | $connector_id | OCPP 1.6, 5.2 |
      | type        | is    | Inoperative   | OCPP 1.6, 5.2 |
    When the station answers
      | field  | value    |
      | status | Accepted |
    And the station reports the connector as Unavailable
    Then the CSMS shows the effect of ChangeAvailability in its stations
      | field                          | check | value         |
      | identity                       | is    | $identity     |
      | availability[any].connector_id | is    | $connector_id |
      | availability[any].operational  | is    | false         |
      | availability[any].answer       | is    | Accepted      |
    And the CSMS shows the effect of StatusNotification in its stations
      | field                        | check | value         |
      | identity                     | is    | $identity     |
      | connectors[any].connector_id | is    | $connector_id |
      | connectors[any].status       | is    | Unavailable   |
    When the CSMS is asked for reserve
      | field        | value         |
      | connector_id | $connector_id |
      | id_token     | $valid_token  |
      | minutes      | 60            |
    Then the CSMS sends a ReserveNow request
      | field       | check        | value         | requirement    |
      | connectorId | is           | $connector_id | OCPP 1.6, 5.13 |
      | idTag       | is           | $valid_token  | OCPP 1.6, 5.13 |
      | parentIdTag | is absent or | $group_id     | OCPP 1.6, 5.13 |
      | expiryDate  | is near      | $now+3600s    | OCPP 1.6, 5.13 |
    And the message's reservationId is kept as reservation_id
    When the station answers
      | field  | value       |
      | status | Unavailable |
    Then the CSMS shows the effect of ReserveNow in its reservations
      | field          | check | value           |
      | reservation_id | is    | $reservation_id |
      | connector_id   | is    | $connector_id   |
      | status         | is    | Unavailable     |

  Scenario: TC_051_CSMS Cancels a reservation it made
    Given a connected station
    When the CSMS is asked for reserve
      | field        | value         |
      | connector_id | $connector_id |
      | id_token     | $valid_token  |
      | minutes      | 60            |
    Then the CSMS sends a ReserveNow request
      | field       | check        | value         | requirement    |
      | connectorId | is           | $connector_id | OCPP 1.6, 5.13 |
      | idTag       | is           | $valid_token  | OCPP 1.6, 5.13 |
      | parentIdTag | is absent or | $group_id     | OCPP 1.6, 5.13 |
      | expiryDate  | is near      | $now+3600s    | OCPP 1.6, 5.13 |
    And the message's reservationId is kept as reservation_id
    When the station answers
      | field  | value    |
      | status | Accepted |
    And the station reports the connector as Reserved
    Then the CSMS shows the effect of ReserveNow in its reservations
      | field          | check | value           |
      | reservation_id | is    | $reservation_id |
      | id_token       | is    | $valid_token    |
      | status         | is    | Accepted        |
    When the CSMS is asked for cancel-reservation
      | field          | value           |
      | reservation_id | $reservation_id |
    Then the CSMS sends a CancelReservation request
      | field         | check | value           | requirement   |
      | reservationId | is    | $reservation_id | OCPP 1.6, 5.1 |
    When the station answers
      | field  | value    |
      | status | Accepted |
    And the station reports the connector as Available
    Then the CSMS shows the effect of CancelReservation in its reservations
      | field          | check | value           |
      | reservation_id | is    | $reservation_id |
      | status         | is    | Cancelled       |

  Scenario: TC_053_CSMS Handles a reservation used by an idTag of the same parent
    Given a connected station
    When the CSMS is asked for reserve
      | field        | value         |
      | connector_id | $connector_id |
      | id_token     | $valid_token  |
      | minutes      | 60            |
    Then the CSMS sends a ReserveNow request
      | field       | check   | value         | requirement    |
      | connectorId | is      | $connector_id | OCPP 1.6, 5.13 |
      | idTag       | is      | $valid_token  | OCPP 1.6, 5.13 |
      | parentIdTag | is      | $group_id     | OCPP 1.6, 5.13 |
      | expiryDate  | is near | $now+3600s    | OCPP 1.6, 5.13 |
    And the message's reservationId is kept as reservation_id
    When the station answers
      | field  | value    |
      | status | Accepted |
    And the station reports the connector as Reserved
    And the reusable state Charging is entered
    Then the CSMS shows the effect of StartTransaction in its transactions
      | field          | check | value           |
      | transaction_id | is    | $transaction_id |
      | id_token       | is    | $valid_token    |
      | active         | is    | true            |
    And the CSMS shows the effect of ReserveNow in its reservations
      | field          | check | value           |
      | reservation_id | is    | $reservation_id |
      | status         | is    | Used            |
      | transaction_id | is    | $transaction_id |
    When the station sends an Authorize request
      | field | value         |
      | idTag | $valid_token2 |
    Then the CSMS answers
      | field                 | check | value     | requirement   |
      | idTagInfo.status      | is    | Accepted  | OCPP 1.6, 4.1 |
      | idTagInfo.parentIdTag | is    | $group_id | OCPP 1.6, 4.1 |
    When the station sends a StopTransaction request
      | field         | value           |
      | transactionId | $transaction_id |
      | idTag         | $valid_token2   |
    Then the CSMS answers
      | field                 | check        | value     | requirement    |
      | idTagInfo.status      | is absent or | Accepted  | OCPP 1.6, 4.10 |
      | idTagInfo.parentIdTag | is absent or | $group_id | OCPP 1.6, 3.10 |
    And the CSMS shows the effect of StopTransaction in its transactions
      | field          | check | value           |
      | transaction_id | is    | $transaction_id |
      | stop_token     | is    | $valid_token2   |
      | active         | is    | false           |
    When the station reports the connector as Finishing
    Then the CSMS shows the effect of StatusNotification in its stations
      | field                        | check | value         |
      | identity                     | is    | $identity     |
      | connectors[any].connector_id | is    | $connector_id |
      | connectors[any].status       | is    | Finishing     |
