import type { Config } from '../config.js';
import { IppPrinter } from './ipp-printer.js';
import { ManualPrinter } from './manual-printer.js';
import { PdfPrinter } from './pdf-printer.js';
import type { Printer } from './printer.js';

/** The printer that the environment names. */
export function openPrinter({
  PRINTER_DRIVER,
  PRINTER_URL = '',
}: Pick<Config, 'PRINTER_DRIVER' | 'PRINTER_URL'>): Printer {
  switch (PRINTER_DRIVER) {
    case 'manual':
      return new ManualPrinter();
    case 'ipp':
      return new IppPrinter(PRINTER_URL);
    case 'pdf':
      return new PdfPrinter(PRINTER_URL);
  }
}
