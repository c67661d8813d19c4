import { Button, type ButtonProps, Group, Text } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, type ReactNode, useId } from 'react';
import { act } from '../session/call.js';
import { useSpeech } from '../words/language.js';
import { Problem } from './part.js';

interface Acting {
  /** `/api/<service>/…` */
  readonly path: string;
  readonly says: string;
  readonly body?: () => unknown;
  /** Lists that are to be looked at again, beside what the events say. */
  readonly stale?: readonly string[];
  readonly done?: (answer: unknown) => void;
}

/** Sends one act to a service; afterwards the page looks again at once, whether or not the event has come round. */
export function useAct({ path, body, stale = [], done }: Omit<Acting, 'says'>) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: () => act<unknown>(path, body?.() ?? {}),
    onSuccess: async (answer) => {
      done?.(answer);
      await queries.invalidateQueries({
        predicate: ({ queryKey: [list] }) => list === 'request' || stale.includes(String(list)),
      });
    },
  });
}

/** An act without any choice. */
export function ActButton({
  says,
  color,
  variant,
  size,
  ...acting
}: Acting & Pick<ButtonProps, 'color' | 'variant' | 'size'>) {
  const { say } = useSpeech();
  const sent = useAct(acting);
  return (
    <div>
      <Button
        {...(color === undefined ? {} : { color })}
        variant={variant ?? 'filled'}
        size={size ?? 'sm'}
        loading={sent.isPending}
        onClick={() => sent.mutate()}
      >
        {says}
      </Button>
      <Done isDone={sent.isSuccess} says={say('Tercatat.', 'Done.')} />
      <Problem error={sent.error} />
    </div>
  );
}

/** An act with fields: Enter sends it, its button is locked while it is under way, and what went wrong stands below. */
export function ActForm({
  says,
  title,
  color,
  children,
  ...acting
}: Acting & { readonly title?: string; readonly color?: string; readonly children?: ReactNode }) {
  const { say } = useSpeech();
  const sent = useAct(acting);
  const id = useId();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!sent.isPending) sent.mutate();
  };
  return (
    <form onSubmit={submit} aria-labelledby={title === undefined ? undefined : id}>
      {title !== undefined && (
        <Text id={id} fw={600} mt="sm">
          {title}
        </Text>
      )}
      <Group align="flex-end" gap="sm" my="xs">
        {children}
        <Button type="submit" loading={sent.isPending} {...(color === undefined ? {} : { color })}>
          {says}
        </Button>
      </Group>
      <Done isDone={sent.isSuccess} says={say('Tercatat.', 'Done.')} />
      <Problem error={sent.error} />
    </form>
  );
}

function Done({ isDone, says }: { readonly isDone: boolean; readonly says: string }) {
  return (
    <Text size="sm" c="#1f6b2f" role="status">
      {isDone ? says : ''}
    </Text>
  );
}
