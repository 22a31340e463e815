import type { Table } from '../table';

/** Rules on TLS messages: their texts, and the reasons. */
export const tls = {
  'tls/record-type': '{host} sends a record of an unknown type ({type}).',
  'tls/record-type/interleaved': 'A record of type {type} stands inside a handshake message.',
  'tls/record-type/message': '{host} sends a handshake message of an unknown type ({type}).',
  'tls/record-length': 'A record of {length} octets is too long.',
  'tls/record-empty': 'A record of type {type} is empty.',
  'tls/decode': "{message} can't be read here: a length or a value does not fit.",
  'tls/decode/incomplete': '{host} ends its direction inside a record or message: {count} octets of it have come.',
  'tls/decode/ccs': 'ChangeCipherSpec is one octet of value 1.',
  'tls/decode/too-long': 'A handshake message of {length} octets is longer than any that is read.',
  'tls/decode/key-update': 'request_update is 0 or 1.',
  'tls/bad-mac': "This record can't be opened with the keys of the connection: its octets or keys are others.",
  'tls/not-tls': 'These octets are no TLS record, and the connection speaks TLS.',
  'tls/plain-secret': '{host} sends {name} in clear: whoever listens reads it.',
  'tls/plain-secret/target': '{host} sends a password ({name}) in clear, in the target: whoever listens reads it.',
  'tls/plain-secret/form': '{host} sends a password ({name}) in clear, in a form: whoever listens reads it.',
  'tls/certificate-name': 'The certificate is for another name.',
  'tls/certificate-name/no-name': 'The certificate of {subject} has no subjectAltName: a client refuses it for {name}.',
  'tls/certificate-name/other-name': 'The certificate is for {names}: a client refuses it for {name}.',
  'tls/certificate-expired': 'The certificate is not valid today.',
  'tls/certificate-expired/expired':
    'The certificate of {subject} was valid until {until}. Today is {today}: it will be refused.',
  'tls/certificate-expired/not-yet-valid':
    'The certificate of {subject} is valid from {from}. Today is {today}: it will be refused.',
  'tls/certificate-untrusted': 'The certificate leads to no CA that is trusted.',
  'tls/certificate-untrusted/self-signed':
    'The certificate of {subject} is signed by itself and not trusted: it will be refused.',
  'tls/certificate-untrusted/no-issuer': 'Nobody trusts {issuer}, who issued {subject}: it will be refused.',
  'tls/certificate-untrusted/no-certificate': 'There is no certificate to verify.',
  'tls/certificate-untrusted/too-long': 'The path from {subject} to a trusted CA is too long.',
  'tls/certificate-signature': 'The signature on the certificate is wrong.',
  'tls/certificate-signature/signature':
    'The key of {issuer} did not sign this certificate of {subject}: it will be refused.',
  'tls/certificate-purpose': 'The certificate is not for this purpose.',
  'tls/certificate-purpose/critical-extension':
    'The certificate of {subject} has a critical extension ({extension}) that is not known.',
  'tls/certificate-purpose/not-a-ca': '{subject} is no CA and may issue no certificate: it will be refused.',
  'tls/certificate-purpose/path-length': '{subject} allows {most} CAs below it, and there are {count}.',
  'tls/certificate-purpose/key-cert-sign': 'The key of {subject} is not for signing certificates.',
  'tls/certificate-purpose/ext-key-usage': 'The certificate of {subject} is not for {purpose}.',
  'tls/certificate-purpose/key-usage': 'The key of {subject} is not for {use}.',
  'tls/certificate-accepted': "{host} goes on with {message}, though it has to refuse the server's certificate.",
  'tls/alert-level': 'The alert {alert} is fatal: its level is 2.',
  'tls/alert-level/unknown': 'The level of an alert is 1 (warning) or 2 (fatal): {level} is neither.',
  'tls/alert-level/description': 'There is no alert {alert}.',
  'tls/alert-level/warning': 'The alert {alert} is a warning: its level is 1.',
  'tls/alert-missing': '{host} has to send the alert {alert}, and sends {message}.',
  'tls/downgrade-sentinel':
    '{host} speaks TLS 1.3 and chooses {version}: the end of its random has to say so (DOWNGRD).',
  'tls/downgrade-sentinel/found':
    'The random says that {host} speaks TLS 1.3, and {version} is chosen: somebody may have changed ClientHello.',
  'tls/extension-not-offered': 'ClientHello did not offer {extension}: {host} may not answer it.',
  'tls/old-version': '{version} is no longer to be used.',

  'tls12/order': '{message} may not come here: the handshake stands at {at}.',
  'tls12/ske-with-rsa': "ServerKeyExchange has no place with RSA key exchange: the certificate's key is enough.",
  'tls12/no-ske': '{message} comes before ServerKeyExchange, which ECDHE needs.',
  'tls12/no-server-cert': "{message} comes before the server's Certificate.",
  'tls12/cert-without-request': '{host} sends Certificate, and the server has not asked for one.',
  'tls12/certverify-place':
    '{message} may not come here: CertificateVerify follows ClientKeyExchange where the client has sent a certificate, and only there.',
  'tls12/finished-without-ccs': 'Finished comes without ChangeCipherSpec before it.',
  'tls12/ccs-twice': '{host} sends ChangeCipherSpec a second time.',
  'tls12/client-finished-second': "{message} of the server comes before the client's Finished.",
  'tls12/appdata-early': 'Application data comes before the handshake is complete.',
  'tls12/suite-not-offered': 'The client did not offer {suite}.',
  'tls12/suite-not-offered/compression': 'The client did not offer compression method {compression}.',
  'tls12/ske-signature': "The signature is not by the key of the server's certificate over these values.",
  'tls12/ske-signature/scheme': 'The client did not offer {scheme}.',
  'tls12/key-exchange-length': 'The encrypted pre-master secret has {length} octets, the modulus {size}.',
  'tls12/premaster-length': 'The pre-master secret has {length} octets: it must have 48.',
  'tls12/premaster-length/padding': "The server's private key opens no pre-master secret here.",
  'tls12/premaster-version': 'The pre-master secret begins with {found}; ClientHello offered {offered}.',
  'tls12/certverify-signature': "The signature is not by the key of the client's certificate over this handshake.",
  'tls12/verify-data': 'verify_data does not fit: the sides have not seen the same handshake, or have other keys.',
  'tls12/resumption': 'The session had {before}: {suite} is another one.',
  'tls12/resumption/unknown': 'There is no session of this session_id to resume.',
  'tls12/resumption/ems': 'The session and this hello differ in the extended master secret.',
  'tls12/no-close-notify': '{host} ends its direction without close_notify: what it sent may be cut short.',
  'tls12/data-after-close-notify': '{message} comes behind close_notify.',
  'tls12/alert-then-data': '{message} comes behind a fatal alert: the connection is over.',
  'tls12/rsa-kex':
    "{suite} has no forward secrecy: whoever gets the server's private key later opens what is recorded today.",
  'tls12/ems': 'Without extended_master_secret, the master secret is not bound to this handshake.',
  'tls12/renegotiation-info': 'Without renegotiation_info, a renegotiation may be spliced onto another connection.',

  'tls13/order': '{message} may not come here: the handshake stands at {at}.',
  'tls13/no-rsa-kex': '{message} is not of TLS 1.3: keys are agreed in the two hellos.',
  'tls13/cert-with-psk': '{message} has no place here: the pre-shared key authenticates the server.',
  'tls13/hrr-twice': '{host} sends HelloRetryRequest a second time.',
  'tls13/appdata-early': 'Application data comes before the handshake is complete.',
  'tls13/ticket-early': "NewSessionTicket comes before the client's Finished.",
  'tls13/key-update-early': 'KeyUpdate comes before the handshake is complete.',
  'tls13/spans-key-change': 'A record or message goes on where keys change.',
  'tls13/plaintext-after-sh': '{message} is in clear: behind ServerHello it has to be sealed.',
  'tls13/version': 'The client did not offer {version}.',
  'tls13/version/legacy': 'legacy_version is {version}: it stays 0x0303, supported_versions says the version.',
  'tls13/suite-not-offered': 'The client did not offer {suite} for TLS 1.3.',
  'tls13/suite-not-offered/retry': 'HelloRetryRequest said {before}: ServerHello may not change to {suite}.',
  'tls13/session-id-echo': 'legacy_session_id is not the one of ClientHello.',
  'tls13/compression': 'Compression method {compression}: TLS 1.3 has none but 0.',
  'tls13/key-share': 'The client sent no key share of {group}.',
  'tls13/key-share/identity': 'There is no pre-shared key {chosen} in ClientHello.',
  'tls13/key-share/missing': '{message} has no key_share: the client learns no public key.',
  'tls13/key-share/group': 'The client does not speak {group}.',
  'tls13/extension-place': '{extension} has no place in {message}.',
  'tls13/extension-place/twice': '{extension} stands twice in {message}.',
  'tls13/extension-place/last': 'pre_shared_key has to be the last extension.',
  'tls13/hrr-needless': 'HelloRetryRequest asks for nothing that ClientHello did not have.',
  'tls13/second-hello-changed': 'The second ClientHello differs in {what}.',
  'tls13/certverify-signature': "The signature is not by the certificate's key over this handshake.",
  'tls13/certverify-signature/scheme': '{scheme} may not sign here: it was not offered, or is not of TLS 1.3.',
  'tls13/verify-data': 'verify_data does not fit: the sides have not seen the same handshake, or have other keys.',
  'tls13/binder': 'The binder does not fit: it does not prove that the client has the pre-shared key.',
  'tls13/ccs': 'ClientHello had a session id: ChangeCipherSpec belongs behind the first message of the server.',
  'tls13/ccs/twice': '{host} sends ChangeCipherSpec a second time.',
  'tls13/ccs/late': 'ChangeCipherSpec comes behind the handshake.',
  'tls13/record-version': 'The record says {version}: in TLS 1.3 records say 0x0303.',
  'tls13/no-close-notify': '{host} ends its direction without close_notify: what it sent may be cut short.',
  'tls13/data-after-close-notify': '{message} comes behind close_notify.',
  'tls13/data-after-close-notify/fatal': '{message} comes behind a fatal alert: the connection is over.',

  'tls-state/START': 'Nothing has been said yet.',
  'tls-state/WAIT_SH': 'The client has sent ClientHello and waits for ServerHello.',
  'tls-state/WAIT_EE': 'The client waits for EncryptedExtensions.',
  'tls-state/WAIT_CERT_CR': 'The client waits for CertificateRequest or Certificate.',
  'tls-state/WAIT_CERT': 'Certificate of the peer is waited for.',
  'tls-state/WAIT_CV': 'CertificateVerify of the peer is waited for.',
  'tls-state/WAIT_FINISHED': 'Finished of the peer is waited for.',
  'tls-state/RECVD_CH': 'The server has ClientHello and chooses.',
  'tls-state/NEGOTIATED': 'The server has chosen version, suite and keys.',
  'tls-state/WAIT_FLIGHT2': "The server has sent its flight and waits for the client's.",
  'tls-state/CONNECTED': 'The handshake is complete: application data may come.',
  'layer/tls': 'A message of TLS. What is left out is what this side would say.',
  'layer/https': 'A message of HTTP over TLS. Behind => TLS is brought up first; behind -> it has to be up.',
  'story/leaks': 'the private key of {host} becomes known: whoever listens has it from here on',
  'explain/certificate':
    'A certificate of this flow: host lines refer to it with certificate= and trusts=, certificates with by.',
} as const satisfies Table;

