Feature: OCPP 1.6 Security, logs and signed firmware; the CSMS is under test

  Scenario: TC_079_CSMS Asks for the security log and follows the upload
    Given a connected station
    And a file server
    When the CSMS is asked for upload-logs
      | field    | value       |
      | location | $upload_url |
      | kind     | SecurityLog |
    Then the CSMS sends a GetLog request
      | field              | check | value       | requirement |
      | log.remoteLocation | is    | $upload_url | N01.FR.02   |
      | logType            | is    | SecurityLog | N01.FR.03   |
    And the message's requestId is kept as request_id
    When the station answers
      | field    | value        |
      | status   | Accepted     |
      | filename | security.log |
    And the station sends a LogStatusNotification request
      | field     | value       |
      | requestId | $request_id |
      | status    | Uploading   |
    Then the CSMS answers
    And the CSMS shows the effect of GetLog in its log-uploads
      | field      | check | value        |
      | request_id | is    | $request_id  |
      | location   | is    | $upload_url  |
      | subject    | is    | SecurityLog  |
      | answer     | is    | Accepted     |
      | file_name  | is    | security.log |
      | status     | is    | Uploading    |
    When the station sends a LogStatusNotification request
      | field     | value       |
      | requestId | $request_id |
      | status    | Uploaded    |
    Then the CSMS answers
    And the CSMS shows the effect of LogStatusNotification in its log-uploads
      | field             | check    | value       |
      | request_id        | is       | $request_id |
      | status            | is       | Uploaded    |
      | history           | has size | 2           |
      | history[0].status | is       | Uploading   |

  Scenario: TC_080_CSMS Orders a signed firmware update and follows it to the end
    Given a connected station
    And a file server
    When the CSMS is asked for update-firmware
      | field               | value                |
      | location            | $firmware_url        |
      | signature           | $firmware_signature  |
      | signing_certificate | $signing_certificate |
    Then the CSMS sends a SignedUpdateFirmware request
      | field                       | check | value                | requirement |
      | firmware.location           | is    | $firmware_url        | L01.FR.08   |
      | firmware.signature          | is    | $firmware_signature  | L01.FR.09   |
      | firmware.signingCertificate | is    | $signing_certificate | L01.FR.11   |
    And the message's requestId is kept as request_id
    When the station answers
      | field  | value    |
      | status | Accepted |
    And the station sends a SignedFirmwareStatusNotification request
      | field     | value       |
      | requestId | $request_id |
      | status    | Downloading |
    Then the CSMS answers
    And the CSMS shows the effect of SignedUpdateFirmware in its firmware-updates
      | field      | check | value         |
      | request_id | is    | $request_id   |
      | location   | is    | $firmware_url |
      | answer     | is    | Accepted      |
      | status     | is    | Downloading   |
    When the station sends a SignedFirmwareStatusNotification request
      | field     | value       |
      | requestId | $request_id |
      | status    | Downloaded  |
    Then the CSMS answers
    When the station sends a SignedFirmwareStatusNotification request
      | field     | value             |
      | requestId | $request_id       |
      | status    | SignatureVerified |
    Then the CSMS answers
    When the station reports every connector as Unavailable
    And the station sends a SignedFirmwareStatusNotification request
      | field     | value       |
      | requestId | $request_id |
      | status    | Installing  |
    Then the CSMS answers
    When the station sends a SignedFirmwareStatusNotification request
      | field     | value            |
      | requestId | $request_id      |
      | status    | InstallRebooting |
    Then the CSMS answers
    When the station sends a BootNotification request
      | field           | value |
      | firmwareVersion | 2.0.0 |
    Then the CSMS answers
      | field       | check   | value    | requirement   |
      | status      | is      | Accepted | OCPP 1.6, 4.2 |
      | currentTime | is near | $now     | OCPP 1.6, 4.2 |
    When the station sends a SecurityEventNotification request
      | field | value           |
      | type  | FirmwareUpdated |
    Then the CSMS answers
    And the CSMS shows the effect of SecurityEventNotification in its security-events
      | field   | check | value           |
      | station | is    | $identity       |
      | type    | is    | FirmwareUpdated |
    When the station reports every connector as Available
    And the station sends a SignedFirmwareStatusNotification request
      | field     | value       |
      | requestId | $request_id |
      | status    | Installed   |
    Then the CSMS answers
    And the CSMS shows the effect of SignedFirmwareStatusNotification in its firmware-updates
      | field             | check    | value             |
      | request_id        | is       | $request_id       |
      | status            | is       | Installed         |
      | history           | has size | 6                 |
      | history[2].status | is       | SignatureVerified |
    And the CSMS shows the effect of BootNotification in its stations
      | field                | check | value     |
      | identity             | is    | $identity |
      | boot.firmwareVersion | is    | 2.0.0     |
