/** Types for the used functions of the package gifenc, which has no types of its own. */
declare module 'gifenc' {
  type Palette = readonly (readonly number[])[];
  export function quantize(rgba: Uint8ClampedArray, colours: number): Palette;
  export function applyPalette(rgba: Uint8ClampedArray, palette: Palette): Uint8Array;
  export function GIFEncoder(): {
    writeFrame(
      pixels: Uint8Array,
      width: number,
      height: number,
      options: {
        readonly palette: Palette;
        /** The time for which the frame is shown, milliseconds. */
        readonly delay: number;
        readonly transparent: boolean;
        readonly transparentIndex: number;
        /** The GIF disposal method; 1 leaves the frame in place under the next frame. */
        readonly dispose: number;
      },
    ): void;
    finish(): void;
    bytes(): Uint8Array;
  };
}
