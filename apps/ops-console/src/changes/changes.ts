/** What has changed, as far as a browser must know to look again: families of events and ids of requests, nothing of a person. */
export interface Changes {
  /** The first word of each event's type: `application`, `print-job`, `link` … */
  readonly families: readonly string[];
  readonly applications: readonly string[];
}

/** A note of PostgreSQL carries 8,000 bytes: more requests than this are told as `families` alone. */
const mostApplications = 100;

interface Said {
  readonly type: string;
  readonly application_id: string | null;
}

export function changesOf(events: readonly Said[]): Changes {
  const families = new Set(events.map(({ type }) => type.split('.')[0] ?? type));
  const applications = new Set(events.flatMap(({ application_id }) => application_id ?? []));
  return { families: [...families].sort(), applications: [...applications].slice(0, mostApplications) };
}

export function together(one: Changes | undefined, other: Changes): Changes {
  if (!one) return other;
  return {
    families: [...new Set([...one.families, ...other.families])].sort(),
    applications: [...new Set([...one.applications, ...other.applications])].slice(0, mostApplications),
  };
}

/** Undefined for what is none: a note of somebody else on the channel. */
export function readChanges(text: string): Changes | undefined {
  try {
    const given: unknown = JSON.parse(text);
    if (typeof given !== 'object' || given === null) return undefined;
    const { families, applications } = given as Record<string, unknown>;
    const areTexts = (list: unknown): list is string[] =>
      Array.isArray(list) && list.every((one) => typeof one === 'string');
    return areTexts(families) && areTexts(applications) ? { families, applications } : undefined;
  } catch {
    return undefined;
  }
}
