import { Title } from '@mantine/core';
import { useEffect, useRef } from 'react';

/** The heading of a page: who comes here by keyboard or screen reader begins at it. */
export function PageTitle({ children }: { readonly children: string }) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    document.title = `${children} · Loket`;
  }, [children]);
  useEffect(() => {
    // Not on the first page: a browser begins it at the top by itself.
    if (document.body.dataset['moved'] === 'yes') heading.current?.focus();
    document.body.dataset['moved'] = 'yes';
  }, []);
  return (
    <Title order={1} size="h2" ref={heading} tabIndex={-1} className="page-title">
      {children}
    </Title>
  );
}
