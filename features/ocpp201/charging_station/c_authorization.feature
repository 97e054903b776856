Feature: C. Authorization; the station is under test

  Scenario: TC_C_37_CS Empties its cache when asked
    Given a connected station
    And the station's settings
      | setting                     | value | when           |
      | AuthCacheCtrlr.Enabled      | true  | if implemented |
      | AuthCtrlr.LocalPreAuthorize | true  | if writable    |
    And the measurands of SampledDataCtrlr.TxStartedMeasurands
    And the measurands of SampledDataCtrlr.TxEndedMeasurands
    And the reusable state IdTokenCached
    When the CSMS sends a ClearCache request
    Then the station answers
      | field  | check | value    | requirement |
      | status | is    | Accepted | C11.FR.03   |
    When the reusable state ParkingBayOccupied is entered
    And the reusable state EVConnectedPreSession is entered
    And the EV driver presents $valid_token
    Then the station sends an Authorize request
      | field           | check | value             | requirement |
      | idToken.idToken | is    | $valid_token      | C11.FR.01   |
      | idToken.type    | is    | $valid_token_type | C11.FR.01   |
    And this shows the effect of ClearCache
    And the station sends a TransactionEvent request
      | field           | check | value             | requirement |
      | triggerReason   | is    | Authorized        | E01.FR.15   |
      | idToken.idToken | is    | $valid_token      | E03.FR.01   |
      | idToken.type    | is    | $valid_token_type | E03.FR.01   |
    And the station sends a TransactionEvent request
      | field                         | check | value                | requirement |
      | triggerReason                 | is    | ChargingStateChanged | E02.FR.15   |
      | transactionInfo.chargingState | is    | Charging             | E02.FR.13   |

  Scenario: TC_C_38_CS Refuses to empty a cache that is switched off
    Given a connected station
    And the station's settings
      | setting                | value | when           |
      | AuthCacheCtrlr.Enabled | false | if implemented |
    And the measurands of SampledDataCtrlr.TxStartedMeasurands
    And the measurands of SampledDataCtrlr.TxEndedMeasurands
    And the reusable state IdTokenCached
    When the CSMS sends a ClearCache request
    Then the station answers
      | field  | check | value    | requirement |
      | status | is    | Rejected | C11.FR.04   |
