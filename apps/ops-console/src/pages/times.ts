/** How an instant is written for staff: `24 Nov 2026 09.15.03`, in the office's time. */
export class Times {
  private readonly format: Intl.DateTimeFormat;

  constructor(timeZone: string) {
    this.format = new Intl.DateTimeFormat('id-ID', {
      timeZone,
      day: '2-digit',
      month: 'short',
      year: 'numeric',
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
    });
  }

  at(instant: string): string {
    const date = new Date(instant);
    return Number.isNaN(date.getTime()) ? instant : this.format.format(date);
  }

  /** `3 hari`, `4 jam`, `12 menit`: how long ago something began, roughly. */
  ago(instant: string, now: Date): string {
    const minutes = Math.max(0, Math.floor((now.getTime() - new Date(instant).getTime()) / 60_000));
    if (minutes < 60) return `${minutes} menit`;
    if (minutes < 48 * 60) return `${Math.floor(minutes / 60)} jam`;
    return `${Math.floor(minutes / 1440)} hari`;
  }
}
