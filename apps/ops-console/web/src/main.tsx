import './library-styles.js';
import './look.css';
import { createTheme, MantineProvider } from '@mantine/core';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { Refused } from './session/call.js';
import { styleNonce } from './session/visitor.js';
import { Shell } from './shell/shell.js';
import { SpeakLanguage } from './words/language.js';

const queries = new QueryClient({
  defaultOptions: {
    queries: {
      // Events say what is stale; the clock is for when they cannot be heard.
      staleTime: 10_000,
      refetchInterval: 30_000,
      retry: (count, error) => count < 2 && !(error instanceof Refused && error.status >= 400 && error.status < 500),
      // A part that was shown stays while the line is down.
      networkMode: 'always',
    },
    mutations: { networkMode: 'always' },
  },
});
// Darker than the library's own: small text on white, and white on a button, keep a contrast of 4.5 : 1.
const theme = createTheme({
  primaryColor: 'blue',
  primaryShade: 8,
  fontFamily: 'system-ui, sans-serif',
  defaultRadius: 'sm',
});

const place = document.getElementById('app');
if (!place) throw new Error('the page has no place for the application');
createRoot(place).render(
  <StrictMode>
    <MantineProvider theme={theme} getStyleNonce={() => styleNonce}>
      <QueryClientProvider client={queries}>
        <SpeakLanguage>
          <Shell queries={queries} />
        </SpeakLanguage>
      </QueryClientProvider>
    </MantineProvider>
  </StrictMode>,
);