/** The reasons of these rules. */
export const tlsReasons = {
  'why/tls/record-type':
    'Records are of four types: 20 ChangeCipherSpec, 21 alert, 22 handshake, 23 application data. No other record stands inside a handshake message.',
  'why/tls/record-length':
    'A record holds at most 2^14 octets in clear; sealed 256 more in TLS 1.3, 2048 more in TLS 1.2.',
  'why/tls/record-empty': 'Only application data may be empty. Empty records of other types say nothing.',
  'why/tls/decode': 'Each length has to fit what it counts, and each value its range. One that does not ends it all.',
  'why/tls/bad-mac':
    'Each sealed record is protected against change. A receiver that finds another MAC ends the connection with bad_record_mac, and does not say more.',
  'why/tls/not-tls': 'A direction that speaks TLS consists of records to its end, those in clear too.',
  'why/tls/plain-secret':
    'HTTP by itself hides nothing. Whoever sees the segments has what logs a user in, and can use it too. Over TLS the message is sealed.',
  'why/tls/certificate-name': 'A client verifies that the name that it asked for is one of the certificate.',
  'why/tls/certificate-expired': 'A certificate holds from one day to another. Clients refuse it before and after.',
  'why/tls/certificate-untrusted':
    'Anybody can make a certificate. It counts where a CA that the client trusts has signed it, or one on the path to it.',
  'why/tls/certificate-signature':
    "A certificate binds a name to a public key by its issuer's signature. One octet changed, and it does not fit.",
  'why/tls/certificate-purpose': 'A certificate says what its key is for. That of a server may not issue others.',
  'why/tls/certificate-accepted':
    'A client that goes on with a wrong certificate talks to nobody knows whom: it ends the connection with an alert.',
  'why/tls/alert-level': 'Closing alerts are warnings, errors are fatal. In TLS 1.2 some errors may be either.',
  'why/tls/alert-missing': 'Whoever finds an error tells the peer by an alert, and closes.',
  'why/tls/downgrade-sentinel':
    'Somebody on the way could take TLS 1.3 out of ClientHello. The server random is signed, so its last octets tell the client.',
  'why/tls/extension-not-offered': 'Extensions are offered by the client. A server answers those and no others.',
  'why/tls/old-version': 'TLS 1.0 and 1.1 rest on MD5 and SHA-1 (RFC 8996).',

  'why/tls12/order':
    'Handshake messages come in one order. A message that is left out or comes early has let clients skip the proof of who the server is.',
  'why/tls12/ske-with-rsa':
    "With RSA the pre-master secret is encrypted to the certificate's key: the server adds nothing.",
  'why/tls12/no-ske':
    "With ECDHE the server's public value comes in ServerKeyExchange, signed by the certificate's key.",
  'why/tls12/no-server-cert': 'These suites authenticate the server: its Certificate follows ServerHello at once.',
  'why/tls12/cert-without-request': "A client shows its certificate where the server's CertificateRequest asks for it.",
  'why/tls12/certverify-place':
    'CertificateVerify proves that the client has the private key of its certificate. It signs all that was said up to there.',
  'why/tls12/finished-without-ccs':
    'Finished is the first message under the new keys, which ChangeCipherSpec announces.',
  'why/tls12/ccs-twice': 'Each direction changes its keys once a handshake.',
  'why/tls12/client-finished-second':
    'In a full handshake the client finishes first: the server verifies that before it finishes.',
  'why/tls12/appdata-early':
    'Until both Finished have come, nobody knows whether somebody has changed the handshake. (False Start, RFC 7918, allows clients more.)',
  'why/tls12/suite-not-offered': 'The client offers, the server chooses of that.',
  'why/tls12/ske-signature':
    "The signature covers both randoms and the server's public value. It shows that this server made it for this handshake.",
  'why/tls12/key-exchange-length': 'What RSA encrypts is as long as its modulus.',
  'why/tls12/premaster-length':
    'The pre-master secret has 48 octets: a version and 46 random ones. The server hides that it found a mistake here, else it could be asked until it tells the secret.',
  'why/tls12/premaster-version':
    'The version in the pre-master secret is the one that the client offered, not the one chosen: so a downgrade shows.',
  'why/tls12/certverify-signature': 'Only who has the private key of the certificate can sign the handshake.',
  'why/tls12/verify-data':
    'verify_data is computed from the master secret and all handshake messages. It is the first proof that both sides have the same keys, and that nobody changed a message.',
  'why/tls12/resumption': 'A session that is resumed keeps its suite and its master secret.',
  'why/tls12/no-close-notify':
    'A FIN can be forged, close_notify cannot. Without it the peer has to take what it has for perhaps cut short.',
  'why/tls12/data-after-close-notify': 'close_notify says that no more follows in this direction.',
  'why/tls12/alert-then-data': 'A fatal alert ends the connection for both sides, and the session with it.',
  'why/tls12/rsa-kex': 'The whole secrecy rests on one private key. With ECDHE each connection has keys of its own.',
  'why/tls12/ems': 'The extension takes the hash of the handshake into the master secret (RFC 7627).',
  'why/tls12/renegotiation-info':
    'The extension binds a renegotiation to the connection that it renegotiates (RFC 5746).',

  'why/tls13/order': 'Handshake messages come in one order. Any other ends with unexpected_message.',
  'why/tls13/no-rsa-kex':
    'TLS 1.3 has no RSA key exchange, so nothing is left for ServerKeyExchange, ClientKeyExchange and ServerHelloDone.',
  'why/tls13/cert-with-psk': 'Only who knows the pre-shared key can finish: no certificate is asked for or shown.',
  'why/tls13/hrr-twice': 'One retry is enough: HelloRetryRequest says which group the server takes.',
  'why/tls13/appdata-early':
    "A client sends behind its Finished, a server behind its own. Data in the client's first flight needs a pre-shared key.",
  'why/tls13/ticket-early': "The ticket's secret comes from the whole handshake, the client's Finished too.",
  'why/tls13/key-update-early': 'Only the keys of application data are updated.',
  'why/tls13/spans-key-change': 'What comes before a change of keys ends with its record: else parts have other keys.',
  'why/tls13/plaintext-after-sh': 'Behind ServerHello both sides have keys: only the two hellos are in clear.',
  'why/tls13/version': 'The client says its versions in supported_versions, the server chooses one of these.',
  'why/tls13/suite-not-offered':
    'The client offers, the server chooses of that; TLS 1.3 has suites of its own. HelloRetryRequest chooses already.',
  'why/tls13/session-id-echo':
    'The session id has no meaning in TLS 1.3. It is sent back so that boxes on the way see what they know.',
  'why/tls13/compression': 'Compression lets lengths tell what is inside (CRIME), so it is gone.',
  'why/tls13/key-share': 'Both public keys are of one group, one that the client has sent a key of.',
  'why/tls13/extension-place': 'Each extension has its messages, and stands there once. Binders cover all before them.',
  'why/tls13/hrr-needless': 'A retry costs a round trip. It has to change something in the second ClientHello.',
  'why/tls13/second-hello-changed': 'But for what HelloRetryRequest asks, the second ClientHello is the first.',
  'why/tls13/certverify-signature':
    'The signature covers the whole handshake so far. It shows that this server, with this key, takes part in it. RSA signs with PSS.',
  'why/tls13/verify-data':
    'verify_data is an HMAC over all handshake messages. It proves that both sides have the same keys, and that nobody changed a message.',
  'why/tls13/binder': 'A binder is an HMAC under the pre-shared key over ClientHello up to the binders.',
  'why/tls13/ccs':
    'ChangeCipherSpec means nothing in TLS 1.3. It makes the handshake look like one of TLS 1.2 to boxes on the way; one a side is enough.',
  'why/tls13/record-version':
    'The version in records is kept for boxes on the way. It says 0x0303, whatever is spoken.',
  'why/tls13/no-close-notify':
    'A FIN can be forged, close_notify cannot. Without it the peer has to take what it has for perhaps cut short.',
  'why/tls13/data-after-close-notify': 'close_notify and fatal alerts say that no more follows.',
} as const satisfies Table;
