Feature: OCPP 1.6 Security, logs and signed firmware; the station is under test

  Scenario: TC_079_CS Uploads its security log and reports the progress
    Given a connected station
    And a file server
    When the CSMS sends a GetLog request
      | field              | value       |
      | logType            | SecurityLog |
      | requestId          | 4711        |
      | log.remoteLocation | $upload_url |
    Then the station answers
      | field    | check      | value    | requirement |
      | status   | is         | Accepted | N01.FR.01   |
      | filename | is present |          | N01.FR.01   |
    And the message's filename is kept as file_name
    And the station sends a LogStatusNotification request
      | field     | check | value     | requirement |
      | status    | is    | Uploading | N01.FR.08   |
      | requestId | is    | 4711      | N01.FR.07   |
    And the station sends a LogStatusNotification request
      | field     | check | value    | requirement |
      | status    | is    | Uploaded | N01.FR.09   |
      | requestId | is    | 4711     | N01.FR.07   |
    And the file server has seen a transfer
      | field  | check     | value      | requirement |
      | method | is one of | PUT, POST  |             |
      | name   | is        | $file_name | N01.FR.02   |
      | size   | at least  | 1          | N01.FR.03   |
    And this shows the effect of GetLog

  Scenario: TC_081_CS Stops a firmware update whose signature does not match
    Given a connected station
    And a file server
    When the CSMS sends a SignedUpdateFirmware request
      | field                       | value                |
      | requestId                   | 4711                 |
      | firmware.location           | $firmware_url        |
      | firmware.retrieveDateTime   | $now                 |
      | firmware.signature          | $wrong_signature     |
      | firmware.signingCertificate | $signing_certificate |
    Then the station answers
      | field  | check | value    | requirement |
      | status | is    | Accepted | L01.FR.23   |
    And the station sends a SignedFirmwareStatusNotification request
      | field     | check | value       | requirement |
      | status    | is    | Downloading | L01.FR.01   |
      | requestId | is    | 4711        | L01.FR.10   |
    And the station sends a SignedFirmwareStatusNotification request
      | field     | check | value      | requirement |
      | status    | is    | Downloaded | L01.FR.01   |
      | requestId | is    | 4711       | L01.FR.10   |
    And the station sends a SignedFirmwareStatusNotification request
      | field     | check | value            | requirement |
      | status    | is    | InvalidSignature | L01.FR.04   |
      | requestId | is    | 4711             | L01.FR.10   |
    And this shows the effect of SignedUpdateFirmware
    And the station sends a SecurityEventNotification request
      | field | check | value                    | requirement |
      | type  | is    | InvalidFirmwareSignature | L01.FR.03   |
    And the station sends no SignedFirmwareStatusNotification request for 30 s
