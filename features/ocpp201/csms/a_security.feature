Feature: A. Security; the CSMS is under test

  Scenario: TC_A_11_CSMS Has a station renew its certificate and signs it
    Given a connected station
    When the reusable state RenewChargingStationCertificate is entered
    Then the CSMS shows the effect of CertificateSigned in its certificates
      | field  | check | value                      |
      | type   | is    | ChargingStationCertificate |
      | origin | is    | signed                     |
      | status | is    | Installed                  |
    And the CSMS shows the effect of SignCertificate in its certificates
      | field   | check      | value                      |
      | station | is         | $identity                  |
      | type    | is         | ChargingStationCertificate |
      | origin  | is         | signed                     |
      | chain   | is present |                            |
    When the station reconnects with security profile $security_profile
    Then the CSMS accepts the connection (A02.FR.08)
    When the station sends a Heartbeat request
    Then the CSMS answers
      | field       | check   | value | requirement |
      | currentTime | is near | $now  | G02.FR.02   |

  Scenario: TC_A_14_CSMS Handles a station that refuses the signed certificate
    Given a connected station
    When the CSMS is asked for rotate-certificate
    Then the CSMS sends a TriggerMessage request
      | field            | check | value                          | requirement |
      | requestedMessage | is    | SignChargingStationCertificate | F06.FR.01   |
    When the station answers
      | field  | value    |
      | status | Accepted |
    And the station sends a SignCertificate request
    Then the CSMS answers
      | field  | check | value    | requirement |
      | status | is    | Accepted | A02.FR.11   |
    And the CSMS sends a CertificateSigned request
      | field           | check | value                      | requirement |
      | certificateType | is    | ChargingStationCertificate | A02.FR.14   |
    When the station answers
      | field  | value    |
      | status | Rejected |
    And the station sends a SecurityEventNotification request
      | field | value                             |
      | type  | InvalidChargingStationCertificate |
    Then the CSMS answers
    And the CSMS shows the effect of SecurityEventNotification in its security-events
      | field   | check | value                             |
      | station | is    | $identity                         |
      | type    | is    | InvalidChargingStationCertificate |
    And the CSMS shows the effect of CertificateSigned in its certificates
      | field  | check | value                      |
      | type   | is    | ChargingStationCertificate |
      | origin | is    | signed                     |
      | status | is    | Rejected                   |

  Scenario: TC_A_19_CSMS Moves a station up to a higher security profile
    Given a connected station
    And the reusable state RenewChargingStationCertificate
    When the CSMS is asked for set-network-profile
      | field            | value                    |
      | slot             | 2                        |
      | url              | $upgrade_url             |
      | security_profile | $higher_security_profile |
      | interface        | Wired0                   |
      | message_timeout  | 30                       |
    Then the CSMS sends a SetNetworkProfile request
      | field                          | check | value                    | requirement |
      | configurationSlot              | is    | 2                        | A05.FR.04   |
      | connectionData.messageTimeout  | is    | 30                       | A05.FR.04   |
      | connectionData.ocppInterface   | is    | Wired0                   | A05.FR.04   |
      | connectionData.ocppTransport   | is    | JSON                     | A05.FR.04   |
      | connectionData.ocppVersion     | is    | OCPP20                   | A05.FR.04   |
      | connectionData.securityProfile | is    | $higher_security_profile | A05.FR.04   |
    When the station answers
      | field  | value    |
      | status | Accepted |
    And the CSMS is asked for set-variables
      | field                  | value                        |
      | variables[0].component | OCPPCommCtrlr                |
      | variables[0].variable  | NetworkConfigurationPriority |
      | variables[0].value     | "2,1"                        |
    Then the CSMS sends a SetVariables request
      | field                             | check    | value                        | requirement |
      | setVariableData[0].component.name | is       | OCPPCommCtrlr                | A05.FR.04   |
      | setVariableData[0].variable.name  | is       | NetworkConfigurationPriority | A05.FR.04   |
      | setVariableData[0].attributeValue | contains | 2                            | A05.FR.04   |
    When the station answers
      | field                                | value    |
      | setVariableResult[0].attributeStatus | Accepted |
    And the CSMS is asked for reset
    Then the CSMS sends a Reset request
      | field  | check     | value  | requirement |
      | evseId | is absent |        | B11.FR.01   |
    When the station answers
      | field  | value    |
      | status | Accepted |
    And the station reconnects with security profile $higher_security_profile
    Then the CSMS accepts the connection (A05.FR.06)
    And this shows the effect of SetNetworkProfile
    When the reusable state Booted is entered
    And the station reconnects with security profile $security_profile
    Then the CSMS refuses the connection (A05.FR.07)
    When the station reconnects with security profile $higher_security_profile
    Then the CSMS accepts the connection (A05.FR.07)
    When the station sends a Heartbeat request
    Then the CSMS answers
      | field       | check   | value | requirement |
      | currentTime | is near | $now  | G02.FR.02   |
