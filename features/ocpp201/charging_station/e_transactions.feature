Feature: E. Transactions; the station is under test

  Scenario: TC_E_03_CS Charges when the cable comes first, then the token
    Given a connected station
    And the station's settings
      | setting                              | value | when           |
      | AuthCtrlr.AuthEnabled                | true  | if writable    |
      | AuthCtrlr.DisableRemoteAuthorization | false | if implemented |
    And the reusable state EVConnectedPreSession
    When the reusable state Authorized is entered
    And the reusable state EnergyTransferStarted is entered
