/** Rendering of SVG files as bitmaps by the browser. */
import type { Frame } from '../panel/messages';
import type { Gif } from './gif';

/** The largest width or height of a canvas; larger ones are empty. */
const MOST_PIXELS = 16_000;

/** The picture on a canvas, at up to `size` times its size; undefined if the browser can't draw it. */
async function drawn(svg: string, size: number): Promise<HTMLCanvasElement | undefined> {
  const [, width, height] = (/width="([\d.]+)" height="([\d.]+)"/.exec(svg) ?? []).map(Number);
  if (!width || !height) return undefined;
  const url = URL.createObjectURL(new Blob([svg], { type: 'image/svg+xml' }));
  try {
    const image = new Image();
    image.src = url;
    await image.decode();
    const scale = Math.min(size, MOST_PIXELS / Math.max(width, height));
    const canvas = document.createElement('canvas');
    canvas.width = Math.round(width * scale);
    canvas.height = Math.round(height * scale);
    canvas.getContext('2d')?.drawImage(image, 0, 0, canvas.width, canvas.height);
    return canvas;
  } catch {
    return undefined;
  } finally {
    URL.revokeObjectURL(url);
  }
}

/** The bytes of a PNG, at up to twice the size; undefined if the browser can't make it. */
export async function rasterize(svg: string): Promise<Uint8Array | undefined> {
  const canvas = await drawn(svg, 2);
  const blob = await new Promise<Blob | null>((resolve) => {
    if (canvas) canvas.toBlob(resolve, 'image/png');
    else resolve(null);
  });
  return blob ? new Uint8Array(await blob.arrayBuffer()) : undefined;
}

const { currentScript } = document;
/** True if this script has a folder, and other bundles beside it; false in a page of one file. */
export const hasBundles = currentScript instanceof HTMLScriptElement && currentScript.src !== '';

/** Makes a film of frames, one after the other. */
export class Film {
  private gif: Gif | undefined;

  /** Adds a frame. The bytes of the file at the last one, none before; undefined if the browser can't make it. */
  async add(svg: string, { place, delay }: Frame): Promise<Uint8Array | undefined> {
    try {
      if (place === 'first') {
        // A bundle beside this one, which is loaded once.
        const bundle = await import('./gif.js');
        this.gif = new bundle.Gif();
      }
      const canvas = await drawn(svg, 1);
      const context = canvas?.getContext('2d', { willReadFrequently: true });
      if (!canvas || !context || !this.gif) return undefined;
      this.gif.add(context.getImageData(0, 0, canvas.width, canvas.height), delay);
      return place === 'last' ? this.gif.finish() : new Uint8Array();
    } catch {
      return undefined;
    }
  }
}
