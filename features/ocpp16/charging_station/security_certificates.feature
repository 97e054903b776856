Feature: OCPP 1.6 Security, certificates; the station is under test

  Scenario: TC_075_1_CS Installs a manufacturer root certificate and lists it
    Given a connected station
    When the CSMS sends an InstallCertificate request
      | field           | value                       |
      | certificateType | ManufacturerRootCertificate |
      | certificate     | $manufacturer_root          |
    Then the station answers
      | field  | check | value    | requirement |
      | status | is    | Accepted | M05.FR.02   |
    When the CSMS sends a GetInstalledCertificateIds request
      | field           | value                       |
      | certificateType | ManufacturerRootCertificate |
    Then the station answers
      | field  | check | value    | requirement |
      | status | is    | Accepted | M03.FR.03   |
    And this shows the effect of GetInstalledCertificateIds
    And the message names the certificate $manufacturer_root (M03.FR.04)
    And this shows the effect of InstallCertificate

  Scenario: TC_076_CS Deletes the certificate named by its hash data
    Given a connected station
    And the reusable state CertificateInstalled
    When the CSMS sends a GetInstalledCertificateIds request
      | field           | value                        |
      | certificateType | CentralSystemRootCertificate |
    Then the station answers
      | field  | check | value    | requirement |
      | status | is    | Accepted | M03.FR.03   |
    And the message names the certificate $csms_root (M03.FR.04)
    When the CSMS sends a DeleteCertificate request
      | field               | value    |
      | certificateHashData | $digests |
    Then the station answers
      | field  | check | value    | requirement |
      | status | is    | Accepted | M04.FR.02   |
    When the CSMS sends a GetInstalledCertificateIds request
      | field           | value                        |
      | certificateType | CentralSystemRootCertificate |
    Then the station answers
      | field  | check     | value              | requirement |
      | status | is one of | Accepted, NotFound | M03.FR.02   |
    And the message does not name the certificate $csms_root (M04.FR.02)
    And this shows the effect of DeleteCertificate

  Scenario: TC_077_CS Discards an unfit client certificate and logs a security event
    Given a connected station
    And the station's settings
      | setting | value   |
      | CpoName | $vendor |
    And the CSMS will answer SignCertificate with
      | field  | value    |
      | status | Accepted |
    When the CSMS sends an ExtendedTriggerMessage request
      | field            | value                      |
      | requestedMessage | SignChargePointCertificate |
    Then the station answers
      | field  | check | value    | requirement |
      | status | is    | Accepted | A02.FR.02   |
    And the station sends a SignCertificate request
    And this shows the effect of ExtendedTriggerMessage
    When the unknown authority signs the request as chain
    And the CSMS sends a CertificateSigned request
      | field            | value  |
      | certificateChain | $chain |
    Then the station answers
      | field  | check | value    | requirement |
      | status | is    | Rejected | A02.FR.07   |
    And this shows the effect of CertificateSigned
    And the station sends a SecurityEventNotification request
      | field | check | value                         | requirement |
      | type  | is    | InvalidChargePointCertificate | A02.FR.07   |
