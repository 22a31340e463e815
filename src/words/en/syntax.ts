/** Messages about lines that can't be read, or that are read despite unusual spelling. */
export const syntax = {
  'syntax/binary': 'This is not UTF-8 text, so none of it is read.',
  'syntax/too-many-lines': 'A flow has at most {limit} lines; this one and those after it are not read.',
  'syntax/line-too-long': 'A line has at most {limit} characters; this one is not read.',
  'syntax/control-character': 'A control character ({code}) stands here; delete it so that the line can be read.',

  'syntax/misspelt': '"{found}" is not known here; did you mean "{right}"?',
  'syntax/unexpected': 'The line is complete before this: "{found}" does not belong here.',
  'syntax/duplicate-clause': '{name} is already given on this line; once is enough.',
  'syntax/number-too-large': 'This number is too large to count with; numbers must be less than 2^53.',
  'syntax/bad-number': '"{found}" is not a number; write decimal digits, or 0x and hexadecimal digits.',
  'syntax/expression-too-long': 'This expression is too long; it may have {limit} terms at most.',

  'syntax/expected-statement':
    'Expected a statement, such as "client -> server SYN" or "section "Data"", or a comment after "#", found "{found}".',
  'syntax/missing-statement': 'A statement is missing here, such as "client -> server SYN".',
  'syntax/unknown-statement':
    '"{found}" is no keyword, and no arrow or user call follows it; write a segment ("client -> server SYN"), a user call ("client close") or a keyword.',
  'syntax/expected-action':
    'Expected an arrow (->, -x, ~>, ?>, =>), a user call (listen, connect, send, receive, close, abort), icmp or forgets after {host}, found "{found}".',
  'syntax/missing-action':
    'What does {host} do? Write an arrow (->, -x, ~>, ?>, =>) and the receiver, or a user call such as "close".',

  'syntax/expected-host': 'Expected the name of a host, found "{found}".',
  'syntax/missing-host': 'The name of a host is missing here.',
  'syntax/hyphen-in-name': 'Names have letters, digits and "_", but no "-"; write "{right}" for "{found}".',
  'syntax/expected-name': 'Expected a name (a letter, then letters, digits and "_"), found "{found}".',
  'syntax/missing-name': 'A name is missing here.',
  'syntax/expected-port': 'Expected a port number after ":", found "{found}".',
  'syntax/missing-port': 'The port number after ":" is missing.',
  'syntax/bad-port': '"{found}" is not a port; ports are whole numbers from 0 to 65535.',
  'syntax/side-in-arrow': 'An arrow has both sides already: write "{right}" for "{found}".',
  'syntax/port-without-address': 'A port stands behind an address, as in "host server 10.0.0.2:80".',
  'syntax/bad-address': '"{found}" is not an IPv4 or IPv6 address; write 10.0.0.1, 10.0.0.1:80, ::1 or [::1]:80.',

  'syntax/expected-arrow':
    'Expected an arrow here (-> arrives, -x is lost, ~> stays in flight, ?> is open), found "{found}".',
  'syntax/missing-arrow': 'An arrow is missing here: -> arrives, -x is lost, ~> stays in flight, ?> is open.',
  'syntax/wrong-arrow':
    '"{found}" is not an arrow here; write "{right}" (-> arrives, -x is lost, ~> stays in flight, ?> is open).',
  'syntax/arrow-backwards': 'The sender stands first: write "{right}" in place of "{found}".',

  'syntax/expected-clause':
    'Expected flags, seq=, ack=, win=, urg=, len=, checksum=, doff=, reserved=, dscp=, id=, security=, ecn=, "payload", <options>, resend, as, spoofing, violates, supposed or frame, found "{found}".',
  'syntax/unknown-clause':
    '"{found}" is neither a flag nor a clause of a segment; there are seq=, ack=, win=, urg=, len=, checksum=, doff=, reserved=, dscp=, id=, security=, ecn=, "payload", <options>, resend, as, spoofing, violates, supposed and frame.',
  'syntax/expected-flag': 'Expected a flag (SYN, ACK, FIN, RST, PSH, URG, ECE, CWR), found "{found}".',
  'syntax/missing-flag': 'A flag is missing here: SYN, ACK, FIN, RST, PSH, URG, ECE or CWR.',
  'syntax/expected-bracket': 'Expected "]" to close the list of flags, found "{found}".',
  'syntax/missing-bracket': 'The "]" that closes the list of flags is missing.',
  'syntax/flags-apart': 'The flags of a segment stand together; move "{found}" to the others.',
  'syntax/flag-value': 'A flag is set by its name alone; the usual form is "SYN,ACK".',
  'syntax/no-equals': 'Write "=" between {key} and its value.',
  'syntax/expected-value': 'Expected a number or a name, found "{found}".',
  'syntax/missing-value': 'A value is missing here: a number, a name, or a sum such as x+1.',
  'syntax/expected-number': 'Expected a number, found "{found}".',
  'syntax/missing-number': 'A number is missing here.',
  'syntax/expected-parenthesis': 'Expected ")", found "{found}".',
  'syntax/missing-parenthesis': 'The closing ")" is missing.',
  'syntax/expected-rule': 'Expected the id of a rule, such as tcp/ack-not-rcvnxt, found "{found}".',
  'syntax/missing-rule': 'The id of the rule is missing, such as tcp/ack-not-rcvnxt.',

  'syntax/expected-option': 'Expected an option (mss, wscale, sackok, ts, sack, fastopen, raw), found "{found}".',
  'syntax/missing-option': 'An option (mss, wscale, sackok, ts, sack, fastopen, raw) or ">" is missing here.',
  'syntax/unknown-option': '"{found}" is not an option; there are mss, wscale, sackok, ts, sack, fastopen and raw.',
  'syntax/duplicate-option': 'The option {name} is already given; a segment carries it once.',
  'syntax/expected-option-end': 'Expected "," or ">" after this option, found "{found}".',
  'syntax/missing-option-end': 'The ">" that closes the options is missing.',
  'syntax/expected-range': 'Expected ".." between the two edges of a SACK block, found "{found}".',
  'syntax/missing-range': 'The other edge of the SACK block is missing; write it as 1001..2001.',
  'syntax/bad-cookie': '"{found}" is not a cookie; write pairs of hexadecimal digits.',
  'syntax/bad-bytes': '"{found}" is not a list of bytes; write pairs of hexadecimal digits, such as raw 020405b4.',
  'syntax/expected-bytes': 'Expected bytes of the option list as pairs of hexadecimal digits, found "{found}".',
  'syntax/missing-bytes': 'Bytes of the option list are missing here, such as raw 020405b4.',
  'syntax/expected-ecn': 'Expected ect0, ect1 or ce, found "{found}".',
  'syntax/missing-ecn': 'The value of the ECN field is missing here: ect0, ect1 or ce.',
  'syntax/unknown-ecn': '"{found}" is not a value of the ECN field; there are ect0, ect1 and ce.',

  'syntax/expected-string': 'Expected text in double quotes, found "{found}".',
  'syntax/missing-string': 'Text in double quotes is missing here.',
  'syntax/unclosed-string': 'The closing double quote is missing.',
  'syntax/bad-escape': '"{found}" is no escape; there are \\r \\n \\t \\" \\\\ \\xHH and \\u{…}.',

  'syntax/expected-duration': 'Expected a length of time, such as 200ms, 1.5s or 2MSL, found "{found}".',
  'syntax/missing-duration': 'A length of time is missing here, such as 200ms, 1.5s or 2MSL.',
  'syntax/missing-unit': '{found} needs a unit right behind it: us, ms, s, min, h or MSL.',
  'syntax/unknown-unit': '"{found}" is not a unit of time; there are us, ms, s, min, h and MSL.',

  'syntax/expected-timed':
    'After a time, expected a segment, a message (=>), a user call, an ICMP error, deliver, drop or duplicate, found "{found}".',
  'syntax/missing-timed':
    'What happens at this time? Write a segment, a message (=>), a user call, an ICMP error, deliver, drop or duplicate.',

  'syntax/expected-icmp': 'Expected an ICMP error, such as port-unreachable, found "{found}".',
  'syntax/missing-icmp': 'Which ICMP error? Write one such as port-unreachable or host-unreachable.',
  'syntax/unknown-icmp':
    '"{found}" is not an ICMP error that TCP gets; there are net-unreachable, host-unreachable, protocol-unreachable, port-unreachable, fragmentation-needed, source-route-failed, source-quench, time-exceeded and parameter-problem.',

  'syntax/expected-data': 'Expected a number of bytes or text in double quotes, found "{found}".',
  'syntax/missing-data': 'What is sent? Write a number of bytes, or text in double quotes.',
  'syntax/expected-count': 'Expected a number of bytes, found "{found}".',
  'syntax/missing-count': 'The number of bytes is missing here.',

  'syntax/expected-state': 'Expected a state, "owes", or a variable such as client.rcv.nxt, found "{found}".',
  'syntax/missing-state': 'A state such as ESTABLISHED is missing here, or "owes ACK".',
  'syntax/expected-fact': 'Expected what is known of the side, such as snd.nxt=1000 or wscale=7, found "{found}".',
  'syntax/missing-fact': 'What is known of the side? Write such as snd.nxt=1000 or wscale=7.',
  'syntax/unknown-fact':
    'Nothing called "{found}" can be given; there are snd.una, snd.nxt, snd.wnd, rcv.nxt, rcv.wnd, iss, irs, mss, wscale, sack, timestamps, ecn, rto and idle.',
  'syntax/unknown-state': '"{found}" is none of the eleven states of RFC 9293.',
  'tcp/state-name': 'The name in RFC 9293 is {right}; "{found}" is understood.',
  'syntax/expected-owed': 'Expected flags such as ACK, or "nothing", found "{found}".',
  'syntax/missing-owed': 'What does it owe? Write flags such as ACK, or "nothing".',
  'syntax/expected-comma': 'Expected "," between two expectations, found "{found}".',
  'syntax/expected-equals': 'Expected "=", found "{found}".',
  'syntax/missing-equals': '"=" and a value are missing here.',
  'syntax/expected-variable': 'Expected a variable of the endpoint, such as .snd.nxt or .rcv.nxt, found "{found}".',
  'syntax/missing-variable': 'The rest of the variable is missing, such as snd.nxt or rcv.nxt.',
  'syntax/unknown-variable':
    '"{found}" is not a variable; there are snd.una, snd.nxt, snd.wnd, snd.up, snd.wl1, snd.wl2, iss, rcv.nxt, rcv.wnd, rcv.up, irs, cwnd, ssthresh, flight, rto, srtt and rttvar. A state stands behind the name alone: "client ESTABLISHED".',

  'syntax/expected-setting': 'Expected a setting such as isn=1000 or mss=1460, found "{found}".',
  'syntax/missing-setting': 'A setting such as isn=1000 or mss=1460 is missing here.',
  'syntax/unknown-setting': 'A host has no setting "{found}"; the language reference lists them.',
  'syntax/expected-switch': 'Expected "on", "off" or what else this setting takes, found "{found}".',
  'syntax/missing-switch': 'A value is missing here: "on", "off" or what else this setting takes.',
  'syntax/expected-profile': 'Expected the name of a profile, found "{found}".',
  'syntax/missing-profile': 'The name of a profile is missing: rfc9293, linux, freebsd or rfc793.',
  'syntax/unknown-profile': 'There is no profile "{found}"; there are rfc9293, linux, freebsd and rfc793.',
  'syntax/expected-variant': 'Expected the name of a variant, found "{found}".',
  'syntax/missing-variant':
    'The name of a variant is missing: two-way-handshake, no-time-wait, three-way-close, predictable-isn or tahoe.',
  'syntax/unknown-variant':
    'There is no variant "{found}"; there are two-way-handshake, no-time-wait, three-way-close, predictable-isn and tahoe.',

  'syntax/full-width': '"{found}" is a full-width or typographic character; "{right}" is the usual form.',

  'fix/write': 'Write "{text}"',
  'fix/add': 'Add "{text}"',
  'fix/ascii': 'Turn the full-width characters of this line into ASCII',
  'fix/close-string': 'Close the string',
  'fix/quote': 'Put the text in double quotes',
  'fix/plain-flags': 'Write the flags by their names alone',
  'fix/flags-together': 'Move the flags together',
  'syntax/unknown-layer':
    '"{found}" is no protocol that is spoken here: http, http/1.0, http/1.1, http/2, https, tls or h2.',
  'syntax/later-layer': '{found} does not run over TCP.',
  'syntax/expected-layer': 'Expected a protocol such as http, found "{found}".',
  'syntax/missing-layer': 'A protocol such as http is missing here.',
  'syntax/expected-said': 'Expected a method such as GET, or a status such as 200, found "{found}".',
  'syntax/missing-said': 'What does it say? Write a method and a target, such as GET /, or a status such as 200.',
  'syntax/bad-status': 'A status code has three digits, from 100 to 999: found "{found}".',
  'syntax/expected-target': 'Expected the target of the request, such as /index.html, found "{found}".',
  'syntax/missing-target': 'The target of the request is missing, such as /index.html.',
  'syntax/expected-header-field': 'Expected the name of a header field, found "{found}".',
  'syntax/missing-header-field': 'The name of a header field is missing here.',
  'syntax/expected-field-end':
    'Expected "," or "}" behind this header field, found "{found}". A value with a comma stands in quotes.',
  'syntax/missing-field-end': 'The "}" that closes the header fields is missing.',
  'syntax/expected-colon': 'Expected ":" and a value behind the field\'s name, found "{found}".',
  'syntax/missing-colon': '":" and a value are missing behind the field\'s name.',
  'syntax/expected-domain': 'Expected a host name such as example.com, found "{found}".',
  'syntax/missing-domain': 'A host name such as example.com is missing here.',
  'syntax/unknown-layer-state': '"{found}" is no state of a side of this protocol.',
  'syntax/expected-tls-message': 'Expected a TLS message such as ClientHello, found "{found}".',
  'syntax/missing-tls-message': 'A TLS message such as ClientHello is missing here.',
  'syntax/unknown-tls-message':
    '"{found}" is no TLS message; there are ClientHello, ServerHello, Certificate, Finished, alert, data and others.',
  'syntax/expected-alert': 'Expected an alert such as close_notify, found "{found}".',
  'syntax/missing-alert': 'Which alert? Write one such as close_notify.',
  'syntax/unknown-alert': '"{found}" is no alert of TLS; there are close_notify, bad_record_mac and others.',
  'syntax/tls-chunked': 'Chunks are a part of HTTP: application data of TLS is a string or len=.',
  'syntax/tls-body': '{message} has no body of its own: its values are written as key=…, all its octets as body=….',
  'syntax/unknown-h2': '"{found}" means nothing in HTTP/2 here.',
  'syntax/h2-stream': 'A stream has 31 bits.',
  'syntax/h2-value': '{name} is a number here.',
  'syntax/h2-chunked': 'HTTP/2 has no chunks: a body is DATA, in as many frames as you like.',
  'syntax/h2-end': '{frame} goes in this order: stream, what it says, braces, body, end.',
  'syntax/second-body': 'A message has one body: this is another one.',
  'syntax/expected-tls-value': 'Expected a value behind "=", or none, found "{found}".',
  'syntax/missing-tls-value': 'A value is missing behind "="; none writes that there is none.',
  'syntax/expected-list': 'Expected names with "+" between them, found "{found}".',
  'syntax/missing-list': 'Names with "+" between them are missing here.',
  'syntax/expected-tls-version': 'Expected 1.2 or 1.3, found "{found}".',
  'syntax/missing-tls-version': 'The version of TLS is missing here: 1.2 or 1.3.',
  'syntax/missing-goal':
    'What must the flow come to? Write such as client CLOSED, client -> server FIN, without RULE, breaks RULE, or keep.',
  'syntax/expected-goal-arrow': 'A segment arrives (->) or is lost (-x) in a goal, found "{found}".',
  'syntax/expected-goal-flags': 'Expected flags or "data", found "{found}": a goal names no more of a segment.',
  'syntax/expected-capture-setting': 'Expected connection=, tap= or frames=, found "{found}".',
  'syntax/missing-capture-setting': 'A setting of the capture is missing here: connection=, tap= or frames=.',
  'syntax/unknown-frames': '"{found}" says nothing of frames; there are missing and cut.',
  'syntax/unknown-tap': '"{found}" is not a place of a tap; there are client, server and path.',
  'syntax/expected-certificate-clause': 'Expected by, ca, from, until or key=, found "{found}".',
  'syntax/missing-certificate-clause': 'A clause of the certificate is missing here: by, ca, from, until or key=.',
  'syntax/expected-day': 'Expected a day such as 2026-01-01, found "{found}".',
  'syntax/missing-day': 'A day such as 2026-01-01 is missing here.',
  'syntax/bad-day': '"{found}" is no day of the calendar; days are written as 2026-01-01.',
  'syntax/unknown-ring-key': 'There is no key "{found}"; there are ring1, ring2, ring3 and ring4.',
  'syntax/expected-secret': 'Expected what is known, such as master-secret or plaintext, found "{found}".',
  'syntax/missing-secret': 'What is known? Write a secret such as master-secret, or plaintext.',
  'syntax/unknown-secret':
    '"{found}" is no secret of TLS; there are pre-master-secret, master-secret, plaintext and others.',
  'syntax/expected-allowed':
    'Expected what may happen (lose 2, delay 1, duplicate 1, crash server 1, forge 1 blind, isn repeats, or a call such as "client connect"), found "{found}".',
  'syntax/missing-allowed':
    'What may happen is missing here: lose 2, delay 1, duplicate 1, crash server 1, forge 1 blind, isn repeats, or a call such as "client connect".',
  'syntax/too-many-allowed': 'The list of what may happen has at most {max} items.',
  'syntax/expected-claim-colon': 'Expected "," and more that may happen, or ":" and the claim, found "{found}".',
  'syntax/missing-claim-colon': '":" and a claim are missing, such as ": opens".',
  'syntax/expected-claim':
    'Expected a claim (never, always or finally with expectations; opens, ends, no-ghost, no-reset, no-deadlock, data-in-order or keeps-time-wait), found "{found}".',
  'syntax/missing-claim':
    'A claim is missing: never, always or finally with expectations; opens, ends, no-ghost, no-reset, no-deadlock, data-in-order or keeps-time-wait.',
  'syntax/expected-most': 'Expected how often it may happen in one future, such as 2, found "{found}".',
  'syntax/missing-most': 'How often may it happen in one future? Write a number.',
  'syntax/bad-count': 'Expected a number from 1 to {max}.',
  'syntax/expected-skill': 'Expected what the forger knows, blind or guessed, found "{found}".',
  'syntax/missing-skill': 'What does the forger know? Write blind (no sequence number) or guessed (RCV.NXT exactly).',
  'syntax/expected-explored-call':
    'Expected a call that may come at any moment (connect, listen, close, abort, send or receive), found "{found}".',
  'syntax/missing-explored-call': 'A call is missing: connect, listen, close, abort, send or receive.',
  'syntax/expected-repeats':
    'Expected "repeats": with "isn repeats" each connection begins at the number of the last. Found "{found}".',
  'syntax/missing-repeats':
    '"repeats" is missing: with "isn repeats" each connection begins at the number of the last.',
} as const satisfies Record<string, string>;
