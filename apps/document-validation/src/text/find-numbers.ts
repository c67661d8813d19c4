/** What a recogniser takes a digit for, in the fonts of Indonesian documents. */
const lookAlikes: Readonly<Record<string, string>> = {
  O: '0',
  o: '0',
  Q: '0',
  D: '0',
  I: '1',
  l: '1',
  '|': '1',
  '!': '1',
  Z: '2',
  z: '2',
  S: '5',
  s: '5',
  G: '6',
  b: '6',
  B: '8',
  g: '9',
};

const digits = String.raw`[0-9OoQDIl|!ZzSsGbBg]`;
// At least ten true digits: a word in capitals is none.
const sixteen = new RegExp(`(?<![0-9A-Za-z])${digits}(?:[ .]?${digits}){15}(?![0-9A-Za-z])`, 'g');

/** Every sixteen digits in a text, NIKs and family card numbers alike, confusions of the recogniser undone, each once. */
export function findNumbers(text: string): readonly string[] {
  const found = [...text.matchAll(sixteen)]
    .map(([match]) => match.replaceAll(/[ .]/g, ''))
    .filter((match) => match.replaceAll(/\D/g, '').length >= 10)
    .map((match) => match.replaceAll(/\D/g, (one) => lookAlikes[one] ?? one));
  return [...new Set(found)];
}

/** Dates as documents print them, `DD-MM-YYYY`, as ISO dates. */
export function findDates(text: string): readonly string[] {
  const found = [...text.matchAll(/(?<!\d)(\d{2})[-/. ](\d{2})[-/. ](19\d{2}|20\d{2})(?!\d)/g)].flatMap(
    ([, day = '', month = '', year = '']) =>
      Number(day) >= 1 && Number(day) <= 31 && Number(month) >= 1 && Number(month) <= 12
        ? [`${year}-${month}-${day}`]
        : [],
  );
  return [...new Set(found)];
}
