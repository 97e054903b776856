Feature: OCPP 1.6 Security, certificates; the CSMS is under test

  Scenario: TC_075_1_CSMS Installs a manufacturer root certificate at a station
    Given a connected station
    When the CSMS is asked for install-certificate
      | field            | value                       |
      | certificate_type | ManufacturerRootCertificate |
      | certificate      | $manufacturer_root          |
    Then the CSMS sends an InstallCertificate request
      | field           | check | value                       | requirement |
      | certificateType | is    | ManufacturerRootCertificate | M05.FR.01   |
      | certificate     | is    | $manufacturer_root          | M05.FR.01   |
    When the station answers
      | field  | value    |
      | status | Accepted |
    Then the CSMS shows the effect of InstallCertificate in its certificates
      | field         | check | value                       |
      | type          | is    | ManufacturerRootCertificate |
      | serial_number | is    | $manufacturer_root_serial   |
      | status        | is    | Installed                   |
    When the CSMS is asked for get-installed-certificates
      | field            | value                       |
      | certificate_type | ManufacturerRootCertificate |
    Then the CSMS sends a GetInstalledCertificateIds request
      | field           | check | value                       | requirement |
      | certificateType | is    | ManufacturerRootCertificate | M03.FR.01   |
    When the station answers
      | field                  | value                     |
      | status                 | Accepted                  |
      | certificateHashData[0] | $manufacturer_root_sha384 |
    Then the CSMS shows the effect of GetInstalledCertificateIds in its certificates
      | field          | check | value                     |
      | serial_number  | is    | $manufacturer_root_serial |
      | hash_algorithm | is    | SHA384                    |
      | status         | is    | Installed                 |

  Scenario: TC_076_CSMS Deletes one certificate from a station
    Given a connected station
    When the CSMS is asked for install-certificate
      | field            | value                        |
      | certificate_type | CentralSystemRootCertificate |
      | certificate      | $csms_root                   |
    Then the CSMS sends an InstallCertificate request
      | field           | check | value                        | requirement |
      | certificateType | is    | CentralSystemRootCertificate | M05.FR.01   |
      | certificate     | is    | $csms_root                   | M05.FR.01   |
    When the station answers
      | field  | value    |
      | status | Accepted |
    And the CSMS is asked for get-installed-certificates
      | field            | value                        |
      | certificate_type | CentralSystemRootCertificate |
    Then the CSMS sends a GetInstalledCertificateIds request
      | field           | check | value                        | requirement |
      | certificateType | is    | CentralSystemRootCertificate | M03.FR.01   |
    When the station answers
      | field                  | value             |
      | status                 | Accepted          |
      | certificateHashData[0] | $csms_root_sha512 |
    And the CSMS is asked for delete-certificate
      | field         | value             |
      | serial_number | $csms_root_serial |
    Then the CSMS sends a DeleteCertificate request
      | field                             | check | value  | requirement |
      | certificateHashData.hashAlgorithm | is    | SHA512 | M04.FR.07   |
    And the message names the certificate $csms_root (M04.FR.07)
    When the station answers
      | field  | value    |
      | status | Accepted |
    Then the CSMS shows the effect of DeleteCertificate in its certificates
      | field         | check | value                        |
      | type          | is    | CentralSystemRootCertificate |
      | serial_number | is    | $csms_root_serial            |
      | status        | is    | Deleted                      |

  Scenario: TC_077_CSMS Takes the event of an unfit client certificate
    Given a connected station
    When the CSMS is asked for rotate-certificate
    Then the CSMS sends an ExtendedTriggerMessage request
      | field            | check     | value                      | requirement |
      | requestedMessage | is        | SignChargePointCertificate | A02.FR.01   |
      | connectorId      | is absent |                            |             |
    When the station answers
      | field  | value    |
      | status | Accepted |
    And the station sends a SignCertificate request
    Then the CSMS answers
      | field  | check | value    | requirement |
      | status | is    | Accepted | A02.FR.11   |
    And the CSMS shows the effect of SignCertificate in its certificates
      | field   | check | value                  |
      | station | is    | $identity              |
      | type    | is    | ChargePointCertificate |
      | origin  | is    | signed                 |
    And the CSMS sends a CertificateSigned request
    When the station answers
      | field  | value    |
      | status | Rejected |
    And the station sends a SecurityEventNotification request
      | field | value                         |
      | type  | InvalidChargePointCertificate |
    Then the CSMS answers
    And the CSMS shows the effect of SecurityEventNotification in its security-events
      | field   | check | value                         |
      | station | is    | $identity                     |
      | type    | is    | InvalidChargePointCertificate |
    And the CSMS shows the effect of CertificateSigned in its certificates
      | field  | check | value                  |
      | type   | is    | ChargePointCertificate |
      | status | is    | Rejected               |
