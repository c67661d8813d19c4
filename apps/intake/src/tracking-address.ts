/** Where a citizen follows a request. */
export class TrackingAddress {
  /** @param publicUrl where citizens reach this service */
  constructor(private readonly publicUrl: string) {}

  of(code: string): string {
    return `${this.publicUrl.replace(/\/+$/, '')}/track/${code}`;
  }
}
