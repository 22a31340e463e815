/** Steps in plain words (`tell/plain.ts`): two people who write letters, or who talk on the telephone. */
import type { Table } from '../table';

export const plain = {
  'plain/join': '{first} {second}',

  'plain/letters/listen': '{host} puts up a letter box: anyone may write.',
  'plain/letters/syn':
    '{host} posts a first letter: “May I write to you? I number my pages, and this is the number before the first.”',
  'plain/letters/syn-again':
    'No answer has come. {host} cannot tell whether its letter or the answer went astray, so the same letter is posted once more.',
  'plain/letters/synack':
    '{host} answers: “With pleasure. I have your number; here is mine.” One envelope holds a yes and a question.',
  'plain/letters/synack-again': '{host} hears nothing, and posts its answer again: perhaps it never got there.',
  'plain/letters/synack-crossed':
    'Both have written at once, and their letters have crossed. {host} adds that the other number has come.',
  'plain/letters/ack-syn': '{host} writes back: “Your number has come, too.”',
  'plain/letters/data': '{host} writes on: the next pages.',
  'plain/letters/data-again': '{host} copies out once more what may never have arrived.',
  'plain/letters/ack': '{host} writes how far it has read.',
  'plain/letters/fin': '“This is my last page,” writes {host}, puts the pen away, and goes on reading.',
  'plain/letters/fin-second': '{host} has told everything as well: “And this is my last page.”',
  'plain/letters/fin-again': '{host} has had no word that its last page was read, and posts it again.',
  'plain/letters/ack-fin': '{host} writes: “I have read your last page.” There may still be pages of its own to come.',
  'plain/letters/ack-fin-both': '{host} writes: “I have read your last page.”',
  'plain/letters/ack-probe': '“Still here,” writes {host}.',
  'plain/letters/ack-last':
    '“I have your last page, too,” writes {host}. This letter is never answered, so {host} stays by the letter box for a while: as long as a letter takes there, and one back.',
  'plain/letters/ack-last-again':
    "{peer}'s last page is here again, so the answer to it went astray. {host} answers once more, and starts waiting from the beginning.",
  'plain/letters/probe': 'It has been quiet for long. {host} sends a line without news: “Are you still there?”',
  'plain/letters/refuse': '{host} knows of no such exchange of letters: “You must be taking me for somebody else.”',
  'plain/letters/abort': '{host} breaks off in the middle: “Write no more, I shall not read it.”',
  'plain/letters/forged': 'A stranger writes in a borrowed name.',
  'plain/letters/forgets': '{host} has forgotten everything, and {peer} has no idea of it.',
  'plain/letters/late': 'A letter that was long on its way is delivered.',
  'plain/letters/copy': 'The same letter is delivered a second time.',
  'plain/letters/open': 'Whether the letter arrives, nobody can tell yet.',
  'plain/letters/in-flight': 'The letter is on its way.',
  'plain/letters/dropped': '{host} puts it aside without an answer.',
  'plain/letters/lost-syn':
    'The letter is lost: {peer} knows of nothing, and {host} will wonder for a while and write again.',
  'plain/letters/lost-synack':
    'The answer is lost: {host} has agreed, and {peer} cannot know. Either may lose patience first and write again; no harm is done.',
  'plain/letters/lost-ack-syn':
    'This letter is lost, and the two see things differently: to {host} all is settled, {peer} still waits for a word that its number has come.',
  'plain/letters/lost-data':
    'The pages are lost. No word will come that they were read, and by that {host} will notice.',
  'plain/letters/lost-ack':
    'The letter is lost, which does no harm: the next one says how far {host} has read by then.',
  'plain/letters/lost-fin': 'The page is lost: {peer} expects more to come, until {host} sends it again.',
  'plain/letters/lost-ack-fin':
    'The letter is lost: {host} has read the last page, and {peer} does not know. The last page will come again.',
  'plain/letters/lost-ack-last':
    "Of all letters this one is lost, and {host} cannot know. {peer}'s last page will come again, and it is good that somebody still stands by the letter box.",
  'plain/letters/lost-other': 'It is lost on the way.',
  'plain/letters/both-know': 'Now each knows of the other: what I write arrives, and I get answers.',
  'plain/letters/known-fin': '{host} knows now that its last page was read.',
  'plain/letters/all-done': '{host} knows that its last page was read, and has nothing left to wait for.',
  'plain/letters/nobody': 'Nobody at this address takes part in such an exchange; an answer will say so.',
  'plain/letters/broken-off': '{host} reads it and puts the letters away: it is over.',
  'plain/letters/unfit': 'The page number does not fit; {host} says again which page it waits for.',
  'plain/letters/timer': '{host} has waited long enough for an answer.',
  'plain/letters/give-up': '{host} has asked often enough without an answer, and gives up.',
  'plain/letters/waited': 'Nothing more can be on its way, neither there nor back. {host} may forget the letters.',

  'plain/call/listen': '{host} sits by the telephone.',
  'plain/call/syn': '{host} rings: “Hello! Can you hear me?”',
  'plain/call/syn-again': 'Silence. {host} tries again: “Hello! Can you hear me?”',
  'plain/call/synack': '“I can. And can you hear me?” asks {host}.',
  'plain/call/synack-again': '{host} gets no reply, and asks again whether it can be heard.',
  'plain/call/synack-crossed': 'Both have said hello at the same moment; {host} adds that it hears the other.',
  'plain/call/ack-syn': '“Yes, I hear you, too,” says {host}.',
  'plain/call/data': '{host} talks.',
  'plain/call/data-again': '{host} says again what the noise may have swallowed.',
  'plain/call/ack': '“Mm-hm,” says {host}: understood so far.',
  'plain/call/fin': '“That is all from me,” says {host}, and keeps the receiver at the ear.',
  'plain/call/fin-second': '“And all from me,” says {host}.',
  'plain/call/fin-again': '{host} has heard no reply to that, and says once more that it has finished.',
  'plain/call/ack-fin': '“All right,” says {host}, and may still have something to tell.',
  'plain/call/ack-fin-both': '“All right,” says {host}: both have finished.',
  'plain/call/ack-probe': '“Still here,” says {host}.',
  'plain/call/ack-last':
    '“All right, goodbye,” says {host}. A goodbye gets no reply, so {host} holds the line a little longer before hanging up.',
  'plain/call/ack-last-again':
    '{peer} says once more that it has finished: it has not heard the goodbye. {host} repeats it, and holds the line anew.',
  'plain/call/probe': 'A long silence. “Are you still there?” asks {host}.',
  'plain/call/refuse': '“Wrong number,” says {host}.',
  'plain/call/abort': '{host} hangs up in the middle of a sentence.',
  'plain/call/forged': 'A strange voice pretends to be somebody else.',
  'plain/call/forgets': '{host} is cut off, and {peer} talks into a dead line.',
  'plain/call/late': 'An echo: words from some time ago come out of the receiver only now.',
  'plain/call/copy': 'The line echoes: the same words a second time.',
  'plain/call/open': 'Whether the words are heard, nobody can tell yet.',
  'plain/call/in-flight': 'The words are still in the wire.',
  'plain/call/dropped': '{host} takes no notice.',
  'plain/call/lost-syn': 'A crackle swallows it. No bell has rung at {peer}; {host} will try again.',
  'plain/call/lost-synack':
    'A crackle swallows it: {host} has replied, and {peer} still hears nothing. One of them will speak again.',
  'plain/call/lost-ack-syn':
    'A crackle swallows just this: {host} thinks that the talk can begin, and {peer} still wonders whether it is heard.',
  'plain/call/lost-data': 'The noise swallows it. No “mm-hm” will come, and {host} will say it again.',
  'plain/call/lost-ack': 'The “mm-hm” is not heard, which does no harm: the next one stands for both.',
  'plain/call/lost-fin': '{peer} has not heard it, and listens on until {host} says it again.',
  'plain/call/lost-ack-fin': 'The “all right” is not heard, so {peer} will say again that it has finished.',
  'plain/call/lost-ack-last':
    'The goodbye is not heard, and {host} cannot know. {peer} will say again that it has finished, and it is good that {host} still holds the line.',
  'plain/call/lost-other': 'The noise swallows it.',
  'plain/call/both-know': 'Now each knows that it is heard. After two sentences, only one of them would.',
  'plain/call/known-fin': '{host} knows now that its “that is all” was heard.',
  'plain/call/all-done': '{host} has heard the goodbye, and hangs up.',
  'plain/call/nobody': 'Nobody here is in such a call; a voice will say so.',
  'plain/call/broken-off': '{host} hears it, and puts the receiver down.',
  'plain/call/unfit': 'That does not follow on what was said last; {host} says where they were.',
  'plain/call/timer': '{host} has waited long enough for a reply.',
  'plain/call/give-up': '{host} hangs up: there has been no reply for too long.',
  'plain/call/waited': 'Nothing more will come over the line. {host} hangs up.',
} as const satisfies Table;
