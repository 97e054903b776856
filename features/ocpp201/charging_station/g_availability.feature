Feature: G. Availability; the station is under test

  Scenario: TC_G_03_CS Takes an EVSE out of service
    Given a connected station
    When the reusable state Unavailable is entered
