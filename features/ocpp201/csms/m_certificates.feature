Feature: M. Certificate management; the CSMS is under test

  Scenario: TC_M_20_CSMS Deletes a certificate by any hash algorithm
    Given a connected station
    When the CSMS is asked for install-certificate
      | field            | value               |
      | certificate_type | CSMSRootCertificate |
      | certificate      | $csms_root          |
    Then the CSMS sends an InstallCertificate request
      | field           | check | value               | requirement |
      | certificateType | is    | CSMSRootCertificate | M05.FR.01   |
      | certificate     | is    | $csms_root          | M05.FR.01   |
    When the station answers
      | field  | value    |
      | status | Accepted |
    Then the CSMS shows the effect of InstallCertificate in its certificates
      | field         | check | value               |
      | type          | is    | CSMSRootCertificate |
      | serial_number | is    | $csms_root_serial   |
      | status        | is    | Installed           |
    When the CSMS is asked for get-installed-certificates
      | field                | value               |
      | certificate_types[0] | CSMSRootCertificate |
    Then the CSMS sends a GetInstalledCertificateIds request
      | field           | check        | value                   | requirement |
      | certificateType | is absent or | ["CSMSRootCertificate"] | M03.FR.01   |
    When the station answers
      | field                                           | value               |
      | status                                          | Accepted            |
      | certificateHashDataChain[0].certificateType     | CSMSRootCertificate |
      | certificateHashDataChain[0].certificateHashData | $csms_root_sha256 |
    Then the CSMS shows the effect of GetInstalledCertificateIds in its certificates
      | field          | check | value             |
      | serial_number  | is    | $csms_root_serial |
      | hash_algorithm | is    | SHA256 |
      | status         | is    | Installed         |
    When the CSMS is asked for delete-certificate
      | field         | value             |
      | serial_number | $csms_root_serial |
    Then the CSMS sends a DeleteCertificate request
      | field                             | check | value  | requirement |
      | certificateHashData.hashAlgorithm | is    | SHA256 | M04.FR.07   |
    And the message names the certificate $csms_root (M04.FR.07)
    When the station answers
      | field  | value    |
      | status | Accepted |
    Then the CSMS shows the effect of DeleteCertificate in its certificates
      | field         | check | value               |
      | type          | is    | CSMSRootCertificate |
      | serial_number | is    | $csms_root_serial   |
      | status        | is    | Deleted             |
    When the CSMS is asked for install-certificate
      | field            | value               |
      | certificate_type | CSMSRootCertificate |
      | certificate      | $csms_root          |
    Then the CSMS sends an InstallCertificate request
      | field           | check | value               | requirement |
      | certificateType | is    | CSMSRootCertificate | M05.FR.01   |
      | certificate     | is    | $csms_root          | M05.FR.01   |
    When the station answers
      | field  | value    |
      | status | Accepted |
    Then the CSMS shows the effect of InstallCertificate in its certificates
      | field         | check | value               |
      | type          | is    | CSMSRootCertificate |
      | serial_number | is    | $csms_root_serial   |
      | status        | is    | Installed           |
    When the CSMS is asked for get-installed-certificates
      | field                | value               |
      | certificate_types[0] | CSMSRootCertificate |
    Then the CSMS sends a GetInstalledCertificateIds request
      | field           | check        | value                   | requirement |
      | certificateType | is absent or | ["CSMSRootCertificate"] | M03.FR.01   |
    When the station answers
      | field                                           | value               |
      | status                                          | Accepted            |
      | certificateHashDataChain[0].certificateType     | CSMSRootCertificate |
      | certificateHashDataChain[0].certificateHashData | $csms_root_sha384 |
    Then the CSMS shows the effect of GetInstalledCertificateIds in its certificates
      | field          | check | value             |
      | serial_number  | is    | $csms_root_serial |
      | hash_algorithm | is    | SHA384 |
      | status         | is    | Installed         |
    When the CSMS is asked for delete-certificate
      | field         | value             |
      | serial_number | $csms_root_serial |
    Then the CSMS sends a DeleteCertificate request
      | field                             | check | value  | requirement |
      | certificateHashData.hashAlgorithm | is    | SHA384 | M04.FR.07   |
    And the message names the certificate $csms_root (M04.FR.07)
    When the station answers
      | field  | value    |
      | status | Accepted |
    Then the CSMS shows the effect of DeleteCertificate in its certificates
      | field         | check | value               |
      | type          | is    | CSMSRootCertificate |
      | serial_number | is    | $csms_root_serial   |
      | status        | is    | Deleted             |
    When the CSMS is asked for install-certificate
      | field            | value               |
      | certificate_type | CSMSRootCertificate |
      | certificate      | $csms_root          |
    Then the CSMS sends an InstallCertificate request
      | field           | check | value               | requirement |
      | certificateType | is    | CSMSRootCertificate | M05.FR.01   |
      | certificate     | is    | $csms_root          | M05.FR.01   |
    When the station answers
      | field  | value    |
      | status | Accepted |
    Then the CSMS shows the effect of InstallCertificate in its certificates
      | field         | check | value               |
      | type          | is    | CSMSRootCertificate |
      | serial_number | is    | $csms_root_serial   |
      | status        | is    | Installed           |
    When the CSMS is asked for get-installed-certificates
      | field                | value               |
      | certificate_types[0] | CSMSRootCertificate |
    Then the CSMS sends a GetInstalledCertificateIds request
      | field           | check        | value                   | requirement |
      | certificateType | is absent or | ["CSMSRootCertificate"] | M03.FR.01   |
    When the station answers
      | field                                           | value               |
      | status                                          | Accepted            |
      | certificateHashDataChain[0].certificateType     | CSMSRootCertificate |
      | certificateHashDataChain[0].certificateHashData | $csms_root_sha512 |
    Then the CSMS shows the effect of GetInstalledCertificateIds in its certificates
      | field          | check | value             |
      | serial_number  | is    | $csms_root_serial |
      | hash_algorithm | is    | SHA512 |
      | status         | is    | Installed         |
    When the CSMS is asked for delete-certificate
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
      | field         | check | value               |
      | type          | is    | CSMSRootCertificate |
      | serial_number | is    | $csms_root_serial   |
      | status        | is    | Deleted             |

  Scenario: TC_M_24_CSMS Answers with the OCSP status of a certificate
    Given a connected station
    When the station sends a GetCertificateStatus request
      | field           | value            |
      | ocspRequestData | $v2g_sub_request |
    Then the CSMS answers
      | field  | check | value    | requirement |
      | status | is    | Accepted | M06.FR.02   |
    And the message names the certificate $v2g_chain[1] (M06.FR.08)
    When the station sends a GetCertificateStatus request
      | field           | value        |
      | ocspRequestData | $v2g_request |
    Then the CSMS answers
      | field  | check | value    | requirement |
      | status | is    | Accepted | M06.FR.02   |
    And the message names the certificate $v2g_chain (M06.FR.08)
    And this shows the effect of GetCertificateStatus

  Scenario: TC_M_26_CSMS Passes the certificate installation response to the EV
    Given a connected station
    When the station sends a Get15118EVCertificate request
      | field  | value   |
      | action | Install |
    Then the CSMS answers
      | field       | check   | value                     | requirement |
      | status      | is      | Accepted                  | M01.FR.01   |
      | exiResponse | matches | [A-Za-z0-9+/]{4,}={0,2}   | M01.FR.01   |
    And the CSMS shows the effect of Get15118EVCertificate in its certificates
      | field   | check | value               |
      | station | is    | $identity           |
      | type    | is    | ContractCertificate |
      | status  | is    | Issued              |
