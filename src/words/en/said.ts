import type { Table } from '../table';

/** Messages of HTTP/1 in hovers, completion and hints. */
export const said = {
  'said/request': 'A request: method, target and version, then header fields, an empty line, and perhaps a body.',
  'said/response':
    'A response: version, status code and reason, then header fields, an empty line, and perhaps a body.',
  'said/sizes': '{size} octets: {head} of head, {body} of body. {end}',
  'said/target': 'The target of the request: a path, with a query perhaps (RFC 9112 §3.2).',
  'said/fields': 'Header fields. Host and Content-Length are filled in; -Name leaves one out.',
  'said/field': 'A header field: a name and a value, for what the other side has to know of the message.',
  'said/body': 'The body of the message.',
  'said/chunked': 'A body in chunks: each with its size before it, the last of size 0.',
  'body-end/none': 'It has no body.',
  'body-end/length': 'Content-Length tells where the body ends.',
  'body-end/chunked': 'The chunk of size 0 tells where the body ends.',
  'body-end/close': 'Only the end of the connection tells where the body ends.',
  'body-end/tunnel': 'Behind it the connection is a tunnel.',
  'layer/http': 'A message of HTTP, in the version that the connection speaks.',
  'layer/http/1.0': 'A message of HTTP/1.0: the connection ends behind the response, unless both sides keep it alive.',
  'layer/http/1.1': 'A message of HTTP/1.1: the connection goes on, unless one side closes it.',
  'method/GET': 'Asks for a representation of the target. Safe: it changes nothing.',
  'method/HEAD': 'Like GET; the response has no body.',
  'method/POST': 'Gives the target a content to process. Not idempotent: twice is not once.',
  'method/PUT': 'Replaces the target by the content.',
  'method/DELETE': 'Removes the target.',
  'method/PATCH': 'Changes the target in part (RFC 5789).',
  'method/OPTIONS': 'Asks what is possible with the target, or with the server (`*`).',
  'method/TRACE': 'Asks for the request back, as it arrived.',
  'method/CONNECT': 'Asks a proxy for a tunnel to a host and port.',
  'status/1xx': 'An interim response: the final one follows.',
  'status/2xx': 'The request was received, understood and accepted.',
  'status/3xx': 'The client has to do something more, such as ask elsewhere.',
  'status/4xx': "The request is wrong, or can't be fulfilled.",
  'status/5xx': 'The server failed to fulfil a request that looks right.',
  'http-state/IDLE': 'Nothing is under way: the next request may begin.',
  'http-state/SEND_BODY': 'A message has begun and is not whole.',
  'http-state/SEND_RESPONSE': 'The server has a request that waits for its response.',
  'http-state/DONE': 'The client has asked and waits for the response.',
  'http-state/MUST_CLOSE': 'The connection ends behind this exchange: no further request may follow.',
  'http-state/CLOSED': 'This side has ended its direction.',
  'header-field/Host':
    'The host that the request is meant for: many share an address. Each HTTP/1.1 request has exactly one.',
  'header-field/Connection':
    'What holds for this connection only: `close` ends it behind the response; `keep-alive` keeps an HTTP/1.0 connection.',
  'header-field/Content-Length':
    'The length of the body in octets, not in characters. It tells where the message ends.',
  'header-field/Transfer-Encoding':
    'How the body is coded for the way: `chunked` sends it in pieces whose sizes stand before them.',
  'header-field/Content-Type': 'The media type of the body.',
  'header-field/Cookie':
    'What the server has asked the client to remember: HTTP itself remembers nothing from one request to the next.',
  'header-field/Set-Cookie': 'Asks the client to send this with its further requests.',
  'header-field/Expect': '`100-continue`: the client waits for an interim response before it sends the body.',
  'header-field/Keep-Alive':
    'How long, and for how many requests, a connection is kept. It has no standard of its own.',
  'header-field/Authorization': 'Credentials of the user. On http:// everybody on the way can read them.',
  'header-field/ETag': 'A name for this version of the representation.',
  'header-field/If-None-Match': 'Asks for the representation only if it is none of these versions; 304 otherwise.',
  'header-field/Content-Location': 'The target whose representation the body is.',
  'header-field/Location': 'Where the client finds what it asked for.',
  'editor/hint/said': 'Header fields that were filled in, and the octets of the message',
} as const satisfies Table;
