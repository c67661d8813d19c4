import { bareCode, type District, type Region } from '#civil-registry';
import { learnedHome } from './router/lexicon/learned-home.js';

/** Puts a text into the words of the office whose messages the router has learned from. */
export type AtHome = (text: string) => string;

/**
 * The router has learned from the messages of one office, and what is near or far, home or elsewhere, is in its words for
 * places. Another office's own places are read as that one's, and that one's as somewhere else: "pindah ke Merauke" means in
 * Merauke what "pindah ke Nunukan" means in Nunukan. Nothing is changed in the text itself; only its meaning is read so.
 */
export function wordsOfHome(
  region: Pick<Region, 'areaCode' | 'name' | 'districtAliases'>,
  districts: readonly Pick<District, 'code' | 'name'>[],
): AtHome {
  if (bareCode(region.areaCode) === learnedHome.areaCode) return (text) => text;
  const seat = region.name.replace(/^(kabupaten|kota)\s+(administrasi\s+)?/i, '');
  const far = districts.flatMap(({ code, name }) => [name, ...(region.districtAliases[code] ?? [])]);
  const readAs = new Map([
    ...[learnedHome.seat, ...learnedHome.places].map((place) => [place, learnedHome.elsewhere] as const),
    ...far.map((name) => [name.toLowerCase(), learnedHome.village] as const),
    [seat.toLowerCase(), learnedHome.seat] as const,
  ]);
  // The longest first: "Tanah Miring Dua" is not "Tanah Miring".
  const names = [...readAs.keys()].sort((one, other) => other.length - one.length);
  const anyName = new RegExp(`(?<!\\p{L})(${names.map(escaped).join('|')})(?!\\p{L})`, 'giu');
  return (text) => text.replace(anyName, (name) => readAs.get(name.toLowerCase()) ?? name);
}

function escaped(name: string): string {
  return name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
