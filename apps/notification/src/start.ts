import { readFile } from 'node:fs/promises';
import { parseRegion } from '#civil-registry';
import { Health, internalFetch, isPractice, practiceWord, type RunningService, startService } from '#boot';
import { parseSealPrivateKeys } from '#document-store';
import { announceLink, Link, LinkFailure } from '#link';
import { connectService } from '#messaging';
import { openGateway } from '#whatsapp';
import type { Setting } from './catalogue/message.js';
import type { Config } from './config.js';
import { FindDocument } from './documents/find-document.js';
import { flow } from './flow.js';
import { NotificationModule } from './notification.module.js';
import { type Pacing, usualPacing } from './pacing.js';
import { ReadContact } from './sending/read-contact.js';
import { SendLane } from './sending/send-lane.js';
import { findStop, forgetTokenStop } from './sending/stop-sending.js';
import type { Alerting } from './staff/alerting.js';
import { MailStaff } from './staff/mail-staff.js';
import { MessageStaff } from './staff/message-staff.js';
import type { StaffWay } from './staff/tell-staff.js';
import { WhatsappLine } from './sending/whatsapp-line.js';

/**
 * Starts the service in this process, so that tests can; `main.ts` gives it a process.
 * @throws Error when the database, the region file or a key cannot be read; nothing stays open then
 */
export async function start(config: Config, paces: Partial<Pacing> = {}): Promise<RunningService> {
  const pacing = { ...usualPacing, mergeMs: config.MERGE_SECONDS * 1_000, ...paces };
  const setting = await readSetting(config.REGION_FILE);
  const sealKeys = parseSealPrivateKeys(config.LOKET_SEAL_PRIVATE_KEY);
  const gateway = openGateway(config, {
    connectTimeoutMs: pacing.connectTimeoutMs,
    timeoutMs: pacing.callTimeoutMs,
  });
  const link: Link = new Link({
    name: 'whatsapp',
    // What goes at once and what follows in that second are within the limit together.
    ratePerSecond: config.WHATSAPP_MESSAGES_PER_SECOND * 0.9,
    burst: config.WHATSAPP_MESSAGES_PER_SECOND * 0.1,
    prefetch: flow.hears['send-whatsapp-message'].prefetch,
    failuresToOpen: pacing.failuresToOpen,
    probeEveryMs: pacing.probeEveryMs,
    // Longer than the gateway's own limit, which knows what became of the message.
    callTimeoutMs: pacing.callTimeoutMs * 2,
    // While a person must look first, the line counts as down.
    probe: async (signal) => {
      if (await findStop(connections.dataSource)) throw new LinkFailure('operator');
      const seen = await gateway.probe({ signal });
      if (!seen.up) throw new LinkFailure('refused');
    },
  });
  const connections = await connectService({
    flow,
    databaseUrl: config.DATABASE_URL,
    amqpUrl: config.AMQP_URL,
    links: [link],
  });
  const { dataSource, unitOfWork } = connections;
  try {
    await forgetTokenStop(unitOfWork);
    await announceLink(link, dataSource, unitOfWork);
  } catch (error) {
    await connections.stop();
    throw error;
  }
  const fetch = internalFetch('notification', config.LOKET_SERVICE_KEY);
  const readContact = new ReadContact(fetch, config.INTAKE_URL);
  const line = new WhatsappLine(gateway, link, pacing.lineStaleMs);
  const sendLane = new SendLane({
    dataSource,
    unitOfWork,
    line,
    readContact,
    findDocument: new FindDocument(fetch, config.INTAKE_URL),
    setting,
    sealKeys,
    pacing,
  });
  const alerting = alertingOf(config, setting.timeZone, pacing.alertEveryMs);
  const health = new Health();
  for (const [name, check] of Object.entries(connections.checks)) {
    health.register(name, async () => (await check()).join('; ') || undefined);
  }
  return startService({
    service: flow.service,
    module: NotificationModule.for(config, {
      ...{ dataSource, unitOfWork, link, sendLane, setting, pacing, readContact },
      alerting,
      staffWays: staffWaysOf(alerting, line, setting),
      ...{ line, sealKeys },
    }),
    port: config.PORT,
    version: process.env['npm_package_version'] ?? '0.1.0',
    transports: [connections.transport],
    health,
    afterStop: async () => {
      link.stop();
      await connections.stop();
    },
  });
}

function alertingOf(config: Config, timeZone: string, everyMs: number): Alerting {
  const [from = 0, to = 0] = config.ALERT_QUIET_HOURS.split('-').map(Number);
  return {
    smtpUrl: config.SMTP_URL,
    from: config.ALERT_FROM,
    addresses: config.ALERT_ADDRESSES,
    phones: config.ALERT_PHONES,
    quiet: { from, to },
    timeZone,
    overdueHours: config.ALERT_OVERDUE_HOURS,
    linkMinutes: config.ALERT_LINK_MINUTES,
    everyMs,
  };
}

/** The ways to the staff that this office has set up. */
function staffWaysOf(alerting: Alerting, line: WhatsappLine, setting: Setting): StaffWay[] {
  return [
    ...(Object.keys(alerting.phones).length === 0 ? [] : [new MessageStaff(line, setting, alerting.phones)]),
    ...(alerting.smtpUrl === undefined ? [] : [new MailStaff(alerting.smtpUrl, alerting)]),
  ];
}

async function readSetting(file: string): Promise<Setting> {
  const region = parseRegion(await readFile(file, 'utf8'));
  return {
    agency: region.agencyName,
    ...(isPractice() ? { mark: practiceWord } : {}),
    timeZone: region.timeZone,
    timeZoneName: region.timeZoneName,
    workingDays: region.publicPromiseWorkingDays,
    complaintChannel: region.complaintChannel,
    tutorialUrl: region.tutorialUrl,
  };
}
