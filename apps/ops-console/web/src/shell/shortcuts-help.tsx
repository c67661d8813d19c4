import { Modal, Switch, Text } from '@mantine/core';
import { useSpeech } from '../words/language.js';
import type { Place } from './places.js';
import type { Shortcuts } from './use-shortcuts.js';

/** Which keys lead where. */
export function ShortcutsHelp({
  isOpen,
  close,
  places,
  shortcuts,
}: {
  readonly isOpen: boolean;
  readonly close: () => void;
  readonly places: readonly Place[];
  readonly shortcuts: Shortcuts;
}) {
  const { say, word } = useSpeech();
  const keys: [string, string][] = [
    ['/', say('cari permohonan', 'find a request')],
    ['n', say('permohonan baru', 'new request')],
    ['j', say('baris berikutnya', 'next row')],
    ['k', say('baris sebelumnya', 'row before')],
    ['?', say('bantuan ini', 'this help')],
    ...places.map(({ key, name }): [string, string] => [`g ${key}`, word({ name }, 'name')]),
  ];
  return (
    <Modal
      opened={isOpen}
      onClose={close}
      title={say('Pintasan papan tombol', 'Keyboard shortcuts')}
      closeButtonProps={{ 'aria-label': say('Tutup', 'Close') }}
    >
      <Switch
        checked={shortcuts.areOn}
        onChange={({ currentTarget }) => shortcuts.turn(currentTarget.checked)}
        label={say('Pintasan aktif', 'Shortcuts on')}
        mb="sm"
      />
      <dl className="facts">
        {keys.map(([key, does]) => (
          <div key={key} style={{ display: 'contents' }}>
            <dt>
              <span className="key">{key}</span>
            </dt>
            <dd>
              <Text size="sm">{does}</Text>
            </dd>
          </div>
        ))}
      </dl>
    </Modal>
  );
}
