import type { Table } from '../table';

/** Rules on HTTP/1 messages: their texts, and the reasons. */
export const http = {
  'http1/start-line': 'No request line and no status line of HTTP/1.1: "{found}".',
  'http1/host': '{message} has no Host field: each HTTP/1.1 request names its host.',
  'http1/host/twice': '{message} has a second Host field.',
  'http1/host/value': '"{found}" is no host, with or without a port.',
  'http1/field-syntax': 'The line of the field {name} has a character that stands in no header field.',
  'http1/field-syntax/colon': 'This line has no colon: a header field is a name, a colon and a value.',
  'http1/field-syntax/blank': 'A blank stands between {name} and its colon: servers answer such a request with 400.',
  'http1/obs-fold': 'The value of {name} goes on in a second line (obs-fold): senders write a field in one line.',
  'http1/line-end': 'A line ends in LF alone. Lines of HTTP end in CRLF.',
  'http1/length-conflict': "Content-Length gives different lengths: {found}. Where the body ends can't be told.",
  'http1/length-conflict/number': "Content-Length is no decimal number: {found}. Where the body ends can't be told.",
  'http1/length-and-chunked':
    '{message} has both Content-Length and Transfer-Encoding: two readers may find two ends of it (request smuggling).',
  'http1/chunk': 'The body is no chunk here: a chunk is its size in hexadecimal, CRLF, so many octets, CRLF.',
  'http1/chunk/twice': 'The chunked coding is applied twice.',
  'http1/chunk/not-last': "chunked is not the last coding of the request: where its body ends can't be told.",
  'http1/chunked-to-10': '{host} sends chunks to a client that speaks HTTP/1.0: it does not know them.',
  'http1/chunked-to-10/request': 'An HTTP/1.0 request has no Transfer-Encoding.',
  'http1/body-not-allowed':
    '{before} can have no body: its receiver takes these {count} octets for the beginning of the next response.',
  'http1/body-not-allowed/field': 'A {status} response has no {name}.',
  'http1/body-too-long':
    '{count} octets follow that are no message: the body of {before} has ended where its length said.',
  'http1/body-length-missing':
    'Nothing but the end of the connection tells where the body of this {status} response ends, and it does not say Connection: close.',
  'http1/incomplete': '{host} ends the connection while {left} octets of the body of {message} are still to come.',
  'http1/incomplete/head': '{host} ends the connection inside the head of a message.',
  'http1/incomplete/chunked': '{host} ends the connection before the last chunk of {message}.',
  'http1/not-read': 'The message is longer than is read here: what follows in this direction is not looked into.',
  'http1/continue': '{host} sends 100 (Continue), and the request did not ask for it with Expect: 100-continue.',
  'http1/continue/version':
    '{host} sends an interim response ({status}) to a client that speaks HTTP/1.0: it takes it for the final one.',
  'http1/request-after-close':
    '{message} comes behind Connection: close of the {by}: no further request may follow on this connection.',
  'http1/http10-reuse':
    '{message} comes on an HTTP/1.0 connection without keep-alive: it ends behind its first response.',
  'http1/pipeline-after-nonidempotent':
    '{message} follows {before} before its response: if the connection fails, nothing tells whether {before} was done.',
  'http1/response-without-request':
    '{host} responds and no request waits for it: the client does not take it for a response.',
  'http1/response-order':
    'This answers a later request ({target}): {first} waits first, and responses come in the order of their requests.',
  'http1/close-not-followed':
    '{host} has sent its last response behind Connection: close, and has not closed the connection.',
  'http1/body-not-drained':
    '{host} answers before the whole of {request} has arrived, and keeps the connection: it has to read the rest, or close.',
  'http1/rst-eats-response':
    '{host} closes while the request is still on its way: octets that arrive now bring an RST, and that may erase the response at the client.',
  'http1/fin-is-not-end-of-request':
    '{host} closes its direction while {request} waits for its response. A FIN does not end a request, and a server may take it for a client that has gone.',
  'http1/reconnect':
    '{host} opens a further connection, though one to the same server would have gone on: it pays a round trip and a new slow start.',
} as const satisfies Table;

