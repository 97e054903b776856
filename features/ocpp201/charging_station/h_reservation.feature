Feature: H. Reservation; the station is under test

  Scenario: TC_H_03_CS Answers Occupied for an EVSE that is reserved already
    Given a connected station
    And the station's settings
      | setting                 | value | when           |
      | ReservationCtrlr.Enabled | true | if implemented |
    And the reusable state Reserved
    When the CSMS sends a ReserveNow request
      | field           | value              |
      | id              | 2                  |
      | evseId          | $evse_id           |
      | expiryDateTime  | 2099-01-01T00:00:00Z |
      | idToken.idToken | $valid_token2      |
      | idToken.type    | $valid_token2_type |
    Then the station answers
      | field  | check | value    | requirement |
      | status | is    | Occupied | H01.FR.11   |
    And this shows the effect of ReserveNow

  Scenario: TC_H_07_CS Releases an EVSE when its reservation expires
    Given a connected station
    And the station's settings
      | setting                  | value | when           |
      | ReservationCtrlr.Enabled | true  | if implemented |
    And the measurands of SampledDataCtrlr.TxStartedMeasurands
    And the reusable state ReservedBriefly
    Then the station reports the connector as Available (H04.FR.03)
    And the station sends a ReservationStatusUpdate request
      | field                   | check | value           | requirement |
      | reservationId           | is    | $reservation_id | H04.FR.01   |
      | reservationUpdateStatus | is    | Expired         | H04.FR.01   |
    When the EV driver's token is $valid_token2
    And the reusable state Authorized is entered
    And the reusable state EnergyTransferStarted is entered

  Scenario: TC_H_17_CS Cancels a reservation and frees the EVSE
    Given a connected station
    And the station's settings
      | setting                  | value | when           |
      | ReservationCtrlr.Enabled | true  | if implemented |
    And the reusable state Reserved
    When the CSMS sends a CancelReservation request
      | field         | value           |
      | reservationId | $reservation_id |
    Then the station answers
      | field  | check | value    | requirement |
      | status | is    | Accepted | H02.FR.02   |
    And the station reports the connector as Available (H02.FR.02)
    And this shows the effect of CancelReservation

  Scenario: TC_H_18_CS Refuses to cancel an unknown reservation
    Given a connected station
    And the station's settings
      | setting                  | value | when           |
      | ReservationCtrlr.Enabled | true  | if implemented |
    When the CSMS sends a CancelReservation request
      | field         | value |
      | reservationId | 1     |
    Then the station answers
      | field  | check | value    | requirement |
      | status | is    | Rejected | H02.FR.01   |
