Feature: N. Diagnostics, logs and customers; the CSMS is under test

  Scenario: TC_N_25_CSMS Asks for the diagnostics log
    Given a connected station
    And a file server
    When the CSMS is asked for upload-logs
      | field    | value          |
      | location | $upload_url    |
      | kind     | DiagnosticsLog |
    Then the CSMS sends a GetLog request
      | field              | check | value          | requirement |
      | log.remoteLocation | is    | $upload_url    | N01.FR.02   |
      | logType            | is    | DiagnosticsLog | N01.FR.04   |
    And the message's requestId is kept as request_id
    When the station answers
      | field    | value           |
      | status   | Accepted        |
      | filename | diagnostics.txt |
    And the station sends a LogStatusNotification request
      | field     | value       |
      | requestId | $request_id |
      | status    | Uploading   |
    Then the CSMS answers
    And the CSMS shows the effect of GetLog in its log-uploads
      | field      | check | value           |
      | station    | is    | $identity       |
      | request_id | is    | $request_id     |
      | location   | is    | $upload_url     |
      | subject    | is    | DiagnosticsLog  |
      | answer     | is    | Accepted        |
      | file_name  | is    | diagnostics.txt |
      | status     | is    | Uploading       |
    When the station sends a LogStatusNotification request
      | field     | value       |
      | requestId | $request_id |
      | status    | Uploaded    |
    Then the CSMS answers
    And the CSMS shows the effect of LogStatusNotification in its log-uploads
      | field             | check    | value       |
      | station           | is       | $identity   |
      | request_id        | is       | $request_id |
      | status            | is       | Uploaded    |
      | history           | has size | 2           |
      | history[0].status | is       | Uploading   |
      | history[1].status | is       | Uploaded    |

  Scenario: TC_N_46_CSMS Updates the local list after erasing a customer
    Given a connected station
    And the reusable state IdTokenLocalAuthList
    And the station will answer SendLocalList with
      | field  | value    |
      | status | Accepted |
    When the CSMS is asked for customer-information
      | field    | value             |
      | id_token | $valid_token      |
      | type     | $valid_token_type |
      | report   | true              |
      | clear    | true              |
    Then the CSMS sends a CustomerInformation request
      | field               | check     | value             | requirement |
      | report              | is        | true              | N09.FR.01   |
      | clear               | is        | true              | N10.FR.03   |
      | idToken.idToken     | is        | $valid_token      | N10.FR.08   |
      | idToken.type        | is        | $valid_token_type | N10.FR.08   |
      | customerIdentifier  | is absent |                   | N10.FR.08   |
      | customerCertificate | is absent |                   | N10.FR.08   |
    And the message's requestId is kept as request_id
    When the station answers
      | field  | value    |
      | status | Accepted |
    Then the CSMS shows the effect of CustomerInformation in its customer-information
      | field         | check | value             |
      | station       | is    | $identity         |
      | request_id    | is    | $request_id       |
      | id_token      | is    | $valid_token      |
      | id_token_type | is    | $valid_token_type |
      | clear         | is    | true              |
      | answer        | is    | Accepted          |
    When the station sends a NotifyCustomerInformation request
      | field     | value       |
      | requestId | $request_id |
      | seqNo     | 0           |
      | tbc       | true        |
      | data      | Kept:       |
    Then the CSMS answers
    When the station sends a NotifyCustomerInformation request
      | field     | value         |
      | requestId | $request_id   |
      | seqNo     | 1             |
      | tbc       | false         |
      | data      | a local list. |
    Then the CSMS answers
    And the CSMS sends a SendLocalList request
      | field                                     | check     | value              | requirement   |
      | updateType                                | is        | Differential       | N10.FR.02     |
      | versionNumber                             | is        | $next_list_version | Errata 6.3.24 |
      | localAuthorizationList                    | has size  | 1                  | Errata 6.3.23 |
      | localAuthorizationList[0].idToken.idToken | is        | $valid_token       | D01.FR.06     |
      | localAuthorizationList[0].idToken.type    | is        | $valid_token_type  | D01.FR.06     |
      | localAuthorizationList[0].idTokenInfo     | is absent |                    | D01.FR.16     |
    And the CSMS shows the effect of SendLocalList in its local-lists
      | field   | check    | value              |
      | station | is       | $identity          |
      | version | is       | $next_list_version |
      | answer  | is       | Accepted           |
      | entries | has size | 0                  |
    And the CSMS shows the effect of NotifyCustomerInformation in its customer-information
      | field      | check    | value              |
      | station    | is       | $identity          |
      | request_id | is       | $request_id        |
      | data       | is       | Kept:a local list. |
      | complete   | is       | true               |
      | missing    | has size | 0                  |
