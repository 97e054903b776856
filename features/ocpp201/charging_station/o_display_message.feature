Feature: O. Display messages; the station is under test

  Scenario: TC_O_05_CS Answers Unknown to removing a message it lacks
    Given a connected station
    When the CSMS sends a ClearDisplayMessage request
      | field | value |
      | id    | 4711  |
    Then the station answers
      | field  | check | value   | requirement |
      | status | is    | Unknown | O05.FR.02   |
    And this shows the effect of ClearDisplayMessage

  Scenario: TC_O_38_CS Shows a message only while Unavailable
    Given a connected station
    When the CSMS sends a SetDisplayMessage request
      | field                   | value             |
      | message.id              | 38                |
      | message.priority        | $display_priority |
      | message.state           | Unavailable       |
      | message.message.format  | $display_format   |
      | message.message.content | Out of order      |
    Then the station answers
      | field  | check | value    |
      | status | is    | Accepted |
    And the station shows the effect of SetDisplayMessage in its display
      | field | check  | value        |
      | text  | is not | Out of order |
    When the reusable state Unavailable is entered
    Then the station shows the effect of SetDisplayMessage in its display
      | field | check    | value        |
      | text  | contains | Out of order |
    When the CSMS sends a ChangeAvailability request
      | field             | value     |
      | operationalStatus | Operative |
      | evse.id           | $evse_id  |
    Then the station answers
      | field  | check | value    |
      | status | is    | Accepted |
    And the station reports the connector as Available
    And this shows the effect of ChangeAvailability
    And the station shows the effect of SetDisplayMessage in its display
      | field | check  | value        |
      | text  | is not | Out of order |
    When the CSMS sends a GetDisplayMessages request
      | field     | value |
      | requestId | 438   |
      | id[0]     | 38    |
    Then the station answers
      | field  | check | value    | requirement |
      | status | is    | Accepted | O04.FR.01   |
    And the station sends a NotifyDisplayMessages request
      | field                                | check        | value             | requirement |
      | requestId                            | is           | 438               | O04.FR.06   |
      | tbc                                  | is absent or | false             | O04.FR.05   |
      | messageInfo                          | has size     | 1                 | O04.FR.03   |
      | messageInfo[0].id                    | is           | 38                | O04.FR.03   |
      | messageInfo[0].state                 | is           | Unavailable       | O04.FR.03   |
      | messageInfo[0].priority              | is           | $display_priority |             |
      | messageInfo[0].message.format        | is           | $display_format   |             |
      | messageInfo[0].message.content       | is           | Out of order      |             |
    And this shows the effect of GetDisplayMessages
