Feature: P. Data transfer; the station is under test

  Scenario: TC_P_01_CS Refuses DataTransfer of an unknown vendor or message
    Given a connected station
    When the CSMS sends a DataTransfer request
      | field     | value                      |
      | vendorId  | org.openchargealliance.octt |
      | messageId | not.in.use                 |
    Then the station answers
      | field  | check     | value                                       | requirement |
      | status | is one of | UnknownVendorId, UnknownMessageId, Rejected | P01.FR.05   |
    And this shows the effect of DataTransfer
