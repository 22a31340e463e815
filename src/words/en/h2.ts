import type { Table } from '../table';

/** Rules on frames of HTTP/2: their texts, and the reasons. */
export const h2 = {
  'h2/preface': '{host} begins with {frame}: a client begins with the preface (PRI * HTTP/2.0 …).',
  'h2/preface/settings': '{host} begins with {frame}: its first frame is SETTINGS.',
  'h2/preface/other': "The first octets of {host} are no frame of HTTP/2, which is spoken here: they can't be read.",
  'h2/alpn': '{host} speaks HTTP/2, and the TLS handshake did not agree on that (ALPN: {alpn}).',
  'h2/settings-ack': '{host} acknowledges SETTINGS that nobody has sent.',
  'h2/settings-ack/missing': '{host} has not acknowledged the SETTINGS of its peer.',
  'h2/settings-value': 'A setting has a value that it may not have.',
  'h2/settings-value/flag': '{setting} is 0 or 1, and not {value}.',
  'h2/settings-value/window': 'INITIAL_WINDOW_SIZE is {value}: no window is larger than 2^31−1.',
  'h2/settings-value/frame': 'MAX_FRAME_SIZE is {value}: it lies between 16,384 and 16,777,215.',
  'h2/settings-value/push': 'A server does not set ENABLE_PUSH to 1: no client pushes.',
  'h2/frame-size': '{frame} has a payload of {length} octets: its receiver takes {needs} at most.',
  'h2/frame-size/fixed': '{frame} has a payload of {length} octets, and it is always {needs}.',
  'h2/frame-size/short': '{frame} has a payload of {length} octets: it lacks room for {needs} that it needs.',
  'h2/frame-size/settings': 'SETTINGS has a payload of {length} octets: each setting takes six.',
  'h2/frame-size/ack': 'A SETTINGS frame with ACK is empty, and this one has {length} octets.',
  'h2/frame-size/cut': '{host} ends its direction inside a frame: {count} octets of it have come.',
  'h2/stream-zero': '{frame} belongs on a stream: stream 0 is the connection.',
  'h2/stream-zero/connection':
    '{frame} speaks of the connection, and stands on stream {stream}: it belongs on stream 0.',
  'h2/padding': '{frame} has {padding} octets of padding in a payload of {length}.',
  'h2/continuation': 'CONTINUATION on stream {stream}, where no field block is left open.',
  'h2/continuation/missing':
    '{frame} comes inside the field block of stream {before}: CONTINUATION alone may come there.',
  'h2/compression': 'The block has an index that neither table has.',
  'h2/compression/integer': 'An integer in the block is too large.',
  'h2/compression/padding': 'A Huffman code in the block ends with padding that is not the beginning of EOS.',
  'h2/compression/eos': 'EOS stands in a Huffman code of the block.',
  'h2/compression/table-size': 'The block asks for a table larger than its decoder allows.',
  'h2/compression/size-place': 'A change of the table size stands behind a field: it comes first in a block.',
  'h2/compression/short': 'The block ends inside a field.',
  'h2/compression/size-due': 'The peer allows a table of {most} octets: the block has to begin with that size.',
  'h2/reserved': 'The reserved bit of {frame} is set.',
  'h2/reserved/flags': '{frame} has flags that it does not define ({flags}).',
  'h2/stream-id-parity': 'A client opens streams with odd numbers, and {stream} is even.',
  'h2/stream-id-parity/promise': 'A server promises streams with even numbers, and {promised} is none.',
  'h2/stream-id-order': 'Stream {stream} is opened after stream {last}: numbers only grow.',
  'h2/stream-id-order/promise': 'Stream {promised} is promised after stream {last}: numbers only grow.',
  'h2/max-concurrent': '{host} opens stream {stream}, and {count} are open: its peer allows {most}.',
  'h2/frame-on-idle': '{frame} on stream {stream}, which nobody has opened.',
  'h2/frame-on-idle/reserved': '{frame} on stream {stream}, which is only reserved.',
  'h2/frame-on-idle/data': 'DATA on stream {stream} before HEADERS.',
  'h2/frame-on-closed': '{frame} on stream {stream}, which is closed.',
  'h2/frame-on-closed/reset': '{frame} on stream {stream}, which the peer has reset: it ignores it.',
  'h2/headers-after-end': '{frame} on stream {stream} behind the END_STREAM of {host}.',
  'h2/flow-window': '{count} octets of DATA, and the window of the connection has {left}.',
  'h2/flow-window/stream': '{count} octets of DATA, and the window of stream {stream} has {left}.',
  'h2/window-zero': 'WINDOW_UPDATE by 0.',
  'h2/window-zero/stream': 'WINDOW_UPDATE by 0 for stream {stream}.',
  'h2/window-overflow': 'The window of the connection would be {window} + {increment}: more than 2^31−1.',
  'h2/window-overflow/stream': 'The window of stream {stream} would be {window} + {increment}: more than 2^31−1.',
  'h2/window-overflow/settings': 'This INITIAL_WINDOW_SIZE takes the window of stream {stream} above 2^31−1.',
  'h2/pseudo-field': '{name} is no pseudo-field of this message.',
  'h2/pseudo-field/trailer': '{name} in trailers: they have no pseudo-fields.',
  'h2/pseudo-field/order': '{name} stands behind a header field: pseudo-fields come first.',
  'h2/pseudo-field/twice': '{name} stands there twice.',
  'h2/pseudo-field/empty': '{name} is empty.',
  'h2/pseudo-field/missing': 'The message lacks {name}.',
  'h2/pseudo-field/status': ':status is "{status}", and no number of three digits.',
  'h2/pseudo-field/switch': '101 (Switching Protocols) has no place in HTTP/2.',
  'h2/pseudo-field/connect': 'CONNECT has no {name}.',
  'h2/pseudo-field/promise': '{method} is promised: a server promises GET and HEAD alone.',
  'h2/field-case': 'The name of {name} has capital letters: names are in small letters here.',
  'h2/field-case/name': 'The name of a header field has a character that stands in none.',
  'h2/field-case/value': 'The value of {name} has a character that stands in none, or a blank at an end.',
  'h2/connection-field': '{name} speaks of a connection: it has no place in HTTP/2.',
  'h2/connection-field/te': 'te may say trailers, and nothing else.',
  'h2/length-differs': 'Stream {stream} has {data} octets of DATA, and its content-length says {length}.',
  'h2/length-differs/none': 'Stream {stream} has {data} octets of DATA, and this response has no content.',
  'h2/length-differs/value': 'content-length of stream {stream} is "{length}", and it is one number.',
  'h2/trailer': 'Further HEADERS on stream {stream} are trailers, and they have no END_STREAM.',
  'h2/trailer/interim': 'An interim response ({status}) ends stream {stream}: the final one is missing.',
  'h2/push-disabled': '{host} promises stream {promised}, and its peer has switched pushes off.',
  'h2/push-from-client': '{host} is a client, and sends PUSH_PROMISE.',
  'h2/priority-used': '{frame} on stream {stream} gives a priority, which RFC 9113 no longer has.',
  'h2/goaway-up': 'GOAWAY names stream {last} as the last, and an earlier one named {before}.',
  'h2/after-goaway': '{host} opens stream {stream} after GOAWAY.',
  'h2/after-goaway/promise': '{host} promises stream {promised} after GOAWAY.',
  'h2/no-goaway': '{host} closes the connection without GOAWAY.',
  'h2/second-connection': '{host} opens a second HTTP/2 connection to the same server: one carries all streams.',
  'h2/weak-suite': 'HTTP/2 over {suite}: that suite is among those which it forbids.',
  'h2/tcp-hol': 'Octets of {count} streams had come, and waited for this segment: TCP has one order for all of them.',
  'h2/not-read':
    'The field block is longer, or more streams are open, than is read here: the rest of this direction is not read.',
} as const satisfies Table;

