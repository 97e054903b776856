Feature: N. Diagnostics, logs and customers; the station is under test

  Scenario: TC_N_25_CS Uploads its diagnostics log
    Given a connected station
    And a file server
    When the CSMS sends a GetLog request
      | field              | value          |
      | logType            | DiagnosticsLog |
      | requestId          | 4711           |
      | log.remoteLocation | $upload_url    |
    Then the station answers
      | field    | check   | value    | requirement |
      | status   | is      | Accepted | N01.FR.01   |
      | filename | matches | .+       | N01.FR.01   |
    And the message's filename is kept as file_name
    And the station sends a LogStatusNotification request
      | field     | check | value     | requirement |
      | status    | is    | Uploading | N01.FR.08   |
      | requestId | is    | 4711      | N01.FR.07   |
    And the station sends a LogStatusNotification request
      | field     | check | value    | requirement |
      | status    | is    | Uploaded | N01.FR.09   |
      | requestId | is    | 4711     | N01.FR.13   |
    And the file server has seen a transfer
      | field  | check     | value      | requirement |
      | method | is one of | PUT, POST  | N01.FR.02   |
      | name   | is        | $file_name | N01.FR.02   |
      | size   | at least  | 1          | N01.FR.04   |
    And this shows the effect of GetLog

  Scenario: TC_N_27_CS Reports the data it holds on a customer
    Given a connected station
    And the station's settings
      | setting                     | value | when           |
      | LocalAuthListCtrlr.Enabled  | true  | if implemented |
      | AuthCtrlr.LocalPreAuthorize | true  | if writable    |
      | AuthCacheCtrlr.Enabled      | true  | if implemented |
    And the measurands of SampledDataCtrlr.TxStartedMeasurands
    And the measurands of SampledDataCtrlr.TxEndedMeasurands
    And the reusable state IdTokenCached
    And the reusable state IdTokenLocalAuthList
    And the reusable state Authorized
    And the reusable state ParkingBayUnoccupied
    When the CSMS sends a CustomerInformation request
      | field           | value             |
      | requestId       | 27                |
      | report          | true              |
      | clear           | false             |
      | idToken.idToken | $valid_token      |
      | idToken.type    | $valid_token_type |
    Then the station answers
      | field  | check | value    | requirement |
      | status | is    | Accepted | N09.FR.02   |
    And the station sends all parts of a NotifyCustomerInformation report (N09.FR.05)
      | field       | check   | value  | requirement |
      | requestId   | is      | 27     | N09.FR.05   |
      | generatedAt | is near | $now   | N09.FR.05   |
      | data        | matches | (?s).+ | N09.FR.05   |
    And this shows the effect of CustomerInformation

  Scenario: TC_N_35_CS Uploads its security log
    Given a connected station
    And a file server
    When the CSMS sends a GetLog request
      | field              | value       |
      | logType            | SecurityLog |
      | requestId          | 4735        |
      | log.remoteLocation | $upload_url |
    Then the station answers
      | field    | check   | value    | requirement |
      | status   | is      | Accepted | N01.FR.01   |
      | filename | matches | .+       | N01.FR.01   |
    And the message's filename is kept as file_name
    And the station sends a LogStatusNotification request
      | field     | check | value     | requirement |
      | status    | is    | Uploading | N01.FR.08   |
      | requestId | is    | 4735      | N01.FR.07   |
    And the station sends a LogStatusNotification request
      | field     | check | value    | requirement |
      | status    | is    | Uploaded | N01.FR.09   |
      | requestId | is    | 4735     | N01.FR.13   |
    And the file server has seen a transfer
      | field  | check     | value      | requirement |
      | method | is one of | PUT, POST  | N01.FR.02   |
      | name   | is        | $file_name | N01.FR.02   |
      | size   | at least  | 1          | N01.FR.03   |
    And this shows the effect of GetLog
