import { Anchor, Group } from '@mantine/core';
import { ActButton } from '../parts/act.js';
import { List } from '../parts/list.js';
import { Part } from '../parts/part.js';
import { useAsked, useChoices } from '../session/ask.js';
import { may } from '../session/visitor.js';
import { useSpeech } from '../words/language.js';
import { useTimes } from '../words/times.js';
import type { Device } from './bundles.js';

/** The devices of village officers, with the reply that goes back on a stick, and the end of one that is lost. */
export function DeviceList() {
  const { say } = useSpeech();
  const times = useTimes();
  const choices = useChoices();
  const devices = useAsked<{ devices: Device[] }>('officer-devices', '/api/intake/officer-devices?limit=100');
  const standing = (one: Device) =>
    one.revokedAt
      ? say('dicabut', 'revoked')
      : one.enrolledAt
        ? say(
            `terakhir ${times.at(one.lastHeardAt ?? one.enrolledAt)}`,
            `last heard ${times.at(one.lastHeardAt ?? one.enrolledAt)}`,
          )
        : say('menunggu didaftarkan di perangkat', 'waits to be enrolled');
  return (
    <Part query={devices}>
      {({ devices: all }) => (
        <List
          label={say('Perangkat', 'Devices')}
          heads={[
            say('Petugas', 'Officer'),
            say('Perangkat', 'Device'),
            say('Kecamatan', 'Sub-district'),
            say('Keadaan', 'State'),
            '',
          ]}
          rows={all.map((one) => ({
            key: one.deviceId,
            cells: [
              one.officer,
              one.label,
              choices.district(one.district),
              standing(one),
              one.enrolledAt && !one.revokedAt && (
                <Group key="acts">
                  {may('clerk', 'reviewer', 'admin') && (
                    <Anchor
                      href={`/api/intake/officer-devices/${one.deviceId}/reply`}
                      download={`loket-${one.district}.balasan`}
                    >
                      {say('Balasan untuk stik', 'Reply for the stick')}
                    </Anchor>
                  )}
                  {may('admin', 'head') && (
                    <ActButton
                      path={`/api/intake/officer-devices/${one.deviceId}/revocation`}
                      says={say('Cabut', 'Revoke')}
                      color="red"
                      variant="default"
                      size="xs"
                      stale={['officer-devices']}
                    />
                  )}
                </Group>
              ),
            ],
          }))}
        />
      )}
    </Part>
  );
}