/** The reasons of these rules. */
export const h2Reasons = {
  'why/h2/preface':
    'A client begins with 24 octets that no server of HTTP/1 takes for a request, and SETTINGS; a server begins with SETTINGS. So each knows that the other speaks HTTP/2.',
  'why/h2/alpn': 'Over TLS, both sides agree on h2 in the handshake (ALPN). Without that the server speaks HTTP/1.1.',
  'why/h2/settings-ack':
    'Settings are in force once they are acknowledged. A side acknowledges each SETTINGS frame at once, and no other.',
  'why/h2/settings-value': 'Each setting has its range. Another value ends the connection.',
  'why/h2/frame-size':
    'A receiver takes payloads up to its MAX_FRAME_SIZE, 16,384 octets at first. Some types have a length of their own.',
  'why/h2/stream-zero':
    'Frames of a message stand on its stream. SETTINGS, PING and GOAWAY speak of the connection: stream 0.',
  'why/h2/padding': 'Padding hides the size of a message. It is a part of the payload, and shorter than that.',
  'why/h2/continuation':
    'Tables of compression change with each block, so that the frames of a block follow each other without any other frame between.',
  'why/h2/compression':
    'Both sides keep the same table of fields. A block that one of them cannot decode makes the tables differ, and so ends the connection.',
  'why/h2/reserved': 'Bits without a meaning are sent as 0 and ignored, so that a later version may use them.',
  'why/h2/stream-id-parity':
    'Clients take odd numbers and servers even ones, so that both can open streams at the same time.',
  'why/h2/stream-id-order':
    'A new number is larger than all before: lower ones that were left out are closed, and none is used twice.',
  'why/h2/max-concurrent':
    'Each stream costs memory. A side says how many its peer may have open (MAX_CONCURRENT_STREAMS).',
  'why/h2/frame-on-idle':
    'A stream begins with HEADERS, or with a promise. On one that nobody has opened nothing else may come.',
  'why/h2/frame-on-closed':
    'A stream is closed once both sides have ended it, or one has reset it. Nothing more is said on it.',
  'why/h2/headers-after-end':
    'END_STREAM ends what a side says on a stream. It may still open windows or reset the stream.',
  'why/h2/flow-window':
    'DATA needs room in two windows, of its stream and of the connection: 65,535 octets at first, opened again by WINDOW_UPDATE. All else is sent without.',
  'why/h2/window-zero': 'An update by 0 says nothing, and would be sent for ever.',
  'why/h2/window-overflow': 'A window is a number of 31 bits. A side that opens it further has counted wrong.',
  'why/h2/pseudo-field':
    'What was the start line is now in fields whose names begin with a colon. A request has :method, :scheme and :path, a response :status; each stands once, and first.',
  'why/h2/field-case':
    'Names are compared without case in HTTP. In HTTP/2 they are sent in small letters, so that equal names have equal octets.',
  'why/h2/connection-field':
    'Connection, Keep-Alive, Transfer-Encoding and Upgrade spoke of one HTTP/1 connection. Frames and streams do that here.',
  'why/h2/length-differs':
    'END_STREAM ends the content. A content-length that says something else is how requests are smuggled.',
  'why/h2/trailer':
    'HEADERS behind the content are trailers, which end the message. An interim response does not end it.',
  'why/h2/push-disabled': 'A client that sets ENABLE_PUSH to 0 wants no pushes.',
  'why/h2/push-from-client': 'A server may promise what the client will ask for. A client just asks.',
  'why/h2/priority-used':
    'The tree of priorities was hardly used, and RFC 9113 dropped it. RFC 9218 says it in a header field.',
  'why/h2/goaway-up':
    'GOAWAY tells which requests will be worked on. A client repeats the others elsewhere, so that the number may only fall.',
  'why/h2/after-goaway': 'Behind GOAWAY the open streams come to their end, and new requests go to another connection.',
  'why/h2/no-goaway':
    'GOAWAY tells the peer which of its requests were looked at. Without it, it does not know which it may repeat.',
  'why/h2/second-connection':
    'Streams share one connection, its handshakes and its congestion window. A second one pays for both again.',
  'why/h2/weak-suite':
    'HTTP/2 needs forward secrecy and authenticated encryption of TLS 1.2. A peer may refuse other suites with INADEQUATE_SECURITY.',
  'why/h2/tcp-hol':
    'HTTP/2 answers in any order, but TCP delivers octets in one. A lost segment stops all streams until it is repeated; HTTP/3 over QUIC has an order for each.',
  'why/h2/not-read':
    'Field blocks above 64 KiB, and connections with more than 1,000 open streams, are not read on. TCP is checked all the same.',
} as const satisfies Table;
