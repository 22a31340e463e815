/** Bitmaps rendered by the webview's page, since only the page has a canvas. */
import type { Rasterize } from './exporting';
import type { HostMessage } from './messages';

export interface Rasterizer {
  readonly rasterize: Rasterize;
  /** Reports the page's answer to a request. */
  answered(request: number, bytes: Uint8Array | undefined): void;
  /** Ends all open requests, because the page no longer exists. */
  giveUp(): void;
}

/** @param send returns false if the page is not ready */
export function createRasterizer(send: (message: HostMessage) => boolean): Rasterizer {
  const waiting = new Map<number, (bytes: Uint8Array | undefined) => void>();
  let last = 0;
  const answered = (request: number, bytes: Uint8Array | undefined): void => {
    waiting.get(request)?.(bytes);
    waiting.delete(request);
  };
  return {
    answered,
    rasterize(svg, frame) {
      const request = ++last;
      return new Promise((resolve) => {
        waiting.set(request, resolve);
        if (!send({ type: 'raster', request, svg, frame })) answered(request, undefined);
      });
    },
    giveUp() {
      for (const request of [...waiting.keys()]) answered(request, undefined);
    },
  };
}
