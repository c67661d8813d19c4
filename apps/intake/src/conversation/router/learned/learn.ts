/** A message to learn from: what it is known by, and its label. */
export interface Example<Label extends string> {
  readonly features: readonly string[];
  readonly label: Label;
}

/** What was learned, applied to one message. */
export interface Judgement<Label extends string> {
  readonly label: Label;
  /** How likely the label is, 0 to 1, among all labels. */
  readonly share: number;
  /** The features that spoke most for the label. Only what stood in the examples is ever named. */
  readonly because: readonly string[];
}

export type Judge<Label extends string> = (features: readonly string[]) => Judgement<Label>;

/** What is known before any example is seen. */
export interface Knowledge<Label extends string> {
  /** What labels have in common: each aspect ("applies", "lost") has weights of its own. */
  readonly aspectsOf: (label: Label) => readonly string[];
  /** How much a feature counts, beside 1 for a common word. */
  readonly countOf: (feature: string) => number;
  /** The aspects that a feature speaks for, whatever the examples say. */
  readonly hintsOf: (feature: string) => readonly string[];
}

// Bound once: inside Jest every look at a global costs as much as the sum it is for.
const { abs, exp, imul, max, sqrt } = Math;

const rounds = 12;
const step = 0.25;
/** The weight that a hint begins with; examples move it from there. */
const hint = 8;
/** This share of features is hidden in each lesson: what may be missing next time must not be leaned on alone. */
const hidden = 0.4;
/** What is so nearly right teaches nothing more. */
const slight = 1e-4;
const named = 4;

/**
 * Learns to tell labels: multinomial logistic regression with AdaGrad steps (Duchi et al., 2011) and dropout of features.
 * Pauses between rounds, so that whoever learns may do other things in between. Examples that are equal and in the same order give the same judge; 3,000 messages take about a second.
 */
export function* learn<Label extends string>(
  examples: readonly Example<Label>[],
  knowledge: Knowledge<Label>,
): Generator<void, Judge<Label>> {
  const labels = [...new Set(examples.map(({ label }) => label))];
  const model = begin(examples, labels, knowledge);
  const lessons = examples.map(({ features, label }) => ({
    at: placesOf(model, features),
    right: labels.indexOf(label),
  }));
  const chance = sequence(1);
  for (let round = 0; round < rounds; round += 1) {
    yield;
    for (const { at, right } of shuffled(lessons, chance)) {
      teach(
        model,
        at.filter(() => chance() >= hidden),
        right,
      );
    }
  }
  const { steps: _, ...learned } = model;
  return judgeBy(learned, labels);
}

/** A function of its own: a judge made inside `learn` would hold the steps, 5 MB that only learning needs, for ever. */
function judgeBy<Label extends string>(learned: Learned, labels: readonly Label[]): Judge<Label> {
  return (features) => {
    const shares = sharesOf(learned, placesOf(learned, features));
    const best = shares.indexOf(max(...shares));
    const label = labels[best];
    if (label === undefined) throw new Error('nothing was learned: there were no examples');
    return { label, share: shares[best] ?? 0, because: strongest(learned, features, best) };
  };
}

interface Learned {
  readonly places: ReadonlyMap<string, number>;
  /** How much the feature at a place counts. */
  readonly counts: Float32Array;
  /** For each place a weight for each aspect. */
  readonly weights: Float32Array;
  readonly aspects: number;
  readonly aspectsOfLabel: readonly (readonly number[])[];
}

interface Model extends Learned {
  /** For each weight how far it has gone, squared. */
  readonly steps: Float32Array;
}

