import sharp from 'sharp';
import type { DrawnDocument } from './draw-document.js';
import type { Random } from './random.js';

/** What a photo can suffer from, beyond what every photo from a phone has. */
export const photoDefects = ['blurred', 'dark', 'glare', 'cropped', 'low-resolution'] as const;
export type PhotoDefect = (typeof photoDefects)[number];

/** What is no defect and worth a look: the document on a screen, copied in black and white, or lying on its side or head. */
export const photoOddities = ['screen', 'photocopy', 'turned'] as const;
export type PhotoOddity = (typeof photoOddities)[number];

// Taken out of the global object once: Jest's makes every look-up slow, and there are two million pixels.
const { abs, floor, max, min, sin, sqrt } = Math;

type Colour = readonly [number, number, number];
// A table of wood, a green cloth, a dark desk, a grey floor.
const skin: Colour = [196, 140, 112];
const tables: readonly Colour[] = [
  [122, 84, 52],
  [52, 92, 64],
  [44, 44, 50],
  [128, 126, 122],
];

/**
 * Takes a photo of a document as a phone does: seen at up to 5° from the side, on a table, with a shadow, a fold, a small
 * reflection and a finger at the edge now and then; JPEG of quality 60 to 85, recompressed and forwarded twice.
 */
export async function photograph(
  document: DrawnDocument,
  random: Random,
  defect: PhotoDefect | undefined,
  oddity?: PhotoOddity,
): Promise<Buffer> {
  const { data } = await sharp(document.svg)
    .flatten({ background: 'white' })
    .modulate({ saturation: oddity === 'photocopy' ? 0 : 1 })
    .raw()
    .toBuffer({ resolveWithObject: true });
  const portrait = document.height > document.width;
  const [width, height] = portrait ? [1200, 1600] : [1600, 1200];
  const seen = view(document, width, height, random, defect);
  const light = lightOf(width, height, random, defect);
  const table = random.of(tables);
  const raw = Buffer.allocUnsafe(width * height * 3);
  const grain = Array.from({ length: 4_093 }, () => random.between(-5, 5));
  const last = { u: document.width - 1, v: document.height - 1 };
  // Two million pixels: nothing is made anew for any of them.
  const glow = oddity === 'screen' ? screenOf(document, width * 0.88, random) : undefined;
  const place = { u: 0, v: 0 };
  const shine = { factor: 1, added: 0, skin: false };
  for (let y = 0, at = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1, at += 3) {
      seen(x, y, place);
      const inside = place.u >= 0 && place.v >= 0 && place.u < last.u && place.v < last.v;
      light(x, y, inside ? place.u / document.width : -1, shine);
      const noise = shine.added + (grain[(x * 31 + y * 1_237) % grain.length] ?? 0);
      const wood = inside ? 0 : 5 * sin(y / 9 + x / 400);
      for (let channel = 0; channel < 3; channel += 1) {
        const surface = shine.skin
          ? (skin[channel] ?? 0)
          : inside
            ? sample(data, document.width, place.u, place.v, channel) * (glow?.(place.u, place.v, channel) ?? 1)
            : (table[channel] ?? 0) + wood;
        const value = surface * shine.factor + noise;
        raw[at + channel] = value < 0 ? 0 : value > 255 ? 255 : value;
      }
    }
  }
  let picture = sharp(raw, { raw: { width, height, channels: 3 } });
  if (oddity === 'turned') picture = picture.rotate(random.of([90, 270]));
  if (defect === 'blurred') picture = picture.blur(random.between(4.5, 9));
  if (defect === 'low-resolution') {
    const side = random.whole(300, 560);
    picture = picture.resize(side, side, { fit: 'inside' });
  }
  let bytes = await picture.jpeg({ quality: random.whole(60, 85) }).toBuffer();
  for (let forwarded = 0; forwarded < 2; forwarded += 1) {
    bytes = await sharp(bytes)
      .jpeg({ quality: random.whole(60, 85) })
      .toBuffer();
  }
  return bytes;
}

