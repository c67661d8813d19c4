import { mask } from '#observability';

/**
 * Says in one line what is missing, or undefined when all is well; throwing means missing too.
 * Must be cheap: it is asked every few seconds.
 */
export type HealthCheck = () => string | undefined | Promise<string | undefined>;

export type Missing = { readonly name: string; readonly says: string };

const patience = 2_000;

/** What must be there for this service to do its work. Liveness does not ask it: a restart cures no missing database. */
export class Health {
  private readonly checks = new Map<string, HealthCheck>();
  private leaving = false;

  /** Adds a check under a name that operators know: `database`, `broker`. The same name again replaces it. */
  register(name: string, check: HealthCheck): void {
    this.checks.set(name, check);
  }

  /** From now on not ready: this process is stopping. */
  leave(): void {
    this.leaving = true;
  }

  get names(): readonly string[] {
    return [...this.checks.keys()];
  }

  /** Asks all checks side by side, each for 2 s at most. Empty means ready. */
  async missing(): Promise<readonly Missing[]> {
    if (this.leaving) return [{ name: 'process', says: 'is stopping' }];
    const asked = [...this.checks].map(async ([name, check]) => {
      const says = await ask(check);
      return says === undefined ? [] : [{ name, says }];
    });
    return (await Promise.all(asked)).flat();
  }
}

async function ask(check: HealthCheck): Promise<string | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<string>((resolve) => {
    timer = setTimeout(resolve, patience, `gives no answer within ${patience / 1000} s`);
  });
  try {
    return await Promise.race([Promise.resolve().then(check), late]);
  } catch (error) {
    return mask(error instanceof Error ? error.message || error.name : 'fails');
  } finally {
    clearTimeout(timer);
  }
}