function begin<Label extends string>(
  examples: readonly Example<Label>[],
  labels: readonly Label[],
  { aspectsOf, countOf, hintsOf }: Knowledge<Label>,
): Model {
  const aspects = [...new Set(labels.flatMap(aspectsOf))];
  const features = [...new Set(examples.flatMap((example) => example.features))];
  const weights = new Float32Array(features.length * aspects.length);
  features.forEach((feature, place) => {
    for (const aspect of hintsOf(feature)) {
      if (aspects.includes(aspect)) weights[place * aspects.length + aspects.indexOf(aspect)] = hint;
    }
  });
  return {
    places: new Map(features.map((feature, place) => [feature, place])),
    counts: Float32Array.from(features, countOf),
    weights,
    steps: new Float32Array(weights.length).fill(1e-8),
    aspects: aspects.length,
    aspectsOfLabel: labels.map((label) => aspectsOf(label).map((aspect) => aspects.indexOf(aspect))),
  };
}

const placesOf = ({ places }: Learned, features: readonly string[]): number[] =>
  features.flatMap((feature) => places.get(feature) ?? []);

function teach(model: Model, at: readonly number[], right: number): void {
  const { weights, steps, counts, aspects, aspectsOfLabel } = model;
  const off = new Float64Array(aspects);
  sharesOf(model, at).forEach((share, label) => {
    for (const aspect of aspectsOfLabel[label] ?? [])
      off[aspect] = (off[aspect] ?? 0) + share - (label === right ? 1 : 0);
  });
  const scale = scaleOf(model, at);
  for (let aspect = 0; aspect < aspects; aspect += 1) {
    const wrong = (off[aspect] ?? 0) * scale;
    if (abs(wrong) < slight) continue;
    for (const place of at) {
      const index = place * aspects + aspect;
      const slope = wrong * (counts[place] ?? 1);
      const seen = (steps[index] ?? 0) + slope * slope;
      steps[index] = seen;
      weights[index] = (weights[index] ?? 0) - (step * slope) / sqrt(seen);
    }
  }
}

/** Softmax over the labels of their summed weights. */
function sharesOf(model: Learned, at: readonly number[]): Float64Array {
  const { weights, counts, aspects, aspectsOfLabel } = model;
  const sums = new Float64Array(aspects);
  for (const place of at) {
    const count = counts[place] ?? 1;
    const from = place * aspects;
    for (let aspect = 0; aspect < aspects; aspect += 1) {
      sums[aspect] = (sums[aspect] ?? 0) + (weights[from + aspect] ?? 0) * count;
    }
  }
  const scale = scaleOf(model, at);
  const shares = new Float64Array(aspectsOfLabel.length);
  let whole = 0;
  aspectsOfLabel.forEach((of, label) => {
    let score = 0;
    for (const aspect of of) score += sums[aspect] ?? 0;
    const raised = exp(score * scale);
    shares[label] = raised;
    whole += raised;
  });
  return shares.map((raised) => raised / whole);
}

/** Long messages are scaled down, so that many words do not make sure by themselves; by not quite the root of their size. */
function scaleOf({ counts }: Learned, at: readonly number[]): number {
  let size = 0;
  for (const place of at) size += (counts[place] ?? 1) ** 2;
  return max(1, size) ** -0.4;
}

function strongest(
  { places, weights, aspects, aspectsOfLabel }: Learned,
  features: readonly string[],
  label: number,
): string[] {
  return features
    .flatMap((feature) => {
      const place = places.get(feature);
      if (place === undefined) return [];
      const of = aspectsOfLabel[label] ?? [];
      return [{ feature, weight: of.reduce((sum, aspect) => sum + (weights[place * aspects + aspect] ?? 0), 0) }];
    })
    .filter(({ weight }) => weight > 0)
    .sort((one, other) => other.weight - one.weight)
    .slice(0, named)
    .map(({ feature }) => feature);
}

/** The same numbers from 0 to 1 at every start: a linear congruential sequence (Numerical Recipes). */
function sequence(start: number): () => number {
  let state = start;
  return () => {
    state = (imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

function shuffled<T>(items: readonly T[], chance: () => number): T[] {
  return items
    .map((item) => ({ item, key: chance() }))
    .sort((one, other) => one.key - other.key)
    .map(({ item }) => item);
}
