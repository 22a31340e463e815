/** A requirement of RFC 9293 Appendix B: its content, its observability, and the rules or rows that implement it. */
export interface Requirement {
  /** `MUST-1`, `SHLD-31`, `MAY-18`, `REC-1`. */
  readonly id: string;
  readonly en: string;
  readonly zh: string;
  /**
   * Observable from segments alone (times and header bytes included); only with user calls, timers or settings; or not
   * at all.
   */
  readonly seen: 'segments' | 'events' | 'no';
  /**
   * Rules, those of the catalogue without `tcp/`. The flows of the first one that has both demonstrate the requirement,
   * unless it has flows of its own.
   */
  readonly rules?: readonly string[];
  /** Rows of the transition table, by the ids used in media/docs. */
  readonly rows?: readonly string[];
  /** The reason why an observable requirement is not covered. */
  readonly open?: keyof typeof OPEN;
}

/** The reasons for leaving an observable requirement open. */
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
