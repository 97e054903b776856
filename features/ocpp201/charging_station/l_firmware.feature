Feature: L. Firmware management; the station is under test

  Scenario: TC_L_01_CS Downloads, checks and installs signed firmware
    Given a connected station
    And a file server
    And the time 7200 s ago is kept as then
    When the CSMS sends an UpdateFirmware request
      | field                       | value                |
      | requestId                   | 4711                 |
      | firmware.location           | $firmware_url        |
      | firmware.retrieveDateTime   | $then                |
      | firmware.installDateTime    | $then                |
      | firmware.signature          | $firmware_signature  |
      | firmware.signingCertificate | $signing_certificate |
    Then the station answers
      | field  | check | value    | requirement |
      | status | is    | Accepted | L01.FR.21   |
    And the station sends a FirmwareStatusNotification request
      | field     | check | value       | requirement |
      | status    | is    | Downloading | L01.FR.01   |
      | requestId | is    | 4711        | L01.FR.10   |
    And the file server has seen a transfer
      | field  | check | value     |
      | method | is    | GET       |
      | name   | is    | image.bin |
      | status | is    | 200       |
    And the station sends a FirmwareStatusNotification request
      | field     | check | value      | requirement |
      | status    | is    | Downloaded | L01.FR.01   |
      | requestId | is    | 4711       | L01.FR.10   |
    And the station sends a FirmwareStatusNotification request
      | field     | check | value             | requirement |
      | status    | is    | SignatureVerified | L01.FR.04   |
      | requestId | is    | 4711              | L01.FR.10   |
    When the reusable state RebootBeforeFirmwareInstallation is entered
    And the reusable state RebootBeforeFirmwareActivation is entered
    Then the station sends, in any order
      | message                    | field     | check | value           | requirement |
      | FirmwareStatusNotification | status    | is    | Installed       | L01.FR.28   |
      |                            | requestId | is    | 4711            | L01.FR.10   |
      | SecurityEventNotification  | type      | is    | FirmwareUpdated | L01.FR.31   |
    And this shows the effect of UpdateFirmware

  Scenario: TC_L_05_CS Refuses firmware signed with an unfit certificate
    Given a connected station
    And a file server
    And the time 7200 s ago is kept as then
    When the CSMS sends an UpdateFirmware request
      | field                       | value                 |
      | requestId                   | 4711                  |
      | firmware.location           | $firmware_url         |
      | firmware.retrieveDateTime   | $then                 |
      | firmware.installDateTime    | $then                 |
      | firmware.signature          | $firmware_signature   |
      | firmware.signingCertificate | $stranger_certificate |
    Then the station answers
      | field  | check     | value                                  | requirement |
      | status | is one of | InvalidCertificate, RevokedCertificate | L01.FR.22   |
    And the station sends a SecurityEventNotification request
      | field | check | value                             | requirement |
      | type  | is    | InvalidFirmwareSigningCertificate | L01.FR.02   |
    And this shows the effect of UpdateFirmware
    And the station sends no FirmwareStatusNotification request for 30 s

  Scenario: TC_L_12_CS No download while charging, new sessions still allowed
    Given a connected station
    And a file server
    And the time 7200 s ago is kept as then
    And the station's settings
      | setting                                               | value | when           |
      | ChargingStation.AllowNewSessionsPendingFirmwareUpdate | true  | if implemented |
    And the measurands of SampledDataCtrlr.TxStartedMeasurands
    And the measurands of SampledDataCtrlr.TxEndedMeasurands
    And the reusable state EnergyTransferStarted
    When the CSMS sends an UpdateFirmware request
      | field                       | value                |
      | requestId                   | 4712                 |
      | firmware.location           | $firmware_url        |
      | firmware.retrieveDateTime   | $then                |
      | firmware.installDateTime    | $then                |
      | firmware.signature          | $firmware_signature  |
      | firmware.signingCertificate | $signing_certificate |
    Then the station answers
      | field  | check | value    | requirement |
      | status | is    | Accepted | L01.FR.21   |
    And the station sends a FirmwareStatusNotification request
      | field     | check | value             | requirement |
      | status    | is    | DownloadScheduled | L01.FR.13   |
      | requestId | is    | 4712              | L01.FR.10   |
    When the EV driver goes to the second EVSE
    And the EV driver's token is $valid_token2
    And the reusable state EnergyTransferStarted is entered
    And the EV driver goes to the first EVSE
    And the reusable state ParkingBayUnoccupied is entered
    And the EV driver goes to the second EVSE
    And the reusable state ParkingBayUnoccupied is entered
    Then the station sends a FirmwareStatusNotification request
      | field     | check | value       | requirement |
      | status    | is    | Downloading | L01.FR.06   |
      | requestId | is    | 4712        | L01.FR.10   |
    And the station sends a FirmwareStatusNotification request
      | field     | check | value      | requirement |
      | status    | is    | Downloaded | L01.FR.01   |
      | requestId | is    | 4712       | L01.FR.10   |
    And the station sends a FirmwareStatusNotification request
      | field     | check | value             | requirement |
      | status    | is    | SignatureVerified | L01.FR.04   |
      | requestId | is    | 4712              | L01.FR.10   |
    When the reusable state RebootBeforeFirmwareInstallation is entered
    And the reusable state RebootBeforeFirmwareActivation is entered
    Then the station sends, in any order
      | message                    | field     | check | value           | requirement |
      | FirmwareStatusNotification | status    | is    | Installed       | L01.FR.28   |
      |                            | requestId | is    | 4712            | L01.FR.10   |
      | SecurityEventNotification  | type      | is    | FirmwareUpdated | L01.FR.31   |
    And this shows the effect of UpdateFirmware

  Scenario: X_L_01_CS Publishes firmware for other stations
    Given a connected station
    And a file server
    When the CSMS sends a PublishFirmware request
      | field     | value              |
      | requestId | 4711               |
      | location  | $firmware_url      |
      | checksum  | $firmware_checksum |
    Then the station answers
      | field  | check | value    | requirement |
      | status | is    | Accepted | L03.FR.05   |
    And the station sends a PublishFirmwareStatusNotification request
      | field     | check | value       | requirement |
      | status    | is    | Downloading | L03.FR.01   |
      | requestId | is    | 4711        | Part 2, L03 |
    And the station sends a PublishFirmwareStatusNotification request
      | field     | check | value       | requirement |
      | status    | is    | Downloaded  | L03.FR.01   |
      | requestId | is    | 4711        | Part 2, L03 |
    And the station sends a PublishFirmwareStatusNotification request
      | field     | check | value            | requirement |
      | status    | is    | ChecksumVerified | L03.FR.01   |
      | requestId | is    | 4711             | Part 2, L03 |
    And the station sends a PublishFirmwareStatusNotification request
      | field     | check      | value       | requirement |
      | status    | is         | Published   | L03.FR.09   |
      | requestId | is         | 4711        | Part 2, L03 |
      | location  | is present |             | L03.FR.04   |
    And the message's location[0] is kept as published_url
    And a download from $published_url gives
      | field  | check | value              | requirement |
      | status | is    | 200                | L03.FR.03   |
      | md5    | is    | $firmware_checksum | L03.FR.02   |
    And this shows the effect of PublishFirmware
    When the CSMS sends a TriggerMessage request
      | field            | value                             |
      | requestedMessage | PublishFirmwareStatusNotification |
    Then the station answers
      | field  | check | value    | requirement |
      | status | is    | Accepted | F06.FR.05   |
    And the station sends a PublishFirmwareStatusNotification request
      | field  | check | value | requirement |
      | status | is    | Idle  | L03.FR.10   |

  Scenario: X_L_02_CS Publishes no firmware whose checksum is wrong
    Given a connected station
    And a file server
    When the CSMS sends a PublishFirmware request
      | field     | value           |
      | requestId | 4711            |
      | location  | $firmware_url   |
      | checksum  | $wrong_checksum |
    Then the station answers
      | field  | check | value    | requirement |
      | status | is    | Accepted | L03.FR.05   |
    And the station sends a PublishFirmwareStatusNotification request
      | field     | check | value       | requirement |
      | status    | is    | Downloading | L03.FR.01   |
      | requestId | is    | 4711        | Part 2, L03 |
    And the station sends a PublishFirmwareStatusNotification request
      | field     | check | value       | requirement |
      | status    | is    | Downloaded  | L03.FR.01   |
      | requestId | is    | 4711        | Part 2, L03 |
    And the station sends a PublishFirmwareStatusNotification request
      | field     | check | value           | requirement |
      | status    | is    | InvalidChecksum | L03.FR.07   |
      | requestId | is    | 4711            | Part 2, L03 |
    And this shows the effect of PublishFirmware
    When the CSMS sends an UnpublishFirmware request
      | field    | value           |
      | checksum | $wrong_checksum |
    Then the station answers
      | field  | check | value      | requirement |
      | status | is    | NoFirmware | L04.FR.03   |
    When the CSMS sends a TriggerMessage request
      | field            | value                             |
      | requestedMessage | PublishFirmwareStatusNotification |
    Then the station answers
      | field  | check | value    | requirement |
      | status | is    | Accepted | F06.FR.05   |
    And the station sends a PublishFirmwareStatusNotification request
      | field     | check | value           | requirement |
      | status    | is    | InvalidChecksum | L03.FR.11   |
      | requestId | is    | 4711            | Part 2, L03 |

  Scenario: X_L_03_CS Tells that the firmware to be published cannot be fetched
    Given a connected station
    And a file server
    When the CSMS sends a PublishFirmware request
      | field     | value                 |
      | requestId | 4711                  |
      | location  | $missing_firmware_url |
      | checksum  | $firmware_checksum    |
      | retries   | 0                     |
    Then the station answers
      | field  | check | value    | requirement |
      | status | is    | Accepted | L03.FR.05   |
    And the station sends a PublishFirmwareStatusNotification request
      | field     | check | value       | requirement |
      | status    | is    | Downloading | L03.FR.01   |
      | requestId | is    | 4711        | Part 2, L03 |
    And the station sends a PublishFirmwareStatusNotification request
      | field     | check | value          | requirement |
      | status    | is    | DownloadFailed | L03.FR.06   |
      | requestId | is    | 4711           | Part 2, L03 |
    And the file server has seen a transfer
      | field  | check | value       |
      | name   | is    | missing.bin |
      | status | is    | 404         |
    And this shows the effect of PublishFirmware

  Scenario: X_L_04_CS Withdraws published firmware
    Given a connected station
    And a file server
    When the CSMS sends a PublishFirmware request
      | field     | value              |
      | requestId | 4711               |
      | location  | $firmware_url      |
      | checksum  | $firmware_checksum |
    Then the station answers
      | field  | check | value    | requirement |
      | status | is    | Accepted | L03.FR.05   |
    And the station sends a PublishFirmwareStatusNotification request
      | field     | check | value       | requirement |
      | status    | is    | Downloading | L03.FR.01   |
      | requestId | is    | 4711        | Part 2, L03 |
    And the station sends a PublishFirmwareStatusNotification request
      | field     | check | value       | requirement |
      | status    | is    | Downloaded  | L03.FR.01   |
      | requestId | is    | 4711        | Part 2, L03 |
    And the station sends a PublishFirmwareStatusNotification request
      | field     | check | value            | requirement |
      | status    | is    | ChecksumVerified | L03.FR.01   |
      | requestId | is    | 4711             | Part 2, L03 |
    And the station sends a PublishFirmwareStatusNotification request
      | field     | check      | value       | requirement |
      | status    | is         | Published   | L03.FR.09   |
      | requestId | is         | 4711        | Part 2, L03 |
      | location  | is present |             | L03.FR.04   |
    And the message's location[0] is kept as published_url
    And a download from $published_url gives
      | field  | check | value              | requirement |
      | md5    | is    | $firmware_checksum | L03.FR.09   |
    When the CSMS sends an UnpublishFirmware request
      | field    | value              |
      | checksum | $firmware_checksum |
    Then the station answers
      | field  | check | value       | requirement |
      | status | is    | Unpublished | L04.FR.02   |
    And a download from $published_url gives
      | field  | check     | value | requirement |
      | status | is not    | 200   | L04.FR.01   |
      | md5    | is absent |       | L04.FR.01   |
    And this shows the effect of UnpublishFirmware
    When the CSMS sends an UnpublishFirmware request
      | field    | value              |
      | checksum | $firmware_checksum |
    Then the station answers
      | field  | check | value      | requirement |
      | status | is    | NoFirmware | L04.FR.03   |
