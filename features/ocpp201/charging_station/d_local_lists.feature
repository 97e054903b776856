Feature: D. Local authorization lists; the station is under test

  Scenario: TC_D_01_CS Replaces its local list by a full one
    Given a connected station
    And the station's settings
      | setting                    | value | when           |
      | LocalAuthListCtrlr.Enabled | true  | if implemented |
    When the CSMS sends a SendLocalList request
      | field                                        | value             |
      | updateType                                   | Full              |
      | versionNumber                                | 4711              |
      | localAuthorizationList[0].idToken.idToken    | $valid_token      |
      | localAuthorizationList[0].idToken.type       | $valid_token_type |
      | localAuthorizationList[0].idTokenInfo.status | Accepted          |
    Then the station answers
      | field  | check | value    | requirement |
      | status | is    | Accepted | D01.FR.02   |
    When the CSMS sends a GetLocalListVersion request
    Then the station answers
      | field         | check | value | requirement |
      | versionNumber | is    | 4711  | D01.FR.15   |
    And this shows the effect of SendLocalList
    When the CSMS sends a SendLocalList request
      | field         | value        |
      | updateType    | Differential |
      | versionNumber | 4712         |
    Then the station answers
      | field  | check | value    | requirement |
      | status | is    | Accepted | D01.FR.05   |
    When the CSMS sends a GetLocalListVersion request
    Then the station answers
      | field         | check | value | requirement |
      | versionNumber | is    | 4712  | D02.FR.01   |
    And this shows the effect of GetLocalListVersion
