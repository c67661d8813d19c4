import { Paper, Title } from '@mantine/core';
import { type ReactNode, useId } from 'react';

/** A part of a page under its own heading, so that a screen reader finds it. */
export function Section({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  const id = useId();
  return (
    <Paper component="section" withBorder p="md" aria-labelledby={id}>
      <Title order={2} size="h4" id={id} mb="xs">
        {title}
      </Title>
      {children}
    </Paper>
  );
}
