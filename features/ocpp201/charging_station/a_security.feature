Feature: A. Security; the station is under test

  Scenario: TC_A_12_CS Renews its V2G certificate on the CSMS's request
    Given a connected station
    And the reusable state V2GRootInstalled
    When the reusable state RenewV2GChargingStationCertificate is entered
    Then the station sends, in any order
      | message              | field                        | check   | value               | requirement |
      | GetCertificateStatus | ocspRequestData.serialNumber | matches | (?i)$chain_serial   | M06.FR.07   |
      |                      | ocspRequestData.responderURL | is      | $ocsp_url           | M06.FR.07   |
      | GetCertificateStatus | ocspRequestData.serialNumber | matches | (?i)$chain_1_serial | M06.FR.07   |
      |                      | ocspRequestData.responderURL | is      | $ocsp_url           | M06.FR.07   |
    And the message names the certificate $chain (M06.FR.07)
    And the message names the certificate $chain[1] (M06.FR.07)
    When the CSMS sends a GetInstalledCertificateIds request
      | field              | value               |
      | certificateType[0] | V2GCertificateChain |
    Then the station answers
      | field                                       | check | value               | requirement |
      | status                                      | is    | Accepted            | M03.FR.03   |
      | certificateHashDataChain[*].certificateType | is    | V2GCertificateChain | M03.FR.05   |
    And the message names the certificate $chain (A02.FR.06)
    And this shows the effect of CertificateSigned
    And the message names the certificate $chain[1] (M03.FR.05)

  Scenario: TC_A_14_CS Discards an unfit signed certificate and logs a security event
    Given a connected station
    And the CSMS will answer SignCertificate with
      | field  | value    |
      | status | Accepted |
    When the CSMS sends a TriggerMessage request
      | field            | value                          |
      | requestedMessage | SignChargingStationCertificate |
    Then the station answers
      | field  | check | value    | requirement |
      | status | is    | Accepted | F06.FR.05   |
    And the station sends a SignCertificate request
      | field           | check        | value                      | requirement |
      | certificateType | is absent or | ChargingStationCertificate | A02.FR.13   |
    And this shows the effect of TriggerMessage
    When the unknown authority signs the request as chain
    And the CSMS sends a CertificateSigned request
      | field            | value                      |
      | certificateChain | $chain                     |
      | certificateType  | ChargingStationCertificate |
    Then the station answers
      | field  | check | value    | requirement |
      | status | is    | Rejected | A02.FR.07   |
    And this shows the effect of CertificateSigned
    And the station sends a SecurityEventNotification request
      | field | check | value                             | requirement |
      | type  | is    | InvalidChargingStationCertificate | A02.FR.07   |

  Scenario: TC_A_22_CS Refuses to go down to a lower security profile
    Given a connected station
    When the CSMS sends a SetNetworkProfile request
      | field                          | value                   |
      | configurationSlot              | 2                       |
      | connectionData.messageTimeout  | 30                      |
      | connectionData.ocppCsmsUrl     | ws://127.0.0.1:9/lower  |
      | connectionData.ocppInterface   | Wired0                  |
      | connectionData.ocppTransport   | JSON                    |
      | connectionData.ocppVersion     | OCPP20                  |
      | connectionData.securityProfile | $lower_security_profile |
    Then the station answers
      | field                 | check        | value               | requirement |
      | status                | is           | Rejected            | B09.FR.04   |
      | statusInfo.reasonCode | is absent or | NoSecurityDowngrade | B09.FR.04   |
    And this shows the effect of SetNetworkProfile
