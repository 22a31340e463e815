import type { Table } from '../table';

/** TLS in hovers, completion and hints: messages, alerts, the keys of messages, cipher suites in their parts. */
export const sealed = {
  'said/tls-message': 'A message of TLS. What is left out is what its sender would say.',
  'said/records': '{size} octets on the wire, record heads included (records: {records}).',
  'said/records-sealed': '{size} octets on the wire, sealed, record heads included (records: {records}).',
  'said/inside':
    'It travels inside Application Data: {size} octets on the wire, record heads included (records: {records}).',
  'said/not-loaded': 'Its octets are not known here.',
  'editor/hint/record': '→ {records} record, {size} B',
  'editor/hint/records': '→ {records} records, {size} B',
  'editor/hint/sealed': 'Values that were filled in, and the records of the message with their octets',
  'editor/hint/carries': 'The messages that the segment carries',
  'editor/hint/part-of': 'The segment carries octets {from} to {to} of {size} of the message: part {part} of {count}',

  'tls-message/HelloRequest': 'The server asks the client to negotiate anew. Only TLS 1.2 has it.',
  'tls-message/ClientHello':
    'The client begins: versions, a random value, cipher suites, extensions; in TLS 1.3 a public key already; a session of before, where it has one.',
  'tls-message/ServerHello':
    'The server chooses: version and cipher suite, with a random value of its own; in TLS 1.3 its public key, behind which all is sealed.',
  'tls-message/HelloRetryRequest':
    'The server asks for another ClientHello: the first one has no public key that it can use.',
  'tls-message/NewSessionTicket':
    'A ticket by which the client can take the session up again on a later connection, without a certificate.',
  'tls-message/EndOfEarlyData': 'The client has no more early data: from here on the keys of the handshake hold.',
  'tls-message/EncryptedExtensions':
    'Answers to extensions that need not be in clear: the first message that is sealed.',
  'tls-message/Certificate':
    'The chain of certificates: its own first, each of the others certifies the one before it. It proves nothing by itself: everybody can send it.',
  'tls-message/ServerKeyExchange':
    "The server's public key for this connection alone, signed with the key of its certificate.",
  'tls-message/CertificateRequest': 'The server asks for a certificate of the client.',
  'tls-message/ServerHelloDone': "The server's flight ends: it is the client's turn.",
  'tls-message/CertificateVerify':
    'A signature over the handshake so far: the sender has the private key that belongs to its certificate.',
  'tls-message/ClientKeyExchange':
    "What both sides compute the master secret of: with RSA the pre-master secret, encrypted to the server's public key; with ECDHE the client's public key.",
  'tls-message/Finished':
    'A digest of the whole handshake under the new keys: whoever has changed a message, or has other keys, is found.',
  'tls-message/CertificateStatus': 'Says that the certificate has not been revoked (OCSP).',
  'tls-message/KeyUpdate': 'From here on the sender seals with new keys; it may ask the peer for new ones, too.',
  'tls-message/ChangeCipherSpec':
    'From here on the sender seals with the keys that were negotiated. In TLS 1.3 it means nothing: it is there for boxes on the way.',
  'tls-message/alert': 'The end of the connection, or an error: level and description.',
  'tls-message/data': 'Octets of the application, sealed.',

  'alert/close_notify':
    'The sender has no more to say. It tells an end that is meant from one that somebody on the way has made.',
  'alert/unexpected_message': 'A message that may not come here.',
  'alert/bad_record_mac': 'A record was changed on the way, or sealed with other keys: its MAC is wrong.',
  'alert/record_overflow': 'A record is too long.',
  'alert/handshake_failure': 'There is nothing that both sides speak: no suite, no group.',
  'alert/bad_certificate': 'The certificate is damaged, has a wrong signature, or is for another name.',
  'alert/unsupported_certificate': 'The certificate is of a kind that is not supported.',
  'alert/certificate_revoked': 'The certificate was revoked by its issuer.',
  'alert/certificate_expired': 'The certificate is not valid today.',
  'alert/certificate_unknown': 'The certificate is not acceptable for another reason.',
  'alert/illegal_parameter': 'A value contradicts the standard or another message.',
  'alert/unknown_ca': 'The certificate leads to no CA that is trusted.',
  'alert/access_denied': 'The certificate is right, and its owner is not let in.',
  'alert/decode_error': "A message can't be read: a length or a value does not fit.",
  'alert/decrypt_error': 'A signature, a binder or Finished does not fit.',
  'alert/protocol_version': 'The version that was offered is known and not spoken.',
  'alert/insufficient_security': 'The server wants stronger suites than those offered.',
  'alert/internal_error': 'An error of the sender, which has nothing to do with the peer.',
  'alert/inappropriate_fallback': 'The client offers less than it speaks, after a failure, and the server speaks more.',
  'alert/user_canceled': 'The user stops the handshake. close_notify follows.',
  'alert/no_renegotiation': 'The sender does not negotiate anew. It is a warning: the connection goes on.',
  'alert/missing_extension': 'An extension that is needed is not there.',
  'alert/unsupported_extension': 'An extension that was not offered, or may not be in this message.',
  'alert/unrecognized_name': 'There is no server of the name that was asked for.',
  'alert/bad_certificate_status_response': 'The OCSP response is wrong.',
  'alert/unknown_psk_identity': 'The server knows none of the pre-shared keys, and needs one.',
  'alert/certificate_required': 'The server needs a certificate of the client, and got none.',
  'alert/no_application_protocol': 'No protocol that the client offers by ALPN is spoken.',

  'tls-key/version':
    'The version of the message: 1.2 in both hellos of TLS 1.3, too, where supported_versions tells it. Here ServerHello chooses by it.',
  'tls-key/random':
    "32 octets, random in life. The keys depend on both sides' random values, so that each connection has others.",
  'tls-key/session-id': 'The session to take up again, in ServerHello the one that this becomes. `none` for none.',
  'tls-key/suites': 'The cipher suites that the client offers, with + between them, the one that it likes most first.',
  'tls-key/suite': 'The cipher suite that the server has chosen.',
  'tls-key/compression': 'The compression method: 0 is none. TLS 1.3 has no other.',
  'tls-key/versions': 'The versions in supported_versions, with + between them: 1.3+1.2.',
  'tls-key/key-share':
    'The group of the public key in key_share; `none` for an empty key_share, which HelloRetryRequest answers.',
  'tls-key/server-name': 'The name of the server that the client wants (SNI), in clear. `none` for none.',
  'tls-key/alpn':
    'The protocols that the client offers for what is inside, with + between them; the one that the server has chosen.',
  'tls-key/psk': '`none`: no session of TLS 1.3 is offered, or taken up.',
  'tls-key/binder': 'The HMAC by which a client proves that it has the pre-shared key.',
  'tls-key/without': 'Extensions that are left out, by name, with + between them.',
  'tls-key/group': 'The group that the server wants a public key of.',
  'tls-key/key': 'The public key of the sender.',
  'tls-key/scheme': 'The signature scheme: rsa_pss_rsae_sha256, rsa_pkcs1_sha256, …',
  'tls-key/signature': 'The octets of the signature.',
  'tls-key/premaster': 'The 48 octets of the pre-master secret, before they are encrypted.',
  'tls-key/premaster-version':
    'The first two octets of the pre-master secret: the version that ClientHello offered, not the one that was chosen. So the server notices that somebody has lowered it on the way.',
  'tls-key/verify-data':
    'The digest of the handshake under the new keys: 12 octets in TLS 1.2, as long as the hash in TLS 1.3.',
  'tls-key/lifetime': 'How long the ticket holds, seconds.',
  'tls-key/ticket': 'The octets of the ticket. For the client they have no meaning: it gives them back.',
  'tls-key/request': '1 asks the peer for new keys, too; 0 does not.',
  'tls-key/level': 'warning (1) or fatal (2).',
  'tls-key/record-version':
    'The version in the head of the record. Nobody looks at it any more: 1.2, in the first ClientHello 1.0.',
  'tls-key/record-type': 'The type of the record: 20 ChangeCipherSpec, 21 alert, 22 handshake, 23 application data.',
  'tls-key/padding': 'Zeros behind the content of a record of TLS 1.3, in octets: they hide its length.',
  'tls-key/sealed': '`no`: the record is sent in clear.',
  'tls-key/body': 'The octets of the message, behind its type and length.',

  'suite/kx/RSA':
    'RSA exchanges the keys: the client encrypts the pre-master secret to the public key of the certificate. Whoever gets the private key later opens what was recorded: no forward secrecy.',
  'suite/kx/ECDHE':
    'ECDHE exchanges the keys: each side makes a key pair for this connection alone and sends the public one. Nothing that is kept opens it later: forward secrecy.',
  'suite/kx/DHE':
    'DHE exchanges the keys: Diffie-Hellman over numbers, with a key pair for this connection alone. Forward secrecy.',
  'suite/kx/any':
    'A suite of TLS 1.3 says nothing of key exchange and signature: key_share and signature_algorithms do. Each connection has a key pair of its own.',
  'suite/auth/own':
    'RSA proves who the server is, too: only who has the private key can decrypt the pre-master secret.',
  'suite/auth/RSA': 'RSA proves who the server is: it signs its public key with the key of its certificate.',
  'suite/auth/ECDSA': 'ECDSA proves who the server is: it signs its public key with the key of its certificate.',
  'suite/cipher/AES-GCM':
    'AES with keys of {bits} bits in Galois/Counter Mode seals the records: encrypted and protected against change in one (AEAD).',
  'suite/cipher/AES-CBC': 'AES with keys of {bits} bits in CBC mode encrypts the records, each with an IV of its own.',
  'suite/cipher/ChaCha20-Poly1305':
    'ChaCha20 with keys of {bits} bits encrypts the records, Poly1305 protects them against change (AEAD).',
  'suite/mac': 'HMAC with {hash} protects each record against change.',
  'suite/hash12': 'The PRF, which makes the secrets and keys, and Finished use {hash}.',
  'suite/hash13': 'HKDF, which makes the secrets and keys, and Finished use {hash}.',
} as const satisfies Table;
