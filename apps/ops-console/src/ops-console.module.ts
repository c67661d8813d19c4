import { type DynamicModule, Module } from '@nestjs/common';
import { ClerkAuth, CONSOLE_KEYS } from '#boot';
import type { ServiceConnections } from '#messaging';
import { UnitOfWork } from '#outbox';
import { createLocalJWKSet } from 'jose';
import { DataSource } from 'typeorm';
import { Accounts } from './access/accounts.js';
import { ConsoleTokens, publicJwkOf } from './access/console-tokens.js';
import { KeepFirstAdmin } from './access/keep-first-admin.js';
import { LocalIdentities } from './access/identity.js';
import { SearchLimit } from './access/search-limit.js';
import { Sessions } from './access/sessions.js';
import { SignInLimits } from './access/sign-in-limits.js';
import { AuditLog } from './audit/audit-log.js';
import { NoteViews } from './audit/note-views.js';
import { HearChanges } from './changes/hear-changes.js';
import { CONFIG, type Config } from './config.js';
import { CompleteProjections } from './complete-projections.js';
import { CopyEvents } from './copy-events.js';
import { DecideParkedMessage } from './decide-parked-message.js';
import { IssueTokens } from './issue-tokens.js';
import { KeepOwnAccount } from './keep-own-account.js';
import { KeepParkedMessages } from './keep-parked-messages.js';
import { ManageAccounts } from './manage-accounts.js';
import { OpenSession } from './open-session.js';
import { AccountPage } from './pages/account-page.js';
import { AskServices } from './pages/ask-services.js';
import { ReportsPage } from './pages/reports-page.js';
import { ParkedDesk } from './parked/parked-desk.js';
import { PLACES, type Places } from './places.js';
import { RebuildProjections } from './rebuild-projections.js';
import { ReceiveSpans } from './receive-spans.js';
import { Search } from './search.js';
import { SecondFactors } from './second-factor/second-factors.js';
import { ServeWeb } from './serve-web.js';
import { ShowApplications } from './show-applications.js';
import { ShowChoices } from './show-choices.js';
import { ShowCounts } from './show-counts.js';
import { ShowLinkHistory } from './show-link-history.js';
import { ShowLinks } from './show-links.js';
import { ShowAudit } from './show-audit.js';
import { ShowReports } from './show-reports.js';
import { ShowQueues } from './show-queues.js';
import { ShowServices } from './show-services.js';
import { SetCapability } from './set-capability.js';
import { SignIn } from './sign-in.js';
import { RewriteOldSeals } from './rewrite-old-seals.js';
import { SweepOldRows } from './sweep-old-rows.js';
import { TellChanges } from './tell-changes.js';
import { TellStory } from './tell-story.js';

export interface Parts {
  readonly config: Config;
  readonly connections: Pick<ServiceConnections, 'dataSource' | 'unitOfWork'>;
  readonly places: Places;
}

/** Wiring, no logic. */
@Module({})
export class OpsConsoleModule {
  static of({ config, connections, places }: Parts): DynamicModule {
    return {
      module: OpsConsoleModule,
      controllers: [
        CopyEvents,
        RebuildProjections,
        ReceiveSpans,
        TellStory,
        ShowApplications,
        ShowChoices,
        ShowCounts,
        TellChanges,
        ShowLinks,
        ShowLinkHistory,
        ShowServices,
        ShowQueues,
        ShowReports,
        ShowAudit,
        Search,
        SetCapability,
        DecideParkedMessage,
        ManageAccounts,
        KeepOwnAccount,
        IssueTokens,
        SignIn,
        ServeWeb,
        ReportsPage,
        AccountPage,
      ],
      providers: [
        { provide: CONFIG, useValue: config },
        { provide: PLACES, useValue: places },
        { provide: DataSource, useValue: connections.dataSource },
        { provide: UnitOfWork, useValue: connections.unitOfWork },
        {
          // The console verifies its own tokens by its own key: it need not ask itself over HTTP.
          provide: CONSOLE_KEYS,
          useFactory: async () => createLocalJWKSet({ keys: [await publicJwkOf(config)] }),
        },
        ClerkAuth,
        Accounts,
        ConsoleTokens,
        HearChanges,
        KeepFirstAdmin,
        Sessions,
        SignInLimits,
        AskServices,
        AuditLog,
        SearchLimit,
        LocalIdentities,
        OpenSession,
        SecondFactors,
        NoteViews,
        KeepParkedMessages,
        ParkedDesk,
        SweepOldRows,
        RewriteOldSeals,
        CompleteProjections,
      ],
    };
  }
}
