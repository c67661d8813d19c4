import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { CONFIG, type Config } from '../config.js';
import { Accounts } from './accounts.js';

/** At every start: the first admin of a new installation, as the environment names it. */
@Injectable()
export class KeepFirstAdmin implements OnModuleInit {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly accounts: Accounts,
  ) {}

  async onModuleInit(): Promise<void> {
    const key = this.config.LOKET_FIRST_ADMIN_PUBLIC_KEY;
    const publicKey = key?.export({ format: 'der', type: 'spki' }).toString('base64');
    await this.accounts.keepFirstAdmin(this.config.LOKET_FIRST_ADMIN_PASSWORD, publicKey);
  }
}
