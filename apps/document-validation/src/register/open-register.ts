import { Link } from '#link';
import type { Config } from '../config.js';
import { AskRegister } from './ask-register.js';
import { quotaReturns } from './quota-returns.js';
import { RecentAnswers } from './recent-answers.js';
import { RegisterDesk } from './register-desk.js';

export interface OpenRegister {
  readonly link: Link;
  /** Undefined in manual mode: a clerk looks into SIAK. */
  readonly ask: AskRegister | undefined;
  close(): Promise<void>;
}

/**
 * The link to the register with its ways, as the office has them.
 * @param dayEnds when a quota that is used up comes back: with the office's next day
 */
export function openRegister(config: Config, dayEnds = quotaReturns): OpenRegister {
  const returns = (now: Date) => dayEnds(now, config.TZ_OFFICE);
  const desks = desksOf(config, returns);
  const backup = desks?.backup;
  const link = new Link({
    name: 'diskominfo',
    // Nobody is asked in manual mode: the link cannot be down.
    probe: (signal) => desks?.primary.probe(signal) ?? Promise.resolve(),
    ...(backup ? { backup: { probe: (signal: AbortSignal) => backup.probe(signal) } } : {}),
    callTimeoutMs: config.REGISTER_TIMEOUT_MS,
    ratePerSecond: config.REGISTER_RATE_PER_SECOND,
    // What has waited for the line goes evenly when it returns: other consumers shall not notice.
    burst: config.REGISTER_RATE_PER_SECOND * 0.1,
    probeEveryMs: config.REGISTER_PROBE_EVERY_MS,
    failBackAfterMs: config.REGISTER_FAIL_BACK_AFTER_MS,
    standbyProbeEveryMs: config.REGISTER_STANDBY_PROBE_EVERY_MS,
  });
  const ask =
    desks &&
    new AskRegister({
      ...desks,
      link,
      recent: new RecentAnswers(config.REGISTER_CACHE_MINUTES),
      crossCheckPercent: config.REGISTER_CROSS_CHECK_PERCENT,
      quotaReserve: config.REGISTER_QUOTA_RESERVE,
      quotaReturns: returns,
    });
  return {
    link,
    ask,
    close: async () => {
      link.stop();
      await desks?.primary.close();
      await backup?.close();
    },
  };
}

function desksOf(
  config: Config,
  quotaReturns: (now: Date) => Date,
): { primary: RegisterDesk; backup: RegisterDesk | undefined } | undefined {
  const { REGISTER_MODE, REGISTER_URL, REGISTER_USER, REGISTER_PASSWORD, REGISTER_IP_USER, REGISTER_INSTANSI } = config;
  if (REGISTER_MODE === 'manual') return undefined;
  if (!REGISTER_URL || !REGISTER_USER || !REGISTER_PASSWORD || !REGISTER_IP_USER || !REGISTER_INSTANSI) {
    throw new Error('REGISTER_MODE=webservice needs REGISTER_URL and its credentials');
  }
  const primary = {
    url: REGISTER_URL,
    user: REGISTER_USER,
    password: REGISTER_PASSWORD,
    ipUser: REGISTER_IP_USER,
    instansi: REGISTER_INSTANSI,
    method: config.REGISTER_METHOD,
    probe: config.REGISTER_PROBE,
    threshold: config.REGISTER_THRESHOLD,
    quotaReturns,
  };
  const url = config.REGISTER_BACKUP_URL;
  const proxy = config.REGISTER_BACKUP_PROXY;
  const localAddress = config.REGISTER_BACKUP_LOCAL_ADDRESS;
  const hasBackup = url !== undefined || proxy !== undefined || localAddress !== undefined;
  return {
    primary: new RegisterDesk(primary),
    backup: hasBackup
      ? new RegisterDesk({
          ...primary,
          url: url ?? primary.url,
          ipUser: config.REGISTER_BACKUP_IP_USER ?? primary.ipUser,
          proxy,
          localAddress,
        })
      : undefined,
  };
}
