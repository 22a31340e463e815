/** Packets sorted into connections: by the two sockets, and by incarnations of them. */
export type { Connection, Ended, Opened } from './connection';
export { Tracker } from './tracker';
