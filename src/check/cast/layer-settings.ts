/** Settings of the layers above TCP: of a host line, and of the flow; and the capture that the flow comes from. */
import { type CertificateText, type TlsSettings, momentOf, ringKeyNamed } from '../../layers';
import { type CertificateStatement, type HostStatement, type Statement, type Word, listed } from '../../script';
import type { FlowTls, HostInfo } from '../../sim';
import { type Lack, lackOf } from '../../tcp';

const TLS_SETTINGS: readonly string[] = [
  'tls',
  'suites',
  'alpn',
  'seed',
  'ems',
  'etm',
  'asks-certificate',
  'certificate',
  'trusts',
];

/** The length of a chain of signers at most. */
const MOST_SIGNERS = 8;

/** A certificate's first line (from 0), and whose certificate signs it. */
export interface CertificateAt {
  readonly line: number;
  readonly by: string | undefined;
}

/** The statements of a flow about TLS that hold for all of it: certificates, day, key log, and whether a capture tells of it. */
export class LayerDraft {
  private readonly certificates = new Map<string, CertificateStatement>();
  readonly declared = new Map<string, CertificateAt>();
  private readonly resolved = new Map<string, CertificateText | undefined>();
  private today: string | undefined;
  /** The line (from 0) that says which day it is. */
  todayAt: number | undefined;
  private readonly keylog: string[] = [];
  private captured = false;
  /** Frames, or parts of their headers, that the capture lacks. */
  lacks: Lack;

  read(s: Statement, line: number): void {
    if (s.kind === 'certificate') {
      if (this.certificates.has(s.name.text)) return;
      this.certificates.set(s.name.text, s);
      this.declared.set(s.name.text, { line, by: s.by?.text });
    } else if (s.kind === 'today') {
      this.today ??= momentOf(s.day.text);
      this.todayAt ??= line;
    } else if (s.kind === 'keylog') this.keylog.push(s.text.text);
    else if (s.kind === 'capture') {
      this.captured = true;
      this.lacks ??= lackOf(s.frames?.value.text);
    }
  }

  /** Settings of all hosts; undefined where the flow has no statement about TLS. */
  get flow(): FlowTls | undefined {
    const { today, keylog, captured } = this;
    if (this.certificates.size === 0 && today === undefined && keylog.length === 0 && !captured) return undefined;
    return {
      ...(today !== undefined && { today }),
      ...(keylog.length > 0 && { keylog }),
      ...(captured && { captured }),
    };
  }

  copy(): LayerDraft {
    const copy = new LayerDraft();
    for (const [name, s] of this.certificates) copy.certificates.set(name, s);
    for (const [name, at] of this.declared) copy.declared.set(name, at);
    copy.today = this.today;
    copy.todayAt = this.todayAt;
    copy.keylog.push(...this.keylog);
    copy.captured = this.captured;
    copy.lacks = this.lacks;
    return copy;
  }

  /** The certificate of a name; undefined where no line writes it, or where its signers sign each other in a circle. */
  private certificateOf(name: string): CertificateText | undefined {
    if (!this.resolved.has(name)) this.resolved.set(name, this.certificateText(name, 0));
    return this.resolved.get(name);
  }

  private certificateText(name: string, below: number): CertificateText | undefined {
    const s = this.certificates.get(name);
    if (s === undefined || below > MOST_SIGNERS) return undefined;
    const by = s.by === undefined || s.by.text === name ? undefined : this.certificateText(s.by.text, below + 1);
    if (s.by !== undefined && s.by.text !== name && by === undefined) return undefined;
    const [from, until] = [s.from, s.until].map((day) => day && momentOf(day.text));
    const key = s.key && ringKeyNamed(s.key.text);
    return {
      subject: s.subject.text,
      ca: s.ca !== undefined,
      ...(s.by?.text === name ? { by: 'itself' } : by && { by }),
      ...(from !== undefined && { from }),
      ...(until !== undefined && { until }),
      ...(key !== undefined && { key }),
    };
  }

  /** The host's name to its clients, and its settings of TLS; each absent where neither line nor flow has any. */
  settingsOf(host: HostStatement | undefined): Pick<HostInfo, 'domain' | 'tls'> {
    const written = new Map(host?.settings.map(({ key, value }) => [key.text, value]));
    const word = (key: string): Word | undefined => {
      const value = written.get(key);
      return value !== undefined && 'text' in value ? value : undefined;
    };
    const domain = word('domain')?.text;
    const isTls = TLS_SETTINGS.some((key) => written.has(key));
    return {
      ...(domain === undefined ? {} : { domain }),
      ...(isTls ? { tls: this.tlsSettings(word, new Set(written.keys())) } : {}),
    };
  }

  private tlsSettings(word: (key: string) => Word | undefined, written: ReadonlySet<string>): TlsSettings {
    const isOn = (key: string): boolean => written.has(key) && word(key)?.text !== 'off';
    const list = (key: string): string[] | undefined => word(key)?.text.split('+');
    const version = word('tls')?.text;
    const [own, trusts] = [word('certificate'), word('trusts')];
    const trusted = trusts && listed(trusts).flatMap((name) => this.certificateOf(name.text) ?? []);
    return {
      version: version === '1.2' || version === '1.3' ? version : undefined,
      suites: list('suites'),
      alpn: list('alpn'),
      seed: word('seed')?.text,
      ems: isOn('ems'),
      etm: isOn('etm'),
      asksCertificate: isOn('asks-certificate'),
      ...(own && { certificate: this.certificateOf(own.text) }),
      ...(trusted && { trusts: trusted }),
    };
  }
}
