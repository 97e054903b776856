Feature: OCPP 1.6 FirmwareManagement, firmware and diagnostics; the station is under test

  Scenario: TC_044_2_CS Reports a firmware download that fails
    Given a connected station
    And a file server
    When the CSMS sends an UpdateFirmware request
      | field        | value                 |
      | location     | $missing_firmware_url |
      | retries      | 0                     |
      | retrieveDate | $now                  |
    Then the station answers
    And the station may send a StatusNotification request
    And the station may send a FirmwareStatusNotification request
      | field  | check | value       | requirement   |
      | status | is    | Downloading | OCPP 1.6, 4.5 |
    And the station sends a FirmwareStatusNotification request
      | field  | check | value          | requirement   |
      | status | is    | DownloadFailed | OCPP 1.6, 4.5 |
    And the file server has seen a transfer
      | field  | check | value       | requirement    |
      | method | is    | GET         | OCPP 1.6, 5.19 |
      | name   | is    | missing.bin | OCPP 1.6, 5.19 |
      | status | is    | 404         |                |
    And this shows the effect of UpdateFirmware

  Scenario: TC_045_1_CS Uploads its diagnostics and reports the progress
    Given a connected station
    And a file server
    When the CSMS sends a GetDiagnostics request
      | field    | value       |
      | location | $upload_url |
    Then the station answers
      | field    | check      | value | requirement   |
      | fileName | is present |       | OCPP 1.6, 5.9 |
    And the message's fileName is kept as file_name
    And the station sends a DiagnosticsStatusNotification request
      | field  | check | value     | requirement   |
      | status | is    | Uploading | OCPP 1.6, 4.4 |
    And the station sends a DiagnosticsStatusNotification request
      | field  | check | value    | requirement   |
      | status | is    | Uploaded | OCPP 1.6, 4.4 |
    And the file server has seen a transfer
      | field  | check     | value      | requirement   |
      | method | is one of | PUT, POST  |               |
      | name   | is        | $file_name | OCPP 1.6, 5.9 |
      | size   | at least  | 1          | OCPP 1.6, 5.9 |
    And this shows the effect of GetDiagnostics
