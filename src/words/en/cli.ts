import type { Table } from '../table';

/** The command line's own texts: ids of their own, beside those of findings. */
export const cli = {
  'unknown-option': 'there is no option {option}',
  'takes-no-value': '{option} takes no value',
  'needs-value': '{option} needs a value',
  'not-among': '{option} is one of {allowed}, not "{value}"',
  'width-range': '--width is a whole number from {least} to {most}, not "{value}"',
  'option-elsewhere': '{command} has no option {option}',
  'no-command':
    'what is to be done? Say check, explain, next, play, format, grade, rules, trace, diagram, connections, import, export, explore or mcp',
  'unknown-command': 'there is no command "{command}"; there are {commands}',
  'takes-no-file': '{command} takes no file',
  'no-file': '{command} needs a file; - is standard input',
  'one-file': '{command} takes one file, not {count}',
  'two-files': '{command} takes one file, or two to stand beside each other, not {count}',
  'two-as-svg': 'two flows beside each other can only be drawn as svg, not as {format}',
  'no-png': 'PNG needs a browser: save it from the diagram in VS Code, or write an .svg',
  'export/no-output': 'export needs a file to write: -o x.pcapng',
  'export/no-ending':
    'a flow is exported as .pcapng, .html, .svg, .mmd or .txt, not as {file}; --as says what any other file is',
  'export/option-elsewhere': 'export as {as} has no option {option}',
  'export/two-outputs': "export writes one file, or the client's tap and the server's, not {count}",
  'export/tap-of-two': "of two files the first is the client's tap and the second the server's: leave --tap out",
  'whole-range': '{option} is a whole number from {least} to {most}, not "{value}"',
  'explore/no-line': '{file}: there is no explore line',
  'explore/not-that-line': '{file}: line {line} is no explore line',
  'explore/cannot': '{file}: line {line} can not be explored; check says why',
  'explore/figures': 'longest way {longest} steps; {atRest} states at rest; {taken} of {all} transitions of the table',
  'watch-as-text': '--watch writes text, not {format}',
  'watch-files': '--watch takes files, not standard input',
  watching: 'files watched: {count}; Ctrl+C ends',
  'nothing-matched': '{file}: no flow found; --no-error-on-unmatched allows that',
  'too-many-warnings': 'too many warnings: {count}, and {most} at most are allowed',
  'format/not': '{file}: not formatted',
  'format/done': '{file}: formatted',
  'grade/no-exercise': '{file}: no exercise: it has neither a task nor a goal',
  'grade/declared': '{place}: a mistake is declared with violates, not mended',
  'rules/unknown': 'there is no rule "{name}"',
  'rules/unknown-near': 'there is no rule "{name}"; the nearest one is {near}',
  'see-help': 'more with: {command} --help',
  'cannot-read': '{file}: {reason}',
  'cannot-write': '{file}: {reason}',
  'too-large': '{file}: larger than {megabytes} MB',
  'connection-number': '--connection is the number of a connection, from 1, not "{value}"',
  'import/which': 'the capture has {count} connections: name one with --connection',
  'import/unread-more': '{file}: {count} lines tell of no segment, and are left out',
  'standard-output': 'standard output',
  'standard-input': 'standard input',
  'reason/ENOENT': 'no such file or folder',
  'reason/EISDIR': 'is a folder, not a file',
  'reason/ENOTDIR': 'part of the path is not a folder',
  'reason/EACCES': 'permission denied',
  'reason/EPERM': 'permission denied',
  'reason/ENOSPC': 'no space left on the device',
  'reason/EROFS': 'the file system is read-only',

  clean: 'nothing found',
  'one-error': '1 error',
  'many-error': '{count} errors',
  'one-warning': '1 warning',
  'many-warning': '{count} warnings',
  'one-open': '1 open',
  'many-open': '{count} open',
  'one-hint': '1 hint',
  'many-hint': '{count} hints',
  'list-comma': ', ',
  'more-ends': '{count} more',
  'more-findings': '{count} more findings are not shown: these are the gravest. `--format json` has all.',
  fix: 'fix: {title}',
  related: 'line {line}: {text}',
  header: '{place}: {level}: {message}',
  'at-frame': '{place} (frame {frames})',

  'help/': `tcp-flow: checks TCP flows (.tcpflow) against RFC 9293

Usage:
  tcp-flow check [--format text|json|github|sarif|junit] [--max-warnings N] [--watch] FILE…
  tcp-flow explain FILE [--steps 3..9]
  tcp-flow next FILE [--line N]
  tcp-flow play FILE [--until EXPECTATION | --for TIME] [--faults FAULTS]
  tcp-flow format [--check] FILE…
  tcp-flow grade FILE [--exercise GIVEN] [--format text|json]
  tcp-flow rules [--format text|json] [RULE…]
  tcp-flow trace [--format json] FILE
  tcp-flow diagram FILE [FILE2] [-o OUT] [--format svg|mermaid|text]
                       [--theme light|dark|hc-light|hc-dark] [--width N]
                       [--numbers symbolic|relative|absolute]
                       [--time even|scale] [--fold]
                       [--show segments|both|messages]
                       [--eyes client|wire|server]
  tcp-flow connections [--format text|json] CAPTURE…
  tcp-flow import CAPTURE [--connection N] [--tap client|server|path] [-o OUT.tcpflow]
  tcp-flow export FILE -o OUT[,OUT2] [--tap client|server]
  tcp-flow export FILE -o OUT.html
  tcp-flow explore [--format text|json|github] [--line N] [--states N] FILE…
  tcp-flow mcp

Commands:
  check        says line by line what could not have happened, or must not
  explain      tells a flow step by step
  next         lists the lines that may come next
  play         lets both sides play on, or again with faults
  format       writes flows in the standard's spelling and in columns
  grade        holds an answer against its exercise
  rules        lists the rules, or prints the pages of some
  trace        prints every step, with both sides' states, as JSON
  diagram      draws the sequence diagram, or two beside each other
  connections  lists the TCP connections of captures (pcap, pcapng)
  import       writes a connection of a capture as a flow
  export       writes a flow as a capture (pcapng) or as a page (html)
  explore      plays all that can happen, and shows what breaks a claim
  mcp          serves the tools for models (Model Context Protocol)

Everywhere:
  --lang {languages}   language; by default that of LC_ALL, LC_MESSAGES or LANG
  --profile NAME    what the endpoints are where a flow does not say: rfc9293
                    (default), linux, freebsd or rfc793
  -h, --help        this text, or that of a command
  --version         the version
  -                 as a FILE: standard input

Exit code: 0 clean or done, 1 errors found (check), not formatted (format), not done yet
(grade) or a claim broken (explore), 2 could not run, 3 a limit was reached (explore).
`,
  'help/check': `Usage: tcp-flow check [OPTION…] FILE…
       tcp-flow check CAPTURE… [--connection N] [--tap client|server|path] [--keylog FILE]
                        [--keylog FILE]

Plays each flow through a TCP endpoint at either side, and reports each line that
could not have happened, or must not (RFC 9293). Of a capture each connection is
explained, as import writes it, and checked: file.pcap#3 is its third one, and a
finding names its frames.

  --format text     for people (default); in colour on a terminal, unless NO_COLOR is set
  --format json     one object, the same fields from version to version
  --format github   annotations for GitHub Actions
  --format sarif    a log for code scanning (SARIF 2.1.0)
  --format junit    a report for test runners: a file is a suite, an expect is a case
  --max-warnings N  more warnings than N are a failure
  --no-error-on-unmatched   a folder or pattern without a flow is no failure
  --watch           checks a file again whenever it changes
  --lang {languages}   language of the messages
  --connection N    of a capture this connection only
  --tap PLACE       where the capture was taken: beside the client, beside the server or on
                    the path between them; left out, the packets show it
  --keylog FILE     a key log of TLS (SSLKEYLOGFILE), which opens its records; left out, it
                    is looked for beside the capture: x.keys, x.keylog or x.log for x.pcap
  FILE              a .tcpflow, .pcap or .pcapng file, a Markdown file (its tcpflow
                    fences, but for those marked wrong), a folder, a pattern in quotes
                    ("flows/**/*.tcpflow"), or - for standard input

Exit code: 0 no errors (there may be warnings and hints), 1 errors found or too many
warnings, 2 a file could not be read, or nothing matched (the others are checked all the same).
`,
  'help/explain': `Usage: tcp-flow explain FILE [--steps 3..9] [--format text|json]

Tells a flow step by step: what was sent and why, how the other side took it, which states
changed, in the sentences of the diagram's panel.

  --steps 3..9      these steps only; without it the first 200
  --format text     for people (default)
  --format json     one object: file, steps
  --lang {languages}   language of the sentences
  --profile NAME    what the endpoints are where a flow does not say
  FILE              a .tcpflow file; - is standard input

Exit code: 0 done, whatever the flow's mistakes; 2 could not run.
`,
  'help/next': `Usage: tcp-flow next FILE [--line N] [--format text|json]

Lists the lines that may legally come next, likeliest first, each with its reason; each has
been played before it is listed.

  --line N          the line before which they would stand; without it the end
  --format text     for people (default)
  --format json     one object: file, line, lines
  --lang {languages}   language of the reasons
  --profile NAME    what the endpoints are where a flow does not say
  FILE              a .tcpflow file; - is standard input

Exit code: 0 done, 2 could not run.
`,
  'help/play': `Usage: tcp-flow play FILE [--until EXPECTATION | --for TIME] [--faults FAULTS]
                     [--format text|json]

Lets both endpoints play a flow on by themselves, or plays it again with faults, and writes
the lines that this adds and what happens in them.

  --until EXPECTATION   until this holds: "server ESTABLISHED"
  --for TIME        for this time: 1.5s
  --faults FAULTS   segments that are lost, delayed or duplicated, by the numbers of their
                    steps: "lose=5 delay=7:200ms duplicate=9"
  --format text     for people (default)
  --format json     one object: file, line, lines, flow, steps
  --lang {languages}   language of the sentences
  --profile NAME    what the endpoints are where a flow does not say
  FILE              a .tcpflow file; - is standard input

Exit code: 0 done, 2 could not run.
`,
  'help/format': `Usage: tcp-flow format [--check] FILE…

Writes flows as the editor's Format Document does: the standard's spelling, fields in
columns. What a line means never changes.

  --check           writes nothing, and names the files that are not formatted
  --no-error-on-unmatched   a folder or pattern without a flow is no failure
  --lang {languages}   language of messages
  FILE              a .tcpflow file, a folder, a pattern in quotes, or - for standard input,
                    which is written to standard output

Exit code: 0 done, or all are formatted; 1 some are not (--check); 2 could not run.
`,
  'help/grade': `Usage: tcp-flow grade FILE [--exercise GIVEN] [--format text|json]

Says which goals of an exercise an answer reaches, and which of its lines are wrong.

  --exercise GIVEN  the exercise as it was given: its goals count, and what it keeps is judged
  --format text     for people (default)
  --format json     one object: file, done, goals, wrong, declared
  --lang {languages}   language of the messages
  --profile NAME    what the endpoints are where a flow does not say
  FILE              the answer, a .tcpflow file; - is standard input

Exit code: 0 the exercise is done, 1 not yet, 2 could not run, or there is no exercise.
`,
  'help/rules': `Usage: tcp-flow rules [--format text|json] [RULE…]

Lists the rules with their levels and sources, or prints the pages of those that are named,
in Markdown: the message, the reason, and a flow that breaks the rule.

  --format text     for people (default)
  --format json     one object: rule, level, source and why of each
  --lang {languages}   language of the pages
  RULE              tcp/synack-ack, or synack-ack for short

Exit code: 0 done, 2 there is no such rule.
`,
  'help/trace': `Usage: tcp-flow trace [--format json] FILE

Prints one JSON object a line for each step of the flow: the segment with all that the
engine filled in, what became of it, and the states of both sides behind it.

  --format json     the only form
  --lang {languages}   language of messages on standard error
  FILE              a .tcpflow file; - is standard input

Exit code: 0 done, whatever the flow's mistakes; 2 could not run.
`,
  'help/connections': `Usage: tcp-flow connections [--format text|json] CAPTURE…

Lists the TCP connections of capture files: client, server, packets, payload octets of
each way, start and duration in seconds, how each opened and how it ended. Files of any
size are read in one pass: pcap and pcapng, as they are or in gzip.

  --format text     for people (default)
  --format json     one object, the same fields from version to version
  --lang {languages}   language of the table and of messages
  CAPTURE           a .pcap or .pcapng file; - is standard input

Exit code: 0 done; 2 a file could not be read, or not to its end (what was read of it
is listed, and so are the other files).
`,
  'help/import': `Usage: tcp-flow import CAPTURE [--connection N] [--tap client|server|path] [--keylog FILE]
                       [-o OUT.tcpflow]

Writes a connection of a capture as a flow: which segments arrived, were lost, doubled or
overtaken, and when. Each line names the frames that it stands for. It is checked, drawn
and edited as any other flow.

  --connection N    the number of the connection, as connections lists it; may be left out
                    if there is only one
  --tap PLACE       where the capture was taken: beside the client, beside the server or on
                    the path between them; left out, the packets show it
  --keylog FILE     a key log of TLS (SSLKEYLOGFILE), which opens its records; left out, it
                    is looked for beside the capture: x.keys, x.keylog or x.log for x.pcap
  -o OUT.tcpflow    the file to write; left out, or -, it is standard output
  --lang {languages}   language of messages
  CAPTURE           a .pcap or .pcapng file, or the text of tcpdump, tshark or Wireshark's
                    packet list; - is standard input

Exit code: 0 done; 2 could not run, or the capture could not be read to its end (the flow
is written all the same).
`,
  'help/export': `Usage: tcp-flow export FILE -o OUT.pcapng [--tap client|server]
       tcp-flow export FILE -o CLIENT.pcapng,SERVER.pcapng
       tcp-flow export FILE -o OUT.html
       tcp-flow export FILE -o OUT.svg [--as svg-animated] [OPTION…]
       tcp-flow export FILE -o OUT.mmd|OUT.txt

Writes a flow as the capture that a tap beside one of its hosts would have made: Ethernet,
nanoseconds, right checksums. A lost segment is in the file of its sender's tap only. Payload
that the flow does not give is zeros, and the file says so. Section headings, notes and
findings are comments of packets.

As OUT.html the flow is a page of one file, for any browser: the diagram with its steps and
tabs, and the text, which can be changed and is checked there. It makes no request.

As OUT.svg, OUT.mmd (Mermaid) or OUT.txt it is the picture that diagram draws, with the options
of diagram. svg-animated is an SVG file whose steps appear one after the other, in an <img>, too;
it stands still where the reader wants less motion, and on paper.

  -o OUT.pcapng     the file to write; - is standard output. Two files with a comma between
                    them are the client's tap and the server's
  --as FORM         pcapng, html, svg, svg-animated, mermaid or text; else the ending of OUT says it
  --tap client|server   the host beside the tap (default: client)
  --lang {languages}   language of comments and messages
  FILE              a .tcpflow file; - is standard input

Exit code: 0 done, whatever the flow's mistakes; 2 could not run.
`,
  'help/explore': `Usage: tcp-flow explore [--format text|json|github] [--line N] [--states N] FILE…

Plays all that can happen to a flow within the bounds of its explore lines, and says of each
claim that it holds, or writes the shortest flow that breaks it.

  --line N          only the explore line with this number
  --states N        the most states of a search (default: 300000)
  --format text     the outcome, its figures, and the flow that breaks the claim (default)
  --format json     an object a line: file, line, explore, outcome, message, figures, flow
  --format github   annotations of GitHub Actions
  --lang {languages}   language of the messages
  --profile NAME    what the endpoints are where a flow does not say
  FILE              a .tcpflow file; - is standard input

Exit code: 0 every claim holds, 1 one is broken, 2 could not run, 3 a limit was reached.
`,
  'help/mcp': `Usage: tcp-flow mcp

Serves five tools over the Model Context Protocol, on standard input and output: check, explain,
next, play and help. They read files of the working folder only, write nothing and use no network.

  --lang {languages}   language of the answers, where a call names none
  --profile NAME    what the endpoints are where a flow does not say

Exit code: 0 when standard input ends.
`,
  'connections/head/id': '#',
  'connections/head/client': 'client',
  'connections/head/server': 'server',
  'connections/head/packets': 'packets',
  'connections/head/sent': 'octets >',
  'connections/head/received': 'octets <',
  'connections/head/start': 'start',
  'connections/head/duration': 'duration',
  'connections/head/opened': 'opened',
  'connections/head/ended': 'ended',
  'connections/head/through': 'through',
  'connections/summary': '{file}: connections: {connections} · packets: {packets} · frames: {frames}',
  'connections/began': '{summary} · first frame: {time}',
  'connections/note': '{file}: {text}',

  'help/diagram': `Usage: tcp-flow diagram FILE [FILE2] [-o OUT] [OPTION…]

Draws the flow as a sequence diagram that stands alone. With a second flow, both
stand beside each other, and their first difference is marked.

  -o, --output OUT  the file to write; standard output where not said, or -
  --format FORMAT   svg (default), svg-animated (its steps appear one after the other),
                    mermaid (a sequence diagram for Markdown) or text (as RFC 9293
                    draws its figures); left out, .mmd and .txt say it
  --theme THEME     light (default), dark, hc-light or hc-dark (high contrast)
  --width N         pixels, 240 to 4000; by default 760, or 1100 for two flows
  --numbers FORM    symbolic (x+1, default), relative (1) or absolute (1001)
  --time even|scale rows one below the other (default), or as far apart as their
                    times, with long silences cut out and marked
  --fold            runs of like segments as one: 48 data segments, 24 ACKs
  --show WHAT       where segments carry HTTP: segments alone, both (under each
                    arrow what it carries; default), or an arrow for each of the
                    messages
  --eyes WHOSE      who reads the messages: client, wire (default) or server; an
                    end reads those of the other once they are whole
  --lang {languages}   language of the texts in the diagram
  FILE              a .tcpflow file; - is standard input

PNG needs a browser's fonts: save it from the diagram in VS Code (the menu of the
down arrow), or convert the SVG with a tool of your own.

Exit code: 0 done, whatever the flow's mistakes; 2 could not run.
`,
} as const satisfies Table;
