/** Rendering of SVG files as bitmaps by the browser. */
import type { Frame } from '../panel/messages';
import type { Gif } from './gif';

/** The largest width or height of a canvas, pixels; browsers leave a larger canvas empty. */
const MOST_PIXELS = 16_000;

/** An SVG picture on a canvas, enlarged by up to `size`; undefined if the browser can't draw it. */
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

/** The bytes of a PNG of an SVG picture, enlarged by up to 2; undefined if the browser can't make the PNG. */
export async function rasterize(svg: string): Promise<Uint8Array | undefined> {
  const canvas = await drawn(svg, 2);
  const blob = await new Promise<Blob | null>((resolve) => {
    if (canvas) canvas.toBlob(resolve, 'image/png');
    else resolve(null);
  });
  return blob ? new Uint8Array(await blob.arrayBuffer()) : undefined;
}

const { currentScript } = document;
/** True if this script is a file with other bundles in its folder; false in an HTML page of one file. */
export const hasBundles = currentScript instanceof HTMLScriptElement && currentScript.src !== '';

/** Makes an animated GIF, frame by frame. */
export class Film {
  private gif: Gif | undefined;

  /**
   * Adds a frame. Returns the bytes of the file for the last frame, and an empty array before; undefined if the browser
   * can't draw the frame.
   */
  async add(svg: string, { place, delay }: Frame): Promise<Uint8Array | undefined> {
    try {
      if (place === 'first') {
        // `gif.js` is a bundle in the same folder, which the browser loads only once.
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
