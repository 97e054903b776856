Feature: OCPP 1.6 ISO 15118 Plug and Charge inside DataTransfer; the station is under test

  Scenario: X_ISO15118_01_CS Installs a V2G root and lists it
    Given a connected station
    And the station's settings
      | setting            | value |
      | ISO15118PnCEnabled | true  |
    When the CSMS sends a DataTransfer/InstallCertificate request
      | field           | value              |
      | certificateType | V2GRootCertificate |
      | certificate     | $v2g_root          |
    Then the station answers
      | field  | check | value    | requirement |
      | status | is    | Accepted | PnC, 6.7    |
    When the CSMS sends a DataTransfer/GetInstalledCertificateIds request
      | field           | value                  |
      | certificateType | ["V2GRootCertificate"] |
    Then the station answers
      | field                                       | check | value              | requirement |
      | status                                      | is    | Accepted           | PnC, 6.6    |
      | certificateHashDataChain[*].certificateType | is    | V2GRootCertificate | PnC, 6.6    |
    And the message names the certificate $v2g_root (PnC, 6.6)
    And this shows the effect of DataTransfer/InstallCertificate
    And this shows the effect of DataTransfer/GetInstalledCertificateIds

  Scenario: X_ISO15118_02_CS Deletes a root of a mobility operator
    Given a connected station
    And the station's settings
      | setting            | value |
      | ISO15118PnCEnabled | true  |
    When the CSMS sends a DataTransfer/InstallCertificate request
      | field           | value             |
      | certificateType | MORootCertificate |
      | certificate     | $mo_root          |
    Then the station answers
      | field  | check | value    | requirement |
      | status | is    | Accepted | PnC, 6.7    |
    When the CSMS sends a DataTransfer/DeleteCertificate request
      | field               | value           |
      | certificateHashData | $mo_root_sha256 |
    Then the station answers
      | field  | check | value    | requirement |
      | status | is    | Accepted | PnC, 6.3    |
    When the CSMS sends a DataTransfer/DeleteCertificate request
      | field               | value           |
      | certificateHashData | $mo_root_sha256 |
    Then the station answers
      | field  | check | value    | requirement |
      | status | is    | NotFound | PnC, 8.5    |
    And this shows the effect of DataTransfer/DeleteCertificate

  Scenario: X_ISO15118_03_CS Gets a V2G certificate when asked, and its OCSP status
    Given a connected station
    And the station's settings
      | setting            | value |
      | ISO15118PnCEnabled | true  |
    When the CSMS sends a DataTransfer/InstallCertificate request
      | field           | value              |
      | certificateType | V2GRootCertificate |
      | certificate     | $v2g_root          |
    Then the station answers
      | field  | check | value    | requirement |
      | status | is    | Accepted | PnC, 6.7    |
    When the CSMS sends a DataTransfer/TriggerMessage request
    Then the station answers
      | field  | check | value    | requirement |
      | status | is    | Accepted | PnC, 6.9    |
    And the station sends a DataTransfer/SignCertificate request
      | field | check    | value               | requirement |
      | csr   | contains | CERTIFICATE REQUEST | PnC, 6.8    |
    When the CSMS answers
      | field  | value    |
      | status | Accepted |
    And the V2G authority signs the request as chain
    And the CSMS sends a DataTransfer/CertificateSigned request
      | field            | value  |
      | certificateChain | $chain |
    Then the station answers
      | field  | check | value    | requirement |
      | status | is    | Accepted | PnC, 6.2    |
    And the station sends a DataTransfer/GetCertificateStatus request
      | field                        | check | value     | requirement |
      | ocspRequestData.responderURL | is    | $ocsp_url | PnC, 7.5    |
    And the message names the certificate $chain (PnC, 4.4)
    And the station sends a DataTransfer/GetCertificateStatus request
      | field                        | check | value     | requirement |
      | ocspRequestData.responderURL | is    | $ocsp_url | PnC, 7.5    |
    And the message names the certificate $chain[1] (PnC, 4.4)
    When the CSMS sends a DataTransfer/GetInstalledCertificateIds request
      | field           | value                   |
      | certificateType | ["V2GCertificateChain"] |
    Then the station answers
      | field                                       | check | value               | requirement |
      | status                                      | is    | Accepted            | PnC, 6.6    |
      | certificateHashDataChain[*].certificateType | is    | V2GCertificateChain | PnC, 6.6    |
    And the message names the certificate $chain[1] (PnC, 7.1)
    And the message names the certificate $chain (PnC, 6.6)
    And this shows the effect of DataTransfer/CertificateSigned
    And this shows the effect of DataTransfer/SignCertificate
    And this shows the effect of DataTransfer/TriggerMessage

  Scenario: X_ISO15118_04_CS Refuses a V2G certificate that is for no key of its own
    Given a connected station
    And the station's settings
      | setting            | value |
      | ISO15118PnCEnabled | true  |
    When the CSMS sends a DataTransfer/CertificateSigned request
      | field            | value      |
      | certificateChain | $v2g_chain |
    Then the station answers
      | field  | check | value    | requirement |
      | status | is    | Rejected | PnC, 3.1    |
    And the station may send a SecurityEventNotification request
      | field | check | value                         | requirement |
      | type  | is    | InvalidChargePointCertificate | PnC, 3.1    |
    When the CSMS sends a DataTransfer/GetInstalledCertificateIds request
      | field           | value                   |
      | certificateType | ["V2GCertificateChain"] |
    Then the station answers
      | field  | check | value    | requirement |
      | status | is    | NotFound | PnC, 8.9    |
    And this shows the effect of DataTransfer/CertificateSigned

  Scenario: X_ISO15118_05_CS Asks once only where the CSMS knows no Plug and Charge
    Given a connected station
    And the station's settings
      | setting                | value | when           |
      | ISO15118PnCEnabled     | true  |                |
      | CertSigningWaitMinimum | 40    | if implemented |
    And the CSMS will answer DataTransfer with
      | field  | value           |
      | status | UnknownVendorId |
      | data   | (absent)        |
    When the CSMS sends a DataTransfer/TriggerMessage request
    Then the station answers
      | field  | check | value    | requirement |
      | status | is    | Accepted | PnC, 6.9    |
    And the station sends a DataTransfer/SignCertificate request
      | field | check    | value               | requirement |
      | csr   | contains | CERTIFICATE REQUEST | PnC, 6.8    |
    And the station sends no DataTransfer/SignCertificate request for 45 s

  Scenario: X_ISO15118_06_CS Rejects what is no message of Plug and Charge
    Given a connected station
    And the station's settings
      | setting            | value |
      | ISO15118PnCEnabled | true  |
    When the CSMS sends a DataTransfer request
      | field     | value                              |
      | vendorId  | org.openchargealliance.iso15118pnc |
      | messageId | InstallCertificate                 |
      | data      | {"certificate": 42}                |
    Then the station answers
      | field  | check | value    | requirement   |
      | status | is    | Rejected | OCPP 1.6, 4.3 |
    When the CSMS sends a DataTransfer request
      | field     | value                              |
      | vendorId  | org.openchargealliance.iso15118pnc |
      | messageId | MakeTea                            |
      | data      | {}                                 |
    Then the station answers
      | field  | check | value            | requirement   |
      | status | is    | UnknownMessageId | OCPP 1.6, 4.3 |

  Scenario: X_ISO15118_07_CS Gets a contract certificate for the EV
    Given a connected station
    And the station's settings
      | setting            | value |
      | ISO15118PnCEnabled | true  |
    When the EV driver plugs in the cable
    Then the station reports the connector as Preparing (OCPP 1.6, 4.9)
    When the EV asks for a contract certificate
    Then the station sends a DataTransfer/Get15118EVCertificate request
      | field                 | check     | value           | requirement |
      | action                | is        | Install         | PnC, 6.4    |
      | iso15118SchemaVersion | matches   | .+              | PnC, 6.4    |
      | exiRequest            | matches   | [A-Za-z0-9+/=]+ | PnC, 6.4    |

  Scenario: X_ISO15118_08_CS Authorizes by the contract of the EV and charges for its eMAID
    Given a connected station
    And the station's settings
      | setting                          | value | when           |
      | ISO15118PnCEnabled               | true  |                |
      | CentralContractValidationAllowed | true  | if implemented |
    And the CSMS will answer DataTransfer/Authorize with
      | field              | value    |
      | idTokenInfo.status | Accepted |
      | certificateStatus  | Accepted |
    When the EV driver presents $emaid
    Then the station sends a DataTransfer/Authorize request
      | field           | check | value  | requirement |
      | idToken.idToken | is    | $emaid | PnC, 5      |
    When the EV driver plugs in the cable
    Then the station reports the connector as Preparing (OCPP 1.6, 4.9)
    And the station sends a StartTransaction request
      | field       | check | value         | requirement   |
      | idTag       | is    | $emaid        | PnC, 5        |
      | connectorId | is    | $connector_id | OCPP 1.6, 4.8 |
    And this shows the effect of DataTransfer/Authorize
    And the station reports the connector as Charging (OCPP 1.6, 4.9)

  Scenario: X_ISO15118_09_CS Does not charge with a contract that is revoked
    Given a connected station
    And the station's settings
      | setting                          | value | when           |
      | ISO15118PnCEnabled               | true  |                |
      | CentralContractValidationAllowed | true  | if implemented |
    And the CSMS will answer DataTransfer/Authorize with
      | field              | value              |
      | idTokenInfo.status | Invalid            |
      | certificateStatus  | CertificateRevoked |
    When the EV driver presents $emaid
    Then the station sends a DataTransfer/Authorize request
      | field           | check | value  | requirement |
      | idToken.idToken | is    | $emaid | PnC, 5      |
    When the EV driver plugs in the cable
    Then the station reports the connector as Preparing (OCPP 1.6, 4.9)
    And the station sends no StartTransaction request for 5 s

  Scenario: X_ISO15118_10_CS Gets a V2G certificate by the older vendorId
    Given a connected station
    And the station's settings
      | setting            | value | when           |
      | ISO15118PnCEnabled | true  | if implemented |
    When the CSMS sends an iso15118/InstallCertificate request
      | field           | value              |
      | certificateType | V2GRootCertificate |
      | certificate     | $v2g_root          |
    Then the station answers
      | field  | check | value    | requirement       |
      | status | is    | Accepted | vendorId iso15118 |
    When the CSMS sends an iso15118/TriggerMessage request
      | field            | value              |
      | requestedMessage | SignV2GCertificate |
    Then the station answers
      | field  | check | value    | requirement       |
      | status | is    | Accepted | vendorId iso15118 |
    And the station sends an iso15118/SignCertificate request
      | field             | check        | value               | requirement       |
      | csr               | contains     | CERTIFICATE REQUEST | vendorId iso15118 |
      | typeOfCertificate | is absent or | V2GCertificate      | vendorId iso15118 |
    When the CSMS answers
      | field  | value    |
      | status | Accepted |
    And the V2G authority signs the request as chain
    And the CSMS sends an iso15118/CertificateSigned request
      | field             | value          |
      | cert              | $chain_der     |
      | typeOfCertificate | V2GCertificate |
    Then the station answers
      | field  | check | value    | requirement       |
      | status | is    | Accepted | vendorId iso15118 |
    When the CSMS sends an iso15118/GetInstalledCertificateIds request
      | field             | value                   |
      | typeOfCertificate | ["V2GCertificateChain"] |
    Then the station answers
      | field  | check | value    | requirement       |
      | status | is    | Accepted | vendorId iso15118 |
    And the message names the certificate $chain (vendorId iso15118)
    When the CSMS sends an iso15118/DeleteCertificate request
      | field               | value           |
      | certificateHashData | $v2g_root_sha256 |
    Then the station answers
      | field  | check | value    | requirement       |
      | status | is    | Accepted | vendorId iso15118 |
    When the CSMS sends an iso15118/GetInstalledCertificateIds request
      | field             | value                  |
      | typeOfCertificate | ["V2GRootCertificate"] |
    Then the station answers
      | field  | check | value    | requirement       |
      | status | is    | NotFound | vendorId iso15118 |
    And this shows the effect of DataTransfer
