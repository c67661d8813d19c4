/** A code as it was given out, whatever a person made of it: lower case, blanks, hyphens, O for 0, I or L for 1. */
export function readTrackingCode(code: string): string {
  return code.slice(0, 100).toUpperCase().replace(/[\s-]/g, '').replaceAll('O', '0').replace(/[IL]/g, '1');
}

/** The tracking code in a text, alone or in the address it was sent as: 26 characters of Crockford's base32. */
export function codeIn(text: string): string | undefined {
  const found = /(?<![0-9a-z])[0-9a-z]{26}(?![0-9a-z])/i.exec(text)?.[0];
  const code = found === undefined ? undefined : readTrackingCode(found);
  return code !== undefined && /\d/.test(code) && !code.includes('U') ? code : undefined;
}
