/** What the stand-ins are told to do wrong, by their address: two faults of one stand-in are both in force. */
const inForce = new Map<string, Set<object>>();

/** Gives a stand-in of the outside world one more fault; what it returns takes that one away. */
export async function standInHas(url: string, faults: object): Promise<() => Promise<void>> {
  const all = inForce.get(url) ?? new Set();
  inForce.set(url, all.add(faults));
  await putFaults(url, all);
  return () => {
    all.delete(faults);
    return putFaults(url, all);
  };
}

async function putFaults(url: string, all: ReadonlySet<object>): Promise<void> {
  const answer = await fetch(`${url}/_faults`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json', connection: 'close' },
    body: JSON.stringify(Object.assign({}, ...all)),
  });
  if (!answer.ok) throw new Error(`the stand-in took no faults: ${answer.status} ${await answer.text()}`);
}
