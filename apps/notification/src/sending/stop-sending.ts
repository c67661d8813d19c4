import { gauge, logger } from '#observability';
import { queryRows, type Tx, type UnitOfWork } from '#outbox';
import { endAlert, openAlert } from '../staff/staff-alert.js';

const log = logger('stop-sending');
const stopped = gauge('loket_whatsapp_sender_stopped', '1 while a person must look before anything is sent');

/** Why nothing is sent until a person has looked: a token, a payment, a spam limit. */
export interface Stop {
  readonly errorClass: string;
  readonly errorCode: number | null;
  readonly since: Date;
}

/** Somebody of ops is paged: nothing leaves until a person has looked. */
const alert = { key: 'whatsapp:stopped', role: 'ops' } as const;

const advice: Readonly<Record<string, string>> = {
  token: 'set a valid WHATSAPP_ACCESS_TOKEN and restart notification',
  stop_sender: 'look at the account in the WhatsApp Manager (limits, payment), then resume sending on the console',
};

/** Notes that sending has stopped; the first reason stays. */
export async function noteStop(tx: Tx, errorClass: string, errorCode: number | undefined): Promise<void> {
  const rows = await tx.query(
    'insert into sender_stop (error_class, error_code) values ($1, $2) on conflict do nothing returning 1',
    [errorClass, errorCode ?? null],
  );
  stopped.set(1);
  if (rows.length > 0) {
    const why = `${errorClass}${errorCode === undefined ? '' : ` ${errorCode}`}`;
    const says = `WhatsApp menolak semua pesan (${why}); pengiriman berhenti dan pesan disimpan. Periksa akun WhatsApp, lalu lanjutkan di konsol.`;
    await openAlert(tx, { ...alert, says });
    log.error(
      { code: errorCode, reason: errorClass, hint: advice[errorClass] },
      'WhatsApp refuses all messages; sending stops and the messages are kept',
    );
  }
}

export async function findStop(on: { query(sql: string): Promise<unknown> }): Promise<Stop | undefined> {
  const [row] = await queryRows<Stop>(
    on,
    'select error_class as "errorClass", error_code as "errorCode", since from sender_stop',
  );
  stopped.set(row ? 1 : 0);
  return row;
}

/** Lets sending begin again. @returns false when it had not stopped */
export async function liftStop(tx: Tx): Promise<boolean> {
  const rows = await tx.query('delete from sender_stop returning 1');
  stopped.set(0);
  await endAlert(tx, { ...alert, says: 'Pengiriman pesan WhatsApp berjalan lagi.', at: new Date() });
  return rows.length > 0;
}

/** A new start may carry a new token: only trying tells. One message at most finds out that it does not. */
export async function forgetTokenStop(unitOfWork: UnitOfWork): Promise<void> {
  await unitOfWork.run(async (tx) => {
    const isToken = await tx.query("select 1 from sender_stop where error_class = 'token'");
    if (isToken.length > 0) await liftStop(tx);
  });
}
