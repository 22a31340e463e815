/** The octets of messages that a segment carries (its shares), as far as the chosen observer can read them. */
import { type Course, type Courses, type Lock, carrierAt, lockAt, partyOf } from '../tell';
import type { SegmentStep } from '../trace';
import type { Arrangement } from './arrange';
import type { Begun, Row, Share } from './model';

/** The sources of a row's messages. */
export interface Looks {
  readonly how: Arrangement;
  readonly courses: Courses;
  /** The first step from which an observer on the wire can decrypt the records of a step's connection. */
  readonly opens: (at: number) => number | undefined;
}

function areReceivers({ how }: Looks, course: Course): boolean {
  return partyOf(how.eyes, course) === 'receiver';
}

/** The name of a message for the chosen observer: a message that the observer can't decrypt has its record's name. */
function nameFor({ name, inside, outer }: Course, lock: Lock): string {
  if (lock === 'shut') return outer;
  return inside === '' ? name : inside;
}

function lockFor({ how, opens }: Looks, course: Course, at: number): Lock {
  return lockAt(course, how.eyes, at, course.outer === '' || how.eyes !== 'wire' ? undefined : opens(at));
}

/** The later step from which an observer on the wire can decrypt a message that it can't decrypt now; -1 for none. */
function opensLater({ how, opens }: Looks, { outer, lacksKeys }: Course, at: number): number {
  if (how.eyes !== 'wire' || outer === '' || lacksKeys) return -1;
  const from = opens(at) ?? -1;
  return from > at ? from : -1;
}

function areSenders({ how }: Looks, course: Course): boolean {
  return partyOf(how.eyes, course) === 'sender';
}

/**
 * The octets of messages that the segment of a step carries. The sender and an observer on the wire see octets at once;
 * the receiver reads a message once its last octet has arrived in order.
 */
export function sharesIn(looks: Looks, at: number): readonly Share[] {
  const { how, courses } = looks;
  if (how.show === 'segments') return [];
  return (courses.said.get(at) ?? []).flatMap((message): Share[] => {
    const course = courses.all[message] as Course;
    const { size, whole } = course;
    const lock = lockFor(looks, course, at);
    const name = nameFor(course, lock);
    const carrier = carrierAt(course, at);
    if (carrier === undefined) return [];
    const { from, to } = carrier;
    const isRead = !areReceivers(looks, course) || whole === at;
    const read = isRead ? 'yes' : whole < 0 || carrier.lost ? 'never' : 'waits';
    const seal = { lock: isRead ? lock : '', opens: opensLater(looks, course, at) } as const;
    return [{ message, name, from, to, size, read, ...seal }];
  });
}

/**
 * The messages that a step completes at their receiver, except those of which the step's own segment carries the last
 * octet.
 */
export function heardIn(looks: Looks, at: number): Row['hears'] {
  const { how, courses } = looks;
  if (how.show === 'segments') return [];
  return (courses.heard.get(at) ?? []).flatMap((id) => {
    const course = courses.all[id] as Course;
    const own = carrierAt(course, at);
    const isPlain = own !== undefined && own.to === course.size;
    if (isPlain || areSenders(looks, course)) return [];
    const lock = lockFor(looks, course, at);
    return [{ message: id, name: nameFor(course, lock), lock }];
  });
}

/** True if the chosen observer can see the octets of a step's segment: octets of a lost segment reach no receiver. */
export function isReadable(looks: Looks, at: number, { fate }: SegmentStep): boolean {
  if (fate === 'arrived') return true;
  const [id] = looks.courses.said.get(at) ?? [];
  const course = id === undefined ? undefined : looks.courses.all[id];
  return course === undefined || !areReceivers(looks, course);
}

/** True if messages are drawn as arrows, with segments as ticks on them. */
export function hasArrows({ how, courses }: Pick<Looks, 'how' | 'courses'>): boolean {
  return how.show === 'messages' && courses.all.length > 0;
}

/** The messages whose first octet is sent in a step. */
export function begunIn(courses: Courses, at: number): readonly number[] {
  const ids = courses.said.get(at) ?? [];
  return ids.filter((id) => courses.all[id]?.carriers[0]?.step === at);
}

/** The fields `as` and `begins` of the row of a segment, its arrival or its loss, if messages are drawn as arrows. */
export function arrowPart(looks: Looks, at: number): Pick<Row, 'as' | 'begins'> {
  const { courses } = looks;
  const begins = begunIn(courses, at).map((message): Begun => {
    const course = courses.all[message] as Course;
    const { size, carriers, whole } = course;
    const isUnread = areReceivers(looks, course) && whole < 0;
    // The lock is that at the arrow's end, where the message is complete.
    const lock = isUnread ? '' : lockFor(looks, course, Math.max(at, whole));
    const name = isUnread ? '' : nameFor(course, lock);
    const again = carriers.reduce((n, c) => n + (c.again ? 1 : 0), 0);
    return { message, name, lock, size, segments: carriers.length, again, whole: whole >= 0 };
  });
  return { as: begins.length > 0 ? 'message' : 'tick', begins };
}
