// How figures are made: medians of rounds, percentiles of samples, ratios in one run.

/** @param {readonly number[]} values */
export function median(values) {
  return percentile(values, 0.5);
}

/** @param {readonly number[]} values @param {number} share 0.99 for p99 */
export function percentile(values, share) {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

/**
 * The median of the ratios round by round: neighbours in time met the same disturbances.
 * @param {readonly number[] | undefined} mine
 * @param {readonly number[] | undefined} theirs
 */
export function pairedRatio(mine = [], theirs = []) {
  return rounded(median(mine.map((value, round) => value / (theirs[round] ?? Number.NaN))));
}

/** @param {number} value */
export function rounded(value) {
  return value >= 100 ? Math.round(value) : Number(value.toPrecision(3));
}

/**
 * Measures contenders in turn, round after round, so that whatever else the machine does disturbs them alike.
 * @template T
 * @param {number} rounds
 * @param {Record<string, () => Promise<T>>} contenders  the first round of each is a warm-up and not counted
 * @returns {Promise<Record<string, T[]>>}
 */
export async function inTurn(rounds, contenders) {
  /** @type {Record<string, T[]>} */
  const results = Object.fromEntries(Object.keys(contenders).map((name) => [name, []]));
  for (let round = 0; round <= rounds; round += 1) {
    for (const [name, measure] of Object.entries(contenders)) {
      const result = await measure();
      if (round > 0) results[name]?.push(result);
    }
  }
  return results;
}
