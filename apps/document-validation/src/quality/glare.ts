const tile = 8;
const burnt = 249;

/**
 * The largest patch in which the picture is burnt out to plain white, in percent of the picture. Paper that is as white as
 * that everywhere is a scan, not a reflection: where more than half of the picture is burnt, nothing is said.
 */
export function glareOf(grey: Uint8Array, width: number, height: number): number {
  const columns = Math.floor(width / tile);
  const rows = Math.floor(height / tile);
  const white = new Uint8Array(columns * rows);
  for (let row = 0; row < rows; row += 1) {
    for (let column = 0; column < columns; column += 1) {
      white[row * columns + column] = isBurnt(grey, width, column * tile, row * tile) ? 1 : 0;
    }
  }
  const all = white.reduce((sum, one) => sum + one, 0);
  if (all === 0 || all > white.length / 2) return 0;
  let largest = 0;
  for (let at = 0; at < white.length; at += 1) {
    if (white[at] === 1) largest = Math.max(largest, sizeOfPatch(white, columns, at));
  }
  return Math.round((largest / white.length) * 1000) / 10;
}

function isBurnt(grey: Uint8Array, width: number, left: number, top: number): boolean {
  for (let y = top; y < top + tile; y += 1) {
    for (let x = left; x < left + tile; x += 1) if ((grey[y * width + x] ?? 0) < burnt) return false;
  }
  return true;
}

/** Counts a patch and wipes it. */
function sizeOfPatch(white: Uint8Array, columns: number, start: number): number {
  const open = [start];
  white[start] = 0;
  let size = 0;
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    size += 1;
    const column = at % columns;
    const around = [at - columns, at + columns, column > 0 ? at - 1 : -1, column < columns - 1 ? at + 1 : -1];
    for (const next of around) {
      if (white[next] !== 1) continue;
      white[next] = 0;
      open.push(next);
    }
  }
  return size;
}
