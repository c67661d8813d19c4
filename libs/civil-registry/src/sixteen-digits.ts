/** Days of the Gregorian month; `month` 1 to 12. */
function daysIn(year: number, month: number): number {
  return new Date(Date.UTC(year, month, 0)).getUTCDate();
}

/** The digits without the spaces, dots, hyphens and invisible marks that people and keyboards put between them. */
export function bareDigits(input: string): string {
  return input.replace(/[\s.\p{Pd}\p{Cf}]/gu, '');
}

/** True for exactly sixteen ASCII digits. */
export function isSixteenDigits(digits: string): boolean {
  return /^[0-9]{16}$/.test(digits);
}

export function allEqual(digits: string): boolean {
  return /^(.)\1*$/.test(digits);
}

/** The ISO dates that day, month and a two-digit year can mean: in this century and in the last, where they exist. */
export function datesOf(day: number, month: number, twoDigitYear: number): readonly string[] {
  if (month < 1 || month > 12 || day < 1) return [];
  return [2000 + twoDigitYear, 1900 + twoDigitYear]
    .filter((year) => day <= daysIn(year, month))
    .map((year) => `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`);
}

/** Completed years from one ISO date to another; negative before birth. Somebody born on 29 February ages on 1 March. */
export function ageOn(birth: string, on: string): number {
  const years = Number(on.slice(0, 4)) - Number(birth.slice(0, 4));
  return on.slice(5) < birth.slice(5) ? years - 1 : years;
}
