Feature: M. Certificate management; the station is under test

  Scenario: TC_M_01_CS Installs a CSMS root certificate
    Given a connected station
    When the CSMS sends an InstallCertificate request
      | field           | value               |
      | certificateType | CSMSRootCertificate |
      | certificate     | $csms_root          |
    Then the station answers
      | field  | check | value    | requirement |
      | status | is    | Accepted | M05.FR.02   |
    When the CSMS sends a GetInstalledCertificateIds request
      | field              | value               |
      | certificateType[0] | CSMSRootCertificate |
    Then the station answers
      | field                                       | check | value               | requirement |
      | status                                      | is    | Accepted            | M03.FR.03   |
      | certificateHashDataChain[*].certificateType | is    | CSMSRootCertificate | M03.FR.04   |
    And this shows the effect of GetInstalledCertificateIds
    And the message names the certificate $csms_root (M03.FR.04)
    And this shows the effect of InstallCertificate

  Scenario: TC_M_20_CS Deletes a certificate by its hash data
    Given a connected station
    And the reusable state CSMSRootInstalled
    When the CSMS sends a GetInstalledCertificateIds request
      | field              | value               |
      | certificateType[0] | CSMSRootCertificate |
    Then the station answers
      | field                                       | check | value               | requirement |
      | status                                      | is    | Accepted            | M03.FR.03   |
      | certificateHashDataChain[*].certificateType | is    | CSMSRootCertificate | M03.FR.04   |
    And the message names the certificate $csms_root (M03.FR.04)
    When the CSMS sends a DeleteCertificate request
      | field               | value    |
      | certificateHashData | $digests |
    Then the station answers
      | field  | check | value    | requirement |
      | status | is    | Accepted | M04.FR.02   |
    When the CSMS sends a GetInstalledCertificateIds request
      | field              | value               |
      | certificateType[0] | CSMSRootCertificate |
    Then the station answers
      | field  | check     | value              | requirement |
      | status | is one of | Accepted, NotFound | M03.FR.02   |
    And the message does not name the certificate $csms_root (M04.FR.02)
    And this shows the effect of DeleteCertificate

  Scenario: TC_M_24_CS Asks for the OCSP status of its V2G certificate
    Given a connected station
    And the reusable state V2GRootInstalled
    And the reusable state MORootInstalled
    And the reusable state RenewV2GChargingStationCertificate
    Then the station sends, in any order
      | message              | field                        | check   | value               | requirement   |
      | GetCertificateStatus | ocspRequestData.serialNumber  | matches | (?i)$chain_serial   | M06.FR.06     |
      |                      | ocspRequestData.responderURL  | is      | $ocsp_url           | M06.FR.06     |
      | GetCertificateStatus | ocspRequestData.serialNumber  | matches | (?i)$chain_1_serial | Errata 6.2.85 |
      |                      | ocspRequestData.responderURL  | is      | $ocsp_url           | M06.FR.07     |
    And the message names the certificate $chain (M06.FR.07)
    And the message names the certificate $chain[1] (Errata 6.2.85)

  Scenario: TC_M_26_CS Passes on an EV's certificate installation
    Given a connected station
    And the measurands of SampledDataCtrlr.TxStartedMeasurands
    And the reusable state V2GRootInstalled
    And the reusable state MORootInstalled
    And the reusable state EVConnectedPreSession
    And the CSMS will answer Get15118EVCertificate with
      | field       | value         |
      | status      | Accepted      |
      | exiResponse | $exi_response |
    And the CSMS will answer Authorize with
      | field              | value    |
      | idTokenInfo.status | Accepted |
      | certificateStatus  | Accepted |
    When the EV asks for a contract certificate
    Then the station sends a Get15118EVCertificate request
      | field                 | check      | value   | requirement |
      | action                | is         | Install | M01.FR.01   |
      | iso15118SchemaVersion | is present |         | M01.FR.01   |
      | exiRequest            | matches    | .+      | M01.FR.01   |
    And the station sends an Authorize request
      | field           | check | value  | requirement |
      | idToken.idToken | is    | $emaid | C07.FR.02   |
      | idToken.type    | is    | eMAID  | C07.FR.02   |
    And the message names the certificate $contract_chain (C07.FR.02)
    And the message names the certificate $contract_chain[1] (C07.FR.02)
    Given the CSMS will answer TransactionEvent with
      | field              | value    |
      | idTokenInfo.status | Accepted |
    Then the station sends a TransactionEvent request
      | field           | check     | value            | requirement |
      | eventType       | is one of | Started, Updated | E01.FR.10   |
      | idToken.idToken | is        | $emaid           | E01.FR.10   |
      | idToken.type    | is        | eMAID            | E01.FR.10   |
