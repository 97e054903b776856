Feature: OCPP 1.6 Core, commands and their outcomes; the CSMS is under test

  Scenario: TC_013_CSMS Orders a hard Reset and takes the station back
    Given a connected station
    When the CSMS is asked for reset
      | field | value |
      | type  | Hard  |
    Then the CSMS sends a Reset request
      | field | check | value | requirement    |
      | type  | is    | Hard  | OCPP 1.6, 5.14 |
    When the station answers
      | field  | value    |
      | status | Accepted |
    And the station sends a BootNotification request
    Then the CSMS answers
      | field       | check   | value    | requirement   |
      | status      | is      | Accepted | OCPP 1.6, 4.2 |
      | currentTime | is near | $now     | OCPP 1.6, 4.2 |
    When the station reports every connector as Available
    Then the CSMS shows the effect of Reset in its outcomes
      | field   | check   | value    |
      | action  | is      | Reset    |
      | kind    | is      | Hard     |
      | status  | is      | Accepted |
      | done_at | is near | $now     |
    And the CSMS shows the effect of BootNotification in its stations
      | field     | check   | value     |
      | identity  | is      | $identity |
      | booted_at | is near | $now      |

  Scenario: TC_017_1_CSMS Unlocks an idle connector with a detachable cable
    Given a connected station
    When the CSMS is asked for unlock-connector
      | field        | value         |
      | connector_id | $connector_id |
    Then the CSMS sends an UnlockConnector request
      | field       | check | value         | requirement    |
      | connectorId | is    | $connector_id | OCPP 1.6, 5.18 |
    When the station answers
      | field  | value    |
      | status | Unlocked |
    Then the CSMS shows the effect of UnlockConnector in its outcomes
      | field        | check | value           |
      | action       | is    | UnlockConnector |
      | connector_id | is    | $connector_id   |
      | status       | is    | Unlocked        |

  Scenario: TC_019_1_CSMS Reads all configuration keys at once
    Given a connected station
    When the CSMS is asked for get-configuration
    Then the CSMS sends a GetConfiguration request
      | field | check        | value | requirement   |
      | key   | is absent or | []    | OCPP 1.6, 5.8 |
    When the station answers
      | field                        | value          |
      | configurationKey[0].key      | FancyVendorKey |
      | configurationKey[0].readonly | false          |
      | configurationKey[0].value    | 4711           |
    Then the CSMS shows the effect of GetConfiguration in its configuration-keys
      | field    | check | value          |
      | name     | is    | FancyVendorKey |
      | readonly | is    | false          |
      | value    | is    | 4711           |

  Scenario: TC_021_CSMS Changes a configuration key
    Given a connected station
    When the CSMS is asked for change-configuration
      | field | value                    |
      | key   | MeterValueSampleInterval |
      | value | "60"                     |
    Then the CSMS sends a ChangeConfiguration request
      | field | check | value                    | requirement   |
      | key   | is    | MeterValueSampleInterval | OCPP 1.6, 5.3 |
      | value | is    | 60                       | OCPP 1.6, 5.3 |
    When the station answers
      | field  | value    |
      | status | Accepted |
    Then the CSMS shows the effect of ChangeConfiguration in its configuration-keys
      | field       | check | value                    |
      | name        | is    | MeterValueSampleInterval |
      | value       | is    | 60                       |
      | outcome     | is    | Accepted                 |
      | reboot_owed | is    | false                    |

  Scenario: TC_026_CSMS Handles a station that refuses a remote start
    Given a connected station
    When the CSMS is asked to start a transaction for $valid_token
    Then the CSMS sends a RemoteStartTransaction request
      | field       | check        | value         | requirement    |
      | idTag       | is           | $valid_token  | OCPP 1.6, 5.11 |
      | connectorId | is absent or | $connector_id | OCPP 1.6, 5.11 |
    When the station answers
      | field  | value    |
      | status | Rejected |
    Then the CSMS shows the effect of RemoteStartTransaction in its remote-starts
      | field          | check | value        |
      | id_token       | is    | $valid_token |
      | status         | is    | Rejected     |
      | transaction_id | is    | null         |

  Scenario: TC_028_CSMS Handles a station that refuses a remote stop
    Given a connected station
    And the reusable state Charging
    Then the CSMS shows the effect of StartTransaction in its transactions
      | field          | check | value           |
      | transaction_id | is    | $transaction_id |
      | active         | is    | true            |
    When the CSMS is asked for remote-stop
      | field          | value           |
      | transaction_id | $transaction_id |
    Then the CSMS sends a RemoteStopTransaction request
      | field         | check | value           | requirement    |
      | transactionId | is    | $transaction_id | OCPP 1.6, 5.12 |
    When the station answers
      | field  | value    |
      | status | Rejected |
    Then the CSMS shows the effect of RemoteStopTransaction in its transactions
      | field          | check | value           |
      | transaction_id | is    | $transaction_id |
      | stop_answer    | is    | Rejected        |
      | active         | is    | true            |

  Scenario: TC_061_CSMS Asks the station to empty its authorization cache
    Given a connected station
    When the CSMS is asked for clear-cache
    Then the CSMS sends a ClearCache request
    When the station answers
      | field  | value    |
      | status | Accepted |
    Then the CSMS shows the effect of ClearCache in its outcomes
      | field  | check | value      |
      | action | is    | ClearCache |
      | status | is    | Accepted   |

  Scenario: TC_064_CSMS Refuses DataTransfer from a vendor it does not know
    Given a connected station
    When the station sends a DataTransfer request
      | field     | value                       |
      | vendorId  | org.example.nobody-knows-it |
      | messageId | Hello                       |
      | data      | world                       |
    Then the CSMS answers
      | field  | check     | value                                       | requirement   |
      | status | is one of | Rejected, UnknownMessageId, UnknownVendorId | OCPP 1.6, 4.3 |
    And the CSMS shows the effect of DataTransfer in its vendor-messages
      | field     | check | value                       |
      | vendor_id | is    | org.example.nobody-knows-it |
      | data      | is    | world                       |
