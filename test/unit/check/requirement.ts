/** A requirement of RFC 9293 Appendix B: what it asks for, where it can be seen, and what of the checker holds it. */
export interface Requirement {
  /** `MUST-1`, `SHLD-31`, `MAY-18`, `REC-1`. */
  readonly id: string;
  readonly en: string;
  readonly zh: string;
  /** From segments alone (times and header bytes included); only with user calls, timers or settings too; not at all. */
  readonly seen: 'segments' | 'events' | 'no';
  /** Rules, those of the catalogue without `tcp/`; the flows of the first that has both show the requirement, unless it has flows of its own. */
  readonly rules?: readonly string[];
  /** Rows of the transition tables (media/docs speaks of them by these ids). */
  readonly rows?: readonly string[];
  /** Why nothing covers it though it could be seen. */
  readonly open?: keyof typeof OPEN;
}

/** Why an observable requirement is left open. */
export const OPEN = {
  ip: {
    en: 'Flows have no IP options.',
    zh: '流程中没有 IP 选项。',
  },
  address: {
    en: 'An end of a flow has one address; segments from another belong to another connection.',
    zh: '流程中的一端只有一个地址；来自其他地址的报文段属于其他连接。',
  },
} as const;
