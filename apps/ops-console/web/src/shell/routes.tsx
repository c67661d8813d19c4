import { type ComponentType, lazy, type LazyExoticComponent, Suspense } from 'react';
import { Route, Switch } from 'wouter';
import type { WebPath } from '../../../src/pages/addresses.js';
import { PageTitle } from '../parts/page-title.js';
import { InboxPage } from '../requests/inbox-page.js';
import { useSpeech } from '../words/language.js';

/** The page of one thing, by its id. */
type OfOne = Extract<WebPath, `${string}/:id`>;
const pagesOfOne: Readonly<Record<OfOne, LazyExoticComponent<ComponentType<{ readonly id: string }>>>> = {
  '/permohonan/:id': lazy(async () => ({ default: (await import('../requests/request-page.js')).RequestPage })),
  '/percakapan/:id': lazy(async () => ({ default: (await import('../talks/handover-page.js')).HandoverPage })),
  '/pengaduan/:id': lazy(async () => ({ default: (await import('../talks/complaint-page.js')).ComplaintPage })),
  '/jemput-bola/:id': lazy(async () => ({ default: (await import('../villages/visit-page.js')).VisitPage })),
};
const pages: Readonly<Record<Exclude<WebPath, '/' | OfOne>, LazyExoticComponent<ComponentType>>> = {
  '/permohonan-baru': lazy(async () => ({ default: (await import('../counter/walk-in-page.js')).WalkInPage })),
  '/tinjauan': lazy(async () => ({ default: (await import('../reviews/reviews-page.js')).ReviewsPage })),
  '/cetak': lazy(async () => ({ default: (await import('../printing/printing-page.js')).PrintingPage })),
  '/penyerahan': lazy(async () => ({ default: (await import('../cards/pick-up-page.js')).PickUpPage })),
  '/percakapan': lazy(async () => ({ default: (await import('../talks/handovers-page.js')).HandoversPage })),
  '/pengaduan': lazy(async () => ({ default: (await import('../talks/complaints-page.js')).ComplaintsPage })),
  '/pesan': lazy(async () => ({ default: (await import('../messages/messages-page.js')).MessagesPage })),
  '/pesan/belum-sampai': lazy(async () => ({ default: (await import('../messages/relay-page.js')).RelayPage })),
  '/pesan/katalog': lazy(async () => ({ default: (await import('../messages/catalogue-page.js')).CataloguePage })),
  '/petugas-desa': lazy(async () => ({ default: (await import('../villages/villages-page.js')).VillagesPage })),
  '/jemput-bola': lazy(async () => ({ default: (await import('../villages/visits-page.js')).VisitsPage })),
  '/ringkasan': lazy(async () => ({ default: (await import('../overview/overview-page.js')).OverviewPage })),
  '/sistem': lazy(async () => ({ default: (await import('../system/system-page.js')).SystemPage })),
};

/** Each page comes when it is opened; the list of requests is there at once. */
export function Routes() {
  return (
    <Suspense fallback={<p role="status">…</p>}>
      <Switch>
        <Route path="/" component={InboxPage} />
        {Object.entries(pagesOfOne).map(([path, Page]) => (
          <Route<{ id: string }> key={path} path={path}>
            {({ id }) => <Page key={id} id={id} />}
          </Route>
        ))}
        {Object.entries(pages).map(([path, page]) => (
          <Route key={path} path={path} component={page} />
        ))}
        <Route component={NothingHere} />
      </Switch>
    </Suspense>
  );
}

function NothingHere() {
  const { say } = useSpeech();
  return <PageTitle>{say('Halaman tidak ada', 'There is no such page')}</PageTitle>;
}
