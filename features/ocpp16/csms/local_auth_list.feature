Feature: OCPP 1.6 LocalAuthListManagement; the CSMS is under test

  Scenario: TC_043_5_CSMS Sends a differential local list
    Given a connected station
    When the CSMS is asked to send a GetLocalListVersion request
    Then the CSMS sends a GetLocalListVersion request
    When the station answers
      | field       | value |
      | listVersion | 7     |
    Then the CSMS shows the effect of GetLocalListVersion in its local-lists
      | field        | check | value     |
      | station      | is    | $identity |
      | told_version | is    | 7         |
    When the CSMS is asked for update-local-list
      | field        | value        |
      | id_tokens[0] | $valid_token |
    Then the CSMS may send a GetLocalListVersion request
    And the CSMS sends a SendLocalList request
      | field                                             | check        | value        | requirement     |
      | updateType                                        | is           | Differential | OCPP 1.6, 5.15  |
      | listVersion                                       | at least     | 8            | OCPP 1.6, 5.15  |
      | localAuthorizationList[*].idTagInfo.status        | is present   |              | OCPP 1.6, 5.15  |
      | localAuthorizationList[any].idTag                 | is           | $valid_token | OCPP 1.6, 5.15  |
      | localAuthorizationList[any].idTagInfo.status      | is           | Accepted     | OCPP 1.6, 3.5.2 |
      | localAuthorizationList[any].idTagInfo.parentIdTag | is absent or | $group_id    | OCPP 1.6, 3.10  |
    And the message's listVersion is kept as list_version
    When the station answers
      | field  | value    |
      | status | Accepted |
    Then the CSMS shows the effect of SendLocalList in its local-lists
      | field              | check | value         |
      | station            | is    | $identity     |
      | version            | is    | $list_version |
      | answer             | is    | Accepted      |
      | entries[any].idTag | is    | $valid_token  |
