Feature: O. Display messages; the CSMS is under test

  Scenario: TC_O_01_CSMS Sends a message to show
    Given a connected station
    When the CSMS is asked for set-display-message
      | field    | value             |
      | content  | Welcome           |
      | format   | $display_format   |
      | priority | $display_priority |
      | state    | Idle              |
    Then the CSMS sends a SetDisplayMessage request
      | field                   | check      | value             | requirement |
      | message.id              | is present |                   |             |
      | message.priority        | is         | $display_priority |             |
      | message.message.format  | is         | $display_format   |             |
      | message.message.content | is         | Welcome           |             |
      | message.state           | is         | Idle              |             |
      | message.transactionId   | is absent  |                   | O01.FR.04   |
    And the message's message.id is kept as message_id
    When the station answers
      | field  | value    |
      | status | Accepted |
    Then the CSMS shows the effect of SetDisplayMessage in its display-messages
      | field                   | check | value             |
      | station                 | is    | $identity         |
      | message_id              | is    | $message_id       |
      | message.message.content | is    | Welcome           |
      | answer                  | is    | Accepted          |
      | installed               | is    | true              |

  Scenario: TC_O_02_CSMS Asks for all messages
    Given a connected station
    When the CSMS is asked for get-display-messages
    Then the CSMS sends a GetDisplayMessages request
      | field     | check      | value |
      | requestId | is present |       |
      | id        | is absent  |       |
      | priority  | is absent  |       |
      | state     | is absent  |       |
    And the message's requestId is kept as request_id
    When the station answers
      | field  | value    |
      | status | Accepted |
    And the station sends a NotifyDisplayMessages request
      | field                          | value             |
      | requestId                      | $request_id       |
      | messageInfo[0].id              | 202               |
      | messageInfo[0].priority        | $display_priority |
      | messageInfo[0].message.format  | $display_format   |
      | messageInfo[0].message.content | Wash your car     |
    Then the CSMS answers
    And the CSMS shows the effect of GetDisplayMessages in its display-reports
      | field            | check | value       |
      | station          | is    | $identity   |
      | request_id       | is    | $request_id |
      | answer           | is    | Accepted    |
      | message_ids[any] | is    | 202         |
      | complete         | is    | true        |
    And the CSMS shows the effect of NotifyDisplayMessages in its display-messages
      | field                   | check | value             |
      | station                 | is    | $identity         |
      | message_id              | is    | 202               |
      | message.priority        | is    | $display_priority |
      | message.message.content | is    | Wash your car     |
      | installed               | is    | true              |

  Scenario: TC_O_05_CSMS Handles Unknown to removing a message
    Given a connected station
    When the CSMS is asked for clear-display-message
      | field      | value |
      | message_id | 4711  |
    Then the CSMS sends a ClearDisplayMessage request
      | field | check | value |
      | id    | is    | 4711  |
    When the station answers
      | field  | value   |
      | status | Unknown |
    Then the CSMS shows the effect of ClearDisplayMessage in its display-messages
      | field      | check | value     |
      | station    | is    | $identity |
      | message_id | is    | 4711      |
      | cleared    | is    | Unknown   |
      | installed  | is    | false     |
