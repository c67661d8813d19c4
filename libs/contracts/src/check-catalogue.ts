import type { AnyEvent, Service } from './define-event.js';
import type { Flow } from './define-flow.js';

/** The service whose copy of everything does not count as hearing: it acts on nothing. */
const copyist: Service = 'ops-console';

/**
 * Compares the catalogue with the services' flows, so that no event is said into the void or owned on paper only.
 * @param events the catalogue, or a part of it
 * @param flows the flow of every service
 * @returns one line per problem, each saying what to do; empty when all is well
 */
export function checkCatalogue(events: readonly AnyEvent[], flows: readonly Flow[]): string[] {
  return [...events.flatMap((event) => problemsOf(event, flows)), ...strangers(events, flows)];
}

function problemsOf(event: AnyEvent, flows: readonly Flow[]): string[] {
  const problems: string[] = [];
  const name = `${event.type}.v${event.version}`;
  if (event.owner.length === 0) problems.push(`${name} has no owner: name the service that says it in its definition`);
  for (const owner of event.owner) {
    const flow = flows.find((one) => one.service === owner);
    if (!flow) problems.push(`${name} is owned by ${owner}, which has no flow: write its flow.ts, or change the owner`);
    else if (!flow.says.includes(event))
      problems.push(
        `${name} is owned by ${owner}, which does not say it: list it in that flow's says, or change the owner`,
      );
  }
  const hearers = listenersOf(event, flows);
  if (hearers.length === 0 && !event.projectionOnly)
    problems.push(
      `${name} has no consumer but the console: let a flow hear it, or say in projectionOnly why nobody has to`,
    );
  if (hearers.length > 0 && event.projectionOnly)
    problems.push(`${name} is marked projectionOnly, but ${hearers.join(', ')} hears it: remove the mark`);
  return problems;
}

/** The queues, by consumer, of the services that hear an event and act on it. */
export function listenersOf(event: AnyEvent, flows: readonly Flow[]): string[] {
  return flows
    .filter((flow) => flow.service !== copyist)
    .flatMap((flow) =>
      Object.entries(flow.hears)
        .filter(([, hears]) => hears.events.includes(event))
        .map(([consumer]) => `${flow.service}.${consumer}`),
    );
}

/** Events that flows name and the catalogue does not know: they would have no schema and no page. */
function strangers(events: readonly AnyEvent[], flows: readonly Flow[]): string[] {
  const problems = new Set<string>();
  for (const flow of flows) {
    for (const event of [...flow.says, ...Object.values(flow.hears).flatMap((hears) => hears.events)]) {
      if (!events.includes(event))
        problems.add(
          `${flow.service} names ${event.type}.v${event.version}, which is not in the catalogue: add its family there`,
        );
    }
  }
  return [...problems];
}
