import { Controller, Get, Header } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { Region } from '#civil-registry';
import type { TrackingStory } from './tracking-story.js';

type About = Pick<Region, 'agencyName' | 'timeZone' | 'timeZoneName' | 'complaintChannel'>;

/** The tracking page: small enough for a weak line, readable without scripts. */
export function trackingPage(story: TrackingStory, region: About): string {
  const notices = story.notices.map((text) => `<p class="wait">Pemberitahuan: ${escape(text)}</p>`).join('\n');
  const steps = story.steps
    .map(({ text, state, at }) => {
      const time = at ? ` <time datetime="${at}">${escape(localTime(at, region))}</time>` : '';
      return `<li class="${state}"${state === 'now' ? ' aria-current="step"' : ''}>${escape(text)}${time}</li>`;
    })
    .join('\n');
  const waits = story.waitsFor
    .map(
      ({ text, since }) => `<p class="wait">Tertunda: ${escape(text)} (sejak ${escape(localTime(since, region))}).</p>`,
    )
    .join('\n');
  const promise = story.promise ? `\n<p class="promise">${escape(capital(story.promise.text))}.</p>` : '';
  const { name, address, hours } = story.office;
  return page(
    `Permohonan ${story.ticket}`,
    `<p>${escape(story.title)}</p>
<p class="state">${escape(capital(story.text))}</p>
${waits}${promise}
<ol>
${steps}
</ol>
${notices}
<p>Tempat pengambilan: <strong>${escape(name)}</strong>${address ? `, ${escape(address)}` : ''}.${hours ? ` Jam loket: ${escape(hours)}.` : ''}</p>
<p>Semua layanan <strong>gratis</strong>. ${escape(region.complaintChannel)}</p>`,
    region,
  );
}

/** Says no more than that this code opens nothing. */
export function unknownCodePage(region: About): string {
  return page(
    'Kode tidak dikenal',
    '<p>Kode ini tidak kami kenal. Mohon buka kembali alamat yang kami kirim lewat WhatsApp, atau tanyakan di loket.</p>',
    region,
  );
}

/** The request is over and its time of keeping too. */
export function archivedPage(region: About): string {
  return page(
    'Permohonan sudah diarsipkan',
    `<p>Permohonan ini sudah selesai dan masa simpan datanya telah berakhir, sehingga rinciannya tidak kami simpan lagi. Bila ada yang ingin ditanyakan, mohon datang ke loket. ${escape(region.complaintChannel)}</p>`,
    region,
  );
}

function page(title: string, body: string, region: About): string {
  return `<!doctype html>
<html lang="id">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escape(title)}</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/assets/track.css">
</head>
<body>
<main>
<p class="agency">${escape(region.agencyName)}</p>
<h1>${escape(title)}</h1>
${body}
</main>
</body>
</html>
`;
}

function localTime(instant: string, { timeZone, timeZoneName }: About): string {
  const text = new Intl.DateTimeFormat('id-ID', { dateStyle: 'long', timeStyle: 'short', timeZone }).format(
    new Date(instant),
  );
  return `${text} ${timeZoneName}`;
}

function capital(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}

function escape(text: string): string {
  const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
  return text.replace(/[&<>"']/g, (letter) => entities[letter] ?? letter);
}

const style = `
body { margin: 0; font: 1.05rem/1.5 system-ui, sans-serif; color: #1a2433; background: #f4f6f9; }
main { max-width: 34rem; margin: 0 auto; padding: 1.25rem; background: #fff; min-height: 100vh; box-sizing: border-box; }
.agency { margin: 0; color: #54617a; }
h1 { margin: 0.2rem 0 0.8rem; font-size: 1.5rem; }
.state { padding: 0.7rem 0.9rem; background: #e6f0ff; border-left: 4px solid #1f5fbf; font-weight: 600; }
.wait { padding: 0.7rem 0.9rem; background: #fff4dc; border-left: 4px solid #b97400; }
ol { padding-left: 1.4rem; }
li { margin: 0.35rem 0; color: #54617a; }
li.done { color: #1c6b3c; }
li.now { color: #1a2433; font-weight: 600; }
time { display: block; font-size: 0.9rem; font-weight: 400; color: #54617a; }
`;

/** The page's style: a file of its own, since our headers allow no inline style. */
@ApiExcludeController()
@Controller('assets')
export class TrackingStyle {
  @Get('track.css')
  @Header('Content-Type', 'text/css; charset=utf-8')
  @Header('Cache-Control', 'public, max-age=3600')
  style(): string {
    return style;
  }
}
