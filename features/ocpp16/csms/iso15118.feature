Feature: OCPP 1.6 ISO 15118 Plug and Charge inside DataTransfer; the CSMS is under test

  Scenario: X_ISO15118_01_CSMS Signs a V2G certificate and delivers it
    Given a connected station
    When the station sends a DataTransfer/SignCertificate request
    Then the CSMS answers
      | field  | check | value    | requirement |
      | status | is    | Accepted | PnC, 6.8    |
    And the CSMS sends a DataTransfer/CertificateSigned request
      | field            | check    | value             | requirement |
      | certificateChain | contains | BEGIN CERTIFICATE | PnC, 6.2    |
    And the message's certificateChain is kept as chain
    When the station answers
      | field  | value    |
      | status | Accepted |
    Then the CSMS shows the effect of DataTransfer/SignCertificate in its certificates
      | field  | check | value          |
      | type   | is    | V2GCertificate |
      | origin | is    | signed         |
      | chain  | is    | $chain         |
    And the CSMS shows the effect of DataTransfer/CertificateSigned in its certificates
      | field  | check | value          |
      | type   | is    | V2GCertificate |
      | status | is    | Installed      |
      | chain  | is    | $chain         |

  Scenario: X_ISO15118_02_CSMS Asks a station for a signing request
    Given a connected station
    When the CSMS is asked for rotate-certificate
      | field            | value          |
      | certificate_type | V2GCertificate |
    Then the CSMS sends a DataTransfer/TriggerMessage request
    When the station answers
      | field  | value    |
      | status | Accepted |
    Then the CSMS shows the effect of DataTransfer/TriggerMessage in its commands
      | field             | check    | value          |
      | action            | is       | DataTransfer   |
      | request.messageId | is       | TriggerMessage |
      | result.data       | contains | Accepted       |
    When the station sends a DataTransfer/SignCertificate request
    Then the CSMS answers
      | field  | check | value    | requirement |
      | status | is    | Accepted | PnC, 6.8    |
    And the CSMS sends a DataTransfer/CertificateSigned request
      | field            | check    | value             | requirement |
      | certificateChain | contains | BEGIN CERTIFICATE | PnC, 6.2    |
    And the message's certificateChain is kept as chain
    When the station answers
      | field  | value    |
      | status | Rejected |
    Then the CSMS shows the effect of DataTransfer/CertificateSigned in its certificates
      | field  | check | value          |
      | type   | is    | V2GCertificate |
      | status | is    | Rejected       |
      | chain  | is    | $chain         |

  Scenario: X_ISO15118_03_CSMS Authorizes a contract and knows the transaction by its eMAID
    Given a connected station
    When the station sends a DataTransfer/Authorize request
      | field                       | value               |
      | idToken.idToken             | $emaid              |
      | iso15118CertificateHashData | $contract_hash_data |
    Then the CSMS answers
      | field              | check        | value    | requirement |
      | idTokenInfo.status | is           | Accepted | C07.FR.14   |
      | certificateStatus  | is absent or | Accepted | C07.FR.14   |
    When the station sends a StartTransaction request
      | field | value  |
      | idTag | $emaid |
    Then the CSMS answers
      | field            | check | value    | requirement |
      | idTagInfo.status | is    | Accepted | PnC, 5      |
    And the message's transactionId is kept as transaction_id
    And the CSMS shows the effect of DataTransfer/Authorize in its transactions
      | field          | check | value           |
      | transaction_id | is    | $transaction_id |
      | id_token       | is    | $emaid          |
      | authorization  | is    | Accepted        |

  Scenario: X_ISO15118_04_CSMS Refuses a contract of an unknown mobility operator
    Given a connected station
    When the station sends a DataTransfer/Authorize request
      | field           | value                    |
      | idToken.idToken | $emaid                   |
      | certificate     | $stranger_contract_chain |
    Then the CSMS answers
      | field              | check        | value          | requirement |
      | idTokenInfo.status | is           | Invalid        | C07.FR.17   |
      | certificateStatus  | is absent or | CertChainError | C07.FR.17   |
    And this shows the effect of DataTransfer/Authorize

  Scenario: X_ISO15118_05_CSMS Tells the OCSP status of a V2G certificate
    Given a connected station
    When the station sends a DataTransfer/GetCertificateStatus request
      | field           | value                |
      | ocspRequestData | $v2g_ocsp_request    |
    Then the CSMS answers
      | field      | check      | value    | requirement |
      | status     | is         | Accepted | PnC, 6.5    |
      | ocspResult | is present |          | PnC, 6.5    |
    And the message names the certificate $v2g_chain (PnC, 6.5)
    And this shows the effect of DataTransfer/GetCertificateStatus

  Scenario: X_ISO15118_06_CSMS Gets a contract certificate for an EV
    Given a connected station
    When the station sends a DataTransfer/Get15118EVCertificate request
    Then the CSMS answers
      | field       | check      | value             | requirement |
      | status      | is         | Accepted          | PnC, 6.4    |
      | exiResponse | matches    | [A-Za-z0-9+/=\s]+ | PnC, 6.4    |
    And the CSMS shows the effect of DataTransfer/Get15118EVCertificate in its certificates
      | field  | check | value               |
      | type   | is    | ContractCertificate |
      | status | is    | Issued              |

  Scenario: X_ISO15118_07_CSMS Installs a V2G root at a station
    Given a connected station
    When the CSMS is asked for install-certificate
      | field            | value              |
      | certificate_type | V2GRootCertificate |
      | certificate      | $v2g_root          |
    Then the CSMS sends a DataTransfer/InstallCertificate request
      | field           | check | value              | requirement |
      | certificateType | is    | V2GRootCertificate | PnC, 6.7    |
      | certificate     | is    | $v2g_root          | PnC, 6.7    |
    When the station answers
      | field  | value    |
      | status | Accepted |
    Then the CSMS shows the effect of DataTransfer/InstallCertificate in its certificates
      | field         | check | value              |
      | type          | is    | V2GRootCertificate |
      | status        | is    | Installed          |
      | serial_number | is    | $v2g_root_serial   |

  Scenario: X_ISO15118_08_CSMS Lists and deletes certificates of a station
    Given a connected station
    When the CSMS is asked for get-installed-certificates
      | field            | value    |
      | certificate_type | ISO15118 |
    Then the CSMS sends a DataTransfer/GetInstalledCertificateIds request
    When the station answers
      | field                                           | value             |
      | status                                          | Accepted          |
      | certificateHashDataChain[0].certificateType     | MORootCertificate |
      | certificateHashDataChain[0].certificateHashData | $mo_root_sha256   |
    Then the CSMS shows the effect of DataTransfer/GetInstalledCertificateIds in its certificates
      | field         | check | value             |
      | type          | is    | MORootCertificate |
      | status        | is    | Installed         |
      | serial_number | is    | $mo_root_serial   |
    When the CSMS is asked for delete-certificate
      | field         | value           |
      | serial_number | $mo_root_serial |
    Then the CSMS sends a DataTransfer/DeleteCertificate request
      | field                             | check | value           | requirement |
      | certificateHashData               | is    | $mo_root_sha256 | PnC, 6.3    |
    When the station answers
      | field  | value    |
      | status | Accepted |
    Then the CSMS shows the effect of DataTransfer/DeleteCertificate in its certificates
      | field         | check | value             |
      | type          | is    | MORootCertificate |
      | status        | is    | Deleted           |
      | serial_number | is    | $mo_root_serial   |

  Scenario: X_ISO15118_09_CSMS Rejects what is no message of Plug and Charge
    Given a connected station
    When the station sends a DataTransfer request
      | field     | value                              |
      | vendorId  | org.openchargealliance.iso15118pnc |
      | messageId | SignCertificate                    |
      | data      | {"csr": 42}                        |
    Then the CSMS answers
      | field  | check | value    | requirement   |
      | status | is    | Rejected | OCPP 1.6, 4.3 |
    When the station sends a DataTransfer request
      | field     | value                              |
      | vendorId  | org.openchargealliance.iso15118pnc |
      | messageId | MakeTea                            |
      | data      | {}                                 |
    Then the CSMS answers
      | field  | check | value            | requirement   |
      | status | is    | UnknownMessageId | OCPP 1.6, 4.3 |
    And the CSMS shows the effect of DataTransfer in its vendor-messages
      | field      | check | value            |
      | message_id | is    | MakeTea          |
      | status     | is    | UnknownMessageId |

  Scenario: X_ISO15118_10_CSMS Signs a V2G certificate by the older vendorId
    Given a connected station
    When the station sends an iso15118/SignCertificate request
    Then the CSMS answers
      | field  | check | value    | requirement       |
      | status | is    | Accepted | vendorId iso15118 |
    And the CSMS sends an iso15118/CertificateSigned request
      | field             | check   | value          | requirement       |
      | cert              | matches | [0-9A-Fa-f]+   | vendorId iso15118 |
      | typeOfCertificate | is      | V2GCertificate | vendorId iso15118 |
    And the message's cert is kept as cert
    When the station answers
      | field  | value    |
      | status | Accepted |
    Then the CSMS shows the effect of DataTransfer in its certificates
      | field  | check    | value          |
      | type   | is       | V2GCertificate |
      | status | is       | Installed      |
      | chain  | contains | $cert_pem      |
