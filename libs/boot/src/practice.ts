import type { NextFunction, Request, Response } from 'express';

/** The word on every page, paper and message of a system that the staff practise on. */
export const practiceWord = 'LATIHAN';

/** Whether this process belongs to a system that the staff practise on (`npm start -- --practice`). */
export function isPractice(environment: NodeJS.ProcessEnv = process.env): boolean {
  return environment['LOKET_PRACTICE'] === 'on';
}

const styleAddress = '/latihan.css';
const style = `.latihan-mark{position:fixed;top:0;left:50%;transform:translateX(-50%);z-index:2147483647;pointer-events:none;
background:#b00020;color:#fff;font:bold 16px/1 sans-serif;padding:6px 18px;border-radius:0 0 8px 8px;letter-spacing:2px}`;

/** A page with the mark: in its title, and in a strip on top. A text that is no page stays as it is. */
export function markedPage(page: string, stylesheet = styleAddress): string {
  const strip = `<div class="latihan-mark" role="note">${practiceWord}</div>`;
  return page
    .replace(/<title>/i, `<title>${practiceWord} · `)
    .replace(/<\/head>/i, `<link rel="stylesheet" href="${stylesheet}" />$&`)
    .replace(/<body[^>]*>/i, (body) => body + strip);
}

/** Marks every page that a service of a practice system sends; its style comes as a file, since pages allow no other. */
export function markPages(): (request: Request, response: Response, next: NextFunction) => void {
  return (request, response, next) => {
    if (request.method === 'GET' && request.path === styleAddress) {
      response.type('css').send(style);
      return;
    }
    const send = response.send.bind(response);
    response.send = (body?: unknown) => {
      const isPage = typeof body === 'string' && String(response.getHeader('content-type') ?? '').includes('html');
      return send(isPage ? markedPage(body) : body);
    };
    next();
  };
}

/** The strokes of the word in a box of 7 letters, each 4 wide and 6 high with a gap of 1: no font, so no text changes its own. */
const strokes: readonly (readonly (readonly [number, number])[])[] = [
  [
    [0, 0],
    [0, 6],
    [3.5, 6],
  ],
  [
    [5, 6],
    [7, 0],
    [9, 6],
  ],
  [
    [5.8, 3.8],
    [8.2, 3.8],
  ],
  [
    [10, 0],
    [14, 0],
  ],
  [
    [12, 0],
    [12, 6],
  ],
  [
    [17, 0],
    [17, 6],
  ],
  [
    [20, 0],
    [20, 6],
  ],
  [
    [24, 0],
    [24, 6],
  ],
  [
    [20, 3],
    [24, 3],
  ],
  [
    [25, 6],
    [27, 0],
    [29, 6],
  ],
  [
    [25.8, 3.8],
    [28.2, 3.8],
  ],
  [
    [30, 6],
    [30, 0],
    [34, 6],
    [34, 0],
  ],
];
const box = { width: 34, height: 6 };

/** What of a PDF document the mark needs; pdfkit's own type is not known to every app. */
export interface Paper {
  readonly page: { readonly width: number; readonly height: number };
  info: { Title?: string };
  save(): unknown;
  restore(): unknown;
  translate(x: number, y: number): unknown;
  rotate(degrees: number): unknown;
  scale(factor: number): unknown;
  moveTo(x: number, y: number): unknown;
  lineTo(x: number, y: number): unknown;
  lineWidth(width: number): unknown;
  strokeOpacity(opacity: number): unknown;
  stroke(colour: string): unknown;
  on(event: 'pageAdded', listener: () => void): unknown;
}

/**
 * Marks a paper of a practice system, each page across and in the title; leaves that of a real one as it is.
 * @param document a pdfkit document, right after it was made
 */
export function markPaper<Document extends Paper>(document: Document, practice = isPractice()): Document {
  if (!practice) return document;
  document.info.Title = `${practiceWord} ${document.info.Title ?? ''}`.trim();
  drawMark(document);
  document.on('pageAdded', () => drawMark(document));
  return document;
}

function drawMark(document: Paper): void {
  const { width, height } = document.page;
  const factor = (0.8 * Math.min(width, 2 * height)) / box.width;
  document.save();
  document.translate(width / 2, height / 2);
  document.rotate(-20);
  document.scale(factor);
  document.lineWidth(0.8);
  document.strokeOpacity(0.3);
  for (const [first, ...others] of strokes) {
    if (!first) continue;
    document.moveTo(first[0] - box.width / 2, first[1] - box.height / 2);
    for (const [x, y] of others) document.lineTo(x - box.width / 2, y - box.height / 2);
    document.stroke('#b00020');
  }
  document.restore();
}
