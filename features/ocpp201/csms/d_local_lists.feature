Feature: D. Local authorization lists; the CSMS is under test

  Scenario: TC_D_01_CSMS Sends a full local list
    Given a connected station
    When the CSMS is asked for update-local-list
      | field        | value        |
      | full         | true         |
      | id_tokens[0] | $valid_token |
    Then the CSMS may send a GetLocalListVersion request
    And the CSMS sends a SendLocalList request
      | field                                       | check      | value             | requirement   |
      | updateType                                  | is         | Full              | D01.FR.01     |
      | versionNumber                               | at least   | 1                 | D01.FR.18     |
      | localAuthorizationList[any].idToken.idToken | is         | $valid_token      | D01.FR.06     |
      | localAuthorizationList[any].idToken.type    | is         | $valid_token_type | D01.FR.06     |
      | localAuthorizationList[*].idTokenInfo       | is present |                   | Errata 6.3.10 |
      | localAuthorizationList[any].idTokenInfo.status | is      | Accepted          |               |
    And the message's versionNumber is kept as list_version
    When the station answers
      | field  | value    |
      | status | Accepted |
    Then the CSMS shows the effect of SendLocalList in its local-lists
      | field                           | check | value         |
      | station                         | is    | $identity     |
      | version                         | is    | $list_version |
      | answer                          | is    | Accepted      |
      | entries[any].idToken.idToken    | is    | $valid_token  |
      | entries[any].idTokenInfo.status | is    | Accepted      |

  Scenario: TC_D_08_CSMS Asks for the list version
    Given a connected station
    When the CSMS is asked for get-local-list-version
    Then the CSMS sends a GetLocalListVersion request
    When the station answers
      | field         | value |
      | versionNumber | 7     |
    Then the CSMS shows the effect of GetLocalListVersion in its local-lists
      | field        | check | value     |
      | station      | is    | $identity |
      | told_version | is    | 7         |
