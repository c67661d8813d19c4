import { sha256Of } from '../../src/bundle/container.js';
import { blurOf, brightEnough, brightnessOf, sharpEnough } from './blur.js';

/** A family card's digits stay readable at this size, and twenty requests fit through a village's line. */
const longestSide = 2_000;
const quality = 0.82;
/** The measures look at a picture of this size, so that they do not depend on the camera. */
const measuredSide = 1_000;
const shortestLongSide = 600;

export interface Photo {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly sha256: string;
  /** What an officer should see before the citizen leaves; undefined where nothing is wrong. */
  readonly fault: string | undefined;
}

/** Takes a picture of the camera: as large as needed, without what the phone writes into it (place, time), and judged. */
export async function takePhoto(file: Blob): Promise<Photo> {
  const picture = await createImageBitmap(file).catch(() => undefined);
  if (!picture) throw new Error('File ini bukan foto yang dapat dibaca. Ambil foto dengan kamera.');
  const canvas = drawn(picture, longestSide);
  const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/jpeg', quality));
  if (!blob) throw new Error('Foto tidak dapat disimpan. Ambil foto sekali lagi.');
  const bytes = new Uint8Array(await blob.arrayBuffer());
  const fault = faultOf(picture);
  picture.close();
  return { bytes, sha256: await sha256Of(bytes), fault };
}

function faultOf(picture: ImageBitmap): string | undefined {
  if (Math.max(picture.width, picture.height) < shortestLongSide) return 'Foto terlalu kecil untuk dibaca.';
  const canvas = drawn(picture, measuredSide);
  const { data, width, height } = contextOf(canvas).getImageData(0, 0, canvas.width, canvas.height);
  if (brightnessOf(data) < brightEnough) return 'Foto terlalu gelap. Cari tempat yang lebih terang.';
  if (blurOf(data, width, height) < sharpEnough) return 'Foto tampak buram. Tahan kamera diam dan ambil sekali lagi.';
  return undefined;
}

function drawn(picture: ImageBitmap, side: number): HTMLCanvasElement {
  const scale = Math.min(1, side / Math.max(picture.width, picture.height));
  const canvas = document.createElement('canvas');
  canvas.width = Math.max(1, Math.round(picture.width * scale));
  canvas.height = Math.max(1, Math.round(picture.height * scale));
  const context = contextOf(canvas);
  context.imageSmoothingQuality = 'high';
  context.drawImage(picture, 0, 0, canvas.width, canvas.height);
  return canvas;
}

function contextOf(canvas: HTMLCanvasElement): CanvasRenderingContext2D {
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (!context) throw new Error('Peramban ini tidak dapat mengolah foto.');
  return context;
}
