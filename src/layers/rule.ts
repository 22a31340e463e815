/** A rule of a layer above TCP. */
export interface LayerRule {
  /** `http1/…`, `tls/…`, `tls12/…`, `tls13/…` */
  readonly id: string;
  readonly level: 'error' | 'warning' | 'hint';
  /** Document and section. */
  readonly source: string;
}
