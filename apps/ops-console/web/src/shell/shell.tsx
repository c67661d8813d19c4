import { Anchor, AppShell, Burger, Button, Group, NavLink, Text } from '@mantine/core';
import type { QueryClient } from '@tanstack/react-query';
import { lazy, Suspense, useEffect, useState } from 'react';
import { Link, useLocation } from 'wouter';
import { act } from '../session/call.js';
import { forgetDrafts } from '../session/drafts.js';
import { keepUp } from '../session/keep-up.js';
import { may, visitor } from '../session/visitor.js';
import { useSpeech } from '../words/language.js';
import { LinkStrip } from './link-strip.js';
import { OfflineBanner } from './offline-banner.js';
import { places } from './places.js';
import { Routes } from './routes.js';
import { FindRequest } from './find-request.js';
import { useShortcuts } from './use-shortcuts.js';

const ShortcutsHelp = lazy(async () => ({ default: (await import('./shortcuts-help.js')).ShortcutsHelp }));

/** What stands around every page: places by role, the links' state, language, and the way out. */
export function Shell({ queries }: { readonly queries: QueryClient }) {
  const { say, word, language, setLanguage } = useSpeech();
  const [at, go] = useLocation();
  const [isOpen, setOpen] = useState(false);
  const [isHelping, setHelping] = useState(false);
  useEffect(() => keepUp(queries), [queries]);
  useEffect(() => setOpen(false), [at]);
  const mine = places.filter((place) => place.for === undefined || may(...place.for));
  const shortcuts = useShortcuts({
    '/': () => document.getElementById('find-request')?.focus(),
    n: () => go('/permohonan-baru'),
    '?': () => setHelping(true),
    j: () => moveAmongRows(1),
    k: () => moveAmongRows(-1),
    ...Object.fromEntries(
      mine.map((place) => [`g ${place.key}`, () => (place.isServed ? location.assign(place.path) : go(place.path))]),
    ),
  });
  const leave = () => {
    forgetDrafts();
    const away = () => location.assign('/masuk');
    act('/keluar').then(away, away);
  };
  // In the header, or on a phone at the end of the menu.
  const ofTheSession = (
    <>
      <Button
        size="compact-sm"
        variant="default"
        onClick={() => setLanguage(language === 'id' ? 'en' : 'id')}
        lang={language === 'id' ? 'en' : 'id'}
      >
        {language === 'id' ? 'English' : 'Indonesia'}
      </Button>
      <Button size="compact-sm" variant="default" onClick={leave}>
        {say('Keluar', 'Sign out')}
      </Button>
    </>
  );
  return (
    <AppShell
      header={{ height: 56 }}
      navbar={{ width: 210, breakpoint: 'sm', collapsed: { mobile: !isOpen } }}
      padding="md"
    >
      <AppShell.Header>
        <a className="skip" href="#content">
          {say('Langsung ke isi', 'Skip to the content')}
        </a>
        <Group h="100%" px="md" gap="sm" wrap="nowrap" justify="space-between">
          <Group gap="sm" wrap="nowrap">
            <Burger
              opened={isOpen}
              onClick={() => setOpen(!isOpen)}
              hiddenFrom="sm"
              size="sm"
              aria-label={say('Menu', 'Menu')}
            />
            <Text fw={700}>Loket</Text>
            <FindRequest />
          </Group>
          <Group gap="xs" wrap="nowrap">
            <Text size="sm" visibleFrom="md">
              {visitor.username}
              {visitor.office === null ? '' : ` · ${visitor.office}`}
            </Text>
            <Group gap="xs" wrap="nowrap" visibleFrom="sm">
              {ofTheSession}
            </Group>
            <Button
              size="compact-sm"
              variant="default"
              visibleFrom="sm"
              onClick={() => setHelping(true)}
              aria-label={say('Pintasan papan tombol', 'Keyboard shortcuts')}
            >
              ?
            </Button>
          </Group>
        </Group>
      </AppShell.Header>
      <AppShell.Navbar
        p="xs"
        aria-label={say('Menu utama', 'Main menu')}
        className={isOpen ? 'menu' : 'menu closed'}
        onClick={() => setOpen(false)}
      >
        {mine.map(({ path, name, isServed }) => {
          const label = word({ name }, 'name');
          if (isServed) return <NavLink key={path} href={path} label={label} />;
          return (
            <NavLink
              key={path}
              component={Link}
              href={path}
              label={label}
              active={path === '/' ? at === '/' || at.startsWith('/permohonan/') : at.startsWith(path)}
              {...(at === path ? { 'aria-current': 'page' as const } : {})}
            />
          );
        })}
        <Group gap="xs" mt="md" hiddenFrom="sm">
          {ofTheSession}
        </Group>
      </AppShell.Navbar>
      <AppShell.Main>
        <OfflineBanner />
        <LinkStrip />
        <div id="content" tabIndex={-1}>
          <Routes />
        </div>
        {isHelping && (
          <Suspense>
            <ShortcutsHelp isOpen close={() => setHelping(false)} places={mine} shortcuts={shortcuts} />
          </Suspense>
        )}
        <Anchor href="/docs" size="xs" c="dimmed" mt="xl" display="inline-block">
          OpenAPI
        </Anchor>
      </AppShell.Main>
    </AppShell>
  );
}

/** The link of the next row of the page's list, or of the one before. */
function moveAmongRows(step: 1 | -1): void {
  const rows = [...document.querySelectorAll<HTMLElement>('[data-row-link]')];
  const from = rows.findIndex((row) => row === document.activeElement);
  rows[from === -1 ? 0 : Math.min(rows.length - 1, Math.max(0, from + step))]?.focus();
}