/** Where a pixel of the photo lies on the document: turned a little, and seen in perspective. */
function view(document: DrawnDocument, width: number, height: number, random: Random, defect: PhotoDefect | undefined) {
  const fill = random.between(0.84, 0.92);
  const scale = min((width * fill) / document.width, (height * fill) / document.height);
  const turned = (random.between(-2.5, 2.5) * Math.PI) / 180;
  // The far side of a page seen at 5° from a distance of three widths is 3 % shorter.
  const tiltX = (random.between(-0.03, 0.03) * 2) / width;
  const tiltY = (random.between(-0.03, 0.03) * 2) / height;
  let [left, top] = [0, 0];
  if (defect === 'cropped') {
    const side = random.of(['left', 'right', 'top', 'bottom'] as const);
    const [overX, overY] = [width - document.width * scale, height - document.height * scale];
    const cut = random.between(0.12, 0.28);
    if (side === 'left' || side === 'right')
      left = (side === 'left' ? -1 : 1) * (overX / 2 + cut * document.width * scale);
    else top = (side === 'top' ? -1 : 1) * (overY / 2 + cut * document.height * scale);
  }
  const [across, down] = [Math.cos(turned), Math.sin(turned)];
  return (px: number, py: number, place: { u: number; v: number }): void => {
    const x = px - width / 2 - left;
    const y = py - height / 2 - top;
    const deep = scale * (1 + tiltX * x + tiltY * y);
    place.u = (x * across + y * down) / deep + document.width / 2;
    place.v = (y * across - x * down) / deep + document.height / 2;
  };
}

/**
 * How the lamps of a screen light a spot of the document that it shows: red, green and blue side by side, a dark gap between
 * rows. A pixel of the photo sees the mean over what it covers, and the lens blurs that.
 */
function screenOf(document: DrawnDocument, photoPixels: number, random: Random) {
  const perUnit = random.between(850, 1500) / document.width;
  const covers = (perUnit * document.width) / photoPixels;
  const clear = random.between(0.25, 0.55);
  const share = (at: number, start: number, length: number) => {
    const upTo = (t: number) => floor(t) * length + min(length, max(0, t - floor(t) - start));
    return (upTo(at + covers / 2) - upTo(at - covers / 2)) / covers / length;
  };
  return (u: number, v: number, channel: number): number => {
    const lamp = share(u * perUnit, channel / 3, 1 / 3);
    const row = share(v * perUnit, 0, 0.85);
    return 1 + clear * (lamp * row - 1);
  };
}

interface Light {
  factor: number;
  added: number;
  skin: boolean;
}

function lightOf(width: number, height: number, random: Random, defect: PhotoDefect | undefined) {
  const exposure = defect === 'dark' ? random.between(0.05, 0.15) : random.between(0.72, 0.98);
  const shadow = random.between(0, 1) < 0.5 ? random.between(0.6, 0.85) : 1;
  const shadowAt = random.between(0.3, 0.7) * width;
  const slope = random.between(-0.5, 0.5);
  const foldAt = random.between(0, 1) < 0.4 ? random.between(0.3, 0.7) : -5;
  const spot = {
    radius: defect === 'glare' ? random.between(0.17, 0.3) * height : random.between(0, 0.03) * height,
    x: random.between(0.3, 0.7) * width,
    // A reflection on a number hides it from everybody: that is no readable photo.
    y: (defect === 'glare' ? random.between(0.35, 0.65) : random.between(0.74, 0.8)) * height,
  };
  const finger = random.between(0, 1) < 0.3 && defect !== 'cropped' ? random.between(0.04, 0.07) * width : 0;
  const [fingerX, fingerY] = [random.of([0, width]), random.between(0.2, 0.8) * height];
  return (x: number, y: number, u: number, shine: Light): void => {
    const soft = min(1, max(0, (x + slope * y - shadowAt) / 120 + 0.5));
    const fold = u >= 0 && abs(u - foldAt) < 0.01 ? 1 - 0.25 * (1 - abs(u - foldAt) / 0.01) : 1;
    shine.factor = exposure * (1 - (1 - shadow) * soft) * fold;
    const away = spot.radius > 0 ? sqrt((x - spot.x) ** 2 + (y - spot.y) ** 2) / spot.radius : 9;
    shine.added = away < 1.6 ? 330 * min(1, 1.6 - away) ** 1.5 : 0;
    shine.skin = finger > 0 && ((x - fingerX) / 1.6) ** 2 + (y - fingerY) ** 2 < finger ** 2;
  };
}

function sample(data: Buffer, width: number, u: number, v: number, channel: number): number {
  const x = floor(u);
  const y = floor(v);
  const dx = u - x;
  const at = (y * width + x) * 3 + channel;
  const under = at + width * 3;
  const above = (data[at] ?? 0) * (1 - dx) + (data[at + 3] ?? 0) * dx;
  const below = (data[under] ?? 0) * (1 - dx) + (data[under + 3] ?? 0) * dx;
  return above + (below - above) * (v - y);
}
