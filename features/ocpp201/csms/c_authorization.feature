Feature: C. Authorization; the CSMS is under test

  Scenario: TC_C_02_CSMS Answers Invalid or Unknown for a token it does not accept
    Given a connected station
    When the station sends an Authorize request
      | field           | value               |
      | idToken.idToken | $invalid_token      |
      | idToken.type    | $invalid_token_type |
    Then the CSMS answers
      | field              | check     | value            | requirement |
      | idTokenInfo.status | is one of | Invalid, Unknown | C01.FR.07   |

  Scenario: TC_C_37_CSMS Has a station empty its cache
    Given a connected station
    When the CSMS is asked for clear-cache
    Then the CSMS sends a ClearCache request
    When the station answers
      | field  | value    |
      | status | Accepted |
    Then the CSMS shows the effect of ClearCache in its outcomes
      | field   | check | value      |
      | station | is    | $identity  |
      | action  | is    | ClearCache |
      | status  | is    | Accepted   |
