Feature: L. Firmware management; the CSMS is under test

  Scenario: TC_L_05_CSMS Handles InvalidCertificate to a firmware update
    Given a connected station
    And a file server
    When the CSMS is asked for update-firmware
      | field               | value                |
      | location            | $firmware_url        |
      | signature           | $firmware_signature  |
      | signing_certificate | $signing_certificate |
    Then the CSMS sends an UpdateFirmware request
      | field                       | check   | value                | requirement |
      | firmware.location           | is      | $firmware_url        | L01.FR.01   |
      | firmware.retrieveDateTime   | is near | $now                 |             |
      | firmware.signature          | is      | $firmware_signature  | L01.FR.09   |
      | firmware.signingCertificate | is      | $signing_certificate | L01.FR.11   |
    And the message's requestId is kept as request_id
    When the station answers
      | field  | value              |
      | status | InvalidCertificate |
    And the station sends a SecurityEventNotification request
      | field | value                             |
      | type  | InvalidFirmwareSigningCertificate |
    Then the CSMS answers
    And the CSMS shows the effect of UpdateFirmware in its firmware-updates
      | field      | check | value              |
      | station    | is    | $identity          |
      | request_id | is    | $request_id        |
      | location   | is    | $firmware_url      |
      | answer     | is    | InvalidCertificate |
    And the CSMS shows the effect of SecurityEventNotification in its security-events
      | field   | check | value                             |
      | station | is    | $identity                         |
      | type    | is    | InvalidFirmwareSigningCertificate |

  Scenario: TC_L_13_CSMS Takes connectors closed ahead of a firmware update
    Given a connected station
    And a file server
    And the reusable state EnergyTransferStarted
    When the CSMS is asked for update-firmware
      | field               | value                |
      | location            | $firmware_url        |
      | signature           | $firmware_signature  |
      | signing_certificate | $signing_certificate |
    Then the CSMS sends an UpdateFirmware request
      | field                       | check   | value                | requirement |
      | firmware.location           | is      | $firmware_url        |             |
      | firmware.retrieveDateTime   | is near | $now                 |             |
      | firmware.signature          | is      | $firmware_signature  | L01.FR.09   |
      | firmware.signingCertificate | is      | $signing_certificate | L01.FR.11   |
    And the message's requestId is kept as request_id
    When the station answers
      | field  | value    |
      | status | Accepted |
    And the station sends a FirmwareStatusNotification request
      | field     | value             |
      | requestId | $request_id       |
      | status    | DownloadScheduled |
    Then the CSMS answers
    And the CSMS shows the effect of UpdateFirmware in its firmware-updates
      | field      | check | value             |
      | station    | is    | $identity         |
      | request_id | is    | $request_id       |
      | location   | is    | $firmware_url     |
      | answer     | is    | Accepted          |
      | status     | is    | DownloadScheduled |
    When the station sends a StatusNotification request
      | field           | value           |
      | evseId          | $second_evse_id |
      | connectorId     | 1               |
      | connectorStatus | Unavailable     |
    Then the CSMS answers
    When the reusable state StopAuthorized is entered
    And the reusable state EVConnectedPostSession is entered
    And the reusable state EVDisconnected is entered
    And the station sends a FirmwareStatusNotification request
      | field     | value       |
      | requestId | $request_id |
      | status    | Downloading |
    Then the CSMS answers
    When the station sends a FirmwareStatusNotification request
      | field     | value       |
      | requestId | $request_id |
      | status    | Downloaded  |
    Then the CSMS answers
    When the station sends a FirmwareStatusNotification request
      | field     | value             |
      | requestId | $request_id       |
      | status    | SignatureVerified |
    Then the CSMS answers
    When the station sends a FirmwareStatusNotification request
      | field     | value       |
      | requestId | $request_id |
      | status    | Installing  |
    Then the CSMS answers
    When the station sends a FirmwareStatusNotification request
      | field     | value            |
      | requestId | $request_id      |
      | status    | InstallRebooting |
    Then the CSMS answers
    When the station sends a BootNotification request
      | field                           | value          |
      | reason                          | FirmwareUpdate |
      | chargingStation.firmwareVersion | 2.0.0          |
    Then the CSMS answers
      | field       | check   | value    | requirement |
      | status      | is      | Accepted | B01.FR.02   |
      | currentTime | is near | $now     | B01.FR.06   |
    When the station reports every connector as Available
    And the station sends a FirmwareStatusNotification request
      | field     | value       |
      | requestId | $request_id |
      | status    | Installed   |
    Then the CSMS answers
    And the CSMS shows the effect of FirmwareStatusNotification in its firmware-updates
      | field             | check    | value             |
      | request_id        | is       | $request_id       |
      | status            | is       | Installed         |
      | history           | has size | 7                 |
      | history[0].status | is       | DownloadScheduled |
      | history[3].status | is       | SignatureVerified |
    And the CSMS shows the effect of BootNotification in its stations
      | field                                | check | value     |
      | identity                             | is    | $identity |
      | boot.chargingStation.firmwareVersion | is    | 2.0.0     |

  Scenario: TC_L_17_CSMS Publishes firmware on a local controller
    Given a connected station
    And a file server
    When the CSMS is asked for publish-firmware
      | field    | value              |
      | location | $firmware_url      |
      | checksum | $firmware_checksum |
    Then the CSMS sends a PublishFirmware request
      | field    | check | value              | requirement |
      | location | is    | $firmware_url      | Part 2, L03 |
      | checksum | is    | $firmware_checksum | L03.FR.02   |
    And the message's requestId is kept as request_id
    When the station answers
      | field  | value    |
      | status | Accepted |
    And the station sends a PublishFirmwareStatusNotification request
      | field     | value       |
      | requestId | $request_id |
      | status    | Downloading |
    Then the CSMS answers
    And the CSMS shows the effect of PublishFirmware in its published-firmware
      | field      | check | value              |
      | station    | is    | $identity          |
      | request_id | is    | $request_id        |
      | location   | is    | $firmware_url      |
      | checksum   | is    | $firmware_checksum |
      | answer     | is    | Accepted           |
      | status     | is    | Downloading        |
    When the station sends a PublishFirmwareStatusNotification request
      | field     | value       |
      | requestId | $request_id |
      | status    | Downloaded  |
    Then the CSMS answers
    When the station sends a PublishFirmwareStatusNotification request
      | field     | value            |
      | requestId | $request_id      |
      | status    | ChecksumVerified |
    Then the CSMS answers
    When the station sends a PublishFirmwareStatusNotification request
      | field       | value         |
      | requestId   | $request_id   |
      | status      | Published     |
      | location[0] | $firmware_url |
    Then the CSMS answers
    And the CSMS shows the effect of PublishFirmwareStatusNotification in its published-firmware
      | field             | check    | value            |
      | request_id        | is       | $request_id      |
      | status            | is       | Published        |
      | locations[0]      | is       | $firmware_url    |
      | history           | has size | 4                |
      | history[2].status | is       | ChecksumVerified |

  Scenario: TC_L_21_CSMS Withdraws published firmware
    Given a connected station
    And a file server
    When the CSMS is asked for unpublish-firmware
      | field    | value              |
      | checksum | $firmware_checksum |
    Then the CSMS sends an UnpublishFirmware request
      | field    | check | value              | requirement |
      | checksum | is    | $firmware_checksum | Part 2, L04 |
    When the station answers
      | field  | value       |
      | status | Unpublished |
    Then the CSMS shows the effect of UnpublishFirmware in its published-firmware
      | field      | check    | value              |
      | station    | is       | $identity          |
      | checksum   | is       | $firmware_checksum |
      | withdrawal | is       | Unpublished        |
      | locations  | has size | 0                  |
