Feature: OCPP 1.6 LocalAuthListManagement; the station is under test

  Scenario: TC_042_2_CS List version is 0 while the local list is empty
    Given a connected station
    And the station's settings
      | setting              | value |
      | LocalAuthListEnabled | true  |
    When the CSMS sends a SendLocalList request
      | field       | value |
      | listVersion | 1     |
      | updateType  | Full  |
    Then the station answers
      | field  | check | value    | requirement    |
      | status | is    | Accepted | OCPP 1.6, 5.15 |
    When the CSMS sends a GetLocalListVersion request
    Then the station answers
      | field       | check | value | requirement    |
      | listVersion | is    | 0     | OCPP 1.6, 5.10 |
    And this shows the effect of GetLocalListVersion
    When the CSMS sends a SendLocalList request
      | field                                      | value        |
      | listVersion                                | 2            |
      | updateType                                 | Full         |
      | localAuthorizationList[0].idTag            | $valid_token |
      | localAuthorizationList[0].idTagInfo.status | Accepted     |
    Then the station answers
      | field  | check | value    | requirement    |
      | status | is    | Accepted | OCPP 1.6, 5.15 |
    When the CSMS sends a GetLocalListVersion request
    Then the station answers
      | field       | check | value | requirement    |
      | listVersion | is    | 2     | OCPP 1.6, 5.10 |
    And this shows the effect of SendLocalList
    When the CSMS sends a SendLocalList request
      | field       | value |
      | listVersion | 3     |
      | updateType  | Full  |
    Then the station answers
      | field  | check | value    | requirement    |
      | status | is    | Accepted | OCPP 1.6, 5.15 |
