Feature: OCPP 1.6 FirmwareManagement, firmware and diagnostics; the CSMS is under test

  Scenario: TC_044_2_CSMS Takes the report of a failed firmware download
    Given a connected station
    And a file server
    When the CSMS is asked for update-firmware
      | field    | value         |
      | location | $firmware_url |
    Then the CSMS sends an UpdateFirmware request
      | field        | check      | value         | requirement    |
      | location     | is         | $firmware_url | OCPP 1.6, 5.19 |
      | retrieveDate | is present |               | OCPP 1.6, 5.19 |
    When the station answers
    And the station sends a FirmwareStatusNotification request
      | field  | value       |
      | status | Downloading |
    Then the CSMS answers
    And the CSMS shows the effect of UpdateFirmware in its firmware-updates
      | field    | check | value         |
      | location | is    | $firmware_url |
      | status   | is    | Downloading   |
    When the station sends a FirmwareStatusNotification request
      | field  | value          |
      | status | DownloadFailed |
    Then the CSMS answers
    And the CSMS shows the effect of FirmwareStatusNotification in its firmware-updates
      | field             | check    | value          |
      | location          | is       | $firmware_url  |
      | status            | is       | DownloadFailed |
      | history           | has size | 2              |
      | history[0].status | is       | Downloading    |

  Scenario: TC_045_1_CSMS Asks for diagnostics and follows the upload
    Given a connected station
    And a file server
    When the CSMS is asked for upload-logs
      | field    | value       |
      | location | $upload_url |
    Then the CSMS sends a GetDiagnostics request
      | field    | check | value       | requirement   |
      | location | is    | $upload_url | OCPP 1.6, 5.9 |
    When the station answers
      | field    | value           |
      | fileName | diagnostics.txt |
    And the station sends a DiagnosticsStatusNotification request
      | field  | value     |
      | status | Uploading |
    Then the CSMS answers
    And the CSMS shows the effect of GetDiagnostics in its log-uploads
      | field     | check | value           |
      | location  | is    | $upload_url     |
      | subject   | is    | Diagnostics     |
      | file_name | is    | diagnostics.txt |
      | status    | is    | Uploading       |
    When the station sends a DiagnosticsStatusNotification request
      | field  | value    |
      | status | Uploaded |
    Then the CSMS answers
    And the CSMS shows the effect of DiagnosticsStatusNotification in its log-uploads
      | field             | check    | value       |
      | subject           | is       | Diagnostics |
      | status            | is       | Uploaded    |
      | history           | has size | 2           |
      | history[0].status | is       | Uploading   |
