Feature: E. Transactions; the station is under test

  Scenario: TC_E_03_CS Charges when the cable comes first, then the token
    Given a connected station
    And the station's settings
      | setting                                | value |
      | AuthCtrlr.DisableRemoteAuthorization   | false |
    And the reusable state EVConnectedPreSession
    When the reusable state Authorized is entered
    And the reusable state EnergyTransferStarted is entered
