import { type ComponentType, lazy, type LazyExoticComponent, Suspense } from 'react';
import { Route, Switch } from 'wouter';
import { PageTitle } from '../parts/page-title.js';
import { InboxPage } from '../requests/inbox-page.js';
import { useSpeech } from '../words/language.js';

const RequestPage = lazy(async () => ({ default: (await import('../requests/request-page.js')).RequestPage }));
const HandoverPage = lazy(async () => ({ default: (await import('../talks/handover-page.js')).HandoverPage }));
const ComplaintPage = lazy(async () => ({ default: (await import('../talks/complaint-page.js')).ComplaintPage }));
const VisitPage = lazy(async () => ({ default: (await import('../villages/visit-page.js')).VisitPage }));
const pages: Readonly<Record<string, LazyExoticComponent<ComponentType>>> = {
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
  '/sistem': lazy(async () => ({ default: (await import('../system/system-page.js')).SystemPage })),
};

/** Each page comes when it is opened; the list of requests is there at once. */
export function Routes() {
  return (
    <Suspense fallback={<p role="status">…</p>}>
      <Switch>
        <Route path="/" component={InboxPage} />
        <Route path="/permohonan/:id">{({ id }) => <RequestPage key={id} id={id} />}</Route>
        <Route path="/percakapan/:id">{({ id }) => <HandoverPage key={id} id={id} />}</Route>
        <Route path="/pengaduan/:id">{({ id }) => <ComplaintPage key={id} id={id} />}</Route>
        <Route path="/jemput-bola/:id">{({ id }) => <VisitPage key={id} id={id} />}</Route>
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
