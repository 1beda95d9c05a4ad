import { cellText } from './selectRows';
import { type DataTableColumn } from './types';

/** Spreadsheets run cells that begin like this as formulas. */
const formulaStart = /^[=+\-@\t\r]/;

function field(value: string, isNumber: boolean): string {
  const guarded = !isNumber && formulaStart.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(guarded)
    ? `"${guarded.replace(/"/g, '""')}"`
    : guarded;
}

/**
 * Rows as CSV (RFC 4180: CRLF, doubled quotes), with a first line of titles. Text that a spreadsheet
 * would run as a formula gets a leading apostrophe.
 */
export function toCsv<T>(
  rows: readonly T[],
  columns: readonly DataTableColumn<T>[],
): string {
  const lines = [
    columns.map(({ title }) => field(title, false)),
    ...rows.map(row =>
      columns.map(column =>
        field(
          cellText(column, row),
          !column.filterValue && typeof column.sortValue?.(row) === 'number',
        ),
      ),
    ),
  ];
  return lines.map(line => `${line.join(',')}\r\n`).join('');
}
