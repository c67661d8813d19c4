/**
 * Random numbers that a seed makes again: for faults, mixes and schedules that must be repeatable (mulberry32).
 * @param {number} seed  a 32-bit whole number
 */
export function seededRandom(seed) {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
  return {
    /** 0 ≤ x < 1 */
    next,
    /** @param {number} share 0 to 1 */
    chance: (share) => next() < share,
    /** @template T @param {readonly T[]} list @returns {T} */
    pick: (list) => /** @type {T} */ (list[Math.floor(next() * list.length)]),
    /** One key of a table of shares. @param {Record<string, number>} shares */
    weighted(shares) {
      let left = next() * Object.values(shares).reduce((sum, share) => sum + share, 0);
      for (const [key, share] of Object.entries(shares)) if ((left -= share) < 0) return key;
      return Object.keys(shares)[0] ?? '';
    },
    /** @template T @param {readonly T[]} list @returns {T[]} */
    shuffled(list) {
      const copy = [...list];
      for (let i = copy.length - 1; i > 0; i -= 1) {
        const j = Math.floor(next() * (i + 1));
        [copy[i], copy[j]] = [/** @type {T} */ (copy[j]), /** @type {T} */ (copy[i])];
      }
      return copy;
    },
  };
}