/** The reasons of these rules. */
export const httpReasons = {
  'why/http1/start-line':
    "A message begins with its start line: method, target and version, or version, status code and reason, with single spaces. A server answers what it can't read with 400 and closes.",
  'why/http1/host':
    'Many sites share an address. Host says which one is meant, so each HTTP/1.1 request carries exactly one. A server answers with 400 otherwise.',
  'why/http1/field-syntax':
    'A header field is name, colon, value. A blank before the colon has let two readers see two different messages; so servers refuse it.',
  'why/http1/obs-fold':
    'A value that goes on in a line with a leading blank is obsolete. Senders do not make it; servers refuse it or join the lines.',
  'why/http1/line-end': 'Lines end in CRLF. A recipient may accept a bare LF; a sender does not rely on it.',
  'why/http1/length-conflict':
    'The octets behind the head are counted by Content-Length. Values that differ, or are no number, leave the end of the message open: a server answers with 400 and closes.',
  'why/http1/length-and-chunked':
    'Transfer-Encoding overrides Content-Length. Where one program on the way reads the one and the next reads the other, the rest of the body becomes a request of its own.',
  'why/http1/chunk':
    'chunked sends a body of unknown length in pieces: the size of each in hexadecimal, and a piece of size 0 at the end. It is applied once, and last.',
  'why/http1/chunked-to-10':
    'Chunks came with HTTP/1.1. A client that speaks 1.0 takes the sizes for a part of the body.',
  'why/http1/body-not-allowed':
    'Responses with 1xx, 204 and 304, and all that answer HEAD, end behind their head. Octets behind it are read as the next response.',
  'why/http1/body-too-long':
    'A body has ended once Content-Length octets have come. Octets behind it begin the next message. Lengths are counted in octets: a Chinese character has three of them in UTF-8.',
  'why/http1/body-length-missing':
    'Without Content-Length and chunks, only the end of the connection ends a response. A server that wants the connection to go on says the length.',
  'why/http1/incomplete':
    'A message that ends before its length is reached is incomplete: a client must not take it for whole. That is why lengths are sent even where the connection closes.',
  'why/http1/not-read':
    'Messages of more than 16 MiB and heads of more than 64 KiB are not read on. Segments and acknowledgments are checked all the same.',
  'why/http1/continue':
    'A client that sends Expect: 100-continue waits for 100 before it sends a large body. A 1.0 client knows no interim responses.',
  'why/http1/request-after-close':
    'close says that this is the last exchange of the connection: the server closes behind its response, and reads no further request.',
  'why/http1/http10-reuse':
    'An HTTP/1.0 connection ends behind the response, unless both sides say Connection: keep-alive.',
  'why/http1/pipeline-after-nonidempotent':
    'A pipeline that breaks is repeated. A request that may not be done twice, such as POST, is answered before the next one is sent.',
  'why/http1/response-without-request':
    'HTTP/1.1 messages have no number: the first response answers the first request. What comes unasked belongs to nothing, and a client closes.',
  'why/http1/response-order':
    'HTTP/1.1 answers in the order of requests, however long the first one takes. HTTP/2 numbers its streams, and may answer in any order.',
  'why/http1/close-not-followed': 'A server that has sent or received close closes behind its last response.',
  'why/http1/body-not-drained':
    'The octets of a body that is not read would be taken for the next request. So a server reads it to its end, or closes.',
  'why/http1/rst-eats-response':
    "Data that reaches a socket whose program has closed brings an RST. The RST may reach the client's TCP before the client has read the response, and then that is lost. Servers close their sending side first, and read on.",
  'why/http1/fin-is-not-end-of-request':
    'The head says where a request ends. A client that closes its direction early may be taken for one that has gone.',
  'why/http1/reconnect':
    'A persistent connection carries any number of requests, one after another. A new one costs a handshake, and begins with a small congestion window.',
} as const satisfies Table;
