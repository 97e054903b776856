Feature: P. Data transfer; the CSMS is under test

  Scenario: TC_P_02_CSMS Refuses DataTransfer of a vendor or message it does not know
    Given a connected station
    When the station sends a DataTransfer request
      | field     | value               |
      | vendorId  | org.example.unknown |
      | messageId | not.in.use          |
    Then the CSMS answers
      | field  | check     | value                                       | requirement |
      | status | is one of | UnknownVendorId, UnknownMessageId, Rejected | P02.FR.06   |
    And the message's status is kept as transfer_status
    And the CSMS shows the effect of DataTransfer in its vendor-messages
      | field      | check | value               |
      | station    | is    | $identity           |
      | vendor_id  | is    | org.example.unknown |
      | message_id | is    | not.in.use          |
      | status     | is    | $transfer_status    |
